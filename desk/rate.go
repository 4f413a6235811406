package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/exchangerate"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

// CreateExchangeRate records what a currency is worth in the reporting currency from a day on. Errors: FORBIDDEN,
// VALIDATION_FAILED.
func (d *Desk) CreateExchangeRate(ctx context.Context, in ent.CreateExchangeRateInput) (Written[ent.ExchangeRate], error) {
	return create(ctx, d, ent.TypeExchangeRate, func(ctx context.Context, w *writing, id string) (*ent.ExchangeRate, error) {
		if err := d.checkRate(&in.Currency, &in.Rate); err != nil {
			return nil, err
		}
		return w.tx.ExchangeRate.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateExchangeRate corrects an exchange rate. What opportunities took from it stays as it was. Errors: CONFLICT,
// FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateExchangeRate(ctx context.Context, in ent.UpdateExchangeRateInput) (Written[ent.ExchangeRate], error) {
	return update(ctx, d, ent.TypeExchangeRate, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.ExchangeRate, error) {
		if err := d.checkRate(in.Currency, in.Rate); err != nil {
			return nil, err
		}
		return w.tx.ExchangeRate.UpdateOneID(in.ID).SetInput(in).Save(ctx)
	})
}

func (d *Desk) checkRate(currency *string, rate *float64) error {
	if currency != nil {
		if err := process.CheckCurrency("currency", *currency); err != nil {
			return err
		}
		if *currency == d.options.Currency {
			return process.Invalid("currency", process.MsgRateNeedless, "currency", *currency)
		}
	}
	if rate != nil {
		return process.CheckRate(*rate)
	}
	return nil
}

// RecordExchangeRateInput asks for the rate of a day.
type RecordExchangeRateInput struct {
	ID      string
	Version int
	Day     *time.Time
}

// RecordExchangeRate fixes the exchange rate of an opportunity anew, as it holds on a day, today unless told: at the
// award, or when the rate was not known before. It is for those who may write opportunities or exchange rates. Errors:
// CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED without such a rate.
func (d *Desk) RecordExchangeRate(ctx context.Context, in RecordExchangeRateInput) (Written[ent.Opportunity], error) {
	return update(ctx, d, ent.TypeOpportunity, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Opportunity, error) {
		if process.May(w.viewer, process.ActionWrite, ent.TypeExchangeRate) {
			ctx = allow(ctx)
		}
		o, err := w.tx.Opportunity.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if o.Currency == d.options.Currency {
			return nil, process.Invalid("id", process.MsgRateNeedless, "currency", o.Currency)
		}
		today := *d.dayOf(new(d.now()))
		day := today
		if in.Day != nil {
			day = *in.Day
		}
		if err := process.CheckNotAhead("day", day, today); err != nil {
			return nil, err
		}
		rate, err := w.rateOn(ctx, o.Currency, day)
		if err != nil {
			return nil, err
		}
		if rate == nil {
			return nil, process.Invalid("day", process.MsgRateMissing, "currency", o.Currency, "day", day.Format(time.DateOnly))
		}
		return o.Update().SetExchangeRate(*rate).Save(ctx)
	})
}

// rateOn is the rate of a currency that holds on a day: the last that began on it or before; nil when none did.
func (w *writing) rateOn(ctx context.Context, currency string, day time.Time) (*float64, error) {
	r, err := w.tx.ExchangeRate.Query().
		Where(exchangerate.Currency(currency), exchangerate.DayLTE(day), exchangerate.ArchivedAtIsNil()).
		Order(exchangerate.ByDay(descending)).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &r.Rate, nil
}

// fixRate lets a change of an opportunity in a foreign currency keep the rate that holds at an instant. Without such a rate
// it leaves what there is, and figures leave the opportunity out.
func (w *writing) fixRate(ctx context.Context, m *ent.OpportunityMutation, currency string, at time.Time) error {
	if currency == w.desk.options.Currency {
		return nil
	}
	rate, err := w.rateOn(ctx, currency, *w.desk.dayOf(&at))
	if err == nil && rate != nil {
		m.SetExchangeRate(*rate)
	}
	return err
}

// firstRate lets a new opportunity keep the rate of today, and answers with its amount in the reporting currency.
func (w *writing) firstRate(ctx context.Context, m *ent.OpportunityMutation) (amount int64, err error) {
	amount, _ = m.Amount()
	currency, given := m.Currency()
	if !given {
		currency = opportunity.DefaultCurrency
	}
	if err := process.CheckCurrency("currency", currency); err != nil {
		return 0, err
	}
	if err := w.fixRate(ctx, m, currency, w.desk.now()); err != nil {
		return 0, err
	}
	if rate, fixed := m.ExchangeRate(); fixed {
		return w.desk.reported(amount, currency, &rate), nil
	}
	return amount, nil
}

// changeRate replaces the rate of an opportunity whose currency changes; the old one is no rate of the new currency.
func (w *writing) changeRate(ctx context.Context, o *ent.Opportunity, m *ent.OpportunityMutation, currency *string) error {
	if currency == nil || *currency == o.Currency {
		return nil
	}
	if err := process.CheckCurrency("currency", *currency); err != nil {
		return err
	}
	at := w.desk.now()
	if o.DecidedAt != nil {
		at = *o.DecidedAt
	}
	if err := w.fixRate(ctx, m, *currency, at); err != nil {
		return err
	}
	if _, fixed := m.ExchangeRate(); !fixed {
		m.ClearExchangeRate()
	}
	return nil
}
