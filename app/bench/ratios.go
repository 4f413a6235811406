package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bidwell/desk"
)

// contender is a server that is measured.
type contender struct {
	name  string
	plain bool
	token bool
	start func(ctx context.Context) (*server, error)
}

const (
	namePlain   = "hand-written"
	nameBidwell = "Bidwell GraphQL"
	nameServe   = "`bidwell serve`, bearer token"
)

// contenders are the servers on a place. The program comes with all that stands around GraphQL: access log, token,
// indexing in the background.
func (b *bench) contenders(p *place, s *samples) []contender {
	child := func(role string) func(context.Context) (*server, error) {
		return func(context.Context) (*server, error) {
			return startChild(errand{Role: role, Kind: p.kind, Dir: p.dir, URL: p.url, User: s.user})
		}
	}
	all := []contender{
		{name: namePlain, plain: true, start: child(rolePlain)},
		{name: nameBidwell, start: child(roleBidwell)},
	}
	if b.program != "" {
		all = append(all, contender{name: nameServe, token: true, start: func(ctx context.Context) (*server, error) { return b.serve(ctx, p) }})
	}
	return all
}

// load is what one operation costs on one server.
type load struct {
	outcome

	server, database time.Duration // CPU per request
}

func (l load) cpu() time.Duration { return l.server + l.database }

// ratios checks that all answer the same and measures each operation on each server, in turn and several times.
func (b *bench) ratios(ctx context.Context, p *place, s *samples, result *storeResult) error {
	all := b.contenders(p, s)
	if err := b.compareAll(ctx, all, s); err != nil {
		return err
	}
	m, err := p.meter(ctx)
	if err != nil {
		return err
	}
	for _, op := range operations() {
		loads := make([][]load, len(all))
		for round := range b.repeats {
			for i, c := range all {
				l, err := b.once(ctx, c, op, s, m)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", op.name, c.name, err)
				}
				loads[i] = append(loads[i], l)
				b.say("%s %s %d/%d %s: %.0f req/s, %d µs CPU", p.kind, op.name, round+1, b.repeats, c.name, l.rate(), l.cpu().Microseconds())
			}
		}
		for i, c := range all {
			result.loads = append(result.loads, measured{op, c, median(loads[i])})
		}
	}
	return nil
}

func (b *bench) compareAll(ctx context.Context, all []contender, s *samples) (err error) {
	plainly, err := all[0].start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plainly.stop()) }()
	bidwell, err := all[1].start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bidwell.stop()) }()
	for _, op := range operations() {
		if err := op.same(s, plainly, bidwell); err != nil {
			return fmt.Errorf("%s: %w", op.name, err)
		}
	}
	b.say("both servers answer the same")
	return nil
}

// once starts a server, warms it up, measures one operation and stops it: a data directory belongs to one process, and
// a server that waits for its turn still uses memory and CPU.
func (b *bench) once(ctx context.Context, c contender, op operation, s *samples, m meter) (l load, err error) {
	srv, err := c.start(ctx)
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, srv.stop()) }()
	token := ""
	if c.token {
		token = s.token
	}
	requests := op.requests(s, c.plain, token)
	if _, err := drive(ctx, srv.address, requests, b.clients, max(b.window/4, 200*time.Millisecond)); err != nil {
		return l, err
	}
	serverBefore, databaseBefore, err := cpuNow(srv, m)
	if err != nil {
		return l, err
	}
	if l.outcome, err = drive(ctx, srv.address, requests, b.clients, b.window); err != nil {
		return l, err
	}
	serverAfter, databaseAfter, err := cpuNow(srv, m)
	if err != nil {
		return l, err
	}
	n := time.Duration(max(l.requests, 1))
	l.server, l.database = (serverAfter-serverBefore)/n, (databaseAfter-databaseBefore)/n
	return l, nil
}

func cpuNow(srv *server, m meter) (server, database time.Duration, err error) {
	u, err := usageOf(srv.pid())
	if err != nil {
		return 0, 0, err
	}
	database, err = m.used()
	return u.own, database, err
}

// meter measures the database of a place where it is a process of its own.
func (p *place) meter(ctx context.Context) (m meter, err error) {
	if p.kind == storeSQLite {
		return meter{}, nil
	}
	err = p.work(ctx, func(ctx context.Context, d *desk.Desk) (err error) {
		m, err = p.meterOf(ctx, d)
		return err
	})
	return m, err
}

// meterOf is meter for a database that is open.
func (p *place) meterOf(ctx context.Context, d *desk.Desk) (meter, error) {
	if p.kind == storeSQLite {
		return meter{}, nil
	}
	return newMeter(ctx, d.Store().DB())
}
