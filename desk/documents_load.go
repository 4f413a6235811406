package desk

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/ent/customer"
	"bidwell/ent/lesson"
	"bidwell/ent/opportunity"
	"bidwell/ent/project"
	"bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/retrospective"
	"bidwell/process"
	"bidwell/search"
)

// source is where the documents of one kind come from.
type source struct {
	kind   process.SearchKind
	entity process.Entity
	// batch is how many records are loaded at once: fewer where each has much text.
	batch int
	// load reads those of the records that have a document, in a fixed number of statements.
	load func(d *Desk, ctx context.Context, ids []string) ([]*search.Doc, error)
}

// sources are the kinds of document of the case library. An archived record has no document, nor has a section of an
// archived proposal or of a version that is not the latest.
var sources = []source{
	{process.SearchKindOpportunity, ent.TypeOpportunity, 500, (*Desk).opportunityDocs},
	{process.SearchKindProposal, ent.TypeProposal, 50, (*Desk).proposalDocs},
	{process.SearchKindSection, ent.TypeProposalSection, 250, (*Desk).sectionDocs},
	{process.SearchKindCase, ent.TypeContentItem, 250, (*Desk).caseDocs},
	{process.SearchKindLesson, ent.TypeLesson, 250, (*Desk).lessonDocs},
	{process.SearchKindRetrospective, ent.TypeRetrospective, 250, (*Desk).retrospectiveDocs},
}

func (d *Desk) opportunityDocs(ctx context.Context, ids []string) ([]*search.Doc, error) {
	found, err := d.reader.Opportunity.Query().Where(opportunity.IDIn(ids...), opportunity.ArchivedAtIsNil()).
		WithCustomer(customerBackground).All(ctx)
	return docsOf(found, err, d.opportunityDoc)
}

func (d *Desk) proposalDocs(ctx context.Context, ids []string) ([]*search.Doc, error) {
	found, err := d.reader.Proposal.Query().Where(proposal.IDIn(ids...), proposal.ArchivedAtIsNil()).
		WithOpportunity(opportunityBackground).All(ctx)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	sections, err := d.reader.ProposalSection.Query().
		Where(proposalsection.ProposalIDIn(ids...), proposalsection.ArchivedAtIsNil(), ofLatestVersion).
		Order(proposalsection.ByPosition(), proposalsection.ByID()).
		Select(proposalsection.FieldProposalID, proposalsection.FieldTitle, proposalsection.FieldBody).All(ctx)
	byProposal := map[string][]*ent.ProposalSection{}
	for _, s := range sections {
		byProposal[s.ProposalID] = append(byProposal[s.ProposalID], s)
	}
	return docsOf(found, err, func(p *ent.Proposal) *search.Doc { return d.proposalDoc(p, byProposal[p.ID]) })
}

func (d *Desk) sectionDocs(ctx context.Context, ids []string) ([]*search.Doc, error) {
	found, err := d.reader.ProposalSection.Query().
		Where(proposalsection.IDIn(ids...), proposalsection.ArchivedAtIsNil(), ofLatestVersion,
			proposalsection.HasProposalWith(proposal.ArchivedAtIsNil())).
		WithProposal(func(q *ent.ProposalQuery) { q.WithOpportunity(opportunityBackground) }).All(ctx)
	return docsOf(found, err, d.sectionDoc)
}

func (d *Desk) caseDocs(ctx context.Context, ids []string) ([]*search.Doc, error) {
	found, err := d.reader.ContentItem.Query().
		Where(contentitem.IDIn(ids...), contentitem.ArchivedAtIsNil(),
			contentitem.Or(contentitem.PartOfIDIsNil(), contentitem.HasPartOfWith(contentitem.ArchivedAtIsNil()))).
		WithCustomer(customerBackground).WithProposal(withOpportunityKeys).
		WithPartOf(func(q *ent.ContentItemQuery) {
			q.WithProposal(withOpportunityKeys).
				Select(contentitem.FieldID, contentitem.FieldTitle, contentitem.FieldClassification, contentitem.FieldProposalID)
		}).All(ctx)
	return docsOf(found, err, d.caseDoc)
}

func (d *Desk) lessonDocs(ctx context.Context, ids []string) ([]*search.Doc, error) {
	found, err := d.reader.Lesson.Query().Where(lesson.IDIn(ids...), lesson.ArchivedAtIsNil()).
		WithOpportunity(opportunityBackground).WithRetrospective(withBothOpportunities).All(ctx)
	return docsOf(found, err, d.lessonDoc)
}

func (d *Desk) retrospectiveDocs(ctx context.Context, ids []string) ([]*search.Doc, error) {
	found, err := d.reader.Retrospective.Query().Where(retrospective.IDIn(ids...), retrospective.ArchivedAtIsNil()).
		WithOpportunity(opportunityBackground).WithProject(withProjectKeys).All(ctx)
	return docsOf(found, err, d.retrospectiveDoc)
}

// docsOf makes the documents of the records that were read.
func docsOf[T any](records []*T, err error, doc func(*T) *search.Doc) ([]*search.Doc, error) {
	if err != nil {
		return nil, err
	}
	docs := make([]*search.Doc, len(records))
	for i, r := range records {
		docs[i] = doc(r)
	}
	return docs, nil
}

// opportunityBackground and customerBackground read no more than what background shows.
func opportunityBackground(q *ent.OpportunityQuery) {
	opportunityKeys(q.WithCustomer(customerBackground))
	q.Select(opportunity.FieldIndustry, opportunity.FieldRegion, opportunity.FieldStatus, opportunity.FieldAmount)
}

// opportunityKeys reads no more of an opportunity than what the visibility keys are made of.
func opportunityKeys(q *ent.OpportunityQuery) {
	q.Select(opportunity.FieldID, opportunity.FieldCustomerID, opportunity.FieldOwnerID, opportunity.FieldPresalesLeadID,
		opportunity.FieldNeedToKnow, opportunity.FieldClassification)
}

func withOpportunityKeys(q *ent.ProposalQuery) {
	q.WithOpportunity(opportunityKeys).Select(proposal.FieldID, proposal.FieldOpportunityID, proposal.FieldKind)
}

func withProjectKeys(q *ent.ProjectQuery) {
	q.WithOpportunity(opportunityKeys).Select(project.FieldID, project.FieldOpportunityID)
}

func withBothOpportunities(q *ent.RetrospectiveQuery) {
	q.WithOpportunity(opportunityKeys).WithProject(withProjectKeys).
		Select(retrospective.FieldID, retrospective.FieldOpportunityID, retrospective.FieldProjectID)
}

func customerBackground(q *ent.CustomerQuery) {
	q.Select(customer.FieldID, customer.FieldName, customer.FieldIndustry, customer.FieldRegion)
}

// ofLatestVersion keeps the sections of the highest version of their proposal that is not archived.
func ofLatestVersion(s *sql.Selector) {
	v := sql.Dialect(s.Dialect()).Table("proposal_versions").As("v")
	latest := sql.Dialect(s.Dialect()).Select(v.C("id")).From(v).
		Where(sql.And(sql.ColumnsEQ(v.C("proposal_id"), s.C(proposalsection.FieldProposalID)), sql.IsNull(v.C("archived_at")))).
		OrderBy(sql.Desc(v.C("number"))).Limit(1)
	s.Where(sql.P(func(b *sql.Builder) {
		b.Ident(s.C(proposalsection.FieldProposalVersionID)).WriteString(" = ").Wrap(func(b *sql.Builder) { b.Join(latest) })
	}))
}
