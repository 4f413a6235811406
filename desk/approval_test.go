package desk_test

import (
	"context"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/authorityrule"
	"bidwell/process"
)

func (b *bidding) ask(ctx context.Context, of process.ApprovalType, subject string) *ent.Approval {
	b.Helper()
	return must[ent.Approval](b.door)(b.RequestApproval(ctx, desk.RequestApprovalInput{SubjectID: subject, Type: of, Reason: new("as agreed")}))
}

func (b *bidding) decide(ctx context.Context, a *ent.Approval, approve bool, comment *string, refusal string) {
	b.Helper()
	_, err := b.DecideApproval(ctx, desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Approve: approve, Comment: comment})
	b.want(err, refusal)
}

func (b *bidding) approvalNow(id string) *ent.Approval {
	b.Helper()
	a, err := b.Read(b.system).Approval.Get(b.system, id)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func TestTheShippedAuthorityIsInstalledOnce(t *testing.T) {
	doors(t, func(d *door) {
		for range 2 {
			d.want(d.InstallAuthority(d.Context()), "")
		}
		rules, err := d.Read(d.system).AuthorityRule.Query().All(d.system)
		if d.want(err, ""); len(rules) != len(process.ShippedAuthority()) {
			d.Errorf("%d rules", len(rules))
		}
		for _, r := range rules {
			_, err := d.ArchiveRecord(d.system, desk.RecordInput{ID: r.ID, Version: r.Version})
			d.want(err, "")
		}
		d.want(d.InstallAuthority(d.Context()), "")
		if n, err := d.Read(d.system).AuthorityRule.Query().Where(authorityrule.ArchivedAtIsNil()).Count(d.system); n != 0 || err != nil {
			d.Errorf("what was archived is there again: %d, %v", n, err)
		}
	})
}

func TestAuthorityRulesHaveBounds(t *testing.T) {
	doors(t, func(d *door) {
		rule := func(in ent.CreateAuthorityRuleInput) error {
			in.Type, in.Role = process.ApprovalTypeLegal, process.UserRoleLegal
			_, err := d.CreateAuthorityRule(d.system, in)
			return err
		}
		d.want(rule(ent.CreateAuthorityRuleInput{LimitAmount: new(int64(-1))}), "VALIDATION_FAILED limitAmount")
		d.want(rule(ent.CreateAuthorityRuleInput{LimitPercent: new(101)}), "VALIDATION_FAILED limitPercent")
		d.want(rule(ent.CreateAuthorityRuleInput{}), "")
		if err := rule(ent.CreateAuthorityRuleInput{}); process.CodeOf(err) != process.CodeValidationFailed {
			d.Errorf("a second rule of one type and role: %v", err)
		}
		_, err := d.CreateAuthorityRule(d.person("manager", process.UserRolePresalesManager), ent.CreateAuthorityRuleInput{Type: process.ApprovalTypeSeal, Role: process.UserRoleLegal})
		d.want(err, "FORBIDDEN")
	})
}

func TestPricesAreApprovedWithinAuthority(t *testing.T) {
	biddings(t, func(b *bidding) {
		a := b.ask(b.writer, process.ApprovalTypePrice, b.proposal.ID)
		if *a.RequiredRole != process.UserRolePresalesManager || *a.Amount != 900_000_00 || *a.OpportunityID != b.opportunity.ID || a.Status != process.ApprovalStatusRequested {
			b.Errorf("asked for %+v", a)
		}
		b.decide(b.sales, a, true, nil, "FORBIDDEN")
		b.decide(b.admin, a, true, nil, "FORBIDDEN")
		b.decide(b.system, a, true, nil, "FORBIDDEN")
		b.decide(b.legal, a, true, nil, "FORBIDDEN")
		b.decide(b.manager, &ent.Approval{ID: a.ID, Version: a.Version + 1}, true, nil, "CONFLICT")
		b.decide(b.manager, a, false, nil, "VALIDATION_FAILED comment")
		b.decide(b.manager, a, true, nil, "")
		b.decide(b.manager, b.approvalNow(a.ID), false, new("no"), "ILLEGAL_TRANSITION")
		got := b.approvalNow(a.ID)
		if got.Status != process.ApprovalStatusApproved || *got.DecidedByID != desk.ViewerOf(b.manager).UserID || !got.DecidedAt.Equal(b.now()) {
			b.Errorf("decided %+v", got)
		}

		large := must[ent.Proposal](b.door)(b.CreateProposal(b.manager, ent.CreateProposalInput{Title: "Large", OpportunityID: &b.opportunity.ID, Price: new(int64(5_000_000_01))}))
		a = b.ask(b.manager, process.ApprovalTypePrice, large.ID)
		if *a.RequiredRole != process.UserRoleFinance {
			b.Errorf("the least role is %s", *a.RequiredRole)
		}
		b.decide(b.manager, a, true, nil, "FORBIDDEN") // their own
		b.decide(b.other, a, true, nil, "FORBIDDEN")   // beyond their limit
		b.decide(b.finance, a, true, nil, "")
	})
}

// Nobody gets a large price approved as a small one.
func TestTheRecordSaysWhatIsAtStake(t *testing.T) {
	biddings(t, func(b *bidding) {
		p := must[ent.Proposal](b.door)(b.CreateProposal(b.pricing, ent.CreateProposalInput{Title: "P", OpportunityID: &b.opportunity.ID, Price: new(int64(7_000_000_00)), DiscountPercent: new(20)}))
		a := must[ent.Approval](b.door)(b.RequestApproval(b.writer, desk.RequestApprovalInput{SubjectID: p.ID, Type: process.ApprovalTypePrice, Amount: new(int64(1)), Percent: new(0)}))
		if *a.Amount != 7_000_000_00 || *a.Percent != 20 || a.Currency != "CNY" {
			b.Errorf("at stake is %d %s and %d %%", *a.Amount, a.Currency, *a.Percent)
		}
		euros := must[ent.Opportunity](b.door)(b.CreateOpportunity(b.sales, ent.CreateOpportunityInput{Name: "Docks", Currency: new("EUR")}))
		p = must[ent.Proposal](b.door)(b.CreateProposal(b.pricing, ent.CreateProposalInput{Title: "P", OpportunityID: &euros.ID, Price: new(int64(1_00))}))
		if p.Currency != "EUR" {
			b.Errorf("a proposal in %s for an opportunity in EUR", p.Currency)
		}
		if a = b.ask(b.writer, process.ApprovalTypePrice, p.ID); *a.RequiredRole != process.UserRoleFinance {
			b.Errorf("without a rate %s may approve euros", *a.RequiredRole)
		}
		b.decide(b.manager, a, true, nil, "FORBIDDEN")
		_, err := b.Store().DB().Exec(`UPDATE opportunities SET exchange_rate = 7.8 WHERE id = $1`, euros.ID)
		b.want(err, "")
		b.decide(b.manager, a, true, nil, "")
	})
}

func TestAnotherPriceNeedsAnotherApproval(t *testing.T) {
	biddings(t, func(b *bidding) {
		for name, in := range map[string]ent.UpdateProposalInput{
			"higher":     {Price: new(int64(950_000_00))},
			"lower":      {Price: new(int64(700_000_00))},
			"discounted": {DiscountPercent: new(7)},
			"gone":       {ClearPrice: true},
		} {
			a := b.approve(process.ApprovalTypePrice, b.proposal.ID, b.manager)
			legal := b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal)
			was := b.reread()
			must[ent.Proposal](b.door)(b.UpdateProposal(b.writer, ent.UpdateProposalInput{ID: was.ID, Version: was.Version, Summary: new(name)}))
			if b.approvalNow(a.ID).Status != process.ApprovalStatusApproved {
				b.Errorf("%s: a summary takes the approval of the price away", name)
			}
			now := b.reread()
			in.ID, in.Version = now.ID, now.Version
			must[ent.Proposal](b.door)(b.UpdateProposal(b.pricing, in))
			if got := b.approvalNow(a.ID).Status; got != process.ApprovalStatusWithdrawn {
				b.Errorf("%s: the approval of the old price is %s", name, got)
			}
			if got := b.approvalNow(legal.ID).Status; got != process.ApprovalStatusApproved {
				b.Errorf("%s: the legal approval is %s", name, got)
			}
			back := b.reread()
			must[ent.Proposal](b.door)(b.UpdateProposal(b.pricing, ent.UpdateProposalInput{ID: back.ID, Version: back.Version, Price: new(int64(900_000_00)), DiscountPercent: new(0)}))
			_, err := b.Store().DB().Exec(`UPDATE approvals SET status = 'WITHDRAWN' WHERE id = $1`, legal.ID)
			b.want(err, "")
		}
	})
}

