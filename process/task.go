package process

import "time"

var taskTransitions = transitions[TaskStatus]{
	TaskStatusTodo:      {TaskStatusDoing, TaskStatusDone, TaskStatusCancelled},
	TaskStatusDoing:     {TaskStatusTodo, TaskStatusDone, TaskStatusCancelled},
	TaskStatusDone:      {TaskStatusDoing},
	TaskStatusCancelled: {TaskStatusTodo},
}

// CheckTaskStatus holds the task's state machine.
func CheckTaskStatus(from, to TaskStatus) error { return taskTransitions.check(from, to) }

var riskTransitions = transitions[RiskStatus]{
	RiskStatusOpen:       {RiskStatusMitigating, RiskStatusOccurred, RiskStatusClosed},
	RiskStatusMitigating: {RiskStatusOpen, RiskStatusOccurred, RiskStatusClosed},
	RiskStatusOccurred:   {RiskStatusMitigating, RiskStatusClosed},
	RiskStatusClosed:     {RiskStatusOpen},
}

// CheckRiskStatus holds the risk's state machine; a risk that is being mitigated, or closed, says by what. Errors:
// ILLEGAL_TRANSITION, VALIDATION_FAILED.
func CheckRiskStatus(from, to RiskStatus, response string) error {
	if err := riskTransitions.check(from, to); err != nil {
		return err
	}
	if response == "" && (to == RiskStatusMitigating || to == RiskStatusClosed) {
		return Invalid("response", MsgRequired)
	}
	return nil
}

// SevereRisk is the product of probability and impact from which a risk without a response is warned of.
const SevereRisk = 15

// RiskAlarm is what a risk is warned of for.
type RiskAlarm string

// The alarms.
const (
	RiskAlarmDay    RiskAlarm = "day"    // its day of warning has come
	RiskAlarmSevere RiskAlarm = "severe" // it is severe and nothing is planned against it
)

// RiskFacts are what the warning of a risk rests on.
type RiskFacts struct {
	Status              RiskStatus
	Probability, Impact int
	WarnOn              *Day
	Response            string
}

// RiskAlarms are what a risk is to be warned of for on a day; none once it has occurred or is closed.
func RiskAlarms(r RiskFacts, today Day) (alarms []RiskAlarm) {
	if r.Status != RiskStatusOpen && r.Status != RiskStatusMitigating {
		return nil
	}
	if r.WarnOn != nil && !today.In(time.UTC).Before(r.WarnOn.In(time.UTC)) {
		alarms = append(alarms, RiskAlarmDay)
	}
	if r.Probability*r.Impact >= SevereRisk && r.Response == "" {
		alarms = append(alarms, RiskAlarmSevere)
	}
	return alarms
}

// CheckTimeEntry refuses time of others, unless the viewer manages, and time that has not come yet. Errors: FORBIDDEN,
// VALIDATION_FAILED.
func CheckTimeEntry(v *Viewer, userID string, day, today Day) error {
	if v.UserID != userID && !Manages(v) {
		return NewError(CodeForbidden, MsgTimeOfOthers)
	}
	if day.In(time.UTC).After(today.In(time.UTC)) {
		return Invalid("day", MsgDayAhead)
	}
	return nil
}

// DayMinutes is how many minutes a day has: nobody works more.
const DayMinutes = 24 * 60

// CheckDayTotal refuses more than a day of work on a day. Errors: VALIDATION_FAILED.
func CheckDayTotal(minutes int) error {
	if minutes > DayMinutes {
		return Invalid("minutes", MsgDayFull)
	}
	return nil
}
