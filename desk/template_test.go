package desk_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/change"
	"bidwell/ent/processtemplate"
	"bidwell/process"
)

func (r *round) template(code string, number int) *ent.ProcessTemplate {
	r.Helper()
	t, err := r.Read(r.system).ProcessTemplate.Query().Where(processtemplate.Code(code), processtemplate.Number(number)).Only(r.system)
	r.ok(err)
	return t
}

// draft is the next version of a template, changed.
func (r *round) draft(code string, change func(*process.TemplateDefinition)) *ent.ProcessTemplate {
	r.Helper()
	made, err := r.CreateTemplateVersion(r.manager(), desk.CreateTemplateVersionInput{Code: code, Note: pointer("after the review of May")})
	r.ok(err)
	definition := made.Record.Definition
	change(&definition)
	done, err := r.UpdateTemplateVersion(r.manager(), desk.UpdateTemplateVersionInput{ID: made.Record.ID, Version: made.Record.Version, Definition: &definition})
	r.ok(err)
	return done.Record
}

func (r *round) publish(t *ent.ProcessTemplate) *ent.ProcessTemplate {
	r.Helper()
	done, err := r.PublishTemplateVersion(r.manager(), desk.PublishTemplateVersionInput{ID: t.ID, Version: t.Version})
	r.ok(err)
	return done.Record
}

func TestShippedTemplatesAreInstalledOnceHoweverManyAsk(t *testing.T) {
	rounds(t, func(r *round) {
		var wg sync.WaitGroup
		for i := range 16 {
			wg.Go(func() {
				if i%2 == 0 {
					r.want(r.InstallTemplates(r.Context()), "")
					return
				}
				_, err := r.CreateOpportunity(r.system, ent.CreateOpportunityInput{Name: "x"})
				r.want(err, "")
			})
		}
		wg.Wait()
		all, err := r.Read(r.system).ProcessTemplate.Query().Order(processtemplate.ByCode()).All(r.system)
		r.ok(err)
		if len(all) != 2 || all[0].Code != process.TemplateDirectProject || all[1].Code != process.TemplateTenderBid || all[0].Status != process.TemplateStatusPublished {
			t.Errorf("installed %+v", all)
		}
		before := r.text("SELECT count(*) FROM change_log")
		r.ok(r.InstallTemplates(r.Context()))
		if after := r.text("SELECT count(*) FROM change_log"); after != before {
			t.Errorf("installing again wrote: %s changes, then %s", before, after)
		}
	})
}

func TestOpportunitiesFollowTheVersionTheyBeganWith(t *testing.T) {
	rounds(t, func(r *round) {
		tender, direct := r.tender(), r.opportunity(ent.CreateOpportunityInput{Name: "a direct sale"})
		first := r.template(process.TemplateTenderBid, 1)
		if *tender.TemplateID != first.ID || *direct.TemplateID != r.template(process.TemplateDirectProject, 1).ID {
			t.Fatalf("they follow %s and %s", *tender.TemplateID, *direct.TemplateID)
		}
		draft := r.draft(process.TemplateTenderBid, func(d *process.TemplateDefinition) { d.Gates = d.Gates[1:] })
		if draft.Number != 2 || draft.Status != process.TemplateStatusDraft || draft.Name != first.Name {
			t.Errorf("drafted %+v", draft)
		}
		if o := r.tender(); *o.TemplateID != first.ID {
			t.Error("somebody follows a draft")
		}
		second := r.publish(draft)
		if o := r.tender(); *o.TemplateID != second.ID {
			t.Error("a new opportunity follows the older version")
		}
		_, err := r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: tender.ID, Version: tender.Version, Stage: process.OpportunityStageQualification})
		r.want(err, "GATE_BLOCKED") // the version it follows has the gate
		free := r.tender()
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: free.ID, Version: free.Version, Stage: process.OpportunityStageQualification})
		r.want(err, "")
		retired, err := r.RetireTemplateVersion(r.manager(), desk.RecordInput{ID: second.ID, Version: second.Version})
		r.ok(err)
		if o := r.tender(); *o.TemplateID != first.ID || retired.Record.Status != process.TemplateStatusRetired {
			t.Error("a retired version is followed")
		}
	})
}

func TestTemplatesByTypeAndAmount(t *testing.T) {
	rounds(t, func(r *round) {
		large := int64(100_000_000)
		r.ok(r.InstallTemplates(r.Context()))
		definition := r.template(process.TemplateDirectProject, 1).Definition
		definition.Applies.AmountFrom = &large
		made, err := r.CreateTemplateVersion(r.manager(), desk.CreateTemplateVersionInput{Code: "LARGE_DIRECT", Name: pointer("大型直接项目"), Definition: &definition})
		r.ok(err)
		published := r.publish(made.Record)
		for amount, want := range map[int64]string{large: published.ID, large - 1: r.template(process.TemplateDirectProject, 1).ID} {
			if o := r.opportunity(ent.CreateOpportunityInput{Name: "x", Amount: &amount}); *o.TemplateID != want {
				t.Errorf("one of %d follows %s", amount, *o.TemplateID)
			}
		}
		// imported ones are pinned when they are first moved, to a template that has their stage
		o := r.imported(process.OpportunityTypeDirect, process.OpportunityStageReview)
		if o.TemplateID != nil {
			t.Error("an import pins")
		}
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version, Stage: process.OpportunityStageBid})
		r.ok(err)
		if o = r.again(o); *o.TemplateID != r.template(process.TemplateTenderBid, 1).ID {
			t.Errorf("it follows %s", *o.TemplateID)
		}
	})
}

