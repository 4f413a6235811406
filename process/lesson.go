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
		if to == LessonStatusValidated && l.Evidence == "" {
			return Invalid("evidence", MsgRequired)
		}
		return CheckOther(v.UserID, l.Keepers...)
	}
	return nil
}

// whole refuses a lesson that lacks one of its three parts.
func (l LessonContent) whole() error {
	switch "" {
	case l.DrivingEvent:
		return Invalid("drivingEvent", MsgRequired)
	case l.Lesson:
		return Invalid("lesson", MsgRequired)
	case l.Recommendation:
		return Invalid("recommendation", MsgRequired)
	}
	return nil
}

// CheckWaiveRetrospective decides whether a retrospective may be left out: by rule below the template's value, otherwise
// by a presales manager, always with a reason.
func CheckWaiveRetrospective(amount, from int64, v *Viewer, reason string) error {
	switch {
	case reason == "":
		return Invalid("reason", MsgReasonRequired)
	case amount < from || v.System || v.Role == UserRolePresalesManager || v.Role == UserRoleAdmin:
		return nil
	default:
		return NewError(CodeForbidden, MsgForbidden)
	}
}
