package desk_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/bidchecklistitem"
	"bidwell/ent/change"
	"bidwell/process"
)

// bidding is a door behind which people bid for a tender: the opportunity, a proposal for it, and who works on it.
type bidding struct {
	*door
	writer, manager, other, legal, finance, sales, admin, pricing context.Context
	opportunity                                                   *ent.Opportunity
	proposal                                                      *ent.Proposal
}

func biddings(t *testing.T, test func(b *bidding)) {
	t.Helper()
	doors(t, func(d *door) {
		b := &bidding{door: d}
		b.writer, b.manager = b.person("writer", process.UserRolePresalesConsultant), b.person("manager", process.UserRolePresalesManager)
		b.other, b.legal = b.person("other", process.UserRolePresalesManager), b.person("legal", process.UserRoleLegal)
		b.finance, b.sales = b.person("finance", process.UserRoleFinance), b.person("sales", process.UserRoleSales)
		b.admin = b.person("admin", process.UserRoleAdmin)
		b.pricing = b.person("pricing", process.UserRolePresalesManager) // who writes an offer does not see its price
		b.opportunity = b.tender("Harbour cranes")
		b.proposal = must[ent.Proposal](b.door)(b.CreateProposal(b.pricing, ent.CreateProposalInput{
			Title: "Cranes", OpportunityID: &b.opportunity.ID, Price: new(int64(900_000_00)), ValidUntil: b.date(2026, 8, 1),
			BondAmount: new(int64(10_000_00)), BondReference: new("guarantee 7"),
		}))
		test(b)
	})
}

// person is somebody who is signed in.
func (d *door) person(name string, role process.UserRole) context.Context {
	d.Helper()
	made, err := d.CreateUser(d.system, ent.CreateUserInput{Name: name, Role: &role})
	if err != nil {
		d.Fatal(err)
	}
	return desk.WithViewer(d.Context(), &process.Viewer{UserID: made.Record.ID, Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll})
}

