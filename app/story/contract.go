package story

import "bidwell/process"

// contract: it says what was offered and agreed, the promises stand in its clauses, its payments add up, and legal has
// read it before it is signed; then the opportunity is won.
func contract(c Clock) Chapter {
	const sign = `mutation($input: SignContractInput!) { signContract(input: $input) { contract { id version status signedAt } blockers { code label todo subject recordID } } }`
	const plan = `mutation($input: SetPaymentPlanInput!) { setPaymentPlan(input: $input) { contract { id version paymentPlan { label amount } } } }`
	payments := func(last string) []Input {
		return []Input{
			{"label": "预付款", "amount": "1944000.00", "dueOn": c.Day(15)},
			{"label": "初验款", "amount": "4212000.00", "condition": "初验合格"},
			{"label": "质保金", "amount": last, "condition": "终验后半年"},
		}
	}
	clause := func(name, number string, title process.Text) Step {
		return Step{
			Title: title, Who: lei,
			Ask:   `mutation($input: ContractCommitmentInput!) { contractCommitment(input: $input) { commitment { id version status contractClause } } }`,
			Input: At(name, Input{"contractID": Ref("contract"), "clause": number}),
			Shows: Shows{{"commitment.status", process.CommitmentStatusContracted}},
		}
	}
	settle := []Step{
		{
			Title: say("The contract is drawn up on the bid", "依据中标文件起草合同"), Who: lei,
			Ask: `mutation($input: CreateContractInput!) { createContract(input: $input) { contract { id version status amount } blockers { code } } }`,
			Input: Input{
				"opportunityID": Ref(deal), "title": "澄砚市中医院智慧病房一期合同", "number": "HT-017", "proposalID": Ref(offer), "amount": "6480000.00",
				"startsOn": c.Day(10), "endsOn": c.Day(130),
			},
			Shows: Shows{{"contract.status", process.ContractStatusDraft}},
			Keeps: Keeps{"contract": "contract.id"},
		},
		{
			Title: say("A payment plan, with a slip", "付款计划,数字有误"), Who: fin, Ask: plan,
			Input: At("contract", Input{"instalments": payments("300000.00")}),
		},
		{
			Title: say("Legal reads the ledger of promises", "法务查阅承诺台账"), Who: lei,
			Ask:   `query($id: ID!) { commitments(first: 10, where: {opportunityID: $id}) { totalCount edges { node { id version text status unauthorised } } } }`,
			Vars:  Input{"id": Ref(deal)},
			Shows: Shows{{"totalCount", 2}, {"edges.0.node.unauthorised", false}, {"edges.1.node.unauthorised", false}},
		},
		clause("promise", "第十二条", say("What Mei promised stands in clause 12", "驻场延长写入第十二条")),
		clause("staff", "第十三条", say("and what was authorised in clause 13", "每病区驻场写入第十三条")),
		{
			Title: say("It is not signed: the payments do not add up, and legal has not read it", "签署被拒:付款合计不符、法务未审"), Who: mei, Ask: sign,
			Input: At("contract"),
			Blocked: []Block{
				{process.BlockerCodePaymentPlanMismatch, "澄砚市中医院智慧病房一期合同"}, {process.BlockerCodeApprovalMissing, string(process.ApprovalTypeLegal)},
			},
		},
		{
			Title: say("Finance sets the plan right", "财务更正付款计划"), Who: fin, Ask: plan,
			Input: At("contract", Input{"instalments": payments("324000.00")}),
			Shows: Shows{{"contract.paymentPlan.#", 3}},
		},
		ask(say("Legal is asked", "送法务审核"), mei, "ask.contract", "contract", process.ApprovalTypeLegal, process.UserRoleLegal),
		approve(say("and approves", "法务批准"), lei, "ask.contract"),
		{
			Title: say("The contract is signed", "合同签署"), Who: mei, Ask: sign, Input: At("contract"),
			Shows: Shows{{"contract.status", process.ContractStatusSigned}},
		},
	}
	steps := through(passage{
		opportunity: deal, gate: "signing", title: say("does the contract say what we agreed?", "合同与约定一致吗?"), by: lei,
		criteria: []criterion{{"same", "合同与投标文件、谈判纪要逐条比对"}},
		blocked:  []Block{{Code: process.BlockerCodeContractMissing}},
		settle:   settle, to: process.OpportunityStageHandover,
	})
	return Chapter{Title: say("Contract: signed and won", "签约:落笔为凭"), Steps: append(steps, Step{
		Title: say("The opportunity is won", "商机赢单"), Who: mei,
		Ask:   `mutation($input: CloseOpportunityInput!) { closeOpportunity(input: $input) { opportunity { id version status awardAmount decidedAt debrief { rank } } } }`,
		Input: At(deal, Input{"status": process.OpportunityStatusWon, "awardAmount": "6480000.00", "rank": 1, "note": "技术分第一,不停诊切换得分最高"}),
		Shows: Shows{{"opportunity.status", process.OpportunityStatusWon}, {"opportunity.debrief.rank", 1}},
	})}
}
