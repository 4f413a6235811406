package process

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// TextCopy is what is known of one of several texts that say the same, when the one to go by is chosen.
type TextCopy struct {
	ID string
	// Library tells an item of the library from a section of a proposal, State how far the item was verified.
	Library bool
	State   VerifyState
	// Outcome is what became of its use.
	Outcome Outcome
	// Changed is when it was last written.
	Changed time.Time
}

// betterCopy is the table of what makes a copy the one to go by: the first difference decides.
var betterCopy = []func(a, b TextCopy) int{
	func(a, b TextCopy) int { return yes(a.verified()) - yes(b.verified()) },
	func(a, b TextCopy) int { return cmp.Compare(a.Outcome.Proven(), b.Outcome.Proven()) },
	func(a, b TextCopy) int { return cmp.Compare(a.Outcome.Opportunities, b.Outcome.Opportunities) },
	func(a, b TextCopy) int { return yes(a.Library) - yes(b.Library) },
	func(a, b TextCopy) int { return a.Changed.Compare(b.Changed) },
	func(a, b TextCopy) int { return strings.Compare(b.ID, a.ID) }, // so that the order does not matter
}

func (c TextCopy) verified() bool { return c.Library && c.State == VerifyStateVerified }

func yes(b bool) int {
	if b {
		return 1
	}
	return 0
}

// CanonicalCopy is the place of the copy to go by among copies of one text; -1 among none.
func CanonicalCopy(copies []TextCopy) int {
	if len(copies) == 0 {
		return -1
	}
	best := slices.MaxFunc(copies, func(a, b TextCopy) int {
		for _, compare := range betterCopy {
			if c := compare(a, b); c != 0 {
				return c
			}
		}
		return 0
	})
	return slices.IndexFunc(copies, func(c TextCopy) bool { return c.ID == best.ID })
}
