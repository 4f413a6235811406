package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"pgregory.net/rapid"

	"bidwell/graph/generated"
	"bidwell/process"
)

// bomb is a query whose every fragment spreads the next twice: n lines that become 2^n fields.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Query {...F%d ...F%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Query {__typename}", n)
	return b.String()
}

func nested(open, inside, close string, n int) string {
	return strings.Repeat(open, n) + inside + strings.Repeat(close, n)
}

func checkText(query string, variables map[string]any) error {
	l := limits{known: lru.New[*ast.QueryDocument](10)}
	if err := l.MutateOperationParameters(context.Background(), &graphql.RawParams{Query: query, Variables: variables}); err != nil {
		return err
	}
	return nil
}

func TestQueriesThatAreTooComplexAreRefusedByTheirText(t *testing.T) {
	for name, c := range map[string]struct {
		query string
		what  string
	}{
		"a plain query":              {"{ viewer { scope } }", ""},
		"a bomb of 975 bytes":        {bomb(24), "fields"},
		"a bomb that never ends":     {"{...A} fragment A on Query {...B ...B} fragment B on Query {...A ...A}", "fields"},
		"an unused bomb":             {strings.Replace(bomb(30), "{...F0}", "{__typename}", 1), "fields"},
		"fragments spread in a row":  {"{...F ...F} fragment F on Query {viewer{scope}}", ""},
		"16 levels":                  {nested("{a", "{a}", "}", 15), ""},
		"17 levels":                  {nested("{a", "{a}", "}", 16), "levels"},
		"17 levels by fragments":     {"{a{a{a{a{a{a{a{a{...F}}}}}}}}} fragment F on Q {a{a{a{a{a{a{a{a{a}}}}}}}}}", "levels"},
		"200,000 levels":             {nested("{a", "{a}", "}", 20_000), "levels"},
		"200,000 levels of a list":   {"{a(b:" + nested("[", "1", "]", 20_000) + ")}", "levels"},
		"15 levels of an input":      {"{a(where:" + nested("{not:", "{}", "}", 14) + ")}", ""},
		"17 levels of an input":      {"{a(where:" + nested("{not:", "{}", "}", 16) + ")}", "levels"},
		"17 levels of lists":         {"{a{b(where:{in:" + nested("[", "1", "]", 16) + "})}}", "levels"},
		"17 levels of a default":     {"query Q($a:I=" + nested("{not:", "{}", "}", 16) + "){a}", "levels"},
		"30 aliases":                 {"{" + numbered("a%d:viewer{scope}", 30) + "}", ""},
		"31 aliases":                 {"{" + numbered("a%d:viewer{scope}", 31) + "}", "aliases"},
		"31 aliases by a fragment":   {"{" + strings.Repeat("...F ", 31) + "} fragment F on Query {b:viewer{scope}}", "aliases"},
		"51 directives":              {"{a " + strings.Repeat("@skip(if:false) ", 51) + "}", "directives"},
		"51 directives by fragments": {"{" + strings.Repeat("...F @skip(if:false) ", 26) + "} fragment F on Query @x {a @x}", "directives"},
		"directives of an operation": {"query Q " + strings.Repeat("@a ", 51) + "{a}", "directives"},
		"directives of a variable":   {"query Q($a: Int " + strings.Repeat("@a ", 51) + "){a}", "directives"},
		"2,001 words":                {"{" + strings.Repeat("a ", 2000) + "}", "words"},
		"more than 64 KiB":           {"{a}" + strings.Repeat(" ", 64<<10), "KiB"},
		"comments":                   {strings.Repeat("# a remark\n", 1000) + "{a}", ""},
		"no query":                   {"{", ""},
		"nothing":                    {"", ""},
		"an unknown fragment":        {"{...F}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkText(c.query, nil)
			if c.what == "" {
				if err != nil {
					t.Fatalf("refused: %v", err)
				}
				return
			}
			var refused *process.Error
			if !errors.As(err, &refused) || refused.Code != process.CodeQueryTooComplex || !strings.Contains(refused.Args["what"], c.what) {
				t.Fatalf("got %v, want QUERY_TOO_COMPLEX for its %s", err, c.what)
			}
		})
	}
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+" ", i)
	}
	return b.String()
}

