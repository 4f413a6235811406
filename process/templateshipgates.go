package process

// The gates of the shipped templates: who decides, what a person confirms, what the record has to satisfy, and how many
// lessons are shown.

func gateInterest() GateDef {
	return GateDef{
		Kind: GateKindInterest, Stage: OpportunityStageIntake, Tailoring: TailoringWithApproval, Lessons: 3,
		Deciders: []UserRole{UserRoleSales, UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "situation", Label: Text{EN: "The customer's situation, pain points and goals are recorded.", ZH: "已记录客户概况、痛点与目标。"}},
			{Code: "owner", Label: Text{EN: "A salesperson and a presales lead are named.", ZH: "已明确销售负责人与售前负责人。"}},
		},
	}
}

func gatePursuit() GateDef {
	return GateDef{
		Kind: GateKindPursuit, Stage: OpportunityStageQualification, Tailoring: TailoringWithApproval, Lessons: 5,
		Deciders: []UserRole{UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "decision_chain", Label: Text{EN: "The decision chain and the competition are known.", ZH: "决策链与竞争态势已摸清。"}},
		},
		Checks: []BlockerCode{BlockerCodeQualificationMissing, BlockerCodeQualificationDeclined},
	}
}

func gatePrelimBid() GateDef {
	return GateDef{
		Kind: GateKindPrelimBid, Stage: OpportunityStagePlanning, Tailoring: TailoringFree, Lessons: 5,
		Deciders: []UserRole{UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "strategy", Label: Text{EN: "The win strategy is agreed with technology and delivery.", ZH: "赢单策略已与技术、交付达成一致。"}},
		},
		Checks: []BlockerCode{BlockerCodeRequirementsMissing, BlockerCodePlanMissing, BlockerCodePlanUnowned},
	}
}

func gateBidValidation() GateDef {
	return GateDef{
		Kind: GateKindBidValidation, Stage: OpportunityStageProposal, Tailoring: TailoringWithApproval, Lessons: 5,
		Deciders: []UserRole{UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "value", Label: Text{EN: "Core value and differentiators answer the customer's pain points.", ZH: "核心价值与差异化优势回应客户痛点。"}},
			{Code: "affordable", Label: Text{EN: "Cost, resources and risks of the offer are affordable.", ZH: "报价方案的成本、资源与风险可承受。"}},
		},
		Checks: []BlockerCode{BlockerCodeProposalMissing, BlockerCodeRequirementUnanswered, BlockerCodeAddendumUnread},
	}
}

func gateSubmittal(stage OpportunityStage) GateDef {
	return GateDef{
		Kind: GateKindSubmittal, Stage: stage, Tailoring: TailoringNever, Lessons: 5,
		Deciders: []UserRole{UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "proof_read", Label: Text{EN: "What was handed in is complete and was proof-read by two people.", ZH: "递交文件完整并经双人校对。"}},
		},
		Checks: []BlockerCode{BlockerCodeProposalNotSubmitted, BlockerCodeAddendumUnread, BlockerCodeCommitmentUnauthorised},
	}
}

func gateFinalOffer(tailoring Tailoring) GateDef {
	return GateDef{
		Kind: GateKindFinalOffer, Stage: OpportunityStageNegotiation, Tailoring: tailoring, Lessons: 3,
		Deciders: []UserRole{UserRolePresalesManager, UserRoleSales},
		Criteria: []CriterionDef{
			{Code: "margin", Label: Text{EN: "The final terms keep margin and cash flow within what was approved.", ZH: "最终条款的毛利与现金流在批准范围内。"}},
		},
		Checks: []BlockerCode{BlockerCodeTermUndecided, BlockerCodeCommitmentUnauthorised},
	}
}

func gateContractSign() GateDef {
	return GateDef{
		Kind: GateKindContractSign, Stage: OpportunityStageContract, Tailoring: TailoringNever, Lessons: 3,
		Deciders: []UserRole{UserRolePresalesManager, UserRoleLegal},
		Criteria: []CriterionDef{
			{Code: "same", Label: Text{EN: "The contract says what was offered and agreed.", ZH: "合同内容与投标及谈判结果一致。"}},
		},
		Checks: []BlockerCode{BlockerCodeAwardMissing, BlockerCodeContractNotSigned, BlockerCodeTermUndecided, BlockerCodeCommitmentUnauthorised},
	}
}

func gateHandoverAccept() GateDef {
	return GateDef{
		Kind: GateKindHandoverAccept, Stage: OpportunityStageHandover, Tailoring: TailoringNever, Lessons: 5,
		Deciders: []UserRole{UserRoleDelivery, UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "meeting", Label: Text{EN: "The handover meeting was held and responsibilities are clear.", ZH: "已召开交接会并明确职责。"}},
		},
		Checks: []BlockerCode{BlockerCodeHandoverNotAccepted, BlockerCodeCommitmentNotHandedOver, BlockerCodeCommitmentUnauthorised},
	}
}

func gateFinalAccept() GateDef {
	return GateDef{
		Kind: GateKindFinalAccept, Stage: OpportunityStageAcceptance, Tailoring: TailoringWithApproval, Lessons: 3,
		Deciders: []UserRole{UserRoleDelivery, UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "satisfied", Label: Text{EN: "The customer was asked how content they are.", ZH: "已开展客户满意度调查。"}},
		},
		Checks: []BlockerCode{BlockerCodeAcceptanceNotPassed, BlockerCodeIssueOpen, BlockerCodeCommitmentOpen, BlockerCodeChangeOpen},
	}
}

func gateCloseout(tailoring Tailoring) GateDef {
	return GateDef{
		Kind: GateKindCloseout, Stage: OpportunityStageCloseout, Tailoring: tailoring, Lessons: 0,
		Deciders: []UserRole{UserRolePresalesManager},
		Criteria: []CriterionDef{
			{Code: "filed", Label: Text{EN: "Documents and reusable material are filed.", ZH: "资料已归档,可复用成果已入库。"}},
		},
		Checks: []BlockerCode{BlockerCodeRetrospectiveMissing, BlockerCodeDepartmentAbsent, BlockerCodeIssueOpen},
	}
}
