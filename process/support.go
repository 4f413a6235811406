package process

import (
	"slices"
	"time"
)

// SupportTarget is how soon a kind of support has to be answered and done, in working minutes.
type SupportTarget struct{ Respond, Resolve int }

// SupportTargets is the table of targets by kind of support.
var SupportTargets = map[SupportType]SupportTarget{
	SupportTypeSolutionDesign:  {Respond: 4 * 60, Resolve: 5 * WorkingDayMinutes},
	SupportTypeDemo:            {Respond: 4 * 60, Resolve: 3 * WorkingDayMinutes},
	SupportTypeSiteSurvey:      {Respond: WorkingDayMinutes, Resolve: 5 * WorkingDayMinutes},
	SupportTypePricing:         {Respond: 2 * 60, Resolve: 2 * WorkingDayMinutes},
	SupportTypeBidPreparation:  {Respond: 2 * 60, Resolve: 5 * WorkingDayMinutes},
	SupportTypeTechnicalAnswer: {Respond: 60, Resolve: WorkingDayMinutes},
	SupportTypeLegalReview:     {Respond: 4 * 60, Resolve: 3 * WorkingDayMinutes},
	SupportTypeReferenceVisit:  {Respond: WorkingDayMinutes, Resolve: 10 * WorkingDayMinutes},
	SupportTypeDeliveryAdvice:  {Respond: 4 * 60, Resolve: 2 * WorkingDayMinutes},
	SupportTypeOther:           {Respond: 4 * 60, Resolve: 3 * WorkingDayMinutes},
}

// SupportDue computes by when a request made at an instant has to be answered and done.
func SupportDue(c Calendar, of SupportType, at time.Time) (respondBy, resolveBy time.Time) {
	t, ok := SupportTargets[of]
	if !ok {
		t = SupportTargets[SupportTypeOther]
	}
	return c.AddWorking(at, t.Respond), c.AddWorking(at, t.Resolve)
}

var supportTransitions = transitions[SupportStatus]{
	SupportStatusNew:                 {SupportStatusAssigned, SupportStatusCancelled},
	SupportStatusAssigned:            {SupportStatusInProgress, SupportStatusWaitingForRequester, SupportStatusCancelled},
	SupportStatusInProgress:          {SupportStatusWaitingForRequester, SupportStatusDone, SupportStatusCancelled},
	SupportStatusWaitingForRequester: {SupportStatusInProgress, SupportStatusCancelled},
	SupportStatusDone:                {SupportStatusInProgress},
}

// CheckSupportStatus holds the support request's state machine.
func CheckSupportStatus(from, to SupportStatus) error { return supportTransitions.check(from, to) }

// SupportEnded tells whether nobody works on a request any more.
func SupportEnded(s SupportStatus) bool {
	return s == SupportStatusDone || s == SupportStatusCancelled
}

// SupportStep is something that is done with a support request.
type SupportStep string

// The steps.
const (
	SupportAssign   SupportStep = "assign"
	SupportStart    SupportStep = "start"
	SupportWait     SupportStep = "wait"
	SupportResume   SupportStep = "resume"
	SupportComplete SupportStep = "complete"
	SupportCancel   SupportStep = "cancel"
	SupportReopen   SupportStep = "reopen"
	SupportRaci     SupportStep = "raci"
	SupportEscalate SupportStep = "escalate"
)

// supportParty is the part somebody has in a request.
type supportParty int

const (
	partyRequester supportParty = iota
	partyAssignee
	// partyTaker is anybody who takes a request that nobody has.
	partyTaker
)

// supportSteps says whose each step is. Presales managers and administrators may take all of them.
var supportSteps = map[SupportStep][]supportParty{
	SupportAssign:   {partyAssignee, partyTaker},
	SupportStart:    {partyAssignee},
	SupportWait:     {partyAssignee},
	SupportResume:   {partyAssignee, partyRequester},
	SupportComplete: {partyAssignee},
	SupportCancel:   {partyRequester},
	SupportReopen:   {partyRequester},
	SupportRaci:     {partyRequester, partyAssignee},
	SupportEscalate: {partyRequester, partyAssignee},
}

// CheckSupportStep refuses a step that is not the viewer's to take. Assignee is who has the request now, to who is to
// have it, when that is the step. Errors: FORBIDDEN.
func CheckSupportStep(v *Viewer, step SupportStep, requester, assignee, to string) error {
	if Manages(v) {
		return nil
	}
	for _, p := range supportSteps[step] {
		switch {
		case p == partyRequester && requester != "" && v.UserID == requester,
			p == partyAssignee && assignee != "" && v.UserID == assignee,
			p == partyTaker && assignee == "" && v.UserID != "" && v.UserID == to:
			return nil
		}
	}
	return NewError(CodeForbidden, MsgForbidden)
}

// Manages tells whether the viewer leads the presales team or administers: they see and steer the work of all.
func Manages(v *Viewer) bool {
	return v != nil && (v.System || v.Role == UserRoleAdmin || v.Role == UserRolePresalesManager)
}

