package process

var templateTransitions = transitions[TemplateStatus]{
	TemplateStatusDraft:     {TemplateStatusPublished},
	TemplateStatusPublished: {TemplateStatusRetired},
}

// CheckTemplateStatus holds the state machine of a template version: it is drafted, published, retired.
func CheckTemplateStatus(from, to TemplateStatus) error { return templateTransitions.check(from, to) }

// CheckTemplateEditable refuses changes of a version that was published: opportunities follow it. Error:
// ILLEGAL_TRANSITION.
func CheckTemplateEditable(s TemplateStatus) error {
	if s != TemplateStatusDraft {
		return NewError(CodeIllegalTransition, MsgTemplateFrozen)
	}
	return nil
}

var templateChangeTransitions = transitions[TemplateChangeStatus]{
	TemplateChangeStatusProposed: {TemplateChangeStatusAccepted, TemplateChangeStatusRejected},
}

// TemplateRuling is a decision on a proposed change of a template.
type TemplateRuling struct {
	From, To TemplateChangeStatus
	// ProposedBy and By are ids of users; empty for the system.
	ProposedBy, By string
	Reason         string
}

// CheckTemplateRuling decides whether a proposed change may be decided so: by somebody else than who proposed it, with a
// reason. Errors: FORBIDDEN, ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckTemplateRuling(r TemplateRuling) error {
	if err := templateChangeTransitions.check(r.From, r.To); err != nil {
		return err
	}
	switch {
	case r.By != "" && r.By == r.ProposedBy:
		return NewError(CodeForbidden, MsgOwnTemplateChange)
	case r.Reason == "":
		return Invalid("reason", MsgReasonRequired)
	default:
		return nil
	}
}

// CheckCarriedOut decides whether a version of a template may carry out a proposed change: an accepted one of the same
// template that no other version has carried out. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckCarriedOut(s TemplateChangeStatus, ofTemplate, template string, done bool) error {
	switch {
	case ofTemplate != template:
		return Invalid("changeIDs", MsgTemplateOther, "code", ofTemplate)
	case s != TemplateChangeStatusAccepted:
		return illegal("changeIDs", MsgChangeNotAccepted, "status", string(s))
	case done:
		return illegal("changeIDs", MsgChangeCarriedOut)
	default:
		return nil
	}
}

// CheckTemplateFollowed decides whether an opportunity may go over to a version of a template. Error:
// ILLEGAL_TRANSITION.
func CheckTemplateFollowed(o OpportunityStatus, t TemplateStatus, already bool) error {
	switch {
	case o != OpportunityStatusOpen && o != OpportunityStatusWon && o != OpportunityStatusSuspended:
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(o))
	case already:
		return NewError(CodeIllegalTransition, MsgStatusSame)
	case t != TemplateStatusPublished:
		return illegal("templateID", MsgTemplateUnpublished)
	default:
		return nil
	}
}
