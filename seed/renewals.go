package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

// renewal raises a deal from the delivered one that it extends, and gives it its code.
func (s *story) renewal(ctx context.Context, d deal) error {
	find := s.read.Opportunity.Query().Where(opportunity.Name(d.Name), opportunity.OriginID(s.ids["deal "+d.Origin]))
	err := once(s, "deal", d.Code, find, func() (desk.Written[ent.Opportunity], error) {
		return s.desk.RaiseRenewal(ctx, desk.RaiseRenewalInput{
			OriginID: s.ids["deal "+d.Origin], Origin: process.OpportunityOriginExtension, Name: d.Name, Description: &d.Description,
			Amount: new(int64(d.Amount)), OwnerID: s.ref("user", d.Owner), Idea: given(d.Idea),
		})
	})
	if err != nil {
		return err
	}
	o, err := s.read.Opportunity.Get(s.ctx, s.ids["deal "+d.Code])
	if err != nil || done(o.Version, 1) {
		return err
	}
	_, err = s.desk.UpdateOpportunity(ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, Code: &d.Code, ExpectedCloseOn: s.date(d.Expected)})
	return name(err, d.Code)
}
