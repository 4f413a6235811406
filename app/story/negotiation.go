package story

import "bidwell/process"

// negotiation: every condition the customer asks for is weighed for cost, cash and risk before somebody who may agrees;
// a promise is authorised before it is made.
func negotiation(c Clock) Chapter {
	const decideTerm = `mutation($input: DecideTermInput!) { decideTerm(input: $input) { commercialTerm { id version decision agreed } } }`
	settle := []Step{
		{
			Title: say("What it does to cost, cash and risk", "测算对成本、现金流与风险的影响"), Who: fin,
			Ask:   `query($id: ID!) { termSummary(opportunityID: $id) { undecided cost cashDays highestRisk } }`,
			Vars:  Input{"id": Ref(deal)},
			Shows: Shows{{"undecided", 1}, {"cost", "64800.00"}, {"cashDays", 180}, {"highestRisk", 3}},
		},
		{
			Title: say("Finance meets the customer half-way", "财务提出折中"), Who: fin, Ask: decideTerm,
			Input: At("term", Input{"decision": process.TermDecisionCountered, "note": "质保金 5%,半年"}),
			Shows: Shows{{"commercialTerm.decision", process.TermDecisionCountered}},
		},
		{
			Title: say("and the customer agrees", "客户接受折中"), Who: fin, Ask: decideTerm,
			Input: At("term", Input{"decision": process.TermDecisionAccepted, "agreed": "质保金 5%,终验后半年付清"}),
			Shows: Shows{{"commercialTerm.decision", process.TermDecisionAccepted}},
		},
		{
			Title: say("This time the promise is proposed before it is made", "这次先报批、再承诺"), Who: mei,
			Ask:   `mutation($input: ProposeCommitmentInput!) { proposeCommitment(input: $input) { commitment { id version status } } }`,
			Input: Input{"opportunityID": Ref(deal), "text": "切换期间每病区一名驻场工程师", "kind": process.CommitmentKindStaff, "ownerID": Ref(eve.Name), "dueOn": c.Day(120)},
			Shows: Shows{{"commitment.status", process.CommitmentStatusProposed}},
			Keeps: Keeps{"staff": "commitment.id"},
		},
		ask(say("May she promise it?", "申请承诺授权"), mei, "ask.staff", "staff", process.ApprovalTypeCommitment, process.UserRolePresalesManager),
		approve(say("She may", "授权通过"), lin, "ask.staff"),
		{
			Title: say("as the ledger of promises says", "承诺台账已更新"), Who: mei,
			Ask:   `query($id: ID!) { node(id: $id) { ... on Commitment { id version status approval { type decidedBy { name } } } } }`,
			Vars:  Input{"id": Ref("staff")},
			Shows: Shows{{"status", process.CommitmentStatusAuthorised}, {"approval.decidedBy.name", lin.Full}},
		},
		{
			Title: say("and it is made, with authority", "授权后作出承诺"), Who: mei,
			Ask:   `mutation($input: MakeCommitmentInput!) { makeCommitment(input: $input) { commitment { id version status unauthorised } } }`,
			Input: At("staff", Input{"madeToID": Ref("contact"), "sourceID": Ref("term")}),
			Shows: Shows{{"commitment.status", process.CommitmentStatusMade}, {"commitment.unauthorised", false}},
		},
	}
	return Chapter{Title: say("Negotiation: what is conceded, and by whom", "谈判:让什么、谁来让"), Steps: append([]Step{{
		Title: say("The customer asks to keep a tenth back for a year", "客户要求一成质保金、为期一年"), Who: mei,
		Ask: `mutation($input: CreateCommercialTermInput!) { createCommercialTerm(input: $input) { commercialTerm { id version decision } } }`,
		Input: Input{
			"opportunityID": Ref(deal), "kind": process.TermKindPayment, "title": "质保金", "offered": "无", "asked": "10%,一年",
			"costImpact": "64800.00", "cashDays": 180, "riskScore": 3,
		},
		Shows: Shows{{"commercialTerm.decision", process.TermDecisionOpen}},
		Keeps: Keeps{"term": "commercialTerm.id"},
	}}, through(passage{
		opportunity: deal, gate: "final", title: say("is this our final offer?", "这是最终报价吗?"), by: mei,
		criteria: []criterion{{"margin", "财务测算:毛利与现金流在批准范围内"}},
		blocked:  []Block{{process.BlockerCodeTermUndecided, "质保金"}},
		settle:   settle, to: process.OpportunityStageContract,
	})...)}
}
