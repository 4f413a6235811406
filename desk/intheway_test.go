package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// What is in the way of a step says something of the record. It is told to nobody who may not take the step.
func TestWhatIsInTheWayIsToldToNobodyElse(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, _ := b.complete()
		auditor := b.by(process.UserRoleAuditor)
		b.order(b.deal)
		draft := b.contract()
		_, err := b.CreateProject(auditor, desk.CreateProjectInput{ContractID: draft.ID})
		b.want(err, "FORBIDDEN")
		p := agreed(b, ent.Project{})(b.CreateProject(b.delivery(), desk.CreateProjectInput{ContractID: *h.ContractID}))
		_, err = b.StartProject(auditor, desk.RecordInput{ID: p.ID, Version: p.Version})
		b.want(err, "FORBIDDEN")
		a := agreed(b, ent.Acceptance{})(b.PlanAcceptance(b.delivery(), desk.PlanAcceptanceInput{ProjectID: p.ID, Kind: process.AcceptanceKindFinal}))
		a = agreed(b, ent.Acceptance{})(b.RequestAcceptance(b.delivery(), desk.RecordInput{ID: a.ID, Version: a.Version}))
		_, err = b.DecideAcceptance(auditor, desk.DecideAcceptanceInput{ID: a.ID, Version: a.Version, Result: process.AcceptanceStatusPassed})
		b.want(err, "FORBIDDEN")
	})
}
