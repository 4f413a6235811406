package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/process"
	"bidwell/search"
)

// DuplicateCluster is a set of sections and library items that say nearly the same.
type DuplicateCluster struct {
	// CanonicalID is the copy to go by (process.CanonicalCopy).
	CanonicalID string
	// Members are the copies, the one to go by first, then the most alike to it; Size counts those too that are not told
	// because there are very many.
	Members []*DuplicateMember
	Size    int
}

// DuplicateMember is one of several copies of a text.
type DuplicateMember struct {
	// RecordID is a section or a library item, RootID the proposal or the item it is a passage of, else itself.
	RecordID, Title, RootID string
	// Alike is how alike it is to the copy to go by, from 0 to 1, as the library estimates it.
	Alike float64
	// VerifyState is how far a library item was verified; nil for a section.
	VerifyState *process.VerifyState
	// Uses are the opportunities in which it was used.
	Uses int
}

const (
	// defaultClusters is the number of clusters when none is told, maxClusters the most: as many again are asked of the
	// library, because it does not know which items are retired.
	defaultClusters = 20
	maxClusters     = search.MaxClusters / 2
	// duplicateTime bounds the search for copies: the first reads all texts of the library, and goes on from there when it
	// is asked again.
	duplicateTime = 20 * time.Second
)

// DuplicateTexts finds the sections and library items that say nearly the same, the largest clusters first, and in each the
// copy to go by, in a fixed number of statements. Retired items and what the viewer may not read are left out. Errors: those
// of Search; VALIDATION_FAILED for a bad size or likeness.
func (d *Desk) DuplicateTexts(ctx context.Context, first *int, alike *float64) ([]*DuplicateCluster, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	size, err := sizeOf(first, defaultClusters, maxClusters)
	if err != nil {
		return nil, err
	}
	q := search.DuplicateQuery{Alike: or(alike, search.DefaultAlike), Limit: 2 * size}
	if !(q.Alike >= search.MinAlike && q.Alike <= 1) {
		return nil, process.Invalid("alike", process.MsgOutOfRange, "min", "0.5", "max", "1")
	}
	kinds := []process.SearchKind{process.SearchKindSection, process.SearchKindCase}
	if q.Filter, q.Scopes, err = d.narrowed(ctx, v, &process.SearchFilter{Kinds: kinds}); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, duplicateTime)
	defer cancel()
	found, err := d.library.Duplicates(bounded, q)
	if err != nil {
		return nil, d.refuse(ctx, err)
	}
	var ids []string
	for _, c := range found {
		for _, m := range c.Members {
			ids = append(ids, m.ID)
		}
	}
	copies, err := d.textCopies(ctx, v, ids)
	if err != nil {
		return nil, err
	}
	clusters := []*DuplicateCluster{}
	for i := range found {
		if c := clusterOf(&found[i], copies); c != nil && len(clusters) < size {
			clusters = append(clusters, c)
		}
	}
	slices.SortStableFunc(clusters, func(a, b *DuplicateCluster) int { return cmp.Compare(b.Size, a.Size) })
	return clusters, nil
}

// textCopy is a record whose text has copies.
type textCopy struct {
	process.TextCopy
	title, root string
}

