package importer

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// itemMapping needs little, so that a row is bad only for the reason under test.
const itemMapping = `
system: s
entity: product
key: id
defaults: {currency: CNY}
fields: {name: name, listPrice: {column: price, optional: true}, active: {column: active, optional: true}}
`

func TestBadRowsAreErrorsAndTheGoodOnesComeThrough(t *testing.T) {
	cases := []struct {
		name, file, content string
		good                string   // external ids
		errs                []string // line:column:code
		end                 Code     // of the error that ends the file
	}{
		{"ragged row", "a.csv", "id,name\n1,a\n2\n3,c,x\n4,d\n", "1 4", []string{"3::COLUMN_COUNT", "4::COLUMN_COUNT"}, ""},
		{"text after a closing quote", "a.csv", "id,name\n1,\"a\"b\n2,b\n", "2", []string{"2:name:QUOTE"}, ""},
		{"quote inside an unquoted field stays", "a.csv", "id,name\n1,24\" rack\n", "1", nil, ""},
		{"line numbers count lines inside quotes", "a.csv", "id,name\n1,\"a\nb\"\n2\n", "1", []string{"4::COLUMN_COUNT"}, ""},
		{"unterminated quote", "a.csv", "id,name\n1,a\n2,\"b\n3,c\n", "1", nil, CodeTruncated},
		{"blank lines", "a.csv", "\n\nid,name\n\n1,a\n\n\n2,b", "1 2", nil, ""},
		{"empty file", "a.csv", "", "", nil, CodeHeader},
		{"header twice the same", "a.csv", "id,name,id\n1,a,2\n", "", nil, CodeHeader},
		{"control character in the header", "a.csv", "id,na\x01me\n1,a\n", "", nil, CodeHeader},
		{"missing column", "a.csv", "id,title\n1,a\n", "", nil, CodeColumnMissing},
		{"invalid UTF-8 names the byte", "a.csv", "id,name\n1,a\n2,\xff\n3,全部正常的中文内容\n", "1 3", []string{"3::BYTES_INVALID"}, ""},
		{"NUL", "a.csv", "id,name\n1,a\x00b\n2,b\n", "2", []string{"2:name:CONTROL_CHARACTER"}, ""},
		{"escape character", "a.csv", "id,name\n1,\x1b[31m\n2,b\n", "2", []string{"2:name:CONTROL_CHARACTER"}, ""},
		{"tab is text", "a.csv", "id,name\n1,a\tb\n", "1", nil, ""},
		{"control character in the key is told once", "a.csv", "id,name\n\x01,a\n2,b\n", "2", []string{"2:id:CONTROL_CHARACTER"}, ""},
		{"missing required and key", "a.csv", "id,name\n,\n2,b\n", "2", []string{"2:id:KEY_MISSING", "2:name:REQUIRED"}, ""},
		{"all errors of a row", "a.csv", "id,name,price,active\n1,,12x,maybe\n2,b,1,1\n", "2", []string{"2:active:BOOL", "2:price:MONEY", "2:name:REQUIRED"}, ""},
		{"too long", "a.csv", "id,name\n1," + strings.Repeat("长", 301) + "\n2,b\n", "2", []string{"2:name:TOO_LONG"}, ""},
		{"repeated id", "a.csv", "id,name\n1,a\n2,b\n1,c\n", "1 2", []string{"4::DUPLICATE"}, ""},
		{"a bad row claims no id", "a.csv", "id,name\n1,\n1,c\n", "1", []string{"2:name:REQUIRED"}, ""},

		{"not JSON", "a.jsonl", "{\"id\":1,\"name\":\"a\"}\nnope\n{\"id\":2,\"name\":\"b\"}\n", "1 2", []string{"2::JSON"}, ""},
		{"not an object", "a.jsonl", "[1]\nnull\n3\n{\"id\":2,\"name\":\"b\"}\n", "2", []string{"1::JSON", "2::JSON", "3::JSON"}, ""},
		{"two objects on a line", "a.jsonl", "{\"id\":1,\"name\":\"a\"}{\"id\":3,\"name\":\"a\"}\n{\"id\":2,\"name\":\"b\"}", "2", []string{"1::JSON"}, ""},
		{"cut off", "a.jsonl", "{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"na", "1", nil, CodeTruncated},
		{"cut off in a character", "a.jsonl", "{\"id\":1,\"name\":\"甲乙丙丁\"}\n{\"id\":2,\"name\":\"\xe5\xad", "1", nil, CodeTruncated},
		{"half a line that ends is one bad row", "a.jsonl", "{\"id\":1,\"na\n{\"id\":2,\"name\":\"b\"}\n", "2", []string{"1::JSON"}, ""},
		{"escaped NUL", "a.jsonl", `{"id":1,"name":"a\u0000"}`, "", []string{"1:name:CONTROL_CHARACTER"}, ""},
		{"half a surrogate pair", "a.jsonl", `{"id":1,"name":"\ud83d"}` + "\n" + `{"id":2,"name":"\ud83d\ude00 \\ud83d"}`, "2", []string{"1::JSON"}, ""},
		{"too deep", "a.jsonl", strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40) + "\n" + `{"id":2,"name":"b"}`, "2", []string{"1:" + strings.Repeat("a.", 33) + ":JSON"}, ""},
		{"a list where a text belongs", "a.jsonl", `{"id":1,"name":["a","b"]}` + "\n" + `{"id":2,"name":["b"]}`, "2", []string{"1:name:LIST"}, ""},
		{"the same path twice", "a.jsonl", `{"id":1,"name":"b","a":{"b":1},"a.b":2}`, "", []string{"1:a.b:JSON"}, ""},
		{"empty", "a.jsonl", "", "", nil, ""},
		{"missing column in JSON", "a.jsonl", `{"id":1}`, "", nil, CodeColumnMissing},

		{"format", "a.pdf", "x", "", nil, CodeFormat},
		{"not a workbook", "a.xlsx", "PK and no more", "", nil, CodeTruncated},
		{"nothing", "a.xlsx", "", "", nil, CodeTruncated},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			records, errs, end := readAll(t, c.file, []byte(c.content), itemMapping)
			checkOutcome(t, records, errs, end, c.good, c.errs, c.end)
		})
	}
}

