package story

import "bidwell/process"

const submit = `mutation($input: SubmitProposalInput!) { submitProposal(input: $input) {
  proposal { id version status submittedAt late snapshotHash } blockers { code label todo subject recordID } } }`

// bid: the papers are checked against every reason for rejection, signed and sealed; what nobody may leave open keeps
// the bid at home until it is settled.
func bid(c Clock) Chapter {
	handIn := At(offer, Input{"receipt": "平台回执 T-20931"})
	settle := []Step{
		{
			Title: say("The checklist has every reason for which a bid is rejected", "生成否决投标检查清单"), Who: bo,
			Ask:   `mutation($input: PrepareChecklistInput!) { prepareChecklist(input: $input) { proposal { id version checklistItems(first: 20) { totalCount edges { node { id version code severity legalBasis } } } } } }`,
			Input: Input{"proposalID": Ref(offer)},
			Shows: Shows{{"proposal.checklistItems.totalCount", 14}},
			Keeps: Keeps{"checklist": "proposal.checklistItems.edges"},
		},
		{
			Title: say("Each is checked, with what shows it", "逐项核查并留证据"), Who: bo, Each: "checklist",
			Ask:   `mutation($input: CheckItemInput!) { checkItem(input: $input) { bidChecklistItem { id version code state } } }`,
			Input: Each(Input{"evidence": "核对记录见投标文件第 2 册"}),
			Shows: Shows{{"bidChecklistItem.state", process.ChecklistStateDone}},
		},
		{
			Title: say("The presales manager signs for the company", "售前经理代表公司签署"), Who: lin,
			Ask:   `mutation($input: RecordInput!) { signProposal(input: $input) { proposal { id version signedBy { name } } } }`,
			Input: At(offer),
			Shows: Shows{{"proposal.signedBy.name", lin.Full}},
		},
		{
			Title: say("The company's seal is not used unasked", "未经批准不得用印"), Who: bo,
			Ask:     `mutation($input: RecordInput!) { sealProposal(input: $input) { proposal { id version status } blockers { code label todo subject recordID } } }`,
			Input:   At(offer),
			Blocked: []Block{{process.BlockerCodeApprovalMissing, string(process.ApprovalTypeSeal)}},
		},
		ask(say("May we use the seal?", "申请用印"), bo, "ask.seal", offer, process.ApprovalTypeSeal, process.UserRolePresalesManager),
		approve(say("Legal approves", "法务同意用印"), lei, "ask.seal"),
		{
			Title: say("The bid is sealed", "用印"), Who: bo,
			Ask:   `mutation($input: RecordInput!) { sealProposal(input: $input) { proposal { id version status sealedAt } blockers { code } } }`,
			Input: At(offer),
			Shows: Shows{{"proposal.status", process.ProposalStatusSealed}},
		},
		{
			Title: say("It cannot be handed in: what must not be left open, all at once", "递交被拒:未决事项一次说清"), Who: bo, Ask: submit, Input: handIn,
			Blocked: []Block{
				{process.BlockerCodeDeviationUnapproved, "系统可用率不低于 99.99%。"},
				{process.BlockerCodeCertificateLapses, "信息安全服务资质"},
				{process.BlockerCodeApprovalMissing, string(process.ApprovalTypePrice)},
				{process.BlockerCodeApprovalMissing, string(process.ApprovalTypeLegal)},
				{process.BlockerCodeCommitmentUnauthorised, "培训驻场延长到八周"},
			},
		},
		ask(say("The ★ deviation: may we?", "申请批准★负偏离"), dan, "ask.deviation", "answer.availability", process.ApprovalTypeDeviation, process.UserRolePresalesManager),
		approve(say("The presales manager answers for it", "售前经理批准偏离"), lin, "ask.deviation"),
		{
			Title: say("The certificate is renewed in time", "证书完成换发"), Who: bo,
			Ask:   `mutation($input: UpdateCertificateInput!) { updateCertificate(input: $input) { certificate { id version expiresOn } } }`,
			Input: At("certificate", Input{"expiresOn": c.Day(400)}),
			Shows: Shows{{"certificate.expiresOn", c.Day(400)}},
		},
		ask(say("The price is above what the presales manager may approve", "报价超出售前经理权限,须财务审批"), bo, "ask.price", offer, process.ApprovalTypePrice, process.UserRoleFinance),
		mayNot(say("so the presales manager is refused", "售前经理审批被拒"), lin, "ask.price"),
		approve(say("and finance approves", "财务批准报价"), fin, "ask.price"),
		ask(say("The legal terms of the bid", "申请法务审核"), bo, "ask.legal", offer, process.ApprovalTypeLegal, process.UserRoleLegal),
		approve(say("Legal approves them", "法务批准"), lei, "ask.legal"),
		ask(say("Mei asks for the authority she did not have", "陈梅补报承诺授权"), mei, "ask.promise", "promise", process.ApprovalTypeCommitment, process.UserRolePresalesManager),
		mayNot(say("nobody approves their own request", "不得审批自己的申请"), mei, "ask.promise"),
		approve(say("The presales manager stands by it", "售前经理追认授权"), lin, "ask.promise"),
		{
			Title: say("The bid is handed in, in time; its hash vouches for all that went with it", "按时递交,快照哈希留证"), Who: bo, Ask: submit, Input: handIn,
			Shows: Shows{{"proposal.status", process.ProposalStatusSubmitted}, {"proposal.late", false}, {"proposal.snapshotHash", Some{}}},
		},
	}
	return Chapter{Title: say("Bid: complete, authorised, in time", "投标:完整、合规、按时"), Steps: append([]Step{{
		Title: say("Mei promised the customer more than anybody allowed", "陈梅口头答应延长驻场,未经授权"), Who: mei,
		Ask: `mutation($input: RecordCommitmentInput!) { recordCommitment(input: $input) { commitment { id version status unauthorised } } }`,
		Input: Input{
			"opportunityID": Ref(deal), "text": "培训驻场延长到八周", "kind": process.CommitmentKindService, "madeToID": Ref("contact"), "sourceID": Ref("call"),
			"ownerID": Ref(eve.Name), "dueOn": c.Day(150),
		},
		Shows: Shows{{"commitment.status", process.CommitmentStatusMade}, {"commitment.unauthorised", true}},
		Keeps: Keeps{"promise": "commitment.id"},
	}}, through(passage{
		opportunity: deal, gate: "submittal", title: say("is the bid in?", "标书递交了吗?"), by: lin,
		criteria: []criterion{{"proof_read", "柏舟、丁单双人校对记录"}},
		blocked: []Block{
			{Code: process.BlockerCodeProposalNotSubmitted}, {process.BlockerCodeCommitmentUnauthorised, "培训驻场延长到八周"},
		},
		settle: settle, to: process.OpportunityStageNegotiation,
	})...)}
}
