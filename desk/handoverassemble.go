package desk

import (
	"context"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/activity"
	"bidwell/ent/commercialterm"
	"bidwell/ent/commitment"
	"bidwell/ent/handover"
	"bidwell/ent/opportunity"
	"bidwell/ent/predicate"
	"bidwell/ent/requirement"
	"bidwell/ent/risk"
	"bidwell/ent/stakeholder"
	"bidwell/ent/wintheme"
	"bidwell/process"
)

// contractedOnly keeps commitments that are in the contract and not archived.
func contractedOnly(s *sql.Selector) {
	commitment.StatusEQ(process.CommitmentStatusContracted)(s)
	commitment.ArchivedAtIsNil()(s)
}

// inNoOtherThan keeps the commitments of a package's opportunity that are in no other package; an archived one holds
// nothing.
func inNoOtherThan(h *ent.Handover) predicate.Commitment {
	return commitment.And(commitment.OpportunityID(h.OpportunityID), commitment.Or(
		commitment.HandoverIDIsNil(), commitment.HandoverID(h.ID), commitment.HasHandoverWith(handover.ArchivedAtNotNil())))
}

// oldestPromise puts commitments in the order they were entered in.
func oldestPromise(s *sql.Selector) { commitment.ByID()(s) }

// handoverSource reads from the record what a package is written from, and in which language: that of the opportunity's
// owner. The number of statements does not grow with the records.
func (w *writing) handoverSource(ctx context.Context, h *ent.Handover) (s process.HandoverSource, lang process.Language, err error) {
	o, err := w.tx.Opportunity.Query().Where(opportunity.ID(h.OpportunityID)).WithOwner().Only(ctx)
	if err != nil {
		return s, lang, err
	}
	lang = process.LanguageZH
	if u := o.Edges.Owner; u != nil && strings.HasPrefix(u.Language, string(process.LanguageEN)) {
		lang = process.LanguageEN
	}
	a := &packing{writing: w, handover: h, lang: lang, source: &s}
	s.Expectations = append(s.Expectations, process.HandoverExpectation{
		ID: o.ID, Text: o.OutcomeNote, About: process.Text{EN: "What the customer said about the decision", ZH: "客户对决策的说明"},
	})
	for _, load := range []func(context.Context) error{
		a.loadDemands, a.loadProposals, a.loadPromises, a.loadTerms, a.loadTalks, a.loadFactors, a.loadRisks, a.loadContract,
	} {
		if err := load(ctx); err != nil {
			return s, lang, err
		}
	}
	return s, lang, nil
}

// packing is a package while its source is read, one kind of record a step.
type packing struct {
	*writing
	handover *ent.Handover
	lang     process.Language
	source   *process.HandoverSource
}

// local is an instant where the organisation is.
func (a *packing) local(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	here := at.In(a.desk.options.Zone)
	return &here
}

func (a *packing) loadDemands(ctx context.Context) error {
	rows, err := a.tx.Requirement.Query().Where(requirement.OpportunityID(a.handover.OpportunityID), requirement.ArchivedAtIsNil(),
		requirement.StatusEQ(process.RequirementStatusConfirmed)).Order(requirement.ByNumber(), requirement.ByID()).All(ctx)
	for _, r := range rows {
		text := r.Text
		if a.lang == process.LanguageEN {
			text = firstText(r.TextEn, r.Text)
		}
		a.source.Requirements = append(a.source.Requirements, process.HandoverDemand{
			ID: r.ID, Number: value(r.Number), Text: text, Criterion: r.SuccessCriterion, Mandatory: r.Mandatory, Priority: r.Priority,
		})
	}
	return err
}

