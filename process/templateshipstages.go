package process

// The stages of the shipped templates: working days they should take, who takes part how, and what is handed on.

func responsible(d Department) Raci { return Raci{Part: RaciPartResponsible, Department: d} }
func accountable(d Department) Raci { return Raci{Part: RaciPartAccountable, Department: d} }
func consulted(d Department) Raci   { return Raci{Part: RaciPartConsulted, Department: d} }
func informed(d Department) Raci    { return Raci{Part: RaciPartInformed, Department: d} }

func stageIntake(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageIntake, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentSales), accountable(DepartmentSales), consulted(DepartmentPresales), informed(DepartmentMarketing)},
		HandsOn: Text{EN: "The customer's situation, background, pain points, goals, first budget and time frame.", ZH: "客户概况、项目背景、核心痛点、期望目标、初步预算与时间。"},
	}
}

func stageQualification(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageQualification, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentPresales), accountable(DepartmentPresales), consulted(DepartmentSales), consulted(DepartmentDelivery), informed(DepartmentFinance)},
		HandsOn: Text{EN: "The scorecard and the decision whether to bid.", ZH: "评估打分表与是否投标的决策。"},
	}
}

func stageRequirements(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageRequirements, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentPresales), accountable(DepartmentPresales), consulted(DepartmentProduct), consulted(DepartmentTechnology), informed(DepartmentSales)},
		HandsOn: Text{EN: "The confirmed requirements with source, priority and success criterion.", ZH: "已确认的需求,含来源、优先级与成功标准。"},
	}
}

func stagePlanning(days int) StageDef {
	return StageDef{
		Stage: OpportunityStagePlanning, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentPresales), accountable(DepartmentPresales), consulted(DepartmentDelivery), consulted(DepartmentTechnology), informed(DepartmentSales)},
		HandsOn: Text{EN: "The plan: tasks with owner and due date, technical route, resources and risks.", ZH: "方案计划:有责任人与期限的任务、技术路线、资源与风险。"},
	}
}

func stageProposal(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageProposal, TargetDays: days,
		Raci: []Raci{
			responsible(DepartmentPresales), accountable(DepartmentPresales), consulted(DepartmentTechnology), consulted(DepartmentFinance),
			consulted(DepartmentLegal), informed(DepartmentSales),
		},
		HandsOn: Text{EN: "The proposal with its compliance matrix and price.", ZH: "方案及其响应矩阵与报价。"},
	}
}

func stageReview(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageReview, TargetDays: days,
		Raci: []Raci{
			responsible(DepartmentPresales), accountable(DepartmentPresales), consulted(DepartmentDelivery), consulted(DepartmentFinance),
			consulted(DepartmentLegal), informed(DepartmentSales),
		},
		HandsOn: Text{EN: "The reviewed proposal with its findings verified.", ZH: "通过评审且问题已闭环的方案。"},
	}
}

func stageBid(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageBid, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentSales), accountable(DepartmentPresales), consulted(DepartmentLegal), consulted(DepartmentFinance), informed(DepartmentDelivery)},
		HandsOn: Text{EN: "The bid as submitted, with its receipt.", ZH: "已递交的投标文件及回执。"},
	}
}

func stageNegotiation(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageNegotiation, TargetDays: days,
		Raci: []Raci{
			responsible(DepartmentSales), accountable(DepartmentSales), consulted(DepartmentPresales), consulted(DepartmentFinance),
			consulted(DepartmentLegal), informed(DepartmentDelivery),
		},
		HandsOn: Text{EN: "The agreed terms and the authorised commitments.", ZH: "已达成的商务条款与已授权的承诺。"},
	}
}

func stageContract(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageContract, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentSales), accountable(DepartmentLegal), consulted(DepartmentFinance), consulted(DepartmentPresales), informed(DepartmentDelivery)},
		HandsOn: Text{EN: "The signed contract with its payment plan.", ZH: "已签订的合同及付款计划。"},
	}
}

func stageHandover(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageHandover, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentPresales), accountable(DepartmentDelivery), consulted(DepartmentSales), informed(DepartmentFinance)},
		HandsOn: Text{EN: "Requirements, proposal, commitments, communication record, success factors and risks, in writing.", ZH: "书面交接需求、方案、承诺、沟通记录、成功要素与风险。"},
	}
}

func stageDelivery(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageDelivery, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentDelivery), accountable(DepartmentDelivery), consulted(DepartmentPresales), informed(DepartmentSales)},
		HandsOn: Text{EN: "What was agreed, delivered; changes decided; risks followed up.", ZH: "按约交付成果、已决变更与风险跟踪记录。"},
	}
}

func stageAcceptance(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageAcceptance, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentDelivery), accountable(DepartmentDelivery), consulted(DepartmentPresales), consulted(DepartmentSales), informed(DepartmentFinance)},
		HandsOn: Text{EN: "The customer's signed acceptance and satisfaction.", ZH: "客户签署的验收结论与满意度。"},
	}
}

func stageCloseout(days int) StageDef {
	return StageDef{
		Stage: OpportunityStageCloseout, TargetDays: days,
		Raci:    []Raci{responsible(DepartmentPresales), accountable(DepartmentPresales), consulted(DepartmentSales), consulted(DepartmentDelivery), informed(DepartmentProduct)},
		HandsOn: Text{EN: "The retrospective, its lessons, and reusable material.", ZH: "复盘结论、经验教训与可复用资料。"},
	}
}
