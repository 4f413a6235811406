package desk_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// contract is a draft of an ordered opportunity, with a plan that adds up.
func (b *bargain) contract() *ent.Contract {
	b.Helper()
	b.order(b.deal)
	c := agreed(b, ent.Contract{})(b.CreateContract(b.sales(), desk.CreateContractInput{OpportunityID: b.deal.ID, Title: "供货合同", Amount: 1000_00, Terms: pointer("weekly report")}))
	return b.plan(c, 300_00, 700_00)
}

func (b *bargain) plan(c *ent.Contract, amounts ...int64) *ent.Contract {
	b.Helper()
	var parts []process.Instalment
	for _, a := range amounts {
		parts = append(parts, process.Instalment{Label: "part", Amount: a})
	}
	return agreed(b, ent.Contract{})(b.SetPaymentPlan(b.sales(), desk.SetPaymentPlanInput{ID: c.ID, Version: c.Version, Instalments: parts}))
}

func (b *bargain) sign(c *ent.Contract) *ent.Contract {
	b.Helper()
	return agreed(b, ent.Contract{})(b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version}))
}

func TestAContractNeedsAnAward(t *testing.T) {
	bargains(t, func(b *bargain) {
		in := desk.CreateContractInput{OpportunityID: b.deal.ID, Title: "供货合同", Amount: 1000_00}
		w, err := b.CreateContract(b.sales(), in)
		wantBlocked(b, w, err, process.BlockerCodeAwardMissing)
		b.order(b.deal)
		c := agreed(b, ent.Contract{})(b.CreateContract(b.sales(), in))
		if c.Status != process.ContractStatusDraft || c.Currency != "CNY" || c.Amount != 1000_00 {
			b.Errorf("%+v", c)
		}
		elsewhere := agreed(b, ent.Proposal{})(b.CreateProposal(b.system, ent.CreateProposalInput{Title: "x", OpportunityID: pointer(b.opportunity("CNY").ID)}))
		for name, c := range map[string]struct {
			change  func(in *desk.CreateContractInput)
			refusal string
		}{
			"no title":             {func(in *desk.CreateContractInput) { in.Title = " " }, "VALIDATION_FAILED title"},
			"a negative value":     {func(in *desk.CreateContractInput) { in.Amount = -1 }, "VALIDATION_FAILED amount"},
			"another currency":     {func(in *desk.CreateContractInput) { in.Currency = pointer("USD") }, "VALIDATION_FAILED currency"},
			"an empty number":      {func(in *desk.CreateContractInput) { in.Number = pointer("") }, "VALIDATION_FAILED number"},
			"a proposal elsewhere": {func(in *desk.CreateContractInput) { in.ProposalID = &elsewhere.ID }, "VALIDATION_FAILED proposalID"},
			"it ends too early":    {func(in *desk.CreateContractInput) { in.StartsOn, in.EndsOn = b.day(4, 2), b.day(4, 1) }, "VALIDATION_FAILED endsOn"},
			"terms without end":    {func(in *desk.CreateContractInput) { in.Terms = pointer(strings.Repeat("x", 1<<20+1)) }, "VALIDATION_FAILED terms"},
			"no such opportunity":  {func(in *desk.CreateContractInput) { in.OpportunityID = "opp_" + strings.Repeat("0", 26) }, "NOT_FOUND opportunityID"},
		} {
			bad := in
			c.change(&bad)
			_, err := b.CreateContract(b.sales(), bad)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		_, err = b.CreateContract(b.delivery(), in)
		b.want(err, "FORBIDDEN")
		lost := b.opportunity("CNY")
		b.order(lost)
		b.lose(lost)
		in.OpportunityID = lost.ID
		_, err = b.CreateContract(b.sales(), in)
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestSigningSaysEverythingThatIsInTheWay(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.plan(b.contract(), 300_00, 600_00)
		said, term := b.record("free training"), b.term("付款", 1)
		_, err := b.SignContract(b.delivery(), desk.SignContractInput{ID: c.ID, Version: c.Version}) // what is in the way is not theirs to know
		b.want(err, "FORBIDDEN")
		w, err := b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version})
		wantBlocked(b, w, err, process.BlockerCodePaymentPlanMismatch, process.BlockerCodeCommitmentUnauthorised, process.BlockerCodeTermUndecided, process.BlockerCodeApprovalMissing)
		if w.Blockers[1].RecordID != said.ID || w.Blockers[2].RecordID != term.ID {
			b.Errorf("%+v", w.Blockers)
		}
		c = b.plan(c, 300_00, 700_00)
		b.approve(process.ApprovalTypeCommitment, said.ID, process.UserRoleFinance)
		b.decide(term, process.TermDecisionAccepted)
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		_, err = b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version, SignedAt: pointer(b.now().Add(time.Hour))})
		b.want(err, "VALIDATION_FAILED signedAt")
		_, err = b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version, SignedByID: &b.contact.ID})
		b.want(err, "VALIDATION_FAILED signedByID")
		_, err = b.SignContract(b.delivery(), desk.SignContractInput{ID: c.ID, Version: c.Version})
		b.want(err, "FORBIDDEN")
		boss := b.people[process.UserRolePresalesManager].ID
		c = agreed(b, ent.Contract{})(b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version, SignedAt: pointer(b.now().Add(-time.Hour)), SignedByID: &boss}))
		if c.Status != process.ContractStatusSigned || *c.SignedByID != boss || !c.SignedAt.Equal(b.now().Add(-time.Hour)) {
			b.Errorf("%+v", c)
		}
		_, err = b.CreateCommercialTerm(b.sales(), ent.CreateCommercialTermInput{OpportunityID: b.deal.ID, Title: "afterwards"})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestWhatIsReworkedIsApprovedAnew(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		c = agreed(b, ent.Contract{})(b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, Number: pointer("HT-9")}))
		c = agreed(b, ent.Contract{})(b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, Terms: pointer("unlimited liability")}))
		w, err := b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version})
		wantBlocked(b, w, err, process.BlockerCodeApprovalMissing)
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		c = b.plan(c, 1000_00)
		w, err = b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version})
		wantBlocked(b, w, err, process.BlockerCodeApprovalMissing)
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		c = agreed(b, ent.Contract{})(b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, Number: pointer("HT-10")}))
		b.sign(c)
	})
}

