package main

import (
	"context"
	"fmt"
	"iter"
	"time"

	"bidwell/desk"
	"bidwell/desk/importer"
)

// importBatch is how many records go into one transaction, as in `bidwell import`.
const importBatch = 500

// load fills a database through the desk, as an import would, and gives it statistics.
func (b *bench) load(ctx context.Context, p *place) error {
	return p.work(ctx, func(ctx context.Context, d *desk.Desk) error {
		if err := d.Store().Migrate(ctx); err != nil {
			return err
		}
		if p.loaded() {
			b.say("%s: uses what is loaded in %s", p.kind, p.dir)
			return nil
		}
		for _, part := range []struct {
			what    string
			records iter.Seq[importer.Record]
		}{
			{"records of opportunities", records(b.opportunities)},
			{"documents", documents(b.library())},
		} {
			if err := b.importAll(ctx, d, p.kind+" "+part.what, part.records); err != nil {
				return fmt.Errorf("load %s: %w", part.what, err)
			}
		}
		if err := settle(ctx, d); err != nil {
			return err
		}
		return p.markLoaded()
	})
}

func (b *bench) importAll(ctx context.Context, d *desk.Desk, what string, all iter.Seq[importer.Record]) error {
	began, reported, done := time.Now(), time.Now(), 0
	batch := make([]importer.Record, 0, importBatch)
	write := func() error {
		result, err := d.Import(ctx, batch)
		if err != nil {
			return err
		}
		if len(result.Errors) > 0 {
			return fmt.Errorf("%s %s was refused: %w", result.Errors[0].Entity, result.Errors[0].ExternalID, result.Errors[0].Err)
		}
		done, batch = done+len(batch), batch[:0]
		if time.Since(reported) > 5*time.Second {
			reported = time.Now()
			b.say("%s: %d loaded", what, done)
		}
		return nil
	}
	for r := range all {
		if batch = append(batch, r); len(batch) == importBatch {
			if err := write(); err != nil {
				return err
			}
		}
	}
	err := write()
	b.say("%s: %d loaded, %.0f a second", what, done, float64(done)/time.Since(began).Seconds())
	return err
}

// settle does what a database does by itself after a while, so that it does not do it while something is measured.
func settle(ctx context.Context, d *desk.Desk) error {
	statements := []string{"VACUUM ANALYZE", "CHECKPOINT"}
	if d.Store().Path() != "" {
		statements = []string{"ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"}
	}
	for _, s := range statements {
		if _, err := d.Store().DB().ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}
