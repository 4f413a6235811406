package document

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook makes an XLSX with excelize.
func workbook(t testing.TB, build func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	build(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "报价清单")
		f.SetSheetRow("报价清单", "B2", &[]any{"类别", "名|称", "单价", "折扣", "日期", "时刻", "合格"})
		f.SetSheetRow("报价清单", "B3", &[]any{"硬件", "服务器", 0.1 + 0.2, 0.125, 46023, 0.5, true})
		f.SetSheetRow("报价清单", "B5", &[]any{nil, "交换机", 1234567.5, 1, 46023.75, nil, false})
		f.MergeCell("报价清单", "B3", "B5")
		for cell, format := range map[string]string{"E3": "0.0%", "E5": "0%", "F3": `yyyy"年"m"月"d"日"`, "F5": "yyyy-mm-dd hh:mm", "G3": "h:mm AM/PM", "D5": `"¥"#,##0.00`} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			f.SetCellStyle("报价清单", cell, cell, style)
		}
		f.NewSheet("隐藏")
		f.SetCellValue("隐藏", "A1", "底价")
		f.SetSheetVisible("隐藏", false)
		f.NewSheet("说明")
		f.SetCellRichText("说明", "A1", []excelize.RichTextRun{{Text: "含"}, {Text: "税"}})
		f.SetCellFormula("说明", "A2", "SUM(1,2)")
		f.SetCellValue("说明", "XFD9", "远处\n换行")
		f.SetDocProps(&excelize.DocProperties{Title: "2026 报价"})
	})
	expect(t, "workbook", data, "a.xlsx", `XLSX «2026 报价»
== 1 1 报价清单
| 类别 | 名\|称 | 单价 | 折扣 | 日期 | 时刻 | 合格 |
| --- | --- | --- | --- | --- | --- | --- |
| 硬件 | 服务器 | 0.3 | 12.5% | 2026-01-01 | 12:00 | TRUE |
| 硬件 | 交换机 | 1234567.5 | 100% | 2026-01-01 18:00 | | FALSE |
== 1 2 说明
| 含税 | |
| --- | --- |
| | 远处 换行 |`)
}

func TestXLSXLongSheetGoesOnUnderItsHead(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		f.SetSheetRow("Sheet1", "A1", &[]any{"序号", "设备"})
		for i := 2; i <= 1100; i++ {
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i), &[]any{i - 1, "设备"})
		}
	})
	d, err := read(data, "长表.xlsx")
	if err != nil || len(d.Sections) != 3 {
		t.Fatal(d, err)
	}
	rows := 0
	for _, s := range d.Sections {
		if !strings.HasPrefix(s.Body, "| 序号 | 设备 |\n") || s.Heading != "Sheet1" {
			t.Errorf("head: %.60s", s.Body)
		}
		rows += strings.Count(s.Body, "\n") - 1
	}
	if rows != 1099 {
		t.Errorf("%d rows", rows)
	}
}

func TestCellFormats(t *testing.T) {
	for _, c := range []struct{ code, stored, want string }{
		{"General", "12", "12"},
		{"General", "1.0000000000000002", "1"},
		{"General", "1E+25", "1e+25"},
		{"General", "abc", "abc"},
		{`0.00"天"`, "3", "3"},
		{"0.00E+00", "1500", "1500"},
		{"[Red]#,##0;[Blue]-#,##0", "7", "7"},
		{"yyyy/m/d", "1", "1900-01-01"},
		{"yyyy/m/d", "60", "1900-02-28"},
		{"yyyy/m/d", "61", "1900-03-01"},
		{"yyyy/m/d", "-1", "-1"},
		{"yyyy/m/d", "1e300", "1" + strings.Repeat("0", 0) + "e+300"},
		{"m月", "46023", "2026-01-01"},
		{"mm:ss", "0.5", "12:00"},
		{"[h]:mm", "1.5", "36:00"},
		{"[h]:mm:ss", "0.00001157407", "0:00:01"},
		{"[$-804]yyyy-m-d;@", "46023", "2026-01-01"},
		{"0%", "0.075", "7.5%"},
	} {
		if got := parseFormat(c.code).show(c.stored, false); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.code, c.stored, got, c.want)
		}
	}
	if got := (cellFormat{date: true}).show("0", true); got != "1904-01-01" {
		t.Error(got)
	}
	for id, want := range map[int]cellFormat{14: {date: true}, 22: {date: true, clock: true}, 31: {date: true}, 10: {percent: true}, 46: {elapsed: true}, 4: {}} {
		if builtIn(id) != want {
			t.Errorf("format %d", id)
		}
	}
}

func TestCellNames(t *testing.T) {
	for name, want := range map[string][2]int{"A1": {0, 1}, "b3": {1, 3}, "XFD1048576": {16383, 1048576}, "AA10": {26, 10}} {
		if c, r, ok := parseCell(name); !ok || c != want[0] || r != want[1] {
			t.Errorf("%s: %d %d %v", name, c, r, ok)
		}
	}
	for _, bad := range []string{"", "A", "1", "XFE1", "ZZZZ1", "A1048577", "中1"} {
		if _, _, ok := parseCell(bad); ok {
			t.Error(bad)
		}
	}
}

// sheetXML makes an XLSX of one sheet as it is written.
func sheetXML(sheet string) []byte {
	return pack("xl/workbook.xml", xmlHead+`<workbook xmlns:r="r"><sheets><sheet name="表" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", relationsXML("a", "worksheet", "worksheets/sheet1.xml"),
		"xl/worksheets/sheet1.xml", xmlHead+`<worksheet>`+sheet+`</worksheet>`)
}

func TestXLSXHostileSheets(t *testing.T) {
	var merges, rows strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&merges, `<mergeCell ref="%s1:%s3000"/>`, "A", "A")
		fmt.Fprintf(&rows, `<row><c t="str"><v>值%d</v></c></row>`, i)
	}
	start := time.Now()
	_, err := read(sheetXML(`<sheetData>`+rows.String()+`</sheetData><mergeCells>`+merges.String()+`</mergeCells>`), "a.xlsx")
	expectRefusal(t, "merged many times over", err, ReasonTooLarge, BoundCells)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	rows.Reset()
	for i := range 5000 {
		fmt.Fprintf(&rows, `<row><c r="%s%d" t="str"><v>x</v></c></row>`, columnName(i), i+1)
	}
	_, err = read(sheetXML(`<sheetData>`+rows.String()+`</sheetData>`), "a.xlsx")
	expectRefusal(t, "a diagonal", err, ReasonTooLarge, BoundCells)
	expect(t, "an index beyond the strings", sheetXML(`<sheetData><row><c t="s"><v>99</v></c><c t="str"><v>在</v></c></row></sheetData>`), "a.xlsx",
		"XLSX «a»\n== 1 1 表\n| 在 |\n| --- |")
}

func columnName(i int) string {
	name, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		panic(err)
	}
	return name
}
