package process

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Logged is what a row of an append-only log says, as far as its hash goes.
type Logged struct {
	At time.Time
	// Parts are the row's columns of text, in a fixed order.
	Parts []string
	// Fields are what changed; a value that was erased keeps its place by the hash it had.
	Fields map[string]FieldChange
}

// Chain is the hash of a row that follows the one with the hash before: SHA-256, in hexadecimal. Whoever knows a row's hash
// knows by it that none of the rows up to it was changed, taken out or put in.
func Chain(before string, row Logged) string {
	h := sha256.New()
	say := func(s string) {
		h.Write([]byte(strconv.Itoa(len(s)) + ":" + s))
	}
	say(before)
	say(strconv.FormatInt(row.At.UnixMicro(), 10))
	say(strconv.Itoa(len(row.Parts)))
	for _, part := range row.Parts {
		say(part)
	}
	for _, name := range slices.Sorted(maps.Keys(row.Fields)) {
		say(name)
		say(FieldHash(row.Fields[name]))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// FieldHash stands for one field's change in the hash of its row. With a salt nobody can find a short value, such as a
// telephone number, by trying, once value and salt are erased.
func FieldHash(f FieldChange) string {
	if f.Erased != "" {
		return f.Erased
	}
	h := hmac.New(sha256.New, []byte(f.Salt))
	h.Write(plain(f.From))
	h.Write([]byte{0})
	h.Write(plain(f.To))
	return hex.EncodeToString(h.Sum(nil))
}

// Erase is what is left of a field's change when its values are erased: the chain stays whole.
func Erase(f FieldChange) FieldChange { return FieldChange{Erased: FieldHash(f)} }

// plain writes a value the same way whether it comes from the program or back from a database, which may order the members
// of objects and write numbers as it likes.
func plain(v any) []byte {
	written, err := json.Marshal(v)
	if err != nil {
		return nil // what cannot be written is not stored either
	}
	var read any
	d := json.NewDecoder(bytes.NewReader(written))
	d.UseNumber()
	if err := d.Decode(&read); err != nil {
		return nil
	}
	again, _ := json.Marshal(sameNumber(read))
	return again
}

// sameNumber replaces the numbers in a value by one way of writing each.
func sameNumber(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return strconv.FormatInt(n, 10) + "n" // a text no other value is written as
		}
		f, _ := strconv.ParseFloat(v.String(), 64)
		if whole := int64(f); float64(whole) == f && f > -1<<53 && f < 1<<53 {
			return strconv.FormatInt(whole, 10) + "n"
		}
		return strconv.FormatFloat(f, 'g', -1, 64) + "n"
	case []any:
		for i := range v {
			v[i] = sameNumber(v[i])
		}
		return v
	case map[string]any:
		for k := range v {
			v[k] = sameNumber(v[k])
		}
		return v
	case string:
		return v + "s" // so that no text is taken for a number
	default:
		return v
	}
}
