package story

import "bidwell/process"

// planning: a win strategy, and a plan in which every task has an owner and a day.
func planning(c Clock) Chapter {
	return Chapter{Title: say("Planning: strategy and resources", "方案策划:策略与资源"), Steps: through(passage{
		opportunity: deal, gate: "preliminary", title: say("are strategy and plan sound?", "策略与计划是否成立?"), by: lin,
		criteria: []criterion{{"strategy", "赢单策略会纪要:技术、交付均已认可"}},
		blocked:  []Block{{Code: process.BlockerCodePlanMissing}},
		settle: []Step{{
			Title: say("What the customer gets from nobody else", "差异化优势"), Who: bo,
			Ask:   `mutation($input: CreateWinThemeInput!) { createWinTheme(input: $input) { winTheme { id kind statement } } }`,
			Input: Input{"opportunityID": Ref(deal), "requirementID": Ref("demand.infusion"), "kind": process.WinThemeKindDiscriminator, "statement": "分病区热切换,病房不停诊", "evidence": "同类医院 9 个病区零停诊切换"},
			Shows: Shows{{"winTheme.kind", process.WinThemeKindDiscriminator}},
		}, {
			Title: say("A task that nobody owns yet", "计划任务,责任人待定"), Who: lin,
			Ask:   `mutation($input: CreateTaskInput!) { createTask(input: $input) { task { id version title status } } }`,
			Input: Input{"opportunityID": Ref(deal), "title": "编制技术方案", "estimateMinutes": 2400},
			Keeps: Keeps{"task": "task.id"},
		}, {
			Title: say("is not a plan", "没有责任人和期限就不算计划"), Who: lin,
			Ask: decide, Input: At("preliminary", Input{"decision": process.GateDecisionAdvance}),
			Blocked: []Block{{process.BlockerCodeCriterionOpen, "strategy"}, {process.BlockerCodePlanUnowned, "编制技术方案"}},
		}, {
			Title: say("Dan writes it, within ten days", "由丁单负责,十天内完成"), Who: lin,
			Ask:   `mutation($input: UpdateTaskInput!) { updateTask(input: $input) { task { id version owner { name } dueAt } } }`,
			Input: At("task", Input{"ownerID": Ref(dan.Name), "dueAt": c.Time(10)}),
			Shows: Shows{{"task.owner.name", dan.Full}},
		}, {
			Title: say("It stands in Dan's list of work", "任务出现在丁单的待办中"), Who: dan,
			Ask:   `{ myWork(first: 1) { items { type title part overdue } } }`,
			Shows: Shows{{"items.0.title", "编制技术方案"}, {"items.0.part", process.RaciPartResponsible}, {"items.0.overdue", false}},
		}},
		to: process.OpportunityStageProposal,
	})}
}
