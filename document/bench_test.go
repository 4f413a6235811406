package document

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// BenchmarkRead reads files of the sizes that bids have: 300 pages, 100 slides, 20,000 rows.
func BenchmarkRead(b *testing.B) {
	sentence := strings.Repeat("投标人应当按照招标文件的要求编制投标文件。", 8)
	var docx, html, markdown, text strings.Builder
	for i := range 300 {
		title := fmt.Sprintf("第%d章 技术方案", i+1)
		docx.WriteString(para("1", title))
		fmt.Fprintf(&html, "<h1>%s</h1>", title)
		fmt.Fprintf(&markdown, "# %s\n\n", title)
		fmt.Fprintf(&text, "%s\n", title)
		for range 10 {
			docx.WriteString(para("", sentence))
			fmt.Fprintf(&html, "<p>%s</p>", sentence)
			fmt.Fprintf(&markdown, "%s\n\n", sentence)
			fmt.Fprintf(&text, "%s\n", sentence)
		}
	}
	slides := make([]string, 100)
	for i := range slides {
		slides[i] = slideXML(shape(`type="title"`, line("", fmt.Sprintf("第%d页", i))) + shape(`idx="1"`, strings.Repeat(line("", sentence), 6)))
	}
	pages := make([][]string, 300)
	for i := range pages {
		for line := range 40 { // the engine takes equal lines for a shadow
			pages[i] = append(pages[i], fmt.Sprintf("%d.%d %s", i, line, string([]rune(sentence)[line:line+35])))
		}
	}
	sheet := workbook(b, func(f *excelize.File) {
		for i := 1; i <= 20_000; i++ {
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i), &[]any{i, "核心交换机", "台", 12.5 * float64(i), "含三年质保", 46023})
		}
	})
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"a.docx", docxFile(docx.String(), "word/styles.xml", stylesXML)},
		{"a.pptx", pptxFile(slides)},
		{"a.xlsx", sheet},
		{"a.html", []byte("<html>" + html.String())},
		{"a.md", []byte(markdown.String())},
		{"a.txt", []byte(text.String())},
		{"a.pdf", pdfPages(pages, nil, "")},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := read(c.data, c.name); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(c.data))/(1<<10), "KiB/file")
		})
	}
	b.Run("bomb", func(b *testing.B) {
		data := zeros(900 << 20)
		for b.Loop() {
			if _, err := read(data, "a.docx"); ReasonOf(err) != ReasonTooLarge {
				b.Fatal(err)
			}
		}
	})
}
