package desk

import (
	"context"
	"reflect"
	"slices"
	"strconv"

	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/ent/user"
	"bidwell/process"
)

// told is something a change, or the sweep, has to tell.
type told struct {
	kind        process.NotificationKind
	entity      process.Entity
	id, name    string
	opportunity string
	// audience says who is told beside the users in to.
	audience process.Audience
	to       []string
	// digest makes it one of a kind for a user: the same is not told twice.
	digest string
}

// notice asks the table of package process what a change tells, while its old values can still be read. The values were
// read for the change log already, so this takes no statement.
func (w *writing) notice(ctx context.Context, c *change, m ent.Mutation) error {
	if w.quiet {
		return nil
	}
	for _, row := range process.TellingsOf(process.Entity(c.entity)) {
		after, set := m.Field(row.Field)
		if !set || !row.Tells(plain(after)) || m.Op().Is(ent.OpUpdateOne) && !c.changed(row.Field) {
			continue
		}
		t := told{kind: row.Kind, entity: process.Entity(c.entity), id: c.id, opportunity: c.opportunity, audience: row.To}
		if err := w.address(ctx, &t, row, m); err != nil {
			return err
		}
		if len(t.to) == 0 && row.To.Named() {
			continue
		}
		if column := process.NameColumn(t.entity); column != "" {
			name, err := fieldNow(ctx, m, column)
			if err != nil {
				return err
			}
			t.name = process.Headline(name)
		}
		t.digest = string(row.Kind) + ":" + c.id + ":" + strconv.Itoa(versionAfter(ctx, m))
		c.tells = append(c.tells, t)
	}
	return nil
}

func (c *change) changed(column string) bool {
	_, ok := c.fields[camel(column)]
	return ok
}

// address finds the users that the changed record names, without whoever changes it.
func (w *writing) address(ctx context.Context, t *told, row process.Telling, m ent.Mutation) error {
	var before, after []string
	switch row.To {
	case process.AudienceField:
		id, err := fieldNow(ctx, m, row.Recipient())
		if err != nil {
			return err
		}
		after = []string{id}
	case process.AudienceListed, process.AudienceRaci:
		now, _ := m.Field(row.Field)
		after = usersIn(now)
		if m.Op().Is(ent.OpUpdateOne) {
			was, err := m.OldField(ctx, row.Field)
			if err != nil {
				return err
			}
			before = usersIn(was)
		}
	}
	for _, id := range after {
		if id != "" && id != w.viewer.UserID && !slices.Contains(before, id) {
			t.to = append(t.to, id)
		}
	}
	return nil
}

// usersIn are the ids of users in a list of ids or a RACI.
func usersIn(v any) (ids []string) {
	switch v := v.(type) {
	case []string:
		return v
	case []process.Raci:
		for _, r := range v {
			ids = append(ids, r.UserID)
		}
	}
	return ids
}

// fieldNow is a text field as a mutation leaves it.
func fieldNow(ctx context.Context, m ent.Mutation, column string) (string, error) {
	v, set := m.Field(column)
	if !set && m.Op().Is(ent.OpUpdateOne) && !m.FieldCleared(column) {
		before, err := m.OldField(ctx, column)
		if err != nil {
			return "", err
		}
		v = before
	}
	return plain(v), nil
}

// plain is a value as the table of tellings compares it: text as it is, a number when it is not 0, a list when it says
// something.
func plain(v any) string {
	r := reflect.ValueOf(v)
	for r.Kind() == reflect.Pointer && !r.IsNil() {
		r = r.Elem()
	}
	switch r.Kind() {
	case reflect.String:
		return r.String()
	case reflect.Int, reflect.Int64:
		if n := r.Int(); n != 0 {
			return strconv.FormatInt(n, 10)
		}
	case reflect.Slice:
		if r.Len() > 0 {
			return strconv.Itoa(r.Len())
		}
	}
	return ""
}

// versionAfter is the version a mutation leads to.
func versionAfter(ctx context.Context, m ent.Mutation) int {
	if !m.Op().Is(ent.OpUpdateOne) {
		return 1
	}
	before, _ := m.OldField(ctx, "version")
	n, _ := before.(int)
	return n + 1
}

