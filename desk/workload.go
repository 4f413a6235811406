package desk

import (
	"context"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/ent/team"
	"bidwell/ent/user"
	"bidwell/process"
)

// PersonLoad is what one person has to do, and can, in a period.
type PersonLoad struct {
	User *ent.User
	// OpenTasks are due before the end of the period, or have no date; EstimateMinutes is their expected effort.
	OpenTasks, EstimateMinutes int
	// SupportRequests are those in the person's hands.
	SupportRequests int
	// LoggedMinutes is the time recorded in the period.
	LoggedMinutes int
	// CapacityMinutes is the working time of the period, by the working calendar and the person's weekly hours.
	CapacityMinutes int
}

// maxPeople bounds how many people a workload is about.
const maxPeople = 1000

// Workload is what people have to do from one day up to, but not including, another: of a team and those below it, else
// of everybody the viewer leads. Presales managers and administrators see all, team leads their teams, others only
// themselves. Errors: UNAUTHENTICATED, FORBIDDEN for the team of others, NOT_FOUND, VALIDATION_FAILED for a bad period.
func (d *Desk) Workload(ctx context.Context, from, to time.Time, teamID *string) ([]*PersonLoad, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	begin, end := process.DayOf(from.UTC()), process.DayOf(to.UTC())
	if err := process.CheckPeriod(begin, end); err != nil {
		return nil, err
	}
	people, err := d.ledBy(ctx, v, teamID)
	if err != nil || len(people) == 0 {
		return []*PersonLoad{}, err
	}
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	loads, ids, at := make([]*PersonLoad, len(people)), make([]any, len(people)), map[string]int{}
	days := calendar.WorkingDays(begin, end)
	for i, u := range people {
		loads[i] = &PersonLoad{User: u, CapacityMinutes: process.Capacity(u.WeeklyHours, days)}
		ids[i], at[u.ID] = u.ID, i
	}
	if err := d.addLoads(ctx, loads, ids, at, begin, end, calendar.Zone()); err != nil {
		return nil, err
	}
	return loads, d.withUsers(ctx, loads)
}

// withUsers loads the selected parts of the people with one statement an edge.
func (d *Desk) withUsers(ctx context.Context, loads []*PersonLoad) error {
	selection := page.Find(ctx, "user")
	if selection == nil {
		return nil
	}
	ids := make([]string, len(loads))
	for i, l := range loads {
		ids[i] = l.User.ID
	}
	found, err := d.reader.NodesOf(ctx, ent.TypeUser, ids, selection)
	for i := range loads {
		if u, ok := found[loads[i].User.ID].(*ent.User); ok && u != nil {
			loads[i].User = u
		}
	}
	return err
}

// addLoads counts tasks, support requests and time of the people, one statement each.
func (d *Desk) addLoads(ctx context.Context, loads []*PersonLoad, ids []any, at map[string]int, begin, end process.Day, zone *time.Location) error {
	tasks, support, spent := table(ent.TypeTask), table(ent.TypeSupportRequest), table(ent.TypeTimeEntry)
	for _, count := range []struct {
		of     view
		person string
		sum    string
		where  *sql.Predicate
		add    func(l *PersonLoad, n, sum int)
	}{
		{
			tasks, "owner_id", "estimate_minutes",
			sql.And(sql.In("status", string(process.TaskStatusTodo), string(process.TaskStatusDoing)), sql.Or(sql.IsNull("due_at"), sql.LT("due_at", end.In(zone).UTC()))),
			func(l *PersonLoad, n, sum int) { l.OpenTasks, l.EstimateMinutes = n, sum },
		},
		{
			support, "assignee_id", "escalation",
			sql.In("status", string(process.SupportStatusAssigned), string(process.SupportStatusInProgress), string(process.SupportStatusWaitingForRequester)),
			func(l *PersonLoad, n, _ int) { l.SupportRequests = n },
		},
		{
			spent, "user_id", "minutes",
			sql.And(sql.GTE("day", begin.In(utc)), sql.LT("day", end.In(utc))),
			func(l *PersonLoad, _, sum int) { l.LoggedMinutes = sum },
		},
	} {
		s := sql.Dialect(d.store.Dialect()).Select(count.person).AppendSelectExpr(sql.Raw("COUNT(*)"), sql.Raw("COALESCE(SUM("+count.sum+"), 0)")).
			From(count.of).Where(sql.And(sql.IsNull("archived_at"), sql.In(count.person, ids...), count.where)).GroupBy(count.person)
		err := d.eachCount(ctx, s, func(id string, n, sum int) { count.add(loads[at[id]], n, sum) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) eachCount(ctx context.Context, s *sql.Selector, add func(id string, n, sum int)) error {
	query, args := s.Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var n, sum int
		if err := rows.Scan(&id, &n, &sum); err != nil {
			return err
		}
		add(id, n, sum)
	}
	return rows.Err()
}

// ledBy are the people whose work the viewer sees, by name.
func (d *Desk) ledBy(ctx context.Context, v *process.Viewer, teamID *string) ([]*ent.User, error) {
	parents, led, err := d.teams(ctx, v)
	if err != nil {
		return nil, err
	}
	seesUsers := process.ReachOf(v, ent.TypeUser) == process.ReachAll // which a bound credential of a manager does not
	manages := seesUsers && process.Manages(v)
	if !seesUsers {
		led = nil
	}
	q := d.reader.User.Query().Where(user.Active(true), user.ArchivedAtIsNil()).Order(ent.Asc(user.FieldName, user.FieldID)).Limit(maxPeople)
	switch {
	case teamID != nil:
		if _, exists := parents[*teamID]; !exists {
			return nil, process.NotFound(*teamID)
		}
		if !manages && !slices.ContainsFunc(led, func(l string) bool { return below(parents, *teamID, l) }) {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		q.Where(user.TeamIDIn(under(parents, *teamID)...))
	case !manages:
		q.Where(user.Or(user.ID(v.UserID), user.TeamIDIn(under(parents, led...)...)))
	}
	return q.All(AsSystem(ctx)) // whose work somebody sees was decided above
}

// teams reads the tree of teams, and which of them the viewer leads.
func (d *Desk) teams(ctx context.Context, v *process.Viewer) (parents map[string]string, led []string, err error) {
	all, err := d.reader.Team.Query().Where(team.ArchivedAtIsNil()).All(AsSystem(ctx))
	parents = map[string]string{}
	for _, t := range all {
		parents[t.ID] = value(t.ParentID)
		if v.UserID != "" && value(t.LeadID) == v.UserID {
			led = append(led, t.ID)
		}
	}
	return parents, led, err
}

// below tells whether a team is another or lies below it.
func below(parents map[string]string, id, of string) bool {
	for depth := 0; id != "" && depth < maxDepth; depth++ {
		if id == of {
			return true
		}
		id = parents[id]
	}
	return false
}

// under are teams and all below them.
func under(parents map[string]string, of ...string) (ids []string) {
	for id := range parents {
		if slices.ContainsFunc(of, func(top string) bool { return below(parents, id, top) }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
