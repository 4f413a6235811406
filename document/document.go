package document

import (
	"context"
	"fmt"
	"io"
	"path"
	"strings"
)

// Kind is a format that is read.
type Kind string

// The kinds.
const (
	KindDOCX     Kind = "DOCX"
	KindPPTX     Kind = "PPTX"
	KindXLSX     Kind = "XLSX"
	KindPDF      Kind = "PDF"
	KindMarkdown Kind = "MARKDOWN"
	KindHTML     Kind = "HTML"
	KindText     Kind = "TEXT"
)

// Document is what was read of a file.
type Document struct {
	Kind     Kind
	Title    string // what the file calls itself; else its name without extension
	Sections []Section
}

// Section is a heading with what stands under it, up to the next heading. Text before the first heading is a section
// without heading, of level 0.
//
// Body is Markdown: paragraphs, lists, tables, footnotes. Of a Markdown file it is the source; of all others, characters
// that would begin a block or an HTML element are escaped, and emphasis is neither kept nor escaped.
type Section struct {
	Heading string // one line; empty for a page, a slide without title
	Level   int    // from 1; as the file says, so levels may be left out
	Body    string
	Place   int // page, slide or sheet, from 1; 0 where the format has none
}

// Reader reads files. The zero value reads all kinds but PDF. It may be used by many at once.
type Reader struct {
	Limits Limits
	PDF    PDFProcess
}

// Read reads a file of the given size. Its kind is told by its content, and by its name only where content does not
// tell: text, Markdown, HTML without a root element. Read keeps nothing of src.
//
// Errors are *Error, except when ctx is cancelled.
func (r *Reader) Read(ctx context.Context, src io.ReaderAt, size int64, name string) (_ *Document, err error) {
	var kind Kind
	defer func() {
		if p := recover(); p != nil { // a library over a damaged file
			err = broken("panic", fmt.Errorf("%v", p))
		}
		if err != nil {
			err = refused(kind, err)
		}
	}()
	l := r.Limits.withDefaults()
	if size > l.Bytes {
		return nil, tooLarge(BoundBytes, l.Bytes, size)
	}
	ctx, cancel := context.WithTimeout(ctx, l.Time)
	defer cancel()
	found, err := detect(ctx, src, size, name, &l)
	if err != nil {
		return nil, err
	}
	kind = found.kind
	w := &writer{limits: &l}
	if err := r.read(ctx, found, src, size, w); err != nil {
		return nil, err
	}
	doc := &Document{Kind: kind, Title: w.title, Sections: w.finish()}
	if w.err != nil {
		return nil, w.err
	}
	if !w.wordy {
		return nil, &Error{Reason: ReasonNoText}
	}
	if doc.Title == "" {
		doc.Title = stem(name)
	}
	return doc, nil
}

func (r *Reader) read(ctx context.Context, found *detected, src io.ReaderAt, size int64, w *writer) error {
	switch found.kind {
	case KindDOCX:
		return readDOCX(ctx, found.pack, w)
	case KindPPTX:
		return readPPTX(ctx, found.pack, w)
	case KindXLSX:
		return readXLSX(ctx, found.pack, w)
	case KindPDF:
		return r.readPDF(ctx, src, size, w)
	}
	text, err := readPlain(ctx, src, size, w.limits)
	if err != nil {
		return err
	}
	switch found.kind {
	case KindHTML:
		return readHTML(ctx, text, w)
	case KindMarkdown:
		return readMarkdown(ctx, text, w)
	}
	return readText(ctx, text, w)
}

// stem is a file's name without folder and extension, whichever system named it.
func stem(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if s := strings.TrimSuffix(name, path.Ext(name)); s != "" {
		name = s
	}
	return oneLine(name)
}