func TestOnlyDraftsAreRewritten(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		_, err := b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, EndsOn: b.day(4, 1), StartsOn: b.day(4, 2)})
		b.want(err, "VALIDATION_FAILED endsOn")
		_, err = b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, Amount: pointer(int64(-1))})
		b.want(err, "VALIDATION_FAILED amount")
		_, err = b.SetPaymentPlan(b.sales(), desk.SetPaymentPlanInput{ID: c.ID, Version: c.Version, Instalments: []process.Instalment{{Label: "a", Amount: math.MaxInt64}, {Label: "b", Amount: 1}}})
		b.want(err, "VALIDATION_FAILED instalments.1.amount")
		_, err = b.SetPaymentPlan(b.sales(), desk.SetPaymentPlanInput{ID: c.ID, Version: c.Version - 1})
		b.want(err, "CONFLICT")
		c = agreed(b, ent.Contract{})(b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, StartsOn: b.day(4, 1), EndsOn: b.day(4, 1)}))
		_, err = b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, EndsOn: b.day(3, 31)})
		b.want(err, "VALIDATION_FAILED endsOn")
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		c = b.sign(c)
		_, err = b.UpdateContract(b.sales(), desk.UpdateContractInput{ID: c.ID, Version: c.Version, Title: pointer("x")})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.SetPaymentPlan(b.sales(), desk.SetPaymentPlanInput{ID: c.ID, Version: c.Version})
		b.want(err, "ILLEGAL_TRANSITION")
		w, err := b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version})
		if b.want(err, "ILLEGAL_TRANSITION"); w.Blockers != nil {
			b.Errorf("%+v", w)
		}
	})
}

