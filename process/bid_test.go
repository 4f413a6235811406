package process

import (
	"slices"
	"testing"
	"time"
)

// day is noon of a day in June 2026, UTC.
func day(n int) time.Time { return time.Date(2026, 6, n, 12, 0, 0, 0, time.UTC) }

func wantCode(t *testing.T, name string, err error, code Code) {
	t.Helper()
	if (code == "") != (err == nil) || err != nil && CodeOf(err) != code {
		t.Errorf("%s: %v, want %q", name, err, code)
	}
}

func TestWhatOfAProposalMayBeChangedWhen(t *testing.T) {
	offer := []string{"DRAFT", "IN_REVIEW", "CHANGES_REQUESTED"}
	papers := append(slices.Clone(offer), "APPROVED", "SEALED")
	for part, open := range map[ProposalPart][]string{ProposalPartOffer: offer, ProposalPartPapers: papers} {
		for _, status := range ProposalStatusDraft.Values() {
			err := CheckProposalEdit(ProposalStatus(status), part)
			if (err == nil) != slices.Contains(open, status) || err != nil && CodeOf(err) != CodeIllegalTransition {
				t.Errorf("%s while %s: %v", part, status, err)
			}
		}
	}
	for _, status := range []ProposalStatus{ProposalStatusApproved, ProposalStatusSealed} {
		if e, _ := CheckProposalEdit(status, ProposalPartOffer).(*Error); e == nil || e.Message != MsgProposalApproved {
			t.Errorf("who edits a proposal that is %s is told %v", status, e)
		}
	}
}

