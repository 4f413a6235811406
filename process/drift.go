package process

import "time"

// DriftStep is one step of a promise that was taken: when, as far as known, and the record behind it.
type DriftStep struct {
	At       *time.Time
	RecordID string
	// Note says more: where it was said, which clause it is in.
	Note string
}

// DriftEntry is where one commitment stands between what was said and what delivery accepted; steps not taken are nil.
type DriftEntry struct {
	CommitmentID, Text string
	Kind               CommitmentKind
	Status             CommitmentStatus
	Unauthorised       bool
	DueOn              *time.Time

	Said, Contracted, HandedOver, Accepted *DriftStep
}

// PromiseDrift is what became of the promises of an opportunity: how many took each step, and how many of those that
// stand are waiting for which. A commitment is counted as missing once, at the first step it lacks; one that was waived or
// withdrawn is missing nowhere.
type PromiseDrift struct {
	Entries                                []DriftEntry
	Said, Contracted, HandedOver, Accepted int

	NotContracted, NotHandedOver, NotAccepted int
	Unauthorised, Released                    int
}

// PromiseFacts are what the drift report knows of one commitment.
type PromiseFacts struct {
	ID, Text             string
	Kind                 CommitmentKind
	Status               CommitmentStatus
	Unauthorised         bool
	DueOn, MadeAt        *time.Time
	SourceID, SourceNote string
	ContractID, Clause   string
	HandoverID           string
}

// PassedOn is when a handover was submitted and accepted, as far as it was.
type PassedOn struct {
	Status                  HandoverStatus
	SubmittedAt, AcceptedAt *time.Time
}

// Drift follows each commitment from what was said over contract and handover to acceptance by delivery. Signed tells
// when each contract was signed, nil while it is not; a handover that was returned passes nothing on.
func Drift(promises []PromiseFacts, signed map[string]*time.Time, handovers map[string]PassedOn) *PromiseDrift {
	report := &PromiseDrift{Entries: make([]DriftEntry, 0, len(promises))}
	for _, p := range promises {
		e := DriftEntry{CommitmentID: p.ID, Text: p.Text, Kind: p.Kind, Status: p.Status, Unauthorised: p.Unauthorised, DueOn: p.DueOn}
		if p.MadeAt != nil {
			e.Said = &DriftStep{At: p.MadeAt, RecordID: p.SourceID, Note: p.SourceNote}
		}
		if p.ContractID != "" {
			e.Contracted = &DriftStep{At: signed[p.ContractID], RecordID: p.ContractID, Note: p.Clause}
		}
		h := handovers[p.HandoverID]
		if h.Status == HandoverStatusSubmitted || h.Status == HandoverStatusAccepted {
			e.HandedOver = &DriftStep{At: h.SubmittedAt, RecordID: p.HandoverID}
		}
		if h.Status == HandoverStatusAccepted {
			e.Accepted = &DriftStep{At: h.AcceptedAt, RecordID: p.HandoverID}
		}
		report.count(e)
		report.Entries = append(report.Entries, e)
	}
	return report
}

func (r *PromiseDrift) count(e DriftEntry) {
	for _, step := range []struct {
		taken *DriftStep
		count *int
	}{{e.Said, &r.Said}, {e.Contracted, &r.Contracted}, {e.HandedOver, &r.HandedOver}, {e.Accepted, &r.Accepted}} {
		if step.taken != nil {
			*step.count++
		}
	}
	released := e.Status == CommitmentStatusWaived || e.Status == CommitmentStatusWithdrawn
	switch {
	case released:
		r.Released++
	case e.Said == nil: // only thought of so far
	case e.Contracted == nil:
		r.NotContracted++
	case e.HandedOver == nil:
		r.NotHandedOver++
	case e.Accepted == nil:
		r.NotAccepted++
	}
	if e.Unauthorised && !released {
		r.Unauthorised++
	}
}
