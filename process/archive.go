package process

import "slices"

// kept are the kinds of record that rules rest on: one that was simply put away would take a reason to stop with it. They
// end by use cases of their own: an approval is withdrawn, an answer given anew, a citation removed.
var kept = []Entity{
	"Approval", "BidChecklistItem", "Citation", "Clarification", "ComplianceItem", "ProposalVersion",
	"Gate", "LessonExposure", "ProcessTemplate", "Qualification", "StageEntry",
}

// CheckArchive refuses to archive or restore a record of a kind that is not put away at will. Error: ILLEGAL_TRANSITION.
func CheckArchive(e Entity) error {
	if slices.Contains(kept, e) {
		return NewError(CodeIllegalTransition, MsgKept, "kind", string(e))
	}
	return nil
}
