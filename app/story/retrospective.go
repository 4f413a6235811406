package story

import "bidwell/process"

// retrospective: those who won and those who delivered look back together; what they learned is written so that others
// can use it, and becomes practice only when somebody else has found it right.
func retrospective(Clock) Chapter {
	plan := func(title process.Text, name string) Step {
		return Step{
			Title: title, Who: bo,
			Ask: `mutation($input: CreateRetrospectiveInput!) { createRetrospective(input: $input) { retrospective { id version status departmentsRequired } } }`,
			Input: Input{
				"opportunityID": Ref(deal), "projectID": Ref("project"), "title": "智慧病房一期复盘", "language": "zh",
				"wentWell": "不停诊切换赢得评委。", "wentWrong": "口头答应的驻场差点挡住递交。", "rootCauses": "承诺先说后报。", "actions": "先报批、再承诺。",
			},
			Shows: Shows{{"retrospective.departmentsRequired.#", 3}},
			Keeps: Keeps{name: "retrospective.id"},
		}
	}
	hold := func(title process.Text, name string, present ...process.Department) Step {
		return Step{
			Title: title, Who: bo,
			Ask:   `mutation($input: HoldRetrospectiveInput!) { holdRetrospective(input: $input) { retrospective { id version status departmentsPresent } } }`,
			Input: At(name, Input{"departments": present}),
			Shows: Shows{{"retrospective.status", process.RetrospectiveStatusHeld}, {"retrospective.departmentsPresent.#", len(present)}},
		}
	}
	const move = `mutation($input: ChangeLessonStatusInput!) { changeLessonStatus(input: $input) { lesson { id version status } } }`
	lesson := func(title process.Text, by Person, to process.LessonStatus) Step {
		return Step{Title: title, Who: by, Ask: move, Input: At("lesson", Input{"status": to}), Shows: Shows{{"lesson.status", to}}}
	}
	steps := []Step{
		{
			Title: say("Closing the file now is too early", "未复盘不得归档"), Who: lin,
			Ask:   `mutation($input: OpenGateInput!) { openGate(input: $input) { gate { id version status blockers { code label todo subject } } } }`,
			Input: Input{"opportunityID": Ref(deal), "version": version(deal)},
			Shows: Shows{
				{"gate.blockers.#", 2},
				{"gate.blockers.0.code", process.BlockerCodeCriterionOpen},
				{"gate.blockers.1.code", process.BlockerCodeRetrospectiveMissing},
			},
			Keeps: Keeps{"closeout": "gate.id"},
		},
		plan(say("A retrospective is planned", "安排复盘"), "lookback"),
		hold(say("and held without delivery", "复盘会交付缺席"), "lookback", process.DepartmentSales, process.DepartmentPresales),
		{
			Title: say("which does not count", "缺席的复盘不算数"), Who: lin, Ask: decide, Input: At("closeout", Input{"decision": process.GateDecisionAdvance}),
			Blocked: []Block{
				{process.BlockerCodeCriterionOpen, "filed"}, {process.BlockerCodeDepartmentAbsent, string(process.DepartmentDelivery)},
			},
		},
		plan(say("Another one", "重新安排复盘"), "retrospective"),
		hold(say("with everybody who had a part in it", "三方到齐"), "retrospective", process.DepartmentSales, process.DepartmentPresales, process.DepartmentDelivery),
		{
			Title: say("What was learned, and where it applies", "提炼经验教训,写明适用范围"), Who: bo,
			Ask: `mutation($input: CreateLessonInput!) { createLesson(input: $input) { lesson { id version status } change } }`,
			Input: Input{
				"retrospectiveID": Ref("retrospective"), "opportunityID": Ref(deal), "title": "口头承诺先报批", "language": "zh",
				"drivingEvent": "销售口头答应八周驻场,递交当天被拦下。", "lesson": "未授权的承诺会挡住递交、签约和交接。",
				"recommendation": "客户当面提要求时只记录,回来先报批再答复。", "evidence": "递交被拒记录与授权审批", "rootCause": process.RootCauseCommitment,
				"polarity":  process.LessonPolarityNegative,
				"appliesTo": Input{"gates": []any{process.GateKindPursuit}, "industries": []any{"医疗 Healthcare"}},
			},
			Shows: Shows{{"lesson.status", process.LessonStatusDraft}},
			Keeps: Keeps{"lesson": "lesson.id", "lesson.change": "change"},
		},
		lesson(say("It is put forward", "提交经验"), bo, process.LessonStatusSubmitted),
		{
			Title: say("Its writer does not call it right himself", "作者不得自行验证"), Who: bo, Ask: move,
			Input: At("lesson", Input{"status": process.LessonStatusValidated}), Refused: "FORBIDDEN",
		},
		lesson(say("Product finds it right", "产品部门验证"), pam, process.LessonStatusValidated),
		lesson(say("and it becomes practice", "售前经理采纳"), lin, process.LessonStatusAdopted),
		{
			Title: say("Everybody finds it in the case library", "案例库中可检索到"), Who: dan,
			Ask:   `query($change: Int64) { search(query: "口头承诺", first: 3, filter: {kinds: [LESSON]}, waitFor: $change) { total hits { kind title } } }`,
			Vars:  Input{"change": Ref("lesson.change")},
			Shows: Shows{{"total", 1}, {"hits.0.title", "口头承诺先报批"}},
		},
		{
			Title: say("and the next who bids for the like finds the won case, with the record that says so", "下次投同类项目时可找到中标案例及其原文"), Who: dan,
			Ask:   `{ similarCases(text: "智慧病房 输液报警 移动护理", first: 1) { won { hit { node { __typename } } opportunity { id } } } }`,
			Shows: Shows{{"won.0.opportunity.id", Ref(deal)}, {"won.0.hit.node.__typename", "Opportunity"}},
		},
		{
			Title: say("The retrospective is closed", "复盘归档"), Who: bo,
			Ask:   `mutation($input: RecordInput!) { closeRetrospective(input: $input) { retrospective { id version status } } }`,
			Input: At("retrospective"),
			Shows: Shows{{"retrospective.status", process.RetrospectiveStatusClosed}},
		},
	}
	return Chapter{Title: say("Retrospective: looking back together", "复盘:一起回头看"), Steps: steps}
}
