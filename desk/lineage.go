package desk

import (
	"context"
	"fmt"
	"slices"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/ent/proposalsection"
	"bidwell/ent/reuseedge"
	"bidwell/process"
)

// Lineage is what a section or a library item was made from, and what was made from it.
type Lineage struct {
	// Origins and Uses are nearest first.
	Origins []LineageEntry
	Uses    []LineageEntry
	// HasMore tells that there are more than are told.
	HasMore bool
}

// LineageEntry is one record in a lineage, by the reuse that leads to it.
type LineageEntry struct {
	// Depth counts the reuses from the record asked about, from 1.
	Depth int
	// RecordID is the origin or the use; Title its heading.
	RecordID, Title string
	// Archived tells that it was archived or retired since.
	Archived bool
	// SourceID went into SectionID, as it was at SourceVersion.
	SourceID      string
	SourceVersion int
	SectionID     string
	Mode          process.ReuseMode
	Similarity    float64
	// The proposal and the opportunity it stands in, as far as the viewer may see them, and how that ended.
	ProposalID, ProposalTitle      *string
	OpportunityID, OpportunityName *string
	Outcome                        *process.OpportunityStatus
}

const (
	// lineageDepth and lineageSize bound how far a lineage is followed, each way.
	lineageDepth = 8
	lineageSize  = 200
)

// Lineage follows the reuse of a section or a library item both ways, in a fixed number of statements. What the viewer
// may not see is left out, and what is behind it; what was archived or retired stays. Errors: UNAUTHENTICATED;
// NOT_FOUND for a record that is missing or hidden; VALIDATION_FAILED for one of another kind.
func (d *Desk) Lineage(ctx context.Context, id string) (*Lineage, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if e, err := process.EntityOf(id); err != nil || e != ent.TypeProposalSection && e != ent.TypeContentItem {
		return nil, process.Invalid("id", process.MsgWrongKind, "id", id, "kind", ent.TypeContentItem)
	}
	if err := d.checkVisible(ctx, v, id); err != nil {
		return nil, err
	}
	up, moreUp, err := d.edgesFrom(ctx, id, reuseedge.FieldSectionID, reuseedge.FieldSourceID)
	if err != nil {
		return nil, err
	}
	down, moreDown, err := d.edgesFrom(ctx, id, reuseedge.FieldSourceID, reuseedge.FieldSectionID)
	if err != nil {
		return nil, err
	}
	records, err := d.lineageRecords(ctx, up, down)
	if err != nil {
		return nil, err
	}
	return &Lineage{
		Origins: follow(id, up, records, func(e *ent.ReuseEdge) (string, string) { return e.SectionID, e.SourceID }),
		Uses:    follow(id, down, records, func(e *ent.ReuseEdge) (string, string) { return e.SourceID, e.SectionID }),
		HasMore: moreUp || moreDown,
	}, nil
}

// edgesFrom reads the reuses that lead on from a record, nearest first.
func (d *Desk) edgesFrom(ctx context.Context, id, near, far string) (edges []*ent.ReuseEdge, more bool, err error) {
	mark := "?"
	if d.store.Dialect() == "postgres" {
		mark = "$1"
	}
	rows, err := d.store.ReadDB().QueryContext(ctx, fmt.Sprintf(`
		WITH RECURSIVE walk (id, far, depth) AS (
			SELECT id, %[2]s, 1 FROM reuse_edges WHERE %[1]s = %[3]s AND archived_at IS NULL
			UNION
			SELECT e.id, e.%[2]s, walk.depth + 1 FROM reuse_edges e JOIN walk ON e.%[1]s = walk.far
			WHERE e.archived_at IS NULL AND walk.depth < %[4]d
		)
		SELECT id FROM walk GROUP BY id ORDER BY MIN(depth), id LIMIT %[5]d`, near, far, mark, lineageDepth, lineageSize+1), id)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, false, err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, false, err
	}
	more = len(ids) > lineageSize
	edges, err = d.reader.ReuseEdge.Query().Where(reuseedge.IDIn(ids[:min(len(ids), lineageSize)]...)).Order(reuseedge.ByID()).All(ctx)
	return edges, more, err
}

// lineageRecords reads what the reuses name, as far as the viewer may see it.
func (d *Desk) lineageRecords(ctx context.Context, edges ...[]*ent.ReuseEdge) (map[string]LineageEntry, error) {
	var ids []string
	for _, e := range slices.Concat(edges...) {
		ids = append(ids, e.SectionID, e.SourceID)
	}
	ids = distinct(ids)
	sections, err := d.reader.ProposalSection.Query().Where(proposalsection.IDIn(ids...)).
		WithProposal(func(q *ent.ProposalQuery) { q.WithOpportunity() }).
		Select(proposalsection.FieldTitle, proposalsection.FieldProposalID, proposalsection.FieldArchivedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	items, err := d.reader.ContentItem.Query().Where(contentitem.IDIn(ids...)).
		Select(contentitem.FieldTitle, contentitem.FieldArchivedAt, contentitem.FieldVerifyState).All(ctx)
	if err != nil {
		return nil, err
	}
	records := make(map[string]LineageEntry, len(ids))
	for _, s := range sections {
		r := LineageEntry{RecordID: s.ID, Title: s.Title, Archived: s.ArchivedAt != nil}
		if p := s.Edges.Proposal; p != nil {
			r.ProposalID, r.ProposalTitle = &p.ID, &p.Title
			if o := p.Edges.Opportunity; o != nil {
				r.OpportunityID, r.OpportunityName, r.Outcome = &o.ID, &o.Name, &o.Status
			}
		}
		records[s.ID] = r
	}
	for _, c := range items {
		records[c.ID] = LineageEntry{RecordID: c.ID, Title: c.Title, Archived: c.ArchivedAt != nil || c.VerifyState == process.VerifyStateRetired}
	}
	return records, nil
}

// follow walks from a record along the reuses, through what may be seen alone.
func follow(id string, edges []*ent.ReuseEdge, records map[string]LineageEntry, ends func(*ent.ReuseEdge) (near, far string)) []LineageEntry {
	all, reached, followed := []LineageEntry{}, []string{id}, map[string]bool{}
	for depth := 1; len(reached) > 0; depth++ {
		var next []string
		for _, e := range edges {
			near, far := ends(e)
			r, seen := records[far]
			if !seen || far == id || followed[e.ID] || !slices.Contains(reached, near) {
				continue
			}
			followed[e.ID] = true
			r.Depth, r.SourceID, r.SourceVersion, r.SectionID, r.Mode, r.Similarity = depth, e.SourceID, e.SourceVersion, e.SectionID, e.Mode, e.Similarity
			all, next = append(all, r), append(next, far)
		}
		reached = next
	}
	return all
}
