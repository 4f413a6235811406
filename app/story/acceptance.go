package story

import "bidwell/process"

const (
	requestIt = `mutation($input: RecordInput!) { requestAcceptance(input: $input) { acceptance { id version status requests } } }`
	decideIt  = `mutation($input: DecideAcceptanceInput!) { decideAcceptance(input: $input) { acceptance { id version status signedBy } blockers { code label todo subject recordID } } }`
	showIt    = `mutation($input: RecordCriterionResultInput!) { recordCriterionResult(input: $input) { acceptanceCriterion { id version result } } }`
	keepIt    = `mutation($input: FulfilCommitmentInput!) { fulfilCommitment(input: $input) { commitment { id version status } } }`
)

// acceptance: what was demanded and promised is shown; the first attempt fails and is repaired, and the final one waits
// for every promise to be kept.
func acceptance(Clock) Chapter {
	return Chapter{Title: say("Acceptance: shown, kept, signed", "验收:演示、兑现、签字"), Steps: through(passage{
		opportunity: deal, gate: "accepting", title: say("did the customer accept for good?", "客户终验了吗?"), by: eve,
		criteria: []criterion{{"satisfied", "满意度调查已发送"}},
		blocked: []Block{
			{Code: process.BlockerCodeAcceptanceNotPassed},
			{process.BlockerCodeCommitmentOpen, "培训驻场延长到八周"},
			{process.BlockerCodeCommitmentOpen, "切换期间每病区一名驻场工程师"},
		},
		settle: append(preliminaryAcceptance(), finalAcceptance()...), to: process.OpportunityStageCloseout,
	})}
}

func preliminaryAcceptance() []Step {
	return []Step{
		planAcceptance(say("What is to be shown follows from the requirements and the promises", "验收标准由需求与承诺自动生成"), process.AcceptanceKindPreliminary, "preliminaryAcceptance"),
		askToAccept(say("The customer is asked to accept", "申请初验"), "preliminaryAcceptance", 1),
		{
			Title: say("The alarm is too slow", "报警延迟超标"), Who: eve, Ask: showIt,
			Input: At("preliminaryAcceptance.first", Input{"result": process.CriterionResultFailed, "evidence": "3 床报警延迟 14 秒"}),
			Shows: Shows{{"acceptanceCriterion.result", process.CriterionResultFailed}},
		},
		answered(say("The preliminary acceptance fails", "初验不通过"), "preliminaryAcceptance", process.AcceptanceStatusFailed, Input{"summary": "报警延迟不达标"}),
		{
			Title: say("What is wrong gets an owner", "问题落实到人"), Who: jun,
			Ask:   `mutation($input: RaiseIssueInput!) { raiseIssue(input: $input) { finding { id version status severity } } }`,
			Input: Input{"acceptanceID": Ref("preliminaryAcceptance"), "severity": process.SeverityMajor, "text": "输液报警延迟 14 秒", "ownerID": Ref(dan.Name)},
			Keeps: Keeps{"issue": "finding.id"},
		},
		{
			Title: say("who resolves it", "责任人整改"), Who: dan,
			Ask:   `mutation($input: ResolveFindingInput!) { resolveFinding(input: $input) { finding { id version status } } }`,
			Input: At("issue", Input{"resolution": "推送改走本地网关,延迟降至 4 秒。"}),
		},
		{
			Title: say("and somebody else verifies it", "他人复验"), Who: jun,
			Ask:   `mutation($input: RecordInput!) { verifyFinding(input: $input) { finding { id version status } } }`,
			Input: At("issue"),
			Shows: Shows{{"finding.status", process.FindingStatusVerified}},
		},
		askToAccept(say("The customer is asked again", "再次申请初验"), "preliminaryAcceptance", 2),
		shown(say("This time everything is shown, the alarm too", "复测,逐项达标"), "preliminaryAcceptance.criteria"),
		{
			Title: say("Who asked for it does not record the answer", "申请人不得自行登记验收结论"), Who: eve, Ask: decideIt,
			Input: At("preliminaryAcceptance", Input{"result": process.AcceptanceStatusPassed}), Refused: "FORBIDDEN",
		},
		answered(say("The preliminary acceptance passes", "初验通过"), "preliminaryAcceptance", process.AcceptanceStatusPassed, signed()),
	}
}

