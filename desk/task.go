package desk

import (
	"context"

	"bidwell/ent"
)

// CreateTask makes a task. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateTask(ctx context.Context, in ent.CreateTaskInput) (Written[ent.Task], error) {
	return create(ctx, d, ent.TypeTask, func(ctx context.Context, w *writing, id string) (*ent.Task, error) {
		return w.tx.Task.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateTask changes a task. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateTask(ctx context.Context, in ent.UpdateTaskInput) (Written[ent.Task], error) {
	return update(ctx, d, ent.TypeTask, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Task, error) {
		return w.tx.Task.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
