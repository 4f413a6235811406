package story

import "bidwell/process"

// renewal: the customer grows, and so does the next opportunity; the lesson of the last one stands in its way until
// somebody has said what becomes of it.
func renewal(c Clock) Chapter {
	judged := []Input{}
	for _, code := range []string{"budget", "decision", "need", "technical", "schedule", "resources", "eligible", "position", "value"} {
		judged = append(judged, Input{"code": code, "score": 4, "evidence": "一期经验"})
	}
	settle := []Step{{
		Title: say("A scorecard for it", "生成评分表"), Who: bo,
		Ask:   `mutation($input: CreateQualificationInput!) { createQualification(input: $input) { qualification { id version } } }`,
		Input: Input{"opportunityID": Ref("next")},
		Keeps: Keeps{"next.scorecard": "qualification.id"},
	}, {
		Title: say("is judged", "完成评分"), Who: bo,
		Ask:   `mutation($input: ScoreQualificationInput!) { scoreQualification(input: $input) { qualification { id version total } } }`,
		Input: At("next.scorecard", Input{"items": judged}),
		Shows: Shows{{"qualification.total", 80}},
	}, {
		Title: say("and decided", "并作出决策"), Who: lin,
		Ask:   `mutation($input: DecideQualificationInput!) { decideQualification(input: $input) { qualification { id version decision } } }`,
		Input: At("next.scorecard", Input{"decision": process.BidDecisionBid, "reason": "老客户扩容"}),
		Shows: Shows{{"qualification.decision", process.BidDecisionBid}},
	}, {
		Title: say("The lesson is still in the way", "经验未响应,仍被拦下"), Who: lin, Ask: decide,
		Input:   At("next.pursuit", Input{"decision": process.GateDecisionAdvance}),
		Blocked: []Block{{process.BlockerCodeCriterionOpen, "decision_chain"}, {process.BlockerCodeLessonUnanswered, "口头承诺先报批"}},
	}, {
		Title: say("What it says", "查看该经验"), Who: mei,
		Ask:   `query($id: ID!) { node(id: $id) { ... on Gate { exposures(first: 5) { totalCount edges { node { id version rank lesson { title recommendation } } } } } } }`,
		Vars:  Input{"id": Ref("next.pursuit")},
		Shows: Shows{{"exposures.totalCount", 1}, {"exposures.edges.0.node.lesson.title", "口头承诺先报批"}},
		Keeps: Keeps{"exposure": "exposures.edges.0.node.id"},
	}, {
		Title: say("An answer says what becomes of it", "响应须说明理由"), Who: mei,
		Ask:   `mutation($input: AnswerLessonInput!) { answerLesson(input: $input) { lessonExposure { id version response } } }`,
		Input: At("exposure", Input{"response": process.ExposureResponseApplied, "reason": " "}), Refused: "VALIDATION_FAILED reason",
	}, {
		Title: say("Mei, of all people, applies it", "由陈梅本人落实"), Who: mei,
		Ask:   `mutation($input: AnswerLessonInput!) { answerLesson(input: $input) { lessonExposure { id version response answeredBy { name } } } }`,
		Input: At("exposure", Input{"response": process.ExposureResponseApplied, "reason": "二期拜访纪要模板加“待报批承诺”一栏"}),
		Shows: Shows{{"lessonExposure.response", process.ExposureResponseApplied}, {"lessonExposure.answeredBy.name", mei.Full}},
	}}
	return Chapter{Title: say("Renewal: the next opportunity", "续约:下一个商机"), Steps: append([]Step{{
		Title: say("The customer opens another building", "客户动态:新院区立项"), Who: mei,
		Ask:   `mutation($input: CreateActivityInput!) { createActivity(input: $input) { activity { id kind } } }`,
		Input: Input{"kind": process.ActivityKindDevelopment, "subject": "新院区立项", "occurredAt": c.Time(0), "customerID": Ref("customer"), "userID": Ref(mei.Name)},
	}, {
		Title: say("An extension grows from what was delivered, with its people and a first idea", "由已交付项目发起扩容,带出决策链与方案初想"), Who: mei,
		Ask: `mutation($input: RaiseRenewalInput!) { raiseRenewal(input: $input) { opportunity {
  id version type stage origin customer { id } originOpportunity { id } stakeholders(first: 5) { totalCount } proposals(first: 5) { totalCount edges { node { summary } } } } } }`,
		Input: Input{"originID": Ref(deal), "origin": process.OpportunityOriginExtension, "name": "智慧病房二期(新院区)", "amount": "3900000.00", "idea": "沿用一期平台,新增产科与探视。"},
		Shows: Shows{
			{"opportunity.type", process.OpportunityTypeRenewal},
			{"opportunity.originOpportunity.id", Ref(deal)},
			{"opportunity.stakeholders.totalCount", 1},
			{"opportunity.proposals.totalCount", 1},
		},
		Keeps: Keeps{"next": "opportunity.id"},
	}, {
		Title: say("It is qualified at once", "直接进入评估"), Who: mei,
		Ask:   `mutation($input: ChangeOpportunityStageInput!) { changeOpportunityStage(input: $input) { opportunity { id version stage } } }`,
		Input: At("next", Input{"stage": process.OpportunityStageQualification}),
		Shows: Shows{{"opportunity.stage", process.OpportunityStageQualification}},
	}}, through(passage{
		opportunity: "next", gate: "next.pursuit", title: say("do we go after it?", "是否立项?"), by: lin,
		criteria: []criterion{{"decision_chain", "一期决策链沿用,新院区院长待拜访"}},
		blocked: []Block{
			{Code: process.BlockerCodeQualificationMissing}, {process.BlockerCodeLessonUnanswered, "口头承诺先报批"},
		},
		settle: settle, to: process.OpportunityStageRequirements,
	})...)}
}
