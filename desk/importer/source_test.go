package importer

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProgressGrowsToTheWholeFile(t *testing.T) {
	files := map[string][]byte{"a.csv": []byte(ordersCSV("\n")), "a.jsonl": []byte(ordersJSON("\n")), "a.xlsx": ordersXLSX(t, true)}
	for name, data := range files {
		s, err := NewSource(name, bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		last := int64(0)
		for err == nil {
			_, err = s.Next()
			done, total := s.Progress()
			if done < last || done > total || total != int64(len(data)) {
				t.Fatalf("%s: %d of %d after %d", name, done, total, last)
			}
			last = done
		}
		if err != io.EOF || last != int64(len(data)) {
			t.Errorf("%s: %d of %d bytes at %v", name, last, len(data), err)
		}
		if err := s.Close(); err != nil {
			t.Error(name, err)
		}
	}
}

func TestEverySourceNamesItsColumnsAndGivesTheSameCells(t *testing.T) {
	files := map[string][]byte{"a.csv": []byte(ordersCSV("\n")), "a.tsv": nil, "a.jsonl": []byte(ordersJSON("\n")), "a.xlsx": ordersXLSX(t, false)}
	files["a.tsv"] = []byte(separated(orderHeader, orderRows, '\t'))
	for name, data := range files {
		o := Options{}
		if name == "a.tsv" {
			o.Delimiter = "tab"
		}
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := OpenSource(path, o)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, column := range orderHeader {
			if !hasColumn(s, column) {
				t.Errorf("%s lacks %s among %v", name, column, s.Columns())
			}
		}
		for _, want := range orderRows {
			row, err := s.Next()
			if err != nil {
				t.Fatal(name, err)
			}
			var got []string
			for _, column := range orderHeader {
				got = append(got, row.Cells[column].Text)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(name, diff)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(name, err)
		}
	}
}

func TestFilesThatCannotBeOpened(t *testing.T) {
	folder := t.TempDir()
	if _, err := OpenSource(filepath.Join(folder, "none.csv"), Options{}); asFileError(t, err).Code != CodeUnreadable || !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := OpenSource(folder, Options{Format: "csv"}); asFileError(t, err).Code != CodeUnreadable {
		t.Error("a folder:", err)
	}
	for _, o := range []Options{{Encoding: "ebcdic"}, {Delimiter: ";;"}, {Format: "ods"}} {
		if _, err := NewSource("a.csv", strings.NewReader("a\n"), 2, o); err == nil {
			t.Errorf("%+v accepted", o)
		}
	}
	if _, err := NewSource("a.xlsx", strings.NewReader(""), maxWorkbookBytes+1, Options{}); asFileError(t, err).Code != CodeSheet {
		t.Error("a workbook too large to hold:", err)
	}
}

func TestErrorsSayWhereTheyAre(t *testing.T) {
	cases := []struct {
		err  error
		want string
	}{
		{newProblem(CodeDate, "soon").at("a.csv", 7, "due"), "a.csv:7:due: DATE: “soon” is not a date in a declared format"},
		{newProblem(CodeDuplicate, "x", "line", "3").at("a.csv", 7, ""), "a.csv:7: DUPLICATE: the external id was already used on line 3"},
		{fileError("a.csv", 0, CodeUnreadable, io.ErrUnexpectedEOF), "a.csv: UNREADABLE: the file cannot be read: unexpected EOF"},
		{fileError("", 0, CodeFormat, nil, "value", "pdf"), "FORMAT: unknown format or encoding “pdf”"},
	}
	for _, c := range cases {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestDefaultsFillWhatTheFieldsLeaveOpen(t *testing.T) {
	mapping := `
system: s
defaults: {language: zh, currency: EUR, tags: [a, b], status: ADOPTED}
records:
  - {entity: lesson, key: id, fields: {title: name, language: {column: lang, optional: true}, tags: {column: tags, split: "|", default: [own]}}}
  - {entity: product, key: id, fields: {name: name, listPrice: {column: price, optional: true}}}
`
	records, errs, end := readAll(t, "a.csv", []byte("id,name,lang,tags,price\n1,n,,,5\n2,m,en,x|y,\n"), mapping)
	checkOutcome(t, records, errs, end, "1 1 2 2", nil, "")
	want := []map[string]any{
		{"title": "n", "language": "zh", "tags": []string{"own"}, "status": "ADOPTED"},
		{"name": "n", "listPrice": Money{500, "EUR"}, "currency": "EUR"},
		{"title": "m", "language": "en", "tags": []string{"x", "y"}, "status": "ADOPTED"},
		{"name": "m", "currency": "EUR"},
	}
	for i, r := range records {
		if diff := cmp.Diff(want[i], r.Fields); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSectionsOfAProposalComeWithTheRecord(t *testing.T) {
	mapping := "system: s\nentity: proposal\nkey: id\nfields: {title: title}\nsections: {column: text, format: markdown}\n"
	row := func(text string) []byte {
		return []byte(`{"id":1,"title":"方案","text":"` + text + `"}`)
	}
	records, errs, end := readAll(t, "a.jsonl", row(`引言\r\n\r\n# 目标\r\n正文\r\n`), mapping)
	checkOutcome(t, records, errs, end, "1", nil, "")
	if diff := cmp.Diff([]Section{{"方案", 1, "引言"}, {"目标", 1, "正文"}}, records[0].Sections); diff != "" {
		t.Error(diff)
	}
	records, errs, end = readAll(t, "a.jsonl", row(`# A\n`+strings.Repeat("x", longText+1)), mapping)
	checkOutcome(t, records, errs, end, "", []string{"1:text:TOO_LONG"}, "")
}

func TestHeadersAreTrimmedAndMayLeaveColumnsWithoutName(t *testing.T) {
	records, errs, end := readAll(t, "a.csv", []byte(" id ,\"name\t\",,\n1,a,spare,spare\n"), itemMapping)
	checkOutcome(t, records, errs, end, "1", nil, "")
	if records[0].Line != 2 || records[0].System != "s" || records[0].Entity != "product" {
		t.Errorf("%+v", records[0])
	}
}