func (b *bidding) date(year int, month time.Month, day int) *time.Time {
	return new(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// tender is an opportunity whose bids are due in three weeks.
func (b *bidding) tender(name string) *ent.Opportunity {
	b.Helper()
	return must[ent.Opportunity](b.door)(b.CreateOpportunity(b.sales, ent.CreateOpportunityInput{
		Name: name, Type: new(process.OpportunityTypeTender), Amount: new(int64(1_000_000_00)), SubmissionDeadline: new(b.now().Add(21 * 24 * time.Hour)),
		DeadlineZone: new("Asia/Shanghai"), PriceCeiling: new(int64(1_000_000_00)), BondDemanded: new(int64(10_000_00)), BidValidityUntil: b.date(2026, 7, 1),
	}))
}

// must is the record of a change that has to succeed.
func must[T any](d *door) func(desk.Written[T], error) *T {
	return func(done desk.Written[T], err error) *T {
		d.Helper()
		if err != nil {
			d.Fatal(err)
		}
		if done.Record == nil {
			d.Fatalf("blocked: %v", done.Blockers)
		}
		return done.Record
	}
}

// requirement is a confirmed requirement of an opportunity.
func (b *bidding) requirement(opportunity, text string, mandatory bool) *ent.Requirement {
	b.Helper()
	return must[ent.Requirement](b.door)(b.CreateRequirement(b.manager, ent.CreateRequirementInput{OpportunityID: opportunity, Text: text, Mandatory: &mandatory}))
}

// approve asks for an approval and has it decided.
func (b *bidding) approve(of process.ApprovalType, subject string, decider context.Context) *ent.Approval {
	b.Helper()
	asked := must[ent.Approval](b.door)(b.RequestApproval(b.writer, desk.RequestApprovalInput{SubjectID: subject, Type: of}))
	return must[ent.Approval](b.door)(b.DecideApproval(decider, desk.DecideApprovalInput{ID: asked.ID, Version: asked.Version, Approve: true}))
}

// now reads the proposal as it is.
func (b *bidding) reread() desk.RecordInput {
	b.Helper()
	p, err := b.Read(b.system).Proposal.Get(b.system, b.proposal.ID)
	if err != nil {
		b.Fatal(err)
	}
	b.proposal = p
	return desk.RecordInput{ID: p.ID, Version: p.Version}
}

// reviewed writes reviews that were passed; how they come about is not of interest here.
func (b *bidding) reviewed() {
	b.Helper()
	for i, colour := range []string{"RED", "GOLD"} {
		_, err := b.Store().DB().Exec(`INSERT INTO reviews (id, created_at, updated_at, colour, status, held_at, verdict, proposal_id, proposal_version_id) VALUES ($1, $2, $2, $3, 'HELD', $2, 'PASS', $4, $5)`,
			process.IDOf("Review", "0000000000000000000000000"+string(rune('1'+i))), b.now(), colour, b.proposal.ID, b.version().ID)
		if err != nil {
			b.Fatal(err)
		}
	}
}

// checked prepares the rejection checklist and does every item of it.
func (b *bidding) checked() {
	b.Helper()
	must[ent.Proposal](b.door)(b.PrepareChecklist(b.writer, desk.PrepareChecklistInput{ProposalID: b.proposal.ID}))
	for _, item := range b.items() {
		must[ent.BidChecklistItem](b.door)(b.CheckItem(b.writer, desk.CheckItemInput{ID: item.ID, Version: item.Version, Evidence: "seen"}))
	}
}

func (b *bidding) items() []*ent.BidChecklistItem {
	b.Helper()
	items, err := b.Read(b.system).BidChecklistItem.Query().
		Where(bidchecklistitem.ProposalID(b.proposal.ID), bidchecklistitem.ArchivedAtIsNil()).Order(bidchecklistitem.ByID()).All(b.system)
	if err != nil {
		b.Fatal(err)
	}
	return items
}

// approved takes the proposal through its review.
func (b *bidding) approved() {
	b.Helper()
	must[ent.Proposal](b.door)(b.RequestReview(b.writer, b.reread()))
	must[ent.Proposal](b.door)(b.ApproveProposal(b.manager, b.reread()))
}

// sealed takes it on to the seal and the signature.
func (b *bidding) sealed() {
	b.Helper()
	b.approved()
	b.approve(process.ApprovalTypeSeal, b.proposal.ID, b.legal)
	must[ent.Proposal](b.door)(b.SealProposal(b.writer, b.reread()))
	must[ent.Proposal](b.door)(b.SignProposal(b.manager, b.reread()))
}

// submitted hands it in, with everything there that has to be.
func (b *bidding) submitted() {
	b.Helper()
	b.approve(process.ApprovalTypePrice, b.proposal.ID, b.manager)
	b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal)
	b.checked()
	b.reviewed()
	b.sealed()
	in := b.reread()
	must[ent.Proposal](b.door)(b.SubmitProposal(b.writer, desk.SubmitProposalInput{ID: in.ID, Version: in.Version, Receipt: "No. 12"}))
	b.reread()
}

// race lets 64 people do the same at once and wants one of them to win and the others to be told of a conflict; the change
// log has to tell of the record once.
func (b *bidding) race(id string, do func(i int) error) {
	b.Helper()
	before := b.changes(id)
	var wg sync.WaitGroup
	errs := make([]error, 64)
	for i := range errs {
		wg.Go(func() { errs[i] = do(i) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case process.CodeOf(err) != process.CodeConflict:
			b.Errorf("refused with %v", err)
		}
	}
	if won != 1 {
		b.Errorf("%d of 64 won", won)
	}
	if n := b.changes(id) - before; n != 1 {
		b.Errorf("the change log tells of it %d times", n)
	}
}

func (b *bidding) changes(id string) int {
	b.Helper()
	n, err := b.Read(b.system).Change.Query().Where(change.EntityID(id)).Count(b.system)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// codes are the kinds and subjects of blockers, in their order.
func codes(blockers []*process.Blocker) (all []string) {
	for _, one := range blockers {
		text := string(one.Code)
		if one.Subject != "" {
			text += " " + one.Subject
		}
		all = append(all, text)
	}
	return all
}
