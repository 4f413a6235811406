package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report is what was measured.
type report struct {
	*options

	began   time.Time
	commit  string
	cpu     string
	stores  []*storeResult
	indexes []indexResult
	missing []string
}

// storeResult is what was measured on one database.
type storeResult struct {
	kind, version               string
	proposals                   int
	statements                  map[string]counted
	loads                       []measured
	reindex                     time.Duration
	emptyStarts, fullStarts     []time.Duration
	memoryAtStart, memoryAtWork memory
	fresh                       *freshness
	access                      []sighted
}

// measured is one operation on one server.
type measured struct {
	operation
	contender
	load
}

// describe notes when and where.
func (r *report) describe(ctx context.Context) error {
	r.began = time.Now()
	if out, err := exec.CommandContext(ctx, "git", "rev-parse", "--short", "HEAD").Output(); err == nil {
		r.commit = strings.TrimSpace(string(out))
	}
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return fmt.Errorf("the CPU of processes is read from /proc, which only Linux has: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		if name, value, _ := strings.Cut(line, ":"); strings.TrimSpace(name) == "model name" {
			r.cpu = strings.TrimSpace(value)
			break
		}
	}
	return nil
}

// print writes Markdown.
func (r *report) print(out io.Writer) error {
	var b strings.Builder
	r.head(&b)
	for _, s := range r.stores {
		s.print(&b)
	}
	r.printBars(&b)
	r.printStarts(&b)
	r.printFreshness(&b)
	r.printAccess(&b)
	r.printIndexes(&b)
	for _, m := range r.missing {
		fmt.Fprintf(&b, "**Not measured:** %s.\n\n", m)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (r *report) head(b *strings.Builder) {
	var versions []string
	proposals := ""
	for _, s := range r.stores {
		versions = append(versions, s.version)
		proposals = fmt.Sprintf(" with %d proposals", s.proposals)
	}
	fmt.Fprintf(b, "## Measured on %s\n\n", r.began.Format(time.DateOnly))
	fmt.Fprintf(b, "- %d cores of %s, %s, %s, commit %s\n", runtime.NumCPU(), r.cpu, runtime.Version(), strings.Join(versions, ", "), r.commit)
	fmt.Fprintf(b, "- %d opportunities%s, %d documents in the case library\n", r.opportunities, proposals, r.library())
	fmt.Fprintf(b, "- %d clients on the same machine, %s a measurement after a warm-up, median of %d\n", r.clients, r.window, r.repeats)
	fmt.Fprintf(b, "- both servers with GOGC=400; CPU from `/proc`, per request\n\n")
}

func (s *storeResult) print(b *strings.Builder) {
	if len(s.loads) == 0 {
		return
	}
	fmt.Fprintf(b, "### %s\n\n", s.version)
	b.WriteString("| Operation | Server | req/s | p50 ms | p99 ms | CPU server µs | CPU database µs | CPU total µs | × hand-written | SQL statements |\n")
	b.WriteString("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	title := ""
	for _, m := range s.loads {
		if title == m.title {
			m.title = ""
		} else {
			title = m.title
		}
		database, statements := "in the server", ""
		if s.kind == storePostgres {
			database = micros(m.database)
		}
		if !m.contender.plain {
			statements = fmt.Sprint(s.statements[m.operation.name].statements)
		}
		fmt.Fprintf(b, "| %s | %s | %.0f | %s | %s | %s | %s | %s | %.2f | %s |\n", m.title, m.contender.name, m.rate(),
			millis(m.p50), millis(m.p99), micros(m.server), database, micros(m.cpu()), s.ratio(m.operation.name, m.contender.name), statements)
	}
	b.WriteString("\n")
}

// find gives an operation on a server.
func (s *storeResult) find(operation, server string) (load, bool) {
	i := slices.IndexFunc(s.loads, func(m measured) bool { return m.operation.name == operation && m.contender.name == server })
	if i < 0 {
		return load{}, false
	}
	return s.loads[i].load, true
}

// ratio is the CPU of an operation relative to hand-written SQL.
func (s *storeResult) ratio(operation, server string) float64 {
	base, _ := s.find(operation, namePlain)
	l, _ := s.find(operation, server)
	if base.cpu() == 0 {
		return 0
	}
	return float64(l.cpu()) / float64(base.cpu())
}

func micros(d time.Duration) string { return fmt.Sprintf("%.0f", float64(d)/float64(time.Microsecond)) }

func millis(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond)) }

func mib(bytes int64) string { return fmt.Sprintf("%.0f", float64(bytes)/(1<<20)) }
