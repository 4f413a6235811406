package desk_test

import (
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bidding) opportunityNow() *ent.Opportunity {
	b.Helper()
	o, err := b.Read(b.system).Opportunity.Get(b.system, b.opportunity.ID)
	if err != nil {
		b.Fatal(err)
	}
	return o
}

func (b *bidding) addendum(number string, issued, deadline time.Time) *ent.Clarification {
	b.Helper()
	return must[ent.Clarification](b.door)(b.RecordClarification(b.writer, desk.RecordClarificationInput{
		OpportunityID: b.opportunity.ID, Kind: process.ClarificationKindAddendum, Number: &number, Text: "Bids are due later.", IssuedAt: &issued, NewDeadline: &deadline,
	}))
}

func TestAddendaMoveTheDeadline(t *testing.T) {
	biddings(t, func(b *bidding) {
		was, week := *b.opportunity.SubmissionDeadline, 7*24*time.Hour
		second := b.addendum("2", b.now().Add(-time.Hour), was.Add(week))
		o := b.opportunityNow()
		if !o.SubmissionDeadline.Equal(was.Add(week)) || !second.PreviousDeadline.Equal(was) || o.DeadlineZone != "Asia/Shanghai" {
			b.Errorf("the deadline is %v in %s, before it was %v", o.SubmissionDeadline, o.DeadlineZone, second.PreviousDeadline)
		}
		first := b.addendum("1", b.now().Add(-2*time.Hour), was.Add(time.Hour)) // issued before the second, recorded after it
		if o = b.opportunityNow(); !o.SubmissionDeadline.Equal(was.Add(week)) || first.PreviousDeadline != nil {
			b.Errorf("an older addendum moves the deadline to %v", o.SubmissionDeadline)
		}
		third := b.addendum("3", b.now(), was.Add(-week)) // earlier than it was, still ahead
		if o = b.opportunityNow(); !o.SubmissionDeadline.Equal(was.Add(-week)) || !third.PreviousDeadline.Equal(was.Add(week)) {
			b.Errorf("the deadline is %v", o.SubmissionDeadline)
		}
		bare := must[ent.Opportunity](b.door)(b.CreateOpportunity(b.sales, ent.CreateOpportunityInput{Name: "No deadline yet"}))
		b.opportunity = bare
		set := b.addendum("1", b.now(), was)
		if o = b.opportunityNow(); !o.SubmissionDeadline.Equal(was) || o.DeadlineZone != "Asia/Shanghai" || set.PreviousDeadline != nil {
			b.Errorf("the first deadline is %v in %q", o.SubmissionDeadline, o.DeadlineZone)
		}
	})
}

