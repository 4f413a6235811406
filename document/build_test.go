package document

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestMain lets the test program be the child that reads PDFs.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == pdfChildArg {
		os.Exit(PDFChild(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

const pdfChildArg = "read-pdf-for-test"

// pack makes an archive of name, content pairs.
func pack(members ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			panic(err)
		}
		w.Write([]byte(members[i+1]))
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// relations makes the relations of a part from id, kind, target triples.
func relationsXML(triples ...string) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i := 0; i < len(triples); i += 3 {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`,
			triples[i], triples[i+1], triples[i+2])
	}
	return b.String() + `</Relationships>`
}

// core makes the properties of a file.
func core(title string) string {
	return xmlHead + `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>` + title + `</dc:title><dc:creator>王工</dc:creator></cp:coreProperties>`
}

// docxFile makes a DOCX of a body; more are further members.
func docxFile(body string, more ...string) []byte {
	return pack(append([]string{
		"[Content_Types].xml", `<Types/>`,
		"_rels/.rels", relationsXML("r1", "officeDocument", "word/document.xml"),
		"word/_rels/document.xml.rels", relationsXML("r1", "styles", "styles.xml", "r2", "numbering", "numbering.xml",
			"r3", "footnotes", "footnotes.xml", "r4", "endnotes", "endnotes.xml"),
		"word/document.xml", xmlHead + `<w:document xmlns:w="w" xmlns:mc="mc" xmlns:wps="wps" xmlns:v="v"><w:body>` + body +
			`<w:sectPr/></w:body></w:document>`,
	}, more...)...)
}

// para makes a paragraph of a style.
func para(style, text string) string {
	if style != "" {
		style = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return `<w:p>` + style + `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

// read reads a file of the given name with a Reader that reads PDFs too.
func read(data []byte, name string) (*Document, error) { return readWithin(data, name, Limits{}) }

func readWithin(data []byte, name string, l Limits) (*Document, error) {
	r := &Reader{Limits: l, PDF: PDFProcess{Args: []string{pdfChildArg}, Cache: cacheDir()}}
	return r.Read(context.Background(), bytes.NewReader(data), int64(len(data)), name)
}

// cacheDir keeps the compiled engine between tests of one run of the machine.
func cacheDir() string { return os.TempDir() + "/bidwell-test-pdf-engine" }

// shown renders a document for comparison: a line «level place heading» for every section, then its body.
func shown(d *Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s «%s»\n", d.Kind, d.Title)
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "== %d %d %s\n", s.Level, s.Place, s.Heading)
		if s.Body != "" {
			b.WriteString(s.Body + "\n")
		}
	}
	return b.String()
}

func expect(t *testing.T, name string, data []byte, file, want string) {
	t.Helper()
	d, err := read(data, file)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if got, want := strings.TrimSpace(shown(d)), strings.TrimSpace(want); got != want {
		t.Errorf("%s:\n--- got\n%s\n--- want\n%s", name, got, want)
	}
}

// expectRefusal wants an error of a reason, and of a bound if that is not empty.
func expectRefusal(t *testing.T, name string, err error, reason Reason, bound Bound) {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Reason != reason || e.Bound != bound {
		t.Errorf("%s: got %v, want %s %s", name, err, reason, bound)
	}
}
