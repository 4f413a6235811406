package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/contact"
	"bidwell/ent/stakeholder"
	"bidwell/process"
)

// ProposeCommitmentInput is a promise that somebody wants to make.
type ProposeCommitmentInput struct {
	OpportunityID   string
	Text            string
	Kind            process.CommitmentKind
	TermID, OwnerID *string
	DueOn           *time.Time
}

// ProposeCommitment enters a promise into the ledger before it is made, so that it can be authorised. Errors: FORBIDDEN,
// ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ProposeCommitment(ctx context.Context, in ProposeCommitmentInput) (Written[ent.Commitment], error) {
	return createWithin(ctx, d, ent.TypeCommitment, in.OpportunityID, func(ctx context.Context, w *writing, id string, o *ent.Opportunity) (*ent.Commitment, error) {
		if err := process.CheckContracting(o.Status); err != nil {
			return nil, err
		}
		if err := process.CheckDue("dueOn", in.DueOn, *d.dayOf(new(d.now()))); err != nil {
			return nil, err
		}
		return w.enterCommitment(ctx, id, o, in, process.CommitmentStatusProposed, nil)
	})
}

// MadePromise is how a promise was made.
type MadePromise struct {
	MadeByID             *string
	MadeToID             string
	MadeAt               *time.Time
	SourceID, SourceNote *string
}

// RecordCommitmentInput is a promise that was made without having been proposed.
type RecordCommitmentInput struct {
	OpportunityID        string
	Text                 string
	Kind                 process.CommitmentKind
	TermID, OwnerID      *string
	DueOn                *time.Time
	MadeByID             *string
	MadeToID             string
	MadeAt               *time.Time
	SourceID, SourceNote *string
}

// RecordCommitment enters a promise that was made already. What was said was said, whatever became of the opportunity; but
// it is flagged as unauthorised and blocks submission, signing and handover until it is authorised. Errors: FORBIDDEN,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) RecordCommitment(ctx context.Context, in RecordCommitmentInput) (Written[ent.Commitment], error) {
	return createWithin(ctx, d, ent.TypeCommitment, in.OpportunityID, func(ctx context.Context, w *writing, id string, o *ent.Opportunity) (*ent.Commitment, error) {
		made := &MadePromise{MadeByID: in.MadeByID, MadeToID: in.MadeToID, MadeAt: in.MadeAt, SourceID: in.SourceID, SourceNote: in.SourceNote}
		proposal := ProposeCommitmentInput{OpportunityID: in.OpportunityID, Text: in.Text, Kind: in.Kind, TermID: in.TermID, OwnerID: in.OwnerID, DueOn: in.DueOn}
		return w.enterCommitment(ctx, id, o, proposal, process.CommitmentStatusMade, made)
	})
}

// enterCommitment makes a commitment; made is nil for one that is only proposed.
func (w *writing) enterCommitment(ctx context.Context, id string, o *ent.Opportunity, in ProposeCommitmentInput, status process.CommitmentStatus, made *MadePromise) (*ent.Commitment, error) {
	if err := process.CheckGiven("text", in.Text, process.MsgRequired); err != nil {
		return nil, err
	}
	if in.TermID != nil {
		if err := w.partOf(ctx, "termID", ent.TypeCommercialTerm, in.TermID, o.ID); err != nil {
			return nil, err
		}
	}
	if in.OwnerID != nil {
		if err := w.there(ctx, "ownerID", ent.TypeUser, *in.OwnerID); err != nil {
			return nil, err
		}
	}
	c := w.tx.Commitment.Create().SetID(id).SetOpportunityID(o.ID).SetText(in.Text).SetKind(in.Kind).SetStatus(status).
		SetNillableTermID(in.TermID).SetNillableOwnerID(in.OwnerID).SetNillableDueOn(in.DueOn)
	if made != nil {
		if err := w.checkMade(ctx, o, made); err != nil {
			return nil, err
		}
		c.SetUnauthorised(process.MadeUnauthorised("")).SetNillableMadeByID(made.MadeByID).SetMadeToID(made.MadeToID).
			SetMadeAt(*made.MadeAt).SetNillableSourceID(made.SourceID).SetNillableSourceNote(made.SourceNote)
	}
	return c.Save(ctx)
}

// MakeCommitmentInput says that a promise of the ledger was made.
type MakeCommitmentInput struct {
	ID                   string
	Version              int
	MadeByID             *string
	MadeToID             string
	MadeAt               *time.Time
	SourceID, SourceNote *string
}

// MakeCommitment records that a promise was made: to whom, when and where. One that was not authorised is recorded too,
// flagged as unauthorised. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) MakeCommitment(ctx context.Context, in MakeCommitmentInput) (Written[ent.Commitment], error) {
	return within(ctx, d, ent.TypeCommitment, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.Commitment, error) {
		c, err := w.tx.Commitment.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckCommitmentStatus(c.Status, process.CommitmentStatusMade); err != nil {
			return nil, err
		}
		made := &MadePromise{MadeByID: in.MadeByID, MadeToID: in.MadeToID, MadeAt: in.MadeAt, SourceID: in.SourceID, SourceNote: in.SourceNote}
		if err := w.checkMade(ctx, o, made); err != nil {
			return nil, err
		}
		return c.Update().SetStatus(process.CommitmentStatusMade).SetUnauthorised(process.MadeUnauthorised(c.Status)).
			SetNillableMadeByID(made.MadeByID).SetMadeToID(made.MadeToID).SetMadeAt(*made.MadeAt).
			SetNillableSourceID(made.SourceID).SetNillableSourceNote(made.SourceNote).Save(ctx)
	})
}

// checkMade holds what a promise that was made names, and fills in who and when.
func (w *writing) checkMade(ctx context.Context, o *ent.Opportunity, made *MadePromise) error {
	now := w.desk.now()
	if made.MadeAt == nil {
		made.MadeAt = &now
	}
	if made.MadeByID == nil {
		made.MadeByID = w.hand()
	}
	if err := process.CheckMade(*made.MadeAt, now, value(made.SourceID), value(made.SourceNote)); err != nil {
		return err
	}
	if made.MadeByID != nil {
		if err := w.there(ctx, "madeByID", ent.TypeUser, *made.MadeByID); err != nil {
			return err
		}
	}
	if err := w.there(ctx, "madeToID", ent.TypeContact, made.MadeToID); err != nil {
		return err
	}
	if err := w.ofCustomer(ctx, "madeToID", made.MadeToID, o); err != nil {
		return err
	}
	if value(made.SourceID) == "" {
		made.SourceID = nil
		return nil
	}
	source, err := process.EntityOf(*made.SourceID)
	if err != nil {
		return err
	}
	return w.partOf(ctx, "sourceID", source, made.SourceID, o.ID)
}

// ofCustomer refuses a contact who neither works for the customer of the opportunity nor has a part in its decision.
func (w *writing) ofCustomer(ctx context.Context, field, id string, o *ent.Opportunity) error {
	if o.CustomerID != nil {
		works, err := w.tx.Contact.Query().Where(contact.ID(id), contact.CustomerID(*o.CustomerID)).Exist(ctx)
		if err != nil || works {
			return err
		}
	}
	decides, err := w.tx.Stakeholder.Query().Where(stakeholder.ContactID(id), stakeholder.OpportunityID(o.ID), stakeholder.ArchivedAtIsNil()).Exist(ctx)
	if err != nil || decides {
		return err
	}
	return process.Invalid(field, process.MsgOtherOpportunity, "id", id)
}
