package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	dbschema "entgo.io/ent/dialect/sql/schema"
	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/process"
	"bidwell/process/vocabulary"
)

// Whatever is money, or by its name about prices, costs or how somebody can be reached, is in a group or open for a reason:
// a new field of that kind fails here until somebody has thought about it.
func TestEverySensitiveFieldHasItsGroup(t *testing.T) {
	schema, _ := schemaNow(t)
	known := map[string]bool{}
	for name, def := range schema.Types {
		answer := strings.HasSuffix(name, "Payload") || def.BuiltIn || name == "Query" || name == "Mutation" || name == "Subscription"
		if def.Kind != ast.Object || answer {
			continue
		}
		for _, f := range def.Fields {
			known[name+"."+f.Name] = true
			guard := vocabulary.Guarded(name, f.Name)
			switch {
			case guard != nil && f.Type.NonNull:
				t.Errorf("%s.%s is in the group %s and must not be null", name, f.Name, guard.Group)
			case guard != nil && process.OpenField(name, f.Name) != "":
				t.Errorf("%s.%s is in a group and open", name, f.Name)
			case guard == nil && process.OpenField(name, f.Name) == "" && process.LooksSensitive(f.Name, f.Type.Name()):
				t.Errorf("%s.%s is in no group and not open for a reason: see process/vocabulary/fieldgroup.go and process/fieldgroup.go", name, f.Name)
			}
		}
	}
	for _, f := range vocabulary.GuardedFields() {
		if !known[f.Type+"."+f.Name] {
			t.Errorf("%s.%s is in a group and does not exist", f.Type, f.Name)
		}
	}
	for e, columns := range columnsOf() {
		for _, c := range columns {
			known[string(e)+"."+fieldOf(c.Name)] = true
		}
	}
	for _, name := range process.OpenFields() {
		if !known[name] {
			t.Errorf("%s is open and does not exist", name)
		}
	}
}

// columnsOf are the columns of each kind of record.
func columnsOf() map[process.Entity][]*dbschema.Column {
	all := map[process.Entity][]*dbschema.Column{}
	for e := range process.Entities() {
		for _, table := range migrate.Tables {
			if table.Name == ent.TableOf(string(e)) {
				all[e] = table.Columns
			}
		}
	}
	return all
}

// The change feed shows columns that GraphQL may not have.
func TestEverySensitiveColumnHasItsGroup(t *testing.T) {
	count := 0
	for e, columns := range columnsOf() {
		for _, c := range columns {
			count++
			name := fieldOf(c.Name)
			guard := vocabulary.Guarded(string(e), name)
			switch {
			case guard == nil && process.OpenField(string(e), name) == "" && process.LooksSensitive(name, ""):
				t.Errorf("%s.%s is in no group and not open for a reason", e, name)
			case guard != nil && guard.Of != "" && !slices.ContainsFunc(columns, isNamed(guard)):
				t.Errorf("%s.%s depends on %s, which it does not have", e, name, guard.Of)
			}
		}
	}
	if count < 500 {
		t.Errorf("only %d columns were looked at", count)
	}
}

// filtering is a way to filter or order a list by a guarded field.
type filtering struct {
	guard     *process.GuardedField
	list, how string
}

// filterings are all of them that the schema has.
func filterings(schema *ast.Schema) (all []filtering) {
	for _, list := range schema.Query.Fields {
		typ := strings.TrimSuffix(list.Type.Name(), "Connection")
		where, order := schema.Types[typ+"WhereInput"], schema.Types[typ+"OrderField"]
		if typ == list.Type.Name() || where == nil {
			continue
		}
		for _, f := range where.Fields {
			if guard := guardedFilter(typ, f.Name); guard != nil {
				value := literal(schema, f.Type)
				condition := "{" + f.Name + ": " + value + "}"
				for _, how := range []string{condition, "{not: " + condition + "}", "{and: [{}, " + condition + "]}", "{or: [{not: {and: [" + condition + "]}}, {}]}"} {
					all = append(all, filtering{guard, list.Name, "where: " + how})
				}
			}
		}
		if order == nil {
			continue
		}
		for _, v := range order.EnumValues {
			if guard := vocabulary.Guarded(typ, fieldOf(strings.ToLower(v.Name))); guard != nil {
				all = append(all, filtering{guard, list.Name, "orderBy: {field: " + v.Name + ", direction: ASC}"})
			}
		}
	}
	return all
}

// guardedFilter is the guarded field that a condition of a filter is about; nil when it is about another.
func guardedFilter(typ, condition string) *process.GuardedField {
	for _, f := range vocabulary.GuardedFields() {
		rest, ok := strings.CutPrefix(condition, f.Name)
		if f.Type == typ && ok && slices.Contains([]string{"", "NEQ", "In", "NotIn", "ContainsFold", "HasPrefix", "IsNil", "NotNil", "GT", "GTE", "LT", "LTE"}, rest) {
			return f
		}
	}
	return nil
}

