package desk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// book is a set of records that a test writes into the tables as they are, in bulk and past the desk's use cases, so
// that it can say when what happened.
type book struct {
	*testing.T
	desk   *desk.Desk
	client *ent.Client
	n      int

	users     []*ent.UserCreate
	customers []*ent.CustomerCreate
	products  []*ent.ProductCreate
	deals     []*ent.OpportunityCreate
	lines     []*ent.LineItemCreate
	entries   []*ent.StageEntryCreate
	proposals []*ent.ProposalCreate
	refs      []*ent.ExternalRefCreate
}

func newBook(t *testing.T, st *store.Store) *book {
	return &book{T: t, desk: desk.New(st, nil, desk.Options{}), client: ent.NewClient(ent.Driver(st.Writer()))}
}

func (b *book) id(e process.Entity) string {
	b.n++
	return process.IDOf(e, fmt.Sprintf("%026d", b.n))
}

// written is when all records of the book were made.
var written = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

func (b *book) user(name, region, manager string) string {
	id := b.id(ent.TypeUser)
	c := b.client.User.Create().SetID(id).SetCreatedAt(written).SetUpdatedAt(written).SetName(name).SetRegion(region)
	if manager != "" {
		c.SetManagerID(manager)
	}
	b.users = append(b.users, c)
	return id
}

func (b *book) customer(name, kind, industry string) string {
	id := b.id(ent.TypeCustomer)
	b.customers = append(b.customers, b.client.Customer.Create().SetID(id).SetCreatedAt(written).SetUpdatedAt(written).
		SetName(name).SetKind(kind).SetIndustry(industry))
	return id
}

func (b *book) product(name string) string {
	id := b.id(ent.TypeProduct)
	b.products = append(b.products, b.client.Product.Create().SetID(id).SetCreatedAt(written).SetUpdatedAt(written).SetName(name))
	return id
}

// deal is an opportunity as a test thinks of it. Money is in minor units; ids and texts may be empty.
type deal struct {
	status                          process.OpportunityStatus
	stage                           process.OpportunityStage
	owner, customer, region, winner string
	currency, system                string
	amount                          int64
	budget, award                   *int64
	decided                         *time.Time
	archived                        bool
	starts                          []begin
	lines                           []offer
}

// begin is a stage entry, offer a line item.
type begin struct {
	stage   process.OpportunityStage
	at      time.Time
	undated bool
}

type offer struct {
	product  string
	quantity int
	price    int64
	currency string
	archived bool
}

func (b *book) deal(d deal) string {
	id := b.id(ent.TypeOpportunity)
	if d.status == "" {
		d.status = process.OpportunityStatusOpen
	}
	if d.stage == "" {
		d.stage = process.OpportunityStageIntake
	}
	if d.currency == "" {
		d.currency = "CNY"
	}
	c := b.client.Opportunity.Create().SetID(id).SetCreatedAt(written).SetUpdatedAt(written).SetName("Deal " + id).
		SetStatus(d.status).SetStage(d.stage).SetAmount(d.amount).SetCurrency(d.currency).SetNillableBudgetAmount(d.budget).
		SetNillableAwardAmount(d.award).SetNillableDecidedAt(d.decided).SetRegion(d.region).SetWinner(d.winner).
		SetNillableOwnerID(orNil(d.owner)).SetNillableCustomerID(orNil(d.customer))
	if d.archived {
		c.SetArchivedAt(written)
	}
	b.deals = append(b.deals, c)
	b.parts(id, d)
	return id
}

func (b *book) parts(id string, d deal) {
	for i, s := range d.starts {
		b.entries = append(b.entries, b.client.StageEntry.Create().SetID(b.id(ent.TypeStageEntry)).SetCreatedAt(written).SetUpdatedAt(written).
			SetOpportunityID(id).SetPosition(i).SetStage(s.stage).SetDirection(process.StageDirectionForward).SetEnteredAt(s.at).SetDated(!s.undated))
	}
	for _, o := range d.lines {
		if o.currency == "" {
			o.currency = d.currency
		}
		c := b.client.LineItem.Create().SetID(b.id(ent.TypeLineItem)).SetCreatedAt(written).SetUpdatedAt(written).
			SetOpportunityID(id).SetProductID(o.product).SetQuantity(o.quantity).SetUnitPrice(o.price).SetCurrency(o.currency)
		if o.archived {
			c.SetArchivedAt(written)
		}
		b.lines = append(b.lines, c)
	}
	if d.system != "" {
		b.ref(d.system, ent.TypeOpportunity, id)
	}
}

func (b *book) ref(system string, e process.Entity, id string) {
	b.n++
	b.refs = append(b.refs, b.client.ExternalRef.Create().SetSystem(system).SetEntity(string(e)).SetExternalID(fmt.Sprint("x", b.n)).SetEntityID(id))
}

func (b *book) proposal(status process.ProposalStatus, kind process.ProposalKind, started *time.Time) string {
	id := b.id(ent.TypeProposal)
	b.proposals = append(b.proposals, b.client.Proposal.Create().SetID(id).SetCreatedAt(written).SetUpdatedAt(written).
		SetTitle("Proposal "+id).SetStatus(status).SetKind(kind).SetNillableStartedOn(started))
	return id
}

// write puts the book into the tables.
func (b *book) write() {
	b.Helper()
	inBulk(b, b.users, b.client.User.CreateBulk)
	inBulk(b, b.customers, b.client.Customer.CreateBulk)
	inBulk(b, b.products, b.client.Product.CreateBulk)
	inBulk(b, b.deals, b.client.Opportunity.CreateBulk)
	inBulk(b, b.lines, b.client.LineItem.CreateBulk)
	inBulk(b, b.entries, b.client.StageEntry.CreateBulk)
	inBulk(b, b.proposals, b.client.Proposal.CreateBulk)
	inBulk(b, b.refs, b.client.ExternalRef.CreateBulk)
}

// inBulk keeps below the number of parameters that a statement may have.
func inBulk[C any, B interface{ Exec(context.Context) error }](b *book, all []C, bulk func(...C) B) {
	b.Helper()
	const most = 500
	for len(all) > 0 {
		n := min(most, len(all))
		if err := bulk(all[:n]...).Exec(b.Context()); err != nil {
			b.Fatal(err)
		}
		all = all[n:]
	}
}

// ask computes a figure as the system does.
func (b *book) ask(code process.KpiCode, by process.KpiGroup, filter desk.KpiFilter) *process.Kpi {
	b.Helper()
	kpi, err := b.desk.Kpi(desk.AsSystem(b.Context()), code, orNil(by), &filter, nil)
	if err != nil {
		b.Fatalf("%s by %q: %v", code, by, err)
	}
	return kpi
}

// row finds the group with a key, "" for that without.
func (b *book) row(kpi *process.Kpi, key string) process.KpiRow {
	b.Helper()
	for _, r := range kpi.Groups {
		if deref(r.Key) == key {
			return r
		}
	}
	b.Errorf("%s has no group %q", kpi.Code, key)
	return process.KpiRow{}
}

func orNil[S ~string](s S) *S {
	if s == "" {
		return nil
	}
	return &s
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func fieldOf(err error) string {
	var e *process.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Field
}
