package importer

import (
	"fmt"
	"slices"
	"strings"
)

// field checks one field of a record.
func (c *compiler) field(steps []string, m *RecordMapping, name string, target Target) *fieldPlan {
	f := &fieldPlan{Field: m.Fields[name], name: name, target: target}
	c.oneOf(steps, f.OnUnknown, "", unknownError, unknownKeep, unknownSkip)
	c.oneOf(steps, f.HTML, "", "unescape")
	if f.Type != "" && f.Type != target.Kind {
		c.refuse(steps, name+" is of type "+string(target.Kind)+", not "+string(f.Type))
	}
	if f.Scale < 0 || f.Scale > 0 && target.Kind != KindMoney {
		c.refuse(steps, "scale is a positive factor of an amount")
	}
	f.from = c.from(steps, f)
	f.Required = f.Required || target.Required
	f.lookup = c.lookup(steps, f)
	f.currency = c.currencyOf(m, f, steps)
	if f.Default != nil {
		f.fallback = c.constant(steps, f.Default)
		c.checkConstant(steps, f, f.fallback)
	}
	if f.from.fixed != nil {
		c.checkConstant(steps, f, f.from.fixed)
	}
	c.translations(steps, f)
	if !f.Optional {
		c.need(f.from.uses()...)
		c.need(f.currency.uses()...)
	}
	return f
}

// from reads the one source a field has.
func (c *compiler) from(steps []string, f *fieldPlan) expression {
	e := expression{join: f.Join, all: f.Join != "" || f.target.Kind == KindList, list: f.target.Kind == KindList && len(f.Columns) > 0}
	sources := 0
	if f.Const != nil {
		e.fixed, sources = c.constant(steps, f.Const), sources+1
	}
	if f.Column != "" {
		e.columns, e.all, sources = []string{f.Column}, false, sources+1
	}
	if len(f.Columns) > 0 {
		e.columns, sources = f.Columns, sources+1
	}
	templates := f.Templates
	if f.Template != "" {
		templates = []string{f.Template}
	}
	for _, text := range templates {
		e.templates = append(e.templates, c.template(steps, text))
	}
	if f.Template != "" {
		sources++
	}
	if len(f.Templates) > 0 {
		sources++
	}
	if sources != 1 {
		c.refuse(steps, f.name+" needs exactly one of column, columns, const, template, templates")
	}
	return e
}

// constant reads a scalar or a list of scalars.
func (c *compiler) constant(steps []string, value any) *Cell {
	switch v := value.(type) {
	case string, bool, int, int64, uint64, float64:
		return &Cell{Text: fmt.Sprint(v)}
	case []any:
		list := []string{}
		for _, item := range v {
			list = append(list, c.constant(steps, item).Text)
		}
		return &Cell{List: list}
	}
	c.refuse(steps, fmt.Sprintf("%v is neither a plain value nor a list of them", value))
	return &Cell{}
}

// checkConstant converts a constant once, so that a bad one is an error of the mapping and not of every row.
func (c *compiler) checkConstant(steps []string, f *fieldPlan, value *Cell) {
	v := &view{plan: &c.plan, row: Row{Cells: map[string]Cell{}}}
	if len(f.currency.uses()) > 0 {
		return
	}
	if _, p := v.convert(f, *value); p != nil {
		c.refuse(steps, message(p.code, append(p.args, "field", f.name)...).EN)
	}
}

func (c *compiler) lookup(steps []string, f *fieldPlan) Lookup {
	l := Lookup{}
	if f.Lookup != nil {
		l = *f.Lookup
	}
	if f.target.Kind != KindRef {
		if f.Lookup != nil {
			c.refuse(steps, f.name+" is not a reference")
		}
		return l
	}
	if l.Entity != "" && l.Entity != f.target.Entity {
		c.refuse(steps, f.name+" refers to "+f.target.Entity+", not "+l.Entity)
	}
	c.oneOf(steps, l.By, "", lookupExternalID, lookupName, lookupCode)
	if l.By == "" {
		l.By = lookupExternalID
	}
	if _, ok := targets[f.target.Entity][l.By]; l.By != lookupExternalID && !ok {
		c.refuse(steps, f.target.Entity+" has no "+l.By)
	}
	if l.By == lookupExternalID && l.System == "" {
		l.System = c.mapping.System
	}
	l.Entity = f.target.Entity
	return l
}

// currencyOf finds where the currency of an amount comes from: the field, the record, or the defaults.
func (c *compiler) currencyOf(m *RecordMapping, f *fieldPlan, steps []string) expression {
	if f.target.Kind != KindMoney {
		return expression{}
	}
	switch record, ok := m.Fields["currency"]; {
	case strings.Contains(f.Currency, "{"):
		return expression{templates: []template{c.template(steps, f.Currency)}}
	case f.Currency != "":
		return expression{fixed: &Cell{Text: f.Currency}}
	case ok && record.Const != nil:
		return expression{fixed: c.constant(steps, record.Const)}
	case ok && record.Column != "":
		return expression{columns: []string{record.Column}}
	}
	if byDefault, ok := c.mapping.Defaults["currency"]; ok {
		return expression{fixed: c.constant(steps, byDefault)}
	}
	c.refuse(steps, f.name+" needs a currency")
	return expression{fixed: &Cell{Text: "XXX"}}
}

// translations checks that a translation leads to values the target has.
func (c *compiler) translations(steps []string, f *fieldPlan) {
	if f.target.Kind != KindEnum {
		return
	}
	for _, from := range sortedKeys(f.Translate) {
		if to := f.Translate[from]; to != "" && !f.target.has(to) {
			c.refuse(append(slices.Clone(steps), "translate", from), "“"+to+"” is not a value of "+f.target.Enum)
		}
	}
}
