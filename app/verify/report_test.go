package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestNumbersAreComparedWithinTheirTolerance(t *testing.T) {
	cases := []struct {
		want, got *float64
		tolerance float64
		near      bool
	}{
		{some(0.627521), some(0.6275212), 1e-6, true},
		{some(0.627521), some(0.627523), 1e-6, false},
		{some(47.961), some(47.9611), 1e-4, true},
		{some(47.961), some(47.9612), 1e-4, false},
		{some(275056), some(275056), 0, true},
		{some(275056), some(275056.01), 0, false},
		{some(-3), some(3), 1, false},
		{nil, nil, 0, true},
		{nil, some(0), 1, false},
		{some(0), nil, 1, false},
	}
	for _, c := range cases {
		if got := near(c.want, c.got, c.tolerance); got != c.near {
			t.Errorf("%s against %s within %g: %t", optional(c.got), optional(c.want), c.tolerance, got)
		}
	}
}

func TestToleranceFollowsTheFigure(t *testing.T) {
	for figure, want := range map[string]float64{
		"win_rate": 1e-6, "award_rate": 1e-6, "saving_rate mean": 1e-6, "avg_cycle_days_won": 1e-4, "awarded days mean": 1e-4,
		"avg_won_value": 1e-4, "won_value": 0, "won": 0, "award sum": 0, "awarded days median": 0,
	} {
		if got := salesTolerance(figure); got != want {
			t.Errorf("%s: %g, want %g", figure, got, want)
		}
	}
}

func TestATallyFailsByOneDifferenceAndShowsTheFirst(t *testing.T) {
	s, all := &sheet{store: storeSQLite}, &tally{check: "figures"}
	for i := range 20 {
		all.count(fmt.Sprint("figure ", i), i, i%12)
	}
	s.sum(all)
	l := s.lines[0]
	if l.ok || l.check != "figures (20)" || l.got != "12 equal, 8 differ" || len(l.examples) != exampleLimit {
		t.Fatalf("%+v", l)
	}
	if want := "figure 12: expected 12, got 0"; l.examples[0] != want {
		t.Errorf("%q, want %q", l.examples[0], want)
	}
}

func TestATallyOfNothingFails(t *testing.T) {
	s := &sheet{}
	s.sum(&tally{check: "figures"})
	if s.lines[0].ok {
		t.Fatal("nothing was compared, and that passed")
	}
}

func TestGroupsAreComparedInBothDirections(t *testing.T) {
	exactly := func(string) float64 { return 0 }
	want := figureSet{"North": {"won": some(3), "rate": nil}, "South": {"won": some(1)}}
	cases := map[string]struct {
		got   figureSet
		wrong int
	}{
		"equal":             {figureSet{"North": {"won": some(3), "rate": nil}, "South": {"won": some(1), "more": some(9)}}, 0},
		"another number":    {figureSet{"North": {"won": some(4), "rate": nil}, "South": {"won": some(1)}}, 1},
		"a number for none": {figureSet{"North": {"won": some(3), "rate": some(0)}, "South": {"won": some(1)}}, 1},
		"none for a number": {figureSet{"North": {"won": nil, "rate": nil}, "South": {"won": some(1)}}, 1},
		"a group less":      {figureSet{"North": {"won": some(3), "rate": nil}}, 1},
		"a group more":      {figureSet{"North": {"won": some(3), "rate": nil}, "South": {"won": some(1)}, "": {"won": some(2)}}, 1},
		"nothing":           {figureSet{}, 3},
	}
	for name, c := range cases {
		all := &tally{}
		all.compareFigures(want, c.got, exactly)
		if all.wrong != c.wrong {
			t.Errorf("%s: %d differ, want %d: %v", name, all.wrong, c.wrong, all.examples)
		}
	}
}

func TestFacetsAreComparedInBothDirections(t *testing.T) {
	s := &sheet{}
	s.facet("same", map[string]int{"a": 1}, map[string]int{"a": 1})
	s.facet("less", map[string]int{"a": 1, "b": 2}, map[string]int{"a": 1})
	s.facet("more", map[string]int{"a": 1}, map[string]int{"a": 1, "c": 1})
	if !s.lines[0].ok || s.lines[1].ok || s.lines[2].ok {
		t.Fatalf("%+v", s.lines)
	}
}

func TestTheTableEndsWithTheCountsAndTheExitCode(t *testing.T) {
	r := &report{}
	one := r.sheet(storeSQLite)
	one.equal("rows", 3, 3)
	one.atLeast("recall", 0.75, 0.76)
	var out bytes.Buffer
	if code := r.print(&out); code != 0 || !strings.HasSuffix(out.String(), "\n2 passed, 0 failed\n") {
		t.Fatalf("exit code %d: %s", code, &out)
	}
	two := r.sheet(storePostgres)
	two.atLeast("recall", 0.75, 0.7499)
	two.failed("figures", errors.New("the server went away"))
	out.Reset()
	code := r.print(&out)
	for _, want := range []string{"\n2 passed, 2 failed\n", "FAIL", "≥ 0.75", "0.7499", "postgres, figures: the server went away"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in %s", want, &out)
		}
	}
	if code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
}

func TestAnEmptyTableIsAFailure(t *testing.T) {
	if code := (&report{}).print(&bytes.Buffer{}); code != 1 {
		t.Fatalf("exit code %d, want 1", code)
	}
}

func TestRanksAreExplainedWhereTheyFailed(t *testing.T) {
	s := &sheet{}
	s.atLeast("first", 1, 1)
	s.atLeast("five", 2, 1)
	s.explain([]string{"Q-2: rank 9"})
	if len(s.lines[0].examples) != 0 || len(s.lines[1].examples) != 1 {
		t.Fatalf("%+v", s.lines)
	}
}
