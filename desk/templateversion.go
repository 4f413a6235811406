package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// CreateTemplateVersionInput is a new version of a process template, or the first one of a new template.
type CreateTemplateVersionInput struct {
	Code       string
	Name       *string
	NameEn     *string
	Note       *string
	Definition *process.TemplateDefinition
}

// CreateTemplateVersion drafts the next version of a process template. What is not given is as in the latest version; a
// new code begins a new template, which needs a name and a definition. Errors: FORBIDDEN, VALIDATION_FAILED.
func (d *Desk) CreateTemplateVersion(ctx context.Context, in CreateTemplateVersionInput) (Written[ent.ProcessTemplate], error) {
	return create(ctx, d, ent.TypeProcessTemplate, func(ctx context.Context, w *writing, id string) (*ent.ProcessTemplate, error) {
		if err := w.alone(ctx); err != nil { // of two drafts at once each gets a number of its own
			return nil, err
		}
		if err := w.installTemplates(ctx); err != nil {
			return nil, err
		}
		latest, err := w.tx.ProcessTemplate.Query().Where(processtemplate.Code(in.Code)).Order(processtemplate.ByNumber(descending)).First(ctx)
		switch {
		case ent.IsNotFound(err) && (in.Name == nil || in.Definition == nil):
			return nil, process.Invalid("code", process.MsgTemplateUnknown, "code", in.Code)
		case ent.IsNotFound(err):
			latest = &ent.ProcessTemplate{}
		case err != nil:
			return nil, err
		}
		if in.Definition != nil {
			latest.Definition = *in.Definition
		}
		if err := process.CheckDefinition(latest.Definition); err != nil {
			return nil, err
		}
		return w.tx.ProcessTemplate.Create().SetID(id).SetCode(in.Code).SetNumber(latest.Number + 1).
			SetName(or(in.Name, latest.Name)).SetNameEn(or(in.NameEn, latest.NameEn)).SetNote(value(in.Note)).SetDefinition(latest.Definition).Save(ctx)
	})
}

// or is what a pointer points to, otherwise for nil.
func or[T any](p *T, otherwise T) T {
	if p == nil {
		return otherwise
	}
	return *p
}

// UpdateTemplateVersionInput changes a draft of a process template.
type UpdateTemplateVersionInput struct {
	ID         string
	Version    int
	Name       *string
	NameEn     *string
	Note       *string
	Definition *process.TemplateDefinition
}

// UpdateTemplateVersion changes a draft; what is not given stays. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION for a
// version that was published, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateTemplateVersion(ctx context.Context, in UpdateTemplateVersionInput) (Written[ent.ProcessTemplate], error) {
	return update(ctx, d, ent.TypeProcessTemplate, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ProcessTemplate, error) {
		t, err := w.tx.ProcessTemplate.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTemplateEditable(t.Status); err != nil {
			return nil, err
		}
		u := t.Update().SetNillableName(in.Name).SetNillableNameEn(in.NameEn).SetNillableNote(in.Note)
		if in.Definition != nil {
			if err := process.CheckDefinition(*in.Definition); err != nil {
				return nil, err
			}
			u.SetDefinition(*in.Definition)
		}
		return u.Save(ctx)
	})
}

// PublishTemplateVersionInput publishes a draft, and names the accepted changes it carries out.
type PublishTemplateVersionInput struct {
	ID        string
	Version   int
	ChangeIDs []string
}

// PublishTemplateVersion makes a draft the version that new opportunities follow; from then on it never changes. Those
// that follow an older version stay with it. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) PublishTemplateVersion(ctx context.Context, in PublishTemplateVersionInput) (Written[ent.ProcessTemplate], error) {
	return update(ctx, d, ent.TypeProcessTemplate, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ProcessTemplate, error) {
		t, err := w.tx.ProcessTemplate.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTemplateStatus(t.Status, process.TemplateStatusPublished); err != nil {
			return nil, err
		}
		if err := process.CheckDefinition(t.Definition); err != nil {
			return nil, err
		}
		if err := w.carryOut(ctx, t, in.ChangeIDs); err != nil {
			return nil, err
		}
		return t.Update().SetStatus(process.TemplateStatusPublished).SetPublishedAt(d.now()).SetNillablePublishedByID(w.hand()).Save(ctx)
	})
}

// RetireTemplateVersion takes a published version out of use: new opportunities follow the newest one left, those that
// follow it stay with it. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION also for the last published version, NOT_FOUND.
func (d *Desk) RetireTemplateVersion(ctx context.Context, in RecordInput) (Written[ent.ProcessTemplate], error) {
	return update(ctx, d, ent.TypeProcessTemplate, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ProcessTemplate, error) {
		t, err := w.tx.ProcessTemplate.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTemplateStatus(t.Status, process.TemplateStatusRetired); err != nil {
			return nil, err
		}
		if err := w.alone(ctx); err != nil { // of the last two only one is retired
			return nil, err
		}
		left, err := w.tx.ProcessTemplate.Query().
			Where(processtemplate.StatusEQ(process.TemplateStatusPublished), processtemplate.ArchivedAtIsNil(), processtemplate.IDNEQ(t.ID)).Exist(ctx)
		if err != nil {
			return nil, err
		}
		if !left {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgTemplateLast)
		}
		return t.Update().SetStatus(process.TemplateStatusRetired).Save(ctx)
	})
}
