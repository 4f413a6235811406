package desk

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/authorityrule"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// rolesWork is what waits for the viewer's role: approvals within its authority, gates it decides, and support requests
// that nobody has yet.
func (d *Desk) rolesWork(ctx context.Context, v *process.Viewer) ([]*sql.Selector, error) {
	gates, err := d.gatesToDecide(ctx, v, v.Role, "")
	if err != nil {
		return nil, err
	}
	approvals, err := d.approvalsToDecide(ctx, v, v.Role, "")
	if err != nil {
		return nil, err
	}
	parts := []*sql.Selector{approvals, gates}
	if v.Role == process.UserRolePresalesManager {
		parts = append(parts, d.workOf(v, workSource{
			entity: ent.TypeSupportRequest, part: process.RaciPartAccountable, due: "t.respond_by", title: "t.title",
			waits: oneOf("t.status", process.SupportStatusNew),
		}))
	}
	return parts, nil
}

// approvalsToDecide are the open requests of others that the authority matrix lets the viewer's role decide: what
// process.Deciders says of one request, said in SQL of all. The matrix is small and read here, so that both have the same
// rows. Those that whoever the viewer stands in for asked for themselves are none.
func (d *Desk) approvalsToDecide(ctx context.Context, v *process.Viewer, role process.UserRole, forUser string) (*sql.Selector, error) {
	rules, err := d.authorityOf(ctx, role)
	if err != nil {
		return nil, err
	}
	s := d.workOf(v, workSource{
		entity: ent.TypeApproval, part: process.RaciPartAccountable,
		due:   "(SELECT o.submission_deadline FROM opportunities o WHERE o.id = t.opportunity_id)",
		title: "COALESCE(NULLIF(SUBSTR(t.reason, 1, 500), ''), (SELECT o.name FROM opportunities o WHERE o.id = t.opportunity_id))",
		waits: oneOf("t.status", process.ApprovalStatusRequested) + andLiveDeal, forUser: forUser,
	})
	return s.Where(sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE(t.requested_by_id, '') NOT IN (").Args(v.UserID, or(orNone(forUser), v.UserID)).WriteString(") AND (1 = 0")
		for _, r := range rules {
			b.WriteString(" OR " + oneOf("t.type", r.Type))
			if r.Percent != nil {
				b.WriteString(" AND (t.percent IS NULL OR t.percent <= ").Arg(*r.Percent).WriteString(")")
			}
			if r.Amount != nil {
				d.writeReach(b, r)
			}
		}
		b.WriteString(")")
	})), nil
}

// writeReach writes the condition that the amount of an approval is within a row of the matrix, in the row's currency or,
// when that is the organisation's, by what it is worth at the opportunity's rate, rounded to the minor unit.
func (d *Desk) writeReach(b *sql.Builder, r process.AuthorityLimit) {
	b.WriteString(" AND (t.amount IS NULL OR t.currency = ").Arg(r.Currency).WriteString(" AND t.amount <= ").Arg(*r.Amount)
	if r.Currency == d.options.Currency {
		b.WriteString(" OR t.currency <> ").Arg(r.Currency).
			WriteString(" AND EXISTS (SELECT 1 FROM opportunities o WHERE o.id = t.opportunity_id AND o.currency = t.currency AND t.amount * o.exchange_rate - 0.5 < ").
			Arg(float64(*r.Amount)).WriteString(")")
	}
	b.WriteString(")")
}

// authorityOf are the rows of the authority matrix for a role; those of the shipped one while none is installed.
func (d *Desk) authorityOf(ctx context.Context, role process.UserRole) ([]process.AuthorityLimit, error) {
	rows, err := d.reader.AuthorityRule.Query().Order(authorityrule.ByID()).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	rules := make([]process.AuthorityLimit, 0, len(rows))
	if len(rows) == 0 {
		rules = process.ShippedAuthority()
	}
	for _, r := range rows {
		if r.ArchivedAt == nil {
			rules = append(rules, process.AuthorityLimit{Type: r.Type, Role: r.Role, Amount: r.LimitAmount, Currency: r.Currency, Percent: r.LimitPercent})
		}
	}
	return slices.DeleteFunc(rules, func(r process.AuthorityLimit) bool { return r.Role != role }), nil
}

// gatesToDecide are the open gates that the template of their opportunity lets the viewer's role decide. Templates are
// few; what they say of roles is read here, not in SQL.
func (d *Desk) gatesToDecide(ctx context.Context, v *process.Viewer, role process.UserRole, forUser string) (*sql.Selector, error) {
	templates, err := d.reader.ProcessTemplate.Query().Select(processtemplate.FieldID, processtemplate.FieldDefinition).
		Order(ent.Asc(processtemplate.FieldID)).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	return d.workOf(v, workSource{
		entity: ent.TypeGate, part: process.RaciPartAccountable, due: "t.scheduled_for",
		title: "(SELECT o.name FROM opportunities o WHERE o.id = t.opportunity_id)",
		waits: oneOf("t.status", process.GateStatusOpen) + andLiveDeal, forUser: forUser,
	}).Where(sql.P(func(b *sql.Builder) {
		b.WriteString("EXISTS (SELECT 1 FROM opportunities o WHERE o.id = t.opportunity_id AND (1 = 0")
		for _, t := range templates {
			if kinds := process.GatesOf(t.Definition, role); len(kinds) > 0 {
				b.WriteString(" OR o.template_id = ").Arg(t.ID).WriteString(" AND " + oneOf("t.kind", kinds...))
			}
		}
		b.WriteString("))")
	})), nil
}
