package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/activity"
	"bidwell/ent/customer"
	"bidwell/ent/page"
	"bidwell/process"
)

// CadenceEntry is a customer with whom somebody should be in contact at a rhythm.
type CadenceEntry struct {
	Customer      *ent.Customer
	LastContactAt *time.Time
	// DueAt is when the next contact is due: the last one, or the customer's beginning, and the rhythm.
	DueAt   time.Time
	Overdue bool
}

// Cadence lists the customers that have a rhythm of contact, the most overdue first, in two statements. Errors: FORBIDDEN for who
// does not see the rhythm, UNAUTHENTICATED, VALIDATION_FAILED for a bad size.
func (d *Desk) Cadence(ctx context.Context, first *int) ([]*CadenceEntry, error) {
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	if err := process.CheckFieldUse(ViewerOf(ctx), ent.TypeCustomer, "contactEveryDays"); err != nil {
		return nil, err
	}
	customers, err := d.reader.Customer.Query().Where(customer.ContactEveryDaysNotNil(), customer.ArchivedAtIsNil()).All(ctx)
	if err != nil {
		return nil, err
	}
	last, err := d.lastContacts(ctx)
	if err != nil {
		return nil, err
	}
	entries := make([]*CadenceEntry, len(customers))
	for i, c := range customers {
		e := &CadenceEntry{Customer: c}
		since := c.CreatedAt
		if at, ok := last[c.ID]; ok {
			e.LastContactAt, since = &at, at
		}
		e.DueAt = since.AddDate(0, 0, *c.ContactEveryDays)
		e.Overdue = e.DueAt.Before(d.now())
		entries[i] = e
	}
	slices.SortFunc(entries, func(a, b *CadenceEntry) int {
		return cmp.Or(a.DueAt.Compare(b.DueAt), cmp.Compare(a.Customer.ID, b.Customer.ID))
	})
	return entries[:min(size, len(entries))], nil
}

// lastContacts tells when each customer with a rhythm was last in contact with us, as far as the viewer may know.
func (d *Desk) lastContacts(ctx context.Context) (map[string]time.Time, error) {
	found, err := d.reader.Activity.Query().
		Where(activity.ArchivedAtIsNil(), activity.HasCustomerWith(customer.ContactEveryDaysNotNil(), customer.ArchivedAtIsNil()), withoutLater).
		Select(activity.FieldID, activity.FieldCustomerID, activity.FieldOccurredAt).All(ctx)
	if err != nil {
		return nil, err
	}
	last := map[string]time.Time{}
	for _, a := range found {
		last[value(a.CustomerID)] = a.OccurredAt
	}
	return last, nil
}

// withoutLater keeps the last activity with each customer.
func withoutLater(s *sql.Selector) {
	other := sql.Dialect(s.Dialect()).Table(activity.Table).As("later")
	s.Where(sql.NotExists(sql.Dialect(s.Dialect()).Select(other.C(activity.FieldID)).From(other).Where(sql.And(
		sql.ColumnsEQ(other.C(activity.FieldCustomerID), s.C(activity.FieldCustomerID)),
		sql.IsNull(other.C(activity.FieldArchivedAt)),
		sql.ColumnsGT(other.C(activity.FieldOccurredAt), s.C(activity.FieldOccurredAt)),
	))))
}
