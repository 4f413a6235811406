package desk

import (
	"context"
	"time"
)

// leadTarget is when a lead that came in at an instant has to be answered.
func (w *writing) leadTarget(_ context.Context, received time.Time) (time.Time, error) {
	return received.Add(leadPatience), nil
}

const leadPatience = 4 * time.Hour
