package story

import "bidwell/process"

// requirements: what the tender demands is on record one by one, the ★ ones marked; product answers what only product
// knows, in its time.
func requirements(c Clock) Chapter {
	const made = `mutation($input: CreateRequirementInput!) { createRequirement(input: $input) { requirement { id version number mandatory status } } }`
	demand := func(name, text, ref string, category process.RequirementCategory, priority process.RequirementPriority, star bool, criterion string) Step {
		title := say("The tender demands: "+name, "招标要求:"+text)
		if star {
			title = say("The tender demands (★): "+name, "招标要求(★):"+text)
		}
		return Step{
			Title: title, Who: dan, Ask: made,
			Input: Input{
				"opportunityID": Ref(deal), "text": text, "source": process.RequirementSourceTenderDocument, "sourceRef": ref, "category": category,
				"priority": priority, "mandatory": star, "successCriterion": criterion,
			},
			Shows: Shows{{"requirement.mandatory", star}, {"requirement.status", process.RequirementStatusDraft}},
			Keeps: Keeps{"demand." + name: "requirement.id"},
		}
	}
	confirm := func(name string) Step {
		return Step{
			Title: say("The customer confirms: "+name, "客户确认需求:"+name), Who: bo,
			Ask:   `mutation($input: ChangeRequirementStatusInput!) { changeRequirementStatus(input: $input) { requirement { id version status } } }`,
			Input: At("demand."+name, Input{"status": process.RequirementStatusConfirmed}),
			Shows: Shows{{"requirement.status", process.RequirementStatusConfirmed}},
		}
	}
	return Chapter{Title: say("Requirements: what the customer really demands", "需求梳理"), Steps: []Step{
		demand("infusion", "床旁终端实时显示输液余量,低于阈值 10 秒内报警。", "第五章 3.2", process.RequirementCategoryFunction, process.RequirementPriorityMust, true, "抽测 20 床,报警延迟不超过 10 秒"),
		demand("availability", "系统可用率不低于 99.99%。", "第五章 4.1", process.RequirementCategoryPerformance, process.RequirementPriorityMust, true, "试运行 30 天可用率达到承诺值"),
		demand("training", "投标人应提供驻场培训。", "第五章 7.1", process.RequirementCategoryService, process.RequirementPriorityShould, false, "各病区完成培训签到"),
		confirm("infusion"), confirm("availability"), confirm("training"),
		{
			Title: say("A question for product, with the day by which it is needed", "向产品部门求助:高可用能力"), Who: bo,
			Ask:   `mutation($input: CreateSupportRequestInput!) { createSupportRequest(input: $input) { supportRequest { id version status respondBy resolveBy } } }`,
			Input: Input{"opportunityID": Ref(deal), "type": process.SupportTypeTechnicalAnswer, "title": "双机热备可用率能否承诺 99.99%?", "department": process.DepartmentProduct, "assigneeID": Ref(pam.Name), "neededBy": c.Time(5)},
			Shows: Shows{{"supportRequest.respondBy", Some{}}},
			Keeps: Keeps{"help": "supportRequest.id"},
		},
		{
			Title: say("Product takes it up", "产品接单"), Who: pam,
			Ask:   `mutation($input: RecordInput!) { startSupportRequest(input: $input) { supportRequest { id version status } } }`,
			Input: At("help"),
		},
		{
			Title: say("and answers: 99.9 %, not 99.99 %", "并答复:只能做到 99.9%"), Who: pam,
			Ask:   `mutation($input: CompleteSupportRequestInput!) { completeSupportRequest(input: $input) { supportRequest { id version status result } } }`,
			Input: At("help", Input{"result": "双机热备实测 99.9%;99.99% 需异地双活,本期预算不支持。"}),
			Shows: Shows{{"supportRequest.result", Some{}}},
		},
		{
			Title: say("The requirement summary", "需求概要"), Who: bo,
			Ask:   `query($id: ID!) { requirementSummary(opportunityID: $id) { total mandatory confirmed markdown } }`,
			Vars:  Input{"id": Ref(deal)},
			Shows: Shows{{"total", 3}, {"mandatory", 2}, {"confirmed", 3}},
		},
		{
			Title: say("No gate stands here: on to planning", "本阶段无评审点,进入方案策划"), Who: mei,
			Ask:   `mutation($input: ChangeOpportunityStageInput!) { changeOpportunityStage(input: $input) { opportunity { id version stage } } }`,
			Input: At(deal, Input{"stage": process.OpportunityStagePlanning}),
			Shows: Shows{{"opportunity.stage", process.OpportunityStagePlanning}},
		},
	}}
}
