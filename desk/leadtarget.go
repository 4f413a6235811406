package desk

import (
	"context"
	"time"

	"bidwell/process"
)

// leadTarget is when a lead that came in at an instant has to be answered: within the working time that the process it
// would follow as a direct opportunity allows.
func (w *writing) leadTarget(ctx context.Context, received time.Time) (time.Time, error) {
	t, err := w.choose(ctx, process.OpportunityTypeDirect, 0, process.OpportunityStageIntake)
	if err != nil {
		return time.Time{}, err
	}
	calendar, err := w.desk.Calendar(ctx)
	return calendar.AddWorking(received, t.Definition.RespondWithinMinutes), err
}
