package store

import (
	"bytes"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/schema/field"
	"github.com/lib/pq"
)

// postgresType is PostgreSQL's type of a field's values.
func postgresType(kind field.Type) (string, error) {
	switch {
	case kind == field.TypeString, kind == field.TypeEnum:
		return "text", nil
	case kind == field.TypeTime:
		return "timestamptz", nil
	case kind == field.TypeBool:
		return "boolean", nil
	case kind == field.TypeJSON:
		return "jsonb", nil
	case kind == field.TypeBytes:
		return "bytea", nil
	case kind.Float():
		return "double precision", nil
	case kind.Integer():
		return "bigint", nil
	}
	return "", fmt.Errorf("no PostgreSQL type for %s", kind)
}

// alike gives the one value that all values are.
func alike(values []driver.Value) (value any, are bool) {
	for _, v := range values[1:] {
		if !same(v, values[0]) {
			return nil, false
		}
	}
	return values[0], true
}

func same(x, y driver.Value) bool {
	if b, ok := x.([]byte); ok {
		c, ok := y.([]byte)
		return ok && bytes.Equal(b, c)
	}
	_, other := y.([]byte)
	return !other && x == y
}

// array writes values as PostgreSQL reads an array: {1,NULL,"a \"word\""}.
func array(kind field.Type, values []driver.Value) (string, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, value := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		switch v := value.(type) {
		case nil:
			b.WriteString("NULL")
		case string:
			quote(&b, v)
		case []byte:
			if kind == field.TypeBytes {
				v = append([]byte(`\x`), hex.EncodeToString(v)...)
			}
			quote(&b, string(v))
		case int64:
			b.WriteString(strconv.FormatInt(v, 10))
		case float64:
			b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
		case bool:
			b.WriteString(strconv.FormatBool(v))
		case time.Time:
			quote(&b, string(pq.FormatTimestamp(v)))
		default:
			return "", fmt.Errorf("no element of %T", value)
		}
	}
	b.WriteByte('}')
	return b.String(), nil
}

// quote writes an element so that nothing in it means anything: commas, braces, the word NULL.
func quote(b *strings.Builder, s string) {
	b.WriteByte('"')
	for {
		i := strings.IndexAny(s, `"\`)
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		b.WriteByte('\\')
		b.WriteByte(s[i])
		s = s[i+1:]
	}
	b.WriteString(s)
	b.WriteByte('"')
}
