package process

import (
	"testing"
	"time"
)

// refused checks the code and the field of a refusal; an empty code wants none.
func refused(t *testing.T, name string, err error, code Code, field string) {
	t.Helper()
	got := ""
	if e, ok := err.(*Error); ok && e != nil {
		got = e.Field
	}
	if (code == "") != (err == nil) || err != nil && (CodeOf(err) != code || got != field) {
		t.Errorf("%s: %v, want %s %s", name, err, code, field)
	}
}

func TestCommitmentStates(t *testing.T) {
	all(t, "CommitmentStatus", `PROPOSED>AUTHORISED PROPOSED>MADE PROPOSED>WITHDRAWN AUTHORISED>MADE AUTHORISED>WITHDRAWN MADE>CONTRACTED
		CONTRACTED>HANDED_OVER HANDED_OVER>FULFILLED HANDED_OVER>WAIVED HANDED_OVER>BREACHED`,
		func(from, to string) error {
			return CheckCommitmentStatus(CommitmentStatus(from), CommitmentStatus(to))
		})
}

func TestOnlyWhatWasAuthorisedIsMadeWithAuthority(t *testing.T) {
	for _, s := range enumValues("CommitmentStatus") {
		if got, want := MadeUnauthorised(CommitmentStatus(s)), s != "AUTHORISED"; got != want {
			t.Errorf("made from %s: unauthorised %v", s, got)
		}
	}
	if !MadeUnauthorised("") {
		t.Error("made out of nothing it is authorised")
	}
}

func TestWhatAnApprovalMakesOfACommitment(t *testing.T) {
	for _, c := range []struct {
		now   CommitmentStatus
		flag  bool
		next  CommitmentStatus
		after bool
		code  Code
	}{
		{CommitmentStatusProposed, false, CommitmentStatusAuthorised, false, ""},
		{CommitmentStatusAuthorised, false, CommitmentStatusAuthorised, false, ""},
		{CommitmentStatusMade, true, CommitmentStatusMade, false, ""},
		{CommitmentStatusMade, false, CommitmentStatusMade, false, ""},
		{CommitmentStatusContracted, true, CommitmentStatusContracted, false, ""},
		{CommitmentStatusHandedOver, false, CommitmentStatusHandedOver, false, ""},
		{CommitmentStatusFulfilled, false, CommitmentStatusFulfilled, false, CodeIllegalTransition},
		{CommitmentStatusWaived, true, CommitmentStatusWaived, true, CodeIllegalTransition},
		{CommitmentStatusBreached, false, CommitmentStatusBreached, false, CodeIllegalTransition},
		{CommitmentStatusWithdrawn, false, CommitmentStatusWithdrawn, false, CodeIllegalTransition},
	} {
		next, after, err := Authorised(c.now, c.flag)
		refused(t, string(c.now), err, c.code, "")
		if next != c.next || after != c.after {
			t.Errorf("%s, flagged %v: %s, flagged %v", c.now, c.flag, next, after)
		}
	}
}

func TestWaivers(t *testing.T) {
	for _, s := range enumValues("CommitmentStatus") {
		from := CommitmentStatus(s)
		for _, flagged := range []bool{false, true} {
			want := CodeIllegalTransition
			if from == CommitmentStatusHandedOver || flagged && (from == CommitmentStatusMade || from == CommitmentStatusContracted) {
				want = ""
			}
			refused(t, s, CheckWaiver(from, flagged, "the customer's letter"), want, "")
		}
	}
	refused(t, "without the customer's word", CheckWaiver(CommitmentStatusHandedOver, false, " \n"), CodeValidationFailed, "evidence")
	refused(t, "released without the customer's word", CheckWaiver(CommitmentStatusMade, true, ""), CodeValidationFailed, "evidence")
}

func TestEndsOfCommitments(t *testing.T) {
	refused(t, "kept", CheckEnd(CommitmentStatusHandedOver, CommitmentStatusFulfilled, "evidence", "report"), "", "")
	refused(t, "kept without evidence", CheckEnd(CommitmentStatusHandedOver, CommitmentStatusFulfilled, "evidence", ""), CodeValidationFailed, "evidence")
	refused(t, "kept before the handover", CheckEnd(CommitmentStatusContracted, CommitmentStatusFulfilled, "evidence", "report"), CodeIllegalTransition, "")
	refused(t, "broken", CheckEnd(CommitmentStatusHandedOver, CommitmentStatusBreached, "reason", "late"), "", "")
	refused(t, "broken for no reason", CheckEnd(CommitmentStatusHandedOver, CommitmentStatusBreached, "reason", "\t"), CodeValidationFailed, "reason")
	refused(t, "withdrawn after it was said", CheckEnd(CommitmentStatusMade, CommitmentStatusWithdrawn, "reason", "a mistake"), CodeIllegalTransition, "")
}

func TestWhatHasToBeKnownOfAPromise(t *testing.T) {
	now := on(3, 2)
	const ulid = "01J0000000000000000000000Z"
	for name, c := range map[string]struct {
		at           time.Time
		source, note string
		code         Code
		field        string
	}{
		"in a meeting":        {now, IDOf("Activity", ulid), "", "", ""},
		"in a section":        {now, IDOf("ProposalSection", ulid), "", "", ""},
		"with a term":         {now, IDOf("CommercialTerm", ulid), "", "", ""},
		"in words":            {now.Add(-time.Hour), "", "over dinner", "", ""},
		"nowhere":             {now, "", "  ", CodeValidationFailed, "sourceNote"},
		"tomorrow":            {now.Add(time.Second), "", "over dinner", CodeValidationFailed, "madeAt"},
		"in a contract":       {now, IDOf("Contract", ulid), "", CodeValidationFailed, "sourceID"},
		"in an id of no kind": {now, "somewhere", "", CodeValidationFailed, "sourceID"},
	} {
		refused(t, name, CheckMade(c.at, now, c.source, c.note), c.code, c.field)
	}
}

func TestDutiesOfCommitments(t *testing.T) {
	over := map[string]bool{"FULFILLED": true, "WAIVED": true, "BREACHED": true, "WITHDRAWN": true}
	for _, s := range enumValues("CommitmentStatus") {
		want := Code("")
		if over[s] {
			want = CodeIllegalTransition
		}
		refused(t, s, CheckCommitmentOpen(CommitmentStatus(s)), want, "")
	}
	today, before := on(3, 2), on(3, 1)
	refused(t, "no day", CheckDue("dueOn", nil, today), "", "")
	refused(t, "today", CheckDue("dueOn", &today, today), "", "")
	refused(t, "yesterday", CheckDue("dueOn", &before, today), CodeValidationFailed, "dueOn")
}
