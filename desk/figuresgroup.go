package desk

import (
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// grouping is one way to divide figures: the columns that a statement groups by, and how a value of the first becomes
// the keys of groups. The second is the id of the record behind the group, "" for none.
type grouping struct {
	of      process.Entity
	columns func(*figureQuery) (key, id string)
	keys    func(v any, zone *time.Location) []string
	repeats bool // a record can be in several groups of the statement
}

// groupings is the table of what figures can be divided by.
var groupings = map[process.KpiGroup]grouping{
	process.KpiGroupStage:        byColumn(ent.TypeOpportunity, "stage", asText),
	process.KpiGroupStatus:       byColumn(ent.TypeOpportunity, "status", asText),
	process.KpiGroupRegion:       byColumn(ent.TypeOpportunity, "region", asText),
	process.KpiGroupWinner:       byColumn(ent.TypeOpportunity, "winner", asList),
	process.KpiGroupQuarter:      byColumn(ent.TypeOpportunity, "decided_at", asPeriod(process.QuarterOf)),
	process.KpiGroupMonth:        byColumn(ent.TypeOpportunity, "decided_at", asPeriod(process.MonthOf)),
	process.KpiGroupStartQuarter: {ent.TypeOpportunity, start, asPeriod(process.QuarterOf), false},
	process.KpiGroupAgent:        byRecord((*figureQuery).owner),
	process.KpiGroupManager:      byRecord((*figureQuery).manager),
	process.KpiGroupAgentRegion:  byField((*figureQuery).owner, "region"),
	process.KpiGroupSector:       byField((*figureQuery).customer, "industry"),
	process.KpiGroupCustomerKind: byField((*figureQuery).customer, "kind"),
	process.KpiGroupProduct:      {ent.TypeOpportunity, product, asText, true},
	process.KpiGroupProposalKind: byColumn(ent.TypeProposal, "kind", asText),
	process.KpiGroupProposalYear: byColumn(ent.TypeProposal, "started_on", asYear),
}

func byColumn(e process.Entity, column string, keys func(any, *time.Location) []string) grouping {
	return grouping{of: e, keys: keys, columns: func(q *figureQuery) (key, id string) { return q.base.C(column), "" }}
}

// byRecord divides by another record: its name is the key.
func byRecord(join func(*figureQuery) view) grouping {
	return grouping{of: ent.TypeOpportunity, keys: asText, columns: func(q *figureQuery) (key, id string) {
		t := join(q)
		return t.C("name"), t.C("id")
	}}
}

// byField divides by a field of another record.
func byField(join func(*figureQuery) view, column string) grouping {
	return grouping{of: ent.TypeOpportunity, keys: asText, columns: func(q *figureQuery) (key, id string) {
		return join(q).C(column), ""
	}}
}

func product(q *figureQuery) (key, id string) {
	t := q.product()
	return t.C("name"), t.C("id")
}

func start(q *figureQuery) (key, id string) { return q.start().C("at"), "" }

func asText(v any, _ *time.Location) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []byte:
		return []string{string(v)}
	}
	return []string{""}
}

// asList takes names apart that commas join. A comma with a space after it belongs to a name, as in "Lianhe Co., Ltd".
func asList(v any, zone *time.Location) []string {
	var names []string
	seen := map[string]bool{}
	for _, part := range splitList(asText(v, zone)[0]) {
		if name := strings.TrimSpace(part); name != "" && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if names == nil {
		return []string{""}
	}
	return names
}

func splitList(s string) []string {
	const kept = "\x00" // no text carries it
	parts := strings.Split(strings.ReplaceAll(s, ", ", kept), ",")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, kept, ", ")
	}
	return parts
}

// asPeriod names the period of an instant in the organisation's zone.
func asPeriod(name func(time.Time) string) func(any, *time.Location) []string {
	return func(v any, zone *time.Location) []string {
		var at instant
		if err := at.Scan(v); err != nil || at.IsZero() {
			return []string{""}
		}
		return []string{name(at.In(zone))}
	}
}

// asYear names the year of a day, which is kept as its beginning in UTC.
func asYear(v any, _ *time.Location) []string {
	return asPeriod(process.YearOf)(v, time.UTC)
}
