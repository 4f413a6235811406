package desk

import (
	"context"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// LeadFields are what is known of a lead; what is nil stays as it is, and is empty in a new one.
type LeadFields struct {
	Source      *process.LeadSource
	Channel     *string
	Company     *string
	CreditCode  *string
	ContactName *string
	Phone       *string
	Email       *string
	Text        *string
}

// CreateLeadInput is a new lead.
type CreateLeadInput struct {
	LeadFields

	// ReceivedAt is when it came in; now unless told.
	ReceivedAt *time.Time
	// OwnerID is who works on it; without one it waits in the pool.
	OwnerID *string
	Pool    *string
}

// UpdateLeadInput changes what is known of a lead.
type UpdateLeadInput struct {
	LeadFields

	ID      string
	Version int
}

// CreateLead records a lead and starts its response clock, which runs on the working calendar. Errors: FORBIDDEN,
// VALIDATION_FAILED, NOT_FOUND for an owner who does not exist.
func (d *Desk) CreateLead(ctx context.Context, in CreateLeadInput) (Written[ent.Lead], error) {
	return create(ctx, d, ent.TypeLead, func(ctx context.Context, w *writing, id string) (*ent.Lead, error) {
		received := d.now()
		if in.ReceivedAt != nil {
			received = *in.ReceivedAt
		}
		respondBy, err := w.leadTarget(ctx, received)
		if err != nil {
			return nil, err
		}
		c := w.tx.Lead.Create().SetID(id).SetReceivedAt(received).SetRespondBy(respondBy).SetNillableOwnerID(in.OwnerID).SetNillablePool(in.Pool)
		if err := in.set(c.Mutation()); err != nil {
			return nil, err
		}
		return c.Save(ctx)
	})
}

// UpdateLead changes what is known of a lead. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateLead(ctx context.Context, in UpdateLeadInput) (Written[ent.Lead], error) {
	return update(ctx, d, ent.TypeLead, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lead, error) {
		u := w.tx.Lead.UpdateOneID(in.ID)
		if err := in.set(u.Mutation()); err != nil {
			return nil, err
		}
		return u.Save(ctx)
	})
}

// set writes the fields in the form in which equal ones are equal, so that duplicates are found.
func (f LeadFields) set(m *ent.LeadMutation) error {
	if f.Source != nil {
		m.SetSource(*f.Source)
	}
	if f.CreditCode != nil {
		code := strings.ToUpper(strings.TrimSpace(*f.CreditCode))
		if err := process.CheckCreditCode(code); err != nil {
			return err
		}
		m.SetCreditCode(code)
	}
	if f.Phone != nil {
		m.SetPhone(process.NormalPhone(*f.Phone))
	}
	for _, f := range []struct {
		value *string
		set   func(string)
	}{
		{f.Channel, m.SetChannel}, {f.Company, m.SetCompany}, {f.ContactName, m.SetContactName}, {f.Email, m.SetEmail}, {f.Text, m.SetText},
	} {
		if f.value != nil {
			f.set(strings.TrimSpace(*f.value))
		}
	}
	return nil
}

// ChangeLeadStatusInput moves a lead to another status.
type ChangeLeadStatusInput struct {
	ID      string
	Version int
	Status  process.LeadStatus
	Reason  *string
}

// ChangeLeadStatus moves a lead along its state machine; the first contact stops its response clock. Conversion has a use
// case of its own. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) ChangeLeadStatus(ctx context.Context, in ChangeLeadStatusInput) (Written[ent.Lead], error) {
	return update(ctx, d, ent.TypeLead, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lead, error) {
		l, err := w.tx.Lead.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if in.Status == process.LeadStatusConverted {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgIllegalTransition, "from", string(l.Status), "to", string(in.Status))
		}
		if err := process.CheckLeadStatus(l.Status, in.Status, value(in.Reason)); err != nil {
			return nil, err
		}
		u := l.Update().SetStatus(in.Status)
		if in.Status == process.LeadStatusDisqualified {
			u.SetDisqualifyReason(*in.Reason)
		}
		if l.FirstResponseAt == nil {
			u.SetFirstResponseAt(d.now())
		}
		return u.Save(ctx)
	})
}
