package main

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/lib/pq"
)

// one answers an opportunity with its customer and first five proposals.
func (s *plain) one(b *buffer, r *http.Request) error {
	var o struct {
		id, name, stage, status, currency string
		amount, version                   int64
		created                           time.Time
	}
	var c struct{ id, name, industry, region sql.NullString }
	id := r.URL.Query().Get("id")
	err := s.statements["one"].QueryRowContext(r.Context(), id).
		Scan(&o.id, &o.name, &o.stage, &o.status, &o.amount, &o.currency, &o.version, &o.created, &c.id, &c.name, &c.industry, &c.region)
	if err != nil {
		return err
	}
	b.raw(`{"data":{"node":{"id":`).text(o.id).raw(`,"name":`).text(o.name).raw(`,"stage":`).text(o.stage).raw(`,"status":`).text(o.status)
	b.raw(`,"amount":`).money(o.amount).raw(`,"currency":`).text(o.currency).raw(`,"version":`).number(o.version).raw(`,"createdAt":`).time(o.created)
	if c.id.Valid {
		b.raw(`,"customer":{"id":`).text(c.id.String).raw(`,"name":`).text(c.name.String).raw(`,"industry":`).text(c.industry.String).
			raw(`,"region":`).text(c.region.String).raw(`}`)
	} else {
		b.raw(`,"customer":null`)
	}
	b.raw(`,"proposals":{"edges":[`)
	if err := s.oneProposals(b, r, id); err != nil {
		return err
	}
	b.raw(`]}}}}`)
	return nil
}

func (s *plain) oneProposals(b *buffer, r *http.Request, id string) error {
	rows, err := s.statements["oneProposals"].QueryContext(r.Context(), id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for separator := ""; rows.Next(); separator = "," {
		var id, title, status string
		var created time.Time
		if err := rows.Scan(&id, &title, &status, &created); err != nil {
			return err
		}
		b.raw(separator).raw(`{"node":{"id":`).text(id).raw(`,"title":`).text(title).raw(`,"status":`).text(status).raw(`,"createdAt":`).time(created).raw(`}}`)
	}
	return rows.Err()
}

// listed is an opportunity of a page.
type listed struct {
	id, name, stage, currency string
	amount                    int64
	customer, customerName    sql.NullString
}

func (l *listed) fields(b *buffer) *buffer {
	return b.raw(`{"id":`).text(l.id).raw(`,"name":`).text(l.name).raw(`,"stage":`).text(l.stage).
		raw(`,"amount":`).money(l.amount).raw(`,"currency":`).text(l.currency)
}

// page answers the first 50 opportunities of a stage by amount, with customer, first three proposals and their count.
func (s *plain) page(b *buffer, r *http.Request) error {
	list, err := s.pageRows(r)
	if err != nil {
		return err
	}
	nested, err := s.pageProposals(r, list)
	if err != nil {
		return err
	}
	b.raw(`{"data":{"opportunities":{"edges":[`)
	for i := range list {
		if i > 0 {
			b.raw(`,`)
		}
		l := &list[i]
		l.fields(b.raw(`{"node":`))
		if l.customer.Valid {
			b.raw(`,"customer":{"id":`).text(l.customer.String).raw(`,"name":`).text(l.customerName.String).raw(`}`)
		} else {
			b.raw(`,"customer":null`)
		}
		own := nested[l.id]
		b.raw(`,"proposals":{"totalCount":`).number(own.total).raw(`,"edges":[`)
		for j, p := range own.first {
			if j > 0 {
				b.raw(`,`)
			}
			b.raw(`{"node":{"id":`).text(p.id).raw(`,"title":`).text(p.title).raw(`,"status":`).text(p.status).raw(`}}`)
		}
		b.raw(`]}}}`)
	}
	b.raw(`]}}}`)
	return nil
}

func (s *plain) pageRows(r *http.Request) ([]listed, error) {
	rows, err := s.statements["page"].QueryContext(r.Context(), r.URL.Query().Get("stage"))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([]listed, 0, 50)
	for rows.Next() {
		var l listed
		if err := rows.Scan(&l.id, &l.name, &l.stage, &l.amount, &l.currency, &l.customer, &l.customerName); err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, rows.Err()
}

// written are the first proposals of an opportunity and how many it has.
type written struct {
	total int64
	first []struct{ id, title, status string }
}

func (s *plain) pageProposals(r *http.Request, list []listed) (map[string]written, error) {
	rows, err := s.statements["pageProposals"].QueryContext(r.Context(), s.idList(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	nested := make(map[string]written, len(list))
	for rows.Next() {
		var of string
		var p struct{ id, title, status string }
		var total int64
		if err := rows.Scan(&of, &p.id, &p.title, &p.status, &total); err != nil {
			return nil, err
		}
		nested[of] = written{total, append(nested[of].first, p)}
	}
	return nested, rows.Err()
}

// idList gives ids to a statement in one parameter: an array, or JSON for SQLite.
func (s *plain) idList(list []listed) any {
	if s.postgres {
		ids := make(pq.StringArray, len(list))
		for i := range list {
			ids[i] = list[i].id
		}
		return ids
	}
	var b buffer
	b.raw(`[`)
	for i := range list {
		if i > 0 {
			b.raw(`,`)
		}
		b.text(list[i].id)
	}
	return string(b.raw(`]`).bytes)
}

// deep answers the 50 opportunities that follow a cursor in the list by amount.
func (s *plain) deep(b *buffer, r *http.Request) error {
	amount, id, err := placeOf(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	rows, err := s.statements["deep"].QueryContext(r.Context(), amount, id)
	if err != nil {
		return err
	}
	defer rows.Close()
	b.raw(`{"data":{"opportunities":{"edges":[`)
	var first, last listed
	n, more := 0, "false"
	for rows.Next() {
		if n == 50 {
			more = "true"
			break
		}
		if err := rows.Scan(&last.id, &last.name, &last.stage, &last.amount, &last.currency); err != nil {
			return err
		}
		if n == 0 {
			first = last
		} else {
			b.raw(`,`)
		}
		last.fields(b.raw(`{"node":`)).raw(`},"cursor":`).cursor(last.amount, last.id).raw(`}`)
		n++
	}
	if n == 0 {
		return errors.New("there is nothing behind the cursor")
	}
	b.raw(`],"pageInfo":{"hasNextPage":`).raw(more).raw(`,"hasPreviousPage":true,"startCursor":`).cursor(first.amount, first.id).
		raw(`,"endCursor":`).cursor(last.amount, last.id).raw(`}}}}`)
	return rows.Err()
}

func placeOf(cursor string) (amount int64, id string, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, "", err
	}
	var order string
	err = json.Unmarshal(raw, &[]any{&order, &amount, &id})
	return amount, id, err
}
