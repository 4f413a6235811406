package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/citation"
	"bidwell/process"
)

// CiteInput is a certificate that a proposal cites.
type CiteInput struct {
	ProposalID    string
	CertificateID string
	Purpose       *string
}

// Cite lets a proposal cite a certificate. Errors: CONFLICT when it does already, FORBIDDEN, ILLEGAL_TRANSITION for a
// proposal that is approved or submitted, NOT_FOUND.
func (d *Desk) Cite(ctx context.Context, in CiteInput) (Written[ent.Citation], error) {
	return create(ctx, d, ent.TypeCitation, func(ctx context.Context, w *writing, id string) (*ent.Citation, error) {
		if _, err := w.openProposal(ctx, in.ProposalID, process.ProposalPartOffer); err != nil {
			return nil, err
		}
		if err := w.there(ctx, "certificateID", ent.TypeCertificate, in.CertificateID); err != nil {
			return nil, err
		}
		known, err := w.tx.Citation.Query().Where(citation.ProposalID(in.ProposalID), citation.CertificateID(in.CertificateID)).Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return w.tx.Citation.Create().SetID(id).SetProposalID(in.ProposalID).SetCertificateID(in.CertificateID).SetNillablePurpose(in.Purpose).Save(ctx)
		case err != nil:
			return nil, err
		case known.ArchivedAt == nil:
			return nil, process.NewError(process.CodeConflict, process.MsgCited)
		default: // cited once before
			return known.Update().ClearArchivedAt().SetPurpose(value(in.Purpose)).Save(ctx)
		}
	})
}

// RemoveCitation takes a certificate out of a proposal. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for a proposal
// that is approved or submitted, NOT_FOUND.
func (d *Desk) RemoveCitation(ctx context.Context, in RecordInput) (Written[ent.Citation], error) {
	return update(ctx, d, ent.TypeCitation, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Citation, error) {
		c, err := w.tx.Citation.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if _, err := w.openProposal(ctx, c.ProposalID, process.ProposalPartOffer); err != nil {
			return nil, err
		}
		return c.Update().SetArchivedAt(d.now()).Save(ctx)
	})
}
