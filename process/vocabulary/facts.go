package vocabulary

import "time"

// The structured parts of records: each is a JSON column of the entity that carries it.

// ScoreItem is one filled-in line of a scorecard.
type ScoreItem struct {
	Code      string                 `json:"code"`
	Dimension QualificationDimension `json:"dimension"`
	Label     Text                   `json:"label"`
	Weight    int                    `json:"weight"`
	Veto      bool                   `json:"veto"`
	// Score is from 0 (not at all) to 5 (fully); null while nobody has judged it.
	Score    *int   `json:"score"`
	Evidence string `json:"evidence,omitempty"`
}

// GateCheck is an exit criterion of a gate as it stands.
type GateCheck struct {
	Code     string         `json:"code"`
	Label    Text           `json:"label"`
	State    CriterionState `json:"state"`
	Evidence string         `json:"evidence,omitempty"`
	By       string         `json:"by,omitempty"`
	At       *time.Time     `json:"at,omitempty"`
}

// HandoverPart is one part of a handover package.
type HandoverPart struct {
	Part HandoverPartKind `json:"part"`
	// Text is what is handed over, in Markdown.
	Text string `json:"text"`
	// Records are the ids of the records the part was assembled from.
	Records []string `json:"records,omitempty"`
}

// Instalment is one payment of a contract.
type Instalment struct {
	Label string `json:"label"`
	// Amount is in minor units of the contract's currency.
	Amount int64 `json:"amount"`
	// DueOn is the day; a payment that waits for a milestone has none yet.
	DueOn     *time.Time `json:"dueOn,omitempty"`
	Condition string     `json:"condition,omitempty"`
	PaidOn    *time.Time `json:"paidOn,omitempty"`
}

// Debrief is what is known of why an opportunity was won or lost.
type Debrief struct {
	Reasons []LossReason `json:"reasons,omitempty"`
	// Rank is our place, 1 for the winner.
	Rank   *int             `json:"rank,omitempty"`
	Scores []EvaluatorScore `json:"scores,omitempty"`
	Note   string           `json:"note,omitempty"`
}

// EvaluatorScore is what the evaluators gave for one criterion.
type EvaluatorScore struct {
	Criterion string  `json:"criterion"`
	Ours      float64 `json:"ours"`
	Best      float64 `json:"best"`
	Max       float64 `json:"max"`
}

// Pause is a stretch in which the clock of a request stands still; an open one has no end.
type Pause struct {
	From  time.Time  `json:"from"`
	Until *time.Time `json:"until,omitempty"`
}

// NotificationPreferences say how a user wants to be told of things.
type NotificationPreferences struct {
	// Mail lists the kinds sent by e-mail at once; the others wait for the digest.
	Mail []NotificationKind `json:"mail"`
	// Digest tells whether a daily e-mail lists what is unread.
	Digest bool `json:"digest"`
	// Muted kinds are not told at all.
	Muted []NotificationKind `json:"muted"`
}

// SearchFilter narrows what the case library finds: values within one list are alternatives, lists add up. Days are
// inclusive.
type SearchFilter struct {
	Kinds         []SearchKind `json:"kinds,omitempty"`
	Industries    []string     `json:"industries,omitempty"`
	Regions       []string     `json:"regions,omitempty"`
	Organizations []string     `json:"organizations,omitempty"`
	Outcomes      []string     `json:"outcomes,omitempty"`
	Languages     []string     `json:"languages,omitempty"`
	Tags          []string     `json:"tags,omitempty"`
	Years         []int        `json:"years,omitempty"`
	From          *time.Time   `json:"from,omitempty"`
	To            *time.Time   `json:"to,omitempty"`
}
