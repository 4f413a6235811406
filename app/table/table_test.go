package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bidwell/graph"
	"bidwell/process"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// written is a table as a file.
func written(t *testing.T, o Options, rows ...Row) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := New(&out, o)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// opened is a workbook that was written.
func opened(t *testing.T, book []byte) *excelize.File {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

func texts(n int) (all []graph.Column) {
	for range n {
		all = append(all, graph.Column{Heading: "text"})
	}
	return all
}

// hostile are texts that harm a reader, or a file, when they are written as they are.
var hostile = map[string]string{
	"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "  =1": "'  =1",
	"\u3000=1": "'\u3000=1", "\u200b=1": "'\u200b=1", "\u202e=1": "'\u202e=1", "=cmd|' /C calc'!A0": "'=cmd|' /C calc'!A0", "a\x00b": "a\uFFFDb", "\x00=1": "\uFFFD=1", "\x1b[31m": "\uFFFD[31m",
	"a\xffb": "a\uFFFDb", "\uFFFE": "\uFFFD", "😀 👨‍👩‍👧": "😀 👨‍👩‍👧", "שלום": "שלום", "a\"b,c;d\ne": "a\"b,c;d\ne", "  spaces  ": "  spaces  ", "_x0041_": "_x0041_", "<a>&amp;": "<a>&amp;", "": "", "'": "'",
	"]]>": "]]>", "a\tb": "a\tb", "北港,3 号": "北港,3 号",
}

func TestNoTextIsAFormulaOrBreaksTheFile(t *testing.T) {
	for text, want := range hostile {
		table := written(t, Options{Format: graph.ExportCSV, Columns: texts(2)}, Row{Cells: []string{text, "end"}})
		rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
		// encoding/csv reads \r\n in quotes as \n; nothing else changes.
		if err != nil || len(rows) != 2 || rows[1][0] != strings.ReplaceAll(want, "\r\n", "\n") || rows[1][1] != "end" {
			t.Errorf("%q is read as %q, %v", text, rows, err)
		}
		x := opened(t, written(t, Options{Format: graph.ExportXLSX, Columns: texts(2), Name: "list", Zone: shanghai}, Row{Cells: []string{text, "end"}}))
		got, err := x.GetCellValue("list", "A2")
		if end, _ := x.GetCellValue("list", "B2"); err != nil || got != strings.ReplaceAll(want, "\r", "\n") && got != want || end != "end" {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
		if formula, err := x.GetCellFormula("list", "A2"); formula != "" || err != nil {
			t.Errorf("%q is the formula %q, %v", text, formula, err)
		}
		if kind, err := x.GetCellType("list", "A2"); want != "" && (err != nil || kind != excelize.CellTypeInlineString) {
			t.Errorf("%q is a cell of type %v, %v", text, kind, err)
		}
	}
}

// A number, day or moment is one where a spreadsheet keeps it as it is, and text where it does not.
func TestCellsAreTypedWhereThatIsExact(t *testing.T) {
	for _, c := range []struct {
		kind graph.CellKind
		text string
		raw  string // as the workbook has it
		typ  excelize.CellType
	}{
		{graph.CellNumber, "42", "42", excelize.CellTypeUnset},
		{graph.CellNumber, "-42", "-42", excelize.CellTypeUnset},
		{graph.CellNumber, "0.1", "0.1", excelize.CellTypeUnset},
		{graph.CellNumber, "1e-7", "0.0000001", excelize.CellTypeUnset},
		{graph.CellNumber, "999999999999999", "999999999999999", excelize.CellTypeUnset},
		{graph.CellNumber, "9007199254740993", "9007199254740993", excelize.CellTypeInlineString},
		{graph.CellMoney, "1234.50", "1234.5", excelize.CellTypeUnset},
		{graph.CellMoney, "-0.01", "-0.01", excelize.CellTypeUnset},
		{graph.CellMoney, "9999999999999.99", "9999999999999.99", excelize.CellTypeUnset},
		{graph.CellMoney, "92233720368547758.07", "92233720368547758.07", excelize.CellTypeInlineString},
		{graph.CellBool, "true", "1", excelize.CellTypeBool},
		{graph.CellDate, "2026-11-23", "46349", excelize.CellTypeUnset},
		{graph.CellDate, "1900-03-01", "61", excelize.CellTypeUnset},
		{graph.CellDate, "1900-02-28", "1900-02-28", excelize.CellTypeInlineString},
		{graph.CellDate, "0001-01-01", "0001-01-01", excelize.CellTypeInlineString},
		{graph.CellTime, "2026-11-22T16:00:00Z", "46349", excelize.CellTypeUnset}, // midnight in Shanghai
		{graph.CellTime, "2026-11-23T04:00:00Z", "46349.5", excelize.CellTypeUnset},
		{graph.CellTime, "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", excelize.CellTypeInlineString},
		{graph.CellNumber, "=1", "'=1", excelize.CellTypeInlineString},
		{graph.CellMoney, "-", "'-", excelize.CellTypeInlineString},
		{graph.CellJSON, `[{"a":"=1"}]`, `[{"a":"=1"}]`, excelize.CellTypeInlineString},
		{graph.CellText, "007", "007", excelize.CellTypeInlineString},
		{graph.CellText, "true", "true", excelize.CellTypeInlineString},
	} {
		o := Options{Format: graph.ExportXLSX, Columns: []graph.Column{{Heading: "c", Kind: c.kind}}, Name: "list", Zone: shanghai}
		x := opened(t, written(t, o, Row{Cells: []string{c.text}}))
		got, err := x.GetCellValue("list", "A2", excelize.Options{RawCellValue: true})
		typ, bad := x.GetCellType("list", "A2")
		if err != nil || bad != nil || got != c.raw || typ != c.typ {
			t.Errorf("%s is %q of type %v, want %q of %v; %v %v", c.text, got, typ, c.raw, c.typ, err, bad)
		}
		o.Format = graph.ExportCSV
		want := c.text
		if c.text == "=1" || c.text == "-" {
			want = "'" + want
		}
		if rows, err := csv.NewReader(bytes.NewReader(written(t, o, Row{Cells: []string{c.text}}))).ReadAll(); err != nil || rows[1][0] != want {
			t.Errorf("as CSV, %s is %q, %v", c.text, rows, err)
		}
	}
}

func TestAmountsAndTimesAreShownAsSuch(t *testing.T) {
	columns := []graph.Column{{Heading: "m", Kind: graph.CellMoney}, {Heading: "d", Kind: graph.CellDate}, {Heading: "t", Kind: graph.CellTime}}
	x := opened(t, written(t, Options{Format: graph.ExportXLSX, Columns: columns, Name: "list", Zone: shanghai}, Row{Cells: []string{"1234567.80", "2026-11-23", "2026-11-23T04:05:06.5Z"}}))
	for cell, want := range map[string]string{"A2": "1,234,567.80", "B2": "2026-11-23"} {
		if got, err := x.GetCellValue("list", cell); err != nil || got != want {
			t.Errorf("%s is shown as %q, want %q; %v", cell, got, want, err)
		}
	}
	if got, err := x.GetCellValue("list", "C2"); err != nil || !strings.HasPrefix(got, "2026-11-23 12:05:0") {
		t.Errorf("a moment is shown as %q, %v", got, err)
	}
}

// A text longer than a cell of XLSX is cut where everybody sees it; other formats have all of it.
func TestLongTextsAreCutInSight(t *testing.T) {
	for name, text := range map[string]string{
		"ASCII": strings.Repeat("a", maxUnits+1), "Chinese": strings.Repeat("长", maxUnits+1), "pairs": strings.Repeat("😀", maxUnits/2+1), "much too long": strings.Repeat("长 ", 100_000),
	} {
		x := opened(t, written(t, Options{Format: graph.ExportXLSX, Columns: texts(1), Name: "list", Zone: shanghai}, Row{Cells: []string{text}}))
		got, err := x.GetCellValue("list", "A2")
		if err != nil || !strings.HasSuffix(got, cutMark) || unitsOf(got) > maxUnits || unitsOf(got) < maxUnits-1 || !strings.HasPrefix(text, strings.TrimSuffix(got, cutMark)) {
			t.Errorf("%s: %d units, end %q, %v", name, unitsOf(got), got[max(0, len(got)-40):], err)
		}
		table := written(t, Options{Format: graph.ExportCSV, Columns: texts(1)}, Row{Cells: []string{text}})
		if !bytes.Contains(table, []byte(text)) {
			t.Errorf("%s: cut in CSV", name)
		}
	}
	for name, text := range map[string]string{"ASCII": strings.Repeat("a", maxUnits), "Chinese": strings.Repeat("长", maxUnits), "pairs": strings.Repeat("😀", maxUnits/2)} {
		if got := fitting(text); got != text {
			t.Errorf("%s that fits is cut", name)
		}
	}
}

func TestASheetThatIsFullIsRefused(t *testing.T) {
	w, err := newXLSX(io.Discard, Options{Format: graph.ExportXLSX, Columns: texts(1), Name: "list", Zone: shanghai})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Discard()
	if w.most != 1_048_575 {
		t.Errorf("a sheet has %d rows", w.most)
	}
	w.most = 3
	for i := range 4 {
		err = w.Write(Row{Cells: []string{"x"}})
		if i < 3 && err != nil {
			t.Fatal(err)
		}
	}
	if process.CodeOf(err) != process.CodeValidationFailed || !strings.Contains(err.Error(), "csv") {
		t.Errorf("%v", err)
	}
}

func TestATableWithoutRowsHasHeadings(t *testing.T) {
	columns := []graph.Column{{Heading: "customer.name"}, {Heading: "amount", Kind: graph.CellMoney}}
	if got := string(written(t, Options{Format: graph.ExportCSV, Columns: columns, BOM: true})); got != "\uFEFFcustomer.name,amount\n" {
		t.Errorf("%q", got)
	}
	x := opened(t, written(t, Options{Format: graph.ExportXLSX, Columns: columns, Name: "list", Zone: shanghai}))
	if rows, err := x.GetRows("list"); err != nil || len(rows) != 1 || rows[0][0] != "customer.name" {
		t.Errorf("%q, %v", rows, err)
	}
	if got := written(t, Options{Format: graph.ExportJSON, Columns: columns}); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestLinesAreTheRowsAsTheyAre(t *testing.T) {
	got := written(t, Options{Format: graph.ExportJSON}, Row{Whole: json.RawMessage(`{"a":"\u0000=1"}`)}, Row{Whole: json.RawMessage(`{}`)})
	if string(got) != "{\"a\":\"\\u0000=1\"}\n{}\n" {
		t.Errorf("%q", got)
	}
}

// Whatever a text is, CSV has a row of two cells of it, XLSX opens, and neither begins like a formula.
func FuzzCells(f *testing.F) {
	for text := range hostile {
		f.Add(text, 0)
	}
	f.Add("-1.5e9", 1)
	f.Add("2026-11-23T04:00:00Z", 5)
	f.Fuzz(func(t *testing.T, text string, kind int) {
		columns := []graph.Column{{Heading: "a", Kind: graph.CellKind(kind % 7)}, {Heading: "b"}}
		table := written(t, Options{Format: graph.ExportCSV, Columns: columns}, Row{Cells: []string{text, "end"}})
		rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[1]) != 2 || rows[1][1] != "end" {
			t.Fatalf("%q is read as %q, %v", text, rows, err)
		}
		cell := rows[1][0]
		if seen := strings.TrimLeft(cell, " \u3000\u00a0\u200b\ufeff"); seen != "" && strings.ContainsRune("=@\t\r\n|%＝＋－＠", []rune(seen)[0]) {
			t.Errorf("%q begins like a formula", cell)
		} else if seen != "" && strings.ContainsAny(seen[:1], "+-") && strings.Trim(seen, "0123456789.-+eE:TZtrufals") != "" {
			t.Errorf("%q begins like a formula", cell)
		}
		x := opened(t, written(t, Options{Format: graph.ExportXLSX, Columns: columns, Name: "list", Zone: shanghai}, Row{Cells: []string{text, "end"}}))
		if end, err := x.GetCellValue("list", "B2"); err != nil || end != "end" {
			t.Errorf("after %q comes %q, %v", text, end, err)
		}
		if formula, _ := x.GetCellFormula("list", "A2"); formula != "" {
			t.Errorf("%q is the formula %q", text, formula)
		}
	})
}
