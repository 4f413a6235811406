package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// pdfEngine is PDFium in a sandbox: no files, no network, bounded memory.
type pdfEngine struct {
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// wasmPage is the unit of WebAssembly's memory.
const wasmPage = 64 << 10

// newPDFEngine compiles the engine, or loads it from the cache.
func newPDFEngine(ctx context.Context, cache string, memory int64) (*pdfEngine, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(uint32(max(1, min(memory, 4<<30)/wasmPage)))
	e := &pdfEngine{}
	if cache != "" {
		c, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, fmt.Errorf("cache of PDF engine: %w", err)
		}
		e.cache = c
		config = config.WithCompilationCache(c)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxTotal: 1, MaxIdle: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // else it would see the whole disk
		Stdout:   io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("PDF engine: %w", err)
	}
	e.pool = pool
	return e, nil
}

func (e *pdfEngine) close() {
	_ = e.pool.Close()
	if e.cache != nil {
		_ = e.cache.Close(context.Background())
	}
}

// pdfFile is an open file.
type pdfFile struct {
	engine pdfium.Pdfium
	doc    references.FPDF_DOCUMENT
	order  *pdfOrder
	size   int64 // of the text so far
}

// read hands on the facts of a file and then the text of its pages.
func (e *pdfEngine) read(ctx context.Context, src io.ReaderAt, size int64, order *pdfOrder, emit func(pdfPiece) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = broken("panic", fmt.Errorf("%v", p))
		}
	}()
	engine, err := e.pool.GetInstance(time.Minute)
	if err != nil {
		return fmt.Errorf("PDF engine: %w", err)
	}
	defer engine.Close()
	opened, err := engine.OpenDocument(&requests.OpenDocument{FileReader: io.NewSectionReader(src, 0, size), FileReaderSize: size})
	if err != nil {
		if errors.Is(err, pdferrors.ErrPassword) || errors.Is(err, pdferrors.ErrSecurity) {
			return &Error{Reason: ReasonEncrypted}
		}
		return broken("open", err)
	}
	f := &pdfFile{engine: engine, doc: opened.Document, order: order}
	count, err := engine.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: f.doc})
	if err != nil {
		return broken("pages", err)
	}
	if count.PageCount > order.Pages {
		return tooLarge(BoundPages, int64(order.Pages), int64(count.PageCount))
	}
	if err := emit(pdfPiece{Facts: f.facts()}); err != nil {
		return err
	}
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return err
		}
		text, err := f.page(i)
		if err != nil {
			return err
		}
		if err := emit(pdfPiece{Page: &pdfPage{text}}); err != nil {
			return err
		}
	}
	return nil
}

// facts reads title and outline; a file is readable without them.
func (f *pdfFile) facts() *pdfFacts {
	facts := &pdfFacts{}
	if t, err := f.engine.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: f.doc, Tag: "Title"}); err == nil {
		facts.Title, _ = shortened(t.Value, maxHeading)
	}
	left := maxOutline
	if !f.ends(nil, 1, &left) {
		return facts
	}
	// The call that tells where a single entry leads is wrong in this version of the library, the one for all of them
	// is right but would go in circles.
	if all, err := f.engine.GetBookmarks(&requests.GetBookmarks{Document: f.doc}); err == nil {
		facts.Marks = marksOf(all.Bookmarks, 1, nil)
	}
	return facts
}

// maxOutlineDepth bounds how deep an outline may be.
const maxOutlineDepth = 32

// ends walks an outline to see whether it has an end, within bounds: a damaged one may go in a circle.
func (f *pdfFile) ends(parent *references.FPDF_BOOKMARK, depth int, left *int) bool {
	first, err := f.engine.FPDFBookmark_GetFirstChild(&requests.FPDFBookmark_GetFirstChild{Document: f.doc, Bookmark: parent})
	if err != nil || depth > maxOutlineDepth {
		return false
	}
	for at := first.Bookmark; at != nil; {
		if *left--; *left < 0 || !f.ends(at, depth+1, left) {
			return false
		}
		next, err := f.engine.FPDFBookmark_GetNextSibling(&requests.FPDFBookmark_GetNextSibling{Document: f.doc, Bookmark: *at})
		if err != nil {
			return false
		}
		at = next.Bookmark
	}
	return true
}

func marksOf(all []responses.GetBookmarksBookmark, level int, marks []pdfMark) []pdfMark {
	for _, b := range all {
		title, _ := shortened(oneLine(b.Title), maxHeading)
		m := pdfMark{Title: title, Level: level, Page: -1}
		if b.DestInfo != nil {
			m.Page = b.DestInfo.PageIndex
		}
		marks = marksOf(b.Children, level+1, append(marks, m))
	}
	return marks
}

// maxPageChars bounds the characters of one page.
const maxPageChars = 4 << 20

// page reads the text of a page; a page that cannot be loaded is without text.
func (f *pdfFile) page(i int) (string, error) {
	loaded, err := f.engine.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: f.doc, Index: i})
	if err != nil {
		return "", fatal(err)
	}
	defer f.engine.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page}) //nolint:errcheck // only frees
	text, err := f.engine.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &loaded.Page}})
	if err != nil {
		return "", fatal(err)
	}
	defer f.engine.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) //nolint:errcheck // only frees
	count, err := f.engine.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil || count.Count <= 0 {
		return "", fatal(err)
	}
	if count.Count > maxPageChars {
		return "", tooLarge(BoundText, maxPageChars, int64(count.Count))
	}
	read, err := f.engine.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text.TextPage, StartIndex: 0, Count: count.Count})
	if err != nil {
		return "", fatal(err)
	}
	if f.size += int64(len(read.Text)); f.size > f.order.Text {
		return "", tooLarge(BoundText, f.order.Text, 0)
	}
	return read.Text, nil
}

// fatal keeps the errors after which the engine cannot go on: it broke off where the sandbox stopped it.
func fatal(err error) error {
	if err != nil && strings.Contains(err.Error(), "wasm error") {
		return broken("engine", err)
	}
	return nil
}
