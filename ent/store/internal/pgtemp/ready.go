package pgtemp

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"
)

// awaitReady returns when the server answers, or why it cannot.
func (s *Server) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for {
		err := answers(ctx, s.URL("postgres"))
		if err == nil {
			return nil
		}
		select {
		case end := <-s.exited:
			s.cmd = nil
			return fmt.Errorf("it ended by itself (%v): %s", end, s.log.String())
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func answers(ctx context.Context, url string) error {
	c, err := pq.NewConnector(url)
	if err != nil {
		return err
	}
	conn, err := c.Connect(ctx)
	if err != nil {
		return err
	}
	return conn.Close()
}
