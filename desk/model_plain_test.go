package desk_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// Records without a process of their own: whoever may write a kind makes one, changes it, puts it away and brings it back.
// What is asked of all of them is asked here, by a table.

// plain is such a kind of record.
type plain struct {
	kind string
	// text is the field in which it says something.
	text string
	// mine ones belong to who made them: only they and managers change them.
	mine   bool
	make   func(m *model, ctx context.Context, says string) outcome
	change func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome
}

// outcome is what came of a step, whatever record it is about.
type outcome struct {
	record   any
	change   int64
	blockers []*process.Blocker
	err      error
}

// of is the outcome of a step.
func of[T any](w desk.Written[T], err error) outcome {
	return outcome{w.Record, w.Change, w.Blockers, err}
}

// went holds an outcome against the verdict and tells whether the step was taken.
func (m *model) went(o outcome) bool {
	m.judge(o.change, o.blockers, o.err)
	return o.err == nil && len(o.blockers) == 0
}

// field reads a field of a record by its name.
func field(record any, name string) reflect.Value {
	return reflect.Indirect(reflect.ValueOf(record)).FieldByName(name)
}

// simple is a plain record as the model knows it.
type simple struct {
	fact
	of       *plain
	says, by string
	status   string // of a risk
	answered bool   // a risk, by what is done about it
}

// words are something to say, or what no text may hold.
func (m *model) words(of string) string {
	if m.errs(of) {
		m.refuse("VALIDATION_FAILED", true)
		return "a bell \a rings"
	}
	return draw(m, of, "as agreed", "as discussed", "another word")
}

// words are what a record of the kind is to say, if it says anything.
func (p *plain) words(m *model) string {
	if p.text == "" {
		return ""
	}
	return m.words("says")
}

// dealID names the opportunity that a record is about.
func (m *model) dealID() string { return m.named(&draw(m, "opportunity", m.deals...).fact) }

// asked is who asks with a context.
func (m *model) asked(ctx context.Context) *person {
	return m.people[slices.IndexFunc(m.people, func(p *person) bool { return p.id == desk.ViewerOf(ctx).UserID })]
}

// day is a day of this history, on which no other history enters anything.
func (m *model) day(of string, n int) time.Time { return m.own.AddDate(0, 0, m.number(of, n)) }