// textCopies reads what decides between copies, of the sections and items the viewer sees that are neither archived nor
// retired.
func (d *Desk) textCopies(ctx context.Context, v *process.Viewer, ids []string) (map[string]textCopy, error) {
	copies := map[string]textCopy{}
	if len(ids) == 0 {
		return copies, nil
	}
	items, err := d.reader.ContentItem.Query().
		Where(contentitem.IDIn(ids...), contentitem.ArchivedAtIsNil(), contentitem.VerifyStateNEQ(process.VerifyStateRetired)).
		Select(contentitem.FieldTitle, contentitem.FieldVerifyState, contentitem.FieldPartOfID, contentitem.FieldUpdatedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	sections, err := d.reader.ProposalSection.Query().Where(proposalsection.IDIn(ids...), proposalsection.ArchivedAtIsNil()).
		Select(proposalsection.FieldTitle, proposalsection.FieldProposalID, proposalsection.FieldUpdatedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	used, err := d.outcomes(ctx, v, func(s *entsql.Selector) { s.Where(entsql.In("source_id", anys(ids)...)) })
	if err != nil {
		return nil, err
	}
	add := func(c textCopy) {
		if o := used[c.ID]; o != nil {
			c.Outcome = o.Outcome
		}
		copies[c.ID] = c
	}
	for _, c := range items {
		add(textCopy{process.TextCopy{ID: c.ID, Library: true, State: c.VerifyState, Changed: c.UpdatedAt}, c.Title, or(c.PartOfID, c.ID)})
	}
	for _, s := range sections {
		add(textCopy{process.TextCopy{ID: s.ID, Changed: s.UpdatedAt}, s.Title, s.ProposalID})
	}
	return copies, nil
}

// clusterOf tells a cluster of the library; nil when no more than one copy is left of it.
func clusterOf(found *search.Cluster, copies map[string]textCopy) *DuplicateCluster {
	var there []process.TextCopy
	var places []int
	for i, m := range found.Members {
		if c, ok := copies[m.ID]; ok {
			there, places = append(there, c.TextCopy), append(places, i)
		}
	}
	if len(there) < 2 {
		return nil
	}
	canonical := process.CanonicalCopy(there)
	c := &DuplicateCluster{CanonicalID: there[canonical].ID, Size: found.Size - len(found.Members) + len(there)}
	for n, one := range there {
		m := &DuplicateMember{
			RecordID: one.ID, Title: copies[one.ID].title, RootID: copies[one.ID].root,
			Alike: found.Alike(places[canonical], places[n]), Uses: one.Outcome.Opportunities,
		}
		if one.Library {
			m.VerifyState = &one.State
		}
		c.Members = append(c.Members, m)
	}
	c.Members[0], c.Members[canonical] = c.Members[canonical], c.Members[0]
	slices.SortFunc(c.Members[1:], func(a, b *DuplicateMember) int {
		return cmp.Or(cmp.Compare(b.Alike, a.Alike), cmp.Compare(a.RecordID, b.RecordID))
	})
	return c
}

// TextDiff is what differs between the texts of two records.
type TextDiff struct {
	FromID, ToID       string
	FromTitle, ToTitle string
	// Alike is how alike both texts are, from 0 to 1, by what copies are told by.
	Alike float64
	Hunks []process.DiffHunk
}

// TextDiff compares the texts of two sections or library items line by line. Errors: UNAUTHENTICATED; NOT_FOUND for a record
// that is missing, hidden or archived; VALIDATION_FAILED for one of another kind.
func (d *Desk) TextDiff(ctx context.Context, fromID, toID string) (*TextDiff, error) {
	if _, err := signedIn(ctx); err != nil {
		return nil, err
	}
	var texts [2]*origin
	for i, id := range [][2]string{{"from", fromID}, {"to", toID}} {
		var err error
		if texts[i], err = d.textOf(ctx, id[0], id[1]); err != nil {
			return nil, err
		}
	}
	from, to := texts[0], texts[1]
	return &TextDiff{
		FromID: fromID, ToID: toID, FromTitle: from.title, ToTitle: to.title,
		Alike: search.Alike(from.body, to.body), Hunks: process.Diff(from.body, to.body),
	}, nil
}

// textOf reads the text of a section or a library item, of an older version of a proposal too.
func (d *Desk) textOf(ctx context.Context, field, id string) (*origin, error) {
	e, err := process.EntityOf(id)
	if err != nil {
		return nil, process.Invalid(field, process.MsgBadID, "id", id)
	}
	switch e {
	case ent.TypeProposalSection:
		s, err := d.reader.ProposalSection.Query().
			Where(proposalsection.ID(id), proposalsection.ArchivedAtIsNil(), proposalsection.HasProposalWith(proposal.ArchivedAtIsNil())).
			Select(proposalsection.FieldTitle, proposalsection.FieldBody).Only(ctx)
		if err != nil {
			return nil, missing(err, id)
		}
		return &origin{id: id, title: s.Title, body: s.Body}, nil
	case ent.TypeContentItem:
		c, err := d.reader.ContentItem.Query().Where(contentitem.ID(id), contentitem.ArchivedAtIsNil()).
			Select(contentitem.FieldTitle, contentitem.FieldBody).Only(ctx)
		if err != nil {
			return nil, missing(err, id)
		}
		return &origin{id: id, title: c.Title, body: c.Body}, nil
	default:
		return nil, process.Invalid(field, process.MsgWrongKind, "id", id, "kind", ent.TypeContentItem)
	}
}
