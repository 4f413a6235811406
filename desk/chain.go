package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"bidwell/process"
)

// The two logs to which rows are only added, each a chain of hashes: what was changed, and who was shown what is guarded.
var (
	changesChain = chain{"changes", "change_log", "actor_id credential_id address entity entity_id root_id opportunity_id operation", "fields"}
	readsChain   = chain{"readings", "sealed_reads", "actor_id credential_id address guarded_id", "record_ids"}
)

// chain is a log by its table, with the columns that go into the hash of a row: those of text, and the one of JSON.
type chain struct{ name, table, parts, structured string }

// LogTable is the table of a log by its name, changes or readings; empty for none.
func LogTable(name string) string {
	for _, c := range []chain{changesChain, readsChain} {
		if c.name == name {
			return c.table
		}
	}
	return ""
}

// head is the hash of the last row. Whoever adds rows holds the log's order lock since before.
func (c chain) head(ctx context.Context, db asker) (string, error) {
	found, err := idsOf(ctx, db, `SELECT COALESCE(hash, '') FROM `+c.table+` ORDER BY id DESC LIMIT 1`)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// Anchor is a row of a log by its number and hash, noted when it was the last one: by it somebody who keeps it elsewhere
// proves that nothing up to it was changed since.
type Anchor struct {
	Number int64
	Hash   string
}

// ChainReport is what CheckChain found in one log.
type ChainReport struct {
	// Log is the log's name.
	Log string
	// Rows have a hash that follows from the row and the one before; Older were written before there were hashes; Erased
	// counts values of personal data that were erased.
	Rows, Older, Erased int
	// Last is the last row that is as it was written.
	Last Anchor
	// Broken is the number of the first row that does not follow; 0 when all do.
	Broken int64
	// Lost tells that the anchor asked for is not in the chain.
	Lost bool
}

// Whole tells that nothing was changed, taken out or put in.
func (r *ChainReport) Whole() bool { return r.Broken == 0 && !r.Lost }

// chainBatch is how many rows are looked at together.
const chainBatch = 1000

// CheckChains proves that the logs are as they were written, row by row; of known, by the name of the log, it proves that the rows are
// still there. Looked hears how many rows were looked at.
func (d *Desk) CheckChains(ctx context.Context, known map[string]Anchor, looked func(int)) ([]*ChainReport, error) {
	var reports []*ChainReport
	all := 0
	for _, c := range []chain{changesChain, readsChain} {
		anchor, asked := known[c.name]
		r := &ChainReport{Log: c.name, Lost: asked}
		for after, more := int64(0), true; more && r.Broken == 0; {
			var err error
			before := r.Rows + r.Older
			if after, err = d.checkRows(ctx, c, after, r, anchor); err != nil {
				return nil, fmt.Errorf("%s: %w", c.table, err)
			}
			read := r.Rows + r.Older - before
			more = read == chainBatch
			if all += read; looked != nil {
				looked(all)
			}
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// checkRows looks at the next rows and answers with the number of the last.
func (d *Desk) checkRows(ctx context.Context, c chain, after int64, r *ChainReport, anchor Anchor) (int64, error) {
	parts := strings.Fields(c.parts)
	rows, err := d.store.ReadDB().QueryContext(ctx, fmt.Sprintf(`SELECT id, at, COALESCE(hash, ''), %s, COALESCE(%s, '') FROM %s WHERE id > $1 ORDER BY id LIMIT %d`,
		c.asText(d.store.Dialect()), strings.Join(parts, `, ''), COALESCE(`), c.table, chainBatch), after)
	if err != nil {
		return after, err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var at time.Time
		var hash string
		var structured sql.NullString
		row := process.Logged{Parts: make([]string, len(parts))}
		into := []any{&number, &at, &hash, &structured}
		for i := range row.Parts {
			into = append(into, &row.Parts[i])
		}
		if err := rows.Scan(into...); err != nil {
			return after, err
		}
		row.At, after = at, number
		if err := c.restore(&row, structured); err != nil {
			r.Broken = number
			return after, rows.Err()
		}
		if !r.follow(number, hash, row, anchor) {
			return after, rows.Err()
		}
	}
	return after, rows.Err()
}

// follow takes a row into account; false when it does not follow.
func (r *ChainReport) follow(number int64, hash string, row process.Logged, anchor Anchor) bool {
	if hash == "" && r.Rows == 0 {
		r.Older++
		return true
	}
	if hash == "" || process.Chain(r.Last.Hash, row) != hash {
		r.Broken = number
		return false
	}
	r.Rows, r.Last = r.Rows+1, Anchor{number, hash}
	if r.Last == anchor {
		r.Lost = false
	}
	for _, f := range row.Fields {
		if f.Erased != "" {
			r.Erased++
		}
	}
	return true
}

// asText selects the column of JSON as text.
func (c chain) asText(dialect string) string {
	if dialect == "postgres" {
		return c.structured + "::text"
	}
	return c.structured
}

// restore reads the column of JSON back to what it was when the row was written.
func (c chain) restore(row *process.Logged, structured sql.NullString) error {
	if !structured.Valid {
		return nil
	}
	if c.table == changesChain.table {
		d := json.NewDecoder(strings.NewReader(structured.String))
		d.UseNumber()
		return d.Decode(&row.Fields)
	}
	var ids []string
	err := json.Unmarshal([]byte(structured.String), &ids)
	row.Parts = append(row.Parts, ids...)
	return err
}
