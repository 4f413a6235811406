package desk

import (
	"context"
	"sync"
)

// turn is a piece of background work that one process at a time does.
type turn struct {
	mu sync.Mutex
	// key tells the work's lock in PostgreSQL from others.
	key int64
}

// once does work unless it is being done now, here or by another process on the same database; then it returns at once.
func (d *Desk) once(ctx context.Context, t *turn, work func(ctx context.Context) error) error {
	if !t.mu.TryLock() {
		return nil
	}
	defer t.mu.Unlock()
	if d.store.Dialect() != "postgres" { // SQLite is this process's alone
		return work(ctx)
	}
	conn, err := d.store.DB().Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var ours bool
	if err := conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock($1)`, t.key).Scan(&ours); err != nil || !ours {
		return err
	}
	defer func() {
		// A lock that cannot be given back ends with its connection.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, t.key)
	}()
	return work(ctx)
}
