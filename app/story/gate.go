package story

import "bidwell/process"

// passage is the way of an opportunity through the gate at the exit of a stage.
type passage struct {
	// opportunity is the name it was kept by, gate that by which the gate is kept.
	opportunity, gate string
	title             process.Text
	by                Person
	// criteria are the exit criteria in their order, each with what shows that it is met.
	criteria []criterion
	// blocked is what the record itself has in the way at first, and settle what is done about it.
	blocked []Block
	settle  []Step
	// to is the stage the gate lets the opportunity go on to.
	to process.OpportunityStage
}

type criterion struct{ code, evidence string }

const decide = `mutation($input: DecideGateInput!) { decideGate(input: $input) {
  gate { id version status decision opportunity { id version stage status } } blockers { code label todo subject recordID } } }`

// through takes an opportunity through a gate: somebody opens it, wants to go on too early and is told all that is in the
// way, settles that and confirms the criteria with evidence; then the decision stands and moves the opportunity.
func through(p passage) []Step {
	wanted := At(p.gate, Input{"decision": process.GateDecisionAdvance})
	blocked := []Block{}
	for _, c := range p.criteria {
		blocked = append(blocked, Block{process.BlockerCodeCriterionOpen, c.code})
	}
	steps := []Step{{
		Title: say("Gate: "+p.title.EN, "评审点:"+p.title.ZH), Who: p.by,
		Ask:   `mutation($input: OpenGateInput!) { openGate(input: $input) { gate { id version kind status checklist { code label { en zh } state } } blockers { code } } }`,
		Input: Input{"opportunityID": Ref(p.opportunity), "version": version(p.opportunity)},
		Shows: Shows{{"gate.status", process.GateStatusOpen}},
		Keeps: Keeps{p.gate: "gate.id"},
	}, {
		Title: say("To go on now is too early", "此时推进为时过早"), Who: p.by,
		Ask: decide, Input: wanted, Blocked: append(blocked, p.blocked...),
	}}
	steps = append(steps, p.settle...)
	for _, c := range p.criteria {
		steps = append(steps, Step{
			Title: say("The criterion "+c.code+" is met", "退出准则 "+c.code+" 已满足"), Who: p.by,
			Ask:   `mutation($input: CheckGateCriterionInput!) { checkGateCriterion(input: $input) { gate { id version } } }`,
			Input: At(p.gate, Input{"code": c.code, "state": process.CriterionStateMet, "evidence": c.evidence}),
		})
	}
	return append(steps, Step{
		Title: say("The gate lets it pass", "评审通过,推进"), Who: p.by,
		Ask: decide, Input: wanted,
		Shows: Shows{{"gate.decision", process.GateDecisionAdvance}, {"gate.opportunity.stage", p.to}},
	})
}
