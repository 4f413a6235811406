package importer

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Progress is how far an import has come. How it looks depends on nothing else.
type Progress struct {
	File    string
	Rows    int
	Errors  int
	Done    int64 // bytes read
	Total   int64 // bytes of the file
	Elapsed time.Duration
}

// Share is the part of the file that has been read, from 0 to 1.
func (p Progress) Share() float64 {
	if p.Total <= 0 {
		return 0
	}
	return min(1, max(0, float64(p.Done)/float64(p.Total)))
}

// Rate is rows per second; 0 before any time has passed.
func (p Progress) Rate() float64 {
	if p.Elapsed <= 0 {
		return 0
	}
	return float64(p.Rows) / p.Elapsed.Seconds()
}

// Left is the time still needed at the pace so far; known is false at the beginning.
func (p Progress) Left() (left time.Duration, known bool) {
	share := p.Share()
	if share <= 0 || p.Elapsed <= 0 {
		return 0, false
	}
	return time.Duration(float64(p.Elapsed) * (1 - share) / share), true
}

const barWidth = 24

// Bar renders one line for a terminal of the given width, without the line end.
func (p Progress) Bar(width int) string {
	filled := int(p.Share() * barWidth)
	bar := strings.Repeat("#", filled) + strings.Repeat(".", barWidth-filled)
	line := fmt.Sprintf("%s [%s] %3.0f%% %s", p.File, bar, 100*p.Share(), p.counts())
	if len(line) > width {
		line = fmt.Sprintf("%3.0f%% %s", 100*p.Share(), p.counts())
	}
	return cutBytes(line, max(0, width))
}

// Line renders one line for a log, without the line end.
func (p Progress) Line() string {
	return fmt.Sprintf("%s: %.0f%% of %s, %s", p.File, 100*p.Share(), size(p.Total), p.counts())
}

func (p Progress) counts() string {
	s := fmt.Sprintf("%d rows, %d errors, %.0f rows/s", p.Rows, p.Errors, p.Rate())
	if left, known := p.Left(); known && p.Share() < 1 {
		s += ", " + left.Round(time.Second).String() + " left"
	}
	return s
}

func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
}

// ProgressWriter shows progress: on a terminal as one line that is written over, elsewhere as a line now and then.
// It has no clock; time comes with Progress.
type ProgressWriter struct {
	Out      io.Writer
	Terminal bool
	Width    int           // of the terminal; 0: 80
	Every    time.Duration // between two lines; 0: 100 ms on a terminal, 10 s elsewhere

	shown bool
	last  time.Duration
}

// Show writes p when it is time to.
func (w *ProgressWriter) Show(p Progress) error {
	if w.shown && p.Elapsed-w.last < w.interval() {
		return nil
	}
	return w.write(p, "")
}

// Finish writes the last state and ends the line.
func (w *ProgressWriter) Finish(p Progress) error { return w.write(p, "\n") }

func (w *ProgressWriter) interval() time.Duration {
	switch {
	case w.Every > 0:
		return w.Every
	case w.Terminal:
		return 100 * time.Millisecond
	}
	return 10 * time.Second
}

func (w *ProgressWriter) write(p Progress, end string) error {
	w.shown, w.last = true, p.Elapsed
	if !w.Terminal {
		_, err := io.WriteString(w.Out, p.Line()+"\n")
		return err
	}
	width := w.Width
	if width <= 0 {
		width = 80
	}
	_, err := fmt.Fprintf(w.Out, "\r%-*s%s", width-1, p.Bar(width-1), end)
	return err
}
