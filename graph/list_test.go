package graph

import (
	"fmt"
	"strings"
	"testing"

	"bidwell/ent"
	"bidwell/ent/store"
)

// fill makes customers with opportunities and proposals through the desk.
func (o *office) fill(customers, opportunities, proposals int) {
	o.t.Helper()
	for c := range customers {
		customer, err := o.desk.CreateCustomer(o.ctx, ent.CreateCustomerInput{Name: fmt.Sprintf("Lantern Works %02d", c)})
		if err != nil {
			o.t.Fatal(err)
		}
		for i := range opportunities {
			amount := int64((c*opportunities + i) % 7 * 1000)
			opp, err := o.desk.CreateOpportunity(o.ctx, ent.CreateOpportunityInput{
				Name: fmt.Sprintf("Tower %02d-%02d", c, i), Amount: &amount, CustomerID: &customer.Record.ID,
			})
			if err != nil {
				o.t.Fatal(err)
			}
			for p := range proposals {
				if _, err := o.desk.CreateProposal(o.ctx, ent.CreateProposalInput{Title: fmt.Sprintf("Volume %d", p), OpportunityID: &opp.Record.ID}); err != nil {
					o.t.Fatal(err)
				}
			}
		}
	}
}

// Every list shape reads with a bounded number of statements, however many rows it has, and counts only when asked.
func TestStatementsPerList(t *testing.T) {
	shapes := map[string]struct {
		query string
		most  int
		count bool
	}{
		"single object with customer and five proposals": {`{ node(id: "%s") { ... on Opportunity { name amount customer { name } proposals(first: 5) { edges { node { title } } } } } }`, 3, false},
		"nested page of 50": {`{ opportunities(first: 50, where: {stage: INTAKE}, orderBy: {field: AMOUNT, direction: DESC}) {
			edges { node { name amount customer { name } proposals(first: 3) { totalCount edges { node { title } } } } } pageInfo { hasNextPage endCursor } } }`, 4, true},
		"plain page":                  {`{ opportunities(first: 50) { edges { node { name } cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, 1, false},
		"page with total":             {`{ opportunities(first: 50) { totalCount edges { node { name } } } }`, 2, true},
		"total alone":                 {`{ opportunities { totalCount } }`, 1, true},
		"three levels":                {`{ customers(first: 50) { edges { node { name opportunities(first: 3) { edges { node { name proposals(first: 2) { edges { node { title } } } } } } } } } }`, 3, false},
		"same edge under two aliases": {`{ customers(first: 50) { edges { node { big: opportunities(first: 1, orderBy: {field: AMOUNT, direction: DESC}) { edges { node { name } } } small: opportunities(last: 1) { edges { node { name } } } } } } }`, 3, false},
		"nodes of one kind":           {`{ nodes(ids: ["%s"]) { id ... on Opportunity { customer { name } } } }`, 2, false},
	}
	each(t, func(t *testing.T, o *office) {
		o.fill(4, 15, 2)
		first := at(t, o.do(`{ opportunities(first: 1) { edges { node { id } } } }`, nil), "opportunities", "edges", 0, "node", "id")
		for name, shape := range shapes {
			t.Run(name, func(t *testing.T) {
				query := shape.query
				if strings.Contains(query, "%s") {
					query = fmt.Sprintf(query, first)
				}
				ctx, counter := store.CountStatements(o.ctx)
				if _, errs := o.ask(ctx, query, nil); len(errs) > 0 {
					t.Fatal(errs)
				}
				if counter.N() > shape.most {
					t.Errorf("%d statements, at most %d:\n%s", counter.N(), shape.most, strings.Join(counter.Statements(), "\n"))
				}
				if counts := strings.Contains(strings.Join(counter.Statements(), "\n"), "COUNT("); counts != shape.count {
					t.Errorf("a COUNT ran: %v, wanted %v:\n%s", counts, shape.count, strings.Join(counter.Statements(), "\n"))
				}
			})
		}
	})
}

// Pages walked forward and backward show every record once, in order, also where many share the ordered value.
func TestPagesCoverTheListOnce(t *testing.T) {
	const page = `query($after: Cursor, $first: Int, $before: Cursor, $last: Int) {
		opportunities(after: $after, first: $first, before: $before, last: $last, orderBy: {field: AMOUNT, direction: DESC}) {
			totalCount edges { node { id amount } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`
	each(t, func(t *testing.T, o *office) {
		o.fill(3, 9, 0)
		var all []string
		for _, e := range at(t, o.do(page, map[string]any{"first": 100}), "opportunities", "edges").([]any) {
			all = append(all, at(t, e, "node", "id").(string))
		}
		for _, size := range []int{1, 4, 26, 27, 28} {
			for _, backward := range []bool{false, true} {
				got := walk(t, o, page, size, backward)
				if strings.Join(got, " ") != strings.Join(all, " ") {
					t.Errorf("size %d backward %v: %d records, want %d in order", size, backward, len(got), len(all))
				}
			}
		}
	})
}

func walk(t *testing.T, o *office, query string, size int, backward bool) (ids []string) {
	t.Helper()
	variables := map[string]any{"first": size}
	if backward {
		variables = map[string]any{"last": size}
	}
	for range 40 {
		list := at(t, o.do(query, variables), "opportunities")
		var part []string
		for _, e := range at(t, list, "edges").([]any) {
			part = append(part, at(t, e, "node", "id").(string))
		}
		if total := at(t, list, "totalCount").(float64); total != 27 {
			t.Fatalf("totalCount %v", total)
		}
		more, cursor := "hasNextPage", "endCursor"
		if backward {
			ids, more, cursor = append(part, ids...), "hasPreviousPage", "startCursor"
		} else {
			ids = append(ids, part...)
		}
		if !at(t, list, "pageInfo", more).(bool) {
			return ids
		}
		if backward {
			variables["before"] = at(t, list, "pageInfo", cursor)
		} else {
			variables["after"] = at(t, list, "pageInfo", cursor)
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

// Bad arguments of lists are refused with a code, never INTERNAL.
func TestBadListArguments(t *testing.T) {
	cases := map[string]struct{ query, code string }{
		"first and last":             {`{ opportunities(first: 1, last: 1) { totalCount } }`, "VALIDATION_FAILED"},
		"negative size":              {`{ opportunities(first: -1) { totalCount } }`, "VALIDATION_FAILED"},
		"huge page":                  {`{ opportunities(first: 101) { totalCount } }`, "VALIDATION_FAILED"},
		"huge nested page":           {`{ customers { edges { node { opportunities(first: 1000000) { totalCount } } } } }`, "VALIDATION_FAILED"},
		"cursor of nothing":          {`{ opportunities(after: "zzz") { edges { node { id } } } }`, "VALIDATION_FAILED"},
		"cursor of a number":         {`{ opportunities(after: 12) { edges { node { id } } } }`, "VALIDATION_FAILED"},
		"nested bad cursor":          {`{ customers { edges { node { opportunities(after: "!!") { edges { node { id } } } } } } }`, "VALIDATION_FAILED"},
		"id of no kind":              {`{ node(id: "nonsense") { id } }`, "VALIDATION_FAILED"},
		"id with U+0000":             {`{ node(id: "opp_\u0000") { id } }`, "VALIDATION_FAILED"},
		"order by nothing":           {`{ opportunities(orderBy: {field: SHOE_SIZE}) { totalCount } }`, "GRAPHQL_VALIDATION_FAILED"},
		"filter text with U+0000":    {`{ opportunities(where: {nameContainsFold: "a\u0000"}) { totalCount } }`, "VALIDATION_FAILED"},
		"filter with a bad day":      {`{ opportunities(where: {expectedCloseOnGT: "2026-13-45"}) { totalCount } }`, "VALIDATION_FAILED"},
		"filter with money in words": {`{ opportunities(where: {amountGT: "a lot"}) { totalCount } }`, "VALIDATION_FAILED"},
		"too many ids":               {`{ nodes(ids: [` + strings.Repeat(`"x",`, 101) + `]) { id } }`, "VALIDATION_FAILED"},
	}
	each(t, func(t *testing.T, o *office) {
		o.fill(1, 2, 0)
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				if code, _ := o.refused(c.query, nil); code != c.code {
					t.Errorf("code %s, want %s", code, c.code)
				}
			})
		}
	})
}

// A cursor belongs to the order it was made in.
func TestCursorOfAnotherOrder(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.fill(1, 3, 0)
		cursor := at(t, o.do(`{ opportunities(first: 1, orderBy: {field: NAME}) { pageInfo { endCursor } } }`, nil), "opportunities", "pageInfo", "endCursor")
		code, _ := o.refused(`query($c: Cursor) { opportunities(after: $c, orderBy: {field: AMOUNT}) { edges { node { id } } } }`, map[string]any{"c": cursor})
		if code != "VALIDATION_FAILED" {
			t.Errorf("code %s", code)
		}
		if got := at(t, o.do(`{ opportunities(after: "") { totalCount edges { node { id } } } }`, nil), "opportunities", "totalCount"); got != 3.0 {
			t.Errorf("an empty cursor is no cursor: %v", got)
		}
	})
}
