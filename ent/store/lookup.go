package store

import (
	"context"
	"database/sql"
	"fmt"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
)

// LookUp finds the rows of a selection in which a column has one of the values, which are at most some hundreds. Rows
// come in any order.
//
// PostgreSQL looks up one value after the other, which takes an index whatever the planner believes. A list of values it
// would rather compare with every row of a table that is being filled, as long as nobody analyzed it: each batch of an
// import would then cost more than the one before.
func (s *Store) LookUp(ctx context.Context, in Statements, selected *entsql.Selector, column string, values []string) (*sql.Rows, error) {
	if s.dialect != dialect.Postgres {
		list := make([]any, len(values))
		for i, v := range values {
			list[i] = v
		}
		query, args := selected.Where(entsql.In(selected.C(column), list...)).Query()
		return in.QueryContext(ctx, query, args...)
	}
	// OFFSET 0 keeps the planner from making a join of it.
	query, args := selected.Where(entsql.P(func(b *entsql.Builder) { b.Ident(selected.C(column)).WriteString(" = wanted.value") })).Offset(0).Query()
	query = fmt.Sprintf("SELECT found.* FROM unnest($%d::text[]) AS wanted(value) CROSS JOIN LATERAL (%s) AS found", len(args)+1, query)
	return in.QueryContext(ctx, query, append(args, pq.StringArray(values))...)
}
