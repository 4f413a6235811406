package desk_test

import (
	"math"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

func (b *bargain) term(title string, cost int64) *ent.CommercialTerm {
	b.Helper()
	return agreed(b, ent.CommercialTerm{})(b.CreateCommercialTerm(b.sales(), ent.CreateCommercialTermInput{
		OpportunityID: b.deal.ID, Title: title, CostImpact: &cost, CashDays: pointer(30), RiskScore: pointer(9),
	}))
}

func (b *bargain) decide(t *ent.CommercialTerm, to process.TermDecision) *ent.CommercialTerm {
	b.Helper()
	return agreed(b, ent.CommercialTerm{})(b.DecideTerm(b.sales(), desk.DecideTermInput{ID: t.ID, Version: t.Version, Decision: to, Agreed: pointer("30/60/10"), Note: pointer("so it was said")}))
}

func TestTermsAreInTheCurrencyOfTheirOpportunity(t *testing.T) {
	bargains(t, func(b *bargain) {
		usd := b.opportunity("USD")
		made := agreed(b, ent.CommercialTerm{})(b.CreateCommercialTerm(b.sales(), ent.CreateCommercialTermInput{OpportunityID: usd.ID, Title: "付款"}))
		if made.Currency != "USD" || made.Decision != process.TermDecisionOpen {
			b.Errorf("%+v", made)
		}
		_, err := b.UpdateCommercialTerm(b.sales(), ent.UpdateCommercialTermInput{ID: made.ID, Version: made.Version, Currency: pointer("CNY")})
		b.want(err, "VALIDATION_FAILED currency")
		for name, c := range map[string]struct {
			in      ent.CreateCommercialTermInput
			refusal string
		}{
			"another currency":      {ent.CreateCommercialTermInput{Currency: pointer("USD"), Title: "x"}, "VALIDATION_FAILED currency"},
			"no title":              {ent.CreateCommercialTermInput{Title: " "}, "VALIDATION_FAILED title"},
			"a megabyte of title":   {ent.CreateCommercialTermInput{Title: strings.Repeat("x", 1<<20)}, "VALIDATION_FAILED title"},
			"more than a megabyte":  {ent.CreateCommercialTermInput{Title: "x", Asked: pointer(strings.Repeat("x", 1<<20+1))}, "VALIDATION_FAILED asked"},
			"a control character":   {ent.CreateCommercialTermInput{Title: "x", Asked: pointer("\x00")}, "VALIDATION_FAILED asked"},
			"a risk beyond 25":      {ent.CreateCommercialTermInput{Title: "x", RiskScore: pointer(26)}, "VALIDATION_FAILED riskScore"},
			"an opportunity of air": {ent.CreateCommercialTermInput{Title: "x", OpportunityID: "opp_" + strings.Repeat("0", 26)}, "NOT_FOUND opportunityID"},
			"a contact":             {ent.CreateCommercialTermInput{Title: "x", OpportunityID: b.contact.ID}, "VALIDATION_FAILED opportunityID"},
		} {
			if c.in.OpportunityID == "" {
				c.in.OpportunityID = b.deal.ID
			}
			_, err := b.CreateCommercialTerm(b.sales(), c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
	})
}

func TestTermsAreDecidedAndTakenUpAgain(t *testing.T) {
	bargains(t, func(b *bargain) {
		term := b.term("付款", 10_00)
		decide := func(to process.TermDecision, agreed, note *string) (desk.Written[ent.CommercialTerm], error) {
			return b.DecideTerm(b.sales(), desk.DecideTermInput{ID: term.ID, Version: term.Version, Decision: to, Agreed: agreed, Note: note})
		}
		_, err := decide(process.TermDecisionAccepted, nil, nil)
		b.want(err, "VALIDATION_FAILED agreed")
		_, err = decide(process.TermDecisionOpen, nil, nil)
		b.want(err, "ILLEGAL_TRANSITION")
		stale := term.Version
		term = agreed(b, ent.CommercialTerm{})(decide(process.TermDecisionCountered, nil, nil))
		_, err = b.DecideTerm(b.sales(), desk.DecideTermInput{ID: term.ID, Version: stale, Decision: process.TermDecisionRejected})
		b.want(err, "CONFLICT")
		term = agreed(b, ent.CommercialTerm{})(decide(process.TermDecisionAccepted, pointer("30/60/10"), nil))
		if term.Agreed != "30/60/10" || term.DecidedAt == nil || *term.DecidedByID != b.people[process.UserRoleSales].ID {
			b.Errorf("%+v", term)
		}
		_, err = b.UpdateCommercialTerm(b.sales(), ent.UpdateCommercialTermInput{ID: term.ID, Version: term.Version, Agreed: pointer("50/50")})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = decide(process.TermDecisionOpen, nil, nil)
		b.want(err, "VALIDATION_FAILED note")
		term = agreed(b, ent.CommercialTerm{})(decide(process.TermDecisionOpen, nil, pointer("the customer came back")))
		if term.DecidedAt != nil || term.DecidedByID != nil || term.Agreed != "30/60/10" {
			b.Errorf("taken up again: %+v", term)
		}
		other := b.opportunity("CNY")
		_, err = b.UpdateCommercialTerm(b.sales(), ent.UpdateCommercialTermInput{ID: term.ID, Version: term.Version, OpportunityID: &other.ID})
		b.want(err, "VALIDATION_FAILED opportunityID")
		_, err = b.DecideTerm(b.delivery(), desk.DecideTermInput{ID: term.ID, Version: term.Version, Decision: process.TermDecisionRejected})
		b.want(err, "FORBIDDEN")
		b.lose(b.deal)
		_, err = decide(process.TermDecisionRejected, nil, nil)
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.CreateCommercialTerm(b.sales(), ent.CreateCommercialTermInput{OpportunityID: b.deal.ID, Title: "late"})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestTermsAreSummedUp(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.decide(b.term("付款", 10_00), process.TermDecisionAccepted)
		b.decide(b.term("违约", 70_00), process.TermDecisionRejected)
		late := b.term("交付", -4_00)
		gone := b.term("档案", 999_00)
		if _, err := b.ArchiveRecord(b.system, desk.RecordInput{ID: gone.ID, Version: gone.Version}); err != nil {
			b.Fatal(err)
		}
		ctx, statements := store.CountStatements(b.sales())
		sum, err := b.TermSummary(ctx, b.deal.ID)
		b.want(err, "")
		if sum.Cost != 6_00 || sum.AgreedCost != 10_00 || sum.Terms != 2 || sum.Undecided != 1 || sum.HighestRisk != 9 || sum.CashDays != 60 {
			b.Errorf("%+v", sum)
		}
		if statements.N() > 2 {
			b.Errorf("%d statements", statements.N())
		}
		b.term("a", math.MaxInt64-2)
		b.term("b", math.MaxInt64-2)
		_, err = b.TermSummary(b.sales(), b.deal.ID)
		b.want(err, "VALIDATION_FAILED costImpact")
		b.set(`UPDATE commercial_terms SET currency = 'USD' WHERE id = $1`, late.ID)
		_, err = b.TermSummary(b.sales(), b.deal.ID)
		b.want(err, "VALIDATION_FAILED currency")
		_, err = b.TermSummary(b.sales(), "opp_"+strings.Repeat("0", 26))
		b.want(err, "NOT_FOUND")
		_, err = b.TermSummary(b.sales(), late.ID)
		b.want(err, "VALIDATION_FAILED opportunityID")
		_, err = b.TermSummary(b.Context(), b.deal.ID)
		b.want(err, "UNAUTHENTICATED")
	})
}
