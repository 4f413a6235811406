package graph

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/desk"
	"bidwell/graph/generated"
)

// slow is a schema whose every operation reads from the database until it is stopped.
type slow struct {
	graphql.ExecutableSchema
	desk *desk.Desk
}

func (s slow) Exec(ctx context.Context) graphql.ResponseHandler {
	query := `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000) SELECT count(*) FROM n`
	if s.desk.Store().Path() == "" {
		query = `SELECT count(*) FROM pg_sleep(600)`
	}
	return func(ctx context.Context) *graphql.Response {
		var n int
		err := s.desk.Store().ReadDB().QueryRowContext(ctx, query).Scan(&n)
		graphql.AddError(ctx, err)
		return &graphql.Response{Data: []byte("null")}
	}
}

func TestARequestAndEachStatementHaveTheirTime(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		for name, options := range map[string]Options{
			"the request":   {RequestTime: 300 * time.Millisecond},
			"the statement": {SQLTime: 300 * time.Millisecond},
		} {
			options.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
			h := newServer(o.desk, slow{generated.NewExecutableSchema(generated.Config{}), o.desk}, options)
			start := time.Now()
			w := call{viewer: reader, body: asJSONQuery(asked)}.run(t, h)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"UNAVAILABLE"`) || !strings.Contains(w.Body.String(), "longer than a request may take") {
				t.Errorf("%s: %d %s", name, w.Code, w.Body)
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%s: it took %v", name, took)
			}
		}
	})
}

func TestAnAnswerHasFewErrors(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		h := NewHandler(o.desk, Options{})
		for name, query := range map[string]string{"of validation": "{" + numbered("f%d", 20) + "}", "of execution": "{" + numbered(`a%d:node(id:"nothing"){id}`, 20) + "}"} {
			body := call{viewer: reader, body: asJSONQuery(query)}.run(t, h).Body.String()
			if n := strings.Count(body, `"message":`); n != maxErrors || !strings.Contains(body, fmt.Sprintf(`"moreErrors":%d`, 20-maxErrors)) {
				t.Errorf("%s: %d errors: %s", name, n, body)
			}
		}
	})
}
