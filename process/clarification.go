package process

import "time"

// CheckClarification decides whether something said in a tender can be recorded: issued already, and setting a deadline
// only as an addendum, to a time that lies ahead. Error: VALIDATION_FAILED.
func CheckClarification(kind ClarificationKind, issued, now time.Time, deadline *time.Time) error {
	switch {
	case issued.After(now):
		return Invalid("issuedAt", MsgFutureTime)
	case deadline == nil:
		return nil
	case kind != ClarificationKindAddendum:
		return Invalid("newDeadline", MsgDeadlineByAddendum)
	case !deadline.After(issued):
		return Invalid("newDeadline", MsgTimeOrder, "after", issued.UTC().Format(time.RFC3339))
	case !deadline.After(now):
		return Invalid("newDeadline", MsgDeadlinePast)
	default:
		return nil
	}
}

// CheckClarificationAnswer decides whether a clarification can be answered: a question or one asked of us, in words, at a
// time after it was issued. Errors: ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckClarificationAnswer(kind ClarificationKind, answer string, at, issued, now time.Time) error {
	switch {
	case kind == ClarificationKindAddendum:
		return NewError(CodeIllegalTransition, MsgAddendumUnanswered)
	case answer == "":
		return Invalid("answer", MsgRequired)
	case at.After(now):
		return Invalid("at", MsgFutureTime)
	case at.Before(issued):
		return Invalid("at", MsgTimeOrder, "after", issued.UTC().Format(time.RFC3339))
	default:
		return nil
	}
}
