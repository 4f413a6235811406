package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// Feed is a stretch of the change log, oldest first.
type Feed struct {
	Changes []*ent.Change
	End     int64
	HasMore bool
}

// Changes reads the change log after a number: of one record and its parts, or of everything the viewer may see.
func (d *Desk) Changes(ctx context.Context, after *int64, first *int, recordID *string) (*Feed, error) {
	return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}

// RecordByExternalRef finds the record another system calls by an id, nil when there is none or it may not be seen.
func (d *Desk) RecordByExternalRef(ctx context.Context, system, entity, id string) (ent.Noder, error) {
	return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}