// tell writes the notifications of the transaction. When nobody is told it does nothing.
func (w *writing) tell(ctx context.Context) error {
	var all []told
	for _, c := range w.changes {
		all = append(all, c.tells...)
	}
	if len(all) == 0 {
		return nil
	}
	for i := range all {
		if all[i].audience.Named() {
			continue
		}
		to, err := w.audience(AsSystem(ctx), all[i])
		if err != nil {
			return err
		}
		all[i].to = to
	}
	return w.deliver(ctx, all)
}

// deliver writes a notification for everybody who is to be told and may and wants to know, never for whoever did it.
// What is told to somebody about a record is told once, whatever else the transaction changes in it.
func (w *writing) deliver(ctx context.Context, all []told) error {
	people, err := w.recipients(ctx, all)
	if err != nil || len(people) == 0 {
		return err
	}
	type once struct{ user, subject, kind string }
	done, rows := map[once]bool{}, []*ent.NotificationCreate(nil)
	for _, t := range all {
		for _, id := range t.to {
			u, key := people[id], once{id, t.id, string(t.kind)}
			if u == nil || id == w.viewer.UserID || done[key] || process.Mutes(u.Notifying, t.kind) {
				continue
			}
			sees, err := w.sees(ctx, u, t.entity, t.id)
			if err != nil {
				return err
			}
			if !sees {
				continue
			}
			if t.name == "" {
				if t.name, err = w.nameOf(ctx, t.opportunity); err != nil {
					return err
				}
			}
			done[key] = true
			rows = append(rows, w.notification(t, id))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return w.tx.Notification.CreateBulk(rows...).Exec(allow(ctx))
}

func (w *writing) notification(t told, userID string) *ent.NotificationCreate {
	n := w.tx.Notification.Create().SetID(w.newID(ent.TypeNotification)).SetUserID(userID).SetKind(t.kind).
		SetSubjectID(t.id).SetTitle(t.name).SetDigest(t.digest)
	if t.opportunity != "" {
		n.SetOpportunityID(t.opportunity)
	}
	n.SetNillableActorID(w.hand())
	return n
}

// recipients reads the users that are to be told, without those who have left.
func (w *writing) recipients(ctx context.Context, all []told) (map[string]*ent.User, error) {
	var ids []string
	for _, t := range all {
		ids = append(ids, t.to...)
	}
	if ids = distinct(ids); len(ids) == 0 {
		return nil, nil
	}
	found, err := w.tx.User.Query().Where(user.IDIn(ids...), user.Active(true), user.ArchivedAtIsNil()).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	people := map[string]*ent.User{}
	for _, u := range found {
		people[u.ID] = u
	}
	return people, nil
}

// nameOf is the name of an opportunity.
func (w *writing) nameOf(ctx context.Context, opportunity string) (string, error) {
	if opportunity == "" {
		return "", nil
	}
	name, err := w.text(ctx, ent.TypeOpportunity, "name", opportunity)
	return process.Headline(name), err
}

// untold leaves out what users were told before.
func (d *Desk) untold(ctx context.Context, all []told) ([]told, error) {
	var fresh []told
	for some := range slices.Chunk(all, logBatch/2) {
		var users, digests []string
		for _, t := range some {
			users, digests = append(users, t.to...), append(digests, t.digest)
		}
		rows, err := d.reader.Notification.Query().Select(notification.FieldUserID, notification.FieldDigest).
			Where(notification.UserIDIn(distinct(users)...), notification.DigestIn(distinct(digests)...)).All(ctx)
		if err != nil {
			return nil, err
		}
		known := map[[2]string]bool{}
		for _, r := range rows {
			known[[2]string{r.UserID, r.Digest}] = true
		}
		for _, t := range some {
			t.to = slices.DeleteFunc(slices.Clone(t.to), func(id string) bool { return known[[2]string{id, t.digest}] })
			if len(t.to) > 0 {
				fresh = append(fresh, t)
			}
		}
	}
	return fresh, nil
}