var plains = []*plain{
	{kind: "Customer", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateCustomer(ctx, ent.CreateCustomerInput{Name: says}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		c := ent.UpdateCustomerInput{ID: in.ID, Version: in.Version, Name: &says}
		if m.errs("parent") { // nobody is a part of themselves
			c.ParentID = &in.ID
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.UpdateCustomer(ctx, c))
	}},
	{kind: "Contact", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateContact(ctx, ent.CreateContactInput{CustomerID: m.customer, Name: says}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateContact(ctx, ent.UpdateContactInput{ID: in.ID, Version: in.Version, Name: &says}))
	}},
	{kind: "Activity", text: "Subject", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateActivity(ctx, ent.CreateActivityInput{Kind: "MEETING", Subject: says, OccurredAt: m.at(), OpportunityID: new(m.dealID())}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateActivity(ctx, ent.UpdateActivityInput{ID: in.ID, Version: in.Version, Subject: &says}))
	}},
	{kind: "Attachment", text: "FileName", make: func(m *model, ctx context.Context, says string) outcome {
		in := ent.CreateAttachmentInput{SubjectID: m.customer, FileName: says, MediaType: "text/plain", Size: 3, Sha256: strings.Repeat("0", 64)}
		if m.errs("hash") {
			in.Sha256 = "0"
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.CreateAttachment(ctx, in))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateAttachment(ctx, ent.UpdateAttachmentInput{ID: in.ID, Version: in.Version, FileName: &says}))
	}},
	{kind: "CalendarDay", text: "Label", make: func(m *model, ctx context.Context, says string) outcome {
		day := m.day("day", 4)
		m.refuse("VALIDATION_FAILED", m.taken["day "+day.String()]) // a day is said once of a calendar
		o := of(m.CreateCalendarDay(ctx, ent.CreateCalendarDayInput{Calendar: "KILN", Day: day, Label: &says}))
		m.taken["day "+day.String()] = m.taken["day "+day.String()] || o.err == nil
		return o
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateCalendarDay(ctx, ent.UpdateCalendarDayInput{ID: in.ID, Version: in.Version, Label: &says}))
	}},
	{kind: "AuthorityRule", make: func(m *model, ctx context.Context, _ string) outcome {
		// only for those who decide on nothing, whatever the matrix says
		kind, role := draw(m, "type", "PRICE", "LEGAL", "COMMITMENT", "SEAL", "TAILORING", "DEVIATION"), draw(m, "role", "AUDITOR", "PARTNER")
		m.refuse("VALIDATION_FAILED", m.ruled[kind+role])
		o := of(m.CreateAuthorityRule(ctx, ent.CreateAuthorityRuleInput{Type: process.ApprovalType(kind), Role: process.UserRole(role)}))
		m.ruled[kind+role] = m.ruled[kind+role] || o.err == nil
		return o
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, _ string) outcome {
		limit := new(int64(100_00))
		if m.errs("limit") {
			limit = new(int64(-1))
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.UpdateAuthorityRule(ctx, ent.UpdateAuthorityRuleInput{ID: in.ID, Version: in.Version, LimitAmount: limit}))
	}},
	{kind: "AccessRule", make: func(m *model, ctx context.Context, _ string) outcome {
		// only for those who reach nothing whatever it says
		in := ent.CreateAccessRuleInput{Role: process.UserRolePartner, Reads: process.RowScopeBound, Writes: process.RowScopeBound}
		m.refuse("VALIDATION_FAILED", m.ruled["PARTNER"])
		if m.errs("reads") {
			in.Reads = process.RowScopeAll
			m.refuse("VALIDATION_FAILED", true)
		}
		o := of(m.CreateAccessRule(ctx, in))
		m.ruled["PARTNER"] = m.ruled["PARTNER"] || o.err == nil
		return o
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, _ string) outcome {
		writes := process.RowScopeBound
		if m.errs("writes") {
			writes = process.RowScopeOwn
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.UpdateAccessRule(ctx, ent.UpdateAccessRuleInput{ID: in.ID, Version: in.Version, Writes: &writes}))
	}},
	{kind: "Certificate", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateCertificate(ctx, ent.CreateCertificateInput{Name: says}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateCertificate(ctx, ent.UpdateCertificateInput{ID: in.ID, Version: in.Version, Name: &says}))
	}},
	{kind: "Competitor", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateCompetitor(ctx, ent.CreateCompetitorInput{Name: says, OpportunityID: m.dealID()}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateCompetitor(ctx, ent.UpdateCompetitorInput{ID: in.ID, Version: in.Version, Name: &says}))
	}},
	{kind: "Product", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		in := ent.CreateProductInput{Name: says, ListPrice: new(int64(500_00))}
		if m.errs("currency") {
			in.Currency = new("yen")
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.CreateProduct(ctx, in))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateProduct(ctx, ent.UpdateProductInput{ID: in.ID, Version: in.Version, Name: &says}))
	}},
	{kind: "LineItem", text: "Description", make: func(m *model, ctx context.Context, says string) outcome {
		o := draw(m, "opportunity", m.deals...) // the price is that of the list
		m.refuse("FORBIDDEN", !m.asked(ctx).prices(o))
		return of(m.CreateLineItem(ctx, ent.CreateLineItemInput{Description: &says, OpportunityID: m.named(&o.fact), ProductID: m.product, Quantity: m.quantity()}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateLineItem(ctx, ent.UpdateLineItemInput{ID: in.ID, Version: in.Version, Description: &says, Quantity: m.quantity()}))
	}},
	{kind: "Risk", text: "Title", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateRisk(ctx, ent.CreateRiskInput{Title: says, OpportunityID: m.dealID()}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateRisk(ctx, ent.UpdateRiskInput{ID: in.ID, Version: in.Version, Title: &says}))
	}},
	{kind: "Stakeholder", text: "Concerns", make: func(m *model, ctx context.Context, says string) outcome {
		about := m.dealID()
		m.refuse("VALIDATION_FAILED", m.taken["part "+about]) // somebody has one part in a decision
		o := of(m.CreateStakeholder(ctx, ent.CreateStakeholderInput{Part: "USER", Concerns: &says, OpportunityID: about, ContactID: m.contact}))
		m.taken["part "+about] = m.taken["part "+about] || o.err == nil
		return o
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateStakeholder(ctx, ent.UpdateStakeholderInput{ID: in.ID, Version: in.Version, Concerns: &says}))
	}},
	{kind: "Team", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateTeam(ctx, ent.CreateTeamInput{Name: says}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		c := ent.UpdateTeamInput{ID: in.ID, Version: in.Version, Name: &says}
		if m.errs("parent") {
			c.ParentID = &in.ID
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.UpdateTeam(ctx, c))
	}},
	{kind: "User", text: "Name", make: func(m *model, ctx context.Context, says string) outcome {
		in := ent.CreateUserInput{Name: says, Role: new(process.UserRole("PARTNER"))}
		if m.errs("address") {
			in.Email = new("nobody at all")
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.CreateUser(ctx, in))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		c := ent.UpdateUserInput{ID: in.ID, Version: in.Version, Name: &says, Active: new(m.chance("active", 50))}
		if m.errs("manager") {
			c.ManagerID = &in.ID
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.UpdateUser(ctx, c))
	}},
	{kind: "WinTheme", text: "Statement", make: func(m *model, ctx context.Context, says string) outcome {
		return of(m.CreateWinTheme(ctx, ent.CreateWinThemeInput{Statement: says, OpportunityID: m.dealID()}))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateWinTheme(ctx, ent.UpdateWinThemeInput{ID: in.ID, Version: in.Version, Statement: &says}))
	}},
	{kind: "SynonymGroup", text: "Note", make: func(m *model, ctx context.Context, says string) outcome {
		in := ent.CreateSynonymGroupInput{Note: &says, Forms: []string{"灯笼", "lantern"}}
		if m.errs("forms") {
			in.Forms = in.Forms[:1]
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.CreateSynonymGroup(ctx, in))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		return of(m.UpdateSynonymGroup(ctx, ent.UpdateSynonymGroupInput{ID: in.ID, Version: in.Version, Note: &says}))
	}},
	{kind: "TimeEntry", text: "Activity", mine: true, make: func(m *model, ctx context.Context, says string) outcome {
		in := ent.CreateTimeEntryInput{Day: m.own, Minutes: 30, Activity: &says, UserID: desk.ViewerOf(ctx).UserID, OpportunityID: new(m.dealID())}
		if m.errs("day") {
			in.Day = m.at().AddDate(0, 0, 3)
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.CreateTimeEntry(ctx, in))
	}, change: func(m *model, ctx context.Context, in desk.RecordInput, says string) outcome {
		minutes := 30
		if m.errs("minutes") { // of a day
			minutes = 24*60 + 1
			m.refuse("VALIDATION_FAILED", true)
		}
		return of(m.UpdateTimeEntry(ctx, ent.UpdateTimeEntryInput{ID: in.ID, Version: in.Version, Activity: &says, Minutes: &minutes}))
	}},
}

