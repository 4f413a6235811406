package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"bidwell/process"
)

// ledger is a year of invented deals with everything a figure can meet, kept beside the book so that plain loops can
// say what the figures must be.
type ledger struct {
	*book
	deals                                    []deal
	names, regions, managers, sectors, kinds map[string]string // by the id of the user, customer or product
}

func newLedger(b *book, n int) *ledger {
	l := &ledger{book: b, names: map[string]string{}, regions: map[string]string{}, managers: map[string]string{}, sectors: map[string]string{}, kinds: map[string]string{}}
	rng := rand.New(rand.NewPCG(2025, 11))
	users, customers, products := []string{""}, []string{""}, []string{}
	for i := range 6 {
		manager := users[rng.IntN(len(users))]
		id := b.user(fmt.Sprint("Person ", i), pick(rng, "", "East", "West"), manager)
		l.names[id], l.managers[id] = fmt.Sprint("Person ", i), manager
		users = append(users, id)
	}
	l.nameRest(rng, &customers, &products)
	for range n {
		d := l.draw(rng, users, customers, products)
		l.deals = append(l.deals, d)
		b.deal(d)
	}
	b.write()
	return l
}

func (l *ledger) nameRest(rng *rand.Rand, customers, products *[]string) {
	for _, u := range l.users {
		id, _ := u.Mutation().ID()
		l.regions[id], _ = u.Mutation().Region()
	}
	for i := range 5 {
		kind, sector := pick(rng, "", "bank", "school"), pick(rng, "", "finance", "education", "energy")
		id := l.customer(fmt.Sprint("Customer ", i), kind, sector)
		l.kinds[id], l.sectors[id] = kind, sector
		*customers = append(*customers, id)
	}
	for i := range 4 {
		id := l.product(fmt.Sprint("Product ", i))
		l.names[id] = fmt.Sprint("Product ", i)
		*products = append(*products, id)
	}
}

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

func (l *ledger) draw(rng *rand.Rand, users, customers, products []string) deal {
	d := deal{
		status: pick(rng, process.OpportunityStatus("OPEN"), "WON", "WON", "LOST", "NO_BID", "CANCELLED_BY_CUSTOMER"),
		stage:  pick(rng, process.OpportunityStage("INTAKE"), "QUALIFICATION", "BID", "NEGOTIATION"),
		owner:  pick(rng, users...), customer: pick(rng, customers...), region: pick(rng, "", "Hebei", "Fujian"),
		winner: pick(rng, "", "Heron Ltd", "Otter GmbH", "Otter GmbH,Heron Ltd"), currency: pick(rng, "CNY", "CNY", "CNY", "USD"),
		system: pick(rng, "", "ledger"), amount: rng.Int64N(900_000_00), archived: rng.IntN(20) == 0,
	}
	if rng.IntN(3) > 0 {
		d.budget = to(rng.Int64N(3000_00))
		d.award = to(rng.Int64N(3000_00))
	}
	began := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rng.Int64N(int64(200 * 24 * time.Hour)))).Truncate(time.Microsecond)
	for range rng.IntN(4) {
		d.starts = append(d.starts, begin{pick(rng, process.OpportunityStage("INTAKE"), "BID"), began, rng.IntN(3) == 0})
		began = began.Add(time.Duration(rng.Int64N(int64(30 * 24 * time.Hour)))).Truncate(time.Microsecond)
	}
	if d.status != "OPEN" {
		d.decided = to(began.Add(time.Duration(rng.Int64N(int64(40*24*time.Hour))) - 48*time.Hour).Truncate(time.Microsecond))
	}
	for range rng.IntN(4) {
		d.lines = append(d.lines, offer{product: pick(rng, products...), quantity: 1 + rng.IntN(9), price: rng.Int64N(5000_00), archived: rng.IntN(8) == 0})
	}
	return d
}

// started is when a deal's cycle began by its list of entries, nil when it did not.
func (d deal) started(from process.OpportunityStage) *time.Time {
	for _, s := range d.starts {
		if !s.undated && (from == "" || s.stage == from) {
			return &s.at
		}
	}
	return nil
}

func (d deal) live() (lines []offer) {
	for _, o := range d.lines {
		if !o.archived {
			lines = append(lines, o)
		}
	}
	return lines
}

// keys are the groups of a deal, once each.
func (l *ledger) keys(d deal, by process.KpiGroup, from process.OpportunityStage) []string {
	quarter := func(t *time.Time) string {
		if t == nil {
			return ""
		}
		local := t.In(shanghai)
		return fmt.Sprintf("%d-Q%d", local.Year(), (local.Month()-1)/3+1)
	}
	switch by {
	case "STAGE":
		return []string{string(d.stage)}
	case "STATUS":
		return []string{string(d.status)}
	case "AGENT":
		return []string{l.names[d.owner]}
	case "MANAGER":
		return []string{l.names[l.managers[d.owner]]}
	case "AGENT_REGION":
		return []string{l.regions[d.owner]}
	case "REGION":
		return []string{d.region}
	case "SECTOR":
		return []string{l.sectors[d.customer]}
	case "CUSTOMER_KIND":
		return []string{l.kinds[d.customer]}
	case "WINNER":
		return strings.Split(d.winner, ",")
	case "QUARTER":
		return []string{quarter(d.decided)}
	case "MONTH":
		if d.decided == nil {
			return []string{""}
		}
		return []string{d.decided.In(shanghai).Format("2006-01")}
	case "START_QUARTER":
		return []string{quarter(d.started(from))}
	}
	var products []string
	for _, o := range d.live() {
		if !slices.Contains(products, l.names[o.product]) {
			products = append(products, l.names[o.product])
		}
	}
	if products == nil {
		return []string{""}
	}
	return products
}
