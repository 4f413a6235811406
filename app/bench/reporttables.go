package main

import (
	"fmt"
	"strings"
	"time"
)

// bar is what the design wants of an operation: CPU relative to hand-written SQL.
type bar struct {
	operation, what string
	first, aim      float64
}

func bars() []bar {
	return []bar{{"one", "single object", 3.2, 2.5}, {"page", "nested page", 4.2, 2.5}, {"deep", "deep cursor page", 3.2, 2}}
}

// printBars compares with what the design wants.
func (r *report) printBars(b *strings.Builder) {
	if len(r.stores) == 0 || len(r.stores[0].loads) == 0 {
		return
	}
	b.WriteString("### Against the targets\n\nCPU of server and database relative to hand-written SQL.\n\n| Operation | First bar | Aim |")
	rule := "\n|---|--:|--:|"
	for _, s := range r.stores {
		fmt.Fprintf(b, " %s | statements |", s.kind)
		rule += "--:|--:|"
	}
	b.WriteString(rule + "\n")
	for _, t := range bars() {
		fmt.Fprintf(b, "| %s | %.1f | %.1f |", t.what, t.first, t.aim)
		for _, s := range r.stores {
			count := s.statements[t.operation]
			fmt.Fprintf(b, " %.2f | %d of %d%s |", s.ratio(t.operation, nameBidwell), count.statements, most(t.operation), withCount(count))
		}
		b.WriteString("\n")
	}
	r.printStores(b)
	b.WriteString("\n")
}

func most(name string) int {
	for _, op := range operations() {
		if op.name == name {
			return op.most
		}
	}
	return 0
}

func withCount(c counted) string {
	if c.counts {
		return ", one a COUNT"
	}
	return ""
}

// printStores compares the stores on the single object.
func (r *report) printStores(b *strings.Builder) {
	cpu := map[string]time.Duration{}
	for _, s := range r.stores {
		if l, ok := s.find("one", nameBidwell); ok {
			cpu[s.kind] = l.cpu()
		}
	}
	if cpu[storeSQLite] > 0 && cpu[storePostgres] > 0 {
		fmt.Fprintf(b, "\nSQLite takes %.2f × the CPU of PostgreSQL on the single object (bar: 1.25).\n", float64(cpu[storeSQLite])/float64(cpu[storePostgres]))
	}
}

// printStarts shows start and memory of the program.
func (r *report) printStarts(b *strings.Builder) {
	if len(r.stores) == 0 || len(r.stores[0].fullStarts) == 0 {
		return
	}
	b.WriteString("### Start and memory of `bidwell serve`\n\n| | " + r.eachStore(func(s *storeResult) string { return s.kind }) + "\n|---|" + strings.Repeat("--:|", len(r.stores)) + "\n")
	row := func(name string, cell func(s *storeResult) string) {
		fmt.Fprintf(b, "| %s | %s\n", name, r.eachStore(cell))
	}
	row("start on an empty directory to the first answer, ms (bar: 300)", func(s *storeResult) string { return start(s.emptyStarts) })
	row("start on existing data to the first query answered, ms (bar: 2000)", func(s *storeResult) string { return start(s.fullStarts) })
	row("`bidwell reindex` of everything, s", func(s *storeResult) string { return fmt.Sprintf("%.1f", s.reindex.Seconds()) })
	row("resident memory after the start, MiB (of it not mapped files)", func(s *storeResult) string { return s.memoryAtStart.String() })
	row("resident memory after lists and searches, MiB (bar: 500; of it not mapped files)", func(s *storeResult) string { return s.memoryAtWork.String() })
	b.WriteString("\n")
}

// printFreshness shows how soon a change is found.
func (r *report) printFreshness(b *strings.Builder) {
	if len(r.stores) == 0 || r.stores[0].fresh == nil {
		return
	}
	b.WriteString("### One changed section, from the answer to the change until a search finds it (bar: p99 1000 ms)\n\n")
	b.WriteString("| Database | Changes | p50 ms | p99 ms | most ms |\n|---|--:|--:|--:|--:|\n")
	for _, s := range r.stores {
		if f := s.fresh; f != nil {
			fmt.Fprintf(b, "| %s | %d | %s | %s | %s |\n", s.kind, f.Changes, millis(f.P50), millis(f.P99), millis(f.Max))
		}
	}
	b.WriteString("\n")
}

func (r *report) eachStore(cell func(s *storeResult) string) string {
	cells := ""
	for _, s := range r.stores {
		cells += cell(s) + " | "
	}
	return strings.TrimSpace(cells)
}

func start(all []time.Duration) string {
	if len(all) == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", middle(all, func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }))
}

// String shows both figures in MiB.
func (m memory) String() string { return mib(m.Resident) + " (" + mib(m.Anonymous) + ")" }

// printIndexes shows the figures of the index alone.
func (r *report) printIndexes(b *strings.Builder) {
	if len(r.indexes) == 0 {
		return
	}
	b.WriteString("### The index of the case library\n\nTitles and bodies stored; six in ten documents Chinese, the others English.\n\n")
	b.WriteString("| Documents | Text MiB | Documents/s | CPU ms/document | On disk MiB | Resident MiB after the build (not mapped) | Resident MiB after the queries (not mapped) |\n|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, x := range r.indexes {
		fmt.Fprintf(b, "| %d | %s | %.0f | %.2f | %s | %s | %s |\n", x.Docs, mib(x.Text), float64(x.Docs)/x.Build.Seconds(),
			float64(x.BuildCPU.Milliseconds())/float64(x.Docs), mib(x.Disk), x.AfterBuild, x.AtWork)
	}
	b.WriteString("\nOne query after the other, the first ten hits.\n\n| Documents | Query | p50 ms | p99 ms | CPU ms | Matches on average |\n|--:|---|--:|--:|--:|--:|\n")
	for _, x := range r.indexes {
		for _, q := range x.Queries {
			fmt.Fprintf(b, "| %d | %s | %s | %s | %s | %d |\n", x.Docs, q.Name, millis(q.P50), millis(q.P99), millis(q.CPU), q.Hits/max(q.N, 1))
		}
	}
	b.WriteString("\n")
}
