package desk_test

import (
	"slices"
	"sync"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/change"
	"bidwell/ent/commitment"
	"bidwell/process"
)

func breakCommitment(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, _ := b.complete()
		b.record("a third room for nothing")
		done, err := b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version})
		wantBlocked(b, done, err, process.BlockerCodeCommitmentUnauthorised)
		c := b.plan(b.contract(), 1000_00)
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		signed, err := b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version})
		b.want(err, "")
		if got := inTheWay(signed.Blockers); !slices.Contains(got, process.BlockerCodeCommitmentUnauthorised) {
			t.Errorf("in the way of signing: %v", got)
		}
	})
}

func breakHandedOver(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, promise := b.complete()
		late := b.intoContract(b.authorised("a spare pump"), &ent.Contract{ID: *h.ContractID})
		done, err := b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version})
		wantBlocked(b, done, err, process.BlockerCodeCommitmentNotHandedOver)
		h = agreed(b, ent.Handover{})(b.RefreshHandover(b.sales(), desk.RefreshHandoverInput{ID: h.ID, Version: h.Version}))
		h = b.submit(h)
		agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
		for _, id := range []string{promise.ID, late.ID} {
			if got := b.promise(id); got.Status != process.CommitmentStatusHandedOver {
				t.Errorf("%s is %s", got.Text, got.Status)
			}
		}
		p := agreed(b, ent.Project{})(b.CreateProject(b.delivery(), desk.CreateProjectInput{ContractID: *h.ContractID}))
		a := agreed(b, ent.Acceptance{})(b.PlanAcceptance(b.delivery(), desk.PlanAcceptanceInput{ProjectID: p.ID, Kind: process.AcceptanceKindFinal}))
		a = agreed(b, ent.Acceptance{})(b.RequestAcceptance(b.delivery(), desk.RecordInput{ID: a.ID, Version: a.Version}))
		for _, result := range []process.AcceptanceStatus{process.AcceptanceStatusPassed, process.AcceptanceStatusPassedWithItems} {
			passed, err := b.DecideAcceptance(b.by(process.UserRolePresalesManager), desk.DecideAcceptanceInput{ID: a.ID, Version: a.Version, Result: result})
			b.want(err, "")
			if got := inTheWay(passed.Blockers); !slices.Contains(got, process.BlockerCodeCommitmentOpen) {
				t.Errorf("in the way of %s: %v", result, got)
			}
		}
	})
}

func breakHandover(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, _ := b.complete()
		empty := b.write(h, process.HandoverPartKindRisks, "")
		done, err := b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: empty.Version})
		wantBlocked(b, done, err, process.BlockerCodeHandoverPartEmpty)
		h = b.write(empty, process.HandoverPartKindRisks, "none known")
		h = agreed(b, ent.Handover{})(b.SubmitHandover(b.delivery(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version}))
		accept := desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}
		_, err = b.AcceptHandover(b.delivery(), accept) // who submitted it
		b.want(err, "FORBIDDEN")
		_, err = b.AcceptHandover(b.sales(), accept) // who prepared it
		b.want(err, "FORBIDDEN")
	})
}

func breakCloseout(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.set(`UPDATE opportunities SET amount = 100000000 WHERE id = $1`, b.deal.ID)
		h, _ := b.complete()
		h = b.submit(h)
		agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
		p := agreed(b, ent.Project{})(b.CreateProject(b.delivery(), desk.CreateProjectInput{ContractID: *h.ContractID}))
		p = agreed(b, ent.Project{})(b.StartProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version}))
		missing := func(want process.BlockerCode) {
			done, err := b.CloseProject(b.delivery(), desk.RecordInput{ID: p.ID, Version: p.Version})
			b.want(err, "")
			if got := inTheWay(done.Blockers); !slices.Contains(got, want) {
				t.Errorf("in the way of closing: %v, want %s", got, want)
			}
		}
		missing(process.BlockerCodeRetrospectiveMissing)
		r := agreed(b, ent.Retrospective{})(b.CreateRetrospective(b.delivery(), ent.CreateRetrospectiveInput{Title: "复盘", OpportunityID: &b.deal.ID}))
		missing(process.BlockerCodeRetrospectiveMissing)
		agreed(b, ent.Retrospective{})(b.HoldRetrospective(b.delivery(), desk.HoldRetrospectiveInput{ID: r.ID, Version: r.Version, Departments: []process.Department{process.DepartmentDelivery}}))
		missing(process.BlockerCodeDepartmentAbsent)
	})
}

