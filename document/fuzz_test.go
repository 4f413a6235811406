package document

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// fuzzLimits keep every input fast.
var fuzzLimits = Limits{Bytes: 1 << 20, Plain: 1 << 20, Expanded: 4 << 20, Member: 1 << 20, Members: 100, Depth: 64, Text: 1 << 20, Sections: 1000, Cells: 10_000, Pages: 50}

// rawHTML is an element that was not escaped.
var rawHTML = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*<[A-Za-z/!?]`)

// holds reads a file and checks what is promised of every answer.
func holds(t *testing.T, data []byte, name string) {
	t.Helper()
	d, err := (&Reader{Limits: fuzzLimits}).Read(context.Background(), bytes.NewReader(data), int64(len(data)), name)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); !ok || e.Reason == "" || e.Detail == "panic" || (e.Bound != "") != (e.Reason == ReasonTooLarge) {
			t.Fatalf("error %v", err)
		}
		return
	}
	sound(t, d)
}

func sound(t *testing.T, d *Document) {
	t.Helper()
	size := 0
	for _, s := range d.Sections {
		size += len(s.Heading) + len(s.Body)
		switch {
		case !utf8.ValidString(s.Heading+s.Body) || strings.ContainsRune(s.Heading+s.Body, 0):
			t.Fatalf("not text: %#v", s)
		case s.Heading != oneLine(s.Heading) || utf8.RuneCountInString(s.Heading) > maxHeading+1:
			t.Fatalf("heading %q", s.Heading)
		case s.Level < 0 || s.Level > 15 || s.Heading == "" && s.Body == "" && d.Kind != KindPPTX:
			t.Fatalf("section %#v", s)
		case d.Kind != KindMarkdown && (rawHTML.MatchString(s.Body) || strings.HasPrefix(s.Body, "# ") || strings.Contains(s.Body, "\n# ")):
			t.Fatalf("Markdown by chance: %q", s.Body)
		}
	}
	if d.Title == "" || d.Title != oneLine(d.Title) || size > 2<<20 {
		t.Fatalf("title %q, %d bytes", d.Title, size)
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(para("1", "总则")+para("", "正文"), stylesXML)
	f.Add(item("7", "0", "甲")+`<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`, stylesXML)
	f.Add(`<w:tbl>`+tr(tc(`<w:vMerge/>`, para("", "一|二")), tc(`<w:gridSpan w:val="9"/>`, `<w:tbl>`+tr(tc("", para("", "内")))+`</w:tbl>`))+`</w:tbl>`, "")
	f.Add(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>`+para("", "框")+`</w:txbxContent></mc:Choice></mc:AlternateContent></w:r><w:del/></w:p>`, "")
	f.Fuzz(func(t *testing.T, body, styles string) {
		holds(t, docxFile(body, "word/styles.xml", styles, "word/numbering.xml", numberingXML, "word/footnotes.xml", footnotesXML), "文.docx")
	})
}

func FuzzPPTX(f *testing.F) {
	f.Add(slideXML(shape(`type="title"`, line("", "目标"))+shape(`idx="1"`, line(`<a:pPr lvl="1"/>`, "降本"))), slideXML(shape(`type="body"`, line("", "备注"))))
	f.Add(slideXML(`<a:tbl><a:tr><a:tc vMerge="1"><a:txBody>`+line("", "格|子")+`</a:txBody></a:tc></a:tr></a:tbl>`), "")
	f.Fuzz(func(t *testing.T, slide, notes string) {
		holds(t, pptxFile([]string{slide}, "ppt/slides/_rels/slide1.xml.rels", relationsXML("r1", "notesSlide", "../notes.xml", "r2", "diagramData", "../notes.xml"), "ppt/notes.xml", notes), "演.pptx")
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<sheetData><row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" s="1"><v>46023.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A9"/></mergeCells>`, `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs></styleSheet>`)
	f.Add(`<sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>行|内</t></is></c><c t="b"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1e308</v></c></row></sheetData>`, "")
	f.Fuzz(func(t *testing.T, sheet, styles string) {
		holds(t, pack("xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="表" r:id="a"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", relationsXML("a", "worksheet", "s.xml", "b", "styles", "styles.xml", "c", "sharedStrings", "strings.xml"),
			"xl/s.xml", `<worksheet>`+sheet+`</worksheet>`, "xl/styles.xml", styles, "xl/strings.xml", `<sst><si><t>共享</t></si></sst>`), "表.xlsx")
	})
}

func FuzzPacked(f *testing.F) {
	f.Add(docxFile(para("", "正文")))
	f.Add(pptxFile([]string{slideXML(shape("", line("", "文")))}))
	f.Add(workbook(f, func(x *excelize.File) { x.SetCellValue("Sheet1", "A1", "表") }))
	f.Add(compound("EncryptedPackage"))
	f.Add(compound("WordDocument"))
	f.Add(overlapping(3))
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data, "文.docx") })
}

func FuzzHTML(f *testing.F) {
	f.Add(`<html><title>题</title><h1>一</h1><p>段<ul><li>项<ol><li>子</ul>`)
	f.Add(`<table><caption>表<tr><td rowspan=2 colspan=3>甲|乙<td><table><tr><td>内</table></table></td>`)
	f.Add(`<p hidden>藏<pre>` + "\n# 一\n" + `</pre><blockquote>引 \&lt;b><svg><p>`)
	f.Fuzz(func(t *testing.T, page string) { holds(t, []byte(page), "页.html") })
}

func FuzzMarkdown(f *testing.F) {
	f.Add("---\ntitle: 题\n---\n# 一 **重**\n\n文\n===\n")
	f.Add("> # 引\n\n- 项\n    ```\n# 码\n\n| a |\n|---|\n[x]: y\n")
	f.Add("1. 一\n   - 二\n     > 三\n\n***\n## [链](x) `码` &amp; \\# ##\n")
	f.Fuzz(func(t *testing.T, source string) { holds(t, []byte(source), "文.md") })
}

func FuzzText(f *testing.F) {
	f.Add([]byte("第一章 总则\n一、目的\n（一）细\n1.1 概述\n1 总\n# x\n"))
	f.Add([]byte("\xff\xfe-N\x87e\n\x00"))
	f.Add([]byte{0xd5, 0xfd, 0xce, 0xc4, '\n', 0x84, 0x31, 0x95, 0x33})
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, data, "文.txt") })
}

// FuzzPDF runs the engine in this process; the sandbox bounds its memory.
func FuzzPDF(f *testing.F) {
	f.Add(pdfPages([][]string{{"第一章 总则", "正文"}, {"附则"}}, []string{"0 第一章 总则"}, ""))
	f.Add(pdfPages([][]string{{"密"}}, nil, locked))
	engine, err := newPDFEngine(context.Background(), cacheDir(), 64<<20)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(engine.close)
	order := &pdfOrder{Pages: 50, Text: 1 << 20}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		var facts *pdfFacts
		var pages []string
		err := engine.read(context.Background(), bytes.NewReader(data), int64(len(data)), order, func(p pdfPiece) error {
			if p.Facts != nil {
				facts = p.Facts
			} else {
				pages = append(pages, p.Page.Text)
			}
			return nil
		})
		if err != nil {
			if ReasonOf(err) == "" {
				t.Fatal(err)
			}
			return
		}
		l := fuzzLimits.withDefaults()
		w := &writer{limits: &l}
		if err := writePDF(facts, pages, w); err == nil {
			sound(t, &Document{Kind: KindPDF, Title: "题", Sections: w.finish()})
		}
	})
}
