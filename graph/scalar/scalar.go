// Package scalar reads and writes the scalars of the GraphQL schema. Text never carries U+0000 or other control
// characters (PostgreSQL refuses them, SQLite does not); money is int64 minor units inside and digits outside.
package scalar

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/process"
)

func write(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, s) })
}

// MarshalString writes text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads text; control characters are VALIDATION_FAILED.
func UnmarshalString(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", process.Invalid("", process.MsgValueBad)
	}
	return s, process.CheckText("", s)
}

// MarshalID writes an id.
func MarshalID(id string) graphql.Marshaler { return graphql.MarshalString(id) }

// UnmarshalID reads an id; its type is checked where it is used.
func UnmarshalID(v any) (string, error) { return UnmarshalString(v) }

// MarshalInt64 writes a whole number.
func MarshalInt64(n int64) graphql.Marshaler { return write(strconv.FormatInt(n, 10)) }

// UnmarshalInt64 reads a whole number.
func UnmarshalInt64(v any) (int64, error) {
	n, err := graphql.UnmarshalInt64(v)
	if err != nil {
		return 0, process.Invalid("", process.MsgValueBad)
	}
	return n, nil
}

// MarshalTime writes an instant in UTC.
func MarshalTime(t time.Time) graphql.Marshaler { return write(string(AppendTime(nil, t))) }

// UnmarshalTime reads an RFC 3339 instant of the years 1 to 9999.
func UnmarshalTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, process.Invalid("", process.MsgValueBad)
	}
	return t.UTC().Truncate(time.Microsecond), nil
}

// MarshalDate writes a day.
func MarshalDate(t time.Time) graphql.Marshaler { return write(string(AppendDate(nil, t))) }

// UnmarshalDate reads a day.
func UnmarshalDate(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return time.Time{}, process.Invalid("", process.MsgValueBad)
	}
	return t, nil
}

// MarshalMoney writes minor units as a decimal string.
func MarshalMoney(minor int64) graphql.Marshaler { return write(string(AppendMoney(nil, minor))) }

// UnmarshalMoney reads a decimal string or number with at most two decimals.
func UnmarshalMoney(v any) (int64, error) {
	switch v := v.(type) {
	case string:
		return process.ParseMoney(v)
	case json.Number:
		return process.ParseMoney(v.String())
	case int64:
		return process.ParseMoney(strconv.FormatInt(v, 10))
	}
	return 0, process.Invalid("", process.MsgMoneyBad)
}