func breakReuse(t *testing.T) {
	offices(t, func(o *office) {
		p := o.offer("Cranes", o.deal("Harbour"))
		section := o.chapter(o.system, p, 1, "Drives", "")
		item := o.item("Drives", "two drives")
		edge := o.reuse(section, item.ID, process.ReuseModeVerbatim)
		changed := done[ent.ContentItem](o)(o.UpdateContentItem(o.system, ent.UpdateContentItemInput{ID: item.ID, Version: item.Version, Body: pointer("three drives")}))
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: item.ID, Version: changed.Version})
		o.must(err)
		if now := o.edge(edge.ID); now.SourceVersion != item.Version || now.SourceID != item.ID || now.ArchivedAt != nil || now.SourceHash != edge.SourceHash {
			t.Errorf("the edge is %+v", now)
		}
	})
}

// breakNeedToKnow is as far as need-to-know goes today: whole kinds of record are hidden from a role.
func breakNeedToKnow(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.propose("two engineers on site")
		partner := b.by(process.UserRolePartner)
		if n, err := b.Read(partner).Commitment.Query().Count(partner); n != 0 || err != nil {
			t.Errorf("a partner counts %d commitments, %v", n, err)
		}
		if n, err := b.Read(partner).Opportunity.Query().QueryCommitments().Where(commitment.ID(c.ID)).Count(partner); n != 0 || err != nil {
			t.Errorf("a partner reaches %d commitments, %v", n, err)
		}
		_, hidden := b.WithdrawCommitment(partner, desk.WithdrawCommitmentInput{ID: c.ID, Version: c.Version, Reason: "x"})
		_, missing := b.WithdrawCommitment(partner, desk.WithdrawCommitmentInput{ID: c.ID[:4] + "0000000000000000000000000Z", Version: 1, Reason: "x"})
		if process.CodeOf(hidden) != process.CodeOf(missing) {
			t.Errorf("hidden: %v, missing: %v", hidden, missing)
		}
	})
}

func breakMoney(t *testing.T) {
	bargains(t, func(b *bargain) {
		_, err := b.CreateCommercialTerm(b.sales(), ent.CreateCommercialTermInput{OpportunityID: b.deal.ID, Title: "x", Currency: pointer("USD")})
		b.want(err, "VALIDATION_FAILED currency")
		b.order(b.deal)
		_, err = b.CreateContract(b.sales(), desk.CreateContractInput{OpportunityID: b.deal.ID, Title: "x", Currency: pointer("USD")})
		b.want(err, "VALIDATION_FAILED currency")
		_, err = b.CreateProposal(b.system, ent.CreateProposalInput{Title: "x", OpportunityID: &b.deal.ID, Price: pointer(int64(1)), Currency: pointer("USD")})
		b.want(err, "VALIDATION_FAILED currency")
	})
}

// Of 64 who move an opportunity at once exactly one does, and the log tells of one move.
func TestOneOfManyStageChangesWins(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.imported(process.OpportunityTypeDirect, process.OpportunityStageRequirements)
		people := []*process.Viewer{r.another(process.UserRoleSales), r.another(process.UserRolePresalesManager)}
		stages := []process.OpportunityStage{process.OpportunityStageProposal, process.OpportunityStageIntake}
		errs := make([]error, 64)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				_, errs[i] = r.ChangeOpportunityStage(desk.WithViewer(r.Context(), people[i%2]), desk.ChangeOpportunityStageInput{
					ID: o.ID, Version: o.Version, Stage: stages[i/2%2], Reason: pointer("now"),
				})
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if process.CodeOf(err) != process.CodeConflict {
				t.Errorf("a loser fails with %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d of 64 won", won)
		}
		rows, err := r.Read(r.system).Change.Query().Where(change.EntityID(o.ID), change.OperationEQ(process.ChangeOperationUpdate)).All(r.system)
		r.ok(err)
		moved := slices.DeleteFunc(rows, func(row *ent.Change) bool { return row.Fields["stage"] == (process.FieldChange{}) })
		entries, err := o.QueryStageEntries().Count(r.system)
		r.ok(err)
		if len(moved) != 1 || entries != 2 {
			t.Errorf("the log tells of %d moves, there are %d entries", len(moved), entries)
		}
		o = r.again(o)
		r.wantStage(o, o.Stage, process.OpportunityStatusOpen)
	})
}
