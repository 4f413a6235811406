package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// audience looks up who is told, where the record does not name them itself.
func (w *writing) audience(ctx context.Context, t told) ([]string, error) {
	switch t.audience {
	case process.AudienceApprovers:
		return w.approvers(ctx, t.id)
	case process.AudienceDeciders:
		return w.deciders(ctx, t.id)
	case process.AudienceEscalation:
		return w.escalationOf(ctx, t.id)
	case process.AudienceTeam:
		return w.teamOf(ctx, t.opportunity)
	case process.AudienceDelivery:
		return w.inRoles(ctx, process.UserRoleDelivery)
	default:
		return t.to, nil
	}
}

// approvers are those whose role may decide an approval, without whoever asks for it.
func (w *writing) approvers(ctx context.Context, id string) ([]string, error) {
	a, err := w.tx.Approval.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	rules, err := w.authority(ctx, a.Type)
	if err != nil {
		return nil, err
	}
	stake, err := w.worth(ctx, process.Stake{Amount: a.Amount, Currency: a.Currency, Percent: a.Percent}, value(a.OpportunityID))
	if err != nil {
		return nil, err
	}
	ids, err := w.inRoles(ctx, process.Deciders(rules, a.Type, stake)...)
	if err != nil {
		return nil, err
	}
	ids = without(ids, value(a.RequestedByID))
	deputies, err := w.deputiesOf(ctx, ids)
	return append(ids, without(deputies, value(a.RequestedByID))...), err
}

// deciders are those whose role may decide a gate by the template of its opportunity.
func (w *writing) deciders(ctx context.Context, id string) ([]string, error) {
	g, err := w.tx.Gate.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	o, err := w.tx.Opportunity.Get(ctx, g.OpportunityID)
	if err != nil || o.TemplateID == nil {
		return nil, err
	}
	t, err := w.tx.ProcessTemplate.Get(ctx, *o.TemplateID)
	if err != nil {
		return nil, err
	}
	ids, err := w.inRoles(ctx, process.DecidersOf(t.Definition, g.Kind)...)
	if err != nil {
		return nil, err
	}
	deputies, err := w.deputiesOf(ctx, ids)
	return append(ids, deputies...), err
}

// escalationOf are those the latest escalation of a support request reaches.
func (w *writing) escalationOf(ctx context.Context, id string) ([]string, error) {
	r, err := w.tx.SupportRequest.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	manager := ""
	if r.AssigneeID != nil {
		if manager, err = w.text(ctx, ent.TypeUser, "manager_id", *r.AssigneeID); err != nil {
			return nil, err
		}
	}
	if process.EscalatesToManager(r.Escalation, manager) {
		return []string{manager}, nil
	}
	return w.inRoles(ctx, process.UserRolePresalesManager)
}

// teamOf are the owner and the presales lead of an opportunity.
func (w *writing) teamOf(ctx context.Context, opportunity string) ([]string, error) {
	if opportunity == "" {
		return nil, nil
	}
	o, err := w.tx.Opportunity.Get(ctx, opportunity)
	if err != nil {
		return nil, err
	}
	return without([]string{value(o.OwnerID), value(o.PresalesLeadID)}, ""), nil
}

func (w *writing) inRoles(ctx context.Context, roles ...process.UserRole) ([]string, error) {
	if len(roles) == 0 {
		return nil, nil
	}
	return w.tx.User.Query().Where(user.RoleIn(roles...), user.Active(true), user.ArchivedAtIsNil()).Order(ent.Asc(user.FieldID)).IDs(ctx)
}

// sees tells whether a user may see a record.
func (w *writing) sees(ctx context.Context, u *ent.User, e process.Entity, id string) (bool, error) {
	v, err := w.desk.standIn(ctx, w.tx, u)
	if err != nil {
		return false, err
	}
	return w.desk.shows(ctx, w.tx, v, e, id)
}

// without is a list of ids less one.
func without(ids []string, id string) (rest []string) {
	for _, other := range ids {
		if other != id {
			rest = append(rest, other)
		}
	}
	return rest
}
