package desk_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bargain) propose(text string) *ent.Commitment {
	b.Helper()
	return agreed(b, ent.Commitment{})(b.ProposeCommitment(b.sales(), desk.ProposeCommitmentInput{OpportunityID: b.deal.ID, Text: text, Kind: process.CommitmentKindStaff}))
}

func (b *bargain) record(text string) *ent.Commitment {
	b.Helper()
	return agreed(b, ent.Commitment{})(b.RecordCommitment(b.sales(), desk.RecordCommitmentInput{
		OpportunityID: b.deal.ID, Text: text, Kind: process.CommitmentKindService, MadeToID: b.contact.ID, SourceNote: pointer("over dinner"),
	}))
}

func (b *bargain) make(c *ent.Commitment) *ent.Commitment {
	b.Helper()
	return agreed(b, ent.Commitment{})(b.MakeCommitment(b.sales(), desk.MakeCommitmentInput{ID: c.ID, Version: c.Version, MadeToID: b.contact.ID, SourceNote: pointer("at the meeting")}))
}

// authorised is a commitment that was proposed, approved and made.
func (b *bargain) authorised(text string) *ent.Commitment {
	b.Helper()
	c := b.propose(text)
	b.approve(process.ApprovalTypeCommitment, c.ID, process.UserRolePresalesManager)
	return b.make(b.promise(c.ID))
}

func (b *bargain) promise(id string) *ent.Commitment {
	b.Helper()
	c, err := b.Read(b.system).Commitment.Get(b.system, id)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func (b *bargain) intoContract(c *ent.Commitment, k *ent.Contract) *ent.Commitment {
	b.Helper()
	return agreed(b, ent.Commitment{})(b.ContractCommitment(b.sales(), desk.ContractCommitmentInput{ID: c.ID, Version: c.Version, ContractID: k.ID, Clause: "§7"}))
}

func TestAPromiseIsAuthorisedByAnApprovalOfSomebodyElse(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.propose("two engineers on site")
		if c.Status != process.CommitmentStatusProposed || c.Unauthorised {
			b.Errorf("proposed: %+v", c)
		}
		given := b.approve(process.ApprovalTypeCommitment, c.ID, process.UserRolePresalesManager)
		c = b.promise(c.ID)
		if c.Status != process.CommitmentStatusAuthorised || *c.ApprovalID != given.ID || c.Unauthorised {
			b.Errorf("authorised: %+v", c)
		}
		c = b.make(c)
		if c.Status != process.CommitmentStatusMade || c.Unauthorised || *c.MadeToID != b.contact.ID || *c.MadeByID != b.people[process.UserRoleSales].ID || !c.MadeAt.Equal(b.now()) {
			b.Errorf("made: %+v", c)
		}
	})
}

