package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	entlead "bidwell/ent/lead"
	"bidwell/process"
)

// lead is an enquiry; without an owner it waits in a pool.
type lead struct {
	Key, Company, Contact, Phone, Email, Channel, Text, By, Owner, Pool string
	Source                                                              process.LeadSource
	Day                                                                 int
	// Path holds the new status, or CLAIM, ASSIGN with somebody, CONVERT into the deal and MERGE with the lead in the words.
	Path []deed
}

// leads tells of what came in.
func (s *story) leads() {
	for _, l := range s.book.Leads {
		s.on(l.Day, l.By, func(ctx context.Context) error { return s.enquiry(ctx, l) })
		s.follow("lead", l.Key, entlead.Table, l.Path, s.leadDeed)
	}
}

func (s *story) enquiry(ctx context.Context, l lead) error {
	find := s.read.Lead.Query().Where(entlead.Company(l.Company), entlead.Text(l.Text))
	return once(s, "lead", l.Key, find, func() (desk.Written[ent.Lead], error) {
		return s.desk.CreateLead(ctx, desk.CreateLeadInput{
			LeadFields: desk.LeadFields{
				Source: &l.Source, Channel: given(l.Channel), Company: &l.Company, ContactName: given(l.Contact), Phone: given(l.Phone),
				Email: given(l.Email), Text: &l.Text,
			},
			OwnerID: s.ref("user", l.Owner), Pool: given(l.Pool),
		})
	})
}

func (s *story) leadDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "CLAIM":
		return did(s.desk.ClaimLead(ctx, desk.ClaimLeadInput{ID: in.ID}))
	case "ASSIGN":
		return did(s.desk.AssignLead(ctx, desk.AssignLeadInput{ID: in.ID, Version: in.Version, OwnerID: s.ids["user "+d.Words]}))
	case "CONVERT":
		return did(s.desk.ConvertLead(ctx, desk.ConvertLeadInput{ID: in.ID, Version: in.Version, OpportunityID: s.ref("deal", d.Words)}))
	case "MERGE":
		duplicate, err := s.record("lead", d.Words, entlead.Table)
		if err != nil {
			return err
		}
		return did(s.desk.MergeLeads(ctx, desk.MergeLeadsInput{
			ID: in.ID, Version: in.Version, DuplicateID: duplicate.ID, DuplicateVersion: duplicate.Version,
		}))
	default:
		return did(s.desk.ChangeLeadStatus(ctx, desk.ChangeLeadStatusInput{
			ID: in.ID, Version: in.Version, Status: process.LeadStatus(d.What), Reason: given(d.Words),
		}))
	}
}