func checkOutcome(t *testing.T, records []Record, errs []*RowError, end *FileError, good string, wantErrs []string, wantEnd Code) {
	t.Helper()
	var ids, got []string
	for _, r := range records {
		ids = append(ids, r.ExternalID)
	}
	for _, e := range errs {
		got = append(got, fmt.Sprintf("%d:%s:%s", e.Line, e.Column, e.Code))
		if e.Message.EN == "" || e.Message.ZH == "" || strings.Contains(e.Message.EN+e.Message.ZH, "{") {
			t.Errorf("message is not filled in: %+v", e.Message)
		}
	}
	if diff := cmp.Diff(good, strings.Join(ids, " ")); diff != "" {
		t.Error("good rows", diff)
	}
	if diff := cmp.Diff(wantErrs, got); diff != "" {
		t.Error("errors", diff)
	}
	var code Code
	if end != nil {
		code = end.Code
	}
	if code != wantEnd {
		t.Errorf("ended with %v, want %q", end, wantEnd)
	}
}

func TestInvalidBytesAreNamedByTheirPlaceInTheFile(t *testing.T) {
	prefix := "id,name\n1,甲公司与乙公司的联合体\n2,"
	gb := inGB18030(prefix)
	cases := []struct {
		name, declared string
		data           []byte
		offset         int
	}{
		{"utf-8", "utf-8", []byte(prefix + "a\xfe\n3,c\n"), len(prefix) + 1},
		{"utf-8 behind a BOM", "utf-8", []byte("\uFEFF" + prefix + "a\xfe\n3,c\n"), len(prefix) + 4},
		{"utf-8 far in the file", "utf-8", []byte("id,name\n9," + strings.Repeat("n", 300) + "\n" + strings.Repeat("\n", 3*chunkBytes) + "2,\xc3\n3,c\n"), 3*chunkBytes + 8 + 303 + 2},
		{"gb18030", "gb18030", append(bytes.Clone(gb), "a\x81\n3,c\n"...), len(gb) + 1},
		{"gb18030 four bytes", "gb18030", append(bytes.Clone(gb), "\x81\x30\x81\n3,c\n"...), len(gb)},
		{"utf-16 half a pair", "utf-16le", append(inUTF16("id,name\n2,", 0), append([]byte{0x00, 0xd8}, inUTF16("\n3,c\n", 0)[2:]...)...), 2 * len("xid,name\n2,")},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			records, errs, end := readAll(t, "a.csv", c.data, "encoding: "+c.declared+itemMapping)
			if end != nil || len(errs) != 1 || errs[0].Code != CodeBytesInvalid || records[len(records)-1].ExternalID != "3" {
				t.Fatal(records, errs, end)
			}
			if want := fmt.Sprintf("byte %d of", c.offset); !strings.Contains(errs[0].Message.EN, want) {
				t.Errorf("%q does not say %q", errs[0].Message.EN, want)
			}
		})
	}
}

