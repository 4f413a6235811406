package main

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"bidwell/ent"
	"bidwell/process"
)

// creation is what a client sends.
type creation struct {
	Name, CustomerID string
	Amount           string
}

// create makes an opportunity with its stage entry and its two rows of the change log, in one transaction.
func (s *plain) create(b *buffer, r *http.Request) error {
	var in creation
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		return err
	}
	amount, err := process.ParseMoney(in.Amount)
	if err != nil {
		return err
	}
	id := process.IDOf(ent.TypeOpportunity, ulid.Make().String())
	change, err := s.insert(r.Context(), in, id, amount)
	if err != nil {
		return err
	}
	b.raw(`{"data":{"createOpportunity":{"opportunity":{"id":`).text(id).raw(`,"name":`).text(in.Name).
		raw(`,"version":1,"stage":"INTAKE"},"change":`).number(change).raw(`}}}`)
	return nil
}

func (s *plain) insert(ctx context.Context, in creation, id string, amount int64) (change int64, err error) {
	entry, now := process.IDOf(ent.TypeStageEntry, ulid.Make().String()), time.Now().UTC().Truncate(time.Microsecond)
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	if _, err = tx.StmtContext(ctx, s.statements["insertOpportunity"]).ExecContext(ctx, id, now, s.user, in.Name, amount, in.CustomerID); err != nil {
		return 0, err
	}
	if _, err = tx.StmtContext(ctx, s.statements["insertEntry"]).ExecContext(ctx, entry, now, s.user, id); err != nil {
		return 0, err
	}
	if change, err = s.log(ctx, tx, now, id, entry); err != nil {
		return 0, err
	}
	return change, tx.Commit()
}

// log writes the change log in the order of commits, as its readers need it, and answers with the last number.
func (s *plain) log(ctx context.Context, tx *sql.Tx, now time.Time, id, entry string) (last int64, err error) {
	if s.postgres {
		if _, err := tx.StmtContext(ctx, s.statements["insertLock"]).ExecContext(ctx); err != nil {
			return 0, err
		}
	}
	rows, err := tx.StmtContext(ctx, s.statements["insertChanges"]).QueryContext(ctx, now, s.user, id, entry)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&last); err != nil {
			return 0, err
		}
	}
	return last, rows.Err()
}

// pipeline answers the open value by stage in one currency: overall and by stage, in order of the key.
func (s *plain) pipeline(b *buffer, r *http.Request) error {
	const currency = "CNY"
	rows, err := s.statements["pipeline"].QueryContext(r.Context())
	if err != nil {
		return err
	}
	defer rows.Close()
	type group struct {
		stage    string
		n, value int64
	}
	var all group
	var groups []group
	for rows.Next() {
		var g group
		var in string
		if err := rows.Scan(&g.stage, &in, &g.n, &g.value); err != nil {
			return err
		}
		if in == currency {
			groups, all.n, all.value = append(groups, g), all.n+g.n, all.value+g.value
		}
	}
	slices.SortFunc(groups, func(x, y group) int { return cmp.Compare(x.stage, y.stage) })
	b.raw(`{"data":{"kpi":{"currency":`).text(currency).raw(`,"overall":{"n":`).number(all.n).raw(`,"value":`).units(all.value).raw(`},"groups":[`)
	for i, g := range groups {
		if i > 0 {
			b.raw(`,`)
		}
		b.raw(`{"key":`).text(g.stage).raw(`,"n":`).number(g.n).raw(`,"value":`).units(g.value).raw(`}`)
	}
	b.raw(`]}}}`)
	return rows.Err()
}
