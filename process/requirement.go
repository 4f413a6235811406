package process

var requirementTransitions = transitions[RequirementStatus]{
	RequirementStatusDraft:     {RequirementStatusConfirmed, RequirementStatusWithdrawn},
	RequirementStatusConfirmed: {RequirementStatusDraft, RequirementStatusWithdrawn},
	RequirementStatusWithdrawn: {RequirementStatusDraft},
}

// CheckRequirementStatus holds the requirement's state machine: what is withdrawn comes back only as a draft.
func CheckRequirementStatus(from, to RequirementStatus) error {
	return requirementTransitions.check(from, to)
}

// CheckRenewal decides whether a new opportunity may grow from one: it has to be won and delivered, at least up to its
// acceptance.
func CheckRenewal(status OpportunityStatus, stage OpportunityStage) error {
	if status != OpportunityStatusWon || StageIndex(stage) < StageIndex(OpportunityStageAcceptance) {
		return NewError(CodeIllegalTransition, MsgNotDelivered)
	}
	return nil
}
