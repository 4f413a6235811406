package importer

import (
	"slices"
	"strconv"
	"time"
)

// compiler checks a mapping and makes its plan. It collects every error with its line.
type compiler struct {
	mapping *Mapping
	source  mappingSource
	errs    []error
	plan    plan
}

func (c *compiler) refuse(steps []string, what string) {
	c.errs = append(c.errs, fileError(c.source.name, c.source.line(steps...), CodeMapping, nil, "what", what))
}

// oneOf refuses a value that is none of the allowed ones.
func (c *compiler) oneOf(steps []string, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.refuse(steps, "“"+value+"” is none of "+joined(allowed))
	}
}

func (c *compiler) compile() *plan {
	m := c.mapping
	c.oneOf([]string{"format"}, m.Format, "", "csv", "xlsx", "jsonl")
	c.oneOf([]string{"controls"}, m.Controls, "", "reject", "drop")
	if _, err := delimiterOf(m.Delimiter); err != nil {
		c.refuse([]string{"delimiter"}, err.Error())
	}
	if m.Encoding != "" {
		if _, err := declaredOrDetected(nil, m.Encoding); err != nil {
			c.refuse([]string{"encoding"}, "unknown encoding “"+m.Encoding+"”")
		}
	}
	c.plan.options = Options{Format: m.Format, Encoding: m.Encoding, Delimiter: m.Delimiter, Sheet: m.Sheet}
	c.plan.dropControls, c.plan.rewrite, c.plan.headings = m.Controls == "drop", m.Rewrite, m.Headings
	for _, column := range sortedKeys(m.Headings) {
		c.oneOf([]string{"headings", column}, m.Headings[column], formatMarkdown, formatRST)
	}
	c.dates()
	c.records()
	c.defaults()
	slices.Sort(c.plan.needs)
	c.plan.needs = slices.Compact(c.plan.needs)
	return &c.plan
}

func (c *compiler) dates() {
	zone, err := time.LoadLocation(c.mapping.Timezone)
	if err != nil || c.mapping.Timezone == "Local" {
		c.refuse([]string{"timezone"}, "unknown time zone “"+c.mapping.Timezone+"”")
		zone = time.UTC
	}
	c.plan.zone = zone
	patterns := c.mapping.DateFormats
	if len(patterns) == 0 {
		patterns = usualDates
	}
	for i, p := range patterns {
		l, err := parseLayout(p)
		if err != nil {
			c.refuse([]string{"dateFormats", strconv.Itoa(i)}, err.Error())
		}
		c.plan.layouts = append(c.plan.layouts, l)
	}
}

func (c *compiler) records() {
	m := c.mapping
	if m.Entity != "" {
		c.record(&m.RecordMapping, nil)
	}
	for i := range m.Records {
		c.record(&m.Records[i], []string{"records", strconv.Itoa(i)})
	}
	if len(c.plan.records) == 0 && len(c.errs) == 0 {
		c.refuse(nil, "neither entity nor records")
	}
	if m.Entity == "" && (m.Key != "" || len(m.Fields) > 0 || m.Outcome != nil || m.Sections != nil || len(m.Stages) > 0) {
		c.refuse([]string{"entity"}, "entity is missing")
	}
	if m.System == "" {
		c.refuse([]string{"system"}, "system is missing: it is the namespace of the external ids")
	}
}

// defaults fill in what a record's own fields leave open.
func (c *compiler) defaults() {
	for _, name := range sortedKeys(c.mapping.Defaults) {
		used := false
		for _, r := range c.plan.records {
			target, ok := targets[r.Entity][name]
			if !ok {
				continue
			}
			used = true
			c.defaultOf(r, name, target, []string{"defaults", name})
		}
		if !used {
			c.refuse([]string{"defaults", name}, "no entity of this mapping has a field “"+name+"”")
		}
	}
}

func (c *compiler) defaultOf(r *recordPlan, name string, target Target, steps []string) {
	for _, f := range r.fields {
		if f.name == name {
			if f.fallback == nil {
				f.fallback = c.constant(steps, c.mapping.Defaults[name])
			}
			return
		}
	}
	f := &fieldPlan{name: name, target: target, from: expression{fixed: c.constant(steps, c.mapping.Defaults[name])}}
	f.lookup = c.lookup(steps, f)
	f.currency = c.currencyOf(r.RecordMapping, f, steps)
	c.checkConstant(steps, f, f.from.fixed)
	r.fields = append(r.fields, f)
}

// need notes columns the file must have; a column under a heading needs the column of the text.
func (c *compiler) need(columns ...string) {
	for _, column := range columns {
		for text := range c.mapping.Headings {
			if len(column) > len(text) && column[:len(text)+1] == text+"/" {
				column = text
			}
		}
		c.plan.needs = append(c.plan.needs, column)
	}
}

func joined(values []string) string {
	s := ""
	for i, v := range values {
		if v == "" {
			continue
		}
		if s != "" && i > 0 {
			s += ", "
		}
		s += v
	}
	return s
}
