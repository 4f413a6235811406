package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqlgraph"
)

// Statements is what runs hand-written SQL: an ent transaction or a database/sql one.
type Statements interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Insert writes new records of one table, in their order, with few statements of few texts however many they are, so
// that the statements stay prepared. Hooks and checks are the caller's. Where the database numbers the records, it
// answers with the last number. The error is the driver's; what was written before it is the transaction's to undo.
func (s *Store) Insert(ctx context.Context, in Statements, records []*sqlgraph.CreateSpec) (last int64, err error) {
	if len(records) == 0 {
		return 0, nil
	}
	t, err := tableOf(records)
	if err != nil {
		return 0, fmt.Errorf("store: insert into %s: %w", records[0].Table, err)
	}
	for start := 0; start < t.rows; {
		end := start + t.most(s.dialect, start)
		query, args, err := t.statement(s.dialect, start, end)
		if err != nil {
			return 0, fmt.Errorf("store: insert into %s: %w", t.name, err)
		}
		if last, err = t.run(ctx, in, query, args); err != nil {
			return 0, err
		}
		start = end
	}
	return last, nil
}

// run runs a statement and answers with the last number it gave.
func (t *table) run(ctx context.Context, in Statements, query string, args []any) (last int64, err error) {
	if !t.numbered {
		_, err := in.ExecContext(ctx, query, args...)
		return 0, err
	}
	rows, err := in.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&last); err != nil {
			return 0, err
		}
	}
	return last, rows.Err()
}

const (
	// fewRows go to PostgreSQL as a list of values; more of them as one array a column: a statement of the same text
	// for any number, planned once, for a third of the cost.
	fewRows = 4
	// arrayRows and arrayBytes bound what one statement of arrays holds in memory.
	arrayRows  = 1000
	arrayBytes = 4 << 20
	// listRows is the most of a list, a power of two as all lists are: so there are few texts.
	listRows = 64
)

// most is how many rows from start go into the next statement.
func (t *table) most(kind string, start int) int {
	left := t.rows - start
	if kind == dialect.Postgres && left > fewRows {
		return t.fitting(start, min(left, arrayRows))
	}
	// A value takes up to five bytes of the text.
	n := listRows
	for n > 1 && (n > left || n*len(t.columns)*5 > keptLength) {
		n /= 2
	}
	return n
}

// fitting is how many of n rows from start keep within arrayBytes, at least one.
func (t *table) fitting(start, n int) int {
	weight := 0
	for i := range n {
		for _, c := range t.columns {
			switch v := c.values[start+i].(type) {
			case string:
				weight += len(v)
			case []byte:
				weight += len(v)
			}
		}
		if weight > arrayBytes {
			return max(i, 1)
		}
	}
	return n
}

func (t *table) statement(kind string, start, end int) (query string, args []any, err error) {
	if kind == dialect.Postgres && end-start > fewRows {
		query, args, err = t.arrays(start, end)
	} else {
		query, args = t.list(kind, start, end)
	}
	if t.numbered {
		query += ` RETURNING "id"`
	}
	return query, args, err
}

// list is INSERT … VALUES.
func (t *table) list(kind string, start, end int) (query string, args []any) {
	insert := entsql.Dialect(kind).Insert(t.name).Columns(t.names()...)
	for i := start; i < end; i++ {
		row := make([]any, len(t.columns))
		for j, c := range t.columns {
			row[j] = c.values[i]
		}
		insert.Values(row...)
	}
	return insert.Query()
}

// arrays is INSERT … SELECT of PostgreSQL arrays. A column with one value for all rows, such as when they were made, goes
// as that value.
func (t *table) arrays(start, end int) (query string, args []any, err error) {
	var names, selected, arrays []string
	for j, c := range t.columns {
		kind, err := postgresType(c.kind)
		if err != nil {
			return "", nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		names = append(names, `"`+c.name+`"`)
		values, last := c.values[start:end], j == len(t.columns)-1
		if value, alike := alike(values); alike && (!last || len(arrays) > 0) {
			selected, args = append(selected, fmt.Sprintf("$%d::%s", j+1, kind)), append(args, value)
			continue
		}
		list, err := array(c.kind, values)
		if err != nil {
			return "", nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		args = append(args, list)
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", j+1, kind))
		selected = append(selected, fmt.Sprintf("u.c%d", len(arrays)))
	}
	columns := make([]string, len(arrays))
	for i := range arrays {
		columns[i] = fmt.Sprintf("c%d", i+1)
	}
	return fmt.Sprintf(`INSERT INTO "%s" (%s) SELECT %s FROM unnest(%s) AS u(%s)`, t.name, strings.Join(names, ", "),
		strings.Join(selected, ", "), strings.Join(arrays, ", "), strings.Join(columns, ", ")), args, nil
}

func (t *table) names() []string {
	names := make([]string, len(t.columns))
	for j, c := range t.columns {
		names[j] = c.name
	}
	return names
}
