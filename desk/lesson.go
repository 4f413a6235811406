package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateLesson makes a lesson. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateLesson(ctx context.Context, in ent.CreateLessonInput) (Written[ent.Lesson], error) {
	return create(ctx, d, ent.TypeLesson, func(ctx context.Context, w *writing, id string) (*ent.Lesson, error) {
		return w.tx.Lesson.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateLesson changes a lesson; what it says stays as it was validated. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION,
// NOT_FOUND, VALIDATION_FAILED, also for one that would supersede itself.
func (d *Desk) UpdateLesson(ctx context.Context, in ent.UpdateLessonInput) (Written[ent.Lesson], error) {
	return update(ctx, d, ent.TypeLesson, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lesson, error) {
		l, err := w.tx.Lesson.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckLessonWording(w.viewer, l.Status, contentOf(l), reworded(contentOf(l), in)); err != nil {
			return nil, err
		}
		if err := w.checkTree(ctx, ent.TypeLesson, "supersedes_id", l.ID, in.SupersedesID); err != nil {
			return nil, err
		}
		return l.Update().SetInput(in).Save(ctx)
	})
}

func contentOf(l *ent.Lesson) process.LessonContent {
	return process.LessonContent{
		DrivingEvent: l.DrivingEvent, Lesson: l.Lesson, Recommendation: l.Recommendation, Evidence: l.Evidence,
		Keepers: []string{l.CreatedBy, value(l.OwnerID)},
	}
}

// reworded is what a lesson says after an update.
func reworded(l process.LessonContent, in ent.UpdateLessonInput) process.LessonContent {
	for _, part := range []struct {
		text  *string
		to    *string
		clear bool
	}{
		{&l.DrivingEvent, in.DrivingEvent, in.ClearDrivingEvent},
		{&l.Lesson, in.Lesson, in.ClearLesson},
		{&l.Recommendation, in.Recommendation, in.ClearRecommendation},
		{&l.Evidence, in.Evidence, in.ClearEvidence},
	} {
		if part.clear {
			*part.text = ""
		}
		if part.to != nil {
			*part.text = *part.to
		}
	}
	return l
}

// ChangeLessonStatusInput names the record and where it goes.
type ChangeLessonStatusInput struct {
	ID      string
	Version int
	Status  process.LessonStatus
}

// ChangeLessonStatus moves a lesson along its state machine: it is submitted whole, validated and adopted by somebody
// else than its keepers, on evidence. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) ChangeLessonStatus(ctx context.Context, in ChangeLessonStatusInput) (Written[ent.Lesson], error) {
	return update(ctx, d, ent.TypeLesson, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Lesson, error) {
		l, err := w.tx.Lesson.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckLessonStep(contentOf(l), l.Status, in.Status, w.viewer); err != nil {
			return nil, err
		}
		return l.Update().SetStatus(in.Status).Save(ctx)
	})
}
