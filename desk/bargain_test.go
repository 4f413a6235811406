package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// bargain is an opportunity under negotiation, and the people who have a part in it.
type bargain struct {
	*door
	customer *ent.Customer
	contact  *ent.Contact
	deal     *ent.Opportunity
	product  *ent.Product
	people   map[process.UserRole]*ent.User
}

func bargains(t *testing.T, test func(b *bargain)) {
	t.Helper()
	doors(t, func(d *door) {
		b := &bargain{door: d, people: map[process.UserRole]*ent.User{}}
		for _, role := range process.UserRole("").Values() {
			role := process.UserRole(role)
			b.people[role] = agreed(b, ent.User{})(d.CreateUser(d.system, ent.CreateUserInput{Name: strings.ToLower(string(role)), Role: &role}))
		}
		b.customer = agreed(b, ent.Customer{})(d.CreateCustomer(d.system, ent.CreateCustomerInput{Name: "北辰药业"}))
		b.contact = b.meet(b.customer, "Mo Qiu")
		b.deal = b.opportunity("CNY")
		b.product = agreed(b, ent.Product{})(d.CreateProduct(d.system, ent.CreateProductInput{Name: "Lamp", ListPrice: pointer(int64(90_00))}))
		test(b)
	})
}

// agreed takes the record of a write that has to succeed.
func agreed[T any](b *bargain, _ T) func(desk.Written[T], error) *T {
	return func(w desk.Written[T], err error) *T {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
		if len(w.Blockers) > 0 {
			b.Fatalf("blocked by %+v", w.Blockers)
		}
		if w.Record == nil || w.Change == 0 {
			b.Fatalf("written %+v", w)
		}
		return w.Record
	}
}

// by is the context of somebody in a role.
func (b *bargain) by(role process.UserRole) context.Context {
	return desk.WithViewer(b.Context(), &process.Viewer{UserID: b.people[role].ID, Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll})
}

func (b *bargain) sales() context.Context    { return b.by(process.UserRoleSales) }
func (b *bargain) delivery() context.Context { return b.by(process.UserRoleDelivery) }

func (b *bargain) meet(c *ent.Customer, name string) *ent.Contact {
	b.Helper()
	return agreed(b, ent.Contact{})(b.CreateContact(b.system, ent.CreateContactInput{CustomerID: c.ID, Name: name}))
}

func (b *bargain) opportunity(currency string) *ent.Opportunity {
	b.Helper()
	return agreed(b, ent.Opportunity{})(b.CreateOpportunity(b.sales(), ent.CreateOpportunityInput{
		Name: "仓储改造", CustomerID: &b.customer.ID, OwnerID: &b.people[process.UserRoleSales].ID, Currency: &currency, Amount: pointer(int64(1000_00)),
	}))
}

// order records that the customer ordered.
func (b *bargain) order(o *ent.Opportunity) *ent.Opportunity {
	b.Helper()
	o = b.read(o.ID)
	return agreed(b, ent.Opportunity{})(b.UpdateOpportunity(b.system, ent.UpdateOpportunityInput{
		ID: o.ID, Version: o.Version, AwardAmount: pointer(int64(1000_00)), OutcomeNote: pointer("ordered by letter of 2 March"),
	}))
}

func (b *bargain) read(id string) *ent.Opportunity {
	b.Helper()
	o, err := b.Read(b.system).Opportunity.Get(b.system, id)
	if err != nil {
		b.Fatal(err)
	}
	return o
}

// win closes an opportunity that was ordered and has come to its contract.
func (b *bargain) win(o *ent.Opportunity) *ent.Opportunity {
	b.Helper()
	o = b.order(o)
	b.set(`UPDATE opportunities SET stage = 'CONTRACT' WHERE id = $1`, o.ID)
	return agreed(b, ent.Opportunity{})(b.CloseOpportunity(b.system, desk.CloseOpportunityInput{ID: o.ID, Version: o.Version, Status: process.OpportunityStatusWon}))
}

// lose closes an opportunity that somebody else got.
func (b *bargain) lose(o *ent.Opportunity) *ent.Opportunity {
	b.Helper()
	o = b.read(o.ID)
	return agreed(b, ent.Opportunity{})(b.CloseOpportunity(b.system, desk.CloseOpportunityInput{
		ID: o.ID, Version: o.Version, Status: process.OpportunityStatusLost, LossReason: pointer(process.LossReasonPrice),
	}))
}

// set writes a column past the desk, for states whose use cases are not what a test is about.
func (b *bargain) set(query string, args ...any) {
	b.Helper()
	if _, err := b.Store().DB().Exec(query, args...); err != nil {
		b.Fatalf("%s: %v", query, err)
	}
}

// approve asks for an approval and gives it.
func (b *bargain) approve(t process.ApprovalType, subject string, by process.UserRole) *ent.Approval {
	b.Helper()
	if none, err := b.Read(b.system).AuthorityRule.Query().Exist(b.system); err != nil {
		b.Fatal(err)
	} else if !none {
		for _, r := range process.ShippedAuthority() {
			agreed(b, ent.AuthorityRule{})(b.CreateAuthorityRule(b.system, ent.CreateAuthorityRuleInput{Type: r.Type, Role: r.Role, LimitAmount: r.Amount, LimitPercent: r.Percent, Currency: &r.Currency}))
		}
	}
	asked := agreed(b, ent.Approval{})(b.RequestApproval(b.sales(), desk.RequestApprovalInput{SubjectID: subject, Type: t}))
	return agreed(b, ent.Approval{})(b.DecideApproval(b.by(by), desk.DecideApprovalInput{ID: asked.ID, Version: asked.Version, Approve: true}))
}

func (b *bargain) day(month time.Month, day int) *time.Time {
	return pointer(time.Date(2026, month, day, 0, 0, 0, 0, time.UTC))
}

// wantBlocked checks the codes of what is in the way of a step.
func wantBlocked[T any](b *bargain, w desk.Written[T], err error, codes ...process.BlockerCode) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	var got []process.BlockerCode
	for _, blocker := range w.Blockers {
		got = append(got, blocker.Code)
	}
	if len(got) != len(codes) {
		b.Fatalf("blocked by %v, want %v", got, codes)
	}
	for i := range got {
		if got[i] != codes[i] {
			b.Fatalf("blocked by %v, want %v", got, codes)
		}
	}
	if w.Record != nil || w.Change != 0 {
		b.Errorf("a blocked step wrote %+v", w)
	}
}