func TestRequestsForApprovalAreTakenBackAndRepeated(t *testing.T) {
	biddings(t, func(b *bidding) {
		again := func(refusal string) {
			b.Helper()
			_, err := b.RequestApproval(b.sales, desk.RequestApprovalInput{SubjectID: b.proposal.ID, Type: process.ApprovalTypeSeal})
			b.want(err, refusal)
		}
		a := b.ask(b.writer, process.ApprovalTypeSeal, b.proposal.ID)
		again("CONFLICT")
		_, err := b.WithdrawApproval(b.sales, desk.RecordInput{ID: a.ID, Version: a.Version})
		b.want(err, "FORBIDDEN")
		_, err = b.WithdrawApproval(b.writer, desk.RecordInput{ID: a.ID, Version: a.Version + 1})
		b.want(err, "CONFLICT")
		_, err = b.WithdrawApproval(b.writer, desk.RecordInput{ID: a.ID, Version: a.Version})
		b.want(err, "")
		b.decide(b.legal, b.approvalNow(a.ID), true, nil, "ILLEGAL_TRANSITION")
		a = b.ask(b.writer, process.ApprovalTypeSeal, b.proposal.ID)
		b.decide(b.legal, a, false, new("the price is not final"), "")
		a = b.ask(b.writer, process.ApprovalTypeSeal, b.proposal.ID)
		b.decide(b.legal, a, true, nil, "")
		again("CONFLICT")
		_, err = b.WithdrawApproval(b.writer, desk.RecordInput{ID: a.ID, Version: a.Version + 1})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.ArchiveRecord(b.writer, desk.RecordInput{ID: a.ID, Version: a.Version + 1})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestBadRequestsForApproval(t *testing.T) {
	biddings(t, func(b *bidding) {
		bare := must[ent.Proposal](b.door)(b.CreateProposal(b.writer, ent.CreateProposalInput{Title: "No price", OpportunityID: &b.opportunity.ID}))
		gone := must[ent.Proposal](b.door)(b.CreateProposal(b.pricing, ent.CreateProposalInput{Title: "Gone", Price: new(int64(1))}))
		_, err := b.ArchiveRecord(b.manager, desk.RecordInput{ID: gone.ID, Version: gone.Version})
		b.want(err, "")
		reader := desk.WithViewer(b.Context(), &process.Viewer{UserID: desk.ViewerOf(b.writer).UserID, Role: process.UserRolePresalesConsultant, Scope: process.TokenScopeRead})
		for name, c := range map[string]struct {
			ctx     context.Context
			in      desk.RequestApprovalInput
			refusal string
		}{
			"nobody":               {b.Context(), desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypeLegal}, "UNAUTHENTICATED"},
			"a token for reading":  {reader, desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypeLegal}, "FORBIDDEN"},
			"an auditor":           {b.person("auditor", process.UserRoleAuditor), desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypeLegal}, "FORBIDDEN"},
			"no price":             {b.writer, desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypePrice}, "VALIDATION_FAILED subjectID"},
			"another kind":         {b.writer, desk.RequestApprovalInput{SubjectID: b.opportunity.ID, Type: process.ApprovalTypePrice}, "VALIDATION_FAILED subjectID"},
			"no id":                {b.writer, desk.RequestApprovalInput{SubjectID: "price", Type: process.ApprovalTypePrice}, "VALIDATION_FAILED subjectID"},
			"nothing there":        {b.writer, desk.RequestApprovalInput{SubjectID: process.IDOf("Proposal", strings.Repeat("0", 26)), Type: process.ApprovalTypePrice}, "NOT_FOUND subjectID"},
			"archived":             {b.writer, desk.RequestApprovalInput{SubjectID: gone.ID, Type: process.ApprovalTypePrice}, "NOT_FOUND subjectID"},
			"a negative amount":    {b.writer, desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypeLegal, Amount: new(int64(-1))}, "VALIDATION_FAILED amount"},
			"more than everything": {b.writer, desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypeLegal, Percent: new(101)}, "VALIDATION_FAILED percent"},
			"too long a reason":    {b.writer, desk.RequestApprovalInput{SubjectID: bare.ID, Type: process.ApprovalTypeLegal, Reason: new(strings.Repeat("x", 1<<20+1))}, "VALIDATION_FAILED reason"},
			"no type":              {b.writer, desk.RequestApprovalInput{SubjectID: bare.ID, Type: "LUNCH"}, "VALIDATION_FAILED subjectID"},
		} {
			_, err := b.RequestApproval(c.ctx, c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		if n, err := b.Read(b.system).Approval.Query().Count(b.system); n != 0 || err != nil {
			b.Errorf("%d requests are written, %v", n, err)
		}
		_, err = b.DecideApproval(b.manager, desk.DecideApprovalInput{ID: "apr_x", Version: 1})
		b.want(err, "VALIDATION_FAILED id")
		_, err = b.DecideApproval(b.manager, desk.DecideApprovalInput{ID: process.IDOf("Approval", strings.Repeat("0", 26)), Version: 1})
		b.want(err, "NOT_FOUND")
	})
}

