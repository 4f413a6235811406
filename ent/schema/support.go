package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// SupportRequest is A request for help across departments, with response and resolution targets on the working calendar.
type SupportRequest struct{ ent.Schema }

// Mixin of SupportRequest.
func (SupportRequest) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of SupportRequest.
func (SupportRequest) Annotations() []schema.Annotation {
	return record("support_requests", "A request for help across departments, with response and resolution targets on the working calendar.")
}

// Fields of SupportRequest.
func (SupportRequest) Fields() []ent.Field {
	return []ent.Field{
		relation("opportunity_id", "Id of the opportunity it is for."),
		enum("type", vocabulary.SupportTypeOther, "What kind of help."),
		field.String("title").NotEmpty().MaxRuneLen(500).Comment("What is asked for."),
		longText("description", "More about it."),
		relation("requester_id", "Id of the user who asks."),
		relation("assignee_id", "Id of the user who helps."),
		enum("department", vocabulary.DepartmentPresales, "Which department is asked."),
		structured("raci", []vocabulary.Raci{}, "[Raci!]", "Who does, answers for, is asked and is told."),
		enum("status", vocabulary.SupportStatusNew, "Where it stands."),
		instant("needed_by", "When the requester needs it."),
		instant("respond_by", "When the first answer is due, by the working calendar."),
		instant("resolve_by", "When it has to be done, by the working calendar."),
		instant("first_response_at", "When the first answer was given."),
		instant("done_at", "When it was done."),
		structured("pauses", []vocabulary.Pause{}, "[Pause!]", "When it waited for the requester."),
		field.Int("escalation").Default(0).Range(0, 9).Annotations(notFiltered).Comment("How often it was escalated."),
		instant("escalated_at", "When it was last escalated."),
		longText("result", "What came of it."),
	}
}

// Edges of SupportRequest.
func (SupportRequest) Edges() []ent.Edge {
	return []ent.Edge{
		to("opportunity", Opportunity.Type, "The opportunity it is for."),
		to("requester", User.Type, "Who asks."),
		to("assignee", User.Type, "Who helps."),
		many("time_entries", TimeEntry.Type, "support_request", "Time spent on it."),
	}
}

// Indexes of SupportRequest.
func (SupportRequest) Indexes() []ent.Index {
	return []ent.Index{index.Fields("opportunity_id"), index.Fields("requester_id"), index.Fields("assignee_id", "status"), index.Fields("status", "respond_by")}
}

// TimeEntry is time somebody spent.
type TimeEntry struct{ ent.Schema }

// Mixin of TimeEntry.
func (TimeEntry) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of TimeEntry.
func (TimeEntry) Annotations() []schema.Annotation {
	return entity("time_entries", "Time somebody spent.")
}

// Fields of TimeEntry.
func (TimeEntry) Fields() []ent.Field {
	return []ent.Field{
		required("user_id", "Id of the user who spent it."),
		relation("opportunity_id", "Id of the opportunity it was spent on."),
		relation("support_request_id", "Id of the support request it was spent on."),
		relation("task_id", "Id of the task it was spent on."),
		field.Time("day").Annotations(entgql.Type("Date")).Comment("The day."),
		field.Int("minutes").Range(1, 1440).Annotations(notFiltered).Comment("How many minutes."),
		text("activity", 300, "What was done."),
	}
}

// Edges of TimeEntry.
func (TimeEntry) Edges() []ent.Edge {
	return []ent.Edge{
		partOf("user", User.Type, "Who spent it."),
		to("opportunity", Opportunity.Type, "The opportunity it was spent on."),
		to("support_request", SupportRequest.Type, "The support request it was spent on."),
		to("task", Task.Type, "The task it was spent on."),
	}
}

// Indexes of TimeEntry.
func (TimeEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "day"), index.Fields("opportunity_id"), index.Fields("support_request_id"), index.Fields("task_id")}
}

// CalendarDay is A day that differs from the week's rule in a working calendar: a holiday, or a Saturday or Sunday that is worked.
type CalendarDay struct{ ent.Schema }

// Mixin of CalendarDay.
func (CalendarDay) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of CalendarDay.
func (CalendarDay) Annotations() []schema.Annotation {
	return entity("calendar_days", "A day that differs from the week's rule in a working calendar: a holiday, or a Saturday or Sunday that is worked.")
}

// Fields of CalendarDay.
func (CalendarDay) Fields() []ent.Field {
	return []ent.Field{
		field.String("calendar").NotEmpty().MaxLen(40).Comment("The calendar, for example CN."),
		field.Time("day").Annotations(entgql.Type("Date")).Comment("The day."),
		enum("kind", vocabulary.DayKindHoliday, "How it differs."),
		text("label", 200, "What day it is."),
	}
}

// Edges of CalendarDay.
func (CalendarDay) Edges() []ent.Edge {
	return []ent.Edge{}
}

// Indexes of CalendarDay.
func (CalendarDay) Indexes() []ent.Index {
	return []ent.Index{index.Fields("calendar", "day").Unique()}
}
