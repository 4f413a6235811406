package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// pdfPages makes a PDF of pages, each of lines. The font has no glyphs: its ToUnicode map says what the codes mean.
// Entries of outline are «level page title»; trailer is added to the trailer.
func pdfPages(pages [][]string, outline []string, trailer string) []byte {
	var b bytes.Buffer
	offsets := []int{}
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	object := func(text string) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(offsets), text)
	}
	stream := func(text string) string {
		return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text)
	}
	// 1 catalog, 2 pages, 3 font, 4 descendant, 5 descriptor, 6 ToUnicode, 7 information, 8 outlines, then pages
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 9+2*i)
	}
	entry := 9 + 2*len(pages)
	object("<< /Type /Catalog /Pages 2 0 R /Outlines 8 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(pages)))
	object("<< /Type /Font /Subtype /Type0 /BaseFont /Fang /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>")
	object("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Fang /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>")
	object("<< /Type /FontDescriptor /FontName /Fang /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>")
	object(stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" +
		"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"))
	object("<< /Title <" + utf16Hex("\ufeff某市轨道交通方案") + "> >>")
	first := "<< >>"
	if len(outline) > 0 {
		first = fmt.Sprintf("<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>", entry, entry+len(outline)-1, len(outline))
	}
	object(first)
	for i, lines := range pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", 10+2*i))
		text := "BT /F1 12 Tf 50 780 Td 16 TL\n"
		for _, l := range lines {
			text += "<" + utf16Hex(l) + "> Tj T*\n"
		}
		object(stream(text + "ET"))
	}
	for i, o := range outline {
		page, title, _ := strings.Cut(o, " ")
		next := ""
		if i+1 < len(outline) {
			next = fmt.Sprintf("/Next %d 0 R", entry+i+1)
		}
		object(fmt.Sprintf("<< /Title <%s> /Parent 8 0 R %s /Dest [%d 0 R /Fit] >>", utf16Hex("\ufeff"+title), next, 9+2*number(page)))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, trailer, start)
	return b.Bytes()
}

func utf16Hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// locked is a trailer entry of a file that needs a password.
const locked = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <0101010101010101010101010101010101010101010101010101010101010101> /U <0202020202020202020202020202020202020202020202020202020202020202> >> /ID [<00> <00>]`

func TestPDF(t *testing.T) {
	pages := [][]string{{"第一章 总则", "为了规范投标文件的编制与评审活动并且统一全公司各个部门的", "格式，制定本办法。", "第一条"}, {"<b> 1 < 2", "第二章 附则"}, {"自发布之日起施行。"}}
	expect(t, "without an outline", pdfPages(pages, nil, ""), "a.pdf", `PDF «某市轨道交通方案»
== 0 1 
第一章 总则

为了规范投标文件的编制与评审活动并且统一全公司各个部门的格式，制定本办法。

第一条
== 0 2 
\<b> 1 < 2

第二章 附则
== 0 3 
自发布之日起施行。`)
	expect(t, "with an outline", pdfPages(pages, []string{"0 第一章  总则", "1 第二章附则"}, ""), "a.pdf", `PDF «某市轨道交通方案»
== 1 1 第一章 总则
为了规范投标文件的编制与评审活动并且统一全公司各个部门的格式，制定本办法。

第一条

