package process

import (
	"slices"
)

// LessonContent is what counts of a lesson on its way to practice.
type LessonContent struct {
	DrivingEvent, Lesson, Recommendation, Evidence string
	// Keepers are the users who own or wrote it.
	Keepers []string
}

// validators are the roles that say whether a lesson is right and whether it becomes practice.
var validators = []UserRole{UserRoleAdmin, UserRolePresalesManager, UserRoleProduct, UserRoleDelivery}

// CheckLessonStep decides whether a viewer may move a lesson on: it is submitted whole, validated or rejected by somebody
// else with the standing to do so, validated only on evidence. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED, FORBIDDEN.
func CheckLessonStep(l LessonContent, from, to LessonStatus, v *Viewer) error {
	if err := CheckLessonStatus(from, to); err != nil {
		return err
	}
	switch to {
	case LessonStatusSubmitted:
		return l.whole()
	case LessonStatusValidated, LessonStatusRejected, LessonStatusAdopted:
		if !v.System && !slices.Contains(validators, v.Role) {
			return NewError(CodeForbidden, MsgForbidden)
		}
		if err := CheckOther(v.UserID, l.Keepers...); err != nil || to != LessonStatusValidated {
			return err
		}
		if err := l.whole(); err != nil { // it may have been changed since it was submitted
			return err
		}
		return CheckGiven("evidence", l.Evidence, MsgEvidenceRequired)
	}
	return nil
}

// whole refuses a lesson that lacks one of its three parts.
func (l LessonContent) whole() error {
	for _, part := range []struct{ field, text string }{
		{"drivingEvent", l.DrivingEvent}, {"lesson", l.Lesson}, {"recommendation", l.Recommendation},
	} {
		if err := CheckGiven(part.field, part.text, MsgRequired); err != nil {
			return err
		}
	}
	return nil
}

// CheckLessonWording refuses to reword what somebody has vouched for: from its validation on, a lesson is superseded by
// another, not rewritten. Administrators mend what is wrong in the text all the same. Error: ILLEGAL_TRANSITION.
func CheckLessonWording(v *Viewer, now LessonStatus, before, after LessonContent) error {
	if v.System || v.Role == UserRoleAdmin {
		return nil
	}
	fixed := now == LessonStatusValidated || now == LessonStatusAdopted || now == LessonStatusRetired
	same := before.DrivingEvent == after.DrivingEvent && before.Lesson == after.Lesson && before.Recommendation == after.Recommendation
	if fixed && (!same || before.Evidence != after.Evidence) {
		return NewError(CodeIllegalTransition, MsgLessonFixed, "status", string(now))
	}
	return nil
}

// CheckRetrospectiveTold decides whether what a retrospective says may change: one that was filed stays as it is, and one
// that was held or waived stays with its opportunity, which it answers for.
func CheckRetrospectiveTold(now RetrospectiveStatus, moves bool) error {
	if now == RetrospectiveStatusClosed || moves && now != RetrospectiveStatusPlanned {
		return NewError(CodeIllegalTransition, MsgRetrospectiveFixed, "status", string(now))
	}
	return nil
}

// CheckWaiveRetrospective decides whether a retrospective may be left out: by rule below the template's value, otherwise
// by a presales manager, always with a reason.
func CheckWaiveRetrospective(amount, from int64, v *Viewer, reason string) error {
	switch {
	case CheckGiven("reason", reason, MsgReasonRequired) != nil:
		return Invalid("reason", MsgReasonRequired)
	case amount < from || v.System || v.Role == UserRolePresalesManager || v.Role == UserRoleAdmin:
		return nil
	default:
		return NewError(CodeForbidden, MsgForbidden)
	}
}
