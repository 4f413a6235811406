package process

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSectionStatuses(t *testing.T) {
	machine := `PLANNED>DRAFTING DRAFTING>PLANNED DRAFTING>IN_REVIEW IN_REVIEW>DRAFTING IN_REVIEW>READY READY>IN_REVIEW READY>DRAFTING`
	all(t, "SectionStatus", machine, func(from, to string) error {
		return CheckSectionStatus(SectionStatus(from), SectionStatus(to), "", "usr_a")
	})
}

func TestOnlyTheReviewerSetsASectionReady(t *testing.T) {
	for name, c := range map[string]struct {
		to           SectionStatus
		reviewer, by string
		code         Code
	}{
		"the reviewer":                {SectionStatusReady, "usr_r", "usr_r", ""},
		"somebody else":               {SectionStatusReady, "usr_r", "usr_w", CodeForbidden},
		"anybody without a reviewer":  {SectionStatusReady, "", "usr_w", ""},
		"the command line":            {SectionStatusReady, "usr_r", "", ""},
		"somebody else sends it back": {SectionStatusDrafting, "usr_r", "usr_w", ""},
	} {
		err := CheckSectionStatus(SectionStatusInReview, c.to, c.reviewer, c.by)
		if (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoWritesASectionDoesNotReviewIt(t *testing.T) {
	for name, c := range map[string]struct {
		owner, reviewer string
		refused         bool
	}{
		"two people": {"usr_a", "usr_b", false}, "one": {"usr_a", "usr_a", true}, "nobody": {"", "", false},
		"no owner": {"", "usr_a", false}, "no reviewer": {"usr_a", "", false},
	} {
		if err := CheckSectionPeople(c.owner, c.reviewer); (err != nil) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATextMakesASectionADraft(t *testing.T) {
	for name, c := range map[string]struct {
		from SectionStatus
		body string
		want SectionStatus
	}{
		"planned without a text":     {SectionStatusPlanned, "", SectionStatusPlanned},
		"planned with a text":        {SectionStatusPlanned, "x", SectionStatusDrafting},
		"being written":              {SectionStatusDrafting, "x", SectionStatusDrafting},
		"in review, corrected there": {SectionStatusInReview, "x", SectionStatusInReview},
		"ready":                      {SectionStatusReady, "x", SectionStatusDrafting},
		"ready, then emptied":        {SectionStatusReady, "", SectionStatusDrafting},
	} {
		if got := SectionStatusAfterEdit(c.from, c.body); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestApprovedProposalsTakeNewVersionsAlone(t *testing.T) {
	for _, s := range ProposalStatus("").Values() {
		s := ProposalStatus(s)
		writable := s == ProposalStatusDraft || s == ProposalStatusInReview || s == ProposalStatusChangesRequested
		if err := CheckProposalEditable(s); (err == nil) != writable {
			t.Errorf("%s: editing %v", s, err)
		}
		want := s
		if s == ProposalStatusApproved {
			want = ProposalStatusDraft
		}
		after, err := ProposalStatusAfterVersion(s)
		if (err == nil) != (writable || s == ProposalStatusApproved) || err == nil && after != want {
			t.Errorf("%s: a new version leads to %s, %v", s, after, err)
		}
	}
}

func TestDeadlinesLieAhead(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		at      *time.Time
		refused bool
	}{"none": {nil, false}, "now": {&now, false}, "later": {new(now.Add(time.Hour)), false}, "before": {new(now.Add(-time.Second)), true}} {
		if err := CheckAhead("dueAt", c.at, now); (err != nil) != c.refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWordsAreCounted(t *testing.T) {
	for text, want := range map[string]int{
		"":                 0,
		" \n\t—… # | -- '": 0,
		"one":              1,
		"one two\nthree":   3,
		"双回路供电":            5,
		"采用 10kV 双回路,UPS 备电2小时。":            2 + 1 + 3 + 1 + 2 + 1 + 2,
		"don't and state-of-the-art":        3,
		"dash - between, -lead trail-":      4,
		"# Heading\n\n- **bold** [link](x)": 4,
		"naïve café":                        2,
		"e\u0301le\u0300ve":                 1,
		"カタカナ と漢字":                          1 + 1 + 2,
		"\xff\xfe":                          0,
	} {
		if got := CountWords(text); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
	}
}

func TestWordsAddUp(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("abZ9 \n'’-–,。标书投é𠮷カ")))
	rapid.Check(t, func(rt *rapid.T) {
		a, b := text.Draw(rt, "a"), text.Draw(rt, "b")
		whole := CountWords(a + "\n" + b)
		if whole != CountWords(a)+CountWords(b) {
			rt.Fatalf("%q and %q: %d words together", a, b, whole)
		}
		if whole > utf8.RuneCountInString(a+b) {
			rt.Fatalf("%q has more words than characters", a+b)
		}
		if upper := CountWords(strings.ToUpper(a)); upper != CountWords(a) {
			rt.Fatalf("%q has %d words in capitals", a, upper)
		}
		if n := CountWords(strings.Repeat("标", len(b)) + a); n < len(b) {
			rt.Fatalf("%d characters count %d", len(b), n)
		}
	})
}
