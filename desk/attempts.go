package desk

import (
	"context"
	"strconv"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// After maxFailures wrong passwords in a row an account takes none for lockTime.
const (
	maxFailures = 5
	lockTime    = 15 * time.Minute
)

// attempts are the sign-ins tried since the last that worked.
type attempts struct {
	failed int
	until  time.Time
}

// next counts one more attempt, before its password is looked at: guesses made side by side count too.
// Errors: RATE_LIMITED.
func (a attempts) next(now time.Time) (attempts, error) {
	if now.Before(a.until) {
		minutes := int((a.until.Sub(now) + time.Minute - 1) / time.Minute)
		return a, process.NewError(process.CodeRateLimited, process.MsgSignInLocked, "minutes", strconv.Itoa(minutes))
	}
	if !a.until.IsZero() {
		a = attempts{}
	}
	if a.failed++; a.failed >= maxFailures {
		a.until = now.Add(lockTime)
	}
	return a, nil
}

// countAttempt counts a sign-in of a user. It is no change of the record: neither version nor change log know of it.
func (d *Desk) countAttempt(ctx context.Context, userID string) error {
	_, err := d.transact(AsSystem(ctx), func(ctx context.Context, w *writing) error {
		if err := w.hold(ctx, ent.TypeUser, userID, nil, false); err != nil {
			return err
		}
		u, err := w.tx.User.Get(ctx, userID)
		if err != nil {
			return err
		}
		before := attempts{failed: u.FailedSignIns}
		if u.LockedUntil != nil {
			before.until = *u.LockedUntil
		}
		after, err := before.next(w.desk.now())
		if err != nil {
			return err
		}
		return w.keepAttempts(ctx, userID, after)
	})
	return err
}

func (w *writing) keepAttempts(ctx context.Context, userID string, a attempts) error {
	var until *time.Time
	if !a.until.IsZero() {
		until = &a.until
	}
	query, args := sql.Dialect(w.desk.store.Dialect()).Update(user.Table).
		Set(user.FieldFailedSignIns, a.failed).Set(user.FieldLockedUntil, until).Where(sql.EQ(user.FieldID, userID)).Query()
	_, err := w.tx.ExecContext(ctx, query, args...)
	return err
}

// strangers counts sign-ins to accounts that do not exist, so that they lock like those that do and nobody can tell
// which is which.
type strangers struct {
	mu      sync.Mutex
	counted map[digest]attempts
}

// maxStrangers bounds the memory; beyond it the counts start again.
const maxStrangers = 10_000

func (s *strangers) attempt(email string, now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.counted) >= maxStrangers {
		clear(s.counted)
	}
	key := digestOf(email)
	after, err := s.counted[key].next(now)
	s.counted[key] = after
	return err
}

// forget lets whoever got it right begin anew.
func (s *strangers) forget(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.counted, digestOf(key))
}
