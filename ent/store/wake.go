package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"entgo.io/ent/dialect"
	"github.com/lib/pq"
)

// ErrClosed answers a call to a closed Store.
var ErrClosed = errors.New("store: closed")

// listenerPing finds a connection that died silently, which a listener that only waits would never notice.
const listenerPing = 90 * time.Second

// Listen returns a channel that receives after each Notify on the same name: by any process on the same PostgreSQL
// database, by this Store on SQLite. Signals that come faster than they are taken become one. It is a hint to look
// sooner and never a replacement for looking: a signal can be lost while PostgreSQL is out of reach. The channel is
// closed when ctx ends or the Store closes.
func (s *Store) Listen(ctx context.Context, channel string) (<-chan struct{}, error) {
	if s.dialect == dialect.Postgres {
		if err := s.wake.listenPostgres(ctx, s.cfg.DatabaseURL, channel); err != nil {
			return nil, fmt.Errorf("store: listen: %w", err)
		}
	}
	return s.wake.subscribe(ctx, channel)
}

// Notify wakes those who Listen on the channel. Call it after the commit.
func (s *Store) Notify(ctx context.Context, channel string) error {
	if s.dialect != dialect.Postgres {
		s.wake.signal(channel)
		return nil
	}
	if _, err := s.DB().ExecContext(ctx, `SELECT pg_notify($1, '')`, channel); err != nil {
		return fmt.Errorf("store: notify: %w", err)
	}
	return nil
}

// wakeups spreads signals inside the process; on PostgreSQL one connection feeds it from the server.
type wakeups struct {
	mu          sync.Mutex
	closed      bool
	subscribers map[string]map[chan struct{}]bool
	listener    *pq.Listener
}

func newWakeups() *wakeups {
	return &wakeups{subscribers: make(map[string]map[chan struct{}]bool)}
}

func (w *wakeups) subscribe(ctx context.Context, channel string) (<-chan struct{}, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, ErrClosed
	}
	if w.subscribers[channel] == nil {
		w.subscribers[channel] = make(map[chan struct{}]bool)
	}
	ch := make(chan struct{}, 1)
	w.subscribers[channel][ch] = true
	context.AfterFunc(ctx, func() { w.unsubscribe(channel, ch) })
	return ch, nil
}

func (w *wakeups) unsubscribe(channel string, ch chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.subscribers[channel][ch] {
		delete(w.subscribers[channel], ch)
		close(ch)
	}
}

func (w *wakeups) signal(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.subscribers[channel] {
		select {
		case ch <- struct{}{}:
		default: // one signal is waiting already
		}
	}
}

func (w *wakeups) signalAll() {
	w.mu.Lock()
	channels := make([]string, 0, len(w.subscribers))
	for channel := range w.subscribers {
		channels = append(channels, channel)
	}
	w.mu.Unlock()
	for _, channel := range channels {
		w.signal(channel)
	}
}

// close ends all subscriptions.
func (w *wakeups) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	w.closed = true
	for channel, subscribers := range w.subscribers {
		for ch := range subscribers {
			close(ch)
		}
		delete(w.subscribers, channel)
	}
	if w.listener != nil {
		w.listener.Close() // its only error is that it was closed before
	}
}

// listenPostgres returns when the server has confirmed the LISTEN, so no later Notify is missed, or when ctx ends.
func (w *wakeups) listenPostgres(ctx context.Context, databaseURL, channel string) error {
	l, err := w.postgresListener(databaseURL)
	if err != nil {
		return err
	}
	confirmed := make(chan error, 1)
	go func() { confirmed <- l.Listen(channel) }()
	select {
	case err = <-confirmed:
	case <-ctx.Done():
		return ctx.Err()
	}
	if errors.Is(err, pq.ErrChannelAlreadyOpen) {
		return nil
	}
	return err
}

func (w *wakeups) postgresListener(databaseURL string) (*pq.Listener, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, ErrClosed
	}
	if w.listener == nil {
		w.listener = pq.NewListener(databaseURL, 100*time.Millisecond, 10*time.Second, nil)
		go w.forward(w.listener)
	}
	return w.listener, nil
}

// forward ends when the listener closes its channel. An empty notification says that the connection was lost and is
// back: anything may have happened meanwhile.
func (w *wakeups) forward(l *pq.Listener) {
	ping := time.NewTicker(listenerPing)
	defer ping.Stop()
	for {
		select {
		case n, open := <-l.Notify:
			switch {
			case !open:
				return
			case n == nil:
				w.signalAll()
			default:
				w.signal(n.Channel)
			}
		case <-ping.C:
			go func() { _ = l.Ping() }() // a dead connection fails it, and the listener then connects again
		}
	}
}
