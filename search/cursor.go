package search

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

// position orders all matches of a query: higher scores first, then by key,
// the hash of the ID, so that the order does not depend on how the index lies
// on disk.
type position struct {
	score float32
	key   uint64
}

// before tells whether p comes before q.
func (p position) before(q position) bool {
	if p.score != q.score {
		return p.score > q.score
	}
	return p.key < q.key
}

const (
	cursorVersion = 1
	cursorSize    = 13
)

// cursor encodes a position.
func (p position) cursor() string {
	data := make([]byte, 0, cursorSize)
	data = append(data, cursorVersion)
	data = binary.BigEndian.AppendUint32(data, math.Float32bits(p.score))
	data = binary.BigEndian.AppendUint64(data, p.key)
	return base64.RawURLEncoding.EncodeToString(data)
}

// parseCursor returns nil for no cursor.
func parseCursor(text string) (*position, error) {
	if text == "" {
		return nil, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) != cursorSize || data[0] != cursorVersion {
		return nil, ErrCursor
	}
	p := position{math.Float32frombits(binary.BigEndian.Uint32(data[1:])), binary.BigEndian.Uint64(data[5:])}
	if !(p.score >= 0) || p.key > maxNumber+1 { // also refuses NaN
		return nil, ErrCursor
	}
	return &p, nil
}
