package story

import "bidwell/process"

const offer = "offer"

// proposal: two people write it, every requirement is answered in the compliance matrix, and an addendum moves the
// deadline on the way.
func proposal(c Clock) Chapter {
	answer := func(title process.Text, demand, section string, response process.ComplianceResponse, deviation string) Step {
		s := Step{
			Title: title, Who: dan,
			Ask:   `mutation($input: AnswerRequirementInput!) { answerRequirement(input: $input) { complianceItem { id version response deviation } } }`,
			Input: Input{"proposalID": Ref(offer), "requirementID": Ref("demand." + demand), "response": response, "sectionID": Ref("section." + section)},
			Shows: Shows{{"complianceItem.response", response}},
			Keeps: Keeps{"answer." + demand: "complianceItem.id"},
		}
		if deviation != "" {
			s.Input["deviation"] = deviation
		}
		return s
	}
	write := func(title process.Text, by Person, name, heading, body string, position int) Step {
		return Step{
			Title: title, Who: by,
			Ask: `mutation($input: CreateProposalSectionInput!) { createProposalSection(input: $input) { proposalSection { id version status words } } }`,
			Input: Input{
				"proposalVersionID": Ref("version"), "position": position, "title": heading, "body": body, "language": "zh",
				"ownerID": Ref(by.Name), "reviewerID": Ref(lin.Name), "dueAt": c.Time(10),
			},
			Shows: Shows{{"proposalSection.status", process.SectionStatusDrafting}},
			Keeps: Keeps{"section." + name: "proposalSection.id"},
		}
	}
	settle := []Step{
		answer(say("★ infusion: fully met", "★ 输液监护:完全响应"), "infusion", "infusion", process.ComplianceResponseFull, ""),
		answer(say("★ availability: product was honest, and so is the answer", "★ 可用率:如实负偏离"), "availability", "availability",
			process.ComplianceResponseDeviationNegative, "承诺可用率 99.9%,以 4 小时现场恢复补偿"),
		answer(say("Training: better than demanded", "培训:正偏离"), "training", "infusion", process.ComplianceResponseDeviationPositive, "额外提供 4 周驻场"),
		{
			Title: say("Somebody takes note of the addendum", "确认已阅补遗"), Who: bo,
			Ask:   `mutation($input: RecordInput!) { acknowledgeClarification(input: $input) { clarification { id version acknowledgedAt acknowledgedBy { name } } } }`,
			Input: At("addendum"),
			Shows: Shows{{"clarification.acknowledgedBy.name", bo.Full}},
		},
		{
			Title: say("How far the matrix is", "响应矩阵"), Who: dan,
			Ask:   `query($id: ID!) { complianceMatrix(proposalID: $id) { requirements answered deviations unapproved mandatory covered coverage } }`,
			Vars:  Input{"id": Ref(offer)},
			Shows: Shows{{"answered", 3}, {"deviations", 2}, {"unapproved", 1}, {"mandatory", 2}, {"covered", 1}, {"coverage", 0.5}},
		},
	}
	return Chapter{Title: say("Proposal: writing it and answering every requirement", "方案编制:撰写与逐条响应"), Steps: append([]Step{
		{
			Title: say("A proposal is begun, with the papers of the bid", "启动方案,含投标文件要素"), Who: bo,
			Ask: `mutation($input: CreateProposalInput!) { createProposal(input: $input) { proposal { id version status price validUntil versions(first: 1) { edges { node { id number } } } } } }`,
			Input: Input{
				"opportunityID": Ref(deal), "title": "澄砚市中医院智慧病房一期投标文件", "kind": process.ProposalKindCombined, "language": "zh",
				"dueAt": c.Time(18), "validUntil": c.Day(111), "bondAmount": "100000.00", "bondReference": "保函 CYZ-017-01",
			},
			Shows: Shows{{"proposal.status", process.ProposalStatusDraft}, {"proposal.price", nil}},
			Keeps: Keeps{offer: "proposal.id", "version": "proposal.versions.edges.0.node.id"},
		},
		{
			Title: say("Whoever is not shown the price does not set it", "看不到报价者不能填报价"), Who: bo, Ask: priceOffer,
			Input: At(offer, Input{"price": "6480000.00"}), Refused: "FORBIDDEN price",
		},
		{
			Title: say("The presales manager does", "售前经理填写报价"), Who: lin, Ask: priceOffer, Input: At(offer, Input{"price": "6480000.00"}),
			Shows: Shows{{"proposal.price", "6480000.00"}},
		},
		write(say("The solution engineer writes the solution", "方案工程师撰写技术方案"), dan, "infusion", "床旁一体化与输液监护", "每床一台床旁终端,接入输液泵余量;低于阈值 10 秒内推送护士站与手环。", 0),
		write(say("The presales consultant writes on availability", "售前顾问撰写可用性保障"), bo, "availability", "可用性保障", "双机热备,可用率 99.9%;4 小时现场恢复;分病区热切换,病房不停诊。", 1),
		{
			Title: say("A certificate from the register, which runs out in two months", "资质库:信息安全证书,两个月后到期"), Who: bo,
			Ask:   `mutation($input: CreateCertificateInput!) { createCertificate(input: $input) { certificate { id version name expiresOn } } }`,
			Input: Input{"kind": process.CertificateKindQualification, "name": "信息安全服务资质", "number": "ISC-2093", "holder": "Lantern Works", "expiresOn": c.Day(60)},
			Shows: Shows{{"certificate.expiresOn", c.Day(60)}},
			Keeps: Keeps{"certificate": "certificate.id"},
		},
		{
			Title: say("is cited in the bid", "投标文件引用该证书"), Who: bo,
			Ask:   `mutation($input: CiteInput!) { cite(input: $input) { citation { id version purpose } } }`,
			Input: Input{"proposalID": Ref(offer), "certificateID": Ref("certificate"), "purpose": "资格条件第 3 条"},
		},
		{
			Title: say("The customer issues an addendum, which moves the deadline", "客户发布补遗,截止时间顺延"), Who: mei,
			Ask:   `mutation($input: RecordClarificationInput!) { recordClarification(input: $input) { clarification { id version number previousDeadline newDeadline opportunity { id version submissionDeadline } } } }`,
			Input: Input{"opportunityID": Ref(deal), "kind": process.ClarificationKindAddendum, "number": "补遗 1 号", "text": "输液报警须同时推送护士手环;投标截止时间顺延五日。", "newDeadline": c.Time(26)},
			Shows: Shows{{"clarification.previousDeadline", c.Time(21)}, {"clarification.opportunity.submissionDeadline", c.Time(26)}},
			Keeps: Keeps{"addendum": "clarification.id"},
		},
	}, through(passage{
		opportunity: deal, gate: "validation", title: say("is this the bid to make?", "这个标该这样投吗?"), by: lin,
		criteria: []criterion{{"value", "不停诊切换正中客户关切"}, {"affordable", "成本测算与交付排期"}},
		blocked: []Block{
			{process.BlockerCodeRequirementUnanswered, "床旁终端实时显示输液余量,低于阈值 10 秒内报警。"},
			{process.BlockerCodeRequirementUnanswered, "系统可用率不低于 99.99%。"},
			{process.BlockerCodeAddendumUnread, "补遗 1 号"},
		},
		settle: settle, to: process.OpportunityStageReview,
	})...)}
}

const priceOffer = `mutation($input: UpdateProposalInput!) { updateProposal(input: $input) { proposal { id version price } } }`
