package desk

import (
	"context"
	"time"

	"bidwell/process"
)

// KpiFilter narrows what a key figure counts.
type KpiFilter struct {
	Statuses    []process.OpportunityStatus
	Stages      []process.OpportunityStage
	DecidedFrom *time.Time
	DecidedTo   *time.Time
	System      *string
	FromStage   *process.OpportunityStage
}

// Kpi computes a key figure, overall and by group.
func (d *Desk) Kpi(ctx context.Context, code process.KpiCode, groupBy *process.KpiGroup, filter *KpiFilter, currency *string) (*process.Kpi, error) {
	return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
}
