package desk_test

import (
	"context"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// Who owns a finding resolves it, a third verifies that (domain model, invariant 6).
func TestFindingsAreResolvedAndThenVerifiedBySomebodyElse(t *testing.T) {
	offices(t, func(o *office) {
		owner, other := o.person("owner", process.UserRoleSolutionEngineer), o.person("other", process.UserRoleSolutionEngineer)
		lead := o.person("lead", process.UserRolePresalesManager)
		r := o.planned(o.offer("仓储方案", o.deal("仓储改造")), process.ReviewColourRed, lead.id)
		f := o.found(r, process.SeverityMajor, &owner.id)
		version := func() int {
			now, err := o.Read(o.system).Finding.Get(o.system, f.ID)
			o.must(err)
			return now.Version
		}
		resolve := func(by colleague, text, want string) {
			o.Helper()
			_, err := o.ResolveFinding(by.ctx, desk.ResolveFindingInput{ID: f.ID, Version: version(), Resolution: text})
			o.refused("resolve", err, want)
		}
		verify := func(by colleague, want string) {
			o.Helper()
			_, err := o.VerifyFinding(by.ctx, desk.RecordInput{ID: f.ID, Version: version()})
			o.refused("verify", err, want)
		}
		reopen := func(by colleague, reason, want string) {
			o.Helper()
			_, err := o.ReopenFinding(by.ctx, desk.ReopenFindingInput{ID: f.ID, Version: version(), Reason: reason})
			o.refused("reopen", err, want)
		}
		verify(other, "ILLEGAL_TRANSITION")
		reopen(other, "x", "ILLEGAL_TRANSITION")
		resolve(other, "已补充", "FORBIDDEN")
		resolve(owner, "", "VALIDATION_FAILED resolution")
		resolve(owner, "已补充", "")
		resolve(owner, "again", "ILLEGAL_TRANSITION")
		verify(owner, "FORBIDDEN")
		reopen(other, "", "VALIDATION_FAILED reason")
		reopen(other, "第三章仍缺", "")
		now, err := o.Read(o.system).Finding.Get(o.system, f.ID)
		o.must(err)
		if now.Status != process.FindingStatusOpen || now.Resolution != "第三章仍缺" || now.ResolvedAt != nil {
			o.Errorf("reopened as %v", now)
		}
		resolve(lead, "已补齐", "") // on behalf of the owner
		verify(owner, "FORBIDDEN")
		verify(lead, "FORBIDDEN")
		// The one who resolved it is remembered, whoever touched the record since.
		_, err = o.ArchiveRecord(o.system, desk.RecordInput{ID: f.ID, Version: version()})
		o.must(err)
		_, err = o.RestoreRecord(o.system, desk.RecordInput{ID: f.ID, Version: version()})
		o.must(err)
		verify(lead, "FORBIDDEN")
		verify(other, "")
		now, err = o.Read(o.system).Finding.Get(o.system, f.ID)
		o.must(err)
		if now.Status != process.FindingStatusVerified || *now.VerifiedByID != other.id || now.VerifiedAt == nil || now.Resolution != "已补齐" {
			o.Errorf("verified as %v", now)
		}
		verify(other, "ILLEGAL_TRANSITION")
		reopen(lead, "复核不通过", "")
		now, err = o.Read(o.system).Finding.Get(o.system, f.ID)
		o.must(err)
		if now.VerifiedByID != nil || now.VerifiedAt != nil {
			o.Errorf("reopened, it is still verified by %v", now.VerifiedByID)
		}
		_, err = o.ResolveFinding(owner.ctx, desk.ResolveFindingInput{ID: f.ID, Version: 1, Resolution: "x"})
		o.refused("stale", err, "CONFLICT")
		partner := desk.WithViewer(o.Context(), &process.Viewer{UserID: other.id, Role: process.UserRolePartner, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll})
		_, err = o.ResolveFinding(partner, desk.ResolveFindingInput{ID: f.ID, Version: version(), Resolution: "x"})
		o.refused("by whom it is hidden from", err, "NOT_FOUND")
	})
}

// Issues of an acceptance go the same way; delivery leads there.
func TestIssuesAreResolvedByDelivery(t *testing.T) {
	offices(t, func(o *office) {
		owner, delivery := o.person("owner", process.UserRoleSolutionEngineer), o.person("delivery", process.UserRoleDelivery)
		deal := o.deal("仓储改造")
		acceptance := o.acceptance(deal)
		var id string
		_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, newID func(process.Entity) string) error {
			id = newID(ent.TypeFinding)
			return tx.Finding.Create().SetID(id).SetAcceptanceID(acceptance).SetOpportunityID(deal.ID).SetText("漏水").SetOwnerID(owner.id).Exec(ctx)
		})
		o.must(err)
		done[ent.Finding](o)(o.ResolveFinding(delivery.ctx, desk.ResolveFindingInput{ID: id, Version: 1, Resolution: "已修"}))
		_, err = o.VerifyFinding(delivery.ctx, desk.RecordInput{ID: id, Version: 2})
		o.refused("by the resolver", err, "FORBIDDEN")
	})
}

// acceptance makes a project of a deal with an acceptance.
func (o *office) acceptance(deal *ent.Opportunity) (id string) {
	o.Helper()
	_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, newID func(process.Entity) string) error {
		project := newID(ent.TypeProject)
		if err := tx.Project.Create().SetID(project).SetOpportunityID(deal.ID).SetName("实施").Exec(ctx); err != nil {
			return err
		}
		id = newID(ent.TypeAcceptance)
		return tx.Acceptance.Create().SetID(id).SetProjectID(project).SetOpportunityID(deal.ID).Exec(ctx)
	})
	o.must(err)
	return id
}