func TestOffers(t *testing.T) {
	one, minus := new(int64(1)), new(int64(-1))
	for name, c := range map[string]struct {
		price, bond *int64
		own, opps   string
		field       string
	}{
		"nothing in another currency": {nil, nil, "CNY", "EUR", ""},
		"in the same currency":        {one, one, "EUR", "EUR", ""},
		"without an opportunity":      {one, one, "EUR", "", ""},
		"a price in another currency": {one, nil, "CNY", "EUR", "currency"},
		"a bond in another currency":  {nil, one, "CNY", "EUR", "currency"},
		"a negative price":            {minus, nil, "CNY", "CNY", "price"},
		"a negative bond":             {nil, minus, "CNY", "CNY", "bondAmount"},
	} {
		err := CheckOffer(c.price, c.bond, c.own, c.opps)
		field := ""
		if e, ok := err.(*Error); ok {
			field = e.Field
		}
		if field != c.field || (err == nil) != (c.field == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestApproversAndSigners(t *testing.T) {
	wantCode(t, "a writer approves", CheckApprover("a", "b", "a"), CodeForbidden)
	wantCode(t, "somebody else approves", CheckApprover("c", "b", "a"), "")
	wantCode(t, "the system approves what it made", CheckApprover("", ""), CodeForbidden)
	for _, status := range ProposalStatusDraft.Values() {
		code := CodeIllegalTransition
		if status == "APPROVED" || status == "SEALED" {
			code = ""
		}
		wantCode(t, "signing while "+status, CheckSigning(ProposalStatus(status), false), code)
		wantCode(t, "signing again while "+status, CheckSigning(ProposalStatus(status), true), CodeIllegalTransition)
	}
}

func TestLateness(t *testing.T) {
	deadline, shanghai := day(10), time.FixedZone("Asia/Shanghai", 8*60*60)
	for name, c := range map[string]struct {
		at       time.Time
		sealed   *time.Time
		deadline *time.Time
		late     bool
		code     Code
	}{
		"before the deadline":                 {day(9), nil, &deadline, false, ""},
		"at the deadline":                     {day(10), nil, &deadline, false, ""},
		"at the deadline, told in Shanghai":   {day(10).In(shanghai), nil, &deadline, false, ""},
		"a microsecond after":                 {day(10).Add(time.Microsecond), nil, &deadline, true, ""},
		"without a deadline":                  {day(11), nil, nil, false, ""},
		"before it was sealed":                {day(8), new(day(9)), &deadline, false, CodeValidationFailed},
		"when it was sealed":                  {day(9), new(day(9)), &deadline, false, ""},
		"in a time that has not come":         {day(13), nil, &deadline, false, CodeValidationFailed},
		"the same wall clock eight hours off": {time.Date(2026, 6, 10, 12, 0, 0, 0, shanghai), nil, &deadline, false, ""},
	} {
		late, err := CheckSubmittedAt(c.at, day(12), c.sealed, c.deadline)
		wantCode(t, name, err, c.code)
		if late != c.late {
			t.Errorf("%s: late is %v", name, late)
		}
	}
}

func TestWithdrawalOfProposals(t *testing.T) {
	for name, c := range map[string]struct {
		status  ProposalStatus
		opening *time.Time
		code    Code
	}{
		"submitted, before the opening":    {ProposalStatusSubmitted, new(day(13)), ""},
		"submitted, at the opening":        {ProposalStatusSubmitted, new(day(12)), CodeIllegalTransition},
		"submitted, after it":              {ProposalStatusSubmitted, new(day(11)), CodeIllegalTransition},
		"submitted, no opening known":      {ProposalStatusSubmitted, nil, ""},
		"never submitted, after it":        {ProposalStatusSealed, new(day(11)), ""},
		"being clarified, after the start": {ProposalStatusUnderClarification, new(day(11)), CodeIllegalTransition},
	} {
		wantCode(t, name, CheckProposalWithdrawal(c.status, day(12), c.opening), c.code)
	}
}

// Four different facts: two of a bid, two of the procedure. Every pair of result and failure is tried.
func TestFailuresGoWithTheirResults(t *testing.T) {
	allowed := map[string]bool{
		"AWARDED ": true, "NOT_AWARDED ": true, "REJECTED_BID BID_REJECTED": true, "REJECTED_BID BID_INVALID": true,
		"VOIDED PROCEDURE_VOIDED": true, "VOIDED TOO_FEW_BIDDERS": true,
	}
	for _, status := range ProposalStatusDraft.Values() {
		for _, failure := range append([]string{""}, BidFailureBidRejected.Values()...) {
			var given *BidFailure
			if failure != "" {
				given = new(BidFailure(failure))
			}
			code := CodeValidationFailed
			if allowed[status+" "+failure] {
				code = ""
			}
			wantCode(t, status+" with "+failure, CheckBidResult(ProposalStatus(status), given), code)
		}
	}
	for failure, ofProcedure := range map[BidFailure]bool{
		BidFailureBidRejected: false, BidFailureBidInvalid: false, BidFailureProcedureVoided: true, BidFailureTooFewBidders: true,
	} {
		if FailsProcedure(failure) != ofProcedure {
			t.Errorf("%s is said to be of the procedure: %v", failure, !ofProcedure)
		}
	}
	wantCode(t, "a result of tomorrow", CheckResultTime(day(13), day(12), nil), CodeValidationFailed)
	wantCode(t, "a result before the submission", CheckResultTime(day(8), day(12), new(day(9))), CodeValidationFailed)
	wantCode(t, "a result at the submission", CheckResultTime(day(9), day(12), new(day(9))), "")
}

func TestSubmissionNeedsTheWholeChecklist(t *testing.T) {
	done := func(leaveOut RejectionCode) (all []ChecklistFacts) {
		for _, c := range RejectionClauses() {
			if c.Code != leaveOut {
				all = append(all, ChecklistFacts{ID: "chk_" + string(c.Code), Code: c.Code, Severity: c.Severity, State: ChecklistStateDone})
			}
		}
		return all
	}
	ready := func() *Dossier {
		return &Dossier{
			Now: day(1), Type: OpportunityTypeTender, PriceCeiling: new(int64(100)),
			Proposals: []ProposalFacts{{
				ID: "prp_1", Kind: ProposalKindCombined, Status: ProposalStatusSealed, Price: new(int64(100)), Signed: true,
				Approved: []ApprovalType{ApprovalTypePrice, ApprovalTypeLegal}, Checklist: done(""),
			}, {ID: "prp_2", Status: ProposalStatusDraft}},
		}
	}
	for name, c := range map[string]struct {
		turn func(*Dossier)
		want []Blocker
	}{
		"everything done, at the ceiling": {func(*Dossier) {}, nil},
		"a fatal reason without item": {
			func(d *Dossier) { d.Proposals[0].Checklist = done(RejectionCodeNotSealed) },
			[]Blocker{{Code: BlockerCodeChecklistOpen, RecordID: "prp_1", Subject: "NOT_SEALED"}},
		},
		"a reason that is not fatal without item": {func(d *Dossier) { d.Proposals[0].Checklist = done(RejectionCodeFormatNotFollowed) }, nil},
		"nothing prepared for a direct offer":     {func(d *Dossier) { d.Type, d.Proposals[0].Checklist = OpportunityTypeDirect, nil }, nil},
		"nothing prepared for an RFI":             {func(d *Dossier) { d.Proposals[0].Kind, d.Proposals[0].Checklist = ProposalKindRfi, nil }, nil},
		"a price that rose above the ceiling": {
			func(d *Dossier) { d.Proposals[0].Price = new(int64(101)) },
			[]Blocker{{Code: BlockerCodeChecklistOpen, RecordID: "chk_PRICE_OVER_CEILING", Subject: "PRICE_OVER_CEILING"}},
		},
		"such a price without any checklist": {
			func(d *Dossier) {
				d.Type, d.Proposals[0].Checklist, d.Proposals[0].Price = OpportunityTypeDirect, nil, new(int64(101))
			},
			[]Blocker{{Code: BlockerCodeChecklistOpen, RecordID: "prp_1", Subject: "PRICE_OVER_CEILING"}},
		},
		"an item still open is told once": {
			func(d *Dossier) {
				d.Proposals[0].Price = new(int64(101))
				for i := range d.Proposals[0].Checklist {
					if d.Proposals[0].Checklist[i].Code == RejectionCodePriceOverCeiling {
						d.Proposals[0].Checklist[i].State = ChecklistStateOpen
					}
				}
			},
			[]Blocker{{Code: BlockerCodeChecklistOpen, RecordID: "chk_PRICE_OVER_CEILING", Subject: "PRICE_OVER_CEILING"}},
		},
		"a bond that is demanded now": {
			func(d *Dossier) { d.BondDemanded = new(int64(5)) },
			[]Blocker{{Code: BlockerCodeBondMissing, RecordID: "prp_1", Subject: ""}, {Code: BlockerCodeChecklistOpen, RecordID: "chk_BOND_MISSING_OR_SHORT", Subject: "BOND_MISSING_OR_SHORT"}},
		},
	} {
		d := ready()
		c.turn(d)
		if got := CheckSubmission(d, "prp_1"); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