// plainOf is the row of a kind.
func plainOf(kind string) *plain {
	return plains[slices.IndexFunc(plains, func(p *plain) bool { return p.kind == kind })]
}

// quantity is how many are offered, at least one.
func (m *model) quantity() *int {
	if m.errs("quantity") {
		m.refuse("VALIDATION_FAILED", true)
		return new(-1)
	}
	return new(1 + m.number("quantity", 9))
}

// plainSteps are the operations on some kinds of the table.
func plainSteps(some []*plain) map[string]func(*model) {
	steps := map[string]func(*model){}
	for _, p := range some {
		steps["create "+p.kind] = func(m *model) { m.createPlain(p) }
		steps["update "+p.kind] = func(m *model) { m.updatePlain(p) }
		steps["archive "+p.kind] = func(m *model) { m.putAwayPlain(p, false) }
		steps["restore "+p.kind] = func(m *model) { m.putAwayPlain(p, true) }
	}
	return steps
}

// plainWay goes through all there is to do with some kinds of the table.
func plainWay(some []*plain) (way []string) {
	for _, p := range some {
		way = append(way, "create "+p.kind, "update "+p.kind, "archive "+p.kind, "restore "+p.kind)
	}
	return way
}

func (m *model) createPlain(p *plain) {
	who, says := m.writer(p.kind), p.words(m)
	o := p.make(m, who.ctx, says)
	if m.went(o) {
		m.simples = append(m.simples, &simple{fact: made(field(o.record, "ID").String()), of: p, says: says, by: who.id, status: "OPEN"})
	}
}

// simple draws a record of the table.
func (m *model) simple(p *plain, fit func(*simple) bool) *simple {
	var all []*simple
	for _, s := range m.simples {
		if s.of == p {
			all = append(all, s)
		}
	}
	return choose(m, "record", all, fit)
}

// keeper draws who changes a record: one of those who may, and of what is somebody's own they or a manager.
func (m *model) keeper(s *simple) *person {
	return m.actor(func(p *person) bool {
		return p.may(s.of.kind) && (!s.of.mine || p.id == s.by || p.manages())
	})
}

func (m *model) updatePlain(p *plain) {
	s := m.simple(p, func(s *simple) bool { return !s.archived })
	if s == nil {
		return
	}
	who := m.keeper(s)
	if who == nil {
		return
	}
	in, says := m.aim(&s.fact), p.words(m)
	if m.went(p.change(m, who.ctx, in, says)) {
		s.says = says
		s.version++
	}
}

// putAwayPlain archives a record, or restores it.
func (m *model) putAwayPlain(p *plain, back bool) {
	s := m.simple(p, func(s *simple) bool { return s.archived == back })
	if s == nil {
		return
	}
	who, archived := m.writer(p.kind), s.archived
	s.archived = archived && !back // which is in no way of being restored
	in := m.aim(&s.fact)
	s.archived = archived
	do := m.ArchiveRecord
	if back {
		do = m.RestoreRecord
	}
	done, err := do(who.ctx, in)
	if m.went(outcome{change: done.Change, err: err}) {
		s.archived = !back
		s.version++
	}
}

// compareSimples holds the plain records against the model.
func (m *model) compareSimples() {
	for _, s := range m.simples {
		r, err := m.Node(m.system, s.id, nil)
		m.check(err)
		m.same(s.id, "version archived", []any{s.version, s.archived}, []any{int(field(r, "Version").Int()), !field(r, "ArchivedAt").IsNil()})
		if s.of.text != "" {
			m.same(s.id, s.of.text, []any{s.says}, []any{field(r, s.of.text).String()})
		}
		if s.of.kind == "Risk" {
			m.same(s.id, "status", []any{s.status}, []any{field(r, "Status").String()})
		}
	}
}
