package document

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// detected is what a file is; pack is its open archive, if it is one.
type detected struct {
	kind Kind
	pack *archive
}

// headBytes is how much of the beginning is looked at.
const headBytes = 4 << 10

// byName are the kinds that only the name tells.
var byName = map[string]Kind{
	"":          KindText,
	".txt":      KindText,
	".text":     KindText,
	".md":       KindMarkdown,
	".markdown": KindMarkdown,
	".html":     KindHTML,
	".htm":      KindHTML,
	".xhtml":    KindHTML,
}

// legacy are the extensions of formats of before 2007; packed are those of files that have to be something else than
// text.
var (
	legacy = []string{".doc", ".dot", ".ppt", ".pps", ".xls", ".wps", ".et", ".dps"}
	packed = []string{".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm", ".pdf"}
)

// foreign are beginnings of formats that are not read.
var foreign = []struct{ begin, name string }{
	{`{\rtf`, "rtf"},
	{"MIME-Version:", "mhtml"},
	{"Rar!", "rar"},
	{"7z\xbc\xaf", "7z"},
	{"\x1f\x8b", "gzip"},
	{"\x89PNG", "png"},
	{"\xff\xd8\xff", "jpeg"},
	{"GIF8", "gif"},
	{"%!PS", "postscript"},
}

// detect tells what a file is: by its content, and where that says no more than «text», by its name.
func detect(ctx context.Context, src io.ReaderAt, size int64, name string, l *Limits) (*detected, error) {
	if size <= 0 {
		return nil, &Error{Reason: ReasonNoText, Detail: "empty"}
	}
	head := make([]byte, min(size, headBytes))
	if n, err := src.ReadAt(head, 0); err != nil && (!errors.Is(err, io.EOF) || n < len(head)) {
		return nil, broken("read", err)
	}
	ext := strings.ToLower(path.Ext(name))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return detectPacked(ctx, src, size, l)
	case bytes.HasPrefix(head, oleMagic):
		return nil, detectOLE(src, size, ext)
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return &detected{kind: KindPDF}, nil
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.begin)) {
			return nil, &Error{Reason: ReasonUnsupported, Detail: f.name}
		}
	}
	return detectPlain(head, ext)
}

func detectPlain(head []byte, ext string) (*detected, error) {
	kind, known := byName[ext]
	switch {
	case looksHTML(head) && kind != KindMarkdown:
		return &detected{kind: KindHTML}, nil
	case known:
		return &detected{kind: kind}, nil
	case slices.Contains(legacy, ext):
		return nil, &Error{Reason: ReasonLegacyFormat, Detail: ext[1:]}
	case slices.Contains(packed, ext):
		return nil, broken("not a "+ext[1:], nil)
	}
	return nil, &Error{Reason: ReasonUnsupported, Detail: strings.TrimPrefix(ext, ".")}
}

// looksHTML knows the beginning of a page, behind a byte order mark, an XML declaration and comments.
func looksHTML(head []byte) bool {
	text := strings.ToLower(decodeHead(head))
	for {
		text = strings.TrimLeft(text, "\ufeff \t\r\n")
		end := ""
		switch {
		case strings.HasPrefix(text, "<!--"):
			end = "-->"
		case strings.HasPrefix(text, "<?xml"):
			end = "?>"
		default:
			return slices.ContainsFunc([]string{"<!doctype html", "<html", "<head", "<body", "<meta", "<title"}, func(begin string) bool {
				return strings.HasPrefix(text, begin)
			})
		}
		_, rest, found := strings.Cut(text, end)
		if !found {
			return false
		}
		text = rest
	}
}

// mains are the main parts of office files.
var mains = []struct {
	part string
	kind Kind
}{
	{"word/document.xml", KindDOCX},
	{"ppt/presentation.xml", KindPPTX},
	{"xl/workbook.xml", KindXLSX},
}

// detectPacked opens an archive and finds its main part: the one its relations name, else the one with the usual name.
func detectPacked(ctx context.Context, src io.ReaderAt, size int64, l *Limits) (*detected, error) {
	a, err := openArchive(src, size, l)
	if err != nil {
		return nil, err
	}
	if a.has("EncryptedPackage") || a.has("META-INF/encryption.xml") {
		return nil, &Error{Reason: ReasonEncrypted}
	}
	if err := a.findMain(ctx); err != nil {
		return nil, err
	}
	for _, m := range mains {
		if path.Dir(m.part) == strings.Split(a.main, "/")[0] && strings.HasSuffix(a.main, ".xml") {
			return &detected{kind: m.kind, pack: a}, nil
		}
	}
	return nil, &Error{Reason: ReasonUnsupported, Detail: foreignPack(a)}
}

// foreignPack names an archive that is no office file that is read.
func foreignPack(a *archive) string {
	switch {
	case a.has("xl/workbook.bin"):
		return "xlsb"
	case a.has("mimetype"):
		return "opendocument"
	}
	return "zip"
}
