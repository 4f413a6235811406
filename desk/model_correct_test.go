package desk_test

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// Changes of what a record of the process says, which move nothing: a table again, of what is in their way and of what else
// they change.

// wording is such a change of one record.
type wording struct {
	kind   string
	of     *fact
	closed bool // nothing is reworded any more
	do     func(m *model, ctx context.Context, in desk.RecordInput) outcome
	then   func(m *model, who *person)
}

// wordings draw a record for each change, nil when there is none.
var wordings = map[string]func(m *model) *wording{
	"correct a lead": func(m *model) *wording {
		l := m.lead(func(*lead) bool { return true })
		if l == nil {
			return nil
		}
		return &wording{kind: "Lead", of: &l.fact, do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateLead(ctx, desk.UpdateLeadInput{ID: in.ID, Version: in.Version, LeadFields: desk.LeadFields{Channel: m.saying()}}))
		}}
	},
	"correct an opportunity": func(m *model) *wording {
		o := m.deal(func(*prospect) bool { return true })
		if o == nil {
			return nil
		}
		return &wording{kind: "Opportunity", of: &o.fact, do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateOpportunity(ctx, ent.UpdateOpportunityInput{ID: in.ID, Version: in.Version, Description: m.saying()}))
		}}
	},
	"correct a requirement": func(m *model) *wording {
		n := choose(m, "requirement", m.needs, func(*need) bool { return true })
		if n == nil {
			return nil
		}
		mandatory := m.chance("mandatory", 50)
		return &wording{kind: "Requirement", of: &n.fact, do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			change := ent.UpdateRequirementInput{ID: in.ID, Version: in.Version, Text: m.saying(), Mandatory: &mandatory}
			if m.errs("opportunity") && len(m.deals) > 1 { // it stays with its own
				change.OpportunityID = &draw(m, "other", m.deals...).id
				m.refuse("VALIDATION_FAILED", *change.OpportunityID != n.of.id)
			}
			return of(m.UpdateRequirement(ctx, change))
		}, then: func(*model, *person) { n.mandatory = mandatory }}
	},
	"correct a task": func(m *model) *wording {
		t := choose(m, "task", m.tasks, func(*chore) bool { return true })
		if t == nil {
			return nil
		}
		return &wording{kind: "Everyday", of: &t.fact, do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateTask(ctx, ent.UpdateTaskInput{ID: in.ID, Version: in.Version, Title: m.saying()}))
		}}
	},
	"correct a term": func(m *model) *wording {
		open := func(t *clause) bool { return m.negotiable(t.of) && (t.decision == "OPEN" || t.decision == "COUNTERED") }
		t := choose(m, "term", m.terms, open)
		if t == nil {
			return nil
		}
		return &wording{kind: "CommercialTerm", of: &t.fact, closed: !open(t), do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateCommercialTerm(ctx, ent.UpdateCommercialTermInput{ID: in.ID, Version: in.Version, Title: m.saying()}))
		}}
	},
	"assign a commitment": func(m *model) *wording {
		c := m.promise(func(c *promise) bool { return !c.over() })
		if c == nil {
			return nil
		}
		return &wording{kind: "Commitment", of: &c.fact, closed: c.over(), do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			assigning := desk.AssignCommitmentInput{ID: in.ID, Version: in.Version, OwnerID: &anybody(m, "owner").id}
			if m.chance("due", 50) {
				assigning.DueOn = new(m.at().AddDate(0, 0, 9))
			}
			if m.errs("day") {
				assigning.DueOn = new(m.at().AddDate(0, 0, -9))
				m.refuse("VALIDATION_FAILED", true)
			}
			return of(m.AssignCommitment(ctx, assigning))
		}}
	},
	"correct a contract": func(m *model) *wording {
		a := m.contract("DRAFT")
		if a == nil {
			return nil
		}
		return &wording{kind: "Contract", of: &a.fact, closed: a.status != "DRAFT", do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateContract(ctx, desk.UpdateContractInput{ID: in.ID, Version: in.Version, Terms: m.saying()}))
		}, then: func(m *model, _ *person) { m.drop(a.id, "PRICE", "LEGAL", "SEAL") }}
	},
	"correct a handover": func(m *model) *wording {
		h := m.handover("DRAFT", "RETURNED")
		if h == nil {
			return nil
		}
		return &wording{kind: "Handover", of: &h.fact, closed: !h.open(), do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateHandover(ctx, desk.UpdateHandoverInput{ID: in.ID, Version: in.Version, Responsibilities: m.saying()}))
		}, then: func(_ *model, who *person) { h.status, h.editor = "DRAFT", who.id }}
	},
	"correct a project": func(m *model) *wording {
		v := m.project((*venture).running)
		if v == nil {
			return nil
		}
		return &wording{kind: "Project", of: &v.fact, closed: !v.running(), do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateProject(ctx, desk.UpdateProjectInput{ID: in.ID, Version: in.Version, Name: m.saying()}))
		}}
	},
	"correct a lesson": func(m *model) *wording {
		open := func(l *insight) bool { return l.status == "DRAFT" || l.status == "SUBMITTED" || l.status == "REJECTED" }
		l := choose(m, "lesson", m.lessons, open)
		if l == nil {
			return nil
		}
		return &wording{kind: "Lesson", of: &l.fact, do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			// what somebody vouched for stays as it is, but for administrators
			m.refuse("ILLEGAL_TRANSITION", !open(l) && desk.ViewerOf(ctx).Role != "ADMIN")
			says := m.words("says") + " " + string(rune('a'+l.version%26))
			return of(m.UpdateLesson(ctx, ent.UpdateLessonInput{ID: in.ID, Version: in.Version, DrivingEvent: &says}))
		}}
	},
	"correct a retrospective": func(m *model) *wording {
		r := m.lookback(func(r *lookback) bool { return r.status != "CLOSED" })
		if r == nil {
			return nil
		}
		return &wording{kind: "Retrospective", of: &r.fact, closed: r.status == "CLOSED", do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			return of(m.UpdateRetrospective(ctx, ent.UpdateRetrospectiveInput{ID: in.ID, Version: in.Version, WentWell: m.saying()}))
		}}
	},
	"debrief": func(m *model) *wording {
		ended := func(o *prospect) bool { return o.status != "OPEN" && o.status != "SUSPENDED" }
		o := m.deal(ended)
		if o == nil {
			return nil
		}
		return &wording{kind: "Opportunity", of: &o.fact, closed: !ended(o), do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			debrief := desk.RecordDebriefInput{ID: in.ID, Version: in.Version, Note: new("they told us in May"), Rank: new(2)}
			if m.errs("rank") {
				debrief.Rank = new(-1)
				m.refuse("VALIDATION_FAILED", true)
			}
			return of(m.RecordDebrief(ctx, debrief))
		}}
	},
	"move a risk": func(m *model) *wording {
		s := m.simple(plainOf("Risk"), func(s *simple) bool { return !s.archived })
		if s == nil {
			return nil
		}
		to := m.next(riskSteps, s.status, []string{"OPEN", "MITIGATING", "OCCURRED", "CLOSED"})
		response := m.careful || m.chance("response", 60)
		return &wording{kind: "Risk", of: &s.fact, closed: illegal(riskSteps, s.status, to), do: func(m *model, ctx context.Context, in desk.RecordInput) outcome {
			moving := desk.ChangeRiskStatusInput{ID: in.ID, Version: in.Version, Status: process.RiskStatus(to)}
			if response {
				moving.Response = new("a second compressor")
			}
			// what is done about it is said by then
			m.refuse("VALIDATION_FAILED", (to == "MITIGATING" || to == "CLOSED") && !response && !s.answered)
			return of(m.ChangeRiskStatus(ctx, moving))
		}, then: func(*model, *person) { s.status, s.answered = to, s.answered || response }}
	},
}

var riskSteps = []string{"OPEN MITIGATING OCCURRED CLOSED", "MITIGATING OPEN OCCURRED CLOSED", "OCCURRED MITIGATING CLOSED", "CLOSED OPEN"}

// saying are words for a field.
func (m *model) saying() *string { return new(m.words("says")) }

// wordingSteps are the operations of the table.
func wordingSteps(names ...string) map[string]func(*model) {
	steps := map[string]func(*model){}
	for _, name := range names {
		steps[name] = func(m *model) { m.reword(wordings[name](m)) }
	}
	return steps
}

func (m *model) reword(w *wording) {
	if w == nil {
		return
	}
	who, in := m.writer(w.kind), m.aim(w.of)
	m.refuse("ILLEGAL_TRANSITION", w.closed)
	if !m.went(w.do(m, who.ctx, in)) {
		return
	}
	if w.then != nil {
		w.then(m, who)
	}
	w.of.version++
}
