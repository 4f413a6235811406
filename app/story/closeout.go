package story

import (
	"strconv"

	"bidwell/process"
)

// closeout: the payments are in, contract and project are closed, and what can be used again is in the case library.
func closeout(Clock) Chapter {
	steps := []Step{{
		Title: say("A contract with open payments is not closed", "款项未清不得关闭合同"), Who: fin,
		Ask:   `mutation($input: CloseContractInput!) { closeContract(input: $input) { contract { id version status } } }`,
		Input: At("contract"), Refused: "ILLEGAL_TRANSITION",
	}}
	for i, label := range []process.Text{say("The advance came in", "预付款到账"), say("the part on acceptance", "初验款到账"), say("and what was kept back", "质保金到账")} {
		steps = append(steps, Step{
			Title: label, Who: fin,
			Ask:   `mutation($input: RecordPaymentInput!) { recordPayment(input: $input) { contract { id version paymentPlan { label paidOn } } } }`,
			Input: At("contract", Input{"index": i}),
			Shows: Shows{{"contract.paymentPlan." + strconv.Itoa(i) + ".paidOn", Some{}}},
		})
	}
	steps = append(steps, Step{
		Title: say("The contract is carried out", "合同关闭"), Who: fin,
		Ask:   `mutation($input: CloseContractInput!) { closeContract(input: $input) { contract { id version status } } }`,
		Input: At("contract"),
		Shows: Shows{{"contract.status", process.ContractStatusClosed}},
	}, Step{
		Title: say("The project is closed", "项目关闭"), Who: eve,
		Ask:   `mutation($input: RecordInput!) { closeProject(input: $input) { project { id version status } blockers { code label } } }`,
		Input: At("project"),
		Shows: Shows{{"project.status", process.ProjectStatusClosed}},
	}, Step{
		Title: say("What others can use again becomes a case", "沉淀为案例"), Who: bo,
		Ask:   `mutation($input: CreateContentItemInput!) { createContentItem(input: $input) { contentItem { id version kind verifyState } } }`,
		Input: Input{"kind": process.ContentKindCase, "title": "智慧病房不停诊切换", "body": "按病区双轨 48 小时,旧系统只读;重症与产科只在白天切换。", "language": "zh", "industry": "医疗 Healthcare", "outcome": process.OpportunityStatusWon, "customerID": Ref("customer"), "proposalID": Ref(offer)},
		Shows: Shows{{"contentItem.verifyState", process.VerifyStateUnverified}},
		Keeps: Keeps{"case": "contentItem.id"},
	}, Step{
		Title: say("The criterion filed is met", "退出准则 filed 已满足"), Who: lin,
		Ask:   `mutation($input: CheckGateCriterionInput!) { checkGateCriterion(input: $input) { gate { id version } } }`,
		Input: At("closeout", Input{"code": "filed", "state": process.CriterionStateMet, "evidence": "归档清单;案例与经验已入库"}),
	}, Step{
		Title: say("The file is closed", "评审通过,归档"), Who: lin, Ask: decide,
		Input: At("closeout", Input{"decision": process.GateDecisionAdvance}),
		Shows: Shows{{"gate.decision", process.GateDecisionAdvance}, {"gate.opportunity.status", process.OpportunityStatusWon}},
	})
	return Chapter{Title: say("Closeout: paid and filed", "归档:款清事结"), Steps: steps}
}
