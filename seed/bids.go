package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/bidchecklistitem"
	entcertificate "bidwell/ent/certificate"
	entcitation "bidwell/ent/citation"
	entclarification "bidwell/ent/clarification"
	"bidwell/ent/complianceitem"
	"bidwell/ent/proposalsection"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// certificate is a qualification, a reference or the like; Expires is the day on which it does, 0 for never.
type certificate struct {
	Key, Name, Number, Holder, Issuer, Notes, By string
	Kind                                         process.CertificateKind
	Issued, Expires, Day                         int
	Tags                                         []string
}

// bid is what goes with the proposal of a deal: how it answers the requirements, by their numbers, what shows that it is
// safe from rejection, and the certificates it cites.
type bid struct {
	Deal, By string
	Day      int
	Answers  []answer
	// Prepared is the day of the rejection checklist; Checks are the codes of its items with the evidence.
	Prepared  int
	Checks    []deed
	Citations []citation
}

// answer says how a requirement is met, in which section, counted from 1.
type answer struct {
	Requirement, Section int
	Response             process.ComplianceResponse // FULL unless told
	Deviation            string
}

type citation struct{ Certificate, Purpose string }

type clarification struct {
	Key, Deal, By, Number, Text string
	Kind                        process.ClarificationKind
	Day, Deadline               int
	// Path is ACK, or ANSWER with the words.
	Path []deed
}

// reuse refers to an item of the library from a section of the proposal of a deal, counted from 1.
type reuse struct {
	Deal, Item, By string
	Section, Day   int
}

// bids tells of the bids under way.
func (s *story) bids() {
	for _, c := range s.book.Certificates {
		s.on(c.Day, c.By, func(ctx context.Context) error { return s.certificate(ctx, c) })
	}
	for _, c := range s.book.Clarifications {
		s.on(c.Day, c.By, func(ctx context.Context) error { return s.clarification(ctx, c) })
		s.follow("clarification", c.Key, entclarification.Table, c.Path, s.clarificationDeed)
	}
	for _, r := range s.book.Reuses {
		s.on(r.Day, r.By, func(ctx context.Context) error { return s.reuse(ctx, r) })
	}
	for _, b := range s.book.Bids {
		for _, a := range b.Answers {
			s.on(b.Day, b.By, func(ctx context.Context) error { return s.answer(ctx, b, a) })
		}
		for _, c := range b.Citations {
			s.on(b.Day, b.By, func(ctx context.Context) error { return s.citation(ctx, b, c) })
		}
		if b.Prepared > 0 {
			s.on(b.Prepared, b.By, func(ctx context.Context) error { return s.checklist(ctx, b) })
		}
		for _, d := range b.Checks {
			s.follow("check", b.Deal+" "+d.What, bidchecklistitem.Table, []deed{d}, s.checkDeed)
		}
	}
}

func (s *story) certificate(ctx context.Context, c certificate) error {
	find := s.read.Certificate.Query().Where(entcertificate.Number(c.Number))
	return once(s, "certificate", c.Key, find, func() (desk.Written[ent.Certificate], error) {
		return s.desk.CreateCertificate(ctx, ent.CreateCertificateInput{
			Kind: &c.Kind, Name: c.Name, Number: &c.Number, Holder: given(c.Holder), Issuer: given(c.Issuer), IssuedOn: s.date(c.Issued),
			ExpiresOn: s.date(c.Expires), Notes: given(c.Notes), Tags: c.Tags, OwnerID: s.ref("user", c.By),
		})
	})
}

func (s *story) answer(ctx context.Context, b bid, a answer) error {
	of, key := s.ids["proposal of "+b.Deal], demandKey(b.Deal, a.Requirement)
	find := s.read.ComplianceItem.Query().Where(complianceitem.ProposalID(of), complianceitem.RequirementID(s.ids["requirement "+key]))
	return once(s, "answer", key, find, func() (desk.Written[ent.ComplianceItem], error) {
		if a.Response == "" {
			a.Response = process.ComplianceResponseFull
		}
		in := desk.AnswerRequirementInput{ProposalID: of, RequirementID: s.ids["requirement "+key], Response: a.Response, Deviation: given(a.Deviation)}
		if a.Section > 0 {
			in.SectionID = s.ref("section of", demandKey(b.Deal, a.Section))
		}
		return s.desk.AnswerRequirement(ctx, in)
	})
}

func (s *story) citation(ctx context.Context, b bid, c citation) error {
	of, certificate := s.ids["proposal of "+b.Deal], s.ids["certificate "+c.Certificate]
	find := s.read.Citation.Query().Where(entcitation.ProposalID(of), entcitation.CertificateID(certificate))
	return once(s, "citation", b.Deal+" "+c.Certificate, find, func() (desk.Written[ent.Citation], error) {
		return s.desk.Cite(ctx, desk.CiteInput{ProposalID: of, CertificateID: certificate, Purpose: given(c.Purpose)})
	})
}

func (s *story) reuse(ctx context.Context, r reuse) error {
	into, err := s.record("section of", demandKey(r.Deal, r.Section), proposalsection.Table)
	if err != nil {
		return err
	}
	find := s.read.ReuseEdge.Query().Where(reuseedge.SectionID(into.ID), reuseedge.SourceID(s.ids["item "+r.Item]))
	return once(s, "reuse", r.Deal+" "+r.Item, find, func() (desk.Written[ent.ReuseEdge], error) {
		return s.desk.InsertFromLibrary(ctx, desk.InsertFromLibraryInput{
			SectionID: &into.ID, Version: &into.Version, SourceID: s.ids["item "+r.Item], Mode: process.ReuseModeReferenced,
		})
	})
}

// checklist makes the rejection checklist of a bid, or finds it.
func (s *story) checklist(ctx context.Context, b bid) error {
	of := s.ids["proposal of "+b.Deal]
	items := s.read.BidChecklistItem.Query().Where(bidchecklistitem.ProposalID(of))
	made, err := items.Clone().Exist(s.ctx)
	if err == nil && !made {
		err = did(s.desk.PrepareChecklist(ctx, desk.PrepareChecklistInput{ProposalID: of}))
	}
	if err != nil {
		return name(err, b.Deal+" checklist")
	}
	all, err := items.All(s.ctx)
	for _, item := range all {
		s.ids["check "+b.Deal+" "+string(item.Code)] = item.ID
	}
	return err
}

func (s *story) checkDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	if d.What == string(process.RejectionCodeFormatNotFollowed) { // the one that is not fatal
		return did(s.desk.WaiveItem(ctx, desk.WaiveItemInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	}
	return did(s.desk.CheckItem(ctx, desk.CheckItemInput{ID: in.ID, Version: in.Version, Evidence: d.Words}))
}

func (s *story) clarification(ctx context.Context, c clarification) error {
	opp := s.ids["deal "+c.Deal]
	find := s.read.Clarification.Query().Where(entclarification.OpportunityID(opp), entclarification.Text(c.Text))
	return once(s, "clarification", c.Key, find, func() (desk.Written[ent.Clarification], error) {
		return s.desk.RecordClarification(ctx, desk.RecordClarificationInput{
			OpportunityID: opp, Kind: c.Kind, Number: given(c.Number), Text: c.Text, NewDeadline: s.at(c.Deadline),
		})
	})
}

func (s *story) clarificationDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "ACK":
		return did(s.desk.AcknowledgeClarification(ctx, in))
	case "ANSWER":
		return did(s.desk.AnswerClarification(ctx, desk.AnswerClarificationInput{ID: in.ID, Version: in.Version, Answer: d.Words}))
	default:
		return errUnknownDeed
	}
}
