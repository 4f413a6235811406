package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

// InstallTemplates writes the process templates that come with the product, those that are not there yet by code and
// number. Errors: those of the database.
func (d *Desk) InstallTemplates(ctx context.Context) error {
	_, err := d.transact(AsSystem(ctx), func(ctx context.Context, w *writing) error { return w.installTemplates(ctx) })
	return err
}

// installTemplates looks twice: those who install them at the same time wait for the first, and find them there.
func (w *writing) installTemplates(ctx context.Context) error {
	missing, err := w.missingTemplates(ctx)
	if err != nil || len(missing) == 0 {
		return err
	}
	if err = w.alone(ctx); err != nil {
		return err
	}
	if missing, err = w.missingTemplates(ctx); err != nil {
		return err
	}
	for _, t := range missing {
		err := w.tx.ProcessTemplate.Create().SetID(w.newID(ent.TypeProcessTemplate)).SetCode(t.Code).SetNumber(t.Number).
			SetName(t.Name.ZH).SetNameEn(t.Name.EN).SetDefinition(t.Definition).
			SetStatus(process.TemplateStatusPublished).SetPublishedAt(w.desk.now()).Exec(allow(ctx))
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) missingTemplates(ctx context.Context) ([]process.OfferedTemplate, error) {
	var missing []process.OfferedTemplate
	for _, t := range process.ShippedTemplates() {
		there, err := w.tx.ProcessTemplate.Query().Where(processtemplate.Code(t.Code), processtemplate.Number(t.Number)).Exist(AsSystem(ctx))
		if err != nil {
			return nil, err
		}
		if !there {
			missing = append(missing, t)
		}
	}
	return missing, nil
}

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

// demanded is what the process of an opportunity demands, and the opportunity's value in the reporting currency.
func (w *writing) demanded(ctx context.Context, opportunityID string) (process.TemplateDefinition, int64, error) {
	o, err := w.tx.Opportunity.Get(ctx, opportunityID)
	if err != nil {
		return process.TemplateDefinition{}, 0, err
	}
	amount := w.desk.reported(o.Amount, o.Currency, o.ExchangeRate)
	definition, err := definitionOf(AsSystem(ctx), w.tx.Client(), o, amount)
	return definition, amount, err
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

// choose picks the template version for an opportunity. It installs the shipped ones where there is none yet.
func (w *writing) choose(ctx context.Context, kind process.OpportunityType, amount int64, stage process.OpportunityStage) (process.OfferedTemplate, error) {
	system := AsSystem(ctx)
	offered, err := offeredTemplates(system, w.tx.Client())
	if err == nil && offered[0].ID == "" {
		if err = w.installTemplates(ctx); err == nil {
			offered, err = offeredTemplates(system, w.tx.Client())
		}
	}
	if err != nil {
		return process.OfferedTemplate{}, err
	}
	return process.ChooseTemplate(offered, kind, amount, stage), nil
}

// follow answers with what the template of an opportunity demands. One that follows none yet, as imported ones do, is
// pinned to the version that applies, and stays with it.
func (w *writing) follow(ctx context.Context, o *ent.Opportunity) (*ent.Opportunity, process.TemplateDefinition, error) {
	amount := w.desk.reported(o.Amount, o.Currency, o.ExchangeRate)
	if o.TemplateID != nil {
		t, err := definitionOf(AsSystem(ctx), w.tx.Client(), o, amount)
		return o, t, err
	}
	chosen, err := w.choose(ctx, o.Type, amount, o.Stage)
	if err != nil || chosen.ID == "" {
		return o, chosen.Definition, err
	}
	o, err = o.Update().SetTemplateID(chosen.ID).Save(allow(ctx))
	return o, chosen.Definition, err
}
