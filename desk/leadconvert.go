package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/customer"
	"bidwell/process"
)

// ConvertLeadInput makes a lead part of an opportunity.
type ConvertLeadInput struct {
	ID      string
	Version int
	// OpportunityID is the opportunity it becomes part of; a new one is made without it.
	OpportunityID *string
	// CustomerID is the customer of a new opportunity; without it the customer with the lead's credit code or name is
	// taken, and one is made when there is none.
	CustomerID *string
	// Name is the name of a new opportunity; the company's unless told.
	Name   *string
	Type   *process.OpportunityType
	Amount *int64
}

// ConvertLead makes a lead part of an opportunity, a new or an existing one: several leads may become part of the same.
// A new opportunity takes over customer, contact, owner and what the lead said. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ConvertLead(ctx context.Context, in ConvertLeadInput) (Written[ent.Lead], error) {
	return update(ctx, d, ent.TypeLead, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lead, error) {
		l, err := w.tx.Lead.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckLeadStatus(l.Status, process.LeadStatusConverted, ""); err != nil {
			return nil, err
		}
		u := l.Update().SetStatus(process.LeadStatusConverted)
		if in.OpportunityID != nil {
			o, err := w.joined(ctx, *in.OpportunityID)
			if err != nil {
				return nil, err
			}
			return u.SetOpportunityID(o.ID).SetNillableCustomerID(o.CustomerID).Save(ctx)
		}
		c, err := w.customerOf(ctx, l, in.CustomerID)
		if err != nil {
			return nil, err
		}
		o, err := w.opportunityOf(ctx, l, c, in)
		if err != nil {
			return nil, err
		}
		return u.SetOpportunityID(o.ID).SetCustomerID(c.ID).Save(ctx)
	})
}

// joined is an existing opportunity that a lead may become part of: one that is open.
func (w *writing) joined(ctx context.Context, id string) (*ent.Opportunity, error) {
	if err := w.hold(ctx, ent.TypeOpportunity, id, nil, false); err != nil {
		return nil, err
	}
	o, err := w.tx.Opportunity.Get(ctx, id)
	if err == nil && o.Status != process.OpportunityStatusOpen {
		err = process.NewError(process.CodeIllegalTransition, process.MsgStageClosed, "status", string(o.Status))
	}
	return o, err
}

// customerOf finds the customer a lead is about, or makes it with the person who came.
func (w *writing) customerOf(ctx context.Context, l *ent.Lead, given *string) (*ent.Customer, error) {
	known := w.tx.Customer.Query().Where(customer.ArchivedAtIsNil())
	switch {
	case given != nil:
		if err := w.hold(ctx, ent.TypeCustomer, *given, nil, false); err != nil {
			return nil, err
		}
		known.Where(customer.ID(*given))
	case l.CreditCode != "":
		known.Where(customer.CreditCode(l.CreditCode))
	default:
		known.Where(customer.Name(l.Company))
	}
	c, err := known.Order(customer.ByID()).First(ctx)
	if ent.IsNotFound(err) {
		create := w.tx.Customer.Create().SetID(w.newID(ent.TypeCustomer)).SetName(l.Company).SetNillableOwnerID(l.OwnerID)
		if l.CreditCode != "" {
			create.SetCreditCode(l.CreditCode)
		}
		c, err = create.Save(ctx)
	}
	if err != nil || l.ContactName == "" {
		return c, err
	}
	return c, w.meet(ctx, l, c)
}

// meet adds the person of a lead to the customer's contacts, unless a contact of that name is there.
func (w *writing) meet(ctx context.Context, l *ent.Lead, c *ent.Customer) error {
	people, err := c.QueryContacts().All(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Name == l.ContactName {
			return nil
		}
	}
	return w.tx.Contact.Create().SetID(w.newID(ent.TypeContact)).SetCustomerID(c.ID).SetName(l.ContactName).SetPhone(l.Phone).SetEmail(l.Email).Exec(ctx)
}

// opportunityOf makes the opportunity a lead turns into.
func (w *writing) opportunityOf(ctx context.Context, l *ent.Lead, c *ent.Customer, in ConvertLeadInput) (*ent.Opportunity, error) {
	name := l.Company
	if in.Name != nil {
		name = *in.Name
	}
	source := string(l.Source)
	if l.Channel != "" {
		source += ": " + l.Channel
	}
	return w.openOpportunity(ctx, w.tx.Opportunity.Create().SetID(w.newID(ent.TypeOpportunity)).SetInput(ent.CreateOpportunityInput{
		Name: name, CustomerID: &c.ID, OwnerID: l.OwnerID, Type: in.Type, Amount: in.Amount, Description: &l.Text,
		Source: &source, Industry: &c.Industry, Region: &c.Region,
	}))
}
