package desk_test

import (
	"context"
	"testing"
	"time"

	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store/storetest"
)

// A transaction that took its numbers first may commit last. The follower must not pass over it.
func TestALateCommitIsNotPassedOver(t *testing.T) {
	s := newShelf(t, storetest.OpenPostgres(t, migrate.Migrations()), t.TempDir())
	const gate = 4242
	for _, statement := range []string{
		`CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4242); RETURN NULL; END $$`,
		`CREATE CONSTRAINT TRIGGER late AFTER INSERT ON change_log DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
			WHEN (NEW.entity = 'Lesson') EXECUTE FUNCTION wait_at_the_gate()`,
	} {
		_, err := s.store.DB().Exec(statement)
		s.must(err)
	}
	gatekeeper, err := s.store.DB().Conn(s.ctx)
	s.must(err)
	defer gatekeeper.Close()
	_, err = gatekeeper.ExecContext(s.ctx, `SELECT pg_advisory_lock($1)`, gate)
	s.must(err)

	late, early := make(chan error, 1), make(chan error, 1)
	go func() {
		_, err := s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "迟到的一条"})
		late <- err
	}()
	s.untilWaiting(1)
	go func() {
		_, err := s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "后来的案例"})
		early <- err
	}()
	select { // it may be made to wait for the late one, or may not: both are right
	case err := <-early:
		s.must(err)
		early <- nil
	case <-s.waiting(2):
	}
	s.catchUp()
	_, err = gatekeeper.ExecContext(s.ctx, `SELECT pg_advisory_unlock($1)`, gate)
	s.must(err)
	s.must(<-late)
	s.must(<-early)
	s.wantWhole()
}

func (s *shelf) untilWaiting(n int) {
	s.Helper()
	<-s.waiting(n)
}

// waiting closes when n sessions wait for a lock.
func (s *shelf) waiting(n int) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		for got := 0; got < n && s.Context().Err() == nil; time.Sleep(5 * time.Millisecond) {
			row := s.store.DB().QueryRowContext(context.WithoutCancel(s.ctx), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)
			if err := row.Scan(&got); err != nil {
				return
			}
		}
	}()
	return done
}
