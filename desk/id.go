package desk

import (
	"crypto/rand"
	"strings"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"bidwell/process"
)

// idSource makes ids that grow with time, also within one millisecond.
type idSource struct {
	mu      sync.Mutex
	entropy *ulid.MonotonicEntropy
}

func newIDSource() *idSource { return &idSource{entropy: ulid.Monotonic(rand.Reader, 0)} }

func (s *idSource) next(e process.Entity, at time.Time) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, err := ulid.New(ulid.Timestamp(at), s.entropy)
	if err != nil { // 2^80 ids within one millisecond
		panic(err)
	}
	return process.IDOf(e, id.String())
}

// later tells whether a record was made after another, of any kind: ids grow with time.
func later(id, other string) bool {
	_, a, _ := strings.Cut(id, "_")
	_, b, _ := strings.Cut(other, "_")
	return a > b
}

// newIDAfter makes an id that is later than another, also where that was made by a replica whose clock is ahead.
func (w *writing) newIDAfter(e process.Entity, earlier string) string {
	id := w.newID(e)
	if later(id, earlier) {
		return id
	}
	_, text, _ := strings.Cut(earlier, "_")
	made, err := ulid.ParseStrict(text)
	if err != nil {
		return id
	}
	return w.desk.ids.next(e, ulid.Time(made.Time()+1))
}
