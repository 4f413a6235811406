package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
)

func TestTheErrorFileIsATableThatCannotRun(t *testing.T) {
	values := []string{"=1+1", "+1", "-1", "@cmd", "\tx", "\rx", "＝1", "plain", "a,\"b\"\nc", "", "\x00=1"}
	want := []string{"'=1+1", "'+1", "'-1", "'@cmd", "'\tx", "'x", "'＝1", "plain", "a,\"b\"\nc", "", "'=1"}
	var out bytes.Buffer
	f, err := NewErrorFile(&out)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range values {
		if err := f.Write(newProblem(CodeUnknownValue, v, "field", "type").at("=文件.csv", i+2, "-列")); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil || f.Count() != len(values) {
		t.Fatal(err, f.Count())
	}
	text, marked := strings.CutPrefix(out.String(), "\uFEFF")
	if !marked || !strings.Contains(text, "\r\n") {
		t.Error("byte order mark and CRLF belong to it")
	}
	rows, err := csv.NewReader(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n"))).ReadAll()
	if err != nil || len(rows) != len(values)+1 {
		t.Fatal(len(rows), err)
	}
	for i, row := range rows[1:] {
		if row[0] != "'=文件.csv" || row[2] != "'-列" || row[3] != "UNKNOWN_VALUE" || !strings.Contains(row[4], "not a known value of type") || !strings.Contains(row[5], "不是 type 的已知取值") {
			t.Error(row)
		}
		if row[6] != want[i] { // the CSV writer leaves a lone CR out
			t.Errorf("value %q, want %q", row[6], want[i])
		}
	}
}

func TestLongValuesAreShortened(t *testing.T) {
	e := newProblem(CodeDate, strings.Repeat("长", 1000)).at("f", 1, "c")
	if n := len([]rune(e.Value)); n != 121 {
		t.Errorf("%d characters", n)
	}
	if n := len([]rune(e.Message.EN)); n > 120 {
		t.Errorf("message of %d characters", n)
	}
	if got := shortened("\xff\xfe\xfd", 2); len(got) > 8 {
		t.Errorf("%q", got)
	}
}

func TestAFullDiskIsNotedWhileWriting(t *testing.T) {
	if _, err := NewErrorFile(full{}); err == nil {
		t.Error("no error for the byte order mark")
	}
	f, err := NewErrorFile(&full{left: 10})
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Write(&RowError{})
	if f.Close() == nil {
		t.Error("no error on close")
	}
}

type full struct{ left int }

func (f full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return 0, errors.New("no space left")
	}
	return len(p), nil
}

func TestEveryCodeHasAMessageInBothLanguages(t *testing.T) {
	for code, text := range messages {
		if text.EN == "" || text.ZH == "" || text.EN == text.ZH || strings.Count(text.EN, "{") != strings.Count(text.ZH, "{") {
			t.Errorf("%s: %+v", code, text)
		}
	}
}
