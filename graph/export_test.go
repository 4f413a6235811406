package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// exported is an export as somebody sees it: headings, rows of cells, rows as they are.
func exported(ctx context.Context, t *testing.T, s *Server, query string, variables map[string]any) (columns []Column, cells [][]string, whole []string, err error) {
	t.Helper()
	e, err := s.Open(ctx, ExportQuery(query, variables, ExportCSV))
	if err != nil {
		return nil, nil, nil, err
	}
	defer e.Close()
	for row, err := range e.Rows() {
		if err != nil {
			return e.Columns, cells, whole, err
		}
		if strings.ContainsAny(string(row), "\n\r") || !json.Valid(row) {
			t.Errorf("a row is no line of JSON: %s", row)
		}
		texts, err := e.Cells(row, nil)
		if err != nil || len(texts) != len(e.Columns) {
			t.Fatalf("%d cells in %d columns, %v", len(texts), len(e.Columns), err)
		}
		cells, whole = append(cells, texts), append(whole, string(row))
	}
	return e.Columns, cells, whole, nil
}

func headings(columns []Column) (all []string) {
	for _, c := range columns {
		all = append(all, c.Heading)
	}
	return all
}

// bulk makes more customers than a first page holds.
func (o *office) bulk(n int) {
	o.t.Helper()
	for i := range n {
		if _, err := o.desk.CreateCustomer(o.ctx, ent.CreateCustomerInput{Name: fmt.Sprintf("Lantern %03d", (i*37)%n)}); err != nil {
			o.t.Fatal(err)
		}
	}
}

// An export has each record once and in order, whatever the order, and as many as first says.
func TestAnExportGoesToTheEnd(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		const n = 230
		o.bulk(n)
		s := NewHandler(o.desk, Options{})
		for name, c := range map[string]struct {
			query string
			want  func(all []string) []string
		}{
			"by id":               {`{ customers { edges { node { name id } } } }`, func(all []string) []string { return all }},
			"a few":               {`{ customers(first: 3) { edges { node { name id } } } }`, func(all []string) []string { return all[:3] }},
			"none":                {`{ customers(first: 0) { edges { node { name id } } } }`, func([]string) []string { return nil }},
			"more than a page":    {`{ customers(first: 150) { edges { node { name id } } } }`, func(all []string) []string { return all[:150] }},
			"more than there are": {`{ customers(first: 100000) { edges { node { name id } } } }`, func(all []string) []string { return all }},
			"by name": {`{ customers(orderBy: {field: NAME, direction: DESC}) { edges { node { name id } } } }`, func(all []string) []string {
				slices.Sort(all)
				slices.Reverse(all)
				return all
			}},
			"filtered": {`{ customers(where: {nameContainsFold: "n 00"}) { edges { node { name id } } } }`, func(all []string) []string {
				return slices.DeleteFunc(all, func(s string) bool { return !strings.Contains(s, "n 00") })
			}},
		} {
			var all []string
			rows, err := o.desk.Read(o.ctx).Customer.Query().All(o.ctx)
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(rows, func(a, b *ent.Customer) int { return strings.Compare(a.ID, b.ID) })
			for _, c := range rows {
				all = append(all, c.Name+" "+c.ID)
			}
			want := c.want(all)
			_, cells, _, err := exported(o.ctx, t, s, c.query, nil)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got := []string{}
			for _, row := range cells {
				got = append(got, strings.Join(row, " "))
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("%s: %d rows, want %d: %.200q", name, len(got), len(want), got)
			}
		}
		ctx, counter := store.CountStatements(o.ctx)
		if _, _, _, err := exported(ctx, t, s, `{ customers { totalCount edges { node { name } } } }`, nil); err != nil || counter.N() > 2 {
			t.Errorf("%d statements for %d rows, and nothing is to be counted: %v", counter.N(), n, err)
		}
	})
}

