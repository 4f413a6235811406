package story

import "bidwell/process"

// review: others than the writers look at the proposal with the eyes of the evaluators and of the board; what they find
// is resolved by one and verified by another.
func review(Clock) Chapter {
	plan := func(colour process.ReviewColour, reviewer Person, name string, title process.Text) Step {
		return Step{
			Title: title, Who: lin,
			Ask:   `mutation($input: PlanReviewInput!) { planReview(input: $input) { review { id version colour status } } }`,
			Input: Input{"proposalID": Ref(offer), "colour": colour, "reviewers": []any{Ref(reviewer.Name)}},
			Shows: Shows{{"review.status", process.ReviewStatusPlanned}},
			Keeps: Keeps{name: "review.id"},
		}
	}
	hold := func(name string, title process.Text, verdict process.ReviewVerdict) Step {
		return Step{
			Title: title, Who: lin,
			Ask:   `mutation($input: HoldReviewInput!) { holdReview(input: $input) { review { id version status verdict } } }`,
			Input: At(name, Input{"verdict": verdict, "summary": "见纪要"}),
			Shows: Shows{{"review.verdict", verdict}},
		}
	}
	step := func(document string, name string, by Person, title process.Text, shows Shows) Step {
		return Step{Title: title, Who: by, Ask: document, Input: At(name), Shows: shows}
	}
	section := func(name string, by Person, to process.SectionStatus, title process.Text, refused string) Step {
		s := Step{
			Title: title, Who: by, Refused: refused,
			Ask:   `mutation($input: ChangeSectionStatusInput!) { changeSectionStatus(input: $input) { proposalSection { id version status } } }`,
			Input: At("section."+name, Input{"status": to}),
		}
		if refused == "" {
			s.Shows = Shows{{"proposalSection.status", to}}
		}
		return s
	}
	const verify = `mutation($input: RecordInput!) { verifyFinding(input: $input) { finding { id version status verifiedBy { name } } } }`
	const approveIt = `mutation($input: RecordInput!) { approveProposal(input: $input) { proposal { id version status } } }`
	selfReview := plan(process.ReviewColourRed, dan, "", say("A writer is no reviewer of the red team", "执笔人不得担任红队评审"))
	selfReview.Shows, selfReview.Keeps, selfReview.Refused = nil, nil, "VALIDATION_FAILED reviewers"
	early := hold("red", say("It cannot simply pass while that is open", "重大问题未闭环,不得直接通过"), process.ReviewVerdictPass)
	early.Shows, early.Refused = nil, "VALIDATION_FAILED verdict"
	return Chapter{Title: say("Review: with the eyes of others", "评审:换位审视"), Steps: []Step{
		section("infusion", dan, process.SectionStatusInReview, say("Dan gives his section to its reviewer", "丁单提交章节"), ""),
		section("infusion", dan, process.SectionStatusReady, say("but does not set it ready himself", "但不能自己置为就绪"), "FORBIDDEN"),
		section("infusion", lin, process.SectionStatusReady, say("the reviewer does", "由审核人置为就绪"), ""),
		section("availability", bo, process.SectionStatusInReview, say("Bo gives his section to its reviewer", "柏舟提交章节"), ""),
		section("availability", lin, process.SectionStatusReady, say("who sets it ready", "审核人置为就绪"), ""),
		step(`mutation($input: RecordInput!) { requestReview(input: $input) { proposal { id version status } } }`, offer, bo,
			say("The proposal goes to its reviewers", "方案送审"), Shows{{"proposal.status", process.ProposalStatusInReview}}),
		selfReview,
		plan(process.ReviewColourRed, eve, "red", say("Delivery sits in the red team", "交付担任红队评审")),
		{
			Title: say("and finds what the evaluators would", "红队发现评委会指出的问题"), Who: eve,
			Ask:   `mutation($input: AddFindingInput!) { addFinding(input: $input) { finding { id version status severity } } }`,
			Input: Input{"reviewID": Ref("red"), "severity": process.SeverityMajor, "text": "补遗要求推送护士手环,未见响应。", "sectionID": Ref("section.infusion"), "ownerID": Ref(dan.Name)},
			Keeps: Keeps{"finding": "finding.id"},
		},
		early,
		{
			Title: say("Dan resolves it", "丁单整改"), Who: dan,
			Ask:   `mutation($input: ResolveFindingInput!) { resolveFinding(input: $input) { finding { id version status } } }`,
			Input: At("finding", Input{"resolution": "已在 3.2 节写明手环推送。"}),
		},
		{Title: say("and does not verify it himself", "不能自己验证"), Who: dan, Ask: verify, Input: At("finding"), Refused: "FORBIDDEN"},
		step(verify, "finding", eve, say("who found it verifies it", "由提出人验证"), Shows{{"finding.status", process.FindingStatusVerified}}),
		hold("red", say("The red review passes", "红队评审通过"), process.ReviewVerdictPass),
		plan(process.ReviewColourGold, fin, "gold", say("The gold review, of the board's eyes", "金队评审:决策层把关")),
		hold("gold", say("passes too", "金队评审通过"), process.ReviewVerdictPass),
		{Title: say("The writer does not approve his own proposal", "执笔人不得批准自己的方案"), Who: bo, Ask: approveIt, Input: At(offer), Refused: "FORBIDDEN"},
		step(approveIt, offer, lin, say("The presales manager approves it", "售前经理批准方案"), Shows{{"proposal.status", process.ProposalStatusApproved}}),
		{
			Title: say("On to the bid", "进入投标"), Who: mei,
			Ask:   `mutation($input: ChangeOpportunityStageInput!) { changeOpportunityStage(input: $input) { opportunity { id version stage } } }`,
			Input: At(deal, Input{"stage": process.OpportunityStageBid}),
			Shows: Shows{{"opportunity.stage", process.OpportunityStageBid}},
		},
	}}
}