func TestPaymentsCloseAContract(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		pay := func(index int, on *time.Time) (desk.Written[ent.Contract], error) {
			return b.RecordPayment(b.by(process.UserRoleFinance), desk.RecordPaymentInput{ID: c.ID, Version: c.Version, Index: index, PaidOn: on})
		}
		_, err := pay(0, nil)
		b.want(err, "ILLEGAL_TRANSITION")
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		c = b.sign(c)
		_, err = pay(2, nil)
		b.want(err, "VALIDATION_FAILED index")
		_, err = pay(0, b.day(3, 3))
		b.want(err, "VALIDATION_FAILED paidOn")
		c = agreed(b, ent.Contract{})(pay(0, b.day(2, 20)))
		_, err = pay(0, nil)
		b.want(err, "VALIDATION_FAILED index")
		_, err = b.CloseContract(b.sales(), desk.CloseContractInput{ID: c.ID, Version: c.Version})
		b.want(err, "ILLEGAL_TRANSITION")
		c = agreed(b, ent.Contract{})(pay(1, nil))
		if !c.PaymentPlan[0].PaidOn.Equal(*b.day(2, 20)) || !c.PaymentPlan[1].PaidOn.Equal(*b.day(3, 2)) {
			b.Errorf("%+v", c.PaymentPlan)
		}
		c = agreed(b, ent.Contract{})(b.CloseContract(b.sales(), desk.CloseContractInput{ID: c.ID, Version: c.Version}))
		_, err = b.TerminateContract(b.sales(), desk.TerminateContractInput{ID: c.ID, Version: c.Version, Reason: "x"})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestATerminatedContractKeepsItsReason(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		for reason, refusal := range map[string]string{
			" ": "VALIDATION_FAILED reason", "a\x00": "VALIDATION_FAILED reason", strings.Repeat("x", 1<<16+1): "VALIDATION_FAILED reason",
		} {
			_, err := b.TerminateContract(b.sales(), desk.TerminateContractInput{ID: c.ID, Version: c.Version, Reason: reason})
			b.want(err, refusal)
		}
		made := b.authorised("a")
		ended := agreed(b, ent.Contract{})(b.TerminateContract(b.by(process.UserRoleLegal), desk.TerminateContractInput{ID: c.ID, Version: c.Version, Reason: "the customer went bankrupt"}))
		if ended.Status != process.ContractStatusTerminated {
			b.Errorf("%+v", ended)
		}
		if said := b.text(`SELECT body FROM comments WHERE subject_id = $1`, c.ID); said != "the customer went bankrupt" {
			b.Errorf("the reason is %q", said)
		}
		_, err := b.ContractCommitment(b.sales(), desk.ContractCommitmentInput{ID: made.ID, Version: made.Version, ContractID: c.ID, Clause: "§1"})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.PrepareHandover(b.sales(), desk.PrepareHandoverInput{ContractID: c.ID})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestPromisesGoIntoTheContract(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		made, proposed := b.authorised("a"), b.propose("b")
		into := func(who process.UserRole, p *ent.Commitment, contract, clause string) (desk.Written[ent.Commitment], error) {
			return b.ContractCommitment(b.by(who), desk.ContractCommitmentInput{ID: p.ID, Version: p.Version, ContractID: contract, Clause: clause})
		}
		_, err := into(process.UserRoleSales, proposed, c.ID, "§1")
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = into(process.UserRoleSales, made, c.ID, " ")
		b.want(err, "VALIDATION_FAILED clause")
		_, err = into(process.UserRoleSales, made, c.ID, strings.Repeat("长", 201))
		b.want(err, "VALIDATION_FAILED contractClause")
		_, err = into(process.UserRolePresalesConsultant, made, c.ID, "§1")
		b.want(err, "FORBIDDEN")
		other := b.opportunity("CNY")
		b.order(other)
		elsewhere := agreed(b, ent.Contract{})(b.CreateContract(b.sales(), desk.CreateContractInput{OpportunityID: other.ID, Title: "x"}))
		_, err = into(process.UserRoleSales, made, elsewhere.ID, "§1")
		b.want(err, "VALIDATION_FAILED contractID")
		in := agreed(b, ent.Commitment{})(into(process.UserRoleLegal, made, c.ID, "§7.2"))
		if in.Status != process.CommitmentStatusContracted || *in.ContractID != c.ID || in.ContractClause != "§7.2" {
			b.Errorf("%+v", in)
		}
	})
}

func TestOneOfManySignsAContract(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		b.race("signing", func() error {
			_, err := b.SignContract(b.sales(), desk.SignContractInput{ID: c.ID, Version: c.Version})
			return err
		})
		if n := b.text(`SELECT COUNT(*) FROM change_log WHERE entity_id = $1 AND operation = 'UPDATE'`, c.ID); n != "2" { // the plan and the signature
			b.Errorf("%s changes of the contract", n)
		}
	})
}