func TestAnExportGoesOnFromACursor(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.bulk(30)
		s := NewHandler(o.desk, Options{})
		after := at(t, o.do(`{ customers(first: 20) { pageInfo { endCursor } } }`, nil), "customers", "pageInfo", "endCursor")
		for name, query := range map[string]string{
			"as a variable": `query($a: Cursor, $n: Int) { customers(after: $a, first: $n) { edges { cursor node { name } } pageInfo { endCursor } } }`,
			"written out":   fmt.Sprintf(`query($a: Cursor, $n: Int = 4) { customers(after: %q, first: $n) { edges { node { name } } } twin: customers(after: $a) @skip(if: true) { totalCount } }`, after),
		} {
			_, cells, _, err := exported(o.ctx, t, s, query, map[string]any{"a": after, "n": 4})
			if err != nil || len(cells) != 4 {
				t.Errorf("%s: %v %v", name, cells, err)
			}
		}
	})
}

// What is selected of a row becomes columns, however it is written.
func TestSelectionsBecomeColumns(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.do(`mutation { createCustomer(input: {name: "Quay \"3\"\nLtd", city: "=1+1", tags: ["a", "b; c"]}) { change } }`, nil)
		if _, err := o.desk.Store().DB().Exec(`UPDATE customers SET external_refs = '[{"system":"erp","type":"Customer","id":"7"}]'`); err != nil {
			t.Fatal(err)
		}
		id := at(t, o.do(`{ customers { edges { node { id } } } }`, nil), "customers", "edges", 0, "node", "id").(string)
		tower := at(t, o.do(`mutation($c: ID!) { createOpportunity(input: {name: "Tower", amount: "1234.50", customerID: $c, expectedCloseOn: "2026-11-23"}) { opportunity { id } } }`,
			map[string]any{"c": id}), "createOpportunity", "opportunity", "id").(string)
		o.do(`mutation { createOpportunity(input: {name: "Bare"}) { change } }`, nil)
		s := NewHandler(o.desk, Options{})
		for name, c := range map[string]struct {
			query    string
			headings []string
			kinds    []CellKind
			first    []string
		}{
			"values": {
				`{ opportunities { edges { node { name amount expectedCloseOn version needToKnow stage } } } }`,
				[]string{"name", "amount", "expectedCloseOn", "version", "needToKnow", "stage"},
				[]CellKind{CellText, CellMoney, CellDate, CellNumber, CellBool, CellText},
				[]string{"Tower", "1234.50", "2026-11-23", "1", "false", "INTAKE"},
			},
			"records at the end of edges, also of edges": {
				`{ opportunities { edges { node { customer { name parent { name } } name owner { name } } } } }`,
				[]string{"customer.name", "customer.parent.name", "name", "owner.name"},
				nil,
				[]string{"Quay \"3\"\nLtd", "", "Tower", ""},
			},
			"aliases": {
				`{ rows: opportunities { e: edges { n: node { 项目: name buyer: customer { called: name } } } } }`, nil, nil, nil, // names are ASCII
			},
			"aliases that can be": {
				`{ rows: opportunities { e: edges { n: node { project: name buyer: customer { called: name } } } } }`, []string{"project", "buyer.called"}, nil, []string{"Tower", "Quay \"3\"\nLtd"},
			},
			"fragments, directives, what stock clients add": {
				`query($no: Boolean = false) { ...Q } fragment Q on Query { __typename opportunities { ...C pageInfo { hasNextPage } totalCount } }
				fragment C on OpportunityConnection { __typename edges { __typename cursor ...E } edges { node { stage } } }
				fragment E on OpportunityEdge { node { __typename id @include(if: $no) ... on Opportunity { name } ... on Node { key: id } version ...F } }
				fragment F on Opportunity { name customer { __typename name } kind: __typename }`,
				[]string{"name", "key", "version", "customer.name", "kind", "stage"},
				nil,
				[]string{"Tower", tower, "1", "Quay \"3\"\nLtd", "Opportunity", "INTAKE"},
			},
			"lists": {
				`{ customers { edges { node { tags externalRefs { id system } city } } } }`,
				[]string{"tags", "externalRefs", "city"},
				[]CellKind{CellText, CellJSON, CellText},
				[]string{"a; b; c", `[{"id":"7","system":"erp"}]`, "=1+1"},
			},
		} {
			columns, cells, _, err := exported(o.ctx, t, s, c.query, nil)
			if c.headings == nil {
				if err == nil {
					t.Errorf("%s: taken", name)
				}
				continue
			}
			if err != nil || len(cells) == 0 || !reflect.DeepEqual(headings(columns), c.headings) || !reflect.DeepEqual(cells[0], c.first) {
				t.Errorf("%s: %v %q %v", name, headings(columns), cells, err)
				continue
			}
			for i, kind := range c.kinds {
				if columns[i].Kind != kind {
					t.Errorf("%s: %s is of kind %d, want %d", name, columns[i].Heading, columns[i].Kind, kind)
				}
			}
		}
		_, _, whole, err := exported(o.ctx, t, s, `{ opportunities(first: 1) { edges { node { b: name a: amount customer { name } } } } }`, nil)
		if err != nil || whole[0] != `{"b":"Tower","a":"1234.50","customer":{"name":"Quay \"3\"\nLtd"}}` {
			t.Errorf("a row as it is: %s %v", whole, err)
		}
	})
}