func TestAPromiseWithoutAuthorityIsRecordedAndFlagged(t *testing.T) {
	bargains(t, func(b *bargain) {
		for name, c := range map[string]*ent.Commitment{"out of nothing": b.record("free training"), "only proposed": b.make(b.propose("free upgrade"))} {
			if c.Status != process.CommitmentStatusMade || !c.Unauthorised {
				b.Errorf("%s: %+v", name, c)
			}
			given := b.approve(process.ApprovalTypeCommitment, c.ID, process.UserRoleFinance)
			if c = b.promise(c.ID); c.Status != process.CommitmentStatusMade || c.Unauthorised || *c.ApprovalID != given.ID {
				b.Errorf("%s, authorised since: %+v", name, c)
			}
		}
		b.lose(b.deal)
		b.record("what was said was said")
		_, err := b.ProposeCommitment(b.sales(), desk.ProposeCommitmentInput{OpportunityID: b.deal.ID, Text: "too late", Kind: process.CommitmentKindPrice})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestARefusedApprovalChangesNoPromise(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.approve(process.ApprovalTypeCommitment, b.propose("x").ID, process.UserRoleFinance) // brings the authority matrix
		c := b.record("free training")
		asked := agreed(b, ent.Approval{})(b.RequestApproval(b.sales(), desk.RequestApprovalInput{SubjectID: c.ID, Type: process.ApprovalTypeCommitment}))
		agreed(b, ent.Approval{})(b.DecideApproval(b.by(process.UserRoleFinance), desk.DecideApprovalInput{ID: asked.ID, Version: asked.Version, Comment: pointer("too dear")}))
		if now := b.promise(c.ID); now.Version != c.Version || !now.Unauthorised {
			b.Errorf("%+v", now)
		}
	})
}

func TestWhatAPromiseNamesHasToBelongToTheOpportunity(t *testing.T) {
	bargains(t, func(b *bargain) {
		other := b.opportunity("CNY")
		term := b.term("付款", 1)
		elsewhere := agreed(b, ent.CommercialTerm{})(b.CreateCommercialTerm(b.sales(), ent.CreateCommercialTermInput{OpportunityID: other.ID, Title: "x"}))
		stranger := b.meet(agreed(b, ent.Customer{})(b.CreateCustomer(b.system, ent.CreateCustomerInput{Name: "南屿乳业"})), "Ines Vale")
		gone := b.meet(b.customer, "left the company")
		if _, err := b.ArchiveRecord(b.system, desk.RecordInput{ID: gone.ID, Version: gone.Version}); err != nil {
			b.Fatal(err)
		}
		good := desk.RecordCommitmentInput{OpportunityID: b.deal.ID, Text: "x", Kind: process.CommitmentKindPrice, MadeToID: b.contact.ID, SourceID: &term.ID, TermID: &term.ID}
		agreed(b, ent.Commitment{})(b.RecordCommitment(b.sales(), good))
		for name, c := range map[string]struct {
			change  func(in *desk.RecordCommitmentInput)
			refusal string
		}{
			"a source elsewhere":     {func(in *desk.RecordCommitmentInput) { in.SourceID = &elsewhere.ID }, "VALIDATION_FAILED sourceID"},
			"a contact as source":    {func(in *desk.RecordCommitmentInput) { in.SourceID = &b.contact.ID }, "VALIDATION_FAILED sourceID"},
			"no source":              {func(in *desk.RecordCommitmentInput) { in.SourceID = nil }, "VALIDATION_FAILED sourceNote"},
			"a term elsewhere":       {func(in *desk.RecordCommitmentInput) { in.TermID = &elsewhere.ID }, "VALIDATION_FAILED termID"},
			"a stranger":             {func(in *desk.RecordCommitmentInput) { in.MadeToID = stranger.ID }, "VALIDATION_FAILED madeToID"},
			"an archived contact":    {func(in *desk.RecordCommitmentInput) { in.MadeToID = gone.ID }, "NOT_FOUND madeToID"},
			"nobody":                 {func(in *desk.RecordCommitmentInput) { in.MadeToID = "" }, "VALIDATION_FAILED madeToID"},
			"made by a contact":      {func(in *desk.RecordCommitmentInput) { in.MadeByID = &b.contact.ID }, "VALIDATION_FAILED madeByID"},
			"made tomorrow":          {func(in *desk.RecordCommitmentInput) { in.MadeAt = pointer(b.now().Add(time.Hour)) }, "VALIDATION_FAILED madeAt"},
			"an owner of air":        {func(in *desk.RecordCommitmentInput) { in.OwnerID = pointer("usr_" + strings.Repeat("0", 26)) }, "NOT_FOUND ownerID"},
			"nothing promised":       {func(in *desk.RecordCommitmentInput) { in.Text = "\n" }, "VALIDATION_FAILED text"},
			"a control character":    {func(in *desk.RecordCommitmentInput) { in.Text = "\x00" }, "VALIDATION_FAILED text"},
			"more than a megabyte":   {func(in *desk.RecordCommitmentInput) { in.Text = strings.Repeat("x", 1<<20+1) }, "VALIDATION_FAILED text"},
			"an unknown kind":        {func(in *desk.RecordCommitmentInput) { in.Kind = "MOOD" }, "VALIDATION_FAILED kind"},
			"a source note too long": {func(in *desk.RecordCommitmentInput) { in.SourceNote = pointer(strings.Repeat("长", 501)) }, "VALIDATION_FAILED sourceNote"},
		} {
			in := good
			c.change(&in)
			_, err := b.RecordCommitment(b.sales(), in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		agreed(b, ent.Stakeholder{})(b.CreateStakeholder(b.system, ent.CreateStakeholderInput{OpportunityID: b.deal.ID, ContactID: stranger.ID, Part: process.StakeholderPartInfluencer}))
		good.MadeToID = stranger.ID
		agreed(b, ent.Commitment{})(b.RecordCommitment(b.sales(), good))
		_, err := b.ProposeCommitment(b.sales(), desk.ProposeCommitmentInput{OpportunityID: b.deal.ID, Text: "x", Kind: process.CommitmentKindPrice, DueOn: b.day(3, 1)})
		b.want(err, "VALIDATION_FAILED dueOn")
		_, err = b.ProposeCommitment(b.by(process.UserRoleMarketing), desk.ProposeCommitmentInput{OpportunityID: b.deal.ID, Text: "x", Kind: process.CommitmentKindPrice})
		b.want(err, "FORBIDDEN")
	})
}

func TestPromisesEndAsTheStateMachineSays(t *testing.T) {
	bargains(t, func(b *bargain) {
		proposed, made := b.propose("a"), b.record("b")
		_, err := b.WithdrawCommitment(b.sales(), desk.WithdrawCommitmentInput{ID: made.ID, Version: made.Version, Reason: "a slip of the tongue"})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.FulfilCommitment(b.sales(), desk.FulfilCommitmentInput{ID: made.ID, Version: made.Version, Evidence: "report"})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.BreachCommitment(b.sales(), desk.BreachCommitmentInput{ID: made.ID, Version: made.Version, Reason: "late"})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.WaiveCommitment(b.sales(), desk.WaiveCommitmentInput{ID: made.ID, Version: made.Version, Evidence: " "})
		b.want(err, "VALIDATION_FAILED evidence")
		waived := agreed(b, ent.Commitment{})(b.WaiveCommitment(b.sales(), desk.WaiveCommitmentInput{ID: made.ID, Version: made.Version, Evidence: "the customer's letter of 1 March"}))
		if waived.Status != process.CommitmentStatusWaived || !waived.ClosedAt.Equal(b.now()) || waived.Evidence == "" {
			b.Errorf("%+v", waived)
		}
		_, err = b.AssignCommitment(b.sales(), desk.AssignCommitmentInput{ID: waived.ID, Version: waived.Version, DueOn: b.day(4, 1)})
		b.want(err, "ILLEGAL_TRANSITION")
		kept := b.authorised("c")
		_, err = b.WaiveCommitment(b.sales(), desk.WaiveCommitmentInput{ID: kept.ID, Version: kept.Version, Evidence: "letter"})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.WithdrawCommitment(b.sales(), desk.WithdrawCommitmentInput{ID: proposed.ID, Version: proposed.Version})
		b.want(err, "VALIDATION_FAILED reason")
		_, err = b.WithdrawCommitment(b.sales(), desk.WithdrawCommitmentInput{ID: proposed.ID, Version: proposed.Version + 1, Reason: "x"})
		b.want(err, "CONFLICT")
		gone := agreed(b, ent.Commitment{})(b.WithdrawCommitment(b.sales(), desk.WithdrawCommitmentInput{ID: proposed.ID, Version: proposed.Version, Reason: "not affordable"}))
		if gone.Status != process.CommitmentStatusWithdrawn || gone.Evidence != "not affordable" {
			b.Errorf("%+v", gone)
		}
		_, err = b.MakeCommitment(b.sales(), desk.MakeCommitmentInput{ID: gone.ID, Version: gone.Version, MadeToID: b.contact.ID, SourceNote: pointer("x")})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.MakeCommitment(b.sales(), desk.MakeCommitmentInput{ID: "cmt_" + strings.Repeat("0", 26), Version: 1, MadeToID: b.contact.ID, SourceNote: pointer("x")})
		b.want(err, "NOT_FOUND")
		_, err = b.MakeCommitment(b.sales(), desk.MakeCommitmentInput{ID: b.deal.ID, Version: 1, MadeToID: b.contact.ID})
		b.want(err, "VALIDATION_FAILED id")
	})
}

func TestPromisesGetAnOwnerAndADay(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.propose("a")
		owner := b.people[process.UserRoleDelivery].ID
		c = agreed(b, ent.Commitment{})(b.AssignCommitment(b.sales(), desk.AssignCommitmentInput{ID: c.ID, Version: c.Version, OwnerID: &owner}))
		c = agreed(b, ent.Commitment{})(b.AssignCommitment(b.sales(), desk.AssignCommitmentInput{ID: c.ID, Version: c.Version, DueOn: b.day(3, 2)}))
		if *c.OwnerID != owner || !c.DueOn.Equal(*b.day(3, 2)) {
			b.Errorf("%+v", c)
		}
		_, err := b.AssignCommitment(b.sales(), desk.AssignCommitmentInput{ID: c.ID, Version: c.Version, DueOn: b.day(3, 1)})
		b.want(err, "VALIDATION_FAILED dueOn")
		_, err = b.AssignCommitment(b.sales(), desk.AssignCommitmentInput{ID: c.ID, Version: c.Version, OwnerID: &b.deal.ID})
		b.want(err, "VALIDATION_FAILED ownerID")
		_, err = b.AssignCommitment(b.by(process.UserRolePartner), desk.AssignCommitmentInput{ID: c.ID, Version: c.Version, OwnerID: &owner})
		b.want(err, "NOT_FOUND")
	})
}

// race lets 64 do the same at once: one is right, the others are told so.
func (b *bargain) race(what string, try func() error) {
	b.Helper()
	var wait sync.WaitGroup
	errs := make([]error, 64)
	for i := range errs {
		wait.Go(func() { errs[i] = try() })
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if code := process.CodeOf(err); code != process.CodeConflict && code != process.CodeIllegalTransition {
			b.Errorf("%s: %v", what, err)
		}
	}
	if won != 1 {
		b.Errorf("%s: %d of 64 won", what, won)
	}
}

func TestOneOfManyMakesAPromise(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.propose("a")
		b.race("making", func() error {
			_, err := b.MakeCommitment(b.sales(), desk.MakeCommitmentInput{ID: c.ID, Version: c.Version, MadeToID: b.contact.ID, SourceNote: pointer("x")})
			return err
		})
		if n := b.text(`SELECT COUNT(*) FROM change_log WHERE entity_id = $1 AND operation = 'UPDATE'`, c.ID); n != "1" {
			b.Errorf("%s changes of the promise", n)
		}
	})
}

