package story

import "bidwell/process"

const deal = "deal"

// intake: a lead comes in, is answered within its time and becomes an opportunity, with what is known of the customer.
func intake(c Clock) Chapter {
	return Chapter{Title: say("Intake: a lead becomes an opportunity", "接入:线索转商机"), Steps: append([]Step{{
		Title: say("A lead comes in, and its response clock starts", "官网来了一条线索,响应计时开始"), Who: mei,
		Ask: `mutation($input: CreateLeadInput!) { createLead(input: $input) { lead { id version status receivedAt respondBy } } }`,
		Input: Input{
			"source": process.LeadSourceWebsite, "channel": "官网留言", "company": "澄砚市中医院", "contactName": "苏信 Xin Su", "phone": "+86 571 5550 0136",
			"text": "年内要招标建设智慧病房,请提供同类医院的案例。", "ownerID": Ref(mei.Name),
		},
		Shows: Shows{{"lead.status", process.LeadStatusNew}, {"lead.respondBy", Some{}}},
		Keeps: Keeps{"lead": "lead.id"},
	}, {
		Title: say("It cannot be an opportunity before anybody spoke to the customer", "尚未联系客户,不能直接转商机"), Who: mei,
		Ask:     `mutation($input: ConvertLeadInput!) { convertLead(input: $input) { lead { id version status } } }`,
		Input:   At("lead", Input{"type": process.OpportunityTypeTender}),
		Refused: "ILLEGAL_TRANSITION",
	}, {
		Title: say("Mei calls the customer", "陈梅致电客户"), Who: mei,
		Ask:   `mutation($input: ChangeLeadStatusInput!) { changeLeadStatus(input: $input) { lead { id version status } } }`,
		Input: At("lead", Input{"status": process.LeadStatusContacted}),
		Shows: Shows{{"lead.status", process.LeadStatusContacted}},
	}, {
		Title: say("and finds out whether it is serious", "并甄别是否属实"), Who: mei,
		Ask:   `mutation($input: ChangeLeadStatusInput!) { changeLeadStatus(input: $input) { lead { id version status } } }`,
		Input: At("lead", Input{"status": process.LeadStatusQualifying}),
		Shows: Shows{{"lead.status", process.LeadStatusQualifying}},
	}, {
		Title: say("The lead becomes an opportunity with a new customer", "线索转为商机,同时建立客户"), Who: mei,
		Ask: `mutation($input: ConvertLeadInput!) { convertLead(input: $input) {
  lead { id version status opportunity { id version stage status template { code number } customer { id version name } } } } }`,
		Input: At("lead", Input{"name": "智慧病房一期", "type": process.OpportunityTypeTender, "amount": "6800000.00"}),
		Shows: Shows{
			{"lead.status", process.LeadStatusConverted},
			{"lead.opportunity.stage", process.OpportunityStageIntake},
			{"lead.opportunity.template.code", process.TemplateTenderBid},
			{"lead.opportunity.customer.name", "澄砚市中医院"},
		},
		Keeps: Keeps{deal: "lead.opportunity.id", "customer": "lead.opportunity.customer.id"},
	}, {
		Title: say("Support hears of it at once: the tender's terms, and who leads presales", "立即共享给售前:招标要素与售前负责人"), Who: mei,
		Ask: `mutation($input: UpdateOpportunityInput!) { updateOpportunity(input: $input) { opportunity { id version submissionDeadline deadlineZone owner { name } presalesLead { name } } } }`,
		Input: At(deal, Input{
			"description": "三级甲等中医院,新病房楼 12 个病区;护士站呼叫与输液监护各自为政,护理记录靠手抄。目标:床旁一体化,护理记录时间减半。",
			"ownerID":     Ref(mei.Name), "presalesLeadID": Ref(bo.Name), "region": "华东", "budgetAmount": "7000000.00",
			"procurementMethod": process.ProcurementMethodOpenTender, "tenderNo": "CYZ-ZB-017",
			"submissionDeadline": c.Time(21), "deadlineZone": "Asia/Shanghai", "bidOpeningAt": c.Time(21),
			"priceCeiling": "7000000.00", "bondDemanded": "100000.00", "bidValidityUntil": c.Day(111),
		}),
		Shows: Shows{{"opportunity.deadlineZone", "Asia/Shanghai"}, {"opportunity.presalesLead.name", bo.Full}},
	}, {
		Title: say("What business the customer is in", "客户档案:行业与规模"), Who: mei,
		Ask:   `mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) { customer { id version industry level } } }`,
		Input: At("customer", Input{"industry": "医疗 Healthcare", "level": process.CustomerLevelB, "region": "华东", "notes": "靠门诊量吃饭,停诊一天损失以百万计。"}),
		Shows: Shows{{"customer.industry", "医疗 Healthcare"}},
	}, {
		Title: say("The customer's person for the project", "客户方项目负责人"), Who: mei,
		Ask:   `mutation($input: CreateContactInput!) { createContact(input: $input) { contact { id version name } } }`,
		Input: Input{"customerID": Ref("customer"), "name": "苏信 Xin Su", "title": "信息科主任", "language": "zh", "phone": "+86 571 5550 0136"},
		Keeps: Keeps{"contact": "contact.id"},
	}, {
		Title: say("Her part in the decision, and what she worries about", "她在决策链中的角色与关切"), Who: mei,
		Ask:   `mutation($input: CreateStakeholderInput!) { createStakeholder(input: $input) { stakeholder { id part attitude influence } } }`,
		Input: Input{"opportunityID": Ref(deal), "contactID": Ref("contact"), "part": process.StakeholderPartEvaluator, "attitude": 1, "influence": 4, "concerns": "上线期间病房不能停诊"},
		Shows: Shows{{"stakeholder.part", process.StakeholderPartEvaluator}},
	}, {
		Title: say("What was said in the first call is on record", "首次沟通记录在案"), Who: mei,
		Ask:   `mutation($input: CreateActivityInput!) { createActivity(input: $input) { activity { id kind subject } } }`,
		Input: Input{"kind": process.ActivityKindCall, "subject": "首次沟通", "body": "预算已列入年度计划;最怕切换期间停诊。", "occurredAt": c.Time(0), "opportunityID": Ref(deal), "contactID": Ref("contact"), "userID": Ref(mei.Name)},
		Keeps: Keeps{"call": "activity.id"},
	}, {
		Title: say("No stage is left past its gate", "未过评审点不得进入下一阶段"), Who: mei,
		Ask:     `mutation($input: ChangeOpportunityStageInput!) { changeOpportunityStage(input: $input) { opportunity { id version stage } } }`,
		Input:   At(deal, Input{"stage": process.OpportunityStageQualification}),
		Refused: "GATE_BLOCKED",
	}}, through(passage{
		opportunity: deal, gate: "interest", title: say("is it worth a closer look?", "是否值得立项跟进?"), by: mei,
		criteria: []criterion{{"situation", "首次沟通记录与商机描述"}, {"owner", "销售陈梅,售前柏舟"}},
		to:       process.OpportunityStageQualification,
	})...)}
}
