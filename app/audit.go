package app

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

type auditCommand struct {
	Log    string `help:"Which log: changes, or readings of what is need-to-know, secret or sealed." enum:"changes,readings" default:"changes"`
	Format string `help:"jsonl: a JSON object a line; csv: a table, safe to open in a spreadsheet." enum:"jsonl,csv" default:"jsonl"`
	From   string `help:"The first day or moment, for example 2026-01-31 or 2026-01-31T08:00:00+08:00." placeholder:"TIME"`
	Until  string `help:"The first day or moment after." placeholder:"TIME"`
	Actor  string `help:"Only what this user did; an id, usr_…" placeholder:"ID"`
}

// Run writes the audit trail to standard output.
func (c *auditCommand) Run(sh *shell) error {
	filter, err := auditFilter(url.Values{"from": {c.From}, "until": {c.Until}, "actor": {c.Actor}})
	if err != nil {
		return err
	}
	return sh.work(false, func(ctx context.Context, o *office) error {
		out := bufio.NewWriter(sh.stdout)
		if err := exportAudit(ctx, o.Desk, out, c.Log+"."+c.Format, filter); err != nil {
			return err
		}
		return out.Flush()
	})
}

// auditFile sends the audit trail as a file: changes or readings, as .jsonl or .csv.
func (s *site) auditFile(w http.ResponseWriter, r *http.Request) {
	file := r.PathValue("file")
	log, format, _ := strings.Cut(file, ".")
	kind, known := auditKinds[format]
	filter, err := auditFilter(r.URL.Query())
	switch {
	case !known || auditLogs[log] == nil:
		http.NotFound(w, r)
		return
	case err == nil:
		_, err = s.office.AuditTrail(r.Context(), nil, nil, filter) // refuses before anything is sent
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", disposition("bidwell-"+file))
	w.Header().Set("Cache-Control", "no-store")
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour))
	out := bufio.NewWriter(w)
	err = exportAudit(r.Context(), s.office.Desk, out, file, filter)
	if err = errors.Join(err, out.Flush()); err != nil {
		panic(http.ErrAbortHandler) // half a file must not look like a whole one
	}
}

var auditKinds = map[string]string{"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}

// auditFilter reads what is asked for; a day begins in UTC.
func auditFilter(q url.Values) (*desk.AuditFilter, error) {
	filter := &desk.AuditFilter{}
	for name, into := range map[string]**time.Time{"from": &filter.From, "until": &filter.Until} {
		text := q.Get(name)
		if text == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			if at, err = time.Parse(time.DateOnly, text); err != nil {
				return nil, process.Invalid(name, process.MsgValueBad)
			}
		}
		*into = &at
	}
	if actor := q.Get("actor"); actor != "" {
		if err := process.CheckID("actor", actor, "User"); err != nil {
			return nil, err
		}
		filter.ActorID = &actor
	}
	return filter, nil
}

// auditLogs are the logs by name: the columns of their tables, and their rows as cells or as they are.
var auditLogs = map[string]*auditLog{
	"changes": {
		[]string{"number", "at", "actor", "credential", "address", "type", "record", "part of", "opportunity", "operation", "fields", "hash"},
		func(ctx context.Context, d *desk.Desk, f *desk.AuditFilter) iter.Seq2[auditRow, error] {
			return rowsOf(d.EachAuditEntry(ctx, f), func(e *desk.AuditEntry) []string {
				fields, _ := json.Marshal(e.Fields)
				return []string{
					strconv.FormatInt(e.Number, 10), e.At.Format(time.RFC3339Nano), text(e.ActorID), text(e.CredentialID), text(e.Address), e.Type,
					e.RecordID, text(e.RootID), text(e.OpportunityID), string(e.Operation), string(fields), text(e.Hash),
				}
			})
		},
	},
	"readings": {
		[]string{"number", "at", "actor", "credential", "address", "guarded by", "records", "hash"},
		func(ctx context.Context, d *desk.Desk, f *desk.AuditFilter) iter.Seq2[auditRow, error] {
			return rowsOf(d.EachSealedReading(ctx, f), func(r *desk.SealedReading) []string {
				return []string{
					strconv.FormatInt(r.Number, 10), r.At.Format(time.RFC3339Nano), text(r.ActorID), text(r.CredentialID), text(r.Address),
					r.GuardedID, strings.Join(r.RecordIDs, " "), r.Hash,
				}
			})
		},
	},
}

