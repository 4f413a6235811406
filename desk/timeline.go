package desk

import (
	"cmp"
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/process"
)

// roots names the fields that may hold the record a part belongs to; the first that does counts. From part to whole they
// lead to the opportunity, and so make its timeline whole.
var roots = map[string][]string{
	ent.TypeStageEntry: ofOpportunity, ent.TypeLineItem: ofOpportunity, ent.TypeStakeholder: ofOpportunity,
	ent.TypeProposal: ofOpportunity, ent.TypeCompetitor: ofOpportunity, ent.TypeQualification: ofOpportunity,
	ent.TypeRequirement: ofOpportunity, ent.TypeGate: ofOpportunity, ent.TypeLessonExposure: ofOpportunity, ent.TypeRisk: ofOpportunity,
	ent.TypeSupportRequest: ofOpportunity, ent.TypeWinTheme: ofOpportunity, ent.TypeFinding: ofOpportunity, ent.TypeQuestion: ofOpportunity,
	ent.TypeClarification: ofOpportunity, ent.TypeCommercialTerm: ofOpportunity,
	ent.TypeCommitment: ofOpportunity, ent.TypeContract: ofOpportunity, ent.TypeHandover: ofOpportunity, ent.TypeProject: ofOpportunity,
	ent.TypeChangeRequest: ofOpportunity, ent.TypeAcceptance: ofOpportunity,
	ent.TypeActivity: {"opportunity_id", "customer_id"}, ent.TypeLead: {"opportunity_id", "customer_id"},
	ent.TypeTask:      {"opportunity_id", "proposal_id", "project_id"},
	ent.TypeTimeEntry: {"opportunity_id", "support_request_id", "task_id"},
	ent.TypeSurvey:    {"opportunity_id", "project_id"}, ent.TypeRetrospective: {"opportunity_id", "project_id"},
	ent.TypeLesson:          {"opportunity_id", "retrospective_id"},
	ent.TypeProposalSection: ofProposal, ent.TypeProposalVersion: ofProposal, ent.TypeReview: ofProposal,
	ent.TypeComplianceItem: ofProposal, ent.TypeBidChecklistItem: ofProposal, ent.TypeCitation: ofProposal,
	ent.TypeReuseEdge: {"section_id"}, ent.TypeAcceptanceCriterion: {"acceptance_id"}, ent.TypeTemplateChange: {"lesson_id"},
	ent.TypeApproval: {"opportunity_id", "subject_id"}, ent.TypeAttachment: {"subject_id"}, ent.TypeComment: {"subject_id", "opportunity_id"}, ent.TypeContact: {"customer_id"},
}

var (
	ofOpportunity = []string{"opportunity_id"}
	ofProposal    = []string{"proposal_id"}
)

// place finds the record a changed one is a part of, or was until this change, and the opportunity behind it. The change
// by which it goes from one opportunity or customer to another is of both: the one it left is its root.
func (w *writing) place(ctx context.Context, c *change, m ent.Mutation) error {
	fields := roots[c.entity]
	if c.entity == ent.TypeOpportunity {
		c.opportunity, fields = c.id, []string{"customer_id"}
	}
	before, after, err := rootsOf(ctx, m, fields)
	if err != nil {
		return err
	}
	if c.entity != ent.TypeOpportunity {
		if c.root = after; after == "" {
			c.root = before
		}
		if c.opportunity, err = w.opportunityBehind(ctx, c.root); err != nil {
			return err
		}
		w.remember(c.id, c.opportunity)
		if c.entity == ent.TypeAttachment { // who sees it is decided by that
			if err := settle(m, "opportunity_id", c.opportunity); err != nil {
				return err
			}
		}
	}
	if before == "" || before == after {
		return nil
	}
	left, err := w.opportunityBehind(ctx, before)
	if e, _ := process.EntityOf(before); left == "" && e == ent.TypeCustomer {
		left = before
	}
	if left != "" && left != c.opportunity {
		c.root = left
	}
	return err
}

// rootsOf reads what the fields name before a write and after it: the first of them that names something counts.
func rootsOf(ctx context.Context, m ent.Mutation, fields []string) (before, after string, err error) {
	for _, field := range fields {
		var was any
		if m.Op().Is(ent.OpUpdateOne) {
			if was, err = m.OldField(ctx, field); err != nil {
				return "", "", err
			}
		}
		is, named := m.Field(field)
		if !named && !m.FieldCleared(field) {
			is = was
		}
		before, after = cmp.Or(before, idIn(was)), cmp.Or(after, idIn(is))
	}
	return before, after, nil
}

// idIn is the id in a field that may be a pointer.
func idIn(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case *string:
		return value(v)
	default:
		return ""
	}
}

// opportunityBehind walks from a record to the opportunity it belongs to, empty when it belongs to none.
func (w *writing) opportunityBehind(ctx context.Context, id string) (string, error) {
	for at, depth := id, 0; at != "" && depth < maxDepth; depth++ {
		if found, known := w.opportunities[at]; known {
			return found, nil
		}
		e, err := process.EntityOf(at)
		if err != nil || e == ent.TypeOpportunity {
			return at, err
		}
		whole := ""
		for _, field := range roots[string(e)] {
			if whole, err = w.text(ctx, e, field, at); err != nil || whole != "" {
				break
			}
		}
		if err != nil {
			return "", err
		}
		at = whole
	}
	return "", nil
}

// settle gives a field its value, or none.
func settle(m ent.Mutation, field, value string) error {
	if value != "" {
		return m.SetField(field, value)
	}
	if m.Op().Is(ent.OpCreate) {
		return nil
	}
	return m.ClearField(field)
}

// remember keeps what is known of a record for the rest of the transaction, so that its parts need no question.
func (w *writing) remember(id, opportunity string) {
	if w.opportunities == nil {
		w.opportunities = map[string]string{}
	}
	w.opportunities[id] = opportunity
}

// changesField keeps the changes of the log in which a field got another value.
func changesField(name string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(entchange.FieldFields)).WriteString(" -> '" + name + "' IS NOT NULL")
		}))
	}
}
