package graph

import (
	"reflect"
	"testing"

	"bidwell/ent"
)

// A row shows nothing of the row before it, and each record has its own count under each alias.
func TestRowsAreTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.fill(1, 3, 1)
		full := ent.CreateCustomerInput{Name: "Full", Tags: []string{"a", "b"}}
		city := "杭州"
		full.City = &city
		for _, in := range []ent.CreateCustomerInput{full, {Name: "Bare"}} {
			if _, err := o.desk.CreateCustomer(o.ctx, in); err != nil {
				t.Fatal(err)
			}
		}
		data := o.do(`{ customers { edges { node { name city tags all: opportunities { totalCount edges { node { amount } } }
			rich: opportunities(where: {amountGT: "10.00"}) { totalCount } } } } }`, nil)
		got := at(t, data, "customers", "edges")
		amount := func(s string) any { return map[string]any{"node": map[string]any{"amount": s}} }
		node := func(name string, city, tags any, all, rich float64, amounts ...any) any {
			if amounts == nil {
				amounts = []any{}
			}
			return map[string]any{"node": map[string]any{
				"name": name, "city": city, "tags": tags,
				"all": map[string]any{"totalCount": all, "edges": amounts}, "rich": map[string]any{"totalCount": rich},
			}}
		}
		want := []any{
			node("Lantern Works 00", "", nil, 3, 1, amount("0.00"), amount("10.00"), amount("20.00")),
			node("Full", "杭州", []any{"a", "b"}, 0, 0),
			node("Bare", "", nil, 0, 0),
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
	})
}
