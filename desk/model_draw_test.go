package desk_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"bidwell/desk"
)

// How steps are drawn: a careful one by somebody who may, on a record as it is; the others err in one way or another.

func newModel(w *world, rt *rapid.T) *model { return &model{world: w, rt: rt} }

// uniform is a number below 1024. What rapid draws from a range by itself is mostly small, and histories so drawn are short
// and begin the same way.
var uniform = rapid.Custom(func(t *rapid.T) (n int) {
	for range 10 {
		n <<= 1
		if rapid.Bool().Draw(t, "bit") {
			n++
		}
	}
	return n
})

// number is a number below n.
func (m *model) number(of string, n int) int { return uniform.Draw(m.rt, of) * n / 1024 }

// chance is true in so many of a hundred.
func (m *model) chance(of string, percent int) bool { return m.number(of, 100) >= 100-percent }

// whim is a chance that is not taken on the straight way.
func (m *model) whim(of string, percent int) bool { return !m.straight && m.chance(of, percent) }

// errs tells whether somebody who takes no care errs here.
func (m *model) errs(in string) bool { return !m.careful && m.chance("err in "+in, 20) }

func draw[T any](m *model, of string, from ...T) T { return from[m.number(of, len(from))] }

// choose draws a record: for a careful step one that is fit, otherwise any; nil when there is none.
func choose[T any](m *model, of string, all []*T, fit func(*T) bool) *T {
	if m.careful || m.chance("fit "+of, 60) {
		all = slices.Clone(all)
		all = slices.DeleteFunc(all, func(t *T) bool { return !fit(t) })
	}
	if len(all) == 0 {
		return nil
	}
	// the latest is the one the history is about
	return all[len(all)-1-m.number(of, len(all))]
}

// writers say who may write what, by kind of record.
var writers = map[string]string{
	"Lead": "SALES MARKETING", "Opportunity": "SALES", "Customer": "SALES",
	"Gate": "SALES PRESALES_CONSULTANT", "Qualification": "SALES PRESALES_CONSULTANT", "LessonExposure": "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER",
	"Requirement": "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER PRODUCT", "Clarification": "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER",
	"Proposal": "PRESALES_CONSULTANT SOLUTION_ENGINEER", "Review": "PRESALES_CONSULTANT SOLUTION_ENGINEER",
	"ComplianceItem": "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER", "BidChecklistItem": "PRESALES_CONSULTANT SOLUTION_ENGINEER LEGAL",
	"Everyday":   "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER DELIVERY LEGAL FINANCE PRODUCT MARKETING",
	"Commitment": "SALES PRESALES_CONSULTANT DELIVERY", "CommercialTerm": "SALES LEGAL FINANCE", "Contract": "SALES LEGAL FINANCE",
	"Handover": "SALES DELIVERY", "Project": "DELIVERY", "Retrospective": "PRESALES_CONSULTANT SALES DELIVERY",
	"Lesson": "PRESALES_CONSULTANT SOLUTION_ENGINEER SALES DELIVERY PRODUCT", "ContentItem": "PRESALES_CONSULTANT PRODUCT MARKETING",
	"Contact": "SALES", "OpportunityMember": "SALES", "LineItem": "SALES FINANCE", "Stakeholder": "SALES PRESALES_CONSULTANT", "Competitor": "SALES PRESALES_CONSULTANT",
	"Activity":   "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER DELIVERY",
	"Attachment": "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER DELIVERY LEGAL FINANCE MARKETING",
	"Risk":       "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER DELIVERY", "WinTheme": "SALES PRESALES_CONSULTANT SOLUTION_ENGINEER",
	"Certificate": "PRESALES_CONSULTANT SOLUTION_ENGINEER", "Survey": "SALES DELIVERY", "Product": "FINANCE PRODUCT",
	"SynonymGroup":   "PRESALES_CONSULTANT PRODUCT MARKETING",
	"TemplateChange": "PRESALES_CONSULTANT SALES DELIVERY", "CalendarDay": "", "ProcessTemplate": "",
}

// reserved are the kinds that not even presales managers write, unless they are named.
var reserved = map[string]string{"AuthorityRule": "ADMIN", "ExchangeRate": "ADMIN FINANCE"}

// may tells whether somebody may write a kind of record. Administrators and presales managers write most of them; those
// that say who is who are for administrators who signed in as such.
func (p *person) may(kind string) bool {
	only, guarded := reserved[kind]
	switch {
	case p.reads:
		return false
	case kind == "User" || kind == "Team" || kind == "AccessRule":
		return p.chief
	case guarded:
		return slices.Contains(strings.Fields(only), p.role)
	case kind == "TimeEntry":
		kind = "Everyday"
	}
	return p.manages() || slices.Contains(strings.Fields(writers[kind]), p.role)
}

