package process

import (
	"slices"
	"time"
)

// Absence is a time in which somebody is away and a deputy stands in for them.
type Absence struct {
	UserID, DeputyID string
	// From it begins, and at Until it is over.
	From, Until time.Time
	// WithAuthority asks that the deputy decides within the authority of who is away; Confirmed tells that an administrator
	// agreed.
	WithAuthority, Confirmed bool
}

// maxAbsence is the longest absence.
const maxAbsence = 366 * 24 * time.Hour

// CheckAbsence refuses an absence that is none: that ends before it begins, lies in the past, or is stood in for by nobody
// else. Error: VALIDATION_FAILED.
func CheckAbsence(a Absence, now time.Time) error {
	switch {
	case a.DeputyID == a.UserID:
		return Invalid("deputyID", MsgOwnDeputy)
	case !a.Until.After(a.From):
		return Invalid("endsAt", MsgTimeOrder, "after", a.From.UTC().Format(time.RFC3339))
	case !a.Until.After(now):
		return Invalid("endsAt", MsgTimeOrder, "after", now.UTC().Format(time.RFC3339))
	case a.Until.Sub(a.From) > maxAbsence:
		return Invalid("endsAt", MsgOutOfRange, "min", a.From.UTC().Format(time.RFC3339), "max", a.From.Add(maxAbsence).UTC().Format(time.RFC3339))
	}
	return nil
}

// InForce tells whether the deputy stands in at a time.
func (a Absence) InForce(now time.Time) bool { return !now.Before(a.From) && now.Before(a.Until) }

// Overlaps tells whether two absences of one person share a time: who stands in is never in doubt.
func (a Absence) Overlaps(b Absence) bool { return a.From.Before(b.Until) && b.From.Before(a.Until) }

// CheckAbsenceBy lets people record their own absence, and that of others those who answer for them: their line manager,
// presales managers and administrators. Error: FORBIDDEN.
func CheckAbsenceBy(v *Viewer, userID, managerID string) error {
	leads := v.Role == UserRolePresalesManager || v.Role == UserRoleAdmin
	if v.System || userID == v.UserID || leads || managerID != "" && managerID == v.UserID {
		return nil
	}
	return NewError(CodeForbidden, MsgForbidden)
}

// CheckAbsenceConfirmation lets an administrator who is neither away nor the deputy pass on authority, where that was asked
// for and is not done yet. Errors: FORBIDDEN, ILLEGAL_TRANSITION.
func CheckAbsenceConfirmation(v *Viewer, a Absence, now time.Time) error {
	switch {
	case !IsAdmin(v) || v.UserID != "" && (v.UserID == a.UserID || v.UserID == a.DeputyID):
		return NewError(CodeForbidden, MsgForbidden)
	case !a.WithAuthority || a.Confirmed || !now.Before(a.Until):
		return NewError(CodeIllegalTransition, MsgAbsenceSettled)
	}
	return nil
}

// Stead is in whose place somebody decides, as the absence and its people are now; nil for oneself.
type Stead struct {
	Absence
	// Role is that of who is away.
	Role UserRole
}

// CheckStead refuses to decide in the place of somebody who is not away, or whose deputy is somebody else. A deputy of a
// deputy is none: what was passed on is not passed on again. Error: FORBIDDEN.
func CheckStead(s *Stead, by string, now time.Time) error {
	if s == nil || s.DeputyID == by && s.UserID != by && s.InForce(now) {
		return nil
	}
	return NewError(CodeForbidden, MsgNoDeputy)
}

// Roles are those by which a deputy decides: their own, and that of who is away only where the authority was passed on and
// confirmed. The task is passed on; a right never is by itself.
func (s *Stead) Roles(own UserRole) []UserRole {
	if s == nil || !s.WithAuthority || !s.Confirmed || s.Role == own {
		return []UserRole{own}
	}
	return []UserRole{own, s.Role}
}

// Concerns tells whether somebody is one of those who decide: the deputy or who is away. Four eyes are neither of theirs.
func (s *Stead) Concerns(user string) bool {
	return s != nil && user != "" && (user == s.UserID || user == s.DeputyID)
}

// decidesAs tells whether any of the roles by which somebody decides is among those who may.
func (s *Stead) decidesAs(own UserRole, may func(UserRole) bool) bool {
	return slices.ContainsFunc(s.Roles(own), may)
}
