package process

import (
	"time"
	"unicode"
)

var sectionTransitions = transitions[SectionStatus]{
	SectionStatusPlanned:  {SectionStatusDrafting},
	SectionStatusDrafting: {SectionStatusPlanned, SectionStatusInReview},
	SectionStatusInReview: {SectionStatusDrafting, SectionStatusReady},
	SectionStatusReady:    {SectionStatusInReview, SectionStatusDrafting},
}

// CheckSectionStatus holds the section's state machine. Where a reviewer is named, only they set it ready; by is the user
// who asks, empty for the command line. Errors: ILLEGAL_TRANSITION, FORBIDDEN.
func CheckSectionStatus(from, to SectionStatus, reviewer, by string) error {
	if err := sectionTransitions.check(from, to); err != nil {
		return err
	}
	if to == SectionStatusReady && reviewer != "" && by != "" && by != reviewer {
		return NewError(CodeForbidden, MsgReviewerOnly)
	}
	return nil
}

// CheckSectionPeople refuses a section whose writer is to review it. Errors: VALIDATION_FAILED.
func CheckSectionPeople(owner, reviewer string) error {
	if owner != "" && owner == reviewer {
		return Invalid("reviewerID", MsgReviewerIsOwner)
	}
	return nil
}

// SectionStatusAfterEdit is where a section stands when it was given another text: one that has a text is more than
// planned, and what was ready is so no longer, because nobody has read what it says now. A new section is PLANNED before.
func SectionStatusAfterEdit(s SectionStatus, body string) SectionStatus {
	if s == SectionStatusReady || s == SectionStatusPlanned && body != "" {
		return SectionStatusDrafting
	}
	return s
}

// CheckProposalEditable refuses to write on a proposal that was approved: that takes a new version (domain model §4).
// Errors: ILLEGAL_TRANSITION.
func CheckProposalEditable(s ProposalStatus) error {
	return CheckProposalEdit(s, ProposalPartOffer)
}

// ProposalStatusAfterVersion is where a proposal stands when a new version of it was begun: an approved one is a draft
// again (domain model §4). One that was sealed or went out has no new versions. Errors: ILLEGAL_TRANSITION.
func ProposalStatusAfterVersion(s ProposalStatus) (ProposalStatus, error) {
	if s == ProposalStatusApproved {
		return ProposalStatusDraft, nil
	}
	return s, CheckProposalEditable(s)
}

// CheckAhead refuses a time by which something has to be done that has passed already. Errors: VALIDATION_FAILED.
func CheckAhead(field string, at *time.Time, now time.Time) error {
	if at != nil && at.Before(now) {
		return Invalid(field, MsgTimeOrder, "after", now.Format(time.RFC3339))
	}
	return nil
}

// CountWords is the length of a text: its words, and one for each Chinese character. A word is a run of letters and
// digits; an apostrophe or a hyphen between two of them is part of it.
func CountWords(text string) int {
	n, in, joining := 0, false, false
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			n++
			in, joining = false, false
		case wordRune(r):
			if !in && !joining {
				n++
			}
			in, joining = true, false
		case in && joins(r):
			in, joining = false, true
		default:
			in, joining = false, false
		}
	}
	return n
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func joins(r rune) bool { return r == '\'' || r == '’' || r == '-' }
