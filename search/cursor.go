package search

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

// position orders all matches of a query: by the order that was asked for,
// higher scores first, then by key, the hash of the ID, so that the order does
// not depend on how the index lies on disk.
type position struct {
	score float32
	key   uint64
	rank  uint64
}

// before tells whether p comes before q.
func (p position) before(q position) bool {
	switch {
	case p.rank != q.rank:
		return p.rank > q.rank
	case p.score != q.score:
		return p.score > q.score
	}
	return p.key < q.key
}

// A cursor says its version, what it is good for, and the position. One by
// text alone has neither ordering nor rank.
const (
	cursorVersion = 1
	cursorSize    = 13
	sortedVersion = 2
	sortedSize    = cursorSize + 17
)

// cursor encodes a position in an ordering.
func (o ordering) cursor(p position) string {
	data := make([]byte, 0, sortedSize)
	if o == (ordering{}) {
		data = append(data, cursorVersion)
	} else {
		data = append(data, sortedVersion, byte(o.sort))
		data = binary.BigEndian.AppendUint32(data, o.groups)
		data = binary.BigEndian.AppendUint32(data, o.day)
		data = binary.BigEndian.AppendUint64(data, p.rank)
	}
	data = binary.BigEndian.AppendUint32(data, math.Float32bits(p.score))
	data = binary.BigEndian.AppendUint64(data, p.key)
	return base64.RawURLEncoding.EncodeToString(data)
}

// after reads a cursor of this ordering, nil for no cursor, and tells the one
// to go on with: on the day the cursor is of.
func (o ordering) after(text string) (ordering, *position, error) {
	if text == "" {
		return o, nil, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(data) == 0 {
		return o, nil, ErrCursor
	}
	var made ordering
	var p position
	switch {
	case data[0] == cursorVersion && len(data) == cursorSize:
		data = data[1:]
	case data[0] == sortedVersion && len(data) == sortedSize:
		made = ordering{Sort(data[1]), binary.BigEndian.Uint32(data[2:]), binary.BigEndian.Uint32(data[6:])}
		p.rank = binary.BigEndian.Uint64(data[10:])
		data = data[18:]
	default:
		return o, nil, ErrCursor
	}
	p.score, p.key = math.Float32frombits(binary.BigEndian.Uint32(data)), binary.BigEndian.Uint64(data[4:])
	if (made.day == 0) == (o.day == 0) {
		o.day = made.day
	}
	if made != o || !(p.score >= 0) || p.key > maxNumber+1 { // also refuses NaN
		return o, nil, ErrCursor
	}
	return o, &p, nil
}
