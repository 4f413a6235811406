package importer

import (
	"errors"
	"strings"
)

// template is text with columns in braces; "{{" and "}}" stand for braces.
type template []templatePart

type templatePart struct{ text, column string }

func parseTemplate(s string) (template, error) {
	var t template
	var text strings.Builder
	for len(s) > 0 {
		switch {
		case strings.HasPrefix(s, "{{"), strings.HasPrefix(s, "}}"):
			text.WriteByte(s[0])
			s = s[2:]
		case s[0] == '}':
			return nil, errors.New("} without {")
		case s[0] == '{':
			column, rest, closed := strings.Cut(s[1:], "}")
			if column = strings.TrimSpace(column); !closed || column == "" || strings.Contains(column, "{") {
				return nil, errors.New("{ must be followed by a column and }")
			}
			t = append(t, templatePart{text: text.String()}, templatePart{column: column})
			text.Reset()
			s = rest
		default:
			text.WriteByte(s[0])
			s = s[1:]
		}
	}
	return append(t, templatePart{text: text.String()}), nil
}

func (t template) columns() []string {
	var columns []string
	for _, p := range t {
		if p.column != "" {
			columns = append(columns, p.column)
		}
	}
	return columns
}

// render fills t; it is empty when one of the columns is.
func (t template) render(v *view) string {
	var b strings.Builder
	for _, p := range t {
		if p.column == "" {
			b.WriteString(p.text)
			continue
		}
		value := v.text(p.column)
		if value == "" {
			return ""
		}
		b.WriteString(value)
	}
	return b.String()
}

// expression is where a value comes from: a constant, templates, or columns.
type expression struct {
	fixed     *Cell
	templates []template
	columns   []string
	all       bool   // every column, not the first that is not empty
	join      string // between columns that become one text
	list      bool   // columns become one list
}

// uses are the columns the expression reads.
func (e expression) uses() []string {
	columns := append([]string(nil), e.columns...)
	for _, t := range e.templates {
		columns = append(columns, t.columns()...)
	}
	return columns
}

// label is the column to blame for the value, when it is one.
func (e expression) label(field string) string {
	if uses := e.uses(); len(uses) == 1 {
		return uses[0]
	}
	return field
}

func (e expression) value(v *view) Cell {
	if e.fixed != nil {
		return *e.fixed
	}
	for _, t := range e.templates {
		if s := t.render(v); s != "" {
			return Cell{Text: s}
		}
	}
	var texts []string
	for _, column := range e.columns {
		c := v.cell(column)
		switch {
		case c.Empty():
			continue
		case !e.all:
			return c
		case c.List != nil:
			texts = append(texts, c.List...)
		default:
			texts = append(texts, c.Text)
		}
	}
	if e.list || len(texts) == 0 {
		return Cell{List: texts}
	}
	return Cell{Text: strings.Join(texts, e.join)}
}
