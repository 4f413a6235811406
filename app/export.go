package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
	"unicode"

	"bidwell/app/table"
	"bidwell/desk"
	"bidwell/graph"
)

// exportPause is how long a client may take no bytes of an export.
const exportPause = time.Minute

// export sends a list of the schema as a file.
func (s *site) export(w http.ResponseWriter, r *http.Request) {
	s.graph.ServeExport(w, r, func(e *graph.Export) { s.sendExport(w, r, e) })
}

// sendExport writes the file. What goes wrong before its first byte is told; after that the connection is broken off, for half
// a file must not look like a whole one.
func (s *site) sendExport(w http.ResponseWriter, r *http.Request, e *graph.Export) {
	start, rows := time.Now(), 0
	to := newDownload(e.Gone(), w)
	defer to.close()
	out := bufio.NewWriterSize(&begun{to: to, begin: func() { describeExport(w.Header(), e) }}, 64<<10)
	err := writeExport(e, out, s.office.Zone(), func() { rows++ })
	if err = errors.Join(err, flushed(err, out)); err != nil && to.written == 0 {
		to.release()
		e.Refuse(w, r, err)
		return
	}
	s.office.log.LogAttrs(r.Context(), slog.LevelInfo, "export", slog.String("list", e.List), slog.String("format", string(e.Format)), slog.Int("rows", rows),
		slog.Duration("took", time.Since(start)), slog.Bool("whole", err == nil), slog.String("user", desk.ViewerOf(r.Context()).UserID), slog.String("request", requestID(r.Context())))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
}

func flushed(err error, out *bufio.Writer) error {
	if err != nil {
		return nil
	}
	return out.Flush()
}

func describeExport(h http.Header, e *graph.Export) {
	h.Set("Content-Type", table.Kinds[e.Format])
	h.Set("Content-Disposition", disposition(exportFileName(e.File, e.List, string(e.Format))))
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Length")
}

// exportFileName is the name of an export's file: the one that was asked for, without what is no part of a name, or that of the
// list.
func exportFileName(asked, list, format string) string {
	const longest = 100
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, path.Base("/"+strings.ReplaceAll(asked, `\`, "/")))
	name = strings.TrimRight(strings.TrimLeft(strings.TrimSuffix(name, "."+format), "./ "), ". ")
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest])
	}
	if name == "" {
		name = list
	}
	return name + "." + format
}

// writeExport writes an export as a table.
func writeExport(e *graph.Export, out *bufio.Writer, zone *time.Location, wrote func()) (err error) {
	t, err := table.New(out, table.Options{Format: e.Format, Columns: e.Columns, Name: e.List, BOM: e.BOM, Zone: zone})
	if err != nil {
		return err
	}
	defer t.Discard()
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	var row table.Row
	for whole, err := range e.Rows() {
		if err != nil {
			return err
		}
		if row.Whole = whole; e.Format != graph.ExportJSON {
			if row.Cells, err = e.Cells(whole, row.Cells); err != nil {
				return err
			}
		}
		if err := t.Write(row); err != nil {
			return err
		}
		wrote()
	}
	return t.Close()
}

// begun does something before the first byte.
type begun struct {
	to    *download
	begin func()
}

// Write passes bytes on.
func (b *begun) Write(p []byte) (int, error) {
	if b.to.written == 0 {
		b.begin()
	}
	return b.to.Write(p)
}

// download writes to a client as long as it keeps taking bytes, and not any more once a context has ended: also a write that the
// client lets wait ends then.
type download struct {
	ctx     context.Context //nolint:containedctx // the life of the answer
	to      http.ResponseWriter
	control *http.ResponseController
	stop    func() bool
	mu      sync.Mutex
	over    bool
	written int
}

func newDownload(ctx context.Context, w http.ResponseWriter) *download {
	d := &download{ctx: ctx, to: w, control: http.NewResponseController(w)}
	_ = d.control.SetWriteDeadline(time.Time{}) // that of the server is for answers that are made at once
	d.stop = context.AfterFunc(ctx, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if !d.over {
			_ = d.control.SetWriteDeadline(time.Now())
		}
	})
	return d
}

// Write gives the client a minute to take the bytes.
func (d *download) Write(b []byte) (int, error) {
	if err := d.extend(); err != nil {
		return 0, err
	}
	n, err := d.to.Write(b)
	d.written += n
	return n, err
}

func (d *download) extend() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil {
		return context.Cause(d.ctx)
	}
	_ = d.control.SetWriteDeadline(time.Now().Add(exportPause))
	return nil
}

// release lets the connection be written to again, whatever became of the context.
func (d *download) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	_ = d.control.SetWriteDeadline(time.Now().Add(exportPause))
}

func (d *download) close() { d.stop() }
