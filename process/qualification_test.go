package process

import (
	"strings"
	"testing"
)

func line(code string, weight int, veto bool, score int) ScoreItem {
	item := ScoreItem{Code: code, Weight: weight, Veto: veto}
	if score >= 0 {
		item.Score = &score
	}
	return item
}

func TestScorecardsAreSummedUp(t *testing.T) {
	for name, c := range map[string]struct {
		items []ScoreItem
		want  Score
	}{
		"no lines":                     {nil, Score{0, false, false, QualificationAdviceDiscuss}},
		"nobody has judged":            {[]ScoreItem{line("a", 10, true, -1)}, Score{0, false, false, QualificationAdviceDiscuss}},
		"all full":                     {[]ScoreItem{line("a", 10, true, 5), line("b", 30, false, 5)}, Score{100, false, true, QualificationAdvicePursue}},
		"all nothing, without veto":    {[]ScoreItem{line("a", 10, false, 0)}, Score{0, false, true, QualificationAdviceDecline}},
		"by weight":                    {[]ScoreItem{line("a", 3, false, 5), line("b", 1, false, 0)}, Score{75, false, true, QualificationAdvicePursue}},
		"just enough to pursue":        {[]ScoreItem{line("a", 1, false, 5), line("b", 1, false, 2)}, Score{70, false, true, QualificationAdvicePursue}},
		"just enough to discuss":       {[]ScoreItem{line("a", 1, false, 5), line("b", 1, false, 0)}, Score{50, false, true, QualificationAdviceDiscuss}},
		"just too little to pursue":    {[]ScoreItem{line("a", 31, false, 4), line("b", 69, false, 3)}, Score{66, false, true, QualificationAdviceDiscuss}},
		"just too little to discuss":   {[]ScoreItem{line("a", 1, false, 2), line("b", 1, false, 2)}, Score{40, false, true, QualificationAdviceDecline}},
		"half a point rounds up":       {[]ScoreItem{line("a", 1, false, 1), line("b", 7, false, 0)}, Score{3, false, true, QualificationAdviceDecline}},
		"a veto though all else fits":  {[]ScoreItem{line("a", 1, true, 0), line("b", 99, false, 5)}, Score{99, true, true, QualificationAdviceDecline}},
		"a veto before all is judged":  {[]ScoreItem{line("a", 1, true, 0), line("b", 99, false, -1)}, Score{0, true, false, QualificationAdviceDecline}},
		"a veto line that scored":      {[]ScoreItem{line("a", 1, true, 1), line("b", 1, false, 5)}, Score{60, false, true, QualificationAdviceDiscuss}},
		"high, but a line is unjudged": {[]ScoreItem{line("a", 9, false, 5), line("b", 1, false, -1)}, Score{90, false, false, QualificationAdviceDiscuss}},
	} {
		if got := SumUp(c.items); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestJudgingLines(t *testing.T) {
	card := NewScorecard([]ScoreDef{{Code: "a", Weight: 2, Veto: true, Label: Text{EN: "A", ZH: "甲"}}, {Code: "b", Weight: 1}})
	if len(card) != 2 || card[0].Score != nil || !card[0].Veto || card[0].Label.ZH != "甲" {
		t.Fatalf("a new scorecard is %+v", card)
	}
	three, six, below := 3, 6, -1
	got, err := JudgeScores(card, []JudgedScore{{Code: "a", Score: &three, Evidence: "budget letter"}})
	if err != nil || *got[0].Score != 3 || got[0].Evidence != "budget letter" || got[1].Score != nil || card[0].Score != nil {
		t.Errorf("judged %+v, before %+v, %v", got, card, err)
	}
	if back, err := JudgeScores(got, []JudgedScore{{Code: "a"}}); err != nil || back[0].Score != nil {
		t.Errorf("taken back: %+v, %v", back, err)
	}
	for name, judged := range map[string][]JudgedScore{
		"an unknown line": {{Code: "z", Score: &three}}, "above 5": {{Code: "a", Score: &six}}, "below 0": {{Code: "a", Score: &below}},
		"evidence of a megabyte": {{Code: "a", Evidence: strings.Repeat("x", 1<<20)}}, "evidence with U+0000": {{Code: "a", Evidence: "a\x00"}},
		"twice": {{Code: "a", Score: &three}, {Code: "a", Score: &three}},
	} {
		_, err := JudgeScores(card, judged)
		wantField(t, name, err, "items")
	}
}

func TestDecidingWhetherToBid(t *testing.T) {
	pursue := Score{Total: 80, Complete: true, Advice: QualificationAdvicePursue}
	discuss := Score{Total: 60, Complete: true, Advice: QualificationAdviceDiscuss}
	decline := Score{Total: 20, Complete: true, Advice: QualificationAdviceDecline}
	vetoed := Score{Total: 90, Vetoed: true, Complete: true, Advice: QualificationAdviceDecline}
	partly := Score{Total: 30, Advice: QualificationAdviceDiscuss}
	for name, c := range map[string]struct {
		score    Score
		decision BidDecision
		reason   string
		override string
		field    string
	}{
		"bid as advised":              {pursue, BidDecisionBid, "strong", "", ""},
		"bid after a discussion":      {discuss, BidDecisionBid, "strategic", "", ""},
		"bid against advice":          {decline, BidDecisionBid, "strategic", "", "overrideReason"},
		"bid against advice, why":     {decline, BidDecisionBid, "strategic", "the board wants the region", ""},
		"bid against a veto":          {vetoed, BidDecisionBid, "strategic", "", "overrideReason"},
		"bid against a veto, why":     {vetoed, BidDecisionBid, "strategic", "the licence comes in May", ""},
		"bid half judged":             {partly, BidDecisionBid, "hurry", "hurry", "items"},
		"bid without a reason":        {pursue, BidDecisionBid, "", "", "reason"},
		"no bid as advised":           {decline, BidDecisionNoBid, "too small", "", ""},
		"no bid after a discussion":   {discuss, BidDecisionNoBid, "no people", "", ""},
		"no bid half judged":          {partly, BidDecisionNoBid, "not real", "", ""},
		"no bid against advice":       {pursue, BidDecisionNoBid, "no people", "", "overrideReason"},
		"no bid against advice, why":  {pursue, BidDecisionNoBid, "no people", "two bids at once", ""},
		"no bid without a reason":     {decline, BidDecisionNoBid, "", "x", "reason"},
		"no bid after a veto, as due": {vetoed, BidDecisionNoBid, "no licence", "", ""},
	} {
		wantField(t, name, CheckQualifying(Qualifying{Score: c.score, Decision: c.decision, Reason: c.reason, Override: c.override}), c.field)
	}
	if err := CheckQualifying(Qualifying{Score: pursue, Decided: true, Decision: BidDecisionBid, Reason: "x"}); CodeOf(err) != CodeIllegalTransition {
		t.Errorf("deciding twice: %v", err)
	}
}