func finalAcceptance() []Step {
	return []Step{
		planAcceptance(say("The final acceptance", "安排终验"), process.AcceptanceKindFinal, "finalAcceptance"),
		shown(say("Everything is shown", "逐项验证通过"), "finalAcceptance.criteria"),
		askToAccept(say("The customer is asked to accept for good", "申请终验"), "finalAcceptance", 1),
		{
			Title: say("Not before every promise is kept", "承诺未兑现,终验不得通过"), Who: jun, Ask: decideIt,
			Input: At("finalAcceptance", Input{"result": process.AcceptanceStatusPassed}, signed()),
			Blocked: []Block{
				{process.BlockerCodeCommitmentOpen, "培训驻场延长到八周"}, {process.BlockerCodeCommitmentOpen, "切换期间每病区一名驻场工程师"},
			},
		},
		keptPromise("promise", say("Eight weeks of training were given", "八周驻场已完成")),
		keptPromise("staff", say("and an engineer was in every ward", "每病区驻场已落实")),
		answered(say("The customer accepts for good", "终验通过"), "finalAcceptance", process.AcceptanceStatusPassed, signed()),
		{
			Title: say("The customer is asked how content they are", "发送满意度调查"), Who: mei,
			Ask:   `mutation($input: SendSurveyInput!) { sendSurvey(input: $input) { survey { id version touchpoint expiresAt } secret } }`,
			Input: Input{"opportunityID": Ref(deal), "projectID": Ref("project"), "contactID": Ref("contact"), "touchpoint": process.SurveyTouchpointAcceptance},
			Shows: Shows{{"survey.touchpoint", process.SurveyTouchpointAcceptance}},
			Keeps: Keeps{"survey": "secret"},
		},
	}
}

func planAcceptance(title process.Text, kind process.AcceptanceKind, name string) Step {
	return Step{
		Title: title, Who: eve,
		Ask:   `mutation($input: PlanAcceptanceInput!) { planAcceptance(input: $input) { acceptance { id version status criteria(first: 10) { totalCount edges { node { id version text } } } } } }`,
		Input: Input{"projectID": Ref("project"), "kind": kind},
		Shows: Shows{{"acceptance.criteria.totalCount", 4}},
		Keeps: Keeps{name: "acceptance.id", name + ".criteria": "acceptance.criteria.edges", name + ".first": "acceptance.criteria.edges.0.node.id"},
	}
}

func askToAccept(title process.Text, name string, times int) Step {
	return Step{
		Title: title, Who: eve, Ask: requestIt, Input: At(name),
		Shows: Shows{{"acceptance.status", process.AcceptanceStatusRequested}, {"acceptance.requests", times}},
	}
}

func shown(title process.Text, list string) Step {
	return Step{
		Title: title, Who: eve, Ask: showIt, Each: list, Input: Each(Input{"result": process.CriterionResultPassed, "evidence": "现场抽测记录"}),
		Shows: Shows{{"acceptanceCriterion.result", process.CriterionResultPassed}},
	}
}

// answered is the customer's answer, which somebody else than who asked for it records.
func answered(title process.Text, name string, to process.AcceptanceStatus, others Input) Step {
	return Step{
		Title: title, Who: jun, Ask: decideIt, Input: At(name, Input{"result": to}, others),
		Shows: Shows{{"acceptance.status", to}},
	}
}

func keptPromise(name string, title process.Text) Step {
	return Step{
		Title: title, Who: eve, Ask: keepIt, Input: At(name, Input{"evidence": "签到表与科室确认单"}),
		Shows: Shows{{"commitment.status", process.CommitmentStatusFulfilled}},
	}
}

func signed() Input { return Input{"signedBy": "苏信 Xin Su"} }
