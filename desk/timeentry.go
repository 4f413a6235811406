package desk

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// CreateTimeEntry records time somebody spent: the viewer's own, anybody's for those who manage. The time of a task or
// support request belongs to its opportunity. Errors: FORBIDDEN for the time of others, VALIDATION_FAILED for a day
// ahead, more than 24 hours on one day or records of different opportunities, NOT_FOUND for records it refers to.
func (d *Desk) CreateTimeEntry(ctx context.Context, in ent.CreateTimeEntryInput) (Written[ent.TimeEntry], error) {
	return create(ctx, d, ent.TypeTimeEntry, func(ctx context.Context, w *writing, id string) (*ent.TimeEntry, error) {
		if err := w.checkTime(ctx, in.UserID, in.Day, in.Minutes, ""); err != nil {
			return nil, err
		}
		opportunity, err := w.agree(ctx, in.OpportunityID,
			tied{ent.TypeTask, "taskID", in.TaskID}, tied{ent.TypeSupportRequest, "supportRequestID", in.SupportRequestID})
		if err != nil {
			return nil, err
		}
		in.OpportunityID = opportunity
		return w.tx.TimeEntry.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateTimeEntry changes a time entry under the rules of CreateTimeEntry. Errors: CONFLICT, FORBIDDEN, NOT_FOUND,
// VALIDATION_FAILED.
func (d *Desk) UpdateTimeEntry(ctx context.Context, in ent.UpdateTimeEntryInput) (Written[ent.TimeEntry], error) {
	return update(ctx, d, ent.TypeTimeEntry, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.TimeEntry, error) {
		t, err := w.tx.TimeEntry.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if err := process.CheckTimeEntry(w.viewer, t.UserID, process.DayOf(t.Day), w.today()); err != nil {
			return nil, err
		}
		if err := w.checkTime(ctx, *given(in.UserID, false, &t.UserID), *given(in.Day, false, &t.Day), *given(in.Minutes, false, &t.Minutes), t.ID); err != nil {
			return nil, err
		}
		opportunity, err := w.agree(ctx, given(in.OpportunityID, in.ClearOpportunity, t.OpportunityID),
			tied{ent.TypeTask, "taskID", given(in.TaskID, in.ClearTask, t.TaskID)},
			tied{ent.TypeSupportRequest, "supportRequestID", given(in.SupportRequestID, in.ClearSupportRequest, t.SupportRequestID)})
		if err != nil {
			return nil, err
		}
		u := t.Update().SetInput(in)
		if opportunity != nil {
			u.SetOpportunityID(*opportunity)
		}
		return u.Save(ctx)
	})
}

// checkTime holds the rules of time entries; except is the entry that is being changed. The user is held, so that of two
// entries that fill a day together one comes first.
func (w *writing) checkTime(ctx context.Context, userID string, day time.Time, minutes int, except string) error {
	if err := process.CheckID("userID", userID, ent.TypeUser); err != nil {
		return err
	}
	if err := process.CheckTimeEntry(w.viewer, userID, process.DayOf(day), w.today()); err != nil {
		return err
	}
	if err := w.hold(ctx, ent.TypeUser, userID, nil, false); err != nil {
		return field("userID", err)
	}
	spent, err := w.spent(ctx, userID, day, except)
	if err != nil {
		return err
	}
	return process.CheckDayTotal(spent + max(minutes, 0))
}

// today is the day it is where the organisation is.
func (w *writing) today() process.Day {
	return process.DayOf(w.desk.now().In(w.desk.options.Zone))
}

// spent is how many minutes of a user's day are recorded in other entries.
func (w *writing) spent(ctx context.Context, userID string, day time.Time, except string) (int, error) {
	query, args := sql.Dialect(w.desk.store.Dialect()).SelectExpr(sql.Raw("COALESCE(SUM(minutes), 0)")).From(table(ent.TypeTimeEntry)).
		Where(sql.And(sql.EQ("user_id", userID), sql.EQ("day", process.DayOf(day).In(utc)), sql.NEQ("id", except), sql.IsNull("archived_at"))).Query()
	rows, err := w.tx.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	spent := 0
	if rows.Next() {
		err = rows.Scan(&spent)
	}
	if err == nil {
		err = rows.Err()
	}
	return spent, err
}
