package desk_test

import (
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

func TestAnOpportunityGrowsFromADeliveredOne(t *testing.T) {
	doors(t, func(d *door) {
		c, err := d.CreateCustomer(d.system, ent.CreateCustomerInput{Name: "Lantern Works", Industry: pointer("制造")})
		d.want(err, "")
		p, err := d.CreateContact(d.system, ent.CreateContactInput{CustomerID: c.Record.ID, Name: "林远"})
		d.want(err, "")
		o, err := d.CreateOpportunity(d.system, ent.CreateOpportunityInput{Name: "一期", CustomerID: &c.Record.ID})
		d.want(err, "")
		_, err = d.CreateStakeholder(d.system, ent.CreateStakeholderInput{OpportunityID: o.Record.ID, ContactID: p.Record.ID, Part: process.StakeholderPartDecisionMaker})
		d.want(err, "")
		in := desk.RaiseRenewalInput{OriginID: o.Record.ID, Origin: process.OpportunityOriginExtension, Name: "二期", Idea: pointer("沿用一期架构")}
		_, err = d.RaiseRenewal(d.system, in)
		d.want(err, "ILLEGAL_TRANSITION")
		if _, err := d.Store().DB().Exec(`UPDATE opportunities SET status = 'WON', stage = 'ACCEPTANCE'`); err != nil {
			t.Fatal(err)
		}
		grown, err := d.RaiseRenewal(d.system, in)
		d.want(err, "")
		got, err := d.Read(d.system).Opportunity.Query().Where(opportunity.ID(grown.Record.ID)).WithStakeholders().WithProposals().WithOriginOpportunity().Only(d.system)
		d.want(err, "")
		if got.Type != process.OpportunityTypeRenewal || got.Edges.OriginOpportunity.ID != o.Record.ID || len(got.Edges.Stakeholders) != 1 || len(got.Edges.Proposals) != 1 || *got.CustomerID != c.Record.ID {
			t.Errorf("grew %+v", got)
		}
	})
}

func TestCustomersNotContactedForLongComeFirst(t *testing.T) {
	doors(t, func(d *door) {
		for _, c := range []struct {
			name  string
			every *int
			days  []int
		}{{"久未联系", pointer(30), []int{90, 45}}, {"刚联系过", pointer(30), []int{60, 2}}, {"从未联系", pointer(7), nil}, {"没有节奏", nil, []int{400}}} {
			made, err := d.CreateCustomer(d.system, ent.CreateCustomerInput{Name: c.name, ContactEveryDays: c.every})
			d.want(err, "")
			for _, days := range c.days {
				_, err := d.CreateActivity(d.system, ent.CreateActivityInput{CustomerID: &made.Record.ID, Kind: process.ActivityKindCall, Subject: "回访", OccurredAt: d.now().AddDate(0, 0, -days)})
				d.want(err, "")
			}
		}
		d.pass(24 * time.Hour)
		list, err := d.Cadence(d.system, nil)
		d.want(err, "")
		var got []string
		for _, e := range list {
			if e.Overdue {
				got = append(got, e.Customer.Name+"!")
			} else {
				got = append(got, e.Customer.Name)
			}
		}
		if len(got) != 3 || got[0] != "久未联系!" || got[1] != "从未联系" || got[2] != "刚联系过" {
			t.Errorf("in this order: %v", got)
		}
		_, err = d.Cadence(d.system, pointer(1000))
		d.want(err, "VALIDATION_FAILED first")
	})
}
