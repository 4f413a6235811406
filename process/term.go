package process

import "strings"

var termTransitions = transitions[TermDecision]{
	TermDecisionOpen:      {TermDecisionAccepted, TermDecisionCountered, TermDecisionRejected},
	TermDecisionCountered: {TermDecisionOpen, TermDecisionAccepted, TermDecisionRejected},
	TermDecisionAccepted:  {TermDecisionOpen},
	TermDecisionRejected:  {TermDecisionOpen},
}

// CheckTermDecision decides whether a term may be decided so: accepting needs what was agreed, taking a decided one up
// again a reason. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckTermDecision(from, to TermDecision, agreed, note string) error {
	if err := termTransitions.check(from, to); err != nil {
		return err
	}
	switch {
	case to == TermDecisionAccepted:
		return CheckGiven("agreed", agreed, MsgRequired)
	case to == TermDecisionOpen && from != TermDecisionCountered:
		return CheckGiven("note", note, MsgReasonRequired)
	}
	return nil
}

// CheckTermEdit refuses to rewrite a term that is decided.
func CheckTermEdit(now TermDecision) error {
	if now == TermDecisionAccepted || now == TermDecisionRejected {
		return NewError(CodeIllegalTransition, MsgTermDecided, "decision", string(now))
	}
	return nil
}

// CheckNegotiable refuses terms of an opportunity that is over. One that was won is negotiated until its contract is
// signed; from then on there are change requests.
func CheckNegotiable(status OpportunityStatus, signed bool) error {
	switch {
	case status == OpportunityStatusOpen && !signed, status == OpportunityStatusWon && !signed:
		return nil
	case signed:
		return NewError(CodeIllegalTransition, MsgContractSigned)
	default:
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(status))
	}
}

// TermEffect is what one commercial term does to cost, cash and risk. Cost is nil while nobody has worked it out.
type TermEffect struct {
	Decision       TermDecision
	Currency       string
	Cost           *int64
	CashDays, Risk int
}

// TermImpact is what all commercial terms of an opportunity do together. Rejected ones do nothing.
type TermImpact struct {
	// OpportunityID is the opportunity: who sees costs is decided by it.
	OpportunityID string
	Currency      string
	// Terms counts those that were not rejected, Undecided those still open or countered, Unpriced those without a cost.
	Terms, Undecided, Unpriced int
	// Cost is what they all cost, AgreedCost what the accepted ones do.
	Cost, AgreedCost int64
	// CashDays is by how many days cash comes later in sum; WeightedCashDays the mean weighted by the size of the cost,
	// nil when no term has any.
	CashDays         int
	WeightedCashDays *float64
	HighestRisk      int
}

// ImpactOf sums terms up in one currency. A cost in another and sums that do not fit 63 bits are VALIDATION_FAILED.
func ImpactOf(currency string, terms []TermEffect) (*TermImpact, error) {
	impact := &TermImpact{Currency: currency}
	var weights, weighted float64
	for _, t := range terms {
		if t.Decision == TermDecisionRejected {
			continue
		}
		impact.Terms++
		impact.CashDays += t.CashDays
		impact.HighestRisk = max(impact.HighestRisk, t.Risk)
		if t.Decision != TermDecisionAccepted {
			impact.Undecided++
		}
		if t.Cost == nil {
			impact.Unpriced++
			continue
		}
		if err := impact.add(t); err != nil {
			return nil, err
		}
		size := float64(max(*t.Cost, -*t.Cost))
		weights, weighted = weights+size, weighted+size*float64(t.CashDays)
	}
	if weights > 0 {
		mean := weighted / weights
		impact.WeightedCashDays = &mean
	}
	return impact, nil
}

func (i *TermImpact) add(t TermEffect) (err error) {
	if err := OneCurrency("currency", t.Currency, i.Currency); err != nil {
		return err
	}
	if i.Cost, err = AddMoney("costImpact", i.Cost, *t.Cost); err != nil {
		return err
	}
	if t.Decision == TermDecisionAccepted {
		i.AgreedCost, err = AddMoney("costImpact", i.AgreedCost, *t.Cost)
	}
	return err
}

// CheckGiven refuses a text that says nothing.
func CheckGiven(field, text string, missing Message) error {
	if strings.TrimSpace(text) == "" {
		return Invalid(field, missing)
	}
	return nil
}
