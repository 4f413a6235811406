package importer

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// orderMapping reads the table of this file.
const orderMapping = `
system: erp
timezone: Asia/Shanghai
entity: opportunity
key: no
defaults: {currency: CNY}
fields:
  name: title
  description: {column: note, optional: true}
  customer: {column: buyer, lookup: {by: name, create: true}}
  amount: {column: amount, default: 0}
  expectedCloseOn: due
  tags: {column: tags, split: "|"}
stages:
  - {stage: INTAKE, undated: true}
  - {stage: BID, at: bid}
outcome: {column: state, translate: {赢: WON, 进行中: OPEN}, at: closed}
`

var orderHeader = []string{"no", "title", "note", "buyer", "amount", "due", "tags", "bid", "state", "closed"}

var orderRows = [][]string{
	{"A-1", "智慧园区一期", "第一行\n第二行, \"引号\"", "青禾实业", "1234.50", "2024-03-01", "园区|安防", "2024-02-01", "赢", "2024-02-20"},
	{"A-2", "Harbour crane control", "", "Northwind Harbour Ltd", "", "", "", "", "进行中", ""},
	{"A-3", "𠮷祥广场 “改造”", "单行", "吉祥置业", "-99", "2025-12-31", "改造", "2025-01-02", "", ""},
}

// wantOrders are the records every form of the table must give.
func wantOrders() []Record {
	shanghai := time.FixedZone("", 8*3600)
	buyer := func(name string) Ref { return Ref{Entity: "customer", By: "name", Value: name, Create: true} }
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	begin := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, shanghai).UTC() }
	return []Record{
		{
			Entity: "opportunity", System: "erp", ExternalID: "A-1",
			Fields: map[string]any{
				"name": "智慧园区一期", "description": "第一行\n第二行, \"引号\"", "customer": buyer("青禾实业"),
				"amount": Money{123450, "CNY"}, "currency": "CNY", "expectedCloseOn": day(2024, 3, 1), "tags": []string{"园区", "安防"},
			},
			Stages:  []StageMark{{Stage: "BID", At: begin(2024, 2, 1), DateOnly: true}},
			Outcome: &Outcome{Status: "WON", DecidedAt: begin(2024, 2, 20), DateOnly: true},
		},
		{
			Entity: "opportunity", System: "erp", ExternalID: "A-2",
			Fields: map[string]any{
				"name": "Harbour crane control", "customer": buyer("Northwind Harbour Ltd"), "amount": Money{0, "CNY"}, "currency": "CNY",
			},
			Stages:  []StageMark{{Stage: "INTAKE"}},
			Outcome: &Outcome{Status: "OPEN"},
		},
		{
			Entity: "opportunity", System: "erp", ExternalID: "A-3",
			Fields: map[string]any{
				"name": "𠮷祥广场 “改造”", "description": "单行", "customer": buyer("吉祥置业"), "amount": Money{-9900, "CNY"},
				"currency": "CNY", "expectedCloseOn": day(2025, 12, 31), "tags": []string{"改造"},
			},
			Stages: []StageMark{{Stage: "BID", At: begin(2025, 1, 2), DateOnly: true}},
		},
	}
}

func TestEveryEncodingLineEndAndFormatGivesTheSameRecords(t *testing.T) {
	encodings := map[string]func(string) []byte{
		"utf-8":          func(s string) []byte { return []byte(s) },
		"utf-8 with BOM": func(s string) []byte { return []byte("\uFEFF" + s) },
		"utf-16le":       func(s string) []byte { return inUTF16(s, 0) },
		"utf-16be":       func(s string) []byte { return inUTF16(s, 1) },
		"gb18030":        inGB18030,
	}
	ends := map[string]string{"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
	formats := map[string]func(end string) string{"csv": ordersCSV, "jsonl": ordersJSON}
	for format, render := range formats {
		for end, mark := range ends {
			for encoding, encode := range encodings {
				t.Run(format+"/"+end+"/"+encoding, func(t *testing.T) {
					checkOrders(t, "orders."+format, encode(render(mark)), "")
				})
				t.Run(format+"/"+end+"/"+encoding+"/declared", func(t *testing.T) {
					declared, _, _ := strings.Cut(encoding, " ")
					checkOrders(t, "orders."+format, encode(render(mark)), "encoding: "+declared+"\n")
				})
			}
		}
	}
	t.Run("xlsx", func(t *testing.T) { checkOrders(t, "orders.xlsx", ordersXLSX(t, false), "") })
	t.Run("xlsx with native dates and numbers", func(t *testing.T) { checkOrders(t, "orders.xlsx", ordersXLSX(t, true), "") })
	t.Run("tab separated", func(t *testing.T) {
		checkOrders(t, "orders.csv", []byte(separated(orderHeader, orderRows, '\t')), "delimiter: tab\n")
	})
}

func checkOrders(t *testing.T, name string, data []byte, extra string) {
	t.Helper()
	records, errs, end := readAll(t, name, data, extra+orderMapping)
	if end != nil || len(errs) > 0 {
		t.Fatalf("errors %v, end %v", errs, end)
	}
	for i := range records {
		records[i].Line = 0
	}
	if diff := cmp.Diff(wantOrders(), records); diff != "" {
		t.Error(diff)
	}
}

// readAll reads data through a mapping; the last result is the *FileError that ended it, if any.
func readAll(t testing.TB, name string, data []byte, mapping string) ([]Record, []*RowError, *FileError) {
	t.Helper()
	m, err := LoadMapping("test", strings.NewReader(mapping))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read(name, bytes.NewReader(data), int64(len(data)), m)
	if err != nil {
		return nil, nil, asFileError(t, err)
	}
	defer r.Close()
	var records []Record
	var errs []*RowError
	for {
		row, err := r.Next()
		if err == io.EOF {
			return records, errs, nil
		}
		if err != nil {
			return records, errs, asFileError(t, err)
		}
		records, errs = append(records, row.Records...), append(errs, row.Errors...)
	}
}

func asFileError(t testing.TB, err error) *FileError {
	t.Helper()
	var f *FileError
	if !errors.As(err, &f) {
		t.Fatalf("%T %v is not a *FileError", err, err)
	}
	return f
}

func ordersCSV(end string) string {
	return strings.ReplaceAll(separated(orderHeader, orderRows, ','), "\n", end)
}

func separated(header []string, rows [][]string, comma rune) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = comma
	_ = w.Write(header)
	_ = w.WriteAll(rows)
	return b.String()
}

func ordersJSON(end string) string {
	var b strings.Builder
	for _, row := range orderRows {
		object := map[string]any{}
		for i, value := range row {
			object[orderHeader[i]] = value
			if value == "" {
				object[orderHeader[i]] = nil
			}
		}
		line, _ := json.Marshal(object)
		b.WriteString(string(line) + end)
	}
	return b.String()
}

func ordersXLSX(t *testing.T, native bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for r, row := range append([][]string{orderHeader}, orderRows...) {
		for c, value := range row {
			cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
			var v any = value
			if day, err := time.Parse("2006-01-02", value); native && err == nil {
				v = day
			}
			if native && r > 0 && orderHeader[c] == "amount" && value != "" {
				v = map[string]float64{"1234.50": 1234.50, "-99": -99}[value]
			}
			if err := f.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inUTF16 encodes with a byte order mark; high is the place of the high byte in a unit, 1 meaning first.
func inUTF16(s string, high int) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
		if high == 1 {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

func inGB18030(s string) []byte {
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		panic(err)
	}
	return out
}