func (a *packing) loadPromises(ctx context.Context) error {
	rows, err := a.tx.Commitment.Query().Where(inNoOtherThan(a.handover), commitment.ArchivedAtIsNil(),
		commitment.StatusIn(process.CommitmentStatusMade, process.CommitmentStatusContracted)).Order(oldestPromise).
		WithMadeBy().WithMadeTo().WithContract().WithApproval(func(q *ent.ApprovalQuery) { q.WithDecidedBy() }).All(ctx)
	for _, c := range rows {
		p := process.HandoverPromise{
			ID: c.ID, Text: c.Text, Kind: c.Kind, Status: c.Status, Unauthorised: c.Unauthorised, ApprovalID: value(c.ApprovalID),
			MadeAt: a.local(c.MadeAt), Clause: c.ContractClause, DueOn: c.DueOn,
		}
		if u := c.Edges.MadeBy; u != nil {
			p.MadeBy = u.Name
		}
		if to := c.Edges.MadeTo; to != nil {
			p.MadeTo = to.Name
		}
		if in := c.Edges.Contract; in != nil {
			p.Contract = firstText(value(in.Number), in.Title)
		}
		if by := c.Edges.Approval; by != nil && by.Edges.DecidedBy != nil {
			p.Approver = by.Edges.DecidedBy.Name
		}
		a.source.Commitments = append(a.source.Commitments, p)
	}
	return err
}

func (a *packing) loadTerms(ctx context.Context) error {
	rows, err := a.tx.CommercialTerm.Query().Where(commercialterm.OpportunityID(a.handover.OpportunityID), commercialterm.ArchivedAtIsNil(),
		commercialterm.DecisionEQ(process.TermDecisionAccepted)).Order(commercialterm.ByID()).All(ctx)
	for _, t := range rows {
		a.source.Terms = append(a.source.Terms, process.HandoverTerm{ID: t.ID, Title: t.Title, Agreed: t.Agreed, Kind: t.Kind})
	}
	return err
}

func (a *packing) loadTalks(ctx context.Context) error {
	rows, err := a.tx.Activity.Query().Where(activity.OpportunityID(a.handover.OpportunityID), activity.ArchivedAtIsNil()).
		Order(activity.ByOccurredAt(), activity.ByID()).WithContact().WithUser().All(ctx)
	for _, t := range rows {
		talk := process.HandoverTalk{ID: t.ID, Subject: t.Subject, Body: t.Body, Kind: t.Kind, At: *a.local(&t.OccurredAt)}
		if c := t.Edges.Contact; c != nil {
			talk.Contact = c.Name
		}
		if u := t.Edges.User; u != nil {
			talk.User = u.Name
		}
		a.source.Talks = append(a.source.Talks, talk)
	}
	return err
}

func (a *packing) loadFactors(ctx context.Context) error {
	themes, err := a.tx.WinTheme.Query().Where(wintheme.OpportunityID(a.handover.OpportunityID), wintheme.ArchivedAtIsNil()).
		Order(wintheme.ByID()).All(ctx)
	if err != nil {
		return err
	}
	for _, t := range themes {
		a.source.Themes = append(a.source.Themes, process.HandoverTheme{ID: t.ID, Statement: t.Statement, Evidence: t.Evidence, Kind: t.Kind})
	}
	people, err := a.tx.Stakeholder.Query().Where(stakeholder.OpportunityID(a.handover.OpportunityID), stakeholder.ArchivedAtIsNil()).
		Order(stakeholder.ByInfluence(descending), stakeholder.ByID()).WithContact().All(ctx)
	for _, p := range people {
		if c := p.Edges.Contact; c != nil {
			a.source.Concerns = append(a.source.Concerns, process.HandoverConcern{
				ID: p.ID, Name: c.Name, Title: c.Title, Concerns: p.Concerns, Part: p.Part, Attitude: p.Attitude, Influence: p.Influence,
			})
		}
	}
	return err
}

func (a *packing) loadRisks(ctx context.Context) error {
	rows, err := a.tx.Risk.Query().Where(risk.OpportunityID(a.handover.OpportunityID), risk.ArchivedAtIsNil(),
		risk.StatusNEQ(process.RiskStatusClosed)).Order(risk.ByID()).All(ctx)
	for _, r := range rows {
		a.source.Risks = append(a.source.Risks, process.HandoverRisk{
			ID: r.ID, Title: r.Title, Response: r.Response, Probability: r.Probability, Impact: r.Impact, Status: r.Status,
		})
	}
	return err
}

func (a *packing) loadContract(ctx context.Context) error {
	if a.handover.ContractID == nil {
		return nil
	}
	c, err := a.tx.Contract.Get(ctx, *a.handover.ContractID)
	if err != nil {
		return err
	}
	a.source.Expectations = append(a.source.Expectations, process.HandoverExpectation{
		ID: c.ID, Text: c.Terms, About: process.Text{EN: "What the contract says beyond that", ZH: "合同补充约定"},
	})
	return nil
}