// CountsAsResponse tells whether what somebody does answers a request: anything that a person other than the requester
// does with it. What the system does by itself is no answer.
func CountsAsResponse(requester, actor string) bool { return actor != "" && actor != requester }

// Resumed ends the open pause of a request at an instant and tells how much working time it took. Without an open pause
// nothing changes.
func Resumed(c Calendar, pauses []Pause, at time.Time) (all []Pause, stood time.Duration) {
	all = slices.Clone(pauses)
	if n := len(all); n > 0 && all[n-1].Until == nil {
		all[n-1].Until = &at
		stood = c.between(all[n-1].From, at)
	}
	return all, stood
}

// Postponed is a due instant moved by working time that does not count.
func Postponed(c Calendar, due *time.Time, by time.Duration) *time.Time {
	if due == nil || by <= 0 {
		return due
	}
	// From the due instant on the clock stood still: what was left of the working time is left again.
	moved := c.add(*due, by)
	return &moved
}

// SupportClock is what the clock of a request is read from.
type SupportClock struct {
	Status                                        SupportStatus
	RespondBy, ResolveBy, FirstResponseAt, DoneAt *time.Time
	Pauses                                        []Pause
}

// Sla is how a request stands against its targets.
type Sla struct {
	// RespondMinutes and ResolveMinutes are the working minutes left, negative when the target is past; null when there is
	// no target or it was met or missed for good.
	RespondMinutes, ResolveMinutes *int
	// ResponseBreached and ResolutionBreached tell that a target was missed, or is past.
	ResponseBreached, ResolutionBreached bool
	// Paused tells that the clock stands still.
	Paused bool
}

// SlaOf reads the clock of a request at an instant. While it waits for the requester the clock stands at the beginning
// of the pause; a cancelled request runs against no target.
func SlaOf(c Calendar, r SupportClock, now time.Time) Sla {
	var s Sla
	if r.Status == SupportStatusCancelled {
		return s
	}
	if n := len(r.Pauses); n > 0 && r.Pauses[n-1].Until == nil {
		s.Paused, now = true, earlier(now, r.Pauses[n-1].From)
	}
	s.RespondMinutes, s.ResponseBreached = against(c, r.RespondBy, r.FirstResponseAt, now)
	s.ResolveMinutes, s.ResolutionBreached = against(c, r.ResolveBy, r.DoneAt, now)
	return s
}

// against measures one target: the minutes left while it is open, and whether it was missed. Just in time is in time.
func against(c Calendar, due, done *time.Time, now time.Time) (left *int, breached bool) {
	if due == nil {
		return nil, false
	}
	if done != nil {
		return nil, done.After(*due)
	}
	minutes := c.WorkingBetween(now, *due) - c.WorkingBetween(*due, now)
	return &minutes, now.After(*due)
}

// escalateAgainAfter is how many working minutes past a target the second escalation comes.
const escalateAgainAfter = WorkingDayMinutes / 2

// MaxEscalation is how often a request is escalated at most: twice for each target.
const MaxEscalation = 4

// EscalationsDue is how often a request should have been escalated by now: once when its answer is late and once more
// half a working day later, and the same for its result. A waiting or ended request is not escalated further.
func EscalationsDue(c Calendar, r SupportClock, now time.Time) (n int) {
	if SupportEnded(r.Status) || r.Status == SupportStatusWaitingForRequester {
		return 0
	}
	for _, target := range []struct{ due, done *time.Time }{{r.RespondBy, r.FirstResponseAt}, {r.ResolveBy, r.DoneAt}} {
		if target.due == nil {
			continue
		}
		at := now
		if target.done != nil {
			at = *target.done
		}
		if at.After(*target.due) {
			n++
			if c.WorkingBetween(*target.due, at) >= escalateAgainAfter {
				n++
			}
		}
	}
	return n
}

// EscalatesToManager tells whom the nth escalation reaches: the line manager of the assignee with each first one, the
// presales managers with each second, and with all when there is no line manager.
func EscalatesToManager(n int, lineManager string) bool { return n%2 == 1 && lineManager != "" }

// CheckEscalation refuses to escalate a request that has ended or was escalated as far as it goes. Errors:
// ILLEGAL_TRANSITION.
func CheckEscalation(s SupportStatus, escalation int) error {
	switch {
	case SupportEnded(s):
		return NewError(CodeIllegalTransition, MsgSupportEnded, "status", string(s))
	case escalation >= MaxEscalation:
		return NewError(CodeIllegalTransition, MsgEscalatedFully)
	default:
		return nil
	}
}

// CheckRaci refuses a RACI in which more than one has to answer for the work. Errors: VALIDATION_FAILED.
func CheckRaci(raci []Raci) error {
	accountable := 0
	for _, r := range raci {
		if r.Part == RaciPartAccountable {
			accountable++
		}
	}
	if accountable > 1 {
		return Invalid("raci", MsgOneAccountable)
	}
	return nil
}
