package importer

import (
	"slices"
	"strings"

	"bidwell/process"
)

// apply makes the records of one row. With any error there is no record.
func (p *plan) apply(file string, row Row) ([]Record, []*RowError) {
	v := &view{plan: p, file: file, row: row}
	var records []Record
	for _, r := range p.records {
		if v.meets(r.When) {
			records = append(records, v.record(r))
		}
	}
	if len(v.errs) > 0 {
		return nil, v.errs
	}
	return records, nil
}

func (v *view) record(r *recordPlan) Record {
	rec := Record{Entity: r.Entity, System: r.system, OnlyIfMissing: r.OnlyIfMissing, Fields: map[string]any{}, Line: v.row.Line}
	rec.ExternalID = v.externalID(r)
	for _, f := range r.fields {
		if value := v.field(f); value != nil {
			rec.Fields[f.name] = value
		}
	}
	rec.Stages = v.stages(r.Stages)
	rec.Outcome = v.outcome(r.Outcome)
	rec.Sections = v.sections(r.Sections, rec)
	return rec
}

func (v *view) externalID(r *recordPlan) string {
	id := strings.TrimSpace(r.key.value(v).Text)
	p := tooLong(id, maxExternalID)
	if id == "" {
		p = newProblem(CodeKeyMissing, "", "entity", r.Entity)
	}
	if p != nil && !v.failedAny(r.key) {
		v.fail(r.key.label(r.Key), p)
	}
	return id
}

// failedAny reports whether a column of e was already reported: its value looks empty, but is not.
func (v *view) failedAny(e expression) bool {
	return slices.ContainsFunc(e.uses(), func(column string) bool {
		text, _, _ := strings.Cut(column, "/")
		return v.failed[column] || v.failed[text]
	})
}

// field gives the value of a field, its default, or nil.
func (v *view) field(f *fieldPlan) any {
	value, p := v.convert(f, f.from.value(v))
	if value == nil && p == nil && f.fallback != nil {
		value, p = v.convert(f, *f.fallback)
	}
	if value == nil && p == nil && f.Required {
		p = newProblem(CodeRequired, "", "field", f.name)
	}
	if p != nil {
		if !v.failedAny(f.from) {
			v.fail(f.from.label(f.name), p)
		}
		return nil
	}
	return value
}

// momentIn reads the time in a column; known is false when the column is empty or bad.
func (v *view) momentIn(column string) (m moment, known bool) {
	text := v.text(column)
	if text == "" {
		return moment{}, false
	}
	m, p := v.moment(text)
	if p != nil {
		v.fail(column, p)
		return moment{}, false
	}
	return m, true
}

// stages gives the stage history in the order of time; an undated entry stands only when there is no other.
func (v *view) stages(rules []StageRule) []StageMark {
	var dated, undated []StageMark
	for _, r := range rules {
		if !v.meets(r.When) {
			continue
		}
		if m, known := v.momentIn(r.At); known {
			dated = append(dated, StageMark{Stage: r.Stage, At: m.utc(), DateOnly: m.dayOnly})
		} else if r.Undated {
			undated = append(undated, StageMark{Stage: r.Stage})
		}
	}
	if len(dated) == 0 {
		return undated
	}
	slices.SortStableFunc(dated, func(a, b StageMark) int { return a.At.Compare(b.At) })
	return dated
}

func (v *view) outcome(r *OutcomeRule) *Outcome {
	if r == nil {
		return nil
	}
	text := v.text(r.Column)
	status, ok := r.Translate[text]
	switch {
	case ok:
	case enumHas("OpportunityStatus", text):
		status = text
	case text != "" && r.OnUnknown != unknownSkip:
		v.fail(r.Column, newProblem(CodeUnknownValue, text, "field", "outcome"))
		return nil
	default:
		return nil
	}
	o := &Outcome{Status: status, Reason: v.text(r.Reason)}
	if status != string(process.OpportunityStatusOpen) {
		m, known := v.momentIn(r.At)
		if known {
			o.DecidedAt, o.DateOnly = m.utc(), m.dayOnly
		}
	}
	return o
}

func (v *view) sections(r *SectionRule, rec Record) []Section {
	if r == nil {
		return nil
	}
	document, _ := rec.Fields["title"].(string)
	sections := sectionsOf(v.cell(r.Column).Text, r.Format, document)
	for _, s := range sections {
		if p := tooLong(s.Body, longText); p != nil {
			v.fail(r.Column, p)
			break
		}
	}
	return sections
}
