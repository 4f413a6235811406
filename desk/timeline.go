package desk

import (
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
	ent.TypeClarification: ofOpportunity, ent.TypeApproval: ofOpportunity, ent.TypeCommercialTerm: ofOpportunity,
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
	ent.TypeAttachment: {"subject_id"}, ent.TypeComment: {"subject_id", "opportunity_id"}, ent.TypeContact: {"customer_id"},
}

var (
	ofOpportunity = []string{"opportunity_id"}
	ofProposal    = []string{"proposal_id"}
)

// place finds the record a changed one is a part of (the one it names now, else the one it named before), and the
// opportunity behind it.
func (w *writing) place(ctx context.Context, c *change, m ent.Mutation) error {
	if c.entity == ent.TypeOpportunity {
		c.opportunity = c.id
		return nil
	}
	for _, field := range roots[c.entity] {
		v, named := m.Field(field)
		if !named && m.Op().Is(ent.OpUpdateOne) {
			before, err := m.OldField(ctx, field)
			if err != nil {
				return err
			}
			v = before
		}
		switch v := v.(type) {
		case string:
			c.root = v
		case *string:
			c.root = value(v)
		}
		if c.root != "" {
			break
		}
	}
	opportunity, err := w.opportunityBehind(ctx, c.root)
	c.opportunity = opportunity
	w.remember(c.id, opportunity)
	return err
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
