package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/bidchecklistitem"
	"bidwell/ent/citation"
	"bidwell/ent/complianceitem"
	"bidwell/process"
)

// SignProposal records that the viewer signed an approved proposal for the company. Errors: CONFLICT, FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) SignProposal(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return update(ctx, d, ent.TypeProposal, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Proposal, error) {
		p, err := w.tx.Proposal.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckSigning(p.Status, p.SignedAt != nil); err != nil {
			return nil, err
		}
		return p.Update().SetSignedAt(d.now()).SetNillableSignedByID(w.hand()).Save(ctx)
	})
}

// SealProposal records that an approved proposal carries the company's seal. Without the approval to use the seal it
// answers the blocker. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND.
func (d *Desk) SealProposal(ctx context.Context, in RecordInput) (Written[ent.Proposal], error) {
	return gated(d.stepProposal(ctx, in, process.ProposalStatusSealed, sealed))
}

func sealed(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
	approved, err := w.isApproved(ctx, p.ID, process.ApprovalTypeSeal)
	if err != nil {
		return err
	}
	if !approved {
		return process.Blocked([]process.Blocker{{Code: process.BlockerCodeApprovalMissing, RecordID: p.ID, Subject: string(process.ApprovalTypeSeal)}})
	}
	u.SetSealedAt(w.desk.now())
	return nil
}

// SubmitProposalInput is the submission of a proposal.
type SubmitProposalInput struct {
	ID      string
	Version int
	Receipt string
	At      *time.Time
}

// SubmitProposal records that a sealed proposal was handed in: its latest version is frozen, and a hash vouches for all
// that went with it. What is in the way is answered as blockers. Being late is no blocker but a fact. Errors: CONFLICT,
// FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) SubmitProposal(ctx context.Context, in SubmitProposalInput) (Written[ent.Proposal], error) {
	at := d.now()
	if in.At != nil {
		at = *in.At
	}
	return gated(d.stepProposal(ctx, RecordInput{in.ID, in.Version}, process.ProposalStatusSubmitted, submitted(in.Receipt, at)))
}

func submitted(receipt string, at time.Time) proposalStep {
	return func(ctx context.Context, w *writing, p *ent.Proposal, u *ent.ProposalUpdateOne) error {
		if p.Status == process.ProposalStatusUnderClarification {
			return process.NewError(process.CodeIllegalTransition, process.MsgIllegalTransition,
				"from", string(p.Status), "to", string(process.ProposalStatusSubmitted))
		}
		if receipt == "" {
			return process.Invalid("receipt", process.MsgRequired)
		}
		if p.OpportunityID == nil {
			return process.Invalid("opportunityID", process.MsgRequired)
		}
		// Addenda and deadlines move while the opportunity is held by somebody else, never while it is held here.
		if err := w.hold(ctx, ent.TypeOpportunity, *p.OpportunityID, nil, false); err != nil {
			return err
		}
		dossier, err := w.dossier(ctx, *p.OpportunityID)
		if err != nil {
			return err
		}
		late, err := process.CheckSubmittedAt(at, dossier.Now, p.SealedAt, dossier.Deadline)
		if err != nil {
			return err
		}
		if err := process.Blocked(process.CheckSubmission(dossier, p.ID)); err != nil {
			return err
		}
		snapshot, err := w.snapshot(ctx, p)
		if err != nil {
			return err
		}
		u.SetSubmittedAt(at).SetReceipt(receipt).SetLate(late).SetSnapshotHash(snapshot.Hash())
		return nil
	}
}

// snapshot freezes the latest version of a proposal and gathers all that goes to the customer or vouches for it.
func (w *writing) snapshot(ctx context.Context, p *ent.Proposal) (process.BidSnapshot, error) {
	s := process.BidSnapshot{
		ProposalID: p.ID, Price: p.Price, Currency: p.Currency, DiscountPercent: p.DiscountPercent, ValidUntil: p.ValidUntil,
		BondAmount: p.BondAmount, BondReference: p.BondReference, SignedBy: value(p.SignedByID),
	}
	v, err := w.latestVersion(ctx, p.ID)
	if err != nil {
		return s, err
	}
	if _, err := w.freeze(allow(ctx), v); err != nil {
		return s, err
	}
	if v, err = w.tx.ProposalVersion.Get(ctx, v.ID); err != nil {
		return s, err
	}
	s.Version, s.ContentHash = v.Number, v.ContentHash
	return s, w.gather(ctx, &s)
}

// gather adds what goes with a proposal to its snapshot.
func (w *writing) gather(ctx context.Context, s *process.BidSnapshot) error {
	answers, err := w.tx.ComplianceItem.Query().Where(complianceitem.ProposalID(s.ProposalID), complianceitem.ArchivedAtIsNil()).All(ctx)
	if err != nil {
		return err
	}
	for _, a := range answers {
		s.Answers = append(s.Answers, process.SnapshotAnswer{RequirementID: a.RequirementID, Response: a.Response, Deviation: a.Deviation, SectionID: value(a.SectionID)})
	}
	items, err := w.tx.BidChecklistItem.Query().Where(bidchecklistitem.ProposalID(s.ProposalID), bidchecklistitem.ArchivedAtIsNil()).All(ctx)
	if err != nil {
		return err
	}
	for _, c := range items {
		s.Checklist = append(s.Checklist, process.SnapshotCheck{Code: c.Code, State: c.State, Evidence: c.Evidence})
	}
	cited, err := w.tx.Citation.Query().Where(citation.ProposalID(s.ProposalID), citation.ArchivedAtIsNil()).WithCertificate().All(ctx)
	if err != nil {
		return err
	}
	for _, c := range cited {
		one := process.SnapshotCitation{CertificateID: c.CertificateID, Purpose: c.Purpose}
		if certificate := c.Edges.Certificate; certificate != nil {
			one.Number, one.ExpiresOn = certificate.Number, certificate.ExpiresOn
		}
		s.Citations = append(s.Citations, one)
	}
	return nil
}
