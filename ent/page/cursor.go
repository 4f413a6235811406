package page

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/process/vocabulary"
)

// Cursor is the place of one entry in an ordered list: the name of the order, the entry's value in it, and its id.
// On the wire it is opaque.
type Cursor struct {
	Order string
	Value any
	ID    string
}

// maxCursor is longer than any cursor made here: names of orders and values are at most a few hundred characters.
const maxCursor = 4096

// MarshalGQL writes the cursor as a string.
func (c Cursor) MarshalGQL(w io.Writer) { _, _ = w.Write(c.AppendJSON(nil)) }

// AppendJSON appends the cursor as a string.
func (c Cursor) AppendJSON(to []byte) []byte {
	raw := append(make([]byte, 0, 128), '[')
	raw = append(appendValue(raw, c.Order), ',')
	raw = append(appendValue(raw, c.Value), ',')
	raw = append(appendValue(raw, c.ID), ']')
	to = base64.RawURLEncoding.AppendEncode(append(to, '"'), raw)
	return append(to, '"')
}

// appendValue appends JSON as json.Marshal writes it, without its cost for what most cursors hold.
func appendValue(to []byte, v any) []byte {
	switch v := v.(type) {
	case int64:
		return strconv.AppendInt(to, v, 10)
	case string:
		if !strings.ContainsFunc(v, escaped) {
			to = append(append(to, '"'), v...)
			return append(to, '"')
		}
	case time.Time:
		return appendValue(to, v.UTC().Format(time.RFC3339Nano))
	}
	encoded, _ := json.Marshal(v)
	return append(to, encoded...)
}

// escaped tells characters that json.Marshal may write otherwise than they are.
func escaped(r rune) bool {
	return r < ' ' || r > '~' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&'
}

// UnmarshalGQL reads a cursor; anything that is not one of ours is VALIDATION_FAILED.
func (c *Cursor) UnmarshalGQL(v any) error {
	text, ok := v.(string)
	if ok && text == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if !ok || err != nil || len(text) > maxCursor {
		return vocabulary.Invalid("", vocabulary.MsgCursorBad)
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != 3 ||
		json.Unmarshal(parts[0], &c.Order) != nil || json.Unmarshal(parts[2], &c.ID) != nil || c.ID == "" {
		return vocabulary.Invalid("", vocabulary.MsgCursorBad)
	}
	c.Value = parts[1]
	return nil
}

// Keyset turns the cursors of a page into predicates: rows strictly after After and strictly before Before in order o.
// Sample is any value of the ordered column, for its type.
func (a Args) Keyset(o Order, sample any) ([]func(*sql.Selector), error) {
	var predicates []func(*sql.Selector)
	for _, end := range []struct {
		cursor *Cursor
		less   bool
	}{{a.After, o.Desc}, {a.Before, !o.Desc}} {
		if end.cursor == nil {
			continue
		}
		value, err := end.cursor.value(o, sample)
		if err != nil {
			return nil, err
		}
		predicates = append(predicates, beyond(o, value, end.cursor.ID, end.less))
	}
	return predicates, nil
}

func beyond(o Order, value any, id string, less bool) func(*sql.Selector) {
	return func(s *sql.Selector) {
		columns, values := []string{s.C(o.Column), s.C("id")}, []any{value, id}
		if o.Column == "id" {
			columns, values = columns[1:], values[1:]
		}
		if less {
			s.Where(sql.CompositeLT(columns, values...))
		} else {
			s.Where(sql.CompositeGT(columns, values...))
		}
	}
}

// value decodes the cursor's value to the type of the ordered column; a cursor of another order does not fit.
func (c *Cursor) value(o Order, sample any) (any, error) {
	if c.Order != o.Name {
		return nil, vocabulary.Invalid("after", vocabulary.MsgCursorBad)
	}
	raw, ok := c.Value.(json.RawMessage)
	if !ok {
		return c.Value, nil
	}
	var err error
	switch sample.(type) {
	case time.Time:
		var at time.Time
		err = json.Unmarshal(raw, &at)
		return at, badCursor(err)
	case string:
		var s string
		err = json.Unmarshal(raw, &s)
		return s, badCursor(err)
	default:
		var n int64
		err = json.Unmarshal(raw, &n)
		return n, badCursor(err)
	}
}

func badCursor(err error) error {
	if err != nil {
		return vocabulary.Invalid("after", vocabulary.MsgCursorBad)
	}
	return nil
}
