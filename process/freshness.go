package process

import "time"

// reviewEvery is how many days the content of a library item stays verified, by its kind, unless the item says otherwise.
var reviewEvery = map[ContentKind]int{
	ContentKindCase: 365, ContentKindSection: 180, ContentKindAnswer: 180, ContentKindCert: 90, ContentKindTemplate: 365,
	ContentKindLessonBrief: 365, ContentKindArticle: 365, ContentKindDemo: 180,
}

// ReviewGrace is how long an item may be due before it has expired.
const ReviewGrace = 30 * 24 * time.Hour

// ReviewOn is the day on which an item has to be verified again that was verified on a day.
func ReviewOn(kind ContentKind, every *int, verified Day) Day {
	days := reviewEvery[kind]
	if every != nil {
		days = *every
	}
	return DayOf(verified.In(time.UTC).AddDate(0, 0, days))
}

// Aged is what time has made of an item's state by a day: VERIFIED becomes DUE on its review day and EXPIRED when the grace is
// over (domain model §4).
func Aged(state VerifyState, reviewOn *Day, today Day) VerifyState {
	if reviewOn == nil || state != VerifyStateVerified && state != VerifyStateDue {
		return state
	}
	review := reviewOn.In(time.UTC)
	switch now := today.In(time.UTC); {
	case !now.Before(review.Add(ReviewGrace)):
		return VerifyStateExpired
	case !now.Before(review):
		return VerifyStateDue
	default:
		return state
	}
}

// VerifyStateAfterEdit is the state of an item whose content was changed: nobody has verified what it says now.
func VerifyStateAfterEdit(state VerifyState) VerifyState {
	if state == VerifyStateRetired {
		return state
	}
	return VerifyStateUnverified
}

// SourceFacts are what is known of a library item that a section of a proposal took text from.
type SourceFacts struct {
	// EdgeID is the record of the reuse.
	EdgeID, Title string
	State         VerifyState
	Waived        bool
}

// ExpiredSources are the sources that keep a proposal from being approved: expired ones that nobody waived.
func ExpiredSources(sources []SourceFacts) []Blocker {
	return found(BlockerCodeSourceExpired, sources, func(s SourceFacts) bool { return s.State == VerifyStateExpired && !s.Waived },
		func(s SourceFacts) string { return s.EdgeID }, func(s SourceFacts) string { return s.Title })
}

// CheckSourceWaiver decides whether somebody may say that an expired source does not matter: a lead of the field, none of
// those who took the text, with a reason. Errors: FORBIDDEN, VALIDATION_FAILED.
func CheckSourceWaiver(v *Viewer, takers []string, reason string) error {
	switch {
	case v.Scope == TokenScopeRead:
		return NewError(CodeForbidden, MsgForbidden)
	case !v.System && v.Role != UserRoleAdmin && v.Role != UserRolePresalesManager && v.Role != UserRoleProduct:
		return NewError(CodeForbidden, MsgForbidden)
	case reason == "":
		return Invalid("reason", MsgReasonRequired)
	default:
		return CheckOther(v.UserID, takers...)
	}
}
