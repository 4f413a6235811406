package process

import "testing"

func TestTextsOfOnesOwnAreAdaptations(t *testing.T) {
	text := "own"
	for name, c := range map[string]struct {
		mode    ReuseMode
		text    *string
		sources int
		refused bool
	}{
		"verbatim":                 {ReuseModeVerbatim, nil, 0, false},
		"verbatim, own text":       {ReuseModeVerbatim, &text, 0, true},
		"referenced, own text":     {ReuseModeReferenced, &text, 0, true},
		"adapted, own text":        {ReuseModeAdapted, &text, 0, false},
		"adapted, as it is":        {ReuseModeAdapted, nil, 0, false},
		"the last source there is": {ReuseModeVerbatim, nil, MaxSources - 1, false},
		"one source too many":      {ReuseModeVerbatim, nil, MaxSources, true},
	} {
		if err := CheckReuse(c.mode, c.text, c.sources); (err != nil) != c.refused || err != nil && CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRetiredItemsAreNotTaken(t *testing.T) {
	for _, s := range VerifyState("").Values() {
		if err := CheckSource(VerifyState(s)); (err != nil) != (VerifyState(s) == VerifyStateRetired) {
			t.Errorf("%s: %v", s, err)
		}
	}
}

func TestPassagesGoBelowTheText(t *testing.T) {
	for name, c := range map[string]struct {
		mode             ReuseMode
		body, text, want string
	}{
		"into nothing":  {ReuseModeVerbatim, "", "b", "b"},
		"below a text":  {ReuseModeAdapted, "a", "b", "a\n\nb"},
		"nothing":       {ReuseModeVerbatim, "a", "", "a"},
		"only referred": {ReuseModeReferenced, "a", "b", "a"},
	} {
		if got := Inserted(c.mode, c.body, c.text); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
