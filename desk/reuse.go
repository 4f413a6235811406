package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/ent/proposal"
	"bidwell/ent/proposalsection"
	"bidwell/ent/reuseedge"
	"bidwell/process"
	"bidwell/search"
)

// InsertFromLibraryInput is a passage of the library that is used in a proposal: in a section, or as a new one.
type InsertFromLibraryInput struct {
	// SectionID is the section it goes into, Version the version that was read at.
	SectionID *string
	Version   *int
	// ProposalVersionID and Position say where a new section is made.
	ProposalVersionID *string
	Position          *int
	SourceID          string
	Mode              process.ReuseMode
	Title             *string
	Body              *string
}

// origin is what a passage is taken from, as it is now.
type origin struct {
	id, title, body, language string
	version                   int
}

// InsertFromLibrary uses a section or a library item in a proposal and notes that for good: which version of what went
// where, how, and how alike both texts are. VERBATIM and ADAPTED copy the text, ADAPTED may bring one of its own,
// REFERENCED copies nothing. What goes into a section that is there already is put below its text. Errors: CONFLICT,
// FORBIDDEN, NOT_FOUND, also for a hidden or archived source; VALIDATION_FAILED for a retired one; ILLEGAL_TRANSITION for a
// frozen version or an approved proposal.
func (d *Desk) InsertFromLibrary(ctx context.Context, in InsertFromLibraryInput) (Written[ent.ReuseEdge], error) {
	return create(ctx, d, ent.TypeReuseEdge, func(ctx context.Context, w *writing, id string) (*ent.ReuseEdge, error) {
		inSection := in.SectionID != nil && in.Version != nil && in.ProposalVersionID == nil && in.Position == nil && in.Title == nil
		asNew := in.ProposalVersionID != nil && in.Position != nil && in.SectionID == nil && in.Version == nil
		if inSection == asNew {
			return nil, process.Invalid("sectionID", process.MsgTargetOne)
		}
		from, err := w.librarySource(ctx, in.SourceID)
		if err != nil {
			return nil, err
		}
		var s *ent.ProposalSection
		if inSection {
			s, err = w.insertBelow(ctx, in, from)
		} else {
			s, err = w.insertNew(ctx, in, from)
		}
		if err != nil {
			return nil, err
		}
		return w.tx.ReuseEdge.Create().SetID(id).SetSectionID(s.ID).SetMode(in.Mode).SetSourceID(from.id).SetSourceVersion(from.version).
			SetSourceHash(bodyHash(from.body)).SetSimilarity(similarity(s.Body, from.body)).Save(ctx)
	})
}

// librarySource reads what a passage is taken from. What may not be seen and what is archived is not found.
func (w *writing) librarySource(ctx context.Context, id string) (*origin, error) {
	e, err := process.EntityOf(id)
	if err != nil {
		return nil, process.Invalid("sourceID", process.MsgBadID, "id", id)
	}
	switch e {
	case ent.TypeProposalSection:
		s, err := w.tx.ProposalSection.Query().
			Where(proposalsection.ID(id), proposalsection.ArchivedAtIsNil(), proposalsection.HasProposalWith(proposal.ArchivedAtIsNil())).Only(ctx)
		if err != nil {
			return nil, missing(err, id)
		}
		return &origin{id: id, title: s.Title, body: s.Body, language: s.Language, version: s.Version}, nil
	case ent.TypeContentItem:
		c, err := w.tx.ContentItem.Query().Where(contentitem.ID(id), contentitem.ArchivedAtIsNil()).Only(ctx)
		if err != nil {
			return nil, missing(err, id)
		}
		return &origin{id: id, title: c.Title, body: c.Body, language: c.Language, version: c.Version}, process.CheckSource(c.VerifyState)
	default:
		return nil, process.Invalid("sourceID", process.MsgWrongKind, "id", id, "kind", ent.TypeContentItem)
	}
}

// missing names the record that was not found.
func missing(err error, id string) error {
	if ent.IsNotFound(err) {
		return process.NotFound(id)
	}
	return err
}

// insertBelow puts a passage into a section, below its text.
func (w *writing) insertBelow(ctx context.Context, in InsertFromLibraryInput, from *origin) (*ent.ProposalSection, error) {
	if *in.SectionID == from.id {
		return nil, process.Invalid("sourceID", process.MsgSourceItself)
	}
	if err := w.lock(ctx, ent.TypeProposalSection, *in.SectionID, *in.Version); err != nil {
		return nil, err
	}
	s, err := w.openSection(ctx, *in.SectionID)
	if err != nil {
		return nil, err
	}
	sources, err := w.tx.ReuseEdge.Query().Where(reuseedge.SectionID(s.ID), reuseedge.ArchivedAtIsNil()).Count(ctx)
	if err != nil {
		return nil, err
	}
	if err := process.CheckReuse(in.Mode, in.Body, sources); err != nil {
		return nil, err
	}
	body := process.Inserted(in.Mode, s.Body, or(in.Body, from.body))
	if body == s.Body {
		return s, nil
	}
	return w.rewrite(ctx, s, s.Update().SetBody(body), s.Title, body)
}

// insertNew makes a section of a passage.
func (w *writing) insertNew(ctx context.Context, in InsertFromLibraryInput, from *origin) (*ent.ProposalSection, error) {
	if err := process.CheckReuse(in.Mode, in.Body, 0); err != nil {
		return nil, err
	}
	v, err := w.openVersion(ctx, *in.ProposalVersionID)
	if err != nil {
		return nil, err
	}
	body := process.Inserted(in.Mode, "", or(in.Body, from.body))
	return w.tx.ProposalSection.Create().SetID(w.newID(ent.TypeProposalSection)).SetProposalID(v.ProposalID).SetProposalVersionID(v.ID).
		SetPosition(*in.Position).SetTitle(or(in.Title, from.title)).SetBody(body).SetLanguage(from.language).
		SetWords(process.CountWords(body)).SetStatus(process.SectionStatusAfterEdit(process.SectionStatusPlanned, body)).Save(ctx)
}

// similarity compares texts as the library sees them: without regard to case, width and the form of Chinese characters.
func similarity(a, b string) float64 { return process.Similarity(search.Fold(a), search.Fold(b)) }

// bodyHash tells whether a source still says what it said.
func bodyHash(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}
