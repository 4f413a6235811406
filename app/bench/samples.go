package main

import (
	"context"
	"fmt"
	"math/rand/v2"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// samples are what requests are about.
type samples struct {
	ids       []string // of opportunities with at least five proposals
	stages    []string
	cursors   []string // around the middle of the list by amount
	customers []string
	user      string // the administrator who asks
	token     string // for requests over all of the product
}

const (
	sampledIDs     = 2000
	sampledCursors = 200
)

// sample finds what to ask for.
func sample(ctx context.Context, d *desk.Desk, n int) (*samples, error) {
	s := &samples{}
	for _, stage := range stages {
		s.stages = append(s.stages, string(stage))
	}
	var err error
	if s.ids, err = column(ctx, d, `SELECT opportunity_id FROM proposals WHERE opportunity_id IS NOT NULL
		GROUP BY opportunity_id HAVING COUNT(*) >= 5 ORDER BY opportunity_id`); err != nil {
		return nil, err
	}
	if s.customers, err = column(ctx, d, `SELECT id FROM customers ORDER BY id LIMIT 500`); err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(s.ids), func(i, j int) { s.ids[i], s.ids[j] = s.ids[j], s.ids[i] })
	s.ids = s.ids[:min(len(s.ids), sampledIDs)]
	if err := s.middle(ctx, d, n); err != nil {
		return nil, err
	}
	if len(s.ids) == 0 || len(s.customers) == 0 || len(s.cursors) == 0 {
		return nil, fmt.Errorf("the database has %d opportunities with five proposals, %d customers and %d places to page from; it needs some of each", len(s.ids), len(s.customers), len(s.cursors))
	}
	return s, s.asker(ctx, d)
}

// middle finds cursors around the middle of the list by amount.
func (s *samples) middle(ctx context.Context, d *desk.Desk, n int) error {
	rows, err := d.Store().ReadDB().QueryContext(ctx, fmt.Sprintf(
		`SELECT amount, id FROM opportunities ORDER BY amount DESC, id DESC LIMIT %d OFFSET %d`, sampledCursors, n/2-sampledCursors/2))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var amount int64
		var id string
		if err := rows.Scan(&amount, &id); err != nil {
			return err
		}
		quoted := new(buffer).cursor(amount, id).bytes
		s.cursors = append(s.cursors, string(quoted[1:len(quoted)-1]))
	}
	return rows.Err()
}

// asker finds the administrator and gives them a new token.
func (s *samples) asker(ctx context.Context, d *desk.Desk) (err error) {
	if s.user, err = d.Read(ctx).User.Query().Where(user.RoleEQ(process.UserRoleAdmin)).Order(ent.Asc(user.FieldID)).FirstID(ctx); err != nil {
		return err
	}
	made, err := d.CreateAPIToken(ctx, desk.CreateAPITokenInput{Name: "bench", Scope: process.TokenScopeWrite, UserID: &s.user})
	s.token = made.Secret
	return err
}

func column(ctx context.Context, d *desk.Desk, query string) (all []string, err error) {
	rows, err := d.Store().ReadDB().QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
