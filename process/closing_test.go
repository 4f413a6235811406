package process

import (
	"math"
	"testing"
)

func TestClosing(t *testing.T) {
	price := []LossReason{LossReasonPrice}
	void, few, rejected := BidFailureProcedureVoided, BidFailureTooFewBidders, BidFailureBidRejected
	open, suspended := OpportunityStatusOpen, OpportunityStatusSuspended
	for name, c := range map[string]struct {
		closing Closing
		code    Code
	}{
		"won in the contract stage":              {Closing{Status: open, Stage: OpportunityStageContract, To: OpportunityStatusWon}, ""},
		"won in delivery":                        {Closing{Status: open, Stage: OpportunityStageDelivery, To: OpportunityStatusWon}, ""},
		"won while negotiating":                  {Closing{Status: open, Stage: OpportunityStageNegotiation, To: OpportunityStatusWon}, CodeIllegalTransition},
		"lost with a reason":                     {Closing{Status: open, Stage: OpportunityStageBid, To: OpportunityStatusLost, Reasons: price}, ""},
		"lost without a reason":                  {Closing{Status: open, Stage: OpportunityStageBid, To: OpportunityStatusLost, Note: "they said no"}, CodeValidationFailed},
		"lost while suspended":                   {Closing{Status: suspended, Stage: OpportunityStageBid, To: OpportunityStatusLost, Reasons: price}, ""},
		"lost after the negotiation":             {Closing{Status: open, Stage: OpportunityStageContract, To: OpportunityStatusLost, Reasons: price}, CodeIllegalTransition},
		"suspended with a note":                  {Closing{Status: open, Stage: OpportunityStageProposal, To: suspended, Note: "budget frozen"}, ""},
		"suspended saying nothing":               {Closing{Status: open, Stage: OpportunityStageProposal, To: suspended}, CodeValidationFailed},
		"suspended in delivery":                  {Closing{Status: open, Stage: OpportunityStageDelivery, To: suspended, Note: "x"}, CodeIllegalTransition},
		"no decision with a reason":              {Closing{Status: open, Stage: OpportunityStageNegotiation, To: OpportunityStatusNoDecision, Reasons: price}, ""},
		"no decision saying nothing":             {Closing{Status: open, Stage: OpportunityStageNegotiation, To: OpportunityStatusNoDecision}, CodeValidationFailed},
		"cancelled, the procedure voided (废标)":   {Closing{Status: open, Stage: OpportunityStageBid, To: OpportunityStatusCancelledByCustomer, Failure: &void}, ""},
		"cancelled, too few bidders (流标)":        {Closing{Status: open, Stage: OpportunityStageBid, To: OpportunityStatusCancelledByCustomer, Failure: &few}, ""},
		"cancelled with a rejected bid (否决投标)":   {Closing{Status: open, Stage: OpportunityStageBid, To: OpportunityStatusCancelledByCustomer, Failure: &rejected}, CodeValidationFailed},
		"lost with a voided procedure":           {Closing{Status: open, Stage: OpportunityStageBid, To: OpportunityStatusLost, Reasons: price, Failure: &void}, CodeValidationFailed},
		"no bid by hand":                         {Closing{Status: open, Stage: OpportunityStagePlanning, To: OpportunityStatusNoBid, Reasons: price}, CodeIllegalTransition},
		"no bid after a declined qualification":  {Closing{Status: open, Stage: OpportunityStagePlanning, To: OpportunityStatusNoBid, Declined: true}, ""},
		"qualified out by hand":                  {Closing{Status: open, Stage: OpportunityStageQualification, To: OpportunityStatusQualifiedOut}, CodeIllegalTransition},
		"qualified out after it was declined":    {Closing{Status: open, Stage: OpportunityStageQualification, To: OpportunityStatusQualifiedOut, Declined: true}, ""},
		"no bid under contract, though declined": {Closing{Status: open, Stage: OpportunityStageContract, To: OpportunityStatusNoBid, Declined: true}, CodeIllegalTransition},
		"closing with OPEN":                      {Closing{Status: open, Stage: OpportunityStageBid, To: open}, CodeValidationFailed},
		"won to lost":                            {Closing{Status: OpportunityStatusWon, Stage: OpportunityStageContract, To: OpportunityStatusLost, Reasons: price}, CodeIllegalTransition},
		"won to won":                             {Closing{Status: OpportunityStatusWon, Stage: OpportunityStageContract, To: OpportunityStatusWon}, CodeIllegalTransition},
	} {
		err := CheckClose(c.closing)
		if (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever the stage, only what is open or suspended ends.
func TestWhatHasEndedDoesNotEndAgain(t *testing.T) {
	for _, from := range enumValues("OpportunityStatus") {
		for _, to := range enumValues("OpportunityStatus") {
			for _, stage := range enumValues("OpportunityStage") {
				err := CheckClose(Closing{
					Status: OpportunityStatus(from), Stage: OpportunityStage(stage), To: OpportunityStatus(to),
					Reasons: []LossReason{LossReasonPrice}, Note: "x", Declined: true,
				})
				mayEnd := (from == "OPEN" || from == "SUSPENDED") && to != "OPEN" && to != from
				late := StageIndex(OpportunityStage(stage)) > StageIndex(OpportunityStageNegotiation)
				if want := mayEnd && (to == "WON") == late; want != (err == nil) {
					t.Errorf("%s>%s in %s: %v", from, to, stage, err)
				}
			}
		}
	}
}

func TestEndOfPursuit(t *testing.T) {
	for _, c := range []struct {
		stage  OpportunityStage
		wanted OpportunityStatus
		want   OpportunityStatus
		code   Code
	}{
		{OpportunityStageIntake, "", OpportunityStatusQualifiedOut, ""},
		{OpportunityStageQualification, "", OpportunityStatusQualifiedOut, ""},
		{OpportunityStageQualification, OpportunityStatusNoBid, OpportunityStatusNoBid, ""},
		{OpportunityStagePlanning, "", OpportunityStatusNoBid, ""},
		{OpportunityStagePlanning, OpportunityStatusQualifiedOut, OpportunityStatusQualifiedOut, ""},
		{OpportunityStageProposal, OpportunityStatusQualifiedOut, "", CodeIllegalTransition},
		{OpportunityStageBid, "", OpportunityStatusNoBid, ""},
		{OpportunityStageBid, OpportunityStatusCancelledByCustomer, OpportunityStatusCancelledByCustomer, ""},
		{OpportunityStageNegotiation, "", OpportunityStatusNoDecision, ""},
		{OpportunityStageNegotiation, OpportunityStatusNoBid, "", CodeIllegalTransition},
		{OpportunityStageNegotiation, OpportunityStatusLost, "", CodeIllegalTransition},
		{OpportunityStageBid, OpportunityStatusWon, "", CodeIllegalTransition},
		{OpportunityStageContract, "", "", CodeIllegalTransition},
		{OpportunityStageCloseout, OpportunityStatusNoDecision, "", CodeIllegalTransition},
	} {
		var wanted *OpportunityStatus
		if c.wanted != "" {
			wanted = &c.wanted
		}
		got, err := EndOfPursuit(c.stage, wanted)
		if got != c.want || (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s %s: %s, %v", c.stage, c.wanted, got, err)
		}
	}
}

func TestReopening(t *testing.T) {
	tender := shippedTemplate(TemplateTenderBid)
	manager := &Viewer{Role: UserRolePresalesManager, Scope: TokenScopeWrite}
	for name, c := range map[string]struct {
		viewer   *Viewer
		status   OpportunityStatus
		from, to OpportunityStage
		reason   string
		code     Code
	}{
		"where it was":                {manager, OpportunityStatusLost, OpportunityStageBid, OpportunityStageBid, "award withdrawn", ""},
		"in an earlier stage":         {manager, OpportunityStatusLost, OpportunityStageBid, OpportunityStagePlanning, "award withdrawn", ""},
		"in a later stage":            {manager, OpportunityStatusLost, OpportunityStageBid, OpportunityStageNegotiation, "award withdrawn", CodeIllegalTransition},
		"without a reason":            {manager, OpportunityStatusLost, OpportunityStageBid, OpportunityStageBid, "", CodeValidationFailed},
		"what is open":                {manager, OpportunityStatusOpen, OpportunityStageBid, OpportunityStageBid, "x", CodeIllegalTransition},
		"resuming where it stood":     {manager, OpportunityStatusSuspended, OpportunityStageBid, OpportunityStageBid, "budget is back", ""},
		"resuming somewhere else":     {manager, OpportunityStatusSuspended, OpportunityStageBid, OpportunityStagePlanning, "budget is back", CodeIllegalTransition},
		"by an administrator":         {&Viewer{Role: UserRoleAdmin}, OpportunityStatusLost, OpportunityStageBid, OpportunityStageBid, "x", ""},
		"by the command line":         {&Viewer{System: true}, OpportunityStatusLost, OpportunityStageBid, OpportunityStageBid, "x", ""},
		"by a salesperson":            {&Viewer{Role: UserRoleSales}, OpportunityStatusLost, OpportunityStageBid, OpportunityStageBid, "x", CodeForbidden},
		"resuming as a salesperson":   {&Viewer{Role: UserRoleSales}, OpportunityStatusSuspended, OpportunityStageBid, OpportunityStageBid, "x", CodeForbidden},
		"in a stage nobody knows":     {manager, OpportunityStatusLost, OpportunityStageBid, "SOMEWHERE", "x", CodeIllegalTransition},
		"a delivered one, to deliver": {manager, OpportunityStatusWon, OpportunityStageCloseout, OpportunityStageAcceptance, "defect", ""},
	} {
		err := CheckReopen(c.viewer, tender, c.status, c.from, c.to, c.reason)
		if (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := CheckReopen(manager, shippedTemplate(TemplateDirectProject), OpportunityStatusLost, OpportunityStageProposal, OpportunityStagePlanning, "x"); CodeOf(err) != CodeIllegalTransition {
		t.Errorf("in a stage the template lacks: %v", err)
	}
}

func TestDebriefs(t *testing.T) {
	one, none, far := 1, 0, 1001
	score := func(ours, best, most float64) Debrief {
		return Debrief{Scores: []EvaluatorScore{{Criterion: "price", Ours: ours, Best: best, Max: most}}}
	}
	for name, c := range map[string]struct {
		debrief Debrief
		fine    bool
	}{
		"nothing":                  {Debrief{}, true},
		"reasons and rank":         {Debrief{Reasons: []LossReason{LossReasonPrice, LossReasonTiming}, Rank: &one}, true},
		"a reason twice":           {Debrief{Reasons: []LossReason{LossReasonPrice, LossReasonPrice}}, false},
		"rank 0":                   {Debrief{Rank: &none}, false},
		"rank beyond all":          {Debrief{Rank: &far}, false},
		"scores":                   {score(31.5, 38, 40), true},
		"ours is the best":         {score(38, 38, 40), true},
		"ours above the best":      {score(39, 38, 40), false},
		"more than there is":       {score(41, 41, 40), false},
		"less than nothing":        {score(-1, 38, 40), false},
		"no maximum":               {score(0, 0, 0), false},
		"not a number":             {score(math.NaN(), 38, 40), false},
		"best is not a number":     {score(3, math.NaN(), 40), false},
		"maximum is infinite":      {score(3, 38, math.Inf(1)), false},
		"maximum is not a number":  {score(3, 38, math.NaN()), false},
		"a nameless criterion":     {Debrief{Scores: []EvaluatorScore{{Criterion: " ", Best: 1, Max: 2}}}, false},
		"too many scores":          {Debrief{Scores: make([]EvaluatorScore, 101)}, false},
		"a note with control text": {Debrief{Note: "a\x00"}, false},
	} {
		if err := CheckDebrief(c.debrief); c.fine != (err == nil) || err != nil && CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, status := range enumValues("OpportunityStatus") {
		ended := status != "OPEN" && status != "SUSPENDED"
		if err := CheckDebriefing(OpportunityStatus(status)); ended != (err == nil) {
			t.Errorf("debriefing what is %s: %v", status, err)
		}
	}
}