// Every list of the schema can be exported by its name, with at least its id.
func TestEveryListIsExportedByItsName(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		s := NewHandler(o.desk, Options{})
		lists := 0
		for _, f := range wholeSchema().Query.Fields {
			if !strings.HasSuffix(f.Type.Name(), "Connection") {
				continue
			}
			lists++
			query, err := QueryOfList(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			columns, _, _, err := exported(o.ctx, t, s, query, nil)
			if err != nil || !slices.Contains(headings(columns), "id") {
				t.Errorf("%s: %v %v", f.Name, headings(columns), err)
			}
		}
		if lists < 50 {
			t.Errorf("only %d lists", lists)
		}
		if q, err := QueryOfList("proposalSections"); err != nil || strings.Contains(q, "bodyHTML") || !strings.Contains(q, " body ") {
			t.Errorf("what is made from the body is exported beside it: %s, %v", q, err)
		}
		if _, err := QueryOfList("oportunities"); err == nil || !strings.Contains(err.Error(), "opportunities") {
			t.Errorf("a list that is none: %v", err)
		}
	})
}

// What an export costs is taken page by page; where there is not enough it waits, and leaves some for what else is asked.
func TestAnExportWaitsForItsBudget(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		const n = 150
		o.bulk(n)
		s := NewHandler(o.desk, Options{PointsPerMinute: 600_000})
		most := int(capacity(s.budget.rate / 2))
		v := &process.Viewer{UserID: "usr_00000000000000000000000003", Credential: "laptop", Role: process.UserRoleSales, Scope: process.TokenScopeRead}
		s.budget.spend(v, most-most/4-101) // so much that the first page can be paid for and the second not
		start := time.Now()
		if _, cells, _, err := exported(o.as(v).ctx, t, s, `{customers{edges{node{id}}}}`, nil); err != nil || len(cells) != n {
			t.Fatalf("%d rows, %v", len(cells), err)
		}
		if took := time.Since(start); took < 5*time.Millisecond {
			t.Errorf("it did not wait: %v", took)
		}
		if left := s.budget.look(v).left; left < most/4-1 || left > most/2 {
			t.Errorf("%d of %d points are left", left, most)
		}
		s.budget.spend(v, s.budget.look(v).left-10)
		ctx, cancel := context.WithTimeout(o.as(v).ctx, 20*time.Millisecond)
		defer cancel()
		if _, err := s.Open(ctx, ExportQuery(`{customers{edges{node{id}}}}`, nil, ExportCSV)); err == nil || s.refused(ctx, err).status != http.StatusServiceUnavailable {
			t.Errorf("a client that leaves while it waits: %v", err)
		}
		s.budget.spend(v, s.budget.look(v).left)
		s.budget.spend(v, 0)
	})
}

