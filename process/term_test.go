package process

import (
	"math"
	"testing"
)

func TestTermDecisions(t *testing.T) {
	all(t, "TermDecision", `OPEN>ACCEPTED OPEN>COUNTERED OPEN>REJECTED COUNTERED>OPEN COUNTERED>ACCEPTED COUNTERED>REJECTED ACCEPTED>OPEN REJECTED>OPEN`,
		func(from, to string) error {
			return CheckTermDecision(TermDecision(from), TermDecision(to), "30 % down", "the customer came back")
		})
	refused(t, "accepted without saying what", CheckTermDecision(TermDecisionOpen, TermDecisionAccepted, " ", "x"), CodeValidationFailed, "agreed")
	refused(t, "taken up again without a reason", CheckTermDecision(TermDecisionAccepted, TermDecisionOpen, "x", ""), CodeValidationFailed, "note")
	refused(t, "a counter-offer taken back", CheckTermDecision(TermDecisionCountered, TermDecisionOpen, "", ""), "", "")
	refused(t, "rejected", CheckTermDecision(TermDecisionOpen, TermDecisionRejected, "", ""), "", "")
}

func TestDecidedTermsAreNotRewritten(t *testing.T) {
	for s, code := range map[TermDecision]Code{
		TermDecisionOpen: "", TermDecisionCountered: "", TermDecisionAccepted: CodeIllegalTransition, TermDecisionRejected: CodeIllegalTransition,
	} {
		refused(t, string(s), CheckTermEdit(s), code, "")
	}
}

func TestTermsAreNegotiatedUntilTheContractIsSigned(t *testing.T) {
	for _, s := range enumValues("OpportunityStatus") {
		want := CodeIllegalTransition
		if s == "OPEN" || s == "WON" {
			want = ""
		}
		refused(t, s, CheckNegotiable(OpportunityStatus(s), false), want, "")
		refused(t, s+", signed", CheckNegotiable(OpportunityStatus(s), true), CodeIllegalTransition, "")
	}
}

func TestImpactOfTerms(t *testing.T) {
	impact, err := ImpactOf("CNY", []TermEffect{
		{TermDecisionAccepted, "CNY", minor(30_000_00), 60, 6},
		{TermDecisionOpen, "CNY", minor(-10_000_00), 20, 12},
		{TermDecisionCountered, "USD", nil, 5, 20},
		{TermDecisionRejected, "USD", minor(math.MaxInt64), 3650, 25},
	})
	if err != nil {
		t.Fatal(err)
	}
	if impact.Terms != 3 || impact.Undecided != 2 || impact.Unpriced != 1 || impact.Cost != 20_000_00 || impact.AgreedCost != 30_000_00 ||
		impact.CashDays != 85 || impact.HighestRisk != 20 || *impact.WeightedCashDays != 50 || impact.Currency != "CNY" {
		t.Errorf("%+v, weighted %v", impact, *impact.WeightedCashDays)
	}
	if none, err := ImpactOf("CNY", nil); err != nil || *none != (TermImpact{Currency: "CNY"}) {
		t.Errorf("of nothing: %+v, %v", none, err)
	}
	_, err = ImpactOf("CNY", []TermEffect{{TermDecisionOpen, "USD", minor(1), 0, 0}})
	refused(t, "in another currency", err, CodeValidationFailed, "currency")
	_, err = ImpactOf("CNY", []TermEffect{{TermDecisionOpen, "CNY", minor(math.MaxInt64), 0, 0}, {TermDecisionOpen, "CNY", minor(1), 0, 0}})
	refused(t, "too much", err, CodeValidationFailed, "costImpact")
}
