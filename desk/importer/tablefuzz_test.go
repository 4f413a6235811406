package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// drain reads a source to its end and holds what every source promises.
func drain(t *testing.T, s Source, size int) (rows []Row, clean bool) {
	clean = true
	last := 0
	for n := 0; ; n++ {
		if n > 2*size+10 {
			t.Fatal("the source does not end")
		}
		row, err := s.Next()
		var bad *RowError
		var broken *FileError
		switch {
		case err == io.EOF:
			return rows, clean
		case errors.As(err, &bad):
			clean, row.Line = false, bad.Line
		case errors.As(err, &broken):
			return rows, false
		case err != nil:
			t.Fatalf("%T %v", err, err)
		default:
			rows = append(rows, row)
		}
		if row.Line < last || row.Line < 1 {
			t.Fatalf("line %d after line %d", row.Line, last)
		}
		last = row.Line
		for column, c := range row.Cells {
			for _, text := range append(c.List, c.Text) {
				if !utf8.ValidString(text) {
					t.Fatalf("column %q holds %q", column, text)
				}
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("id,name\n1,\"a\nb\"\"c\"\r\n2,x\r3,\xff\n"), "")
	f.Add([]byte("\xef\xbb\xbfid;name\n1;\"a;b\"\n"), ";")
	f.Add(inGB18030("编号,名称\n1,青禾\n"), "")
	f.Add([]byte("a,b\n1,\"2"), "")
	f.Fuzz(func(t *testing.T, data []byte, delimiter string) {
		s, err := NewSource("a.csv", bytes.NewReader(data), int64(len(data)), Options{Delimiter: delimiter})
		if err != nil {
			asFileError(t, err)
			return
		}
		rows, clean := drain(t, s, len(data))
		if done, total := s.Progress(); done > total {
			t.Fatalf("%d of %d bytes read", done, total)
		}
		if clean {
			compareCSV(t, data, delimiter, s.Columns(), rows)
		}
	})
}

// compareCSV compares with the standard library where both agree on what CSV is: plain UTF-8 with LF.
func compareCSV(t *testing.T, data []byte, delimiter string, columns []string, rows []Row) {
	if !utf8.Valid(data) || bytes.ContainsAny(data, "\r\uFEFF") || bytes.HasPrefix(data, []byte{0xff}) {
		return
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = ','
	if delimiter != "" {
		c, _ := delimiterOf(delimiter)
		r.Comma = rune(c)
	}
	want, err := r.ReadAll()
	if err != nil {
		return // bare quotes are accepted here and not there
	}
	want = want[1:]
	for len(rows) < len(want) && len(columns) == 1 {
		return // a quoted empty line is a row there and blank here
	}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d: %q", len(rows), len(want), data)
	}
	for i, row := range rows {
		for c, column := range columns {
			if column != "" && row.Cells[column].Text != want[i][c] {
				t.Fatalf("row %d column %q is %q, want %q", i, column, row.Cells[column].Text, want[i][c])
			}
		}
	}
}

func FuzzJSONLines(f *testing.F) {
	f.Add([]byte("{\"id\":1,\"a\":{\"b\":[1,null,{\"c\":true}]}}\n\n{\"id\":\"\\ud83d\"}\r\n{\"id"))
	f.Add([]byte("\xff\xfe{\x00}\x00"))
	f.Add([]byte(ordersJSON("\r")))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := NewSource("a.jsonl", bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			asFileError(t, err)
			return
		}
		rows, _ := drain(t, s, len(data))
		for _, row := range rows {
			for column := range row.Cells {
				if !hasColumn(s, column) {
					t.Fatalf("column %q is in a row and unknown", column)
				}
			}
		}
	})
}

func TestColumnsOfJSONLinesArePaths(t *testing.T) {
	data := `{"id":1,"meta":null,"tags":["a",["b"],null],"parts":[{"n":1},{"n":2,"m":true}],"o":{}}` + "\n" + `{"late":{"x":1.50}}`
	s, err := NewSource("a.jsonl", strings.NewReader(data), int64(len(data)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s.Columns(), " "); got != "id late.x meta o parts parts.m parts.n tags" {
		t.Error(got)
	}
	for column, want := range map[string]bool{"meta.anything": true, "o.p.q": true, "late": false, "late.x": true, "late.y": false, "tags": true, "nope": false} {
		if hasColumn(s, column) != want {
			t.Errorf("column %s: known %v", column, !want)
		}
	}
	row, err := s.Next()
	if err != nil || strings.Join(row.Cells["tags"].List, " ") != "a b" || strings.Join(row.Cells["parts.n"].List, " ") != "1 2" || strings.Join(row.Cells["parts.m"].List, " ") != "true" {
		t.Error(row, err)
	}
	if row, err = s.Next(); err != nil || row.Line != 2 || row.Cells["late.x"].Text != "1.50" {
		t.Error("a number stays as it is written:", row, err)
	}
}
