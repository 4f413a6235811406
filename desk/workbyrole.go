package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// rolesWork is what waits for the viewer's role: approvals within its authority, gates it decides, and support requests
// that nobody has yet.
func (d *Desk) rolesWork(ctx context.Context, v *process.Viewer) ([]*sql.Selector, error) {
	gates, err := d.gatesToDecide(ctx, v)
	if err != nil {
		return nil, err
	}
	parts := []*sql.Selector{d.approvalsToDecide(v), gates}
	if v.Role == process.UserRolePresalesManager {
		parts = append(parts, d.workOf(v, workSource{
			entity: ent.TypeSupportRequest, part: process.RaciPartAccountable, due: "t.respond_by", title: "t.title",
			waits: oneOf("t.status", process.SupportStatusNew),
		}))
	}
	return parts, nil
}

// approvalsToDecide are the open requests of others that a row of the authority matrix lets the viewer's role decide:
// process.Deciders in SQL.
func (d *Desk) approvalsToDecide(v *process.Viewer) *sql.Selector {
	s := d.workOf(v, workSource{
		entity: ent.TypeApproval, part: process.RaciPartAccountable,
		due:   "(SELECT o.submission_deadline FROM opportunities o WHERE o.id = t.opportunity_id)",
		title: "COALESCE(NULLIF(SUBSTR(t.reason, 1, 500), ''), (SELECT o.name FROM opportunities o WHERE o.id = t.opportunity_id))",
		waits: oneOf("t.status", process.ApprovalStatusRequested) + andLiveDeal,
	})
	return s.Where(sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE(t.requested_by_id, '') <> ").Arg(v.UserID).
			WriteString(" AND EXISTS (SELECT 1 FROM authority_rules r WHERE r.archived_at IS NULL AND r.type = t.type AND r.role = ").Arg(string(v.Role)).
			WriteString(" AND (t.amount IS NULL OR r.limit_amount IS NULL OR r.currency = t.currency AND t.amount <= r.limit_amount)" +
				" AND (t.percent IS NULL OR r.limit_percent IS NULL OR t.percent <= r.limit_percent))")
	}))
}

// gatesToDecide are the open gates that the template of their opportunity lets the viewer's role decide. Templates are
// few; what they say of roles is read here, not in SQL.
func (d *Desk) gatesToDecide(ctx context.Context, v *process.Viewer) (*sql.Selector, error) {
	templates, err := d.reader.ProcessTemplate.Query().Select(processtemplate.FieldID, processtemplate.FieldDefinition).
		Order(ent.Asc(processtemplate.FieldID)).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	return d.workOf(v, workSource{
		entity: ent.TypeGate, part: process.RaciPartAccountable, due: "t.scheduled_for",
		title: "(SELECT o.name FROM opportunities o WHERE o.id = t.opportunity_id)",
		waits: oneOf("t.status", process.GateStatusOpen) + andLiveDeal,
	}).Where(sql.P(func(b *sql.Builder) {
		b.WriteString("EXISTS (SELECT 1 FROM opportunities o WHERE o.id = t.opportunity_id AND (1 = 0")
		for _, t := range templates {
			if kinds := t.Definition.GatesOf(v.Role); len(kinds) > 0 {
				b.WriteString(" OR o.template_id = ").Arg(t.ID).WriteString(" AND " + oneOf("t.kind", kinds...))
			}
		}
		b.WriteString("))")
	})), nil
}
