package document

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
)

// zeros makes an archive of a DOCX whose main part unpacks to n zeros, packed as tightly as can be.
func zeros(n int64) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("word/document.xml")
	io.CopyN(w, zeroReader{}, n)
	z.Close()
	return b.Bytes()
}

// bomb unpacks to a thousand times its size.
var bomb = sync.OnceValue(func() []byte { return zeros(900 << 20) })

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// overlapping makes a bomb of one packed kernel that many members of the directory share.
func overlapping(members int) []byte {
	kernel := zeros(1 << 20)
	z, _ := zip.NewReader(bytes.NewReader(kernel), int64(len(kernel)))
	f := z.File[0]
	offset, _ := f.DataOffset()
	var b bytes.Buffer
	b.Write(kernel[:offset+int64(f.CompressedSize64)])
	start := b.Len()
	for i := range members {
		name := strings.Repeat("x", i%50) + string(rune('a'+i%26)) + strings.Repeat("y", i/50)
		h := make([]byte, 46)
		binary.LittleEndian.PutUint32(h, 0x02014b50)
		binary.LittleEndian.PutUint16(h[10:], zip.Deflate)
		binary.LittleEndian.PutUint32(h[16:], crc32.ChecksumIEEE(make([]byte, 1<<20)))
		binary.LittleEndian.PutUint32(h[20:], uint32(f.CompressedSize64))
		binary.LittleEndian.PutUint32(h[24:], 1<<20)
		binary.LittleEndian.PutUint16(h[28:], uint16(len(name)))
		b.Write(h)
		b.WriteString(name)
	}
	end := make([]byte, 22)
	binary.LittleEndian.PutUint32(end, 0x06054b50)
	binary.LittleEndian.PutUint16(end[8:], uint16(members))
	binary.LittleEndian.PutUint16(end[10:], uint16(members))
	binary.LittleEndian.PutUint32(end[12:], uint32(b.Len()-start))
	binary.LittleEndian.PutUint32(end[16:], uint32(start))
	b.Write(end)
	return b.Bytes()
}

// compound makes a compound file (MS-CFB) with streams of the given names.
func compound(streams ...string) []byte {
	head := make([]byte, 512)
	copy(head, oleMagic)
	binary.LittleEndian.PutUint16(head[30:], 9)
	binary.LittleEndian.PutUint32(head[48:], 1) // the directory is in sector 1
	fat := make([]byte, 512)
	directory := []byte{}
	for _, s := range append([]string{"Root Entry"}, streams...) {
		e := make([]byte, oleEntry)
		for i, u := range utf16.Encode([]rune(s)) {
			binary.LittleEndian.PutUint16(e[2*i:], u)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(s)+2))
		directory = append(directory, e...)
	}
	for len(directory)%512 != 0 {
		directory = append(directory, 0)
	}
	binary.LittleEndian.PutUint32(fat, 0xfffffffd)
	for i := range len(directory) / 512 {
		next := uint32(i + 2)
		if i == len(directory)/512-1 {
			next = 0xfffffffe
		}
		binary.LittleEndian.PutUint32(fat[4*(i+1):], next)
	}
	return bytes.Join([][]byte{head, fat, directory}, nil)
}