func TestAFileCutAnywhereGivesItsWholeRowsAndNoOthers(t *testing.T) {
	whole := map[string][]byte{"a.csv": []byte(ordersCSV("\r\n")), "a.jsonl": []byte(ordersJSON("\n")), "gb.csv": inGB18030(ordersCSV("\n"))}
	for name, data := range whole {
		all, _, _ := readAll(t, name, data, orderMapping)
		for cut := range data {
			records, _, _ := readAll(t, name, data[:cut], orderMapping)
			if len(records) > len(all) {
				t.Fatalf("%s cut at %d gives %d records", name, cut, len(records))
			}
			for i := range max(0, len(records)-1) { // of CSV the last row may be a good row with a shortened last cell
				if diff := cmp.Diff(all[i], records[i]); diff != "" {
					t.Fatalf("%s cut at %d: %s", name, cut, diff)
				}
			}
		}
	}
}

func TestAWorkbookCutAnywhereIsRefused(t *testing.T) {
	data := ordersXLSX(t, true)
	for cut := 0; cut < len(data); cut += 97 {
		records, errs, end := readAll(t, "a.xlsx", data[:cut], orderMapping)
		if end == nil || len(records)+len(errs) > 0 {
			t.Fatalf("cut at %d: %v %v %v", cut, records, errs, end)
		}
	}
}

func TestAWorkbookWhoseSheetBreaksOffGivesItsRowsAndThenAnError(t *testing.T) {
	data := rezip(t, ordersXLSX(t, false), func(name, content string) string {
		if name == "xl/worksheets/sheet1.xml" {
			return content[:strings.Index(content, `<row r="4"`)+5]
		}
		return content
	})
	records, errs, end := readAll(t, "a.xlsx", data, orderMapping)
	if len(records) != 2 || len(errs) != 0 || end == nil || end.Code != CodeTruncated {
		t.Error(records, errs, end)
	}
}

func TestAWorkbookWithAnEnormousTextIsRefusedBeforeItIsLoaded(t *testing.T) {
	data := rezip(t, ordersXLSX(t, false), func(name, content string) string {
		return strings.Replace(content, "Harbour crane control", strings.Repeat("x", MaxCellBytes+1), 1)
	})
	_, _, end := readAll(t, "a.xlsx", data, orderMapping)
	if end == nil || end.Code != CodeCellTooLarge {
		t.Error(end)
	}
}

// rezip rewrites the parts of a workbook.
func rezip(t *testing.T, data []byte, edit func(name, content string) string) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(to, edit(part.Name, string(content))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbooksAreReadByTheirSheet(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewSheet("产品"); err != nil {
		t.Fatal(err)
	}
	tenth := 0.1 // the sum of constants would be exact
	rows := [][]any{{}, {"id", "name", "price", "active"}, {1, "甲", tenth + 0.2, true}, {}, {2, "乙", "1,200", "否"}, {3, "#N/A", 1, 1}, {4, "丁", 1, 1, "spare"}, {5, "戊", 12.345, 1}}
	for i, row := range rows {
		if err := f.SetSheetRow("产品", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	records, errs, end := readAll(t, "a.xlsx", b.Bytes(), "sheet: 产品"+itemMapping)
	checkOutcome(t, records, errs, end, "1 2", []string{"6:name:CELL_ERROR", "7::COLUMN_COUNT", "8:price:MONEY"}, "")
	if got := records[0].Fields["listPrice"]; got != (Money{30, "CNY"}) {
		t.Error("the binary noise of 0.1+0.2 is not the amount:", got)
	}
	_, _, end = readAll(t, "a.xlsx", b.Bytes(), "sheet: nowhere"+itemMapping)
	if end == nil || end.Code != CodeSheet || !strings.Contains(end.Message.EN, "产品") {
		t.Error("a sheet that is not there:", end)
	}
	_, _, end = readAll(t, "a.xlsx", b.Bytes(), itemMapping)
	if end == nil || end.Code != CodeHeader {
		t.Error("the first sheet is empty:", end)
	}
}
