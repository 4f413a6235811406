package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (c *crew) support(by string, in desk.CreateSupportRequestInput) *ent.SupportRequest {
	c.Helper()
	if in.Title == "" {
		in.Title = "演示环境"
	}
	if in.Type == "" {
		in.Type = process.SupportTypePricing // two hours to answer, two days to do
	}
	return does(c, c.by(by), in, c.CreateSupportRequest)
}

func (c *crew) wantAt(name string, got *time.Time, want string) {
	c.Helper()
	text := "never"
	if got != nil {
		text = got.In(c.Zone()).Format("2006-01-02 15:04")
	}
	if text != want {
		c.Errorf("%s: %s, want %s", name, text, want)
	}
}

func step(r *ent.SupportRequest) desk.RecordInput {
	return desk.RecordInput{ID: r.ID, Version: r.Version}
}

// A request asked for before Spring Festival, which waits for its requester over the holidays.
func TestASupportRequestFromQuestionToResult(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-02-13 17:00") // Friday; Saturday the 14th is worked, then nobody until the 24th
		o := c.opportunity("青楸视频平台", "mei")
		r := c.support("mei", desk.CreateSupportRequestInput{OpportunityID: &o.ID})
		if r.Status != process.SupportStatusNew || *r.RequesterID != *c.id("mei") || r.Department != process.DepartmentPresales {
			c.Errorf("%v", r)
		}
		c.wantAt("respond by", r.RespondBy, "2026-02-14 10:00")
		c.wantAt("resolve by", r.ResolveBy, "2026-02-24 17:00")
		r = does(c, c.by("bo"), desk.AssignSupportRequestInput{ID: r.ID, Version: 1, AssigneeID: *c.id("bo")}, c.AssignSupportRequest)
		c.shanghai("2026-02-14 09:30")
		r = does(c, c.by("bo"), step(r), c.StartSupportRequest)
		c.wantAt("first response", r.FirstResponseAt, "2026-02-14 09:30")
		c.shanghai("2026-02-14 15:00")
		r = does(c, c.by("bo"), step(r), c.WaitForRequester)
		c.shanghai("2026-02-25 09:00") // the rest of the 14th and the 24th: three and eight hours
		slas, err := c.SupportSlas(c.by("mei"), []string{r.ID})
		c.want(err, "")
		if s := slas[0]; !s.Paused || *s.ResolveMinutes != 10*60 || s.RespondMinutes != nil || s.ResponseBreached || s.ResolutionBreached || s.RequestID != r.ID {
			c.Errorf("while it waits: %+v", s)
		}
		r = does(c, c.by("mei"), step(r), c.ResumeSupportRequest)
		c.wantAt("resolve by", r.ResolveBy, "2026-02-26 11:00")
		c.wantAt("respond by", r.RespondBy, "2026-02-14 10:00")
		if len(r.Pauses) != 1 || r.Pauses[0].Until == nil {
			c.Errorf("pauses %v", r.Pauses)
		}
		r = does(c, c.by("bo"), desk.CompleteSupportRequestInput{ID: r.ID, Version: r.Version, Result: "报价表见附件"}, c.CompleteSupportRequest)
		c.shanghai("2026-02-25 14:00")
		r = does(c, c.by("mei"), desk.ReasonInput{ID: r.ID, Version: r.Version, Reason: "缺维保"}, c.ReopenSupportRequest)
		c.wantAt("resolve by", r.ResolveBy, "2026-02-26 16:00")
		if r.Status != process.SupportStatusInProgress || r.DoneAt != nil || !strings.Contains(r.Result, "报价表") || !strings.Contains(r.Result, "缺维保") {
			c.Errorf("reopened %v", r)
		}
		does(c, c.by("bo"), desk.CompleteSupportRequestInput{ID: r.ID, Version: r.Version, Result: "已补"}, c.CompleteSupportRequest)
		c.wantTold("mei", "ASSIGNED 青楸视频平台", "ASSIGNED 演示环境", "DECISION 演示环境", "DECISION 演示环境")
		c.wantTold("bo")
	})
}