func TestOneOfManyDecisionsWins(t *testing.T) {
	biddings(t, func(b *bidding) {
		a := b.ask(b.writer, process.ApprovalTypePrice, b.proposal.ID)
		b.race(a.ID, func(i int) error {
			by := []context.Context{b.manager, b.other, b.finance}[i%3]
			_, err := b.DecideApproval(by, desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Approve: i%2 == 0, Comment: new("so be it")})
			return err
		})
		if got := b.approvalNow(a.ID); got.Status == process.ApprovalStatusRequested || got.Version != a.Version+1 {
			b.Errorf("in the end it is %s at version %d", got.Status, got.Version)
		}
	})
}

// A price may not change between the approval of it and its end: whichever comes first, no approval stands for a price
// that nobody saw.
func TestApprovalsAndPricesRace(t *testing.T) {
	biddings(t, func(b *bidding) {
		for range 8 {
			was := b.reread()
			a := b.ask(b.writer, process.ApprovalTypePrice, was.ID)
			done := make(chan error, 2)
			go func() {
				_, err := b.DecideApproval(b.manager, desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Approve: true})
				done <- err
			}()
			go func() {
				_, err := b.UpdateProposal(b.pricing, ent.UpdateProposalInput{ID: was.ID, Version: was.Version, Price: new(*b.proposal.Price + 1)})
				done <- err
			}()
			for range 2 {
				if err := <-done; err != nil && process.CodeOf(err) != process.CodeConflict {
					b.Error(err)
				}
			}
			if got := b.approvalNow(a.ID).Status; got != process.ApprovalStatusWithdrawn {
				b.Errorf("the approval of a price that has changed is %s", got)
			}
		}
	})
}
