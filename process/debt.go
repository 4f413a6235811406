package process

// DebtFacts are what is known of a library item when its debts are looked for.
type DebtFacts struct {
	State VerifyState
	// Owned tells that somebody who is still there keeps it, Contradicted that an adopted lesson says it is wrong.
	Owned, Contradicted bool
	Outcome             Outcome
}

// debts is the table of what can be wrong with a library item.
var debts = []struct {
	debt KnowledgeDebt
	owed func(DebtFacts) bool
}{
	{KnowledgeDebtContradicted, func(f DebtFacts) bool { return f.Contradicted }},
	{KnowledgeDebtStale, func(f DebtFacts) bool { return f.State == VerifyStateDue || f.State == VerifyStateExpired }},
	{KnowledgeDebtOnlyLost, func(f DebtFacts) bool { return f.Outcome.Decided > 0 && f.Outcome.Wins == 0 }},
	{KnowledgeDebtUnowned, func(f DebtFacts) bool { return !f.Owned }},
}

// DebtsOf are what is wrong with a library item, the gravest first. A retired item owes nothing.
func DebtsOf(f DebtFacts) (all []KnowledgeDebt) {
	if f.State == VerifyStateRetired {
		return nil
	}
	for _, d := range debts {
		if d.owed(f) {
			all = append(all, d.debt)
		}
	}
	return all
}