func TestVariablesAreBounded(t *testing.T) {
	deep := any("x")
	for range 17 {
		deep = []any{deep}
	}
	for name, c := range map[string]struct {
		variables map[string]any
		fine      bool
	}{
		"none":                {nil, true},
		"a long text":         {map[string]any{"text": strings.Repeat("长", 1<<18)}, true},
		"4,000 ids":           {map[string]any{"ids": make([]any, 4000)}, true},
		"6,000 ids":           {map[string]any{"ids": make([]any, 6000)}, false},
		"17 levels":           {map[string]any{"where": deep}, false},
		"many in many":        {map[string]any{"where": []any{make([]any, 3000), make([]any, 3000)}}, false},
		"objects in a where":  {map[string]any{"where": map[string]any{"and": []any{map[string]any{"name": "x"}}}}, true},
		"objects, 9,000 keys": {map[string]any{"where": wide(9000)}, false},
	} {
		if err := checkText("{a}", c.variables); (err == nil) != c.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func wide(n int) map[string]any {
	m := map[string]any{}
	for i := range n {
		m[fmt.Sprint(i)] = 1
	}
	return m
}

func TestABombIsMeasuredInOnePassOverItsText(t *testing.T) {
	for _, n := range []int{10, 24, 100, 300} {
		doc, err := parser.ParseQuery(&ast.Source{Input: bomb(n)})
		if err != nil {
			t.Fatal(err)
		}
		w := newSizeWalk(doc)
		got := w.document(doc)
		if written := 2*n + 2; w.steps > written {
			t.Errorf("%d lines: %d steps for %d selections", n, w.steps, written)
		}
		if want := 1 << min(n, 30); got.fields != want {
			t.Errorf("%d lines: %d fields, want %d", n, got.fields, want)
		}
	}
}

// The measure of a document with fragments is the one of the same document with each fragment written out.
func TestSizeIsThatOfTheExpandedQuery(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 4).Draw(t, "fragments")
		bodies := make([]string, n)
		for i := range bodies {
			bodies[i] = selections(t, i+1, n, 2)
		}
		query := selections(t, 0, n, 2)
		text := query
		for i, b := range bodies {
			text += fmt.Sprintf(" fragment F%d on Q %s", i, b)
		}
		expanded := query
		for i := range bodies {
			expanded = strings.ReplaceAll(expanded, fmt.Sprintf("...F%d ", i), "... "+bodies[i]+" ")
		}
		// Fragments that are not spread count by themselves, never more than the query that spreads the first of all.
		got, want := measure(t, text), measure(t, expanded)
		for i := range bodies {
			alone := bodies[i]
			for j := i + 1; j < n; j++ {
				alone = strings.ReplaceAll(alone, fmt.Sprintf("...F%d ", j), "... "+bodies[j]+" ")
			}
			want = want.or(measure(t, alone))
		}
		if got != want {
			t.Fatalf("%s\nmeasures %+v, written out %+v", text, got, want)
		}
	})
}

// selections draws a selection set that spreads fragments numbered from first on.
func selections(t *rapid.T, first, n, depth int) string {
	var b strings.Builder
	b.WriteString("{ ")
	for range rapid.IntRange(1, 3).Draw(t, "width") {
		switch choice := rapid.IntRange(0, 4).Draw(t, "kind"); {
		case choice == 0 && first < n:
			fmt.Fprintf(&b, "...F%d ", rapid.IntRange(first, n-1).Draw(t, "fragment"))
		case choice == 1:
			b.WriteString("alias: a @d ")
		case choice == 2 && depth > 0:
			b.WriteString("a " + selections(t, first, n, depth-1))
		default:
			b.WriteString("a ")
		}
	}
	return b.String() + "} "
}

