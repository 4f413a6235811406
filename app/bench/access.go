package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/graph"
	"bidwell/process"
)

// accessBar is how much more CPU a page may cost who sees little than who administers.
const accessBar = 1.3

// sightseer is somebody who asks for pages.
type sightseer struct {
	name   string
	viewer process.Viewer
}

// sighted is what a page costs somebody.
type sighted struct {
	operation, who string
	cpu            time.Duration // per request, with that of the database
	requests       int
}

// access measures the same pages asked by people who see more and less. Some opportunities are guarded for it, and no longer
// after it, so that it goes last.
func (b *bench) access(ctx context.Context, p *place, s *samples, result *storeResult) error {
	return p.work(ctx, func(ctx context.Context, d *desk.Desk) (err error) {
		if err := execAll(ctx, d, guarding...); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, execAll(ctx, d, unguarding...)) }()
		people, err := sightseers(ctx, d)
		if err != nil {
			return err
		}
		m, err := p.meterOf(ctx, d)
		if err != nil {
			return err
		}
		for _, op := range accessOperations() {
			costs := make([][]sighted, len(people))
			for round := range b.repeats {
				for i, who := range people {
					cost, err := b.see(ctx, d, who, op, s, m)
					if err != nil {
						return fmt.Errorf("%s, %s: %w", op.name, who.name, err)
					}
					b.say("%s %s %d/%d %s: %d µs CPU", p.kind, op.name, round+1, b.repeats, who.name, cost.cpu.Microseconds())
					costs[i] = append(costs[i], cost)
				}
			}
			for _, all := range costs {
				cost := all[0]
				cost.cpu = middle(all, func(c sighted) time.Duration { return c.cpu })
				result.access = append(result.access, cost)
			}
		}
		return nil
	})
}

// guarding makes one opportunity in fifty need-to-know, as many secret, one in twenty confidential, and gives two users in three
// a team: of those, every other one is below the first.
var guarding = []string{
	`UPDATE opportunities SET need_to_know = TRUE WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM opportunities) x WHERE n % 50 = 7)`,
	`UPDATE opportunities SET classification = 'SECRET' WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM opportunities) x WHERE n % 50 = 11)`,
	`UPDATE opportunities SET classification = 'CONFIDENTIAL' WHERE id IN (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM opportunities) x WHERE n % 20 = 3)`,
}

var unguarding = []string{
	`UPDATE opportunities SET need_to_know = FALSE, classification = 'INTERNAL' WHERE need_to_know OR classification <> 'INTERNAL'`,
	`UPDATE users SET team_id = NULL WHERE team_id IS NOT NULL`,
}

func execAll(ctx context.Context, d *desk.Desk, statements ...string) error {
	for _, statement := range statements {
		if _, err := d.Store().DB().ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// sightseers are the people who ask: the one they are measured against first.
func sightseers(ctx context.Context, d *desk.Desk) ([]sightseer, error) {
	users, err := column(ctx, d, `SELECT id FROM users WHERE id IN (SELECT owner_id FROM opportunities) ORDER BY id`)
	if err != nil {
		return nil, err
	}
	tree := []string{}
	for i := range 4 {
		in := ent.CreateTeamInput{Name: fmt.Sprintf("Team %d", i)}
		if i > 0 {
			in.ParentID = &tree[0]
		}
		made, err := d.CreateTeam(ctx, in)
		if err != nil {
			return nil, err
		}
		tree = append(tree, made.Record.ID)
	}
	for i, team := range tree {
		members := `'` + strings.Join(every(users, 8, i), `','`) + `'`
		if err := execAll(ctx, d, fmt.Sprintf(`UPDATE users SET team_id = '%s' WHERE id IN (%s)`, team, members)); err != nil {
			return nil, err
		}
	}
	lead := process.Viewer{UserID: users[0], Role: process.UserRoleSales, Scope: process.TokenScopeRead}
	below := lead
	below.Rows, below.TeamsBelow = process.RowScopeTeamTree, tree
	return []sightseer{
		{"administrator", process.Viewer{UserID: users[1], Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin}},
		{"salesperson who reaches all", lead},
		{"lead of a tree of teams with half the owners", below},
	}, nil
}

// every takes each nth of a list, from a place on.
func every(list []string, n, from int) (some []string) {
	for i := from; i < len(list); i += n {
		some = append(some, list[i])
	}
	return some
}

// accessOperations are the nested page, and one whose prices and costs depend on who owns the opportunity.
func accessOperations() []operation {
	i := slices.IndexFunc(operations(), func(op operation) bool { return op.name == "page" })
	page := operations()[i]
	return []operation{page, {
		name: "priced", title: "The same with the lines of each, their prices and costs", inputs: page.inputs,
		query: `query Page($stage: OpportunityStage!) { opportunities(first: 50, where: {stage: $stage}, orderBy: {field: AMOUNT, direction: DESC}) {
			edges { node { id name stage amount currency customer { id name } lineItems(first: 3) { edges { node { id quantity unitPrice unitCost } } } } } } }`,
	}}
}

// see asks an operation as somebody for the time given, in this process.
func (b *bench) see(ctx context.Context, d *desk.Desk, who sightseer, op operation, s *samples, m meter) (sighted, error) {
	handler := graph.NewHandler(d, graph.Options{})
	defer handler.Close()
	v := who.viewer // one and the same for a while, as it is for whom a server has just authenticated
	asked := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r.WithContext(desk.WithViewer(r.Context(), &v)))
	})
	requests := op.requests(s, false, "")
	n := 0
	for began := time.Now(); n < len(requests) || time.Since(began) < b.window/4; n++ {
		status, body := askOnce(ctx, asked, requests[n%len(requests)])
		if nodes := strings.Count(body, `{"node":{"id":"opp_`); status != http.StatusOK || strings.Contains(body, `"errors"`) || nodes < 50 {
			return sighted{}, fmt.Errorf("%s got %d opportunities (%d): %.300s", who.name, nodes, status, body)
		}
	}
	databaseBefore, err := m.used()
	if err != nil {
		return sighted{}, err
	}
	own := ownCPU()
	n = 0
	for began := time.Now(); time.Since(began) < b.window; n++ {
		askOnce(ctx, asked, requests[n%len(requests)])
	}
	own = ownCPU() - own
	databaseAfter, err := m.used()
	return sighted{op.title, who.name, (own + databaseAfter - databaseBefore) / time.Duration(n), n}, err
}

// printAccess writes what permissions cost.
func (r *report) printAccess(b *strings.Builder) {
	for _, s := range r.stores {
		if len(s.access) == 0 {
			continue
		}
		fmt.Fprintf(b, "### What permissions cost, %s\n\nCPU of server and database, asked in this process one after the other; the bar is %.1f.\n\n", s.version, accessBar)
		b.WriteString("| Page | Who asks | requests | CPU µs | × administrator |\n|---|---|--:|--:|--:|\n")
		base := s.access[0]
		for _, a := range s.access {
			if a.operation != base.operation {
				base = a
			}
			fmt.Fprintf(b, "| %s | %s | %d | %s | %.2f |\n", a.operation, a.who, a.requests, micros(a.cpu), float64(a.cpu)/float64(base.cpu))
		}
		b.WriteString("\n")
	}
}
