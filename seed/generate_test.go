package seed

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent/opportunity"
	"bidwell/ent/stageentry"
	"bidwell/process"
	"bidwell/search"
)

func TestRecordsAreTheSameEachTime(t *testing.T) {
	if diff := cmp.Diff(slices.Collect(Records(200)), slices.Collect(Records(200))); diff != "" {
		t.Error(diff)
	}
}

func TestRecordsStopWhenNobodyListens(t *testing.T) {
	n := 0
	for range Records(1000) {
		if n++; n == 300 {
			break
		}
	}
	if n != 300 {
		t.Errorf("%d records", n)
	}
}

func TestRecordsNameOnlyWhatCameBefore(t *testing.T) {
	known, line := map[string]bool{}, 0
	for r := range Records(500) {
		for field, v := range r.Fields {
			ref, ok := v.(importer.Ref)
			if ok && !known[ref.Entity+" "+ref.Value] {
				t.Errorf("%s %s: its %s %s is not known yet", r.Entity, r.ExternalID, field, ref.Value)
			}
		}
		if r.Line < line || r.System != System || r.ExternalID == "" {
			t.Errorf("%s %s of %q on line %d after line %d", r.Entity, r.ExternalID, r.System, r.Line, line)
		}
		if key := r.Entity + " " + r.ExternalID; known[key] {
			t.Errorf("%s twice", key)
		} else {
			known[key], line = true, r.Line
		}
	}
}

func TestRecordsHaveTheSharesTheyPromise(t *testing.T) {
	const n = 4000
	count, status := map[string]int{}, map[string]int{}
	sections := 0
	for r := range Records(n) {
		count[r.Entity]++
		sections += len(r.Sections)
		if r.Outcome != nil {
			status[r.Outcome.Status]++
		}
	}
	if count["opportunity"] != n || count["customer"] != n/20 || count["user"] != generatedUsers || count["product"] != generatedProducts {
		t.Error(count)
	}
	within(t, "proposals an opportunity", float64(count["proposal"])/n, 0.28, 0.32)
	within(t, "sections a proposal", float64(sections)/float64(count["proposal"]), 2.8, 3.2)
	within(t, "line items an opportunity", float64(count["lineItem"])/n, 1.4, 1.6)
	within(t, "won", float64(status["WON"])/n, 0.28, 0.32)
	for _, e := range endings {
		if status[string(e.status)] == 0 {
			t.Errorf("none is %s", e.status)
		}
	}
}

func within(t *testing.T, what string, got, least, most float64) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("%s: %.3f, want %.2f to %.2f", what, got, least, most)
	}
}

func TestCoursesOfRecordsArePossible(t *testing.T) {
	for r := range Records(2000) {
		if r.Entity != "opportunity" {
			continue
		}
		for i, s := range r.Stages {
			if i != process.StageIndex(process.OpportunityStage(s.Stage)) || i > 0 && !s.At.After(r.Stages[i-1].At) {
				t.Fatalf("%s: stage %d is %v", r.ExternalID, i, s)
			}
		}
		open, decided := r.Outcome.Status == string(process.OpportunityStatusOpen), r.Outcome.DecidedAt
		if open != decided.IsZero() || !open && decided.Before(r.Stages[0].At) {
			t.Errorf("%s: %+v", r.ExternalID, r.Outcome)
		}
		if won := r.Outcome.Status == string(process.OpportunityStatusWon); !open && won == (r.Outcome.Reason != "") {
			t.Errorf("%s: %+v", r.ExternalID, r.Outcome)
		}
		if m := r.Fields["amount"].(importer.Money); m.Minor <= 0 || len(m.Currency) != 3 {
			t.Errorf("%s: %+v", r.ExternalID, m)
		}
	}
}

