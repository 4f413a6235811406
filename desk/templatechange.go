package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/lesson"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// ProposeTemplateChangeInput is a change of a process template that follows from a lesson.
type ProposeTemplateChangeInput struct {
	LessonID     string
	TemplateCode string
	Text         string
}

// ProposeTemplateChange proposes to change a process template because of a lesson: the way from what was learned into
// practice. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED also for an unknown template.
func (d *Desk) ProposeTemplateChange(ctx context.Context, in ProposeTemplateChangeInput) (Written[ent.TemplateChange], error) {
	return create(ctx, d, ent.TypeTemplateChange, func(ctx context.Context, w *writing, id string) (*ent.TemplateChange, error) {
		if err := process.CheckID("lessonID", in.LessonID, ent.TypeLesson); err != nil {
			return nil, err
		}
		there, err := w.tx.Lesson.Query().Where(lesson.ID(in.LessonID), lesson.ArchivedAtIsNil()).Exist(ctx)
		if err != nil {
			return nil, err
		}
		if !there {
			return nil, process.NotFound(in.LessonID)
		}
		if in.Text == "" {
			return nil, process.Invalid("text", process.MsgRequired)
		}
		if err := w.templateKnown(ctx, in.TemplateCode); err != nil {
			return nil, err
		}
		return w.tx.TemplateChange.Create().SetID(id).SetLessonID(in.LessonID).SetTemplateCode(in.TemplateCode).SetText(in.Text).Save(ctx)
	})
}

func (w *writing) templateKnown(ctx context.Context, code string) error {
	if err := w.installTemplates(ctx); err != nil {
		return err
	}
	known, err := w.tx.ProcessTemplate.Query().Where(processtemplate.Code(code)).Exist(ctx)
	if err == nil && !known {
		return process.Invalid("templateCode", process.MsgTemplateUnknown, "code", code)
	}
	return err
}

// DecideTemplateChangeInput is a decision on a proposed change of a process template.
type DecideTemplateChangeInput struct {
	ID      string
	Version int
	Status  process.TemplateChangeStatus
	Reason  string
}

// DecideTemplateChange accepts or rejects a proposed change, as those do who keep the templates. Errors: CONFLICT,
// FORBIDDEN also for one's own proposal, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) DecideTemplateChange(ctx context.Context, in DecideTemplateChangeInput) (Written[ent.TemplateChange], error) {
	return update(ctx, d, ent.TypeTemplateChange, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.TemplateChange, error) {
		if err := w.mayWrite(ent.TypeProcessTemplate); err != nil {
			return nil, err
		}
		c, err := w.tx.TemplateChange.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		err = process.CheckTemplateRuling(process.TemplateRuling{From: c.Status, To: in.Status, ProposedBy: c.CreatedBy, By: w.viewer.UserID, Reason: in.Reason})
		if err != nil {
			return nil, err
		}
		return c.Update().SetStatus(in.Status).SetReason(in.Reason).SetDecidedAt(d.now()).SetNillableDecidedByID(w.hand()).Save(ctx)
	})
}

// carryOut notes with accepted changes which version of the template carries them out.
func (w *writing) carryOut(ctx context.Context, t *ent.ProcessTemplate, changes []string) error {
	for _, id := range changes {
		if err := w.hold(ctx, ent.TypeTemplateChange, id, nil, false); err != nil {
			return err
		}
		c, err := w.tx.TemplateChange.Get(ctx, id)
		if err != nil {
			return err
		}
		if err := process.CheckCarriedOut(c.Status, c.TemplateCode, t.Code, c.TemplateID != nil); err != nil {
			return err
		}
		if err := c.Update().SetTemplateID(t.ID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mayWrite refuses a viewer who may not write a kind of record at will.
func (w *writing) mayWrite(e process.Entity) error {
	if !process.May(w.viewer, process.ActionWrite, e) {
		return process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return nil
}
