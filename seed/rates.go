package seed

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/exchangerate"
)

// rateKeeper is who records what foreign currencies are worth.
const rateKeeper = "yun.ling"

// rate is what a currency is worth in yuan from a day on, written "CURRENCY day worth".
type rate struct {
	Currency string
	Day      int
	Worth    float64
}

// UnmarshalText reads a rate.
func (r *rate) UnmarshalText(text []byte) (err error) {
	part := strings.Fields(string(text))
	if len(part) != 3 {
		return fmt.Errorf("rate %q: want CURRENCY day worth", text)
	}
	r.Currency = part[0]
	if r.Day, err = strconv.Atoi(part[1]); err == nil {
		r.Worth, err = strconv.ParseFloat(part[2], 64)
	}
	return err
}

// rates tells of the exchange rates; deals in foreign currencies take them up when they begin and when they are won.
func (s *story) rates() {
	for _, r := range s.book.Rates {
		s.on(r.Day, rateKeeper, func(ctx context.Context) error {
			day := *s.date(r.Day)
			find := s.read.ExchangeRate.Query().Where(exchangerate.Currency(r.Currency), exchangerate.Day(day))
			return once(s, "rate", fmt.Sprint(r.Currency, r.Day), find, func() (desk.Written[ent.ExchangeRate], error) {
				return s.desk.CreateExchangeRate(ctx, ent.CreateExchangeRateInput{
					Currency: r.Currency, Day: day, Rate: r.Worth, Source: new("财务月度记账汇率 Monthly accounting rate"),
				})
			})
		})
	}
}
