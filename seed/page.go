package seed

import (
	"fmt"
	"strconv"
	"strings"

	"bidwell/process"
)

// minor is an amount in hundredths, written as decimal digits.
type minor int64

// UnmarshalText reads digits with at most two decimals.
func (m *minor) UnmarshalText(text []byte) error {
	v, err := process.ParseMoney(string(text))
	*m = minor(v)
	return err
}

// move is a step to a stage or status on a day, written "STAGE day" or "STAGE day reason".
type move struct {
	To     string
	Day    int
	Reason string
}

// UnmarshalText reads a move.
func (m *move) UnmarshalText(text []byte) (err error) {
	to, rest, _ := strings.Cut(string(text), " ")
	day, reason, _ := strings.Cut(rest, " ")
	if m.Day, err = strconv.Atoi(day); err != nil {
		return fmt.Errorf("move %q: %w", text, err)
	}
	m.To, m.Reason = to, reason
	return nil
}

// line is a product offered, written "CODE x quantity" or "CODE x quantity @ price CURRENCY".
type line struct {
	Product  string
	Quantity int
	Price    minor // 0: the list price
	Currency string
}

// UnmarshalText reads a line.
func (l *line) UnmarshalText(text []byte) (err error) {
	words := strings.Fields(string(text))
	if len(words) != 3 && len(words) != 6 {
		return fmt.Errorf("line %q: want CODE x quantity [@ price CURRENCY]", text)
	}
	l.Product = words[0]
	if l.Quantity, err = strconv.Atoi(words[2]); err != nil || len(words) == 3 {
		return err
	}
	l.Currency = words[5]
	return l.Price.UnmarshalText([]byte(words[4]))
}

// section is a passage of a proposal.
type section struct{ Title, Body string }
