package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// definitionOf is what the process template that an opportunity follows demands: the version it is pinned to; before it is
// pinned to any, the published one that would be chosen for it.
func definitionOf(ctx context.Context, from *ent.Client, o *ent.Opportunity, amount int64) (process.TemplateDefinition, error) {
	if o.TemplateID != nil {
		t, err := from.ProcessTemplate.Get(ctx, *o.TemplateID)
		if err != nil {
			return process.TemplateDefinition{}, err
		}
		return t.Definition, nil
	}
	offered, err := offeredTemplates(ctx, from)
	if err != nil {
		return process.TemplateDefinition{}, err
	}
	return process.ChooseTemplate(offered, o.Type, amount, o.Stage).Definition, nil
}

// offeredTemplates are the newest published version of each template; the shipped ones while none is installed.
func offeredTemplates(ctx context.Context, from *ent.Client) ([]process.OfferedTemplate, error) {
	rows, err := from.ProcessTemplate.Query().Where(processtemplate.StatusEQ(process.TemplateStatusPublished), processtemplate.ArchivedAtIsNil()).
		Order(processtemplate.ByCode(), processtemplate.ByNumber()).All(ctx)
	if err != nil {
		return nil, err
	}
	var offered []process.OfferedTemplate
	for _, t := range rows {
		o := process.OfferedTemplate{ID: t.ID, Code: t.Code, Number: t.Number, Name: process.Text{EN: t.NameEn, ZH: t.Name}, Definition: t.Definition}
		if n := len(offered); n > 0 && offered[n-1].Code == t.Code {
			offered[n-1] = o
			continue
		}
		offered = append(offered, o)
	}
	if len(offered) == 0 {
		return process.ShippedTemplates(), nil
	}
	return offered, nil
}