// Each status, and what each step makes of it; a step that is not named is illegal.
func TestSupportStepsInEveryStatus(t *testing.T) {
	crews(t, func(c *crew) {
		const n, a, p, w, done, x = process.SupportStatusNew, process.SupportStatusAssigned, process.SupportStatusInProgress, process.SupportStatusWaitingForRequester, process.SupportStatusDone, process.SupportStatusCancelled
		lin := c.by("lin") // may take every step
		record := func(do func(context.Context, desk.RecordInput) (desk.Written[ent.SupportRequest], error)) func(*ent.SupportRequest) (desk.Written[ent.SupportRequest], error) {
			return func(r *ent.SupportRequest) (desk.Written[ent.SupportRequest], error) { return do(lin, step(r)) }
		}
		reason := func(do func(context.Context, desk.ReasonInput) (desk.Written[ent.SupportRequest], error)) func(*ent.SupportRequest) (desk.Written[ent.SupportRequest], error) {
			return func(r *ent.SupportRequest) (desk.Written[ent.SupportRequest], error) {
				return do(lin, desk.ReasonInput{ID: r.ID, Version: r.Version, Reason: "因为"})
			}
		}
		steps := map[string]struct {
			do func(*ent.SupportRequest) (desk.Written[ent.SupportRequest], error)
			to map[process.SupportStatus]process.SupportStatus
		}{
			"assign": {func(r *ent.SupportRequest) (desk.Written[ent.SupportRequest], error) {
				return c.AssignSupportRequest(lin, desk.AssignSupportRequestInput{ID: r.ID, Version: r.Version, AssigneeID: *c.id("dan")})
			}, map[process.SupportStatus]process.SupportStatus{n: a, a: a, p: p, w: w}},
			"start":  {record(c.StartSupportRequest), map[process.SupportStatus]process.SupportStatus{a: p}},
			"wait":   {record(c.WaitForRequester), map[process.SupportStatus]process.SupportStatus{a: w, p: w}},
			"resume": {record(c.ResumeSupportRequest), map[process.SupportStatus]process.SupportStatus{w: p}},
			"complete": {func(r *ent.SupportRequest) (desk.Written[ent.SupportRequest], error) {
				return c.CompleteSupportRequest(lin, desk.CompleteSupportRequestInput{ID: r.ID, Version: r.Version, Result: "好"})
			}, map[process.SupportStatus]process.SupportStatus{p: done}},
			"cancel":   {reason(c.CancelSupportRequest), map[process.SupportStatus]process.SupportStatus{n: x, a: x, p: x, w: x}},
			"reopen":   {reason(c.ReopenSupportRequest), map[process.SupportStatus]process.SupportStatus{done: p}},
			"escalate": {record(c.EscalateSupportRequest), map[process.SupportStatus]process.SupportStatus{n: n, a: a, p: p, w: w}},
			"raci": {func(r *ent.SupportRequest) (desk.Written[ent.SupportRequest], error) {
				return c.SetSupportRaci(lin, desk.SetSupportRaciInput{ID: r.ID, Version: r.Version, Raci: []process.Raci{{Part: process.RaciPartInformed, Department: process.DepartmentLegal}}})
			}, map[process.SupportStatus]process.SupportStatus{n: n, a: a, p: p, w: w, done: done, x: x}},
		}
		for _, from := range n.Values() {
			for name, s := range steps {
				r := c.inStatus(process.SupportStatus(from))
				got, err := s.do(r)
				to, legal := s.to[process.SupportStatus(from)]
				switch {
				case legal && (err != nil || got.Record.Status != to):
					c.Errorf("%s in %s: %v, %v", name, from, got.Record, err)
				case !legal && process.CodeOf(err) != process.CodeIllegalTransition:
					c.Errorf("%s in %s: %v", name, from, err)
				}
			}
		}
	})
}

// inStatus is a new request in a status, asked for by Mei and, unless new, given to Bo.
func (c *crew) inStatus(s process.SupportStatus) *ent.SupportRequest {
	c.Helper()
	lin, r := c.by("lin"), c.support("mei", desk.CreateSupportRequestInput{})
	switch s {
	case process.SupportStatusNew:
		return r
	case process.SupportStatusCancelled:
		return does(c, lin, desk.ReasonInput{ID: r.ID, Version: r.Version, Reason: "x"}, c.CancelSupportRequest)
	}
	r = does(c, lin, desk.AssignSupportRequestInput{ID: r.ID, Version: r.Version, AssigneeID: *c.id("bo")}, c.AssignSupportRequest)
	if s == process.SupportStatusAssigned {
		return r
	}
	r = does(c, lin, step(r), c.StartSupportRequest)
	switch s {
	case process.SupportStatusWaitingForRequester:
		return does(c, lin, step(r), c.WaitForRequester)
	case process.SupportStatusDone:
		return does(c, lin, desk.CompleteSupportRequestInput{ID: r.ID, Version: r.Version, Result: "x"}, c.CompleteSupportRequest)
	}
	return r
}

