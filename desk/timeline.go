package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	entchange "bidwell/ent/change"
	"bidwell/process"
)

// roots names the field that holds the record a part belongs to. From part to whole it leads to the opportunity, and so
// makes the timeline of an opportunity whole.
var roots = map[string]string{
	ent.TypeStageEntry: "opportunity_id", ent.TypeLineItem: "opportunity_id", ent.TypeStakeholder: "opportunity_id",
	ent.TypeActivity: "opportunity_id", ent.TypeProposal: "opportunity_id", ent.TypeProposalSection: "proposal_id",
	ent.TypeProposalVersion: "proposal_id", ent.TypeAttachment: "subject_id", ent.TypeContact: "customer_id",
	ent.TypeCompetitor: "opportunity_id", ent.TypeQualification: "opportunity_id", ent.TypeRequirement: "opportunity_id",
	ent.TypeGate: "opportunity_id", ent.TypeLessonExposure: "opportunity_id", ent.TypeTask: "opportunity_id", ent.TypeRisk: "opportunity_id",
	ent.TypeSupportRequest: "opportunity_id", ent.TypeTimeEntry: "opportunity_id", ent.TypeWinTheme: "opportunity_id",
	ent.TypeReuseEdge: "section_id", ent.TypeReview: "proposal_id", ent.TypeFinding: "opportunity_id", ent.TypeQuestion: "opportunity_id",
	ent.TypeComplianceItem: "proposal_id", ent.TypeBidChecklistItem: "proposal_id", ent.TypeCitation: "proposal_id",
	ent.TypeClarification: "opportunity_id", ent.TypeApproval: "opportunity_id", ent.TypeCommercialTerm: "opportunity_id",
	ent.TypeCommitment: "opportunity_id", ent.TypeContract: "opportunity_id", ent.TypeHandover: "opportunity_id",
	ent.TypeProject: "opportunity_id", ent.TypeChangeRequest: "opportunity_id", ent.TypeAcceptance: "opportunity_id",
	ent.TypeAcceptanceCriterion: "acceptance_id", ent.TypeSurvey: "opportunity_id", ent.TypeComment: "subject_id",
	ent.TypeLead: "opportunity_id", ent.TypeRetrospective: "opportunity_id", ent.TypeLesson: "opportunity_id",
	ent.TypeTemplateChange: "lesson_id",
}

// place finds the record a changed one is a part of (the one it names now, else the one it named before), and the
// opportunity behind it.
func (w *writing) place(ctx context.Context, c *change, m ent.Mutation) error {
	if c.entity == ent.TypeOpportunity {
		c.opportunity = c.id
		return nil
	}
	field, ok := roots[c.entity]
	if !ok {
		return nil
	}
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
		field, ok := roots[string(e)]
		if !ok {
			return "", nil
		}
		if at, err = w.text(ctx, e, field, at); err != nil {
			return "", err
		}
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
