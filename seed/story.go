package seed

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// story plays the book as a sequence of events. It has a desk of its own whose clock stands on the day of the event, so
// that stage histories, change log and ids have the order and the dates of the story.
type story struct {
	ctx    context.Context
	desk   *desk.Desk
	read   *ent.Client
	book   *book
	today  time.Time // midnight in the organisation's zone
	now    time.Time
	events []event
	ids    map[string]string // by kind and key, as "customer DEMO-C01"
	roles  map[string]process.UserRole
}

// event is something somebody does a number of days before today; nobody is the caller.
type event struct {
	day int
	by  string
	do  func(ctx context.Context) error
}

func newStory(ctx context.Context, d *desk.Desk, b *book, now time.Time) *story {
	year, month, day := now.In(d.Zone()).Date()
	s := &story{
		ctx: ctx, read: d.Read(ctx), book: b, today: time.Date(year, month, day, 0, 0, 0, 0, d.Zone()),
		ids: map[string]string{}, roles: map[string]process.UserRole{},
	}
	s.desk = desk.New(d.Store(), nil, desk.Options{Now: func() time.Time { return s.now }, Zone: d.Zone()})
	return s
}

// on adds an event.
func (s *story) on(day int, by string, do func(context.Context) error) {
	s.events = append(s.events, event{day, by, do})
}

// tell adds the events of the whole book: those of a day in the order in which they build on each other.
func (s *story) tell() {
	for _, part := range []func(){
		s.company, s.rates, s.deals, s.proposals, s.library, s.experience, s.capture, s.bids, s.reviews, s.bargain, s.approvals,
		s.contracts, s.delivery, s.surveys, s.leads, s.support, s.work, s.notices,
	} {
		part()
	}
}

// play lets the events happen in the order of their days; those of a day follow each other by minutes from nine o'clock.
func (s *story) play() error {
	s.tell()
	slices.SortStableFunc(s.events, func(a, b event) int { return cmp.Compare(b.day, a.day) })
	day, minute := -1, 0
	for _, e := range s.events {
		if minute++; e.day != day {
			day, minute = e.day, 0
		}
		s.now = s.morning(e.day).Add(time.Duration(minute) * time.Minute)
		if err := e.do(s.as(e.by)); err != nil {
			return fmt.Errorf("%d days ago: %w", e.day, err)
		}
	}
	return nil
}

// morning is nine o'clock of a day before today; a negative one lies ahead.
func (s *story) morning(day int) time.Time { return s.today.AddDate(0, 0, -day).Add(9 * time.Hour) }

// date is the calendar day, as date columns keep it; 0 means none.
func (s *story) date(day int) *time.Time {
	if day == 0 {
		return nil
	}
	y, m, d := s.today.AddDate(0, 0, -day).Date()
	return new(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}

// as is the context of a person of the story.
func (s *story) as(person string) context.Context {
	if person == "" {
		return s.ctx
	}
	return desk.WithViewer(s.ctx, &process.Viewer{
		UserID: s.ids["user "+person], Role: s.roles[person], Scope: process.TokenScopeWrite,
	})
}

// ref is the id of a record of the story, nil for no key.
func (s *story) ref(kind, key string) *string {
	if key == "" {
		return nil
	}
	return new(s.ids[kind+" "+key])
}

// query is a query of one kind of record.
type query[Q any] interface {
	Clone() Q
	FirstID(context.Context) (string, error)
}

// once makes a record unless find finds it, archived or not, and remembers its id under kind and key.
func once[T any, Q query[Q]](s *story, kind, key string, find Q, create func() (desk.Written[T], error)) error {
	id, err := find.Clone().FirstID(s.ctx)
	if ent.IsNotFound(err) {
		if _, err = create(); err == nil {
			id, err = find.Clone().FirstID(s.ctx)
		}
	}
	s.ids[kind+" "+key] = id
	return name(err, kind+" "+key)
}

// done tells whether the step-th change of a record was made before an interruption: a record of the story changes in
// its steps alone, so its version counts them.
func done(version, step int) bool { return version > step }

// given is nil for a value that the book leaves out.
func given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}
