package desk

import (
	"context"
	"time"

	"bidwell/ent/commitment"
	"bidwell/ent/contract"
	"bidwell/ent/handover"
	"bidwell/process"
)

// PromiseDrift follows the promises of an opportunity from what was said over contract and handover to what delivery
// accepted, in four statements. Errors: NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED.
func (d *Desk) PromiseDrift(ctx context.Context, opportunityID string) (*process.PromiseDrift, error) {
	o, err := d.seenOpportunity(ctx, opportunityID)
	if err != nil {
		return nil, err
	}
	rows, err := d.reader.Commitment.Query().Where(commitment.OpportunityID(o.ID), commitment.ArchivedAtIsNil()).Order(oldestPromise).All(ctx)
	if err != nil {
		return nil, err
	}
	contracts, err := d.reader.Contract.Query().Where(contract.OpportunityID(o.ID)).Select(contract.FieldID, contract.FieldSignedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	signed := map[string]*time.Time{}
	for _, c := range contracts {
		signed[c.ID] = c.SignedAt
	}
	passed, err := d.reader.Handover.Query().Where(handover.OpportunityID(o.ID), handover.ArchivedAtIsNil()).
		Select(handover.FieldID, handover.FieldStatus, handover.FieldSubmittedAt, handover.FieldAcceptedAt).All(ctx)
	if err != nil {
		return nil, err
	}
	handovers := map[string]process.PassedOn{}
	for _, h := range passed {
		handovers[h.ID] = process.PassedOn{Status: h.Status, SubmittedAt: h.SubmittedAt, AcceptedAt: h.AcceptedAt}
	}
	promises := make([]process.PromiseFacts, len(rows))
	for i, c := range rows {
		promises[i] = process.PromiseFacts{
			ID: c.ID, Text: c.Text, Kind: c.Kind, Status: c.Status, Unauthorised: c.Unauthorised, DueOn: c.DueOn, MadeAt: c.MadeAt,
			SourceID: c.SourceID, SourceNote: c.SourceNote, ContractID: value(c.ContractID), Clause: c.ContractClause, HandoverID: value(c.HandoverID),
		}
	}
	return process.Drift(promises, signed, handovers), nil
}