\<b> 1 < 2
== 1 2 第二章附则
自发布之日起施行。`)
}

func TestPDFFromAFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, pdfPages([][]string{{"文件"}}, nil, ""), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, _ := f.Stat()
	f.Seek(7, 0) // the child reads from the beginning all the same
	d, err := (&Reader{PDF: PDFProcess{Args: []string{pdfChildArg}, Cache: cacheDir()}}).Read(t.Context(), f, info.Size(), "a.pdf")
	if err != nil || d.Sections[0].Body != "文件" {
		t.Error(d, err)
	}
	if at, _ := f.Seek(0, 1); at != 7 {
		t.Errorf("the file's position moved to %d", at)
	}
}

func TestPDFRefusals(t *testing.T) {
	sound := pdfPages([][]string{{"文件"}, {"字符"}}, nil, "")
	circle := bytes.Replace(pdfPages([][]string{{"文件"}}, []string{"0 甲", "0 乙", "0 丙"}, ""), []byte("/Next 13 0 R"), []byte("/Next 11 0 R"), 1)
	for name, c := range map[string]struct {
		data   []byte
		l      Limits
		reason Reason
		bound  Bound
	}{
		"garbage":             {[]byte("%PDF-1.7\n" + strings.Repeat("\x00\xff文", 1000)), Limits{}, ReasonBroken, ""},
		"encrypted":           {pdfPages([][]string{{"密"}}, nil, locked), Limits{}, ReasonEncrypted, ""},
		"pages without text":  {pdfPages([][]string{{}, {}}, nil, ""), Limits{}, ReasonNoText, ""},
		"glyphs of no letter": {pdfPages([][]string{{"\ue000\ue001\ue002\ue003a"}}, nil, ""), Limits{}, ReasonNoText, ""},
		"too many pages":      {sound, Limits{Pages: 1}, ReasonTooLarge, BoundPages},
		"too much text":       {sound, Limits{Text: 5}, ReasonTooLarge, BoundText},
		"no time":             {sound, Limits{Time: time.Millisecond}, ReasonTimeout, ""},
	} {
		_, err := readWithin(c.data, "a.pdf", c.l)
		expectRefusal(t, name, err, c.reason, c.bound)
	}
	if d, err := read(circle, "a.pdf"); err != nil || len(d.Sections) != 1 || d.Sections[0].Level != 0 {
		t.Errorf("an outline in a circle: %v %v", d, err)
	}
	_, err := (&Reader{}).Read(t.Context(), bytes.NewReader(sound), int64(len(sound)), "a.pdf")
	expectRefusal(t, "without a child", err, ReasonUnsupported, "")
}

// formBomb makes a PDF of few bytes whose page shows ten forms that each show ten others, ten deep.
func formBomb() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	b.WriteString("1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n")
	b.WriteString("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>\nendobj\n")
	shows := strings.Repeat("/X Do ", 10)
	fmt.Fprintf(&b, "4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(shows), shows)
	for i := range 10 {
		fmt.Fprintf(&b, "%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>\nstream\n%s\nendstream\nendobj\n",
			5+i, 6+i, len(shows), shows)
	}
	b.WriteString("15 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
	return b.Bytes()
}

// A page that asks for more than there is ends its child, not us.
func TestPDFChildHasLimits(t *testing.T) {
	start := time.Now()
	_, err := readWithin(formBomb(), "a.pdf", Limits{CPU: time.Second})
	if r := ReasonOf(err); r != ReasonTimeout && r != ReasonTooLarge {
		t.Errorf("forms of forms: %v", err)
	}
	t.Logf("forms of forms: %v after %v", err, time.Since(start))
	_, err = readWithin(formBomb(), "a.pdf", Limits{Memory: 32 << 20})
	if r := ReasonOf(err); r != ReasonTooLarge && r != ReasonBroken {
		t.Errorf("forms of forms, little memory: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	start = time.Now()
	r := &Reader{PDF: PDFProcess{Args: []string{pdfChildArg}, Cache: cacheDir()}}
	_, err = r.Read(ctx, bytes.NewReader(formBomb()), int64(len(formBomb())), "a.pdf")
	if ReasonOf(err) != ReasonTimeout || time.Since(start) > 5*time.Second {
		t.Errorf("killed with the context: %v after %v", err, time.Since(start))
	}
}

func TestPDFChildWhoDoesNotAnswer(t *testing.T) {
	data := pdfPages([][]string{{"文"}}, nil, "")
	for name, p := range map[string]PDFProcess{
		"says nothing":     {Program: "/bin/true", Args: []string{"x"}},
		"fails":            {Program: "/bin/false", Args: []string{"x"}},
		"says other":       {Program: "/bin/echo", Args: []string{"x"}},
		"says it for ever": {Program: "/usr/bin/yes", Args: []string{`{"Page":{"Text":"文"}}`}},
	} {
		_, err := (&Reader{PDF: p}).Read(t.Context(), bytes.NewReader(data), int64(len(data)), "a.pdf")
		if r := ReasonOf(err); r != ReasonBroken && r != ReasonTooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := (&Reader{PDF: PDFProcess{Program: "/nowhere/at/all", Args: []string{"x"}}}).Read(t.Context(), bytes.NewReader(data), int64(len(data)), "a.pdf")
	if err == nil {
		t.Error("a program that is not there")
	}
}

func TestPDFWaitsForASlot(t *testing.T) {
	p := PDFProcess{Args: []string{pdfChildArg}, Cache: cacheDir(), Slots: make(chan struct{}, 1)}
	data := pdfPages([][]string{{"文件"}}, nil, "")
	if _, err := (&Reader{PDF: p}).Read(t.Context(), bytes.NewReader(data), int64(len(data)), "a.pdf"); err != nil || len(p.Slots) != 0 {
		t.Error("a free one:", err)
	}
	p.Slots <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err := (&Reader{PDF: p}).Read(ctx, bytes.NewReader(data), int64(len(data)), "a.pdf")
	expectRefusal(t, "none free", err, ReasonTimeout, "")
}

func TestPDFEngineWarms(t *testing.T) {
	p := PDFProcess{Args: []string{pdfChildArg}, Cache: t.TempDir()}
	p.Warm(t.Context())
	entries, err := os.ReadDir(p.Cache)
	if err != nil || len(entries) == 0 {
		t.Error("an empty cache", err)
	}
	if _, err := os.Stat("/proc/self/statm"); errors.Is(err, os.ErrNotExist) {
		t.Log("no limits of the system here")
	}
}