func TestBadInputAtTemplates(t *testing.T) {
	rounds(t, func(r *round) {
		r.ok(r.InstallTemplates(r.Context()))
		first := r.template(process.TemplateTenderBid, 1)
		create := func(ctx context.Context, in desk.CreateTemplateVersionInput) error {
			_, err := r.CreateTemplateVersion(ctx, in)
			return err
		}
		broken := first.Definition
		broken.Gates = slices.Clone(broken.Gates)
		broken.Gates[0].Checks = []process.BlockerCode{"LUCK_MISSING"}
		r.want(create(r.sales(), desk.CreateTemplateVersionInput{Code: process.TemplateTenderBid}), "FORBIDDEN")
		r.want(create(r.manager(), desk.CreateTemplateVersionInput{Code: "LUNCH"}), "VALIDATION_FAILED code")
		r.want(create(r.manager(), desk.CreateTemplateVersionInput{Code: "", Name: pointer("x"), Definition: &first.Definition}), "VALIDATION_FAILED code")
		r.want(create(r.manager(), desk.CreateTemplateVersionInput{Code: strings.Repeat("X", 65), Name: pointer("x"), Definition: &first.Definition}), "VALIDATION_FAILED code")
		r.want(create(r.manager(), desk.CreateTemplateVersionInput{Code: process.TemplateTenderBid, Definition: &broken}), "VALIDATION_FAILED gates[0].checks")
		r.want(create(r.manager(), desk.CreateTemplateVersionInput{Code: process.TemplateTenderBid, Note: pointer(strings.Repeat("x", 2<<20))}), "VALIDATION_FAILED note")
		_, err := r.UpdateTemplateVersion(r.manager(), desk.UpdateTemplateVersionInput{ID: first.ID, Version: first.Version, Name: pointer("x")})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.PublishTemplateVersion(r.manager(), desk.PublishTemplateVersionInput{ID: first.ID, Version: first.Version})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.RetireTemplateVersion(r.manager(), desk.RecordInput{ID: first.ID, Version: first.Version + 1})
		r.want(err, "CONFLICT")
		_, err = r.RetireTemplateVersion(r.sales(), desk.RecordInput{ID: first.ID, Version: first.Version})
		r.want(err, "FORBIDDEN")
		_, err = r.RetireTemplateVersion(r.manager(), desk.RecordInput{ID: first.ID, Version: first.Version})
		r.want(err, "")
		last := r.template(process.TemplateDirectProject, 1)
		_, err = r.RetireTemplateVersion(r.manager(), desk.RecordInput{ID: last.ID, Version: last.Version})
		r.want(err, "ILLEGAL_TRANSITION")
		if o := r.tender(); *o.TemplateID != last.ID {
			t.Error("with one template left a tender follows another")
		}
	})
}

func TestGoingOverToAnotherVersion(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		g := r.criteria(r.open(o))
		second := r.publish(r.draft(process.TemplateTenderBid, func(d *process.TemplateDefinition) {
			gates := slices.Clone(d.Gates)
			gates[0].Criteria = append([]process.CriterionDef{{Code: "budget", Label: process.Text{EN: "The budget is known.", ZH: "预算已知。"}}}, gates[0].Criteria[1:]...)
			d.Gates = gates
		}))
		move := func(ctx context.Context, id, to, reason string) error {
			now, err := r.Read(r.system).Opportunity.Get(r.system, id)
			r.ok(err)
			_, err = r.MoveOpportunityToTemplate(ctx, desk.MoveOpportunityToTemplateInput{ID: id, Version: now.Version, TemplateID: to, Reason: reason})
			return err
		}
		direct := r.template(process.TemplateDirectProject, 1)
		r.want(move(r.sales(), o.ID, second.ID, "stricter"), "FORBIDDEN")
		r.want(move(r.manager(), o.ID, second.ID, ""), "VALIDATION_FAILED reason")
		r.want(move(r.manager(), o.ID, *o.TemplateID, "x"), "ILLEGAL_TRANSITION")
		r.want(move(r.manager(), o.ID, o.ID, "x"), "VALIDATION_FAILED templateID")
		r.want(move(r.manager(), o.ID, process.IDOf(ent.TypeProcessTemplate, strings.Repeat("0", 26)), "x"), "NOT_FOUND")
		draft := r.draft(process.TemplateTenderBid, func(*process.TemplateDefinition) {})
		r.want(move(r.manager(), o.ID, draft.ID, "x"), "ILLEGAL_TRANSITION templateID")
		lacking := r.imported(process.OpportunityTypeTender, process.OpportunityStageBid)
		r.want(move(r.manager(), lacking.ID, direct.ID, "x"), "ILLEGAL_TRANSITION templateID")
		r.want(move(r.manager(), o.ID, second.ID, "stricter"), "")
		row, err := r.Read(r.system).Change.Query().Where(change.EntityID(o.ID)).Order(change.ByID(sql.OrderDesc())).First(r.system)
		r.ok(err)
		if row.Fields["reason"].To != "stricter" || row.Fields["templateID"].To != second.ID {
			t.Errorf("the log says %+v", row.Fields)
		}
		now, err := r.Read(r.system).Gate.Get(r.system, g.ID)
		r.ok(err)
		if now.Status != process.GateStatusOpen || now.Checklist[0].Code != "budget" || now.Checklist[0].State != process.CriterionStateOpen || now.Checklist[1].State != process.CriterionStateMet {
			t.Errorf("its gate goes on with %+v", now.Checklist)
		}
		r.want(move(r.manager(), o.ID, direct.ID, "simpler"), "")
		if now, err = r.Read(r.system).Gate.Get(r.system, g.ID); err != nil || now.Status != process.GateStatusDecided || *now.Decision != process.GateDecisionDefer {
			t.Errorf("a gate that the template lacks is %+v, %v", now, err)
		}
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageQualification})
		r.want(err, "")
	})
}
