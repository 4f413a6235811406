package desk

import (
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/apitoken"
	"bidwell/ent/user"
	"bidwell/process"
	"bidwell/process/vocabulary"
)

// AccessExplanation tells whether a user sees a record, and why.
type AccessExplanation struct {
	Sees          bool
	OpportunityID *string
	Checks        []*AccessCheck
	// Fields are the groups of fields of the record that not everybody sees who sees it.
	Fields []*FieldAccess
}

// FieldAccess tells whether some fields of a record are shown, and why.
type FieldAccess struct {
	Group  process.FieldGroup
	Fields []string
	Shown  bool
	Reason process.FieldAccessReason
}

// Words tell which fields are shown, or not, and why.
func (f *FieldAccess) Words(lang process.Language) string {
	m := process.MsgFieldsHidden
	if f.Shown {
		m = process.MsgFieldsShown
	}
	return m.In(lang, map[string]string{
		"group": vocabulary.LabelOf("FieldGroup", string(f.Group)).In(lang), "fields": strings.Join(f.Fields, ", "),
		"why": vocabulary.LabelOf("FieldAccessReason", string(f.Reason)).In(lang),
	})
}

// AccessCheck is one of the things that decide who sees a record.
type AccessCheck struct {
	Name   process.AccessCheckName
	Passes bool
}

// Words tell what was looked at and how it came out.
func (c *AccessCheck) Words(lang process.Language) string {
	m := process.MsgAccessHolds
	if c.Passes {
		m = process.MsgAccessPasses
	}
	return m.In(lang, map[string]string{"what": vocabulary.LabelOf("AccessCheckName", string(c.Name)).In(lang)})
}

// ExplainAccess tells an administrator why a user sees a record and its fields, or does not; with an API token of theirs, why
// that does. It says no more of the record than what it belongs to. Errors: FORBIDDEN for all but administrators, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) ExplainAccess(ctx context.Context, userID, recordID string, tokenID *string) (*AccessExplanation, error) {
	if err := adminsOnly(ctx); err != nil {
		return nil, err
	}
	if err := process.CheckID("userID", userID, ent.TypeUser); err != nil {
		return nil, err
	}
	e, err := process.EntityOf(recordID)
	if err != nil {
		return nil, err
	}
	ctx = AsSystem(ctx)
	if err := d.checkVisible(ctx, ViewerOf(ctx), recordID); err != nil {
		return nil, err
	}
	u, err := d.reader.User.Query().Where(user.ID(userID)).Only(ctx)
	if err != nil {
		return nil, field("userID", explain(err))
	}
	v, err := d.standIn(ctx, d.reader, u)
	if err != nil {
		return nil, err
	}
	if tokenID != nil {
		if err := d.withToken(ctx, v, *tokenID); err != nil {
			return nil, err
		}
	}
	x := &AccessExplanation{}
	if x.OpportunityID, err = d.behindRecord(ctx, recordID); err != nil {
		return nil, err
	}
	if err := d.checkAccess(ctx, x, v, u, e, recordID); err != nil {
		return nil, err
	}
	return x, d.checkFields(ctx, x, v, e, recordID)
}

// withToken narrows a user to what an API token of theirs carries. Errors: NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) withToken(ctx context.Context, v *process.Viewer, id string) error {
	if err := process.CheckID("tokenID", id, ent.TypeAPIToken); err != nil {
		return err
	}
	t, err := d.reader.APIToken.Query().Where(apitoken.ID(id), apitoken.UserID(v.UserID), apitoken.ArchivedAtIsNil()).Only(ctx)
	if err != nil {
		return field("tokenID", explain(err))
	}
	v.Scope, v.Customers, v.Opportunities, v.GroupsOnly = t.Scope, t.CustomerIds, t.OpportunityIds, t.FieldGroups
	for _, kind := range t.Reads {
		v.ReadsOnly = append(v.ReadsOnly, process.Entity(kind))
	}
	return d.reaching(ctx, d.reader, v)
}

