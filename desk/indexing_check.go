package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"bidwell/search"
)

// Parity compares the index with the database.
type Parity struct {
	// Documents is how many the database has.
	Documents int
	// Missing are not in the index, Stale are there with another content, Extra are there and should not be.
	Missing, Stale, Extra int
	// Examples name some of the differences.
	Examples []string
}

// Whole tells that index and database are equal.
func (p Parity) Whole() bool { return p.Missing+p.Stale+p.Extra == 0 }

// maxExamples bounds Parity.Examples.
const maxExamples = 10

func (p *Parity) note(count *int, what, id string) {
	*count++
	if len(p.Examples) < maxExamples {
		p.Examples = append(p.Examples, what+" "+id)
	}
}

// checkTries is how often CheckIndex looks again when somebody wrote while it compared.
const checkTries = 3

// CheckIndex proves that the index equals the database: it catches up, then compares the ids and revisions of all
// documents in both directions. When others write all the while, what they changed last may show as a difference. It
// keeps the index's ids and revisions in memory, some 150 bytes a document. Errors: search.ErrRebuilding for a damaged
// index.
func (d *Desk) CheckIndex(ctx context.Context) (p Parity, err error) {
	ctx = AsSystem(ctx)
	for range checkTries {
		if err := d.CatchUp(ctx); err != nil {
			return Parity{}, err
		}
		seq := d.library.Seq()
		if p, err = d.compareIndex(ctx); err != nil || p.Whole() {
			return p, err
		}
		if last, err := d.LastChange(ctx); err != nil || last == seq {
			return p, err
		}
	}
	return p, nil
}

func (d *Desk) compareIndex(ctx context.Context) (Parity, error) {
	var p Parity
	indexed := map[string]string{}
	err := d.library.Revisions(ctx, func(id, revision string) error {
		indexed[id] = revision
		return nil
	})
	if err != nil {
		return p, fmt.Errorf("read the index: %w", err)
	}
	for _, s := range sources {
		err := d.eachBatch(ctx, s, func(_ []string, docs []*search.Doc) error {
			for _, doc := range docs {
				p.meet(doc, indexed)
			}
			return nil
		})
		if err != nil {
			return p, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(indexed)) {
		p.note(&p.Extra, "extra", id)
	}
	return p, nil
}

// meet compares a document of the database with the index and takes it off the list.
func (p *Parity) meet(doc *search.Doc, indexed map[string]string) {
	p.Documents++
	switch revision, ok := indexed[doc.ID]; {
	case !ok:
		p.note(&p.Missing, "missing", doc.ID)
	case revision != doc.Revision:
		p.note(&p.Stale, "stale", doc.ID)
	}
	delete(indexed, doc.ID)
}
