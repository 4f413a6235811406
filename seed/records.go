package seed

import (
	"fmt"
	"iter"
	"time"

	"bidwell/desk/importer"
	"bidwell/process"
)

// System is the name under which generated records are imported.
const System = "generated"

const (
	generatedUsers    = 40
	generatedManagers = 4
	generatedProducts = 20
	perCustomer       = 20 // opportunities a customer, on average
)

// Records generates n opportunities for an import, with their customers, owners, products, line items and proposals, the
// same ones each time. What a record refers to comes before it.
func Records(n int) iter.Seq[importer.Record] {
	return func(yield func(importer.Record) bool) {
		g := &generator{words: newVocabularies(), customers: max(1, n/perCustomer), yield: yield}
		for i := range generatedUsers {
			g.emit(salesperson(i))
		}
		for i := range generatedProducts {
			g.emit(g.product(i))
		}
		for i := range g.customers {
			g.emit(g.customer(i))
		}
		for i := 0; i < n && !g.stopped; i++ {
			g.opportunity(i)
		}
	}
}

// generator makes records one by one. An opportunity and its parts are one line of the file that it stands for.
type generator struct {
	words     vocabularies
	customers int
	yield     func(importer.Record) bool
	line      int
	stopped   bool
}

// emit hands out records of one line.
func (g *generator) emit(records ...importer.Record) {
	g.line++
	for _, r := range records {
		r.Line, r.System = g.line, System
		g.stopped = g.stopped || !g.yield(r)
	}
}

func refTo(entity, id string) importer.Ref {
	return importer.Ref{Entity: entity, By: "externalId", System: System, Value: id}
}

func userID(i int) string        { return fmt.Sprintf("user-%d", i) }
func productID(i int) string     { return fmt.Sprintf("product-%d", i) }
func customerID(i int) string    { return fmt.Sprintf("customer-%d", i) }
func opportunityID(i int) string { return fmt.Sprintf("opportunity-%d", i) }

// salesperson is a user who cannot sign in; the first ones manage the others.
func salesperson(i int) importer.Record {
	fields := map[string]any{
		"name": fmt.Sprintf("样本销售 Agent %02d", i), "role": string(process.UserRoleSales), "region": regions[i%5],
	}
	if i >= generatedManagers {
		fields["manager"] = refTo("user", userID(i%generatedManagers))
	}
	return importer.Record{Entity: "user", ExternalID: userID(i), Fields: fields}
}

func (g *generator) product(i int) importer.Record {
	d := g.words.throw("product", i, 1)
	return importer.Record{Entity: "product", ExternalID: productID(i), Fields: map[string]any{
		"code": fmt.Sprintf("GEN-P%02d", i), "name": "样本产品 " + d.phrase(2), "series": oneOf(d, industries),
		"listPrice": importer.Money{Minor: productPrice(i), Currency: "CNY"},
	}}
}

// productPrice is the list price of a product in minor units.
func productPrice(i int) int64 { return int64(i+1) * 4_500_000 }

var customerKinds = []string{"医院", "制造", "港务", "数据局", "银行", "电力", "大学"}

func customerName(words vocabularies, i int) string {
	d := words.throw("customer", i, 1)
	return fmt.Sprintf("%s%s%s %05d", oneOf(d, words.zh.pieces), oneOf(d, words.zh.pieces), customerKinds[i%len(customerKinds)], i)
}

func (g *generator) customer(i int) importer.Record {
	d := g.words.throw("customer", i, 1)
	fields := map[string]any{
		"code": fmt.Sprintf("GEN-C%06d", i), "name": customerName(g.words, i), "kind": customerKinds[i%len(customerKinds)],
		"industry": industries[i%len(industries)], "region": oneOf(d, regions), "level": oneOf(d, process.CustomerLevelA.Values()),
		"owner": refTo("user", userID(d.IntN(generatedUsers))),
	}
	if i >= 10 && d.chance(0.15) {
		fields["parent"] = refTo("customer", customerID(d.IntN(i)))
	}
	return importer.Record{Entity: "customer", ExternalID: customerID(i), Fields: fields}
}

func day(n int) time.Time { return epoch.AddDate(0, 0, n) }
