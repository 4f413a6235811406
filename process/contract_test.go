package process

import (
	"math"
	"strings"
	"testing"
)

func TestContractStates(t *testing.T) {
	all(t, "ContractStatus", `DRAFT>SIGNED DRAFT>TERMINATED SIGNED>CLOSED SIGNED>TERMINATED`,
		func(from, to string) error { return CheckContractStatus(ContractStatus(from), ContractStatus(to)) })
	for _, s := range enumValues("ContractStatus") {
		draft, payable := CodeIllegalTransition, CodeIllegalTransition
		if s == "DRAFT" {
			draft = ""
		}
		if s == "SIGNED" {
			payable = ""
		}
		refused(t, s, CheckContractDraft(ContractStatus(s)), draft, "")
		refused(t, s, CheckPayable(ContractStatus(s)), payable, "")
	}
	for _, s := range enumValues("OpportunityStatus") {
		want := CodeIllegalTransition
		if s == "OPEN" || s == "WON" {
			want = ""
		}
		refused(t, s, CheckContracting(OpportunityStatus(s)), want, "")
	}
	first, last := on(3, 1), on(3, 2)
	refused(t, "in order", CheckSpan(&first, &last), "", "")
	refused(t, "on one day", CheckSpan(&first, &first), "", "")
	refused(t, "the wrong way round", CheckSpan(&last, &first), CodeValidationFailed, "endsOn")
	refused(t, "open at one side", CheckSpan(nil, &first), "", "")
	refused(t, "now", CheckNotAhead("signedAt", first, first), "", "")
	refused(t, "later", CheckNotAhead("signedAt", last, first), CodeValidationFailed, "signedAt")
}

func TestPaymentPlans(t *testing.T) {
	part := func(label string, amount int64) Instalment { return Instalment{Label: label, Amount: amount} }
	day := on(3, 2)
	for name, c := range map[string]struct {
		plan  []Instalment
		field string
	}{
		"none":                 {nil, ""},
		"two parts":            {[]Instalment{part("down", 30), part("rest", 70)}, ""},
		"a part of nothing":    {[]Instalment{part("kick-off", 0)}, ""},
		"a negative part":      {[]Instalment{part("down", 30), part("back", -1)}, "instalments.1.amount"},
		"a part without name":  {[]Instalment{part(" ", 1)}, "instalments.0.label"},
		"too long a name":      {[]Instalment{part(strings.Repeat("长", 301), 1)}, "instalments.0.label"},
		"the longest name":     {[]Instalment{part(strings.Repeat("长", 300), 1)}, ""},
		"control characters":   {[]Instalment{{Label: "a", Condition: "b\x00"}}, "instalments.0.condition"},
		"too long a condition": {[]Instalment{{Label: "a", Condition: strings.Repeat("x", 1<<20)}}, "instalments.0.condition"},
		"too large a sum":      {[]Instalment{part("a", math.MaxInt64), part("b", 1)}, "instalments.1.amount"},
		"paid already":         {[]Instalment{{Label: "a", PaidOn: &day}}, "instalments.0.paidOn"},
		"too many parts":       {make([]Instalment, 201), "instalments"},
	} {
		code := CodeValidationFailed
		if c.field == "" {
			code = ""
		}
		refused(t, name, CheckPaymentPlan(c.plan), code, c.field)
	}
}

func TestPayments(t *testing.T) {
	today, tomorrow := on(3, 2), on(3, 3)
	plan := []Instalment{{Label: "down", Amount: 30}, {Label: "rest", Amount: 70}, {Label: "kick-off"}}
	refused(t, "unpaid", CheckContractClose(ContractStatusSigned, plan), CodeIllegalTransition, "")
	half, err := Paid(plan, 0, today, today)
	if err != nil || half[0].PaidOn == nil || half[1].PaidOn != nil || plan[0].PaidOn != nil {
		t.Errorf("%+v, %v, and the plan before %+v", half, err, plan)
	}
	_, err = Paid(half, 0, today, today)
	refused(t, "twice", err, CodeValidationFailed, "index")
	for _, index := range []int{-1, 3, math.MaxInt} {
		_, err = Paid(plan, index, today, today)
		refused(t, "a part that is not there", err, CodeValidationFailed, "index")
	}
	_, err = Paid(nil, 0, today, today)
	refused(t, "without a plan", err, CodeValidationFailed, "index")
	_, err = Paid(plan, 1, tomorrow, today)
	refused(t, "tomorrow", err, CodeValidationFailed, "paidOn")
	refused(t, "half paid", CheckContractClose(ContractStatusSigned, half), CodeIllegalTransition, "")
	whole, err := Paid(half, 1, today, today)
	refused(t, "the rest", err, "", "")
	refused(t, "all that costs something is paid", CheckContractClose(ContractStatusSigned, whole), "", "")
	refused(t, "never signed", CheckContractClose(ContractStatusDraft, nil), CodeIllegalTransition, "")
}

func TestSigningLooksAtOneContract(t *testing.T) {
	d := &Dossier{AwardAmount: minor(1), AwardNoted: true, Type: OpportunityTypeDirect, Contracts: []ContractFacts{
		{ID: "a", Status: ContractStatusDraft, Amount: 10, Planned: []int64{4, 6}, Approved: []ApprovalType{ApprovalTypeLegal}},
		{ID: "b", Status: ContractStatusDraft, Amount: 10},
	}}
	if got := Check(d.OnlyContract("a"), SigningRules...); len(got) != 0 {
		t.Errorf("the complete one: %+v", got)
	}
	if got := Check(d.OnlyContract("b"), SigningRules...); len(got) != 2 || got[0].RecordID != "b" || len(d.Contracts) != 2 {
		t.Errorf("the other: %+v", got)
	}
}

func TestBidsAndContractsDoNotWaitForEachOther(t *testing.T) {
	d := &Dossier{
		Type: OpportunityTypeTender,
		Proposals: []ProposalFacts{
			{ID: "won", Status: ProposalStatusAwarded, Price: minor(10)}, {ID: "draft", Status: ProposalStatusDraft, Price: minor(10)},
		},
		Contracts: []ContractFacts{{ID: "a", Status: ContractStatusDraft, Approved: []ApprovalType{ApprovalTypeLegal}}, {ID: "b", Status: ContractStatusDraft}},
	}
	if got := Check(d.OnlyContract("a"), SigningRules...); len(got) != 0 {
		t.Errorf("signing beside a draft of a proposal: %+v", got)
	}
	for _, b := range CheckSubmission(d, "draft") {
		if b.RecordID == "a" || b.RecordID == "b" {
			t.Errorf("submitting beside a draft of a contract: %+v", b)
		}
	}
}
