package desk

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"bidwell/ent"
	"bidwell/ent/accessrule"
	"bidwell/ent/user"
	"bidwell/process"
)

// asker runs a question in or outside a transaction.
type asker interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// standIn is a viewer who sees what a user sees, to find out whether they may be told of something.
func (d *Desk) standIn(ctx context.Context, db asker, u *ent.User) (*process.Viewer, error) {
	v := &process.Viewer{UserID: u.ID, Role: u.Role, Clearance: u.Clearance, Scope: process.TokenScopeRead}
	return v, d.reaching(ctx, db, v)
}

// AsUser is the context of the command line asking for what a user sees, to read only. What it reads is noted of nobody: the
// user did not ask. Errors: FORBIDDEN for all but the command line, NOT_FOUND for whom there is not or who is shut out.
func (d *Desk) AsUser(ctx context.Context, email string) (context.Context, error) {
	if v := ViewerOf(ctx); v == nil || !v.System {
		return ctx, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	u, err := d.reader.User.Query().Where(user.Email(normalEmail(email)), user.Active(true), user.ArchivedAtIsNil()).Only(ctx)
	if ent.IsNotFound(err) {
		return ctx, process.NotFound(email)
	}
	if err != nil {
		return ctx, err
	}
	v, err := d.standIn(ctx, d.reader, u)
	return WithViewer(ctx, v), err
}

// reaching tells a viewer of a known role how far it reaches by the access rules, with the teams where those count.
func (d *Desk) reaching(ctx context.Context, db asker, v *process.Viewer) error {
	rule, err := d.gate.rules.of(ctx, db, v.Role, d.now())
	if err != nil {
		return err
	}
	v.Rows, v.RowsChanged = rule.reads, rule.writes
	for _, scope := range []process.RowScope{v.Sees(), v.Changes()} {
		switch {
		case v.TeamsIn(scope) != nil:
		case scope == process.RowScopeTeam:
			v.Teams, err = idsOf(ctx, db, ownTeams, v.UserID)
		case scope == process.RowScopeTeamTree:
			v.TeamsBelow, err = idsOf(ctx, db, teamsBelow, v.UserID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	// ownTeams are the team of a user and those they lead.
	ownTeams = `SELECT id FROM teams WHERE archived_at IS NULL AND (lead_id = $1 OR id = (SELECT team_id FROM users WHERE id = $1))`
	// teamsBelow are those with all teams below them, however the tree is tied.
	teamsBelow = `WITH RECURSIVE below(id) AS (` + ownTeams + ` UNION SELECT t.id FROM teams t JOIN below b ON t.parent_id = b.id WHERE t.archived_at IS NULL) SELECT id FROM below`
)

func idsOf(ctx context.Context, db asker, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ids := []string{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// accessRule is how far a role reaches, empty as shipped.
type accessRule struct{ reads, writes process.RowScope }

// accessRules remembers the access rules for as long as a viewer is remembered.
type accessRules struct {
	mu    sync.Mutex
	known map[process.UserRole]accessRule
	until time.Time
	round int // grows with forget: what was read before must not be kept after
}

// of is the rule of a role. Nothing is read under the lock: who waits for it may hold the last connection.
func (r *accessRules) of(ctx context.Context, db asker, role process.UserRole, now time.Time) (accessRule, error) {
	r.mu.Lock()
	known, fresh, round := r.known, now.Before(r.until), r.round
	r.mu.Unlock()
	if fresh {
		return known[role], nil
	}
	known, err := readRules(ctx, db)
	if err != nil {
		return accessRule{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if round == r.round {
		r.known, r.until = known, now.Add(viewerLife)
	}
	return known[role], nil
}

func readRules(ctx context.Context, db asker) (map[process.UserRole]accessRule, error) {
	rows, err := db.QueryContext(ctx, `SELECT role, reads, writes FROM access_rules WHERE archived_at IS NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[process.UserRole]accessRule{}
	for rows.Next() {
		var of process.UserRole
		var rule accessRule
		if err := rows.Scan(&of, &rule.reads, &rule.writes); err != nil {
			return nil, err
		}
		known[of] = rule
	}
	return known, rows.Err()
}

// forget makes the rules be read again.
func (r *accessRules) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.round++
	r.until = time.Time{}
}

// CreateAccessRule says how far a role reaches, from then on. Errors: FORBIDDEN, VALIDATION_FAILED also for a second rule of
// the same role.
func (d *Desk) CreateAccessRule(ctx context.Context, in ent.CreateAccessRuleInput) (Written[ent.AccessRule], error) {
	defer d.forgetViewers()
	return create(ctx, d, ent.TypeAccessRule, func(ctx context.Context, w *writing, id string) (*ent.AccessRule, error) {
		if err := process.CheckAccessRule(in.Role, in.Reads, in.Writes); err != nil {
			return nil, err
		}
		return w.tx.AccessRule.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateAccessRule changes how far a role reaches; archiving the rule leaves it as shipped. Other processes follow within
// five seconds. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateAccessRule(ctx context.Context, in ent.UpdateAccessRuleInput) (Written[ent.AccessRule], error) {
	defer d.forgetViewers()
	return update(ctx, d, ent.TypeAccessRule, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.AccessRule, error) {
		was, err := w.tx.AccessRule.Query().Where(accessrule.ID(in.ID)).Only(ctx)
		if err != nil {
			return nil, err
		}
		role, reads, writes := or(in.Role, was.Role), or(in.Reads, was.Reads), or(in.Writes, was.Writes)
		if err := process.CheckAccessRule(role, reads, writes); err != nil {
			return nil, err
		}
		return w.tx.AccessRule.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// forgetViewers makes what viewers may see be found out again.
func (d *Desk) forgetViewers() {
	d.gate.rules.forget()
	d.gate.viewers.forget()
}
