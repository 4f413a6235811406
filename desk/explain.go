package desk

import (
	"errors"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql/sqlgraph"

	"bidwell/ent"
	"bidwell/process"
)

// explain turns what ent and the databases refuse into the error a client can act on.
func explain(err error) error {
	var known *process.Error
	var invalid *ent.ValidationError
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &invalid):
		refused := process.Invalid(camel(invalid.Name), messageOf(invalid))
		refused.Cause = err
		return refused
	case sqlgraph.IsUniqueConstraintError(err):
		refused := process.Invalid(uniqueField(err), process.MsgDuplicate)
		refused.Cause = err
		return refused
	case sqlgraph.IsForeignKeyConstraintError(err):
		refused := process.NewError(process.CodeNotFound, process.MsgReferenceMissing)
		refused.Cause = err
		return refused
	case ent.IsNotFound(err):
		refused := process.NewError(process.CodeNotFound, process.MsgReferenceMissing)
		refused.Cause = err
		return refused
	default:
		return err
	}
}

func messageOf(invalid *ent.ValidationError) process.Message {
	switch text := invalid.Error(); {
	case strings.Contains(text, "missing required"), strings.Contains(text, "less than the required"), strings.Contains(text, "value is less"):
		return process.MsgRequired
	case strings.Contains(text, "greater than the required"), strings.Contains(text, "value is greater"):
		return process.MsgTooLongField
	default:
		return process.MsgValueBad
	}
}

// uniqueField finds the column in the database's message: «UNIQUE constraint failed: customers.code» in SQLite,
// «unique constraint "customers_code_key"» in PostgreSQL.
func uniqueField(err error) string {
	text := err.Error()
	if _, rest, ok := strings.Cut(text, "UNIQUE constraint failed: "); ok {
		column := strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ' ' })[0]
		_, column, _ = strings.Cut(column, ".")
		return camel(column)
	}
	if _, rest, ok := strings.Cut(text, `constraint "`); ok {
		name, _, _ := strings.Cut(rest, `"`)
		for e := range process.Entities() {
			if column, ok := strings.CutPrefix(name, ent.TableOf(string(e))+"_"); ok {
				return camel(strings.TrimSuffix(column, "_key"))
			}
		}
	}
	return ""
}

// camel turns a column's name into the field's name in GraphQL: customer_id into customerID.
func camel(column string) string {
	words := strings.Split(column, "_")
	for i, w := range words[1:] {
		switch {
		case w == "id":
			words[i+1] = "ID"
		case w != "":
			words[i+1] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, "")
}

func checkVersion(read *int, now int) error {
	if read != nil && *read != now {
		return process.NewError(process.CodeConflict, process.MsgConflict, "version", strconv.Itoa(now))
	}
	return nil
}
