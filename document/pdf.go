package document

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// PDFProcess is how the child process that reads a PDF is started: this very program, with arguments that make it call
// PDFChild. Without arguments no PDF is read.
//
// The child gets the file as its standard input and an environment of nothing but its limits. The engine in it is PDFium
// compiled to WebAssembly: it has no way to the system but to read the file. On top of that the child has limits of time,
// processor time and memory, is killed when the context ends or too much comes out of it, and dies alone.
type PDFProcess struct {
	// Args follow the name of the program.
	Args []string
	// Cache is a directory of ours in which the compiled engine is kept, which makes every start but the first one
	// faster. What lies in it is executed: nobody else may write there. Empty: no cache.
	Cache string
	// Slots bounds by its capacity how many children run at once, each of which may use Limits.Memory and more; nil: no
	// bound.
	Slots chan struct{}
	// Program is started instead of this one; for tests.
	Program string
}

// PDFCommand is the usual argument for PDFProcess.Args.
const PDFCommand = "read-pdf"

// pdfOrder is what the child is told.
type pdfOrder struct {
	Cache  string
	Pages  int
	Text   int64
	Memory int64
	CPU    time.Duration
	Size   int64
}

// pdfOrderVariable carries the order; an environment variable, since the input carries the file.
const pdfOrderVariable = "BIDWELL_PDF_ORDER"

// pdfPiece is one line of what the child answers: the facts of the file, then its pages, then an end or a refusal.
type pdfPiece struct {
	Facts   *pdfFacts   `json:",omitempty"`
	Page    *pdfPage    `json:",omitempty"`
	Refused *pdfRefusal `json:",omitempty"`
	End     bool        `json:",omitempty"`
}

type pdfFacts struct {
	Title string
	Marks []pdfMark
}

// pdfMark is an entry of the outline; pages count from 0, levels from 1.
type pdfMark struct {
	Title string
	Level int
	Page  int
}

type pdfPage struct{ Text string }

type pdfRefusal struct {
	Reason Reason
	Bound  Bound
	Limit  int64
	Got    int64
	Detail string
}

func (r *Reader) readPDF(ctx context.Context, src io.ReaderAt, size int64, w *writer) error {
	facts, pages, err := r.PDF.run(ctx, src, size, w.limits)
	if err != nil {
		return err
	}
	return writePDF(facts, pages, w)
}

// Warm starts the child once on an empty file, so that the cache is filled before somebody waits for it. It is no error
// when it cannot.
func (p *PDFProcess) Warm(ctx context.Context) {
	l := DefaultLimits()
	_, _, _ = p.run(ctx, strings.NewReader("%PDF-"), 5, &l)
}

// run starts the child, reads what it answers and waits for its end.
func (p *PDFProcess) run(ctx context.Context, src io.ReaderAt, size int64, l *Limits) (*pdfFacts, []string, error) {
	if len(p.Args) == 0 {
		return nil, nil, &Error{Reason: ReasonUnsupported, Detail: "pdf"}
	}
	if p.Slots != nil {
		select {
		case p.Slots <- struct{}{}:
			defer func() { <-p.Slots }()
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
	child, cancel := context.WithTimeout(ctx, l.Time)
	defer cancel()
	cmd, err := p.command(child, src, size, l)
	if err != nil {
		return nil, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, fmt.Errorf("start reader of PDF: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, fmt.Errorf("start reader of PDF: %w", err)
	}
	facts, pages, err := collectPDF(out, l)
	if err != nil {
		cancel()
	}
	dead := cmd.Wait()
	switch ours := (*Error)(nil); {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case err == nil:
		return facts, pages, nil
	case errors.As(err, &ours):
		return nil, nil, err
	case errors.Is(child.Err(), context.DeadlineExceeded):
		return nil, nil, child.Err()
	default:
		return nil, nil, causeOfDeath(cmd, dead, l)
	}
}

func (p *PDFProcess) command(ctx context.Context, src io.ReaderAt, size int64, l *Limits) (*exec.Cmd, error) {
	program := p.Program
	if program == "" {
		var err error
		if program, err = os.Executable(); err != nil {
			return nil, fmt.Errorf("start reader of PDF: %w", err)
		}
	}
	order, err := json.Marshal(pdfOrder{p.Cache, l.Pages, l.Text, l.Memory, l.CPU, size})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, p.Args...)
	cmd.Env = []string{pdfOrderVariable + "=" + string(order)}
	cmd.WaitDelay = time.Second
	if f, ok := src.(*os.File); ok {
		cmd.Stdin = f
	} else {
		cmd.Stdin = io.NewSectionReader(src, 0, size)
	}
	return cmd, nil
}

// maxOutline bounds the entries of an outline.
const maxOutline = 10_000

// collectPDF reads the child's answer, in bounds of its own: a child that was taken over is believed nothing.
func collectPDF(out io.Reader, l *Limits) (facts *pdfFacts, pages []string, err error) {
	in := &io.LimitedReader{R: out, N: 8*l.Text + 8<<20} // what JSON escapes takes six bytes at most
	size := int64(0)
	for d := json.NewDecoder(in); ; {
		var piece pdfPiece
		if err := d.Decode(&piece); err != nil {
			if in.N <= 0 {
				return nil, nil, tooLarge(BoundText, l.Text, 0)
			}
			return nil, nil, err
		}
		switch r := piece.Refused; {
		case r != nil:
			return nil, nil, &Error{Reason: r.Reason, Bound: r.Bound, Limit: r.Limit, Got: r.Got, Detail: r.Detail}
		case piece.Facts != nil && len(piece.Facts.Marks) <= maxOutline:
			facts = piece.Facts
		case piece.Page != nil:
			if size += int64(len(piece.Page.Text)); size > l.Text {
				return nil, nil, tooLarge(BoundText, l.Text, 0)
			}
			if pages = append(pages, piece.Page.Text); len(pages) > l.Pages {
				return nil, nil, tooLarge(BoundPages, int64(l.Pages), 0)
			}
		case piece.End && facts != nil:
			return facts, pages, nil
		default:
			return nil, nil, errors.New("answer of reader of PDF")
		}
	}
}

// causeOfDeath tells from how the child ended why it did.
func causeOfDeath(cmd *exec.Cmd, dead error, l *Limits) error {
	s := cmd.ProcessState
	if s != nil && s.ExitCode() < 0 && s.UserTime()+s.SystemTime() >= l.CPU {
		return &Error{Reason: ReasonTimeout, Detail: "cpu"}
	}
	if s != nil && s.ExitCode() == outOfMemory {
		return tooLarge(BoundMemory, l.Memory, 0)
	}
	return broken("reader died", dead)
}
