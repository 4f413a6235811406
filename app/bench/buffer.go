package main

import (
	"encoding/base64"
	"strconv"
	"time"
)

// buffer holds an answer while it is put together.
type buffer struct{ bytes []byte }

func decimal(n int) string { return strconv.Itoa(n) }

// raw appends JSON as it is.
func (b *buffer) raw(json string) *buffer {
	b.bytes = append(b.bytes, json...)
	return b
}

func (b *buffer) number(n int64) *buffer {
	b.bytes = strconv.AppendInt(b.bytes, n, 10)
	return b
}

// text appends a JSON string.
func (b *buffer) text(s string) *buffer {
	const hex = "0123456789abcdef"
	b.bytes = append(b.bytes, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.bytes = append(b.bytes, '\\', c)
		case c < ' ':
			b.bytes = append(b.bytes, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b.bytes = append(b.bytes, c)
		}
	}
	b.bytes = append(b.bytes, '"')
	return b
}

// money appends minor units as a string of units.
func (b *buffer) money(minor int64) *buffer {
	b.bytes = append(b.bytes, '"')
	if minor < 0 {
		b.bytes = append(b.bytes, '-')
		minor = -minor
	}
	b.bytes = strconv.AppendInt(b.bytes, minor/100, 10)
	b.bytes = append(b.bytes, '.', byte('0'+minor/10%10), byte('0'+minor%10), '"')
	return b
}

// units appends minor units as a number of units.
func (b *buffer) units(minor int64) *buffer {
	b.bytes = strconv.AppendFloat(b.bytes, float64(minor)/100, 'f', -1, 64)
	return b
}

func (b *buffer) time(t time.Time) *buffer {
	b.bytes = append(b.bytes, '"')
	b.bytes = t.UTC().AppendFormat(b.bytes, "2006-01-02T15:04:05.999999Z07:00")
	b.bytes = append(b.bytes, '"')
	return b
}

// cursor appends a place in the list by amount, in the form Bidwell's cursors have.
func (b *buffer) cursor(amount int64, id string) *buffer {
	var place buffer
	place.raw(`["AMOUNT",`).number(amount).raw(`,`).text(id).raw(`]`)
	b.bytes = append(b.bytes, '"')
	b.bytes = base64.RawURLEncoding.AppendEncode(b.bytes, place.bytes)
	b.bytes = append(b.bytes, '"')
	return b
}
