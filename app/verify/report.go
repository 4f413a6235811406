package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// report is the table that is printed in the end, by store.
type report struct{ sheets []*sheet }

// sheet holds the checks on one store.
type sheet struct {
	store string
	lines []line
}

// line is one check; examples tell what differs.
type line struct {
	check, want, got string
	ok               bool
	examples         []string
}

func (r *report) sheet(store string) *sheet {
	s := &sheet{store: store}
	r.sheets = append(r.sheets, s)
	return s
}

func (s *sheet) add(l line) { s.lines = append(s.lines, l) }

// equal checks that a value is the one expected.
func (s *sheet) equal(check string, want, got any) {
	w, g := fmt.Sprint(want), fmt.Sprint(got)
	s.add(line{check: check, want: w, got: g, ok: w == g})
}

// atLeast checks that a number is not smaller than another.
func (s *sheet) atLeast(check string, want, got float64) {
	s.add(line{check: check, want: "≥ " + short(want), got: short(got), ok: got >= want})
}

// failed notes a check that could not be made.
func (s *sheet) failed(check string, err error) {
	s.add(line{check: check, want: "no error", got: "error", examples: []string{err.Error()}})
}

// tally counts many comparisons that make one line of the table.
type tally struct {
	check    string
	n, wrong int
	examples []string
}

// exampleLimit bounds what is printed below a line.
const exampleLimit = 5

// compare counts a comparison; what names it when it failed.
func (t *tally) compare(ok bool, what string, args ...any) {
	t.n++
	if ok {
		return
	}
	if t.wrong++; len(t.examples) < exampleLimit {
		t.examples = append(t.examples, fmt.Sprintf(what, args...))
	}
}

// number compares a number, nil being none, with a tolerance.
func (t *tally) number(what string, want, got *float64, tolerance float64) {
	t.compare(near(want, got, tolerance), "%s: expected %s, got %s", what, optional(want), optional(got))
}

// count compares a count.
func (t *tally) count(what string, want, got int) {
	t.compare(want == got, "%s: expected %d, got %d", what, want, got)
}

// sum puts the comparisons into the table.
func (s *sheet) sum(t *tally) {
	got := fmt.Sprintf("%d equal", t.n-t.wrong)
	if t.wrong > 0 {
		got += fmt.Sprintf(", %d differ", t.wrong)
	}
	s.add(line{
		check: fmt.Sprintf("%s (%d)", t.check, t.n), want: fmt.Sprintf("%d equal", t.n), got: got,
		ok: t.wrong == 0 && t.n > 0, examples: t.examples,
	})
}

// roundingSlack covers the last digit of a number that was written in decimal.
const roundingSlack = 1e-12

func near(want, got *float64, tolerance float64) bool {
	if want == nil || got == nil {
		return want == nil && got == nil
	}
	d := *want - *got
	return max(d, -d) <= tolerance+roundingSlack
}

func optional(n *float64) string {
	if n == nil {
		return "none"
	}
	return short(*n)
}

func short(n float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.6f", n), "0"), ".")
}

// print writes the table and gives the exit code.
func (r *report) print(out io.Writer) int {
	passed, failed := 0, 0
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "check\texpected\tgot\tstore\tresult")
	for _, s := range r.sheets {
		for _, l := range s.lines {
			result := "ok"
			if passed++; !l.ok {
				passed, failed, result = passed-1, failed+1, "FAIL"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", l.check, l.want, l.got, s.store, result)
		}
	}
	_ = table.Flush()
	r.printExamples(out)
	fmt.Fprintf(out, "\n%d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 {
		return 1
	}
	return 0
}

func (r *report) printExamples(out io.Writer) {
	for _, s := range r.sheets {
		for _, l := range s.lines {
			for _, example := range l.examples {
				fmt.Fprintf(out, "\n%s, %s: %s", s.store, l.check, example)
			}
		}
	}
	fmt.Fprintln(out)
}
