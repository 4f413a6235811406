package search

import "time"

// State is what the library can do now.
type State string

// The states of a library.
const (
	StateReady      State = "READY"      // answers, and can be trusted
	StateRebuilding State = "REBUILDING" // a rebuild runs; see Status.Answers
	StateDamaged    State = "DAMAGED"    // waits for Rebuild
	StateClosed     State = "CLOSED"
)

// Status says how the library is. Answers tells whether searches are answered;
// Reason says what was wrong when they are not. Since is when the state or the
// index last changed hands.
type Status struct {
	State   State
	Answers bool
	Docs    uint64
	Seq     int64
	Since   time.Time
	Reason  string
}

// Status reports for /readyz; it never blocks on a rebuild or a batch.
func (l *Library) Status() Status {
	l.mu.Lock()
	s := Status{State: StateReady, Seq: l.seq, Since: l.since, Reason: l.damage}
	gen := l.gen
	switch {
	case l.closed:
		s.State = StateClosed
	case l.rebuild != nil:
		s.State = StateRebuilding
	case l.damage != "":
		s.State = StateDamaged
	}
	s.Answers = !l.closed && l.damage == ""
	l.mu.Unlock()
	if s.Answers {
		_ = guard(func() (err error) {
			s.Docs, err = gen.index.DocCount()
			return err
		})
	}
	return s
}

// NeedsRebuild tells that searches give ErrRebuilding until Rebuild succeeds.
func (l *Library) NeedsRebuild() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.damage != ""
}