func TestClarificationsAreNotedAndAnswered(t *testing.T) {
	biddings(t, func(b *bidding) {
		record := func(kind process.ClarificationKind) *ent.Clarification {
			b.Helper()
			return must[ent.Clarification](b.door)(b.RecordClarification(b.sales, desk.RecordClarificationInput{OpportunityID: b.opportunity.ID, Kind: kind, Text: "Which paint?"}))
		}
		addendum, query := record(process.ClarificationKindAddendum), record(process.ClarificationKindQuery)
		if !query.IssuedAt.Equal(b.now()) {
			b.Errorf("issued %v", query.IssuedAt)
		}
		_, err := b.AcknowledgeClarification(b.finance, desk.RecordInput{ID: addendum.ID, Version: addendum.Version})
		b.want(err, "FORBIDDEN")
		noted := must[ent.Clarification](b.door)(b.AcknowledgeClarification(b.writer, desk.RecordInput{ID: addendum.ID, Version: addendum.Version}))
		if !noted.AcknowledgedAt.Equal(b.now()) || *noted.AcknowledgedByID != desk.ViewerOf(b.writer).UserID {
			b.Errorf("noted %+v", noted)
		}
		_, err = b.AcknowledgeClarification(b.manager, desk.RecordInput{ID: addendum.ID, Version: noted.Version})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.AnswerClarification(b.writer, desk.AnswerClarificationInput{ID: addendum.ID, Version: noted.Version, Answer: "fine"})
		b.want(err, "ILLEGAL_TRANSITION")
		answer := func(in desk.AnswerClarificationInput, refusal string) {
			b.Helper()
			in.ID = query.ID
			if in.Version == 0 {
				in.Version = query.Version
			}
			_, err := b.AnswerClarification(b.writer, in)
			b.want(err, refusal)
		}
		answer(desk.AnswerClarificationInput{}, "VALIDATION_FAILED answer")
		answer(desk.AnswerClarificationInput{Answer: "blue", Version: 9}, "CONFLICT")
		answer(desk.AnswerClarificationInput{Answer: "blue", At: new(b.now().Add(time.Hour))}, "VALIDATION_FAILED at")
		answer(desk.AnswerClarificationInput{Answer: "blue", At: new(b.now().Add(-time.Hour))}, "VALIDATION_FAILED at")
		answer(desk.AnswerClarificationInput{Answer: "blue"}, "")
		_, err = b.ArchiveRecord(b.manager, desk.RecordInput{ID: addendum.ID, Version: noted.Version})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestBadClarifications(t *testing.T) {
	biddings(t, func(b *bidding) {
		ahead := b.now().Add(time.Hour)
		before := b.opportunityNow()
		for name, c := range map[string]struct {
			in      desk.RecordClarificationInput
			refusal string
		}{
			"a deadline that has passed":  {desk.RecordClarificationInput{IssuedAt: new(b.now().Add(-2 * time.Hour)), NewDeadline: new(b.now().Add(-time.Hour))}, "VALIDATION_FAILED newDeadline"},
			"a deadline before the issue": {desk.RecordClarificationInput{IssuedAt: new(b.now().Add(-time.Hour)), NewDeadline: new(b.now().Add(-2 * time.Hour))}, "VALIDATION_FAILED newDeadline"},
			"issued tomorrow":             {desk.RecordClarificationInput{IssuedAt: &ahead}, "VALIDATION_FAILED issuedAt"},
			"a question with a deadline":  {desk.RecordClarificationInput{Kind: process.ClarificationKindQuery, NewDeadline: &ahead}, "VALIDATION_FAILED newDeadline"},
			"nothing said":                {desk.RecordClarificationInput{Text: "-"}, "VALIDATION_FAILED text"},
			"a number of 101 characters":  {desk.RecordClarificationInput{Number: new(strings.Repeat("1", 101))}, "VALIDATION_FAILED number"},
			"a kind that is none":         {desk.RecordClarificationInput{Kind: "RUMOUR"}, "VALIDATION_FAILED kind"},
			"of no opportunity":           {desk.RecordClarificationInput{OpportunityID: process.IDOf("Opportunity", strings.Repeat("0", 26))}, "NOT_FOUND opportunityID"},
			"of something else":           {desk.RecordClarificationInput{OpportunityID: b.proposal.ID}, "VALIDATION_FAILED opportunityID"},
		} {
			if c.in.OpportunityID == "" {
				c.in.OpportunityID = b.opportunity.ID
			}
			if c.in.Kind == "" {
				c.in.Kind = process.ClarificationKindAddendum
			}
			if c.in.Text = "Text" + c.in.Text; c.in.Text == "Text-" {
				c.in.Text = ""
			}
			_, err := b.RecordClarification(b.writer, c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		_, err := b.RecordClarification(b.finance, desk.RecordClarificationInput{OpportunityID: b.opportunity.ID, Kind: process.ClarificationKindAddendum, Text: "x", NewDeadline: &ahead})
		b.want(err, "FORBIDDEN")
		if after := b.opportunityNow(); after.Version != before.Version {
			b.Errorf("what was refused moved the deadline to %v", after.SubmissionDeadline)
		}
	})
}
