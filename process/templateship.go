package process

// Codes of the templates that come with the product.
const (
	TemplateTenderBid     = "TENDER_BID"
	TemplateDirectProject = "DIRECT_PROJECT"
)

// ShippedTemplates are the process templates that come with the product: one for tenders (招标投标项目), one for projects
// sold directly (直接项目). Each call makes them anew.
func ShippedTemplates() []OfferedTemplate {
	return []OfferedTemplate{
		{Code: TemplateTenderBid, Number: 1, Name: Text{EN: "Tender bid", ZH: "招标投标项目"}, Definition: tenderBid()},
		{Code: TemplateDirectProject, Number: 1, Name: Text{EN: "Direct project", ZH: "直接项目"}, Definition: directProject()},
	}
}

func tenderBid() TemplateDefinition {
	return TemplateDefinition{
		Applies: Applicability{Types: []OpportunityType{OpportunityTypeTender, OpportunityTypeFramework}},
		Stages: []StageDef{
			stageIntake(2), stageQualification(5), stageRequirements(5), stagePlanning(3), stageProposal(15), stageReview(3), stageBid(3),
			stageNegotiation(10), stageContract(10), stageHandover(5), stageDelivery(90), stageAcceptance(15), stageCloseout(10),
		},
		Gates: []GateDef{
			gateInterest(), gatePursuit(), gatePrelimBid(), gateBidValidation(),
			gateSubmittal(OpportunityStageBid), gateFinalOffer(TailoringWithApproval), gateContractSign(), gateHandoverAccept(),
			gateFinalAccept(), gateCloseout(TailoringWithApproval),
		},
		Scorecard:            scorecard(),
		Reviews:              []ReviewColour{ReviewColourRed, ReviewColourGold},
		Departments:          []Department{DepartmentSales, DepartmentPresales, DepartmentDelivery},
		RetrospectiveFrom:    50_000_000,
		RespondWithinMinutes: 120,
	}
}

func directProject() TemplateDefinition {
	return TemplateDefinition{
		Applies: Applicability{Types: []OpportunityType{OpportunityTypeDirect, OpportunityTypeRenewal}},
		Stages: []StageDef{
			stageIntake(2), stageQualification(3), stageRequirements(5), stageProposal(10), stageNegotiation(10), stageContract(10),
			stageHandover(3), stageDelivery(60), stageAcceptance(10), stageCloseout(5),
		},
		Gates: []GateDef{
			gatePursuit(), gateSubmittal(OpportunityStageProposal), gateFinalOffer(TailoringFree), gateContractSign(), gateHandoverAccept(),
			gateFinalAccept(), gateCloseout(TailoringFree),
		},
		Scorecard:            scorecard(),
		Reviews:              []ReviewColour{ReviewColourGold},
		Departments:          []Department{DepartmentSales, DepartmentPresales, DepartmentDelivery},
		RetrospectiveFrom:    100_000_000,
		RespondWithinMinutes: 240,
	}
}

// scorecard asks whether an opportunity is real, feasible and a fit (真实性、可行性、匹配度).
func scorecard() []ScoreDef {
	return []ScoreDef{
		{Code: "budget", Dimension: QualificationDimensionAuthenticity, Weight: 15, Veto: true, Label: Text{EN: "Is the budget approved or its source known?", ZH: "预算已批复或资金来源明确吗?"}},
		{Code: "decision", Dimension: QualificationDimensionAuthenticity, Weight: 10, Label: Text{EN: "Do we know who decides, and when?", ZH: "是否清楚决策人与决策时间?"}},
		{Code: "need", Dimension: QualificationDimensionAuthenticity, Weight: 10, Label: Text{EN: "Is the need real and urgent for the customer?", ZH: "客户需求是否真实且迫切?"}},
		{Code: "technical", Dimension: QualificationDimensionFeasibility, Weight: 15, Label: Text{EN: "Can we do it with what we have and know?", ZH: "以现有产品与能力能否实现?"}},
		{Code: "schedule", Dimension: QualificationDimensionFeasibility, Weight: 10, Label: Text{EN: "Can it be done in the time given?", ZH: "工期能否满足?"}},
		{Code: "resources", Dimension: QualificationDimensionFeasibility, Weight: 10, Label: Text{EN: "Have we the people to bid and to deliver?", ZH: "投标与交付资源是否到位?"}},
		{Code: "eligible", Dimension: QualificationDimensionFit, Weight: 10, Veto: true, Label: Text{EN: "Do we meet the conditions for bidders?", ZH: "是否满足投标人资格条件?"}},
		{Code: "position", Dimension: QualificationDimensionFit, Weight: 10, Label: Text{EN: "How do we stand against the competition?", ZH: "竞争态势是否有利?"}},
		{Code: "value", Dimension: QualificationDimensionFit, Weight: 10, Label: Text{EN: "Does it pay, now or strategically?", ZH: "盈利或战略价值如何?"}},
	}
}
