package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk/importer"
	"bidwell/process"
)

// TestMain lets the test program be its own child, as the measured servers are.
func TestMain(m *testing.M) {
	if spec := os.Getenv(childEnv); spec != "" {
		os.Exit(runChild(context.Background(), spec, os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func TestBadCommandLinesAreRefused(t *testing.T) {
	for name, args := range map[string][]string{
		"unknown flag":       {"-speed", "9"},
		"too few":            {"-n", "10"},
		"no window":          {"-seconds", "0"},
		"no repeats":         {"-repeats", "0"},
		"no clients":         {"-clients", "0"},
		"unknown store":      {"-store", "oracle"},
		"unknown part":       {"-part", "poetry"},
		"documents in words": {"-docs", "many"},
		"negative documents": {"-docs", "-5"},
	} {
		t.Run(name, func(t *testing.T) {
			if code := run(t.Context(), args, io.Discard, io.Discard); code != 2 {
				t.Errorf("exit code %d, want 2", code)
			}
		})
	}
}

func TestTheLargestLibraryIsServed(t *testing.T) {
	o, err := parse([]string{"-docs", "10, 300,20"}, io.Discard)
	if err != nil || o.library() != 300 {
		t.Errorf("%v, %v", o, err)
	}
}

// A run on SQLite compares, loads, measures and prints every table.
func TestRunOnSQLite(t *testing.T) {
	if testing.Short() {
		t.Skip("loads a database")
	}
	var out, said bytes.Buffer
	keep := t.TempDir()
	args := []string{"-n", "2000", "-docs", "50", "-seconds", "0.05", "-repeats", "1", "-clients", "2", "-store", "sqlite", "-part", "ratios,search,fresh", "-keep", keep}
	if code := run(t.Context(), args, &out, &said); code != 0 {
		t.Fatalf("exit code %d\n%s", code, said.String())
	}
	for _, want := range []string{"both servers answer the same", "2000 opportunities"} {
		if !strings.Contains(said.String()+out.String(), want) {
			t.Errorf("%q is missing:\n%s\n%s", want, said.String(), out.String())
		}
	}
	if !regexp.MustCompile(`\| sqlite \| [1-9]\d+ \| [0-9.]+ \|`).MatchString(out.String()) {
		t.Errorf("nothing tells how soon a change is found:\n%s", out.String())
	}
	for _, op := range operations() {
		if !strings.Contains(out.String(), "| "+op.title+" | "+namePlain+" |") {
			t.Errorf("%q is not in the table", op.title)
		}
	}
	for _, kind := range queryKinds() {
		if !strings.Contains(out.String(), "| 50 | "+kind.name+" |") {
			t.Errorf("%q is not in the table", kind.name)
		}
	}
	if kept, _ := filepath.Glob(filepath.Join(keep, "sqlite-*", loadedMark)); len(kept) != 1 {
		t.Errorf("nothing was kept: %v", kept)
	}
}

func TestRecordsAreTheSameEachTime(t *testing.T) {
	first, second := slices.Collect(records(300)), slices.Collect(records(300))
	x, _ := json.Marshal(first)
	y, _ := json.Marshal(second)
	if !bytes.Equal(x, y) {
		t.Error("two runs differ")
	}
}

// Pages of the measured stages have proposals to show, half of them three or more.
func TestTopOfEachStageHasProposals(t *testing.T) {
	var known []candidate
	count := map[string]int{}
	for r := range records(3000) {
		switch r.Entity {
		case "opportunity":
			known = append(known, candidateOf(r))
		case "proposal":
			if ref, ok := r.Fields["opportunity"].(importer.Ref); ok {
				count[ref.Value]++
			}
		}
	}
	slices.SortFunc(known, func(x, y candidate) int { return int(y.amount - x.amount) })
	for _, stage := range stages {
		shown, rich := 0, 0
		for _, c := range known {
			if c.stage != stage || shown == 50 {
				continue
			}
			shown++
			if count[c.ref.Value] == 0 {
				t.Errorf("%s of %s has no proposal", c.ref.Value, stage)
			}
			if count[c.ref.Value] >= 3 {
				rich++
			}
		}
		if shown < 50 || rich < 20 {
			t.Errorf("%s: %d on the page, %d with three proposals", stage, shown, rich)
		}
	}
}

func TestPassagesAreNeverEmpty(t *testing.T) {
	texts := firstPassages(60)
	for _, kind := range queryKinds() {
		for i := range uint64(500) {
			piece := texts.whole(i)
			if kind.words > 0 {
				piece = texts.piece(i, kind.words)
			}
			if strings.TrimSpace(piece) == "" {
				t.Fatalf("%s: nothing to look for in number %d", kind.name, i)
			}
		}
	}
}

func TestAnswersAreComparedByValue(t *testing.T) {
	for name, c := range map[string]struct {
		got, want string
		shapeOnly bool
		same      bool
	}{
		"equal":             {`{"a":1,"b":[2]}`, `{"b":[2],"a":1}`, false, true},
		"another value":     {`{"a":1}`, `{"a":2}`, false, false},
		"another order":     {`{"a":[1,2]}`, `{"a":[2,1]}`, false, false},
		"one field more":    {`{"a":1,"b":2}`, `{"a":1}`, false, false},
		"written":           {`{"id":"x","n":1}`, `{"id":"y","n":2}`, true, true},
		"written otherwise": {`{"id":"x","n":1}`, `{"id":"y","n":"2"}`, true, false},
		"no JSON":           {`{`, `{}`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := compare([]byte(c.got), []byte(c.want), c.shapeOnly); (err == nil) != c.same {
				t.Error(err)
			}
		})
	}
}

func TestJSONByHandIsJSON(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 30, 0, 120_000_000, time.FixedZone("", 8*3600))
	for name, c := range map[string]struct {
		put  func(b *buffer)
		want any
	}{
		"text":             {func(b *buffer) { b.text("plain") }, "plain"},
		"quotes":           {func(b *buffer) { b.text(`a "b" \ c`) }, `a "b" \ c`},
		"control":          {func(b *buffer) { b.text("a\nb\x01") }, "a\nb\x01"},
		"Chinese":          {func(b *buffer) { b.text("方案 <&>") }, "方案 <&>"},
		"money":            {func(b *buffer) { b.money(123405) }, "1234.05"},
		"negative money":   {func(b *buffer) { b.money(-5) }, "-0.05"},
		"units":            {func(b *buffer) { b.units(123450) }, 1234.5},
		"number":           {func(b *buffer) { b.number(-7) }, -7.0},
		"time":             {func(b *buffer) { b.time(at) }, "2026-03-02T01:30:00.12Z"},
		"cursor":           {func(b *buffer) { b.cursor(7, "opp_1") }, "WyJBTU9VTlQiLDcsIm9wcF8xIl0"},
		"text after money": {func(b *buffer) { b.raw("[").money(0).raw(",").text("").raw("]") }, []any{"0.00", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			var b buffer
			c.put(&b)
			var got any
			if err := json.Unmarshal(b.bytes, &got); err != nil {
				t.Fatalf("%s: %v", b.bytes, err)
			}
			if err := compare(mustJSON(t, got), mustJSON(t, c.want), false); err != nil {
				t.Error(err)
			}
		})
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func TestMoneyIsWrittenAsTheProductDoes(t *testing.T) {
	for _, minor := range []int64{0, 1, 99, 100, 12345678, -1, -100} {
		var b buffer
		if got := string(b.money(minor).bytes); got != `"`+process.FormatMoney(minor)+`"` {
			t.Errorf("%d: %s, the product says %s", minor, got, process.FormatMoney(minor))
		}
	}
}

func TestCursorsComeBack(t *testing.T) {
	var b buffer
	quoted := b.cursor(-42, "opp_X").bytes
	if amount, id, err := placeOf(string(quoted[1 : len(quoted)-1])); amount != -42 || id != "opp_X" || err != nil {
		t.Errorf("%d %q %v", amount, id, err)
	}
	for _, bad := range []string{"", "!!", "e30", "W10x"} {
		if _, id, err := placeOf(bad); err == nil && id != "" {
			t.Errorf("%q is a cursor", bad)
		}
	}
}

func FuzzParseUsage(f *testing.F) {
	f.Add("12 (postgres: a) b) S 7 1 1 0 -1 0 0 0 0 0 11 22 33 44 20 0")
	f.Add("1 (x) S")
	f.Add(")(")
	f.Fuzz(func(_ *testing.T, stat string) { _, _ = parseUsage(stat) })
}

func TestUsageIsReadBehindTheName(t *testing.T) {
	u, err := parseUsage("12 (postgres: a) b) S 7 1 1 0 -1 0 0 0 0 0 11 22 33 44 20 0")
	want := usage{name: "postgres: a) b", parent: 7, own: 330 * time.Millisecond, children: 770 * time.Millisecond}
	if err != nil || u != want {
		t.Errorf("%+v, %v", u, err)
	}
	for _, bad := range []string{"", "1 (x) S 1", "1 x S 7 1 1 0", "1 (x) S a 1 1 0 -1 0 0 0 0 0 11 22 33 44 20 0"} {
		if u, err := parseUsage(bad); err == nil {
			t.Errorf("%q: %+v", bad, u)
		}
	}
}

func TestOwnProcessUsesMemoryAndHasAParent(t *testing.T) {
	u, err := usageOf(os.Getpid())
	if err != nil || u.parent != os.Getppid() {
		t.Errorf("%+v, %v", u, err)
	}
	m, err := memoryOf(os.Getpid())
	if err != nil || m.Resident < 1<<20 || m.Anonymous <= 0 || m.Anonymous > m.Resident {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestMediansAndPercentiles(t *testing.T) {
	loads := []load{{server: 3, database: 10}, {server: 1, database: 30}, {server: 2, database: 20}}
	if m := median(loads); m.server != 2 || m.database != 20 || m.cpu() != 22 {
		t.Errorf("%+v", m)
	}
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(100-i))
	}
	if p50, p99 := percentiles(all); p50 != 50 || p99 != 99 {
		t.Errorf("p50 %d, p99 %d", p50, p99)
	}
	if p50, p99 := percentiles(nil); p50 != 0 || p99 != 0 {
		t.Errorf("of nothing: %d %d", p50, p99)
	}
}

func TestRatioIsToHandWritten(t *testing.T) {
	op := operation{name: "one"}
	s := &storeResult{kind: storePostgres, loads: []measured{
		{op, contender{name: namePlain}, load{server: 10, database: 10}},
		{op, contender{name: nameBidwell}, load{server: 40, database: 10}},
	}}
	if got := s.ratio("one", nameBidwell); got != 2.5 {
		t.Errorf("%v, want 2.5", got)
	}
	if got := s.ratio("unknown", nameBidwell); got != 0 {
		t.Errorf("nothing measured: %v", got)
	}
}
