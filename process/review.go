package process

import (
	"slices"
	"strconv"
	"time"
)

var reviewTransitions = transitions[ReviewStatus]{
	ReviewStatusPlanned: {ReviewStatusHeld, ReviewStatusCancelled},
}

// CheckReviewStatus holds the review's state machine: it is planned, then held or cancelled.
func CheckReviewStatus(from, to ReviewStatus) error { return reviewTransitions.check(from, to) }

// MaxReviewers is the most people who review at once.
const MaxReviewers = 50

// independent are the colours that see a proposal with the eyes of others: nobody who wrote part of it sits there.
var independent = []ReviewColour{ReviewColourRed, ReviewColourGold}

// CheckReviewers refuses nobody, too many, and for RED and GOLD anybody who wrote part of the proposal (domain model,
// invariant 6). Errors: VALIDATION_FAILED.
func CheckReviewers(colour ReviewColour, reviewers, authors []string) error {
	switch {
	case len(reviewers) == 0:
		return Invalid("reviewers", MsgRequired)
	case len(reviewers) > MaxReviewers:
		return Invalid("reviewers", MsgTooMany, "max", strconv.Itoa(MaxReviewers))
	case !slices.Contains(independent, colour):
		return nil
	}
	for _, r := range reviewers {
		if slices.Contains(authors, r) {
			return Invalid("reviewers", MsgReviewerIsAuthor, "id", shown(r))
		}
	}
	return nil
}

// CheckVerdict refuses to pass what has serious findings that nobody has verified: that takes PASS_WITH_ACTIONS. Errors:
// VALIDATION_FAILED.
func CheckVerdict(verdict ReviewVerdict, findings []FindingFacts) error {
	open := openFindings(BlockerCodeFindingOpen, findings)
	if verdict == ReviewVerdictPass && len(open) > 0 {
		return Invalid("verdict", MsgFindingsOpen, "count", strconv.Itoa(len(open)))
	}
	return nil
}

// CheckHappened refuses a time that has not come. Errors: VALIDATION_FAILED.
func CheckHappened(field string, at, now time.Time) error {
	if at.After(now) {
		return Invalid(field, MsgFutureTime)
	}
	return nil
}