// literal is a value for a condition.
func literal(schema *ast.Schema, typ *ast.Type) string {
	value := map[string]string{"Money": `"1.00"`, "String": `"a"`, "Int": "1", "Boolean": "true"}[typ.Name()]
	if def := schema.Types[typ.Name()]; def.Kind == ast.Enum {
		value = def.EnumValues[0].Name
	}
	if typ.Elem != nil {
		return "[" + value + "]"
	}
	return value
}

// Who does not see a field on every record is refused to filter or order by it, wherever the condition stands.
func TestNobodyFiltersByWhatIsHidden(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		schema, _ := schemaNow(t)
		ways := filterings(schema)
		if len(ways) < 100 {
			t.Fatalf("only %d ways to filter", len(ways))
		}
		for _, role := range process.UserRole("").Values() {
			v := &process.Viewer{UserID: "usr_nobody", Role: process.UserRole(role), Scope: process.TokenScopeRead}
			who := o.as(v)
			for _, way := range ways {
				want := ""
				if !process.SeesEverywhere(v, way.guard) {
					want = "FORBIDDEN"
				}
				query := fmt.Sprintf("{ %s(%s) { totalCount } }", way.list, way.how)
				_, errs := who.ask(who.ctx, query, nil)
				got := ""
				if len(errs) > 0 {
					got, _ = errs[0].Extensions["code"].(string)
				}
				if got != want {
					t.Fatalf("%s asks %s: %q, want %q %v", role, query, got, want, errs)
				}
			}
		}
	})
}

// The same in lists within records, where variables are read apart.
func TestNobodyFiltersNestedListsByWhatIsHidden(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.do(`mutation { createOpportunity(input: {name: "Nested"}) { change } }`, nil)
		sales := o.as(&process.Viewer{UserID: "usr_nobody", Role: process.UserRoleSales, Scope: process.TokenScopeWrite})
		for name, query := range map[string]string{
			"in the list":     `query($w: LineItemWhereInput = {not: {unitCostGT: "1.00"}}) { opportunities { totalCount edges { node { lineItems(where: $w) { totalCount } } } } }`,
			"in a record":     `query($w: LineItemWhereInput = {or: [{unitPriceLT: "1.00"}]}) { opportunities { edges { node { a: lineItems { totalCount } b: lineItems(where: $w) { totalCount } } } } }`,
			"below an edge":   `{ opportunities { edges { node { lineItems { edges { node { opportunity { lineItems(where: {unitPrice: "1.00"}) { totalCount } } } } } } } } }`,
			"behind node":     `query($id: ID!) { node(id: $id) { ... on Opportunity { lineItems(where: {and: [{unitCostGTE: "1.00"}]}) { totalCount } } } }`,
			"in a mutation's": `mutation($id: ID!) { updateOpportunity(input: {id: $id, version: 1, source: "x"}) { opportunity { lineItems(where: {unitPrice: "1.00"}) { totalCount } } } }`,
		} {
			id := at(t, o.do(`{ opportunities { edges { node { id } } } }`, nil), "opportunities", "edges", 0, "node", "id")
			variables := map[string]any{}
			if strings.Contains(query, "$id") {
				variables["id"] = id
			}
			if code, field := sales.refused(query, variables); code != "FORBIDDEN" || !strings.HasPrefix(field, "unit") {
				t.Errorf("%s: %s, field %s", name, code, field)
			}
		}
	})
}

// fieldOf is the field of a column.
func fieldOf(column string) string {
	words := strings.Split(column, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:1]) + w[1:]
		if w == "id" {
			words[i+1] = "ID"
		}
	}
	return strings.Join(words, "")
}

func isNamed(f *process.GuardedField) func(*dbschema.Column) bool {
	return func(c *dbschema.Column) bool { return c.Name == f.Of }
}

