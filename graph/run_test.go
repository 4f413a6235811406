package graph

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bidwell/desk"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/graph/generated"
	"bidwell/process"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// office is a desk on a fresh database with the schema in front of it.
type office struct {
	t    *testing.T
	desk *desk.Desk
	exec *executor.Executor
	ctx  context.Context
}

// each runs a test on SQLite and on PostgreSQL, as the system viewer.
func each(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		clock := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		d := desk.New(st, nil, desk.Options{Now: func() time.Time { clock = clock.Add(time.Second); return clock }})
		exec := executor.New(generated.NewExecutableSchema(generated.Config{Resolvers: &Resolver{Desk: d}}))
		exec.SetErrorPresenter(present(slog.New(slog.NewTextHandler(t.Output(), nil))))
		test(t, &office{t: t, desk: d, exec: exec, ctx: desk.AsSystem(context.Background())})
	})
}

// as is the same office, asked by somebody else.
func (o *office) as(v *process.Viewer) *office {
	other := *o
	other.ctx = desk.WithViewer(context.Background(), v)
	return &other
}

// ask runs a query and answers with its data and errors.
func (o *office) ask(ctx context.Context, query string, variables map[string]any) (data map[string]any, errs gqlerror.List) {
	o.t.Helper()
	ctx = graphql.StartOperationTrace(ctx)
	oc, errs := o.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if errs != nil {
		return nil, o.exec.DispatchError(graphql.WithOperationContext(ctx, oc), errs).Errors
	}
	responses, ctx := o.exec.DispatchOperation(ctx, oc)
	response := responses(ctx)
	if response.Data != nil {
		if err := json.Unmarshal(response.Data, &data); err != nil {
			o.t.Fatal(err)
		}
	}
	return data, response.Errors
}

// do is ask for what must succeed.
func (o *office) do(query string, variables map[string]any) map[string]any {
	o.t.Helper()
	data, errs := o.ask(o.ctx, query, variables)
	if len(errs) > 0 {
		o.t.Fatalf("%s\n%v", query, errs)
	}
	return data
}

// refused is ask for what must fail, with the code and field of the first error.
func (o *office) refused(query string, variables map[string]any) (code, field string) {
	o.t.Helper()
	_, errs := o.ask(o.ctx, query, variables)
	if len(errs) == 0 {
		o.t.Fatalf("%s was not refused", query)
	}
	code, _ = errs[0].Extensions["code"].(string)
	field, _ = errs[0].Extensions["field"].(string)
	return code, field
}

// at walks into an answer: keys for objects, numbers for lists.
func at(t *testing.T, data any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			data = data.(map[string]any)[step]
		case int:
			data = data.([]any)[step]
		}
	}
	return data
}