func TestSupportRequestsRefuse(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("归档", "mei")
		_, err := c.ArchiveRecord(c.system, desk.RecordInput{ID: o.ID, Version: o.Version})
		c.want(err, "")
		left := did(c, ent.CreateUserInput{Name: "left", Active: pointer(false)}, c.CreateUser)
		nobody, past := "usr_"+strings.Repeat("0", 26), c.now().Add(-time.Minute)
		for name, row := range map[string]struct {
			by      string
			in      desk.CreateSupportRequestInput
			refusal string
		}{
			"no title":                      {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo}, "VALIDATION_FAILED title"},
			"a title of half a megabyte":    {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: strings.Repeat("x", 1<<19)}, "VALIDATION_FAILED title"},
			"a description of two":          {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", Description: pointer(strings.Repeat("x", 2<<20))}, "VALIDATION_FAILED description"},
			"needed in the past":            {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", NeededBy: &past}, "VALIDATION_FAILED neededBy"},
			"an archived opportunity":       {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", OpportunityID: &o.ID}, "CONFLICT opportunityID"},
			"an opportunity that is none":   {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", OpportunityID: &nobody}, "VALIDATION_FAILED opportunityID"},
			"an assignee who is nobody":     {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", AssigneeID: &nobody}, "NOT_FOUND"},
			"an assignee who has left":      {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", AssigneeID: &left.ID}, "NOT_FOUND"},
			"two who are accountable":       {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", Raci: []process.Raci{{Part: process.RaciPartAccountable}, {Part: process.RaciPartAccountable}}}, "VALIDATION_FAILED raci"},
			"a part for nobody":             {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", Raci: []process.Raci{{Part: process.RaciPartInformed, UserID: nobody}}}, "NOT_FOUND"},
			"a hundred parts":               {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x", Raci: make([]process.Raci, 100)}, "VALIDATION_FAILED raci"},
			"a type that is none":           {"mei", desk.CreateSupportRequestInput{Type: "MAGIC", Title: "x"}, "VALIDATION_FAILED type"},
			"a role that only reads":        {"aud", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x"}, "FORBIDDEN"},
			"a partner":                     {"pat", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x"}, "FORBIDDEN"},
			"a control character":           {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x\x00"}, "VALIDATION_FAILED title"},
			"and takes what is as it ought": {"mei", desk.CreateSupportRequestInput{Type: process.SupportTypeDemo, Title: "x"}, ""},
		} {
			_, err := c.CreateSupportRequest(c.by(row.by), row.in)
			if c.want(err, row.refusal); c.Failed() {
				c.Fatal(name)
			}
		}
		r := c.inStatus(process.SupportStatusInProgress)
		refuses(c, "CONFLICT", c.by("bo"), desk.RecordInput{ID: r.ID, Version: r.Version - 1}, c.WaitForRequester)
		refuses(c, "FORBIDDEN", c.by("mei"), step(r), c.WaitForRequester)
		refuses(c, "FORBIDDEN", c.by("dan"), desk.CompleteSupportRequestInput{ID: r.ID, Version: r.Version, Result: "x"}, c.CompleteSupportRequest)
		refuses(c, "VALIDATION_FAILED result", c.by("bo"), desk.CompleteSupportRequestInput{ID: r.ID, Version: r.Version}, c.CompleteSupportRequest)
		refuses(c, "VALIDATION_FAILED reason", c.by("mei"), desk.ReasonInput{ID: r.ID, Version: r.Version}, c.CancelSupportRequest)
		refuses(c, "NOT_FOUND", c.by("bo"), desk.RecordInput{ID: "sup_" + strings.Repeat("0", 26), Version: 1}, c.WaitForRequester)
		refuses(c, "VALIDATION_FAILED id", c.by("bo"), desk.RecordInput{ID: o.ID, Version: 1}, c.WaitForRequester)
		refuses(c, "NOT_FOUND", c.by("bo"), desk.AssignSupportRequestInput{ID: r.ID, Version: r.Version, AssigneeID: left.ID}, c.AssignSupportRequest)
		refuses(c, "UNAUTHENTICATED", c.Context(), step(r), c.WaitForRequester)
	})
}

func TestWhatAnswersASupportRequest(t *testing.T) {
	crews(t, func(c *crew) {
		answered := func(r *ent.SupportRequest) bool {
			now, err := c.Read(c.system).SupportRequest.Get(c.system, r.ID)
			c.want(err, "")
			return now.FirstResponseAt != nil
		}
		say := func(by string, r *ent.SupportRequest) {
			does(c, c.by(by), desk.AddCommentInput{SubjectID: r.ID, Body: "在看"}, c.AddComment)
		}
		own := c.support("bo", desk.CreateSupportRequestInput{AssigneeID: c.id("bo")})
		own = does(c, c.by("bo"), step(own), c.StartSupportRequest)
		if answered(own) {
			c.Error("somebody answered their own request")
		}
		r := c.inStatus(process.SupportStatusAssigned)
		say("mei", r)
		does(c, c.system, desk.AddCommentInput{SubjectID: r.ID, Body: "auto"}, c.AddComment)
		if answered(r) {
			c.Error("the requester or the system answered")
		}
		say("dan", r)
		if !answered(r) {
			c.Error("a colleague's comment is no answer")
		}
		asked := c.inStatus(process.SupportStatusAssigned)
		does(c, c.by("bo"), step(asked), c.WaitForRequester)
		if !answered(asked) {
			c.Error("a question back is no answer")
		}
	})
}

func TestLateSupportRequestsAreEscalatedOncePerStep(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 09:00")
		r := c.support("mei", desk.CreateSupportRequestInput{AssigneeID: c.id("bo"), Title: "报价"})      // answer by 11:00, done by the 3rd 18:00
		waiting := c.support("mei", desk.CreateSupportRequestInput{AssigneeID: c.id("bo"), Title: "等"}) // waits for Mei
		does(c, c.by("bo"), step(waiting), c.WaitForRequester)
		level := func(at string, want int, told map[string]int) {
			c.Helper()
			c.shanghai(at)
			for range 3 {
				c.want(c.Sweep(c.Context()), "")
			}
			now, err := c.Read(c.system).SupportRequest.Get(c.system, r.ID)
			c.want(err, "")
			if now.Escalation != want {
				c.Errorf("at %s it was escalated %d times, want %d", at, now.Escalation, want)
			}
			for name, n := range told {
				got := 0
				for _, k := range c.told(name) {
					if k == "ESCALATION 报价" {
						got++
					}
				}
				if got != n {
					c.Errorf("at %s %s was told %d times, want %d", at, name, got, n)
				}
			}
		}
		level("2026-03-02 11:00", 0, map[string]int{"kim": 0, "lin": 0})
		level("2026-03-02 11:01", 1, map[string]int{"kim": 1, "lin": 0})
		level("2026-03-02 16:01", 2, map[string]int{"kim": 1, "lin": 1})
		level("2026-03-03 18:00", 2, map[string]int{"kim": 1, "lin": 1})
		level("2026-03-04 08:00", 3, map[string]int{"kim": 2, "lin": 1})
		level("2026-03-06 18:00", 4, map[string]int{"kim": 2, "lin": 2})
		level("2026-03-20 18:00", 4, map[string]int{"kim": 2, "lin": 2})
		for _, name := range []string{"kim", "lin"} {
			for _, k := range c.told(name) {
				if k == "ESCALATION 等" {
					c.Error("a request that waits for its requester was escalated")
				}
			}
		}
		// By hand it goes the same way; nobody hears of their own escalation.
		by := c.inStatus(process.SupportStatusInProgress)
		for range process.MaxEscalation {
			by = does(c, c.by("mei"), step(by), c.EscalateSupportRequest)
		}
		refuses(c, "ILLEGAL_TRANSITION", c.by("mei"), step(by), c.EscalateSupportRequest)
	})
}

func TestEscalationWithoutALineManagerReachesThePresalesManager(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 09:00")
		c.support("bo", desk.CreateSupportRequestInput{Title: "无人认领"})
		c.support("bo", desk.CreateSupportRequestInput{AssigneeID: c.id("eve"), Title: "无上级"})
		c.shanghai("2026-03-02 11:30")
		c.want(c.Sweep(c.Context()), "")
		got := strings.Join(c.told("lin"), ",")
		if !strings.Contains(got, "ESCALATION 无人认领") || !strings.Contains(got, "ESCALATION 无上级") {
			c.Errorf("the presales manager was told %s", got)
		}
	})
}

func TestOfManyWhoTakeARequestOneGetsIt(t *testing.T) {
	crews(t, func(c *crew) {
		r := c.support("mei", desk.CreateSupportRequestInput{})
		won := c.race(func(i int) error {
			name := []string{"bo", "dan", "eve"}[i%3]
			_, err := c.AssignSupportRequest(c.by(name), desk.AssignSupportRequestInput{ID: r.ID, Version: r.Version, AssigneeID: *c.id(name)})
			return err
		}, process.CodeConflict)
		changes := c.text(fmt.Sprintf(`SELECT COUNT(*) FROM change_log WHERE entity_id = '%s' AND operation = 'UPDATE'`, r.ID))
		if won != 1 || changes != "1" {
			c.Errorf("%d took it, the log has %s rows", won, changes)
		}
	})
}

func TestManySweepsEscalateOnce(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 09:00")
		c.support("mei", desk.CreateSupportRequestInput{AssigneeID: c.id("bo"), Title: "报价"})
		c.shanghai("2026-03-02 11:30")
		other := c.Desk
		if c.Store().Dialect() == "postgres" {
			other = desk.New(c.Store(), nil, desk.Options{Now: c.now}) // as in another process
		}
		c.race(func(i int) error {
			if i%2 == 0 {
				return c.Sweep(c.Context())
			}
			return other.Sweep(c.Context())
		})
		c.wantTold("kim", "ESCALATION 报价")
	})
}
