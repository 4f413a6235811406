package process

import (
	"testing"
	"time"
)

func TestPromisesAreFollowedToTheirAcceptance(t *testing.T) {
	said, signed, passed, taken := on(1, 1), on(2, 1), on(3, 1), on(4, 1)
	promises := []PromiseFacts{
		{ID: "thought of", Status: CommitmentStatusProposed},
		{ID: "said", Status: CommitmentStatusMade, MadeAt: &said, SourceID: "act_1", SourceNote: "at lunch", Unauthorised: true},
		{ID: "contracted", Status: CommitmentStatusContracted, MadeAt: &said, ContractID: "ctr_draft", Clause: "§1"},
		{ID: "returned", Status: CommitmentStatusContracted, MadeAt: &said, ContractID: "ctr_1", HandoverID: "hnd_returned"},
		{ID: "handed over", Status: CommitmentStatusContracted, MadeAt: &said, ContractID: "ctr_1", HandoverID: "hnd_open"},
		{ID: "accepted", Status: CommitmentStatusFulfilled, MadeAt: &said, ContractID: "ctr_1", HandoverID: "hnd_done"},
		{ID: "let off", Status: CommitmentStatusWaived, MadeAt: &said, Unauthorised: true},
		{ID: "taken back", Status: CommitmentStatusWithdrawn},
	}
	report := Drift(promises, map[string]*time.Time{"ctr_1": &signed, "ctr_draft": nil}, map[string]PassedOn{
		"hnd_returned": {HandoverStatusReturned, &passed, nil}, "hnd_open": {HandoverStatusSubmitted, &passed, nil}, "hnd_done": {HandoverStatusAccepted, &passed, &taken},
	})
	counts := []int{
		report.Said, report.Contracted, report.HandedOver, report.Accepted, report.NotContracted, report.NotHandedOver, report.NotAccepted,
		report.Unauthorised, report.Released,
	}
	for i, want := range []int{6, 4, 2, 1, 1, 2, 1, 1, 2} {
		if counts[i] != want {
			t.Errorf("counts %v, want %d at %d", counts, want, i)
		}
	}
	steps := map[string]string{
		"thought of": "----", "said": "s---", "contracted": "sc--", "returned": "sc--", "handed over": "sch-", "accepted": "scha", "let off": "s---", "taken back": "----",
	}
	for _, e := range report.Entries {
		got := ""
		for i, step := range []*DriftStep{e.Said, e.Contracted, e.HandedOver, e.Accepted} {
			if step == nil {
				got += "-"
			} else {
				got += "scha"[i : i+1]
			}
		}
		if got != steps[e.CommitmentID] {
			t.Errorf("%s: %s", e.CommitmentID, got)
		}
	}
	last := report.Entries[5]
	if !last.Said.At.Equal(said) || !last.Contracted.At.Equal(signed) || !last.HandedOver.At.Equal(passed) || !last.Accepted.At.Equal(taken) ||
		last.Accepted.RecordID != "hnd_done" || last.Contracted.RecordID != "ctr_1" {
		t.Errorf("dates and records %+v", last)
	}
	if draft := report.Entries[2].Contracted; draft.At != nil || draft.Note != "§1" {
		t.Errorf("in a draft: %+v", draft)
	}
	if first := report.Entries[1].Said; first.RecordID != "act_1" || first.Note != "at lunch" {
		t.Errorf("the source: %+v", first)
	}
	if none := Drift(nil, nil, nil); none.Entries == nil || none.Said != 0 {
		t.Errorf("of nothing: %+v", none)
	}
}
