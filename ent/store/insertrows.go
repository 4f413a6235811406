package store

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql/sqlgraph"
	"entgo.io/ent/schema/field"
)

// table is rows for one table, by column.
type table struct {
	name     string
	columns  []*column
	rows     int
	numbered bool // by the database
}

// column is the values of one column; nil where a record has none.
type column struct {
	name   string
	kind   field.Type
	values []driver.Value
}

// tableOf turns records round into columns: those that any of the records has, in the order of their names.
func tableOf(records []*sqlgraph.CreateSpec) (*table, error) {
	first := records[0]
	t := &table{name: first.Table, numbered: first.ID.Value == nil}
	byName := map[string]*column{}
	for i, r := range records {
		if r.Table != t.name || (r.ID.Value == nil) != t.numbered {
			return nil, fmt.Errorf("with a record of %s", r.Table)
		}
		err := eachValue(r, func(name string, kind field.Type, value any) error {
			c := byName[name]
			if c == nil {
				c = &column{name: name, kind: kind, values: make([]driver.Value, len(records))}
				byName[name] = c
				t.columns = append(t.columns, c)
			}
			v, err := stored(kind, value)
			c.values[i] = v
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	t.rows = len(records)
	slices.SortFunc(t.columns, func(x, y *column) int { return strings.Compare(x.name, y.name) })
	return t, nil
}

// eachValue visits the columns of a record: its id, its fields, and the ids of the records it belongs to.
func eachValue(r *sqlgraph.CreateSpec, visit func(name string, kind field.Type, value any) error) error {
	if r.ID.Value != nil {
		if err := visit(r.ID.Column, r.ID.Type, r.ID.Value); err != nil {
			return err
		}
	}
	for _, f := range r.Fields {
		if err := visit(f.Column, f.Type, f.Value); err != nil {
			return err
		}
	}
	for _, e := range r.Edges {
		if e.Rel != sqlgraph.M2O || len(e.Target.Nodes) != 1 {
			return errors.New("a record may only name the records it belongs to, not those that belong to it")
		}
		if err := visit(e.Columns[0], e.Target.IDSpec.Type, e.Target.Nodes[0]); err != nil {
			return err
		}
	}
	return nil
}

// stored is a value as the drivers take it, as ent would give it to them.
func stored(kind field.Type, value any) (driver.Value, error) {
	if kind == field.TypeJSON {
		return json.Marshal(value)
	}
	return driver.DefaultParameterConverter.ConvertValue(value)
}