func TestRecordsAreImportedWithoutARefusal(t *testing.T) {
	eachStore(t, func(t *testing.T, ctx context.Context, d *desk.Desk) {
		for _, again := range []bool{false, true} {
			got := importAll(t, ctx, d, Records(120))
			if len(got.Errors) > 0 {
				t.Fatalf("refused: %+v", got.Errors[0])
			}
			if again != (got.Created == 0) || got.Updated > 0 {
				t.Errorf("again %v: %+v", again, got)
			}
		}
		if n := must(d.Read(ctx).Opportunity.Query().Count(ctx))(t); n != 120 {
			t.Errorf("%d opportunities", n)
		}
		for _, o := range must(d.Read(ctx).Opportunity.Query().Where(opportunity.StatusEQ(process.OpportunityStatusWon)).All(ctx))(t) {
			last := must(d.Read(ctx).StageEntry.Query().Where(stageentry.OpportunityID(o.ID)).Order(stageentry.ByPosition(), stageentry.ByEnteredAt()).All(ctx))(t)
			if o.DecidedAt == nil || last[len(last)-1].Stage != o.Stage {
				t.Errorf("%s: decided %v in %s", *o.Code, o.DecidedAt, o.Stage)
			}
		}
	})
}

func importAll(t *testing.T, ctx context.Context, d *desk.Desk, records iter.Seq[importer.Record]) (sum desk.ImportResult) {
	t.Helper()
	for batch := range slices.Chunk(slices.Collect(records), 200) {
		part, err := d.Import(ctx, batch)
		if err != nil {
			t.Fatal(err)
		}
		sum.Add(part)
	}
	return sum
}

func TestDocumentsAreTheSameEachTimeAndInLongerRuns(t *testing.T) {
	short, long := slices.Collect(Documents(100)), slices.Collect(Documents(300))
	if diff := cmp.Diff(short, long[:100]); diff != "" {
		t.Error(diff)
	}
	n := 0
	for range Documents(100) {
		if n++; n == 7 {
			break
		}
	}
	if n != 7 {
		t.Errorf("%d documents", n)
	}
}

func TestDocumentsAreLikeALibrary(t *testing.T) {
	const n = 4000
	ids, words, seen := map[string]bool{}, map[string]int{}, 0
	bytes, zh := 0, 0
	for doc := range Documents(n) {
		ids[doc.ID] = true
		bytes += len(doc.Body)
		checkDocument(t, doc)
		if doc.Language == "zh" {
			zh++
			continue
		}
		for _, w := range strings.Fields(doc.Body) {
			words[strings.Trim(w, ",.")]++
			seen++
		}
	}
	if len(ids) != n {
		t.Errorf("%d different ids", len(ids))
	}
	within(t, "bytes a document", float64(bytes)/n, 820, 880)
	within(t, "Chinese", float64(zh)/n, 0.58, 0.62)
	within(t, "share of the most frequent word", float64(words["the"])/float64(seen), 0.03, 0.15)
	rare := 0
	for _, n := range words {
		if n < 10 {
			rare++
		}
	}
	within(t, "share of rare words", float64(rare)/float64(len(words)), 0.5, 0.98)
	if len(words) < 5000 {
		t.Errorf("only %d different words", len(words))
	}
}

func checkDocument(t *testing.T, doc search.Doc) {
	t.Helper()
	raw, err := json.Marshal(doc)
	if err != nil || process.CheckText("doc", string(raw)) != nil || !utf8.ValidString(doc.Body) {
		t.Errorf("%s cannot be stored: %v", doc.ID, err)
	}
	han := strings.ContainsFunc(doc.Body, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if han != (doc.Language == "zh") || doc.Title == "" || len(doc.Scopes) == 0 || doc.Year != doc.Date.Year() {
		t.Errorf("%+v", doc)
	}
	if doc.Date.Before(epoch) || doc.Date.After(epoch.Add(generatedDays*24*time.Hour)) {
		t.Errorf("%s is of %v", doc.ID, doc.Date)
	}
}

func BenchmarkRecords(b *testing.B) {
	for b.Loop() {
		for range Records(1000) {
		}
	}
}

func BenchmarkDocuments(b *testing.B) {
	for b.Loop() {
		for range Documents(1000) {
		}
	}
}
