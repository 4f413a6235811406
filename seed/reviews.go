package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	entactivity "bidwell/ent/activity"
	entfinding "bidwell/ent/finding"
	entquestion "bidwell/ent/question"
	entreview "bidwell/ent/review"
	"bidwell/process"
)

// review is a colour-team review of the proposal of a deal.
type review struct {
	Deal, By       string
	Colour         process.ReviewColour
	Day, Scheduled int
	Reviewers      []string
	// Path is the verdict, or CANCEL, with the summary.
	Path     []deed
	Findings []finding
}

// finding is what a review or an acceptance found wanting; Path is RESOLVE, VERIFY and REOPEN.
type finding struct {
	Text, Owner, By string
	Severity        process.Severity
	Day, Due        int
	Section         int
	Path            []deed
}

// question was asked at an activity of a deal, by its subject.
type question struct {
	Deal, Activity, Asked, By, Question, Answer string
	Day                                         int
	Open                                        bool
	Path                                        []deed
}

// reviews tells of the reviews of proposals, and of the questions that presentations brought.
func (s *story) reviews() {
	for _, r := range s.book.Reviews {
		key := r.Deal + " " + string(r.Colour)
		s.on(r.Day, r.By, func(ctx context.Context) error { return s.review(ctx, r, key) })
		for _, f := range r.Findings {
			s.on(f.Day, f.By, func(ctx context.Context) error { return s.finding(ctx, r, f) })
			s.follow("finding", f.Text, entfinding.Table, f.Path, s.findingDeed)
		}
		s.follow("review", key, entreview.Table, r.Path, s.reviewDeed)
	}
	for _, q := range s.book.Questions {
		s.on(q.Day, q.By, func(ctx context.Context) error { return s.question(ctx, q) })
		s.follow("question", q.Question, entquestion.Table, q.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			return did(s.desk.AnswerQuestion(ctx, desk.AnswerQuestionInput{ID: in.ID, Version: in.Version, Answer: d.Words, FollowUp: new(false)}))
		})
	}
}

func (s *story) review(ctx context.Context, r review, key string) error {
	of := s.ids["proposal of "+r.Deal]
	find := s.read.Review.Query().Where(entreview.ProposalID(of), entreview.ColourEQ(r.Colour))
	return once(s, "review", key, find, func() (desk.Written[ent.Review], error) {
		var reviewers []string
		for _, who := range r.Reviewers {
			reviewers = append(reviewers, s.ids["user "+who])
		}
		return s.desk.PlanReview(ctx, desk.PlanReviewInput{ProposalID: of, Colour: r.Colour, ScheduledAt: s.at(r.Scheduled), Reviewers: reviewers})
	})
}

func (s *story) reviewDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	if d.What == "CANCEL" {
		return did(s.desk.CancelReview(ctx, desk.CancelReviewInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	}
	return did(s.desk.HoldReview(ctx, desk.HoldReviewInput{
		ID: in.ID, Version: in.Version, Verdict: process.ReviewVerdict(d.What), Summary: given(d.Words),
	}))
}

func (s *story) finding(ctx context.Context, r review, f finding) error {
	of := s.ids["review "+r.Deal+" "+string(r.Colour)]
	return once(s, "finding", f.Text, s.read.Finding.Query().Where(entfinding.Text(f.Text)), func() (desk.Written[ent.Finding], error) {
		in := desk.AddFindingInput{ReviewID: of, Severity: f.Severity, Text: f.Text, OwnerID: s.ref("user", f.Owner), DueAt: s.at(f.Due)}
		if f.Section > 0 {
			in.SectionID = s.ref("section of", demandKey(r.Deal, f.Section))
		}
		return s.desk.AddFinding(ctx, in)
	})
}

func (s *story) findingDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "RESOLVE":
		return did(s.desk.ResolveFinding(ctx, desk.ResolveFindingInput{ID: in.ID, Version: in.Version, Resolution: d.Words}))
	case "VERIFY":
		return did(s.desk.VerifyFinding(ctx, in))
	case "REOPEN":
		return did(s.desk.ReopenFinding(ctx, desk.ReopenFindingInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	default:
		return errUnknownDeed
	}
}

func (s *story) question(ctx context.Context, q question) error {
	opp := s.ids["deal "+q.Deal]
	find := s.read.Question.Query().Where(entquestion.OpportunityID(opp), entquestion.Question(q.Question))
	return once(s, "question", q.Question, find, func() (desk.Written[ent.Question], error) {
		in := desk.RecordQuestionInput{OpportunityID: opp, AskedBy: given(q.Asked), Question: q.Question, Answer: given(q.Answer), FollowUp: &q.Open}
		if q.Activity != "" {
			at, err := s.read.Activity.Query().Where(entactivity.OpportunityID(opp), entactivity.Subject(q.Activity)).OnlyID(s.ctx)
			if err != nil {
				return desk.Written[ent.Question]{}, err
			}
			in.ActivityID = &at
		}
		return s.desk.RecordQuestion(ctx, in)
	})
}
