package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

// awake fails when no signal comes; the time only ends a test that has failed.
func awake(t *testing.T, ch <-chan struct{}) {
	t.Helper()
	select {
	case _, open := <-ch:
		if !open {
			t.Fatal("the channel was closed")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("no signal came")
	}
}

func listen(t *testing.T, st *store.Store, ctx context.Context, channel string) <-chan struct{} {
	t.Helper()
	ch, err := st.Listen(ctx, channel)
	if err != nil {
		t.Fatal(err)
	}
	return ch
}

func notify(t *testing.T, st *store.Store, channel string) {
	t.Helper()
	if err := st.Notify(t.Context(), channel); err != nil {
		t.Fatal(err)
	}
}

func TestNotifyWakesEveryListenerOfItsChannel(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		first, second := listen(t, st, t.Context(), "Changes"), listen(t, st, t.Context(), "Changes")
		other := listen(t, st, t.Context(), "other")
		for range 2 {
			notify(t, st, "Changes")
			awake(t, first)
			awake(t, second)
		}
		select {
		case <-other:
			t.Error("another channel was woken")
		default:
		}
		notify(t, st, "other")
		awake(t, other)
	})
}

func TestSignalsBecomeOneAndNobodyWaits(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		sleeper := listen(t, st, t.Context(), "changes")
		for range 100 {
			notify(t, st, "changes")
		}
		awake(t, sleeper)
		if len(sleeper) > 1 {
			t.Errorf("%d signals wait", len(sleeper))
		}
	})
}

func TestTheChannelEndsWithItsContext(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		ch, stays := listen(t, st, ctx, "changes"), listen(t, st, t.Context(), "changes")
		cancel()
		if _, open := <-ch; open {
			t.Error("a signal came out of nowhere")
		}
		notify(t, st, "changes")
		awake(t, stays)
	})
}

func TestTheChannelEndsWithTheStore(t *testing.T) {
	each(t, func(t *testing.T, st *store.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		ch := listen(t, st, ctx, "changes")
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		if _, open := <-ch; open {
			t.Error("a signal came out of nowhere")
		}
		cancel() // after the close: the channel must not be closed twice
		if _, err := st.Listen(t.Context(), "changes"); !errors.Is(err, store.ErrClosed) {
			t.Errorf("listening on a closed store: %v", err)
		}
	})
}

func TestAnotherReplicaIsWoken(t *testing.T) {
	url := storetest.Postgres(t)
	here, there := open(t, store.Config{DatabaseURL: url}), open(t, store.Config{DatabaseURL: url})
	ch := listen(t, here, t.Context(), "changes")
	notify(t, there, "changes")
	awake(t, ch)
}

func TestALostListenerConnectionComesBackAndWakes(t *testing.T) {
	st := storetest.OpenPostgres(t, migrations)
	ch := listen(t, st, t.Context(), "changes")
	n := number(t, st, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
		WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
	if n != 1 {
		t.Fatalf("ended %d connections, want the listener's", n)
	}
	awake(t, ch) // something may have been missed
	notify(t, st, "changes")
	awake(t, ch)
}

func TestListenGivesUpWithItsContext(t *testing.T) {
	st := storetest.OpenPostgres(t, migrations)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := st.Listen(ctx, "changes"); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
