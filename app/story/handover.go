package story

import "bidwell/process"

// handover: everything that was demanded, offered, promised and said goes to delivery in writing; delivery returns what
// is not enough, and who prepared it cannot accept it.
func handover(c Clock) Chapter {
	const submit = `mutation($input: SubmitHandoverInput!) { submitHandover(input: $input) { handover { id version status } blockers { code label todo subject recordID } } }`
	const accept = `mutation($input: AcceptHandoverInput!) { acceptHandover(input: $input) {
  handover { id version status returns acceptedBy { name } commitments(first: 10) { edges { node { id version status } } } } blockers { code } } }`
	part := func(title process.Text, kind process.HandoverPartKind, text string) Step {
		return Step{
			Title: title, Who: mei,
			Ask:   `mutation($input: UpdateHandoverPartInput!) { updateHandoverPart(input: $input) { handover { id version status } } }`,
			Input: At("handover", Input{"part": kind, "text": text}),
			Shows: Shows{{"handover.status", process.HandoverStatusDraft}},
		}
	}
	submitted := func(title process.Text) Step {
		return Step{Title: title, Who: mei, Ask: submit, Input: At("handover"), Shows: Shows{{"handover.status", process.HandoverStatusSubmitted}}}
	}
	settle := []Step{
		{
			Title: say("The package is assembled from the record: nobody types anything twice", "交接包由系统从记录汇编,无需重复录入"), Who: mei,
			Ask:   `mutation($input: PrepareHandoverInput!) { prepareHandover(input: $input) { handover { id version status parts { part text } commitments(first: 10) { totalCount } } } }`,
			Input: Input{"contractID": Ref("contract")},
			Shows: Shows{{"handover.status", process.HandoverStatusDraft}, {"handover.commitments.totalCount", 2}},
			Keeps: Keeps{"handover": "handover.id"},
		},
		{
			Title: say("Half a package is none", "残缺的交接包不得提交"), Who: mei, Ask: submit, Input: At("handover"),
			Blocked: []Block{{process.BlockerCodeHandoverPartEmpty, string(process.HandoverPartKindRisks)}},
		},
		part(say("The risks, in writing", "补齐风险"), process.HandoverPartKindRisks, "病房楼弱电井验收可能延期,影响切换窗口。"),
		{
			Title: say("Who is responsible for what from now on, and when people meet", "明确职责与交接会时间"), Who: mei,
			Ask:   `mutation($input: UpdateHandoverInput!) { updateHandover(input: $input) { handover { id version responsibilities meetingAt } } }`,
			Input: At("handover", Input{"responsibilities": "客户沟通:陈梅;实施:伊薇;技术支持:丁单", "meetingAt": c.Time(3)}),
			Shows: Shows{{"handover.meetingAt", c.Time(3)}},
		},
		submitted(say("The package goes to delivery", "提交交付")),
		{Title: say("Who prepared it does not accept it", "编制人不得自行接收"), Who: mei, Ask: accept, Input: At("handover"), Refused: "FORBIDDEN"},
		{
			Title: say("Delivery asks", "交付提问"), Who: eve,
			Ask:   `mutation($input: RecordQuestionInput!) { recordQuestion(input: $input) { question { id version } } }`,
			Input: Input{"opportunityID": Ref(deal), "handoverID": Ref("handover"), "askedBy": eve.Full, "question": "哪些病区夜间不能切换?"},
			Keeps: Keeps{"question": "question.id"},
		},
		{
			Title: say("and returns the package", "并退回交接包"), Who: eve,
			Ask:   `mutation($input: ReturnHandoverInput!) { returnHandover(input: $input) { handover { id version status returns returnReason } } }`,
			Input: At("handover", Input{"reason": "缺各病区切换限制"}),
			Shows: Shows{{"handover.status", process.HandoverStatusReturned}, {"handover.returns", 1}},
		},
		{
			Title: say("Sales answers", "销售答复"), Who: mei,
			Ask:   `mutation($input: AnswerQuestionInput!) { answerQuestion(input: $input) { question { id version answer } } }`,
			Input: At("question", Input{"answer": "重症与产科夜间不切换。", "followUp": false}),
			Shows: Shows{{"question.answer", Some{}}},
		},
		part(say("and writes it into the package", "并写入交接包"), process.HandoverPartKindExpectations, "重症与产科夜间不切换;切换前一日通知护理部。"),
		submitted(say("The package goes to delivery again", "再次提交")),
		{
			Title: say("Delivery accepts it, and with it the promises", "交付接收,承诺随之移交"), Who: eve, Ask: accept, Input: At("handover"),
			Shows: Shows{
				{"handover.status", process.HandoverStatusAccepted},
				{"handover.acceptedBy.name", eve.Full},
				{"handover.commitments.edges.0.node.status", process.CommitmentStatusHandedOver},
				{"handover.commitments.edges.1.node.status", process.CommitmentStatusHandedOver},
			},
		},
	}
	return Chapter{Title: say("Handover: nothing gets lost on the way to delivery", "交接:一样不落"), Steps: through(passage{
		opportunity: deal, gate: "handing", title: say("has delivery taken over?", "交付接手了吗?"), by: eve,
		criteria: []criterion{{"meeting", "交接会纪要,三方签到"}},
		blocked: []Block{
			{Code: process.BlockerCodeHandoverNotAccepted},
			{process.BlockerCodeCommitmentNotHandedOver, "培训驻场延长到八周"},
			{process.BlockerCodeCommitmentNotHandedOver, "切换期间每病区一名驻场工程师"},
		},
		settle: settle, to: process.OpportunityStageDelivery,
	})}
}
