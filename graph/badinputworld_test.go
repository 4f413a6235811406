package graph

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"bidwell/ent"
	"bidwell/process"
)

// perKind is how many records of each kind there are, in different states.
const perKind = 8

// world puts records of every kind into the database past the desk, in all their states, so that a sweep meets what
// there is whatever the rules let through.
type world struct {
	*office
	schema *ast.Schema
	turn   int
}

// idOf is the id of the i-th record of a kind.
func idOf(e process.Entity, i int) string {
	return process.IDOf(e, fmt.Sprintf("01J%023d", i))
}

// column is one column of a table, as its database describes it.
type column struct {
	name, kind string
	must       bool
}

func (w *world) columns(table string) []column {
	w.t.Helper()
	query := `SELECT name, lower(type), "notnull" = 1 AND dflt_value IS NULL FROM pragma_table_info($1)`
	if w.desk.Store().Dialect() == "postgres" {
		query = `SELECT column_name, lower(data_type), is_nullable = 'NO' AND column_default IS NULL FROM information_schema.columns
			WHERE table_name = $1 AND table_schema = 'public'`
	}
	rows, err := w.desk.Store().DB().Query(query, table)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	var all []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.kind, &c.must); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, c)
	}
	if err := rows.Err(); err != nil || len(all) == 0 {
		w.t.Fatalf("%s has %d columns, %v", table, len(all), err)
	}
	return all
}

func (w *world) populate() {
	w.t.Helper()
	var inserts []string
	for e := range process.Entities() {
		columns := w.columns(ent.TableOf(string(e)))
		for i := range perKind {
			inserts = append(inserts, w.insert(e, columns, i))
		}
	}
	conn, err := w.desk.Store().DB().Conn(w.ctx) // records name each other in circles
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close()
	off, on := `PRAGMA foreign_keys = OFF`, `PRAGMA foreign_keys = ON`
	if w.desk.Store().Dialect() == "postgres" {
		off, on = `SET session_replication_role = replica`, `SET session_replication_role = DEFAULT`
	}
	for _, query := range slices.Concat([]string{off}, inserts, []string{on}) {
		if _, err := conn.ExecContext(w.ctx, query); err != nil {
			w.t.Fatalf("%s: %v", query, err)
		}
	}
}

// insert is the statement that makes the i-th record of a kind.
func (w *world) insert(e process.Entity, columns []column, i int) string {
	var names, values []string
	for _, c := range columns {
		if v := w.value(e, c, i); v != "" {
			names, values = append(names, `"`+c.name+`"`), append(values, v)
		}
	}
	return fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING`, ent.TableOf(string(e)), strings.Join(names, ", "), strings.Join(values, ", "))
}

// value is the SQL of what a column of the i-th record holds; empty leaves it to the database.
func (w *world) value(e process.Entity, c column, i int) string {
	target, refers := ent.References(string(e), c.name)
	var field *ast.FieldDefinition
	if shown := w.schema.Types[string(e)]; shown != nil { // sessions are not
		field = shown.Fields.ForName(camelCase(c.name))
	}
	switch {
	case c.name == "id":
		return "'" + idOf(e, i) + "'"
	case c.name == "version":
		return "1"
	case refers && target != string(e):
		return "'" + idOf(process.Entity(target), 0) + "'"
	case e == "User" && c.name == "role":
		return "'ADMIN'"
	case field != nil && field.Type.NamedType != "" && w.schema.Types[field.Type.NamedType].Kind == ast.Enum && (c.must || c.name == "status" || c.name == "kind"):
		of := w.schema.Types[field.Type.NamedType].EnumValues
		return "'" + of[i%len(of)].Name + "'"
	case !c.must:
		return ""
	case strings.Contains(c.kind, "json") && field != nil && field.Type.Elem == nil:
		return "'{}'"
	case strings.Contains(c.kind, "json"):
		return "'[]'"
	case strings.Contains(c.kind, "time"), strings.Contains(c.kind, "date"):
		return "'" + time.Date(2026, 3, 1+i, 9, 0, 0, 0, time.UTC).Format("2006-01-02 15:04:05+00:00") + "'"
	case strings.Contains(c.kind, "bool"):
		return "false"
	case strings.Contains(c.kind, "int"), strings.Contains(c.kind, "real"), strings.Contains(c.kind, "double"):
		return fmt.Sprint(i + 1)
	case c.kind == "blob", c.kind == "bytea":
		return fmt.Sprintf("'%s%d'", e, i)
	default:
		return fmt.Sprintf("'%s %d'", e, i)
	}
}

// camelCase is the name in GraphQL of a column.
func camelCase(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words[1:] {
		if word == "id" {
			words[i+1] = "ID"
		} else if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// kindOf guesses what kind of record a field of a mutation's input names.
func (w *world) kindOf(mutation *ast.FieldDefinition, field string) process.Entity {
	payload := w.schema.Types[mutation.Type.Name()]
	var of process.Entity
	if len(payload.Fields) > 0 {
		of = process.Entity(payload.Fields[0].Type.Name())
	}
	if _, known := process.Entities()[of]; known {
		if field == "id" {
			return of
		}
		if target, ok := ent.References(string(of), strings.ToLower(strings.TrimSuffix(field, "ID"))+"_id"); ok {
			return process.Entity(target)
		}
	}
	name := strings.TrimSuffix(strings.TrimSuffix(field, "s"), "ID")
	for e := range process.Entities() {
		if name != "" && strings.EqualFold(string(e), name) {
			return e
		}
	}
	if strings.HasSuffix(field, "ID") && name != "record" && name != "subject" && name != "source" {
		return ent.TypeUser
	}
	all := []process.Entity{"Opportunity", "Proposal", "Commitment", "Contract", "ProposalSection", "Survey", "Requirement", "Task"}
	return all[w.turn%len(all)]
}
