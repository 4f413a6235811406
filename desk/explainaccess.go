package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
	"bidwell/process/vocabulary"
)

// AccessExplanation tells whether a user sees a record, and why.
type AccessExplanation struct {
	Sees          bool
	OpportunityID *string
	Checks        []*AccessCheck
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

// ExplainAccess tells an administrator why a user sees a record, or does not. It says no more of the record than what it
// belongs to. Errors: FORBIDDEN for all but administrators, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ExplainAccess(ctx context.Context, userID, recordID string) (*AccessExplanation, error) {
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
	x := &AccessExplanation{}
	if x.OpportunityID, err = d.behindRecord(ctx, recordID); err != nil {
		return nil, err
	}
	return x, d.checkAccess(ctx, x, v, u, e, recordID)
}

// behindRecord is the opportunity behind a record as the change log knows it.
func (d *Desk) behindRecord(ctx context.Context, id string) (*string, error) {
	s := sql.Dialect(d.store.Dialect()).Select("opportunity_id").From(sql.Table("change_log")).
		Where(sql.And(sql.EQ("entity_id", id), sql.NotNull("opportunity_id"), sql.NEQ("opportunity_id", ""))).OrderBy(sql.Desc("id")).Limit(1)
	found, err := d.readIDs(ctx, s)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// checkAccess looks at everything that decides, each with the rest out of the way.
func (d *Desk) checkAccess(ctx context.Context, x *AccessExplanation, v *process.Viewer, u *ent.User, e process.Entity, id string) error {
	note := func(name process.AccessCheckName, passes bool) {
		x.Checks = append(x.Checks, &AccessCheck{name, passes})
	}
	note(process.AccessCheckNameAccount, u.Active && u.ArchivedAt == nil)
	reach := process.ReachOf(v, e)
	note(process.AccessCheckNameRole, reach != process.ReachNothing)
	if reach == process.ReachOwn {
		own, err := d.lets(ctx, v, e, id)
		note(process.AccessCheckNameOwn, own)
		if err != nil {
			return err
		}
	}
	for _, check := range []struct {
		name process.AccessCheckName
		only func(v *process.Viewer) // lets through all that the others would hold off
	}{
		{process.AccessCheckNameRowScope, func(o *process.Viewer) { o.Role = process.UserRoleAuditor }},
		{process.AccessCheckNameNeedToKnow, func(o *process.Viewer) { o.Rows, o.Clearance = process.RowScopeAll, process.ClassificationSecret }},
		{process.AccessCheckNameClassification, func(o *process.Viewer) { o.Rows = process.RowScopeAll }},
	} {
		if reach != process.ReachBelonging || x.OpportunityID == nil && check.name == process.AccessCheckNameNeedToKnow {
			continue
		}
		other := *v
		other.Rows = v.Reads()
		check.only(&other)
		passes, err := d.lets(ctx, &other, e, id)
		if err != nil {
			return err
		}
		if check.name == process.AccessCheckNameClassification && !passes { // need-to-know may be what held it off
			other.Clearance = process.ClassificationSecret
			evenCleared, err := d.lets(ctx, &other, e, id)
			if err != nil {
				return err
			}
			passes = !evenCleared
		}
		note(check.name, passes)
	}
	sees, err := d.lets(ctx, v, e, id)
	x.Sees = sees && u.Active && u.ArchivedAt == nil
	return err
}

// lets tells whether a viewer sees a record.
func (d *Desk) lets(ctx context.Context, v *process.Viewer, e process.Entity, id string) (bool, error) {
	s := narrow(sql.Dialect(d.store.Dialect()).Select("id").From(table(e)).Where(sql.EQ("id", id)), v, e)
	found, err := d.readIDs(ctx, s)
	return len(found) > 0, err
}
