package importer

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestProgressRendersItsState(t *testing.T) {
	cases := []struct {
		name  string
		p     Progress
		width int
		bar   string
		line  string
	}{
		{"beginning", Progress{File: "a.csv", Total: 1000}, 80, "a.csv [........................]   0% 0 rows, 0 errors, 0 rows/s", "a.csv: 0% of 1.0 KiB, 0 rows, 0 errors, 0 rows/s"},
		{"a quarter", Progress{"a.csv", 500, 2, 1 << 20, 4 << 20, 10 * time.Second}, 90, "a.csv [######..................]  25% 500 rows, 2 errors, 50 rows/s, 30s left", "a.csv: 25% of 4.0 MiB, 500 rows, 2 errors, 50 rows/s, 30s left"},
		{"end", Progress{"a.csv", 10, 0, 100, 100, time.Second}, 80, "a.csv [########################] 100% 10 rows, 0 errors, 10 rows/s", "a.csv: 100% of 0.1 KiB, 10 rows, 0 errors, 10 rows/s"},
		{"narrow", Progress{"a.csv", 10, 0, 100, 100, time.Second}, 40, "100% 10 rows, 0 errors, 10 rows/s", "a.csv: 100% of 0.1 KiB, 10 rows, 0 errors, 10 rows/s"},
		{"very narrow", Progress{"a.csv", 10, 0, 100, 100, time.Second}, 6, "100% 1", "a.csv: 100% of 0.1 KiB, 10 rows, 0 errors, 10 rows/s"},
		{"no width", Progress{}, 0, "", ": 0% of 0.0 KiB, 0 rows, 0 errors, 0 rows/s"},
		{"more than all", Progress{"a", 1, 0, 300, 100, time.Second}, 80, "a [########################] 100% 1 rows, 0 errors, 1 rows/s", "a: 100% of 0.1 KiB, 1 rows, 0 errors, 1 rows/s"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := c.p.Bar(c.width); got != c.bar {
				t.Errorf("bar\n%q, want\n%q", got, c.bar)
			}
			if got := c.p.Line(); got != c.line {
				t.Errorf("line\n%q, want\n%q", got, c.line)
			}
		})
	}
}

func TestATerminalLineIsWrittenOverAndALogGetsLinesNowAndThen(t *testing.T) {
	at := func(tenths int) Progress {
		return Progress{File: "a.csv", Rows: tenths, Done: int64(tenths), Total: 300, Elapsed: time.Duration(tenths) * 100 * time.Millisecond}
	}
	var terminal, log bytes.Buffer
	bar, lines := &ProgressWriter{Out: &terminal, Terminal: true}, &ProgressWriter{Out: &log}
	for tenths := range 250 {
		for _, w := range []*ProgressWriter{bar, lines} {
			if err := w.Show(at(tenths)); err != nil {
				t.Fatal(err)
			}
			if err := w.Show(at(tenths)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := bar.Finish(at(300)); err != nil {
		t.Fatal(err)
	}
	if err := lines.Finish(at(300)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(terminal.String(), "\r"); n != 251 || strings.Count(terminal.String(), "\n") != 1 || !strings.HasSuffix(terminal.String(), "\n") {
		t.Errorf("%d times written over", n)
	}
	for _, line := range strings.Split(strings.TrimSuffix(terminal.String(), "\n"), "\r")[1:] {
		if len(line) != 79 {
			t.Fatalf("%d columns: %q", len(line), line)
		}
	}
	if n := strings.Count(log.String(), "\n"); n != 4 { // at 0, 10 and 20 s, and the end
		t.Errorf("%d lines:\n%s", n, log.String())
	}
}
