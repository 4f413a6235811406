package story

import "bidwell/process"

// qualification: is it real, feasible and a fit? A scorecard says, and those who may decide whether to bid.
func qualification(Clock) Chapter {
	scores := []Input{}
	for _, line := range []struct {
		code, evidence string
		score          int
	}{
		{"budget", "年度预算批复文件", 5},
		{"decision", "院长办公会定,信息科主任牵头", 4},
		{"need", "新病房楼年内启用", 5},
		{"technical", "床旁终端与护理系统已有同类案例", 4},
		{"schedule", "工期紧,需分病区切换", 3},
		{"resources", "方案与交付团队排期确认", 4},
		{"eligible", "资质满足,信息安全证书临近到期", 4},
		{"position", "原厂商服务口碑不佳", 3},
		{"value", "中医院智慧病房标杆", 4},
	} {
		scores = append(scores, Input{"code": line.code, "score": line.score, "evidence": line.evidence})
	}
	decision := At("scorecard", Input{"decision": process.BidDecisionBid, "reason": "标杆项目,资源可落实"})
	const decideBid = `mutation($input: DecideQualificationInput!) { decideQualification(input: $input) { qualification { id version decision advice } } }`
	return Chapter{Title: say("Qualification: to bid or not to bid", "评估:投不投"), Steps: through(passage{
		opportunity: deal, gate: "pursuit", title: say("do we go after it?", "是否立项投标?"), by: lin,
		criteria: []criterion{{"decision_chain", "决策链已记录;主要竞争者为原呼叫系统厂商"}},
		blocked:  []Block{{Code: process.BlockerCodeQualificationMissing}},
		settle: []Step{{
			Title: say("The competitor who has the old call system", "竞争对手:原呼叫系统厂商"), Who: mei,
			Ask:   `mutation($input: CreateCompetitorInput!) { createCompetitor(input: $input) { competitor { id name incumbent } } }`,
			Input: Input{"opportunityID": Ref(deal), "name": "原呼叫系统厂商", "incumbent": true, "strengths": "熟悉现场", "weaknesses": "夜间无人响应"},
			Shows: Shows{{"competitor.incumbent", true}},
		}, {
			Title: say("A scorecard with the questions of the template", "按模板生成评分表"), Who: bo,
			Ask:   `mutation($input: CreateQualificationInput!) { createQualification(input: $input) { qualification { id version items { code label { zh en } weight veto } } } }`,
			Input: Input{"opportunityID": Ref(deal)},
			Shows: Shows{{"qualification.items.#", len(scores)}},
			Keeps: Keeps{"scorecard": "qualification.id"},
		}, {
			Title: say("No decision before every line is judged", "评分未完成,不得决策"), Who: lin,
			Ask: decideBid, Input: decision, Refused: "VALIDATION_FAILED items",
		}, {
			Title: say("Every line is judged, on evidence", "逐项评分并附依据"), Who: bo,
			Ask:   `mutation($input: ScoreQualificationInput!) { scoreQualification(input: $input) { qualification { id version total advice } } }`,
			Input: At("scorecard", Input{"items": scores}),
			Shows: Shows{{"qualification.total", 81}, {"qualification.advice", process.QualificationAdvicePursue}},
		}, {
			Title: say("Sales does not decide alone whether to bid", "投标决策不由销售单独作出"), Who: mei,
			Ask: decideBid, Input: decision, Refused: "FORBIDDEN",
		}, {
			Title: say("The presales manager decides to bid", "售前经理决定投标"), Who: lin,
			Ask: decideBid, Input: decision,
			Shows: Shows{{"qualification.decision", process.BidDecisionBid}},
		}},
		to: process.OpportunityStageRequirements,
	})}
}