func measure(t *rapid.T, query string) size {
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return sizeOf(doc)
}

func TestTheCostIsWhatAnOperationCanReadAtMost(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	const inner = "{edges{node{proposals(first:%s){edges{node{sections(first:%s){edges{node{id}}}}}}}}}"
	for query, want := range map[string]int{
		"{__typename}":                         1,
		"{viewer{scope}}":                      1,
		"{viewer{user{name}}}":                 2,
		"{opportunities{totalCount}}":          1 + 20,
		"{opportunities{edges{node{id}}}}":     1 + 20,
		"{opportunities(first:7){totalCount}}": 1 + 7,
		"{opportunities(last:9){totalCount}}":  1 + 9,
		"{opportunities(first:0){totalCount}}": 1,
		"{opportunities(first:100)" + fmt.Sprintf(inner, "100", "100") + "}":                                            1 + 100*(1+1+100*(1+1+100)),
		"query Q($n:Int=50){opportunities(first:$n)" + fmt.Sprintf(inner, "$n", "2") + "}":                              1 + 50*(1+1+50*(1+1+2)),
		"{a:opportunities{totalCount} b:opportunities{totalCount}}":                                                     42,
		"{...F ...F} fragment F on Query {opportunities(first:3){totalCount}}":                                          8,
		"{... on Query {opportunities(first:3){totalCount}}}":                                                           4,
		"{opportunities(first:2147483647)" + fmt.Sprintf(inner, "2147483647", "-1") + "}":                               1 + 100*(1+1+100*(1+1)),
		"{__schema{queryType{name}}}":                                                                                   1002,
		"query Q($n:Int){opportunities(first:$n){totalCount}}":                                                          21,
		"{customers{edges{node{children(first:1){totalCount} opportunities(first:2){totalCount}}}}}":                    1 + 20*(1+2+3),
		"{gates(first:20){edges{node{blockers{code}}}}}":                                                                1 + 20*(1+1+200),
		"{o:opportunities(first:100){totalCount} c:customers(first:100){edges{node{children{totalCount}}}}}":            101 + 1 + 100*(1+21),
		`{search(query:"a",first:10){hits{title node{id}}}}`:                                                            50 + 1 + 10,
		`{nodes(ids:["a","b","c"]){id}}`:                                                                                1 + 3,
		`mutation{a:archiveRecord(input:{id:"x",version:1}){change} b:archiveRecord(input:{id:"x",version:1}){change}}`: 22,
	} {
		doc, errs := gqlparser.LoadQueryWithRules(schema, query, nil)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", query, errs)
		}
		variables := map[string]any{}
		if len(doc.Operations[0].VariableDefinitions) > 0 && strings.Contains(query, "=50") {
			variables["n"] = int64(50)
		}
		w := costWalk{variables: variables, fragments: map[string]int{}}
		if got := w.operation(doc.Operations[0]); got != want {
			t.Errorf("%s: %d points, want %d", query, got, want)
		}
	}
}

// Every field with a price of its own is one of the schema: a price for what is gone would mislead.
func TestWhatIsDearIsInTheSchema(t *testing.T) {
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	for name := range dear {
		kind, field, _ := strings.Cut(name, ".")
		if strings.HasPrefix(field, "__") {
			continue
		}
		if schema.Types[kind] == nil || schema.Types[kind].Fields.ForName(field) == nil {
			t.Errorf("%s is dear but not there", name)
		}
	}
}

func FuzzLimitsLookAtAnyText(f *testing.F) {
	for _, seed := range []string{"{a}", bomb(5), "{", "query Q($a:[Int!]=[1]){a(b:$a)@c}", "{...F}fragment F on Q{...F}", "\x00", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		err := checkText(query, nil)
		var refused *process.Error
		if err != nil && (!errors.As(err, &refused) || refused.Code != process.CodeQueryTooComplex) {
			t.Errorf("%q: %v", query, err)
		}
	})
}
