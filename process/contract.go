package process

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

var contractTransitions = transitions[ContractStatus]{
	ContractStatusDraft:  {ContractStatusSigned, ContractStatusTerminated},
	ContractStatusSigned: {ContractStatusClosed, ContractStatusTerminated},
}

// CheckContractStatus holds the contract's state machine.
func CheckContractStatus(from, to ContractStatus) error { return contractTransitions.check(from, to) }

// CheckContractDraft refuses to rewrite a contract that is no draft any more.
func CheckContractDraft(now ContractStatus) error {
	if now != ContractStatusDraft {
		return NewError(CodeIllegalTransition, MsgContractFixed, "status", string(now))
	}
	return nil
}

// CheckContracting decides whether an opportunity may have a contract drawn up: it is on its way, or won.
func CheckContracting(status OpportunityStatus) error {
	if status != OpportunityStatusOpen && status != OpportunityStatusWon {
		return NewError(CodeIllegalTransition, MsgStageClosed, "status", string(status))
	}
	return nil
}

// CheckSpan refuses a delivery that ends before it begins.
func CheckSpan(starts, ends *time.Time) error {
	if starts != nil && ends != nil && ends.Before(*starts) {
		return Invalid("endsOn", MsgTimeOrder, "after", starts.Format(time.DateOnly))
	}
	return nil
}

// CheckNotAhead refuses an instant that is still to come.
func CheckNotAhead(field string, at, now time.Time) error {
	if at.After(now) {
		return Invalid(field, MsgTimeFuture)
	}
	return nil
}

// The bounds of a payment plan.
const (
	maxInstalments     = 200
	maxInstalmentLabel = 300
	maxInstalmentText  = 2000
)

// CheckPaymentPlan refuses a plan that says less than it must: each part has a name and an amount not below nothing, and
// the sum fits 63 bits. Whether the sum is the contract's amount is asked when it is signed. Payments are recorded one by
// one, never planned as paid.
func CheckPaymentPlan(plan []Instalment) error {
	if len(plan) > maxInstalments {
		return Invalid("instalments", MsgOutOfRange, "min", "0", "max", strconv.Itoa(maxInstalments))
	}
	sum := int64(0)
	for i, part := range plan {
		at := func(field string) string { return "instalments." + strconv.Itoa(i) + "." + field }
		for _, err := range []error{
			CheckGiven(at("label"), part.Label, MsgRequired),
			checkShort(at("label"), part.Label, maxInstalmentLabel),
			checkShort(at("condition"), part.Condition, maxInstalmentText),
			CheckAmount(at("amount"), part.Amount),
		} {
			if err != nil {
				return err
			}
		}
		if part.PaidOn != nil {
			return Invalid(at("paidOn"), MsgValueBad)
		}
		var err error
		if sum, err = AddMoney(at("amount"), sum, part.Amount); err != nil {
			return err
		}
	}
	return nil
}

// checkShort holds a text inside a structured part to what a column would hold it to.
func checkShort(field, text string, most int) error {
	if utf8.RuneCountInString(text) > most {
		return Invalid(field, MsgTooLong, "max", strconv.Itoa(most))
	}
	return CheckText(field, text)
}

// CheckPayable refuses payments of a contract that is not in force.
func CheckPayable(now ContractStatus) error {
	if now != ContractStatusSigned {
		return NewError(CodeIllegalTransition, MsgContractUnsigned, "status", string(now))
	}
	return nil
}

// Paid is the plan with one payment recorded. A part that is not there, was paid already or is paid in the future is
// VALIDATION_FAILED.
func Paid(plan []Instalment, index int, paidOn, today time.Time) ([]Instalment, error) {
	switch {
	case index < 0 || index >= len(plan):
		return nil, Invalid("index", MsgOutOfRange, "min", "0", "max", strconv.Itoa(len(plan)-1))
	case plan[index].PaidOn != nil:
		return nil, Invalid("index", MsgPaymentTwice)
	case paidOn.After(today):
		return nil, Invalid("paidOn", MsgTimeFuture)
	}
	paid := append([]Instalment(nil), plan...)
	paid[index].PaidOn = &paidOn
	return paid, nil
}

// CheckContractClose decides whether a contract is carried out: it is signed and all of it is paid.
func CheckContractClose(from ContractStatus, plan []Instalment) error {
	if err := CheckContractStatus(from, ContractStatusClosed); err != nil {
		return err
	}
	open := 0
	for _, part := range plan {
		if part.PaidOn == nil && part.Amount > 0 {
			open++
		}
	}
	if open > 0 {
		return NewError(CodeIllegalTransition, MsgPaymentsOpen, "count", strconv.Itoa(open))
	}
	return nil
}

// OnlyContract narrows a dossier to one contract, for rules about signing it. Of the proposals it keeps those that have
// reached the customer: a contract waits for none that is still being written.
func (d *Dossier) OnlyContract(id string) *Dossier {
	narrow := *d
	narrow.Contracts = slices.DeleteFunc(slices.Clone(d.Contracts), func(c ContractFacts) bool { return c.ID != id })
	narrow.Proposals = slices.DeleteFunc(slices.Clone(d.Proposals), func(p ProposalFacts) bool { return !submitted(p.Status) })
	return &narrow
}
