package desk

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"bidwell/process"
)

// facts runs the figure's statement. Each row is one fact of the overall figure, and one for each group it is in.
func (f *figure) facts(ctx context.Context, by *grouping) (overall, grouped []process.KpiFact, err error) {
	query, args := f.statement(by).Query()
	rows, err := f.desk.reader.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		fact, key, err := f.scan(rows)
		if err != nil {
			return nil, nil, err
		}
		overall = append(overall, fact)
		if by == nil {
			continue
		}
		for _, fact.Key = range by.keys(key, f.desk.options.Zone) {
			grouped = append(grouped, fact)
		}
	}
	return overall, grouped, rows.Err()
}

func (f *figure) scan(rows *sql.Rows) (fact process.KpiFact, key any, err error) {
	var id, currency sql.NullString
	var started, decided instant
	var budget, award, rated sql.NullInt64
	err = rows.Scan(&key, &id, &fact.Status, &currency, &started, &decided, &budget, &award, &rated, &fact.Records, &fact.Amount, &fact.Reported)
	if err != nil {
		return fact, nil, err
	}
	zone := f.desk.options.Zone
	fact.ID, fact.Currency, fact.Rated = id.String, currency.String, rated.Int64 == 1
	fact.Started, fact.Decided = started.local(zone), decided.local(zone)
	fact.Budget, fact.Award = known(budget), known(award)
	return fact, key, nil
}

func known(n sql.NullInt64) *int64 {
	if !n.Valid {
		return nil
	}
	return &n.Int64
}

// instant reads a time from either database. SQLite hands out text when the column of a result is computed.
type instant struct{ time.Time }

// Scan reads a time, its text, or NULL as the zero time.
func (i *instant) Scan(v any) (err error) {
	switch v := v.(type) {
	case nil:
		i.Time = time.Time{}
	case time.Time:
		i.Time = v
	case string:
		i.Time, err = time.Parse(sqliteTime, v)
	case []byte:
		i.Time, err = time.Parse(sqliteTime, string(v))
	default:
		err = fmt.Errorf("%T is no time", v)
	}
	return err
}

// sqliteTime is how times are written in SQLite, in UTC.
const sqliteTime = "2006-01-02 15:04:05.999999999-07:00"

// local is the instant in a zone, zero when there is none.
func (i instant) local(zone *time.Location) time.Time {
	if i.IsZero() {
		return time.Time{}
	}
	return i.In(zone)
}