// prices tells whether somebody sees, and so sets, the prices of an opportunity.
func (p *person) prices(o *prospect) bool {
	return p.is("ADMIN", "PRESALES_MANAGER", "FINANCE", "LEGAL") || p.is("SALES") && o != nil && o.owner == p.id
}

// manages tells whether somebody steers the work of others.
func (p *person) manages() bool { return p.is("ADMIN", "PRESALES_MANAGER") }

func (p *person) is(roles ...string) bool { return slices.Contains(roles, p.role) }

// actor draws who takes the step: for a careful one somebody who may. For those from whom a kind of record is hidden there
// is none.
func (m *model) actor(may func(*person) bool) *person {
	all := m.people
	if m.careful || m.chance("fit actor", 75) {
		all = slices.DeleteFunc(slices.Clone(all), func(p *person) bool { return !may(p) })
	}
	if len(all) == 0 {
		return nil
	}
	p := draw(m, "actor", all...)
	m.refuse("FORBIDDEN", !may(p))
	m.refuse("NOT_FOUND", p.is("PARTNER"))
	return p
}

// writer draws who takes a step that only writes a kind of record.
func (m *model) writer(kind string) *person {
	return m.actor(func(p *person) bool { return p.may(kind) })
}

// aim names a record for a step: as it is, at another version, or under an id that nothing has.
func (m *model) aim(f *fact) desk.RecordInput {
	return desk.RecordInput{ID: m.named(f), Version: m.read(f)}
}

// read is the version at which somebody read a record: the one it is at, or another.
func (m *model) read(f *fact) int {
	if !m.errs("version") {
		return f.version
	}
	m.refuse("CONFLICT", true)
	return f.version + draw(m, "by", -1, 1)
}

// named is the id of a record, or one that nothing has.
func (m *model) named(f *fact) string {
	m.refuse("CONFLICT", f.archived)
	if !m.errs("id") {
		return f.id
	}
	m.refuse("NOT_FOUND", true)
	return f.id[:4] + "0000000000000000000000000Z"
}

// text is something to say, or nothing when somebody errs, which is refused where words are needed.
func (m *model) text(of string) string {
	if m.errs(of) {
		m.refuse("VALIDATION_FAILED", true)
		return ""
	}
	return "as discussed on " + of
}

// people draws some of the people, at least one for a careful step.
func (m *model) some(of string, fit func(*person) bool) (ids []string) {
	for range draw(m, of+" count", 1, 2) {
		fitting := m.people
		if m.careful {
			fitting = slices.DeleteFunc(slices.Clone(fitting), func(p *person) bool { return !fit(p) })
		}
		if len(fitting) == 0 {
			return ids
		}
		if p := draw(m, of, fitting...); !slices.Contains(ids, p.id) {
			ids = append(ids, p.id)
		}
	}
	return ids
}

// enough is in how many histories each operation has to succeed; the rarest of them may fail to in a few hundred.
const enough = 5000

// wantEverythingTried holds that the test is worth its time: over enough histories each operation succeeded some day. It
// tells which did so least often.
func (w *world) wantEverythingTried(sequences int) {
	var names []string
	for _, part := range parts {
		names = slices.AppendSeq(names, maps.Keys(part))
	}
	for name, all := range ends {
		for _, end := range strings.Fields(all) {
			names = append(names, name+" "+end)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(w.tried[a], w.tried[b]), cmp.Compare(a, b)) })
	for _, name := range names[:3] {
		w.Logf("%q succeeded %d times", name, w.tried[name])
	}
	never := slices.IndexFunc(names, func(name string) bool { return w.tried[name] > 0 })
	w.Logf("%d of %d operations succeeded at least once, not %q", len(names)-never, len(names), names[:never])
	if sequences >= enough && w.tried[names[0]] == 0 {
		w.Errorf("in %d histories %q never succeeded", sequences, names[0])
	}
}

// enum is a word of the model as the desk calls it.
func enum[T ~string](word string) *T {
	if word == "" {
		return nil
	}
	return new(T(word))
}

// illegal tells whether a state machine, written as "FROM TO TO", has no such step.
func illegal(machine []string, from, to string) bool {
	for _, line := range machine {
		states := strings.Fields(line)
		if states[0] == from {
			return !slices.Contains(states[1:], to)
		}
	}
	return true
}

// next draws a state: for a careful step one that may follow, when there is any.
func (m *model) next(machine []string, from string, all []string) string {
	if m.careful || m.chance("fit state", 60) {
		for _, line := range machine {
			if states := strings.Fields(line); states[0] == from && len(states) > 1 {
				return draw(m, "to", states[1:]...)
			}
		}
	}
	return draw(m, "to", all...)
}
