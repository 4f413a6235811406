package story

import "bidwell/process"

// result: the evaluators ask, we answer, and the award comes.
func result(c Clock) Chapter {
	return Chapter{Title: say("Evaluation: questions, answers and the award", "评标:澄清与中标"), Steps: []Step{{
		Title: say("The evaluators want something clarified", "评委会要求澄清"), Who: bo,
		Ask:   `mutation($input: RecordInput!) { openClarification(input: $input) { proposal { id version status } } }`,
		Input: At(offer),
		Shows: Shows{{"proposal.status", process.ProposalStatusUnderClarification}},
	}, {
		Title: say("Their question is on record", "澄清函登记"), Who: bo,
		Ask:   `mutation($input: RecordClarificationInput!) { recordClarification(input: $input) { clarification { id version kind } } }`,
		Input: Input{"opportunityID": Ref(deal), "kind": process.ClarificationKindClarification, "number": "澄清 1 号", "text": "请说明切换期间护理记录如何衔接。"},
		Keeps: Keeps{"clarification": "clarification.id"},
	}, {
		Title: say("and so is the answer", "澄清答复登记"), Who: dan,
		Ask:   `mutation($input: AnswerClarificationInput!) { answerClarification(input: $input) { clarification { id version answer } } }`,
		Input: At("clarification", Input{"answer": "按病区双轨运行 48 小时,旧系统只读。"}),
		Shows: Shows{{"clarification.answer", Some{}}},
	}, {
		Title: say("The bid is with the evaluators again", "澄清完毕"), Who: bo,
		Ask:   `mutation($input: RecordInput!) { closeClarification(input: $input) { proposal { id version status } } }`,
		Input: At(offer),
		Shows: Shows{{"proposal.status", process.ProposalStatusSubmitted}},
	}, {
		Title: say("The presentation", "方案讲解"), Who: mei,
		Ask:   `mutation($input: CreateActivityInput!) { createActivity(input: $input) { activity { id kind } } }`,
		Input: Input{"kind": process.ActivityKindPresentation, "subject": "方案讲解", "occurredAt": c.Time(0), "opportunityID": Ref(deal), "userID": Ref(dan.Name)},
		Keeps: Keeps{"presentation": "activity.id"},
	}, {
		Title: say("What was asked there, and what was answered", "讲解问答留痕"), Who: dan,
		Ask:   `mutation($input: RecordQuestionInput!) { recordQuestion(input: $input) { question { id question answer answeredBy { name } } } }`,
		Input: Input{"opportunityID": Ref(deal), "activityID": Ref("presentation"), "askedBy": "护理部", "question": "断网时床旁终端怎么办?", "answer": "本地缓存两小时,恢复后自动补录。"},
		Shows: Shows{{"question.answeredBy.name", dan.Full}},
	}, {
		Title: say("We are awarded", "中标"), Who: bo,
		Ask:   `mutation($input: RecordBidResultInput!) { recordBidResult(input: $input) { proposal { id version status decidedAt } } }`,
		Input: At(offer, Input{"status": process.ProposalStatusAwarded}),
		Shows: Shows{{"proposal.status", process.ProposalStatusAwarded}},
	}}}
}