// Whose the opportunities are costs one statement a request, however many rows depend on it, and none for who sees all.
func TestGuardedFieldsCostOneStatementARequest(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		mine := at(t, o.do(`mutation { createUser(input: {name: "Mine", email: "mine@lantern.example", role: SALES}) { user { id } } }`, nil), "createUser", "user", "id").(string)
		product := at(t, o.do(`mutation { createProduct(input: {name: "Lamp", listPrice: "9.00"}) { product { id } } }`, nil), "createProduct", "product", "id")
		for i := range 30 {
			owner := ""
			if i%3 == 0 {
				owner = fmt.Sprintf(`, ownerID: "%s"`, mine)
			}
			id := at(t, o.do(fmt.Sprintf(`mutation { createOpportunity(input: {name: "Deal %d"%s}) { opportunity { id } } }`, i, owner), nil), "createOpportunity", "opportunity", "id")
			o.do(`mutation($o: ID!, $p: ID!) { createLineItem(input: {opportunityID: $o, productID: $p, unitCost: "5.00"}) { change } }`, map[string]any{"o": id, "p": product})
		}
		const query = `{ a: lineItems(first: 100) { edges { node { unitPrice unitCost product { listPrice } } } }
			b: opportunities(first: 100) { edges { node { lineItems { edges { node { unitCost opportunity { id } } } } } } } }`
		statements, shown := map[process.UserRole]int{}, map[process.UserRole]int{}
		for _, role := range []process.UserRole{process.UserRoleSales, process.UserRoleFinance, process.UserRoleMarketing} {
			ctx, counter := store.CountStatements(o.as(&process.Viewer{UserID: mine, Role: role, Scope: process.TokenScopeRead}).ctx)
			answer, errs := o.ask(ctx, query, nil)
			if len(errs) > 0 {
				t.Fatal(errs)
			}
			statements[role] = counter.N()
			for _, edge := range at(t, answer, "a", "edges").([]any) {
				if at(t, edge, "node", "unitCost") != nil {
					shown[role]++
				}
			}
		}
		if shown["SALES"] != 10 || shown["FINANCE"] != 30 || shown["MARKETING"] != 0 {
			t.Errorf("costs shown: %v", shown)
		}
		if statements["MARKETING"] != statements["FINANCE"] || statements["SALES"] != statements["FINANCE"]+1 {
			t.Errorf("statements: %v", statements)
		}
	})
}

// Within one request, what somebody no longer owns is hidden at once.
func TestAFieldIsHiddenOnceTheOpportunityIsAnothers(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		mine := at(t, o.do(`mutation { createUser(input: {name: "Mine", email: "mine@lantern.example", role: SALES}) { user { id } } }`, nil), "createUser", "user", "id").(string)
		product := at(t, o.do(`mutation { createProduct(input: {name: "Lamp", listPrice: "9.00"}) { product { id } } }`, nil), "createProduct", "product", "id")
		id := at(t, o.do(fmt.Sprintf(`mutation { createOpportunity(input: {name: "Deal", ownerID: "%s"}) { opportunity { id } } }`, mine), nil), "createOpportunity", "opportunity", "id")
		o.do(`mutation($o: ID!, $p: ID!) { createLineItem(input: {opportunityID: $o, productID: $p, unitCost: "5.00"}) { change } }`, map[string]any{"o": id, "p": product})
		who := o.as(&process.Viewer{UserID: mine, Role: process.UserRoleSales, Scope: process.TokenScopeWrite})
		const lines = `opportunity { lineItems { edges { node { unitCost } } } }`
		got := who.do(`mutation($o: ID!) {
			a: updateOpportunity(input: {id: $o, version: 1, source: "x"}) { `+lines+` }
			b: updateOpportunity(input: {id: $o, version: 2, clearOwner: true}) { `+lines+` }
		}`, map[string]any{"o": id})
		for alias, want := range map[string]any{"a": "5.00", "b": nil} {
			if cost := at(t, got, alias, "opportunity", "lineItems", "edges", 0, "node", "unitCost"); cost != want {
				t.Errorf("%s shows %v, want %v", alias, cost, want)
			}
		}
	})
}

func TestATokenIsNarrowedToGroupsOfFields(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := at(t, o.do(`mutation { createUser(input: {name: "Ann", email: "ann@lantern.example", role: FINANCE}) { user { id } } }`, nil), "createUser", "user", "id").(string)
		secret := at(t, o.do(`mutation($u: ID!) { createAPIToken(input: {name: "export", scope: READ, userID: $u, fieldGroups: [PRICE]}) { secret apiToken { fieldGroups } } }`,
			map[string]any{"u": id}), "createAPIToken", "secret").(string)
		v, err := o.desk.Authenticate(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		got := o.as(v).do(`{ viewer { fieldGroups { group everywhere } } users { edges { node { email } } } }`, nil)
		if groups := at(t, got, "viewer", "fieldGroups"); fmt.Sprint(groups) != "[map[everywhere:true group:PRICE]]" {
			t.Errorf("it says it sees %v", groups)
		}
		if email := at(t, got, "users", "edges", 0, "node", "email"); email != nil {
			t.Errorf("it shows %v", email)
		}
		if code, _ := o.refused(`mutation($u: ID!) { createAPIToken(input: {name: "x", scope: READ, userID: $u, fieldGroups: [COST, COST]}) { secret } }`, map[string]any{"u": id}); code != "VALIDATION_FAILED" {
			t.Errorf("a group named twice: %s", code)
		}
		if code, _ := o.as(v).refused(`mutation { createAPIToken(input: {name: "x", scope: READ}) { secret } }`, nil); code != "FORBIDDEN" {
			t.Errorf("a narrowed token makes another: %s", code)
		}
	})
}
