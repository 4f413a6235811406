package scalar

import (
	"bytes"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"bidwell/process"
)

// AppendString appends text as JSON.
func AppendString(to []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			var escaped bytes.Buffer
			graphql.MarshalString(s).MarshalGQL(&escaped)
			return append(to, escaped.Bytes()...)
		}
	}
	to = append(to, '"')
	to = append(to, s...)
	return append(to, '"')
}

// AppendTime appends an instant in UTC as JSON, to the microsecond.
func AppendTime(to []byte, t time.Time) []byte {
	to = append(to, '"')
	to = t.UTC().AppendFormat(to, "2006-01-02T15:04:05.999999Z07:00")
	return append(to, '"')
}

// AppendDate appends a day as JSON.
func AppendDate(to []byte, t time.Time) []byte {
	to = append(to, '"')
	to = t.UTC().AppendFormat(to, time.DateOnly)
	return append(to, '"')
}

// AppendMoney appends minor units as a decimal string.
func AppendMoney(to []byte, minor int64) []byte {
	to = append(to, '"')
	to = process.AppendMoney(to, minor)
	return append(to, '"')
}
