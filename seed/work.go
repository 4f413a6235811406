package seed

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/calendarday"
	entcomment "bidwell/ent/comment"
	entrisk "bidwell/ent/risk"
	enttask "bidwell/ent/task"
	"bidwell/ent/timeentry"
	"bidwell/process"
)

// task is something to do for a deal; Plan makes it part of the plan of the deal's proposal.
type task struct {
	Title, Deal, Owner, By, Description string
	Kind                                process.TaskKind
	Day, Due, Minutes                   int
	Plan                                bool
	Path                                []deed
}

// risk of a deal; the words of its deeds say what is done about it.
type risk struct {
	Title, Deal, Owner, By, Description, Trigger, Response string
	Day, Probability, Impact, Warn                         int
	Path                                                   []deed
}

// hours are time that somebody spent, written "day who minutes DEAL activity".
type hours struct {
	Day, Minutes        int
	Who, Deal, Activity string
}

// UnmarshalText reads time spent.
func (h *hours) UnmarshalText(text []byte) (err error) {
	part := strings.SplitN(string(text), " ", 5)
	if len(part) != 5 {
		return fmt.Errorf("hours %q: want day who minutes DEAL activity", text)
	}
	if h.Day, err = strconv.Atoi(part[0]); err == nil {
		h.Minutes, err = strconv.Atoi(part[2])
	}
	h.Who, h.Deal, h.Activity = part[1], part[3], part[4]
	return err
}

// comment is said about a record, named by its kind and key; {who} in it mentions somebody. Reply is the key of the
// comment it answers.
type comment struct {
	Key, On, By, Body, Reply string
	Day                      int
}

// dayOff is a day on which the company does not work.
type dayOff struct {
	Label string
	Day   int
}

// calendarKeeper is who keeps the working calendar.
const calendarKeeper = "bai.zhi"

// work tells of tasks, risks, time spent and what colleagues said to each other.
func (s *story) work() {
	for _, t := range s.book.Tasks {
		s.on(t.Day, t.By, func(ctx context.Context) error { return s.task(ctx, t) })
		s.follow("task", t.Title, enttask.Table, t.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			return did(s.desk.ChangeTaskStatus(ctx, desk.ChangeTaskStatusInput{ID: in.ID, Version: in.Version, Status: process.TaskStatus(d.What)}))
		})
	}
	for _, r := range s.book.Risks {
		s.on(r.Day, r.By, func(ctx context.Context) error { return s.risk(ctx, r) })
		s.follow("risk", r.Title, entrisk.Table, r.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			return did(s.desk.ChangeRiskStatus(ctx, desk.ChangeRiskStatusInput{ID: in.ID, Version: in.Version, Status: process.RiskStatus(d.What), Response: given(d.Words)}))
		})
	}
	for _, h := range s.book.Hours {
		s.on(h.Day, h.Who, func(ctx context.Context) error { return s.hours(ctx, h) })
	}
	for _, o := range s.book.DaysOff {
		s.on(o.Day, calendarKeeper, func(ctx context.Context) error { return s.dayOff(ctx, o) })
	}
	for _, c := range s.book.Comments {
		s.on(c.Day, c.By, func(ctx context.Context) error { return s.comment(ctx, c) })
	}
}

func (s *story) task(ctx context.Context, t task) error {
	opp := s.ids["deal "+t.Deal]
	find := s.read.Task.Query().Where(enttask.OpportunityID(opp), enttask.Title(t.Title))
	return once(s, "task", t.Title, find, func() (desk.Written[ent.Task], error) {
		in := ent.CreateTaskInput{
			Kind: given(t.Kind), Title: t.Title, Description: given(t.Description), DueAt: s.at(t.Due), EstimateMinutes: given(t.Minutes),
			OpportunityID: &opp, OwnerID: s.ref("user", t.Owner),
		}
		if t.Plan {
			in.ProposalID = s.ref("proposal of", t.Deal)
		}
		return s.desk.CreateTask(ctx, in)
	})
}

func (s *story) risk(ctx context.Context, r risk) error {
	opp := s.ids["deal "+r.Deal]
	find := s.read.Risk.Query().Where(entrisk.OpportunityID(opp), entrisk.Title(r.Title))
	return once(s, "risk", r.Title, find, func() (desk.Written[ent.Risk], error) {
		return s.desk.CreateRisk(ctx, ent.CreateRiskInput{
			OpportunityID: opp, Title: r.Title, Description: given(r.Description), Probability: &r.Probability, Impact: &r.Impact,
			Trigger: given(r.Trigger), WarnOn: s.date(r.Warn), Response: given(r.Response), OwnerID: s.ref("user", r.Owner),
		})
	})
}

func (s *story) hours(ctx context.Context, h hours) error {
	who, day := s.ids["user "+h.Who], *s.date(h.Day)
	find := s.read.TimeEntry.Query().Where(timeentry.UserID(who), timeentry.Day(day), timeentry.Activity(h.Activity))
	return once(s, "hours", h.Who+" "+h.Activity, find, func() (desk.Written[ent.TimeEntry], error) {
		return s.desk.CreateTimeEntry(ctx, ent.CreateTimeEntryInput{
			UserID: who, Day: day, Minutes: h.Minutes, Activity: &h.Activity, OpportunityID: s.ref("deal", h.Deal),
		})
	})
}

func (s *story) comment(ctx context.Context, c comment) error {
	about, body := s.ids[c.On], c.Body
	for who := range s.roles {
		body = strings.ReplaceAll(body, "{"+who+"}", "@"+s.ids["user "+who])
	}
	find := s.read.Comment.Query().Where(entcomment.SubjectID(about), entcomment.Body(body))
	return once(s, "comment", c.Key, find, func() (desk.Written[ent.Comment], error) {
		return s.desk.AddComment(ctx, desk.AddCommentInput{SubjectID: about, Body: body, ReplyToID: s.ref("comment", c.Reply)})
	})
}

func (s *story) dayOff(ctx context.Context, o dayOff) error {
	day := *s.date(o.Day)
	find := s.read.CalendarDay.Query().Where(calendarday.Calendar(process.CalendarCN), calendarday.Day(day))
	return once(s, "day off", o.Label, find, func() (desk.Written[ent.CalendarDay], error) {
		return s.desk.CreateCalendarDay(ctx, ent.CreateCalendarDayInput{
			Calendar: process.CalendarCN, Day: day, Kind: new(process.DayKindHoliday), Label: &o.Label,
		})
	})
}
