package store

import (
	"context"
	"fmt"
)

// Analyze refreshes the statistics both databases plan queries by. Do it after many rows came at once: without
// statistics PostgreSQL takes a handful of rows for granted and joins turn quadratic.
func (s *Store) Analyze(ctx context.Context) error {
	if _, err := s.DB().ExecContext(ctx, "ANALYZE"); err != nil {
		return fmt.Errorf("store: analyze: %w", err)
	}
	return nil
}
