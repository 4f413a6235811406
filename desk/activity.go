package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/process"
)

// CreateActivity makes a communication record. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateActivity(ctx context.Context, in ent.CreateActivityInput) (Written[ent.Activity], error) {
	return create(ctx, d, ent.TypeActivity, func(ctx context.Context, w *writing, id string) (*ent.Activity, error) {
		return w.tx.Activity.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateActivity changes a communication record. Errors: CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateActivity(ctx context.Context, in ent.UpdateActivityInput) (Written[ent.Activity], error) {
	return update(ctx, d, ent.TypeActivity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Activity, error) {
		return w.tx.Activity.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

// CreateAttachment notes an attachment whose file is kept elsewhere; TakeUpload makes those whose file is here. Errors: FORBIDDEN, VALIDATION_FAILED, NOT_FOUND for records it refers to.
func (d *Desk) CreateAttachment(ctx context.Context, in ent.CreateAttachmentInput) (Written[ent.Attachment], error) {
	return create(ctx, d, ent.TypeAttachment, func(ctx context.Context, w *writing, id string) (*ent.Attachment, error) {
		if err := w.desk.takesFiles(ctx, w.viewer, in.SubjectID); err != nil {
			return nil, field("subjectID", err)
		}
		return w.tx.Attachment.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateAttachment changes an attachment; of one whose file is here, hash and size are the file's. Errors: CONFLICT,
// FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateAttachment(ctx context.Context, in ent.UpdateAttachmentInput) (Written[ent.Attachment], error) {
	return update(ctx, d, ent.TypeAttachment, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Attachment, error) {
		a, err := w.tx.Attachment.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if in.SubjectID != nil {
			if err := w.desk.takesFiles(ctx, w.viewer, *in.SubjectID); err != nil {
				return nil, field("subjectID", err)
			}
		}
		if a.Stored && (in.Sha256 != nil && *in.Sha256 != a.Sha256 || in.Size != nil && *in.Size != a.Size) {
			return nil, process.Invalid("sha256", process.MsgFileFixed)
		}
		return w.tx.Attachment.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}
