package story

import "bidwell/process"

// lookingBack: what was told can be read off the record: what happened when, how a demand was met, what became of the
// promises, how content the customer is, and what the figures say.
func lookingBack(Clock) Chapter {
	const trace = `query($id: ID!) { trace(id: $id) { complete nodes { id type state } links { from to } } }`
	return Chapter{Title: say("Looking back: the record answers", "回望:记录会说话"), Steps: []Step{{
		Title: say("The opportunity's way through the stages", "商机走过的阶段"), Who: lin,
		Ask:  `query($id: ID!) { node(id: $id) { ... on Opportunity { status stage stageEntries(first: 20) { totalCount edges { node { stage direction leftAt } } } renewals(first: 5) { totalCount } } } }`,
		Vars: Input{"id": Ref(deal)},
		Shows: Shows{
			{"status", process.OpportunityStatusWon},
			{"stage", process.OpportunityStageCloseout},
			{"stageEntries.totalCount", 13},
			{"stageEntries.edges.0.node.stage", process.OpportunityStageIntake},
			{"stageEntries.edges.12.node.leftAt", nil},
			{"renewals.totalCount", 1},
		},
	}, {
		Title: say("Its timeline begins with the lead that became it", "时间线从线索开始"), Who: lin,
		Ask:   `query($id: ID!) { changes(recordID: $id, first: 100) { hasMore changes { type operation actorID } } }`,
		Vars:  Input{"id": Ref(deal)},
		Shows: Shows{{"changes.#", 100}, {"changes.0.type", "Lead"}, {"changes.0.operation", process.ChangeOperationCreate}, {"changes.0.actorID", Ref(mei.Name)}, {"hasMore", true}},
	}, {
		Title: say("From the ★ demand to the customer's signature", "★ 需求的来龙去脉:需求→响应→章节→验收"), Who: bo, Ask: trace,
		Vars: Input{"id": Ref("demand.availability")},
		Shows: Shows{
			{"complete", true},
			{"nodes.#", 7},
			{"nodes.0.type", "Requirement"},
			{"nodes.0.state", process.RequirementStatusConfirmed},
			{"nodes.1.type", "ComplianceItem"},
			{"nodes.1.state", process.ComplianceResponseDeviationNegative},
			{"nodes.2.type", "ProposalSection"},
			{"nodes.2.state", process.SectionStatusReady},
			{"nodes.3.type", "AcceptanceCriterion"},
			{"nodes.3.state", process.CriterionResultPassed},
			{"nodes.6.type", "Acceptance"},
			{"nodes.6.state", process.AcceptanceStatusPassed},
		},
	}, {
		Title: say("From the promise to the customer's signature", "承诺的来龙去脉"), Who: eve, Ask: trace,
		Vars: Input{"id": Ref("promise")},
		Shows: Shows{
			{"complete", true},
			{"nodes.0.type", "Commitment"},
			{"nodes.0.state", process.CommitmentStatusFulfilled},
			{"nodes.1.type", "AcceptanceCriterion"},
			{"nodes.1.state", process.CriterionResultPassed},
		},
	}, {
		Title: say("Said, contracted, handed over, accepted: no promise was lost", "说过、签过、交过、收下:承诺无一遗漏"), Who: lei,
		Ask:  `query($id: ID!) { promiseDrift(opportunityID: $id) { said contracted handedOver accepted notContracted notHandedOver notAccepted unauthorised released } }`,
		Vars: Input{"id": Ref(deal)},
		Shows: Shows{
			{"said", 2},
			{"contracted", 2},
			{"handedOver", 2},
			{"accepted", 2},
			{"notContracted", 0},
			{"notHandedOver", 0},
			{"notAccepted", 0},
			{"unauthorised", 0},
			{"released", 0},
		},
	}, {
		Title: say("Every ★ demand was met, or deviated with approval", "★ 需求全部响应或经批准偏离"), Who: bo,
		Ask:   `query($id: ID!) { complianceMatrix(proposalID: $id) { mandatory covered coverage unapproved } }`,
		Vars:  Input{"id": Ref(offer)},
		Shows: Shows{{"mandatory", 2}, {"covered", 2}, {"coverage", 1}, {"unapproved", 0}},
	}, {
		Title: say("One customer was asked; with fewer than five answers there is no figure", "满意度:样本不足五份不出数"), Who: lin,
		Ask:   `query($id: ID!) { satisfaction(filter: {opportunityID: $id}) { sent answered csat nps } }`,
		Vars:  Input{"id": Ref(deal)},
		Shows: Shows{{"sent", 1}, {"answered", 0}, {"csat", nil}, {"nps", nil}},
	}, {
		Title: say("The win rate, and how little one win says", "赢单率,以及一单说明不了多少"), Who: lin,
		Ask: `{ kpi(code: WIN_RATE, groupBy: SECTOR) { overall { value numerator denominator interval { low high } } groups { key numerator denominator } } }`,
		Shows: Shows{
			{"overall.value", 1},
			{"overall.numerator", 1},
			{"overall.denominator", 1},
			{"overall.interval.low", Some{}},
			{"groups.0.key", "医疗 Healthcare"},
		},
	}, {
		Title: say("What was awarded", "中标金额"), Who: fin,
		Ask:   `{ kpi(code: AWARD_VALUE) { currency overall { value n } } }`,
		Shows: Shows{{"currency", "CNY"}, {"overall.value", 6480000}, {"overall.n", 1}},
	}}}
}
