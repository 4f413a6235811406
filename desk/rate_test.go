package desk_test

import (
	"math"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bargain) rate(currency string, day *time.Time, rate float64) *ent.ExchangeRate {
	b.Helper()
	return agreed(b, ent.ExchangeRate{})(b.CreateExchangeRate(b.by(process.UserRoleFinance), ent.CreateExchangeRateInput{Currency: currency, Day: *day, Rate: rate}))
}

func (b *bargain) wantRate(o *ent.Opportunity, want float64) {
	b.Helper()
	o = b.read(o.ID)
	if got := o.ExchangeRate; (got == nil) != (want == 0) || got != nil && *got != want {
		b.Errorf("rate %v, want %v", got, want)
	}
}

func TestRatesAreHeldToReason(t *testing.T) {
	bargains(t, func(b *bargain) {
		good := b.rate("USD", b.day(3, 1), 7.1)
		for name, c := range map[string]struct {
			currency string
			rate     float64
			refusal  string
		}{
			"the reporting currency": {"CNY", 1, "VALIDATION_FAILED currency"},
			"lower case":             {"eur", 1, "VALIDATION_FAILED currency"},
			"nothing":                {"EUR", 0, "VALIDATION_FAILED rate"},
			"negative":               {"EUR", -7, "VALIDATION_FAILED rate"},
			"not a number":           {"EUR", math.NaN(), "VALIDATION_FAILED rate"},
			"infinite":               {"EUR", math.Inf(1), "VALIDATION_FAILED rate"},
		} {
			_, err := b.CreateExchangeRate(b.by(process.UserRoleFinance), ent.CreateExchangeRateInput{Currency: c.currency, Day: *b.day(3, 1), Rate: c.rate})
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		_, err := b.CreateExchangeRate(b.by(process.UserRoleFinance), ent.CreateExchangeRateInput{Currency: "USD", Day: *b.day(3, 1), Rate: 7.2})
		if process.CodeOf(err) != process.CodeValidationFailed {
			b.Errorf("twice for a day: %v", err)
		}
		_, err = b.UpdateExchangeRate(b.by(process.UserRoleFinance), ent.UpdateExchangeRateInput{ID: good.ID, Version: good.Version, Rate: pointer(0.0)})
		b.want(err, "VALIDATION_FAILED rate")
		_, err = b.CreateExchangeRate(b.sales(), ent.CreateExchangeRateInput{Currency: "EUR", Day: *b.day(3, 1), Rate: 8})
		b.want(err, "FORBIDDEN")
	})
}

func TestTheRateIsFixedWhenAnOpportunityIsMadeAndWon(t *testing.T) {
	bargains(t, func(b *bargain) {
		unrated := b.opportunity("EUR")
		b.wantRate(unrated, 0)
		b.rate("USD", b.day(2, 1), 7.1)
		b.rate("USD", b.day(3, 3), 7.2)
		b.rate("EUR", b.day(3, 3), 8)
		o := b.opportunity("USD")
		b.wantRate(o, 7.1)
		b.wantRate(b.deal, 0)
		b.pass(15 * time.Hour) // midnight in the organisation's zone
		b.wantRate(o, 7.1)
		won := b.win(o)
		b.wantRate(won, 7.2)
		lost := b.lose(unrated)
		b.wantRate(lost, 0)
		_, err := b.CreateOpportunity(b.sales(), ent.CreateOpportunityInput{Name: "x", Currency: pointer("usd")})
		b.want(err, "VALIDATION_FAILED currency")
	})
}

func TestTheRateFollowsTheCurrency(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.rate("USD", b.day(2, 1), 7.1)
		o := b.opportunity("USD")
		change := func(currency string) {
			o = agreed(b, ent.Opportunity{})(b.UpdateOpportunity(b.sales(), ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, Currency: &currency}))
		}
		change("EUR")
		b.wantRate(o, 0)
		change("USD")
		b.wantRate(o, 7.1)
		change("CNY")
		b.wantRate(o, 0)
		_, err := b.UpdateOpportunity(b.sales(), ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, Currency: pointer("???")})
		b.want(err, "VALIDATION_FAILED currency")
	})
}

func TestARateIsRecordedLater(t *testing.T) {
	bargains(t, func(b *bargain) {
		o := b.opportunity("USD")
		record := func(day *time.Time) (desk.Written[ent.Opportunity], error) {
			return b.RecordExchangeRate(b.by(process.UserRoleFinance), desk.RecordExchangeRateInput{ID: o.ID, Version: o.Version, Day: day})
		}
		_, err := record(nil)
		b.want(err, "VALIDATION_FAILED day")
		b.rate("USD", b.day(2, 1), 7.1)
		_, err = record(b.day(1, 31))
		b.want(err, "VALIDATION_FAILED day")
		_, err = record(b.day(3, 3))
		b.want(err, "VALIDATION_FAILED day")
		o = agreed(b, ent.Opportunity{})(record(nil))
		b.wantRate(o, 7.1)
		_, err = b.RecordExchangeRate(b.sales(), desk.RecordExchangeRateInput{ID: o.ID, Version: o.Version - 1})
		b.want(err, "CONFLICT")
		_, err = b.RecordExchangeRate(b.sales(), desk.RecordExchangeRateInput{ID: b.deal.ID, Version: b.deal.Version})
		b.want(err, "VALIDATION_FAILED id")
		_, err = b.RecordExchangeRate(b.delivery(), desk.RecordExchangeRateInput{ID: o.ID, Version: o.Version})
		b.want(err, "FORBIDDEN")
	})
}

func TestFiguresUseTheFixedRate(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.win(b.deal)
		b.win(b.opportunity("EUR"))
		b.rate("USD", b.day(2, 1), 7.1)
		rated := b.opportunity("USD")
		agreed(b, ent.LineItem{})(b.CreateLineItem(b.sales(), ent.CreateLineItemInput{OpportunityID: rated.ID, ProductID: b.product.ID, Quantity: pointer(2), UnitPrice: pointer(int64(50_00))}))
		b.win(rated)
		ask := func(code process.KpiCode, currency *string) process.KpiRow {
			kpi, err := b.Kpi(b.by(process.UserRoleFinance), code, nil, nil, currency)
			b.want(err, "")
			return kpi.Overall
		}
		row := ask("WON_VALUE", nil)
		if *row.Value != 1000+7100 || row.N != 2 || len(row.Excluded) != 1 || row.Excluded[0] != (process.KpiExcluded{Reason: process.KpiReasonOtherCurrency, Count: 1}) {
			b.Errorf("in the reporting currency: %v of %d, left out %+v", *row.Value, row.N, row.Excluded)
		}
		if row = ask("WON_VALUE", pointer("USD")); *row.Value != 1000 || row.N != 1 {
			b.Errorf("in dollars: %v of %d", *row.Value, row.N)
		}
		if row = ask("LIST_VALUE", pointer("CNY")); *row.Value != 710 || row.N != 1 {
			b.Errorf("lines: %v of %d", *row.Value, row.N)
		}
		b.set(`UPDATE line_items SET currency = 'EUR'`)
		if row = ask("LIST_VALUE", pointer("CNY")); *row.Value != 0 {
			b.Errorf("lines in a currency the rate is not of: %v", *row.Value)
		}
	})
}