// Authorising and making race without getting stuck, whichever comes first: the flag is off at the end.
func TestAuthorisingAndMakingAtOnce(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.approve(process.ApprovalTypeCommitment, b.propose("x").ID, process.UserRoleFinance)
		for range 8 {
			c := b.propose("a")
			asked := agreed(b, ent.Approval{})(b.RequestApproval(b.sales(), desk.RequestApprovalInput{SubjectID: c.ID, Type: process.ApprovalTypeCommitment}))
			var wait sync.WaitGroup
			var decided, made error
			wait.Go(func() {
				_, decided = b.DecideApproval(b.by(process.UserRoleFinance), desk.DecideApprovalInput{ID: asked.ID, Version: asked.Version, Approve: true})
			})
			wait.Go(func() {
				_, made = b.MakeCommitment(b.sales(), desk.MakeCommitmentInput{ID: c.ID, Version: c.Version, MadeToID: b.contact.ID, SourceNote: pointer("x")})
			})
			wait.Wait()
			b.want(decided, "")
			if made != nil && process.CodeOf(made) != process.CodeConflict {
				b.Errorf("made: %v", made)
			}
			if c = b.promise(c.ID); c.Unauthorised || made == nil && c.Status != process.CommitmentStatusMade || made != nil && c.Status != process.CommitmentStatusAuthorised {
				b.Errorf("made %v: %+v", made, c)
			}
		}
	})
}