func TestWorkThatCanWaitSparesAQuarter(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b := newBudget(60_000, func() time.Time { return at })
	for i, c := range []struct {
		points int
		wait   time.Duration
	}{{5000, 0}, {2500, 0}, {1, 2 * time.Millisecond}, {2500, 5 * time.Second}, {maxCost * 2, 15 * time.Second}} {
		if got := b.spare(reader, c.points); got.wait != c.wait {
			t.Errorf("step %d: wait %v, want %v", i, got.wait, c.wait)
		}
	}
	small := newBudget(1, func() time.Time { return at })
	if got := small.spare(reader, maxCost); got.wait != 0 {
		t.Errorf("the dearest page never comes: %v", got.wait)
	}
}

// A page costs no more than a request may, whatever a row costs, and shows the whole list all the same.
func TestDearRowsComeInSmallerPages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.bulk(120)
		s := NewHandler(o.desk, Options{})
		e, err := s.Open(o.ctx, ExportQuery(`{customers{edges{node{name a:parent{b:parent{id}} `+numbered("p%d:parent{id} ", 20)+`}}}}`, nil, ExportCSV))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		rows := 0
		for _, err := range e.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			rows++
		}
		if rows != 120 {
			t.Errorf("%d rows", rows)
		}
		for size := 1; size <= maxExportPage; size *= 10 {
			if _, price := e.operation(size, ""); price > maxExportCost {
				if _, price = e.operation(max(size*maxExportCost/price, 1), ""); price > maxExportCost {
					t.Errorf("%d rows cost %d", size, price)
				}
			}
		}
	})
}

// No client gets a page as large as those of exports.
func TestPagesOfClientsStaySmall(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		if code, field := o.refused(`{ customers(first: 101) { edges { node { id } } } }`, nil); code != "VALIDATION_FAILED" || field != "first" {
			t.Errorf("%s %s", code, field)
		}
	})
}

// Whoever loses their credential gets no further page, and is told so where nothing was written yet.
func TestWhoIsSignedOutGetsNoFurtherPage(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.bulk(130)
		made := at(t, o.do(`mutation { createUser(input: {name: "Ann", email: "ann@lantern.example", role: SALES}) { user { id } } }`, nil), "createUser", "user", "id")
		token := at(t, o.do(`mutation($u: ID!) { createAPIToken(input: {name: "export", scope: READ, userID: $u}) { secret apiToken { id version } } }`, map[string]any{"u": made}), "createAPIToken").(map[string]any)
		secret := token["secret"].(string)
		v, err := o.desk.Authenticate(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		s := NewHandler(o.desk, Options{})
		e, err := s.Open(WithSecret(desk.WithViewer(t.Context(), v), secret), ExportQuery(`{customers{edges{node{id}}}}`, nil, ExportXLSX))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		o.do(`mutation($id: ID!, $v: Int!) { revokeAPIToken(input: {id: $id, version: $v}) { change } }`, map[string]any{"id": at(t, token, "apiToken", "id"), "v": int(at(t, token, "apiToken", "version").(float64))})
		select {
		case <-e.Gone().Done():
		case <-time.After(5 * time.Second):
			t.Fatal("it goes on for more than 5 seconds")
		}
		rows := 0
		var last error
		for _, err := range e.Rows() {
			if last = err; err == nil {
				rows++
			}
		}
		if rows != firstExportPage || last == nil || s.refused(t.Context(), last).status != http.StatusUnauthorized {
			t.Errorf("%d rows, then %v", rows, last)
		}
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/export", http.NoBody)
		w.Header().Set("Content-Disposition", "attachment")
		if e.Refuse(w, r, errSignedOut); w.Code != http.StatusUnauthorized || w.Header().Get("Content-Disposition") != "" || !strings.Contains(w.Body.String(), "UNAUTHENTICATED") {
			t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
		}
	})
}