func TestRefusals(t *testing.T) {
	whole := docxFile(para("", strings.Repeat("正文", 400)))
	encryptedMember := bytes.Clone(whole)
	at := bytes.LastIndex(encryptedMember, []byte("PK\x01\x02"))
	encryptedMember[at+8] |= 1
	for name, c := range map[string]struct {
		data   []byte
		file   string
		reason Reason
		bound  Bound
	}{
		"nothing":                        {nil, "a.docx", ReasonNoText, ""},
		"a legacy document":              {compound("WordDocument", "1Table"), "a.doc", ReasonLegacyFormat, ""},
		"a legacy one, renamed":          {compound("WordDocument"), "a.docx", ReasonLegacyFormat, ""},
		"a legacy presentation":          {compound("PowerPoint Document"), "a.ppt", ReasonLegacyFormat, ""},
		"a legacy workbook":              {compound("Workbook"), "a.xls", ReasonLegacyFormat, ""},
		"WPS":                            {compound("WordDocument"), "方案.wps", ReasonLegacyFormat, ""},
		"an encrypted one of today":      {compound("EncryptionInfo", "EncryptedPackage"), "a.docx", ReasonEncrypted, ""},
		"the same, far in a directory":   {compound("a", "b", "c", "d", "e", "f", "EncryptedPackage"), "a.xlsx", ReasonEncrypted, ""},
		"another compound file":          {compound("__nameid"), "a.msg", ReasonUnsupported, ""},
		"a damaged compound file":        {append(bytes.Clone(oleMagic), make([]byte, 100)...), "a.docx", ReasonBroken, ""},
		"a member with a password":       {encryptedMember, "a.docx", ReasonEncrypted, ""},
		"cut in half":                    {whole[:len(whole)/2], "a.docx", ReasonBroken, ""},
		"only the beginning":             {whole[:10], "a.docx", ReasonBroken, ""},
		"text named like a document":     {[]byte("正文"), "a.docx", ReasonBroken, ""},
		"text named like an old one":     {[]byte("正文"), "a.wps", ReasonLegacyFormat, ""},
		"rich text":                      {[]byte(`{\rtf1 x}`), "a.doc", ReasonUnsupported, ""},
		"a picture":                      {[]byte("\x89PNG\r\n"), "a.txt", ReasonUnsupported, ""},
		"a name that is not known":       {[]byte("x"), "a.exe", ReasonUnsupported, ""},
		"a binary file":                  {[]byte("\x01\x00\x02\x00\x00\x00\xff\xee\x00\x00\x01"), "a.txt", ReasonUnsupported, ""},
		"OpenDocument":                   {pack("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<a/>"), "a.odt", ReasonUnsupported, ""},
		"a binary workbook":              {pack("xl/workbook.bin", "x"), "a.xlsb", ReasonUnsupported, ""},
		"any archive":                    {pack("a.txt", "x"), "a.zip", ReasonUnsupported, ""},
		"archives in archives":           {pack("a.zip", string(pack("b.zip", string(zeros(1<<20))))), "a.zip", ReasonUnsupported, ""},
		"no text":                        {docxFile(`<w:p/>`), "a.docx", ReasonNoText, ""},
		"only white space":               {[]byte(" \n\t\u3000"), "a.txt", ReasonNoText, ""},
		"a bomb":                         {bomb(), "a.docx", ReasonTooLarge, BoundRatio},
		"a bomb of one kernel":           {overlapping(1100), "a.docx", ReasonTooLarge, BoundExpanded},
		"external entity":                {docxWith(`<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>`), "a.docx", ReasonBroken, ""},
		"entities of entities":           {docxWith(`<!DOCTYPE d [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>`), "a.docx", ReasonBroken, ""},
		"an entity that is not declared": {docxWith(`<document><body><p><r><t>&x;</t></r></p></body></document>`), "a.docx", ReasonBroken, ""},
		"deep nesting":                   {docxWith(`<document><body>` + strings.Repeat("<sdt>", 100_000) + strings.Repeat("</sdt>", 100_000) + `</body></document>`), "a.docx", ReasonTooLarge, BoundDepth},
		"elements that cross":            {docxWith(`<document><body><p></body></p></document>`), "a.docx", ReasonBroken, ""},
		"an end missing":                 {docxWith(`<document><body><p><r><t>文</t></r></p>`), "a.docx", ReasonBroken, ""},
		"two roots":                      {docxWith(`<document/><document/>`), "a.docx", ReasonBroken, ""},
		"not XML":                        {docxWith("\x00\x01"), "a.docx", ReasonBroken, ""},
		"a member twice":                 {pack("word/document.xml", "<a/>", `WORD\document.xml`, "<b/>"), "a.docx", ReasonBroken, ""},
		"cells that cover thousands":     {[]byte("<html><table>" + strings.Repeat("<tr><td colspan=999 rowspan=999>文"+strings.Repeat("<tr>", 998), 5)), "a.html", ReasonTooLarge, BoundCells},
		"text that is repeated":          {[]byte("<html><table><tr><td rowspan=999>" + strings.Repeat("文", 1<<20) + strings.Repeat("<tr><td>", 999)), "a.html", ReasonTooLarge, BoundText},
		"the same in a document": {docxFile(`<w:tbl>` + tr(tc(`<w:vMerge w:val="restart"/>`, para("", strings.Repeat("文", 1<<20))), tc("", para("", "字"))) +
			strings.Repeat(tr(tc(`<w:vMerge/>`, ""), tc("", "")), 999) + `</w:tbl>`), "a.docx", ReasonTooLarge, BoundText},
		"wide cells":      {docxFile(`<w:tbl>` + strings.Repeat(tr(tc(`<w:gridSpan w:val="99999"/>`, para("", "文"))), 9000) + `</w:tbl>`), "a.docx", ReasonTooLarge, BoundCells},
		"a deep page":     {[]byte("<html>" + strings.Repeat("<table><tr><td>", 1000)), "a.html", ReasonTooLarge, BoundDepth},
		"deep quotations": {[]byte(strings.Repeat(">", 100_000) + " 文"), "a.md", ReasonTooLarge, BoundDepth},
	} {
		start := time.Now()
		_, err := read(c.data, c.file)
		expectRefusal(t, name, err, c.reason, c.bound)
		most := 10 * time.Second // other tests may have the processors
		if strings.HasPrefix(name, "a bomb") {
			most = time.Second
		}
		if took := time.Since(start); took > most {
			t.Errorf("%s: took %v for %d bytes", name, took, len(c.data))
		}
	}
}

