package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bidwell/ent"
	"bidwell/ent/supportrequest"
	"bidwell/process"
)

// SweepEvery is how often the server sweeps.
const SweepEvery = time.Minute

// keepUploads is how long an upload waits for its next piece.
const keepUploads = 48 * time.Hour

// sweepAtMost bounds how much of a kind one sweep takes on; the next goes on with the rest.
const sweepAtMost = 1000

// Sweep does what time alone brings about: it escalates support requests that are past their targets, reminds people of
// what is due and overdue, warns of risks, tells of customers nobody has been in contact with and of new hits of saved
// searches, and has library items verified again. It runs every minute; each thing is told once. Searches that wait to be
// written are, and uploads that were given up go. While another sweep runs, here or in another process, the rest is left to
// it. What fails does not keep the rest from being done.
func (d *Desk) Sweep(ctx context.Context) error {
	if err := d.KeepSearches(ctx); err != nil {
		d.options.Log.Warn("what was searched for is kept at the next sweep", "error", err)
	}
	if d.options.Files != nil { // what is not complete lies with this process
		if _, err := d.options.Files.Uploads().Sweep(d.now().Add(-keepUploads)); err != nil {
			d.options.Log.Warn("uploads that were given up are looked for at the next sweep", "error", err)
		}
	}
	return d.once(AsSystem(ctx), &d.sweeping, func(ctx context.Context) error {
		calendar, err := d.Calendar(ctx)
		if err != nil {
			return err
		}
		var errs []error
		for _, part := range []struct {
			name string
			run  func(ctx context.Context, calendar process.Calendar) error
		}{
			{"escalate", d.escalateOverdue},
			{"remind", d.remind},
			{"warn of risks", d.warnOfRisks},
			{"keep contact", d.rememberCustomers},
			{"age the library", d.ageLibrary},
			{"tell of new hits", d.tellOfHits},
			{"forget old searches", d.forgetSearches},
			{"forget old deliveries", d.forgetDeliveries},
		} {
			if err := part.run(ctx, calendar); err != nil {
				errs = append(errs, fmt.Errorf("sweep: %s: %w", part.name, err))
			}
		}
		return errors.Join(errs...)
	})
}

// escalateOverdue escalates, once, each request that was escalated less often than it should have been by now.
func (d *Desk) escalateOverdue(ctx context.Context, calendar process.Calendar) error {
	now := d.now()
	late := supportrequest.Or(
		supportrequest.And(supportrequest.FirstResponseAtIsNil(), supportrequest.RespondByLT(now)),
		supportrequest.ResolveByLT(now),
	)
	candidates, err := d.reader.SupportRequest.Query().Where(
		supportrequest.StatusIn(process.SupportStatusNew, process.SupportStatusAssigned, process.SupportStatusInProgress),
		supportrequest.EscalationLT(process.MaxEscalation), supportrequest.ArchivedAtIsNil(), late).
		Order(ent.Asc(supportrequest.FieldResolveBy, supportrequest.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range candidates {
		if process.EscalationsDue(calendar, clockOf(r), now) > r.Escalation {
			errs = append(errs, d.escalate(ctx, calendar, r.ID))
		}
	}
	return errors.Join(errs...)
}

// escalate looks again at the request, which may have moved on, while it holds it.
func (d *Desk) escalate(ctx context.Context, calendar process.Calendar, id string) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := w.hold(ctx, ent.TypeSupportRequest, id, nil, false); err != nil {
			return err
		}
		r, err := w.tx.SupportRequest.Get(ctx, id)
		if err != nil || process.EscalationsDue(calendar, clockOf(r), d.now()) <= r.Escalation {
			return err
		}
		return r.Update().SetEscalation(r.Escalation + 1).SetEscalatedAt(d.now()).Exec(ctx)
	})
	return err
}

// tellAll tells what a sweep found, except what was told before.
func (d *Desk) tellAll(ctx context.Context, all []told) error {
	fresh, err := d.untold(ctx, all)
	if err != nil || len(fresh) == 0 {
		return err
	}
	_, err = d.transact(ctx, func(ctx context.Context, w *writing) error { return w.deliver(ctx, fresh) })
	return err
}
