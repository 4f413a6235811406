package desk

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"bidwell/search"
)

// Reindex builds the index anew from the database, beside the one in use, and swaps it in; searches go on meanwhile and
// so may Follow. Progress, if not nil, hears how many of the records were read. Memory stays bounded. Errors:
// search.ErrBusy when a rebuild runs already; after any error the old index is still there.
func (d *Desk) Reindex(ctx context.Context, progress func(done, total int)) error {
	if d.library == nil {
		return errNoLibrary
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	ctx = AsSystem(ctx)
	return d.library.Rebuild(ctx, func(add func([]search.Change) error) (int64, error) {
		// The offset comes first: what changes while the records are read is indexed again from there.
		seq, err := d.LastChange(ctx)
		if err != nil {
			return 0, err
		}
		return seq, d.fill(ctx, add, progress)
	}, nil)
}

func (d *Desk) fill(ctx context.Context, add func([]search.Change) error, progress func(done, total int)) error {
	total, err := d.countSources(ctx)
	if err != nil {
		return err
	}
	done, docs := 0, basket{put: add}
	progress(done, total)
	for _, s := range sources {
		err := d.eachBatch(ctx, s, func(ids []string, found []*search.Doc) error {
			done += len(ids)
			progress(done, max(done, total))
			return docs.add(replacing(nil, found))
		})
		if err != nil {
			return err
		}
	}
	return add(docs.held)
}

// eachBatch walks the records of a source in the order of their ids and loads their documents, a batch at a time.
func (d *Desk) eachBatch(ctx context.Context, s source, visit func(ids []string, docs []*search.Doc) error) error {
	for after := ""; ; {
		ids, err := d.readIDs(ctx, sql.Dialect(d.store.Dialect()).Select("id").From(table(s.entity)).
			Where(sql.And(sql.GT("id", after), sql.IsNull("archived_at"))).OrderBy("id").Limit(s.batch))
		if err != nil {
			return fmt.Errorf("list %s for the index: %w", s.entity, err)
		}
		if len(ids) == 0 {
			return nil
		}
		docs, err := s.load(d, ctx, ids)
		if err != nil {
			return fmt.Errorf("load %s for the index: %w", s.entity, err)
		}
		if err := visit(ids, docs); err != nil {
			return err
		}
		after = ids[len(ids)-1]
	}
}

// countSources is the number of records that eachBatch walks over, of all sources.
func (d *Desk) countSources(ctx context.Context) (total int, err error) {
	for _, s := range sources {
		n, err := d.number(ctx, sql.Dialect(d.store.Dialect()).Select(sql.Count("*")).From(table(s.entity)).Where(sql.IsNull("archived_at")))
		if err != nil {
			return 0, err
		}
		total += int(n)
	}
	return total, nil
}

// LastChange is the number of the last row of the change log, 0 when it is empty.
func (d *Desk) LastChange(ctx context.Context) (int64, error) {
	return d.number(ctx, sql.Dialect(d.store.Dialect()).Select("COALESCE(MAX(id), 0)").From(sql.Table("change_log")))
}

// Lag is how many rows of the change log are not in the index yet.
func (d *Desk) Lag(ctx context.Context) (int64, error) {
	if d.library == nil {
		return 0, errNoLibrary
	}
	return d.number(ctx, sql.Dialect(d.store.Dialect()).Select(sql.Count("*")).From(sql.Table("change_log")).Where(sql.GT("id", d.library.Seq())))
}

// number runs a query for one number.
func (d *Desk) number(ctx context.Context, s *sql.Selector) (n int64, err error) {
	query, args := s.Query()
	if err := d.store.ReadDB().QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count: %w", err)
	}
	return n, nil
}
