package process_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidwell/process"
)

// drawnValue is a value as fields hold them.
func drawnValue() *rapid.Generator[any] {
	return rapid.OneOf(
		rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.String().AsAny(), rapid.Int64().AsAny(),
		rapid.Float64Range(-1e300, 1e300).AsAny(), rapid.SliceOfN(rapid.String(), 0, 3).AsAny(),
		rapid.MapOfN(rapid.StringMatching(`[a-z]{1,3}`), rapid.Int().AsAny(), 0, 4).AsAny(),
	)
}

func drawnRow(t *rapid.T) process.Logged {
	return process.Logged{
		At:    time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "at")),
		Parts: rapid.SliceOfN(rapid.String(), 3, 3).Draw(t, "parts"),
		Fields: rapid.MapOfN(rapid.StringMatching(`[a-z]{1,4}`), rapid.Custom(func(t *rapid.T) process.FieldChange {
			return process.FieldChange{From: drawnValue().Draw(t, "from"), To: drawnValue().Draw(t, "to"), Salt: rapid.StringN(0, 4, -1).Draw(t, "salt")}
		}), 0, 3).Draw(t, "fields"),
	}
}

func TestARowKeepsItsHashOnTheWayThroughADatabase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := drawnRow(t)
		was := process.Chain("before", row)
		raw, err := json.Marshal(row.Fields)
		if err != nil {
			t.Fatal(err)
		}
		back := process.Logged{At: row.At.In(time.FixedZone("there", 3600)), Parts: row.Parts}
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.UseNumber()
		if err := d.Decode(&back.Fields); err != nil {
			t.Fatal(err)
		}
		if is := process.Chain("before", back); is != was {
			t.Fatalf("%s became %s on the way through %s", was, is, raw)
		}
	})
}

func TestWhateverIsChangedInARowChangesItsHash(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	row := func() process.Logged {
		return process.Logged{At: at, Parts: []string{"usr_1", "", "Opportunity"}, Fields: map[string]process.FieldChange{"name": {From: "a", To: "b"}, "amount": {To: 5}}}
	}
	was := process.Chain("x", row())
	if process.Chain("x", row()) != was {
		t.Fatal("the same row has two hashes")
	}
	changed := map[string]func(*process.Logged){
		"a microsecond":        func(r *process.Logged) { r.At = r.At.Add(time.Microsecond) },
		"who":                  func(r *process.Logged) { r.Parts[0] = "usr_2" },
		"a text moved":         func(r *process.Logged) { r.Parts[0], r.Parts[1] = "", "usr_1" },
		"a text split":         func(r *process.Logged) { r.Parts = []string{"usr_1", "", "Oppor", "tunity"} },
		"a field taken out":    func(r *process.Logged) { delete(r.Fields, "amount") },
		"a field put in":       func(r *process.Logged) { r.Fields["x"] = process.FieldChange{} },
		"a field renamed":      func(r *process.Logged) { r.Fields["sum"] = r.Fields["amount"]; delete(r.Fields, "amount") },
		"before and after":     func(r *process.Logged) { r.Fields["name"] = process.FieldChange{From: "b", To: "a"} },
		"a number for a text":  func(r *process.Logged) { r.Fields["amount"] = process.FieldChange{To: "5"} },
		"a number made a text": func(r *process.Logged) { r.Fields["amount"] = process.FieldChange{To: "5n"} },
		"a number by one":      func(r *process.Logged) { r.Fields["amount"] = process.FieldChange{To: 6} },
		"a null for a text":    func(r *process.Logged) { r.Fields["name"] = process.FieldChange{To: "b"} },
		"a salt put in":        func(r *process.Logged) { r.Fields["name"] = process.FieldChange{From: "a", To: "b", Salt: "s"} },
	}
	for what, change := range changed {
		r := row()
		if change(&r); process.Chain("x", r) == was {
			t.Errorf("%s: the hash stays", what)
		}
	}
	if process.Chain("y", row()) == was {
		t.Error("the hash does not depend on the one before")
	}
	for _, same := range []any{5, int64(5), 5.0, json.Number("5"), json.Number("5.0"), json.Number("0.5e1")} {
		r := row()
		if r.Fields["amount"] = (process.FieldChange{To: same}); process.Chain("x", r) != was {
			t.Errorf("%T %v is another number than 5", same, same)
		}
	}
}

func TestErasedValuesLeaveTheChainWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := drawnRow(t)
		was := process.Chain("", row)
		for name, f := range row.Fields {
			erased := process.Erase(f)
			if erased.From != nil || erased.To != nil || erased.Salt != "" {
				t.Fatalf("%v is left of %v", erased, f)
			}
			row.Fields[name] = process.Erase(erased) // twice is once
		}
		if is := process.Chain("", row); is != was {
			t.Fatalf("%s became %s", was, is)
		}
	})
}

func TestACellIsNoFormula(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "北港": "北港", "a=1": "a=1", "=1+1": "'=1+1", "+86": "'+86", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "＝1": "'＝1", "'=1": "'=1",
		"  =1": "'  =1", "\u3000＋1": "'\u3000＋1", "\u200b@a": "'\u200b@a", "\ufeff=1": "'\ufeff=1", "  a=1": "  a=1", "   ": "   ",
	} {
		if got := process.Cell(text); got != want {
			t.Errorf("%q is %q in a cell, want %q", text, got, want)
		}
	}
}

func FuzzCell(f *testing.F) {
	f.Add("=1")
	f.Add("\xff=")
	f.Fuzz(func(t *testing.T, text string) {
		cell := process.Cell(text)
		if strings.TrimPrefix(cell, "'") != text && cell != text {
			t.Errorf("%q became %q", text, cell)
		}
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") {
			t.Errorf("%q begins like a formula", cell)
		}
	})
}
