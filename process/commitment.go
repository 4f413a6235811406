package process

import (
	"slices"
	"time"
)

var commitmentTransitions = transitions[CommitmentStatus]{
	CommitmentStatusProposed:   {CommitmentStatusAuthorised, CommitmentStatusMade, CommitmentStatusWithdrawn},
	CommitmentStatusAuthorised: {CommitmentStatusMade, CommitmentStatusWithdrawn},
	CommitmentStatusMade:       {CommitmentStatusContracted},
	CommitmentStatusContracted: {CommitmentStatusHandedOver},
	CommitmentStatusHandedOver: {CommitmentStatusFulfilled, CommitmentStatusWaived, CommitmentStatusBreached},
}

// CheckCommitmentStatus holds the commitment's state machine (domain model §4). What was said cannot be withdrawn.
func CheckCommitmentStatus(from, to CommitmentStatus) error {
	return commitmentTransitions.check(from, to)
}

// MadeUnauthorised tells whether a commitment that is made now is made without authority: the truth is recorded first,
// and the flag then blocks submission, signing and handover (domain model, invariant 8).
func MadeUnauthorised(from CommitmentStatus) bool { return from != CommitmentStatusAuthorised }

// Authorised is what an approval makes of a commitment: a proposed one may be made, and one that was made without
// authority has it from now on. One that is settled already stays as it is; one that is over is ILLEGAL_TRANSITION.
func Authorised(now CommitmentStatus, unauthorised bool) (next CommitmentStatus, stillUnauthorised bool, err error) {
	switch {
	case now == CommitmentStatusProposed:
		return CommitmentStatusAuthorised, false, nil
	case CommitmentOver(now):
		return now, unauthorised, NewError(CodeIllegalTransition, MsgIllegalTransition, "from", string(now), "to", string(CommitmentStatusAuthorised))
	default:
		return now, false, nil
	}
}

// CommitmentOver tells whether nothing more can become of a commitment.
func CommitmentOver(s CommitmentStatus) bool { return len(commitmentTransitions[s]) == 0 }

// CheckWaiver decides whether a commitment ends by the customer's waiver, which has to be shown. The state machine allows
// it after the handover; besides, a customer may let us off a promise that nobody had the authority to make, for without
// that way out a promise that is refused its authority would block for ever.
func CheckWaiver(from CommitmentStatus, unauthorised bool, evidence string) error {
	released := unauthorised && (from == CommitmentStatusMade || from == CommitmentStatusContracted)
	if !released {
		if err := CheckCommitmentStatus(from, CommitmentStatusWaived); err != nil {
			return err
		}
	}
	return CheckGiven("evidence", evidence, MsgRequired)
}

// CheckEnd decides whether a commitment ends in a status other than a waiver, with what shows it: evidence that it was
// kept, the reason that it was broken or withdrawn.
func CheckEnd(from, to CommitmentStatus, field, said string) error {
	if err := CheckCommitmentStatus(from, to); err != nil {
		return err
	}
	missing := MsgReasonRequired
	if to == CommitmentStatusFulfilled {
		missing = MsgRequired
	}
	return CheckGiven(field, said, missing)
}

// CheckMade holds what has to be known of a promise that was made: not in the future, and where.
func CheckMade(madeAt, now time.Time, sourceID, sourceNote string) error {
	if madeAt.After(now) {
		return Invalid("madeAt", MsgTimeFuture)
	}
	if sourceID == "" {
		return CheckGiven("sourceNote", sourceNote, MsgRequired)
	}
	e, err := EntityOf(sourceID)
	if err != nil || !slices.Contains(promiseSources, e) {
		return Invalid("sourceID", MsgBadID, "id", shown(sourceID))
	}
	return nil
}

// promiseSources are the kinds of record a promise can be made in.
var promiseSources = []Entity{"Activity", "ProposalSection", "CommercialTerm"}

// CheckCommitmentOpen refuses to give a commitment that is over an owner or a due date.
func CheckCommitmentOpen(now CommitmentStatus) error {
	if CommitmentOver(now) {
		return NewError(CodeIllegalTransition, MsgCommitmentOver, "status", string(now))
	}
	return nil
}

// CheckDue refuses a day that has passed.
func CheckDue(field string, due *time.Time, today time.Time) error {
	if due != nil && due.Before(today) {
		return Invalid(field, MsgTimeOrder, "after", today.Format(time.DateOnly))
	}
	return nil
}