// What a directory hides is counted while it is unpacked.
func TestDirectoryThatLies(t *testing.T) {
	data := zeros(30 << 20)
	for _, magic := range []string{"PK\x01\x02", "PK\x07\x08"} {
		at := bytes.LastIndex(data, []byte(magic))
		size := map[string]int{"PK\x01\x02": 24, "PK\x07\x08": 12}[magic]
		binary.LittleEndian.PutUint32(data[at+size:], 100)
	}
	_, err := read(data, "a.docx")
	expectRefusal(t, "smaller than it is", err, ReasonBroken, "")
}

// docxWith makes a DOCX whose main part is the given text.
func docxWith(main string) []byte {
	return pack("_rels/.rels", relationsXML("r1", "officeDocument", "word/document.xml"), "word/document.xml", main)
}

func TestNamesThatLeadOutside(t *testing.T) {
	outside := "../../../../../etc/passwd"
	data := pack("_rels/.rels", relationsXML("r1", "officeDocument", "word/document.xml"),
		"word/_rels/document.xml.rels", relationsXML("r1", "styles", outside, "r2", "footnotes", "/etc/passwd"),
		outside, "<styles/>", "word/document.xml", `<document><body><p><r><t>文</t></r></p></body></document>`)
	expect(t, "outside", data, "../../甲.docx", "DOCX «甲»\n== 0 0 \n文")
}

func TestBounds(t *testing.T) {
	many := func(n int) []byte {
		var b strings.Builder
		for range n {
			b.WriteString("# 标题\n正文\n")
		}
		return []byte(b.String())
	}
	table := "<html><table>" + strings.Repeat("<tr><td>一<td>二", 60) + "</table>"
	slides := make([]string, 4)
	for i := range slides {
		slides[i] = slideXML(shape("", line("", "文")))
	}
	for name, c := range map[string]struct {
		data  []byte
		file  string
		l     Limits
		bound Bound
	}{
		"bytes":            {many(10), "a.md", Limits{Bytes: 10}, BoundBytes},
		"bytes of text":    {many(10), "a.md", Limits{Plain: 10}, BoundBytes},
		"sections":         {many(10), "a.md", Limits{Sections: 9}, BoundSections},
		"text":             {many(10), "a.md", Limits{Text: 100}, BoundText},
		"cells":            {[]byte(table), "a.html", Limits{Cells: 100}, BoundCells},
		"slides":           {pptxFile(slides), "a.pptx", Limits{Pages: 3}, BoundPages},
		"members":          {pptxFile(slides), "a.pptx", Limits{Members: 3}, BoundMembers},
		"a member":         {docxFile(para("", "文")), "a.docx", Limits{Member: 100}, BoundExpanded},
		"members together": {docxFile(para("", "文")), "a.docx", Limits{Expanded: 300}, BoundExpanded},
		"depth":            {docxFile(para("", "文")), "a.docx", Limits{Depth: 3}, BoundDepth},
	} {
		_, err := readWithin(c.data, c.file, c.l)
		expectRefusal(t, name, err, ReasonTooLarge, c.bound)
	}
	if _, err := readWithin(many(10), "a.md", Limits{Sections: 10}); err != nil {
		t.Errorf("at the bound: %v", err)
	}
}

func TestContextEndsReading(t *testing.T) {
	data := docxFile(strings.Repeat(para("", "正文"), 5000))
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, name := range []string{"a.docx"} {
		if _, err := (&Reader{}).Read(cancelled, bytes.NewReader(data), int64(len(data)), name); !errors.Is(err, context.Canceled) || ReasonOf(err) != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	late, cancel := context.WithTimeout(context.Background(), 0)
	defer cancel()
	_, err := (&Reader{}).Read(late, bytes.NewReader(data), int64(len(data)), "a.docx")
	expectRefusal(t, "late", err, ReasonTimeout, "")
}

func TestErrorTellsWhatItKnows(t *testing.T) {
	_, err := read(bomb(), "a.docx")
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Limit != DefaultLimits().Ratio || e.Got < 900 || !strings.Contains(err.Error(), "RATIO above 200") {
		t.Error(err)
	}
	if ReasonOf(nil) != "" || ReasonOf(io.EOF) != "" {
		t.Error("a reason without an error of ours")
	}
}

func TestLongHeadingIsAParagraph(t *testing.T) {
	long := strings.Repeat("很长的标题", 100)
	d, err := read([]byte("# "+long+"\n后"), "a.md")
	if err != nil || len([]rune(d.Sections[0].Heading)) != maxHeading+1 || d.Sections[0].Body != long+"\n\n后" {
		t.Error(d, err)
	}
}
