package story

import "bidwell/process"

// delivery: the contract is carried out; a change the customer asks for is assessed with the advice of those who won the
// project, and decided by somebody else than who brought it.
func delivery(c Clock) Chapter {
	const decideChange = `mutation($input: DecideChangeRequestInput!) { decideChangeRequest(input: $input) { changeRequest { id version status } } }`
	return Chapter{Title: say("Delivery: changes and risks in the open", "交付:变更与风险都在明面上"), Steps: []Step{{
		Title: say("A project carries out the contract, with its dates", "按合同立项实施"), Who: eve,
		Ask:   `mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id version name status endsOn } } }`,
		Input: Input{"contractID": Ref("contract"), "managerID": Ref(eve.Name)},
		Shows: Shows{{"project.status", process.ProjectStatusPlanned}, {"project.endsOn", c.Day(130)}},
		Keeps: Keeps{"project": "project.id"},
	}, {
		Title: say("Delivery begins", "项目启动"), Who: eve,
		Ask:   `mutation($input: RecordInput!) { startProject(input: $input) { project { id version status } blockers { code } } }`,
		Input: At("project"),
		Shows: Shows{{"project.status", process.ProjectStatusRunning}},
	}, {
		Title: say("A risk is named early, with the day on which somebody has to look", "风险早暴露,定好预警日"), Who: eve,
		Ask:   `mutation($input: CreateRiskInput!) { createRisk(input: $input) { risk { id version status warnOn } } }`,
		Input: Input{"opportunityID": Ref(deal), "title": "弱电井验收延期", "probability": 3, "impact": 4, "warnOn": c.Day(30), "response": "先切换已验收病区", "ownerID": Ref(eve.Name)},
		Shows: Shows{{"risk.status", process.RiskStatusOpen}},
	}, {
		Title: say("The customer asks for a change", "客户提出变更"), Who: eve,
		Ask:   `mutation($input: CreateChangeRequestInput!) { createChangeRequest(input: $input) { changeRequest { id version number status } } }`,
		Input: Input{"projectID": Ref("project"), "title": "增加探视对讲", "requestedBy": "护理部", "requirementID": Ref("demand.infusion")},
		Shows: Shows{{"changeRequest.number", 1}},
		Keeps: Keeps{"change": "changeRequest.id"},
	}, {
		Title: say("It is put forward", "提交变更"), Who: eve,
		Ask:   `mutation($input: RecordInput!) { submitChangeRequest(input: $input) { changeRequest { id version status } } }`,
		Input: At("change"),
		Shows: Shows{{"changeRequest.status", process.ChangeRequestStatusSubmitted}},
	}, {
		Title: say("Those who won the project say what it does", "售前评估影响并给出建议"), Who: lin,
		Ask:   `mutation($input: AssessChangeRequestInput!) { assessChangeRequest(input: $input) { changeRequest { id version status costImpact daysImpact } } }`,
		Input: At("change", Input{"costImpact": "86000.00", "daysImpact": 7, "advice": "招标未含探视,按合同第八条计价"}),
		Shows: Shows{{"changeRequest.costImpact", "86000.00"}},
	}, {
		Title: say("Who brought a change does not approve it", "变更提出人不得自批"), Who: eve, Ask: decideChange,
		Input: At("change", Input{"approve": true}), Refused: "FORBIDDEN",
	}, {
		Title: say("Somebody else does", "由他人批准"), Who: lin, Ask: decideChange, Input: At("change", Input{"approve": true}),
		Shows: Shows{{"changeRequest.status", process.ChangeRequestStatusApproved}},
	}, {
		Title: say("It is carried out, and moves the project's end", "变更实施,工期顺延"), Who: eve,
		Ask:   `mutation($input: RecordInput!) { implementChangeRequest(input: $input) { changeRequest { id version status project { id version endsOn } } } }`,
		Input: At("change"),
		Shows: Shows{{"changeRequest.status", process.ChangeRequestStatusImplemented}, {"changeRequest.project.endsOn", c.Day(137)}},
	}, {
		Title: say("What the changes cost and delay", "变更影响汇总"), Who: fin,
		Ask:   `query($id: ID!) { changeImpact(projectID: $id) { cost currency days pending } }`,
		Vars:  Input{"id": Ref("project")},
		Shows: Shows{{"cost", "86000.00"}, {"days", 7}, {"pending", 0}},
	}, {
		Title: say("On to acceptance", "进入验收"), Who: lin,
		Ask:   `mutation($input: ChangeOpportunityStageInput!) { changeOpportunityStage(input: $input) { opportunity { id version stage } } }`,
		Input: At(deal, Input{"stage": process.OpportunityStageAcceptance}),
		Shows: Shows{{"opportunity.stage", process.OpportunityStageAcceptance}},
	}}}
}
