package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	entlesson "bidwell/ent/lesson"
	entretrospective "bidwell/ent/retrospective"
	"bidwell/ent/templatechange"
	"bidwell/process"
)

type retrospective struct {
	Deal, Title, Language, By, Summary string

	WentWell   string `yaml:"wentWell"`
	WentWrong  string `yaml:"wentWrong"`
	RootCauses string `yaml:"rootCauses"`
	Actions    string
	Day        int
	Tags       []string
	// Departments were there.
	Departments []process.Department
}

// lesson comes from a deal, out of its retrospective when Retro says so.
type lesson struct {
	Title, Language, From, By, Event, Lesson, Advice string

	Retro         bool
	Polarity      process.LessonPolarity
	Applies       process.AppliesTo
	Day, Occurred int
	Tags          []string
	Path          []move
}

// improvement is a change of a process template that a lesson led to; Path is ACCEPTED or REJECTED with the reason.
type improvement struct {
	Lesson, Template, Text, By string
	Day                        int
	Path                       []deed
}

// organization is the unit that learns.
const organization = "砾舟数科 Pebbleboat Systems"

// experience tells of what was learned.
func (s *story) experience() {
	for _, r := range s.book.Retrospectives {
		s.on(r.Day, r.By, func(ctx context.Context) error { return s.retrospective(ctx, r) })
	}
	for _, l := range s.book.Lessons {
		s.on(l.Day, l.By, func(ctx context.Context) error { return s.lesson(ctx, l) })
		for i, m := range l.Path {
			s.on(m.Day, l.mover(m), func(ctx context.Context) error { return s.lessonStatus(ctx, l, m, i+1) })
		}
	}
	for _, i := range s.book.Improvements {
		s.on(i.Day, i.By, func(ctx context.Context) error { return s.improvement(ctx, i) })
		s.follow("improvement", i.Lesson, templatechange.Table, i.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			return did(s.desk.DecideTemplateChange(ctx, desk.DecideTemplateChangeInput{
				ID: in.ID, Version: in.Version, Status: process.TemplateChangeStatus(d.What), Reason: d.Words,
			}))
		})
	}
}

// mover is who moves a lesson on: its keeper submits it, somebody else with the standing says whether it holds.
func (l lesson) mover(m move) string {
	switch {
	case m.To == string(process.LessonStatusSubmitted):
		return l.By
	case l.By == "bai.zhi":
		return "chuan.bai"
	default:
		return "bai.zhi"
	}
}

func (s *story) retrospective(ctx context.Context, r retrospective) error {
	find := s.read.Retrospective.Query().Where(entretrospective.Title(r.Title))
	err := once(s, "retrospective", r.Deal, find, func() (desk.Written[ent.Retrospective], error) {
		return s.desk.CreateRetrospective(ctx, ent.CreateRetrospectiveInput{
			OpportunityID: s.ref("deal", r.Deal), Title: r.Title, Language: given(r.Language), Tags: r.Tags,
			Summary: &r.Summary, WentWell: &r.WentWell, WentWrong: &r.WentWrong, RootCauses: &r.RootCauses, Actions: &r.Actions,
		})
	})
	if err != nil {
		return err
	}
	planned, err := s.read.Retrospective.Get(s.ctx, s.ids["retrospective "+r.Deal])
	if err != nil || done(planned.Version, 1) {
		return err
	}
	_, err = s.desk.HoldRetrospective(ctx, desk.HoldRetrospectiveInput{ID: planned.ID, Version: planned.Version, Departments: r.Departments})
	return err
}

func (s *story) lesson(ctx context.Context, l lesson) error {
	find := s.read.Lesson.Query().Where(entlesson.Title(l.Title))
	return once(s, "lesson", l.Title, find, func() (desk.Written[ent.Lesson], error) {
		in := ent.CreateLessonInput{
			Title: l.Title, DrivingEvent: &l.Event, Lesson: &l.Lesson, Recommendation: &l.Advice, Polarity: &l.Polarity,
			AppliesTo: &l.Applies, Organization: new(organization), Language: given(l.Language), Tags: l.Tags,
			OccurredOn: s.date(l.Occurred), OpportunityID: s.ref("deal", l.From), OwnerID: s.ref("user", l.By), Evidence: new("商机 " + l.From + " 的往来记录与评审结果 The record of " + l.From),
		}
		if l.Retro {
			in.RetrospectiveID = s.ref("retrospective", l.From)
		}
		return s.desk.CreateLesson(ctx, in)
	})
}

func (s *story) lessonStatus(ctx context.Context, l lesson, m move, step int) error {
	known, err := s.read.Lesson.Get(s.ctx, s.ids["lesson "+l.Title])
	if err != nil || done(known.Version, step) {
		return err
	}
	_, err = s.desk.ChangeLessonStatus(ctx, desk.ChangeLessonStatusInput{ID: known.ID, Version: known.Version, Status: process.LessonStatus(m.To)})
	return name(err, l.Title+" "+m.To)
}

func (s *story) improvement(ctx context.Context, i improvement) error {
	of := s.ids["lesson "+i.Lesson]
	return once(s, "improvement", i.Lesson, s.read.TemplateChange.Query().Where(templatechange.LessonID(of)), func() (desk.Written[ent.TemplateChange], error) {
		return s.desk.ProposeTemplateChange(ctx, desk.ProposeTemplateChangeInput{LessonID: of, TemplateCode: i.Template, Text: i.Text})
	})
}
