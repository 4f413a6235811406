package importer

import (
	"strconv"
	"strings"
)

// record checks one record of the mapping; at is where it stands.
func (c *compiler) record(m *RecordMapping, at []string) {
	step := func(steps ...string) []string { return append(append([]string(nil), at...), steps...) }
	fields, ok := targets[m.Entity]
	if !ok {
		c.refuse(step("entity"), "unknown entity “"+m.Entity+"”; there are "+joined(sortedKeys(targets)))
		return
	}
	r := &recordPlan{RecordMapping: m, system: c.mapping.System}
	r.key = c.key(step("key"), m.Key)
	c.oneOf(step("duplicates"), m.Duplicates, "", duplicatesError, duplicatesFirst, duplicatesLast)
	c.plan.lastCounts = c.plan.lastCounts || m.Duplicates == duplicatesLast
	c.condition(m.When)
	for _, name := range sortedKeys(m.Fields) {
		target, ok := fields[name]
		if !ok {
			c.refuse(step("fields", name), m.Entity+" has no field “"+name+"”; it has "+joined(sortedKeys(fields)))
			continue
		}
		r.fields = append(r.fields, c.field(step("fields", name), m, name, target))
	}
	for _, name := range sortedKeys(fields) {
		_, mapped := m.Fields[name]
		if _, byDefault := c.mapping.Defaults[name]; fields[name].Required && !mapped && !byDefault {
			c.refuse(step("fields"), m.Entity+" needs the field “"+name+"”")
		}
	}
	c.history(m, step)
	c.sections(m, step)
	c.plan.records = append(c.plan.records, r)
}

// key reads an external id: a template when it has braces, else a column.
func (c *compiler) key(steps []string, key string) expression {
	if key == "" {
		c.refuse(steps, "key is missing: the external id makes repeated imports harmless")
		return expression{}
	}
	if !strings.Contains(key, "{") {
		c.need(key)
		return expression{columns: []string{key}}
	}
	e := expression{templates: []template{c.template(steps, key)}}
	c.need(e.uses()...)
	return e
}

func (c *compiler) template(steps []string, text string) template {
	t, err := parseTemplate(text)
	if err != nil {
		c.refuse(steps, "“"+text+"”: "+err.Error())
	} else if len(t.columns()) == 0 {
		c.refuse(steps, "“"+text+"” names no column in braces; use const")
	}
	return t
}

func (c *compiler) condition(w *Condition) {
	if w != nil {
		c.need(w.Column)
	}
}

// history checks stage history and outcome.
func (c *compiler) history(m *RecordMapping, step func(...string) []string) {
	if m.Entity != "opportunity" && (len(m.Stages) > 0 || m.Outcome != nil) {
		c.refuse(step("entity"), "only an opportunity has stages and outcome")
	}
	for i, s := range m.Stages {
		at := step("stages", strconv.Itoa(i))
		if !enumHas("OpportunityStage", s.Stage) {
			c.refuse(at, "“"+s.Stage+"” is not an OpportunityStage")
		}
		if s.At != "" {
			c.need(s.At)
		} else if !s.Undated {
			c.refuse(at, "a stage needs at, or undated: true")
		}
		c.condition(s.When)
	}
	if m.Outcome == nil {
		return
	}
	c.oneOf(step("outcome", "onUnknown"), m.Outcome.OnUnknown, "", unknownError, unknownSkip)
	for _, from := range sortedKeys(m.Outcome.Translate) {
		if to := m.Outcome.Translate[from]; !enumHas("OpportunityStatus", to) {
			c.refuse(step("outcome", "translate", from), "“"+to+"” is not an OpportunityStatus")
		}
	}
	for _, column := range []string{m.Outcome.Column, m.Outcome.At, m.Outcome.Reason} {
		if column != "" {
			c.need(column)
		}
	}
	if m.Outcome.Column == "" {
		c.refuse(step("outcome"), "outcome needs a column")
	}
}

func (c *compiler) sections(m *RecordMapping, step func(...string) []string) {
	if m.Sections == nil {
		return
	}
	if m.Entity != "proposal" {
		c.refuse(step("sections"), "only a proposal has sections")
	}
	c.oneOf(step("sections", "format"), m.Sections.Format, formatMarkdown, formatRST)
	c.need(m.Sections.Column)
}