type auditLog struct {
	columns []string
	rows    func(context.Context, *desk.Desk, *desk.AuditFilter) iter.Seq2[auditRow, error]
}

// auditRow is a row of a log, and its cells.
type auditRow struct {
	whole any
	cells []string
}

func rowsOf[T any](all iter.Seq2[T, error], cells func(T) []string) iter.Seq2[auditRow, error] {
	return func(yield func(auditRow, error) bool) {
		for row, err := range all {
			if err != nil {
				yield(auditRow{}, err)
				return
			}
			if !yield(auditRow{row, cells(row)}, nil) {
				return
			}
		}
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// exportAudit writes a log as the file of a name.
func exportAudit(ctx context.Context, d *desk.Desk, to io.Writer, file string, filter *desk.AuditFilter) error {
	name, format, _ := strings.Cut(file, ".")
	log := auditLogs[name]
	if format == "jsonl" {
		lines := json.NewEncoder(to)
		for row, err := range log.rows(ctx, d, filter) {
			if err == nil {
				err = lines.Encode(row.whole)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	const byteOrderMark = "\uFEFF" // by it spreadsheets know Chinese
	if _, err := io.WriteString(to, byteOrderMark); err != nil {
		return err
	}
	table := csv.NewWriter(to)
	if err := table.Write(log.columns); err != nil {
		return err
	}
	for row, err := range log.rows(ctx, d, filter) {
		if err != nil {
			return err
		}
		for i := range row.cells {
			row.cells[i] = process.Cell(row.cells[i])
		}
		if err := table.Write(row.cells); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// anchors reads rows that were noted elsewhere: changes:NUMBER:HASH or readings:NUMBER:HASH.
func anchors(given []string) (map[string]desk.Anchor, error) {
	known := map[string]desk.Anchor{}
	for _, one := range given {
		part := strings.Split(one, ":")
		if len(part) != 3 || desk.LogTable(part[0]) == "" || len(part[2]) != 64 {
			return nil, fmt.Errorf("--anchor: %q is not like changes:1234:HASH or readings:1234:HASH", one)
		}
		number, err := strconv.ParseInt(part[1], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("--anchor: %q is no number", part[1])
		}
		known[part[0]] = desk.Anchor{Number: number, Hash: part[2]}
	}
	return known, nil
}

func checkChains(ctx context.Context, sh *shell, o *office, given []string) error {
	known, err := anchors(given)
	if err != nil {
		return err
	}
	shown := 0
	found, err := o.CheckChains(ctx, known, func(rows int) {
		if rows-shown >= 100_000 {
			shown = rows
			fmt.Fprintf(sh.stderr, "%d rows of the logs looked at\n", rows)
		}
	})
	if err != nil {
		return fmt.Errorf("the audit trail cannot be looked at: %w", err)
	}
	var broken []error
	for _, r := range found {
		fmt.Fprintf(sh.stdout, "%d %s, %d older than the chain, %d values erased; the last is %s:%d:%s\n", r.Rows, r.Log, r.Older, r.Erased, r.Log, r.Last.Number, r.Last.Hash)
		switch {
		case r.Broken > 0:
			broken = append(broken, fmt.Errorf("%s: row %d is not as it was written, or one before it is missing: compare with a backup", r.Log, r.Broken))
		case r.Lost:
			broken = append(broken, fmt.Errorf("%s: the row of --anchor is not there: the log was cut or written anew", r.Log))
		}
	}
	return errors.Join(broken...)
}