// checkFields tells which guarded fields of a record are shown.
func (d *Desk) checkFields(ctx context.Context, x *AccessExplanation, v *process.Viewer, e process.Entity, id string) error {
	x.Fields = []*FieldAccess{}
	owned, err := d.ownedBy(WithViewer(ctx, v), v)
	if err != nil {
		return err
	}
	for _, f := range vocabulary.GuardedFields() {
		if f.Type != string(e) {
			continue
		}
		of, named, err := d.behindField(ctx, d.reader, f, id)
		if err != nil {
			return err
		}
		reason, shown := process.WhyShown(v, f, owned[of], named...)
		same := slices.IndexFunc(x.Fields, func(a *FieldAccess) bool { return a.Group == f.Group && a.Reason == reason })
		if same < 0 {
			same, x.Fields = len(x.Fields), append(x.Fields, &FieldAccess{Group: f.Group, Shown: shown, Reason: reason})
		}
		x.Fields[same].Fields = append(x.Fields[same].Fields, f.Name)
	}
	return nil
}

// behindRecord is the opportunity behind a record, as the library or the change log knows it.
func (d *Desk) behindRecord(ctx context.Context, id string) (*string, error) {
	of, err := d.opportunitiesOf(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if of[id] != "" {
		return new(of[id]), nil
	}
	s := sql.Dialect(d.store.Dialect()).Select("opportunity_id").From(sql.Table("change_log")).
		Where(sql.And(sql.EQ("entity_id", id), sql.NotNull("opportunity_id"), sql.NEQ("opportunity_id", ""))).OrderBy(sql.Desc("id")).Limit(1)
	found, err := d.readIDs(ctx, s)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// checkAccess looks at everything that decides, each by itself.
func (d *Desk) checkAccess(ctx context.Context, x *AccessExplanation, v *process.Viewer, u *ent.User, e process.Entity, id string) (err error) {
	active := u.Active && u.ArchivedAt == nil
	x.Checks = []*AccessCheck{{process.AccessCheckNameAccount, active}, {process.AccessCheckNameRole, process.ReachOf(v, e) != process.ReachNothing}}
	s := sight{v: v, b: sql.Dialect(d.store.Dialect())}
	if process.ReachOf(v, e) == process.ReachOwn {
		err = d.check(ctx, x, process.AccessCheckNameOwn, e, id, func(c func(string) string) *sql.Predicate { return sql.EQ(c("user_id"), v.UserID) })
	}
	if e == ent.TypeContentItem && err == nil {
		err = d.check(ctx, x, process.AccessCheckNameClassification, e, id, s.cleared)
	}
	if x.OpportunityID != nil {
		for _, guard := range []struct {
			name  process.AccessCheckName
			holds func(c func(string) string) *sql.Predicate
		}{
			{process.AccessCheckNameRowScope, func(c func(string) string) *sql.Predicate { return s.reached(v.Sees(), c) }},
			{process.AccessCheckNameNeedToKnow, s.letIn},
			{process.AccessCheckNameClassification, s.cleared},
		} {
			if err == nil {
				err = d.check(ctx, x, guard.name, ent.TypeOpportunity, *x.OpportunityID, guard.holds)
			}
		}
	}
	if err == nil && s.outsideVolumes(e, table(e).C) != nil {
		err = d.check(ctx, x, process.AccessCheckNameVolume, e, id, func(c func(string) string) *sql.Predicate { return s.outsideVolumes(e, c) })
	}
	if err != nil {
		return err
	}
	sees, err := d.shows(ctx, d.store.ReadDB(), v, e, id)
	x.Sees = sees && active
	return err
}

// check notes whether a predicate lets a record through; none lets everything.
func (d *Desk) check(ctx context.Context, x *AccessExplanation, name process.AccessCheckName, e process.Entity, id string, holds func(c func(string) string) *sql.Predicate) error {
	t := table(e)
	found, err := d.readIDs(ctx, sql.Dialect(d.store.Dialect()).Select(t.C("id")).From(t).Where(both(sql.EQ(t.C("id"), id), holds(t.C))))
	x.Checks = append(x.Checks, &AccessCheck{name, len(found) > 0})
	return err
}
