package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/supportrequest"
	"bidwell/process"
)

// SupportSla is how a support request stands against its targets.
//
//nolint:revive // named as in the GraphQL schema
type SupportSla struct {
	process.SLA
	// RequestID is the request it is about.
	RequestID string
}

// SupportSlas tell how support requests stand against their targets now, in the order of ids; what is missing or hidden
// is left out. Errors: UNAUTHENTICATED, VALIDATION_FAILED for more than 100 ids.
func (d *Desk) SupportSlas(ctx context.Context, ids []string) ([]*SupportSla, error) {
	if len(ids) > maxNodes {
		return nil, process.Invalid("ids", process.MsgPageSize, "max", "100")
	}
	found, err := d.reader.SupportRequest.Query().Where(supportrequest.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[string]*ent.SupportRequest{}
	for _, r := range found {
		byID[r.ID] = r
	}
	slas, now := []*SupportSla{}, d.now()
	for _, id := range ids {
		if r := byID[id]; r != nil {
			slas = append(slas, &SupportSla{RequestID: id, SLA: process.SLAOf(calendar, clockOf(r), now)})
		}
	}
	return slas, nil
}
