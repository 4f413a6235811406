package desk

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/ent/searchlogentry"
	"bidwell/process"
	"bidwell/search"
)

const (
	// maxSearched bounds the searches that wait to be written; more are not remembered.
	maxSearched = 10_000
	// maxSearchedText is how much of a search's text is kept, in characters.
	maxSearchedText = 200
	// forgetAfter is how long searches are remembered.
	forgetAfter = 90 * 24 * time.Hour
	// toldFrom is how often something must have been searched for to be told: what only one looked for is theirs.
	toldFrom = 2
	// maxRank bounds the place of a hit that was opened.
	maxRank = 100_000
)

// searchLog holds the searches that are not in the database yet: a search does not wait for a write, and what a crash
// loses of the last minute are figures only.
type searchLog struct {
	mu   sync.Mutex
	rows []searched
}

// searched is a search as it is remembered: not who made it.
type searched struct {
	key, query  string
	at          time.Time
	total, rank int
}

// remember notes a search with words, and gives the key by which a click is noted.
func (l *searchLog) remember(d *Desk, q search.Query, total int) *string {
	text := strings.Join(strings.Fields(search.Fold(q.Text)), " ")
	if text == "" || q.After != "" {
		return nil
	}
	if r := []rune(text); len(r) > maxSearchedText {
		text = string(r[:maxSearchedText])
	}
	_, key, _ := strings.Cut(d.ids.next(ent.TypeSavedSearch, d.now()), "_")
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.rows) >= maxSearched {
		return nil
	}
	l.rows = append(l.rows, searched{key: key, query: text, at: d.now(), total: total})
	return &key
}

// take gives the searches away that wait to be written.
func (l *searchLog) take() []searched {
	l.mu.Lock()
	defer l.mu.Unlock()
	rows := l.rows
	l.rows = nil
	return rows
}

// giveBack takes them again when they could not be written.
func (l *searchLog) giveBack(rows []searched) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rows = append(rows, l.rows...)
	l.rows = l.rows[:min(len(l.rows), maxSearched)]
}

// click notes a click on a search that waits to be written.
func (l *searchLog) click(key string, rank int) (waits, noted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.rows, func(s searched) bool { return s.key == key })
	if i < 0 {
		return false, false
	}
	if l.rows[i].rank > 0 {
		return true, false
	}
	l.rows[i].rank = rank
	return true, true
}

// KeepSearches writes the searches that wait to be written. The server does it every minute and when it ends.
func (d *Desk) KeepSearches(ctx context.Context) error {
	rows := d.searched.take()
	if len(rows) == 0 {
		return nil
	}
	_, err := d.transact(AsSystem(ctx), func(ctx context.Context, w *writing) error {
		for some := range slices.Chunk(rows, logBatch) {
			entries := make([]*ent.SearchLogEntryCreate, len(some))
			for i, s := range some {
				entries[i] = w.tx.SearchLogEntry.Create().SetKey(s.key).SetQuery(s.query).SetAt(s.at).SetTotal(s.total).SetClickedRank(s.rank)
			}
			if err := w.tx.SearchLogEntry.CreateBulk(entries...).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.searched.giveBack(rows)
	}
	return err
}

// RecordSearchClickInput is a hit that was opened.
type RecordSearchClickInput struct {
	Key  string
	Rank int
}

// RecordSearchClick notes the hit of a search that was opened first, and tells whether it did: of an unknown key, or of a
// search with a click, nothing changes. Errors: UNAUTHENTICATED, VALIDATION_FAILED.
func (d *Desk) RecordSearchClick(ctx context.Context, in RecordSearchClickInput) (bool, error) {
	if _, err := signedIn(ctx); err != nil {
		return false, err
	}
	if in.Rank < 1 || in.Rank > maxRank {
		return false, process.Invalid("rank", process.MsgOutOfRange, "min", "1", "max", "100000")
	}
	if len(in.Key) != 26 {
		return false, process.Invalid("key", process.MsgValueBad)
	}
	if waits, noted := d.searched.click(in.Key, in.Rank); waits {
		return noted, nil
	}
	changed := 0
	_, err := d.transact(AsSystem(ctx), func(ctx context.Context, w *writing) (err error) {
		changed, err = w.tx.SearchLogEntry.Update().Where(searchlogentry.Key(in.Key), searchlogentry.ClickedRank(0)).SetClickedRank(in.Rank).Save(ctx)
		return err
	})
	return changed > 0, err
}

// forgetSearches deletes the searches that are older than the library needs to learn from.
func (d *Desk) forgetSearches(ctx context.Context, _ process.Calendar) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		_, err := w.tx.SearchLogEntry.Delete().Where(searchlogentry.AtLT(d.now().Add(-forgetAfter))).Exec(ctx)
		return err
	})
	return err
}

// SearchedFor is a search and how often it was made.
type SearchedFor struct {
	Query string
	Times int
}

// SearchReport are figures of searching, of all users together.
type SearchReport struct {
	// Searches are those with words, WithoutHits those that found nothing, WithoutClick those that found something of
	// which nothing was opened.
	Searches, WithoutHits, WithoutClick int
	// MeanReciprocalRank is the mean of 1 / place of the hit that was opened first; nil without any.
	MeanReciprocalRank *float64
	// NothingFound and NothingOpened are what was searched for in vain, most frequent first, each at least twice.
	NothingFound, NothingOpened []*SearchedFor
	// Indexed and Changes are the last change that the index has and the last there is.
	Indexed, Changes int64
}

// SearchReport tells those who keep the library how searching went from a day to another, both included: the last 30 days
// unless told. Errors: FORBIDDEN, VALIDATION_FAILED.
func (d *Desk) SearchReport(ctx context.Context, from, to *time.Time, first *int) (*SearchReport, error) {
	v, err := d.reading(ctx)
	if err != nil {
		return nil, err
	}
	if !process.May(v, process.ActionWrite, ent.TypeContentItem) {
		return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	size, err := sizeOf(first, page.DefaultSize, page.MaxSize)
	if err != nil {
		return nil, err
	}
	if err := d.KeepSearches(ctx); err != nil {
		return nil, err
	}
	today := process.DayOf(d.now().In(d.options.Zone)).In(d.options.Zone)
	since, until := today.AddDate(0, 0, -30), today.AddDate(0, 0, 1)
	if from != nil {
		since = process.DayOf(from.UTC()).In(d.options.Zone)
	}
	if to != nil {
		until = process.DayOf(to.UTC()).In(d.options.Zone).AddDate(0, 0, 1)
	}
	within := func() *sql.Predicate {
		return sql.And(sql.GTE("at", since.UTC()), sql.LT("at", until.UTC()))
	}
	r := &SearchReport{Indexed: d.library.Seq()}
	if r.Changes, err = d.LastChange(ctx); err != nil {
		return nil, err
	}
	if err := d.countSearches(ctx, r, within()); err != nil {
		return nil, err
	}
	if r.NothingFound, err = d.searchedFor(ctx, sql.And(within(), sql.EQ("total", 0)), size); err != nil {
		return nil, err
	}
	r.NothingOpened, err = d.searchedFor(ctx, sql.And(within(), sql.GT("total", 0), sql.EQ("clicked_rank", 0)), size)
	return r, err
}

func (d *Desk) countSearches(ctx context.Context, r *SearchReport, within *sql.Predicate) error {
	query, args := sql.Dialect(d.store.Dialect()).SelectExpr(
		sql.Raw("COUNT(*)"), sql.Raw("COALESCE(SUM(CASE WHEN total = 0 THEN 1 ELSE 0 END), 0)"),
		sql.Raw("COALESCE(SUM(CASE WHEN total > 0 AND clicked_rank = 0 THEN 1 ELSE 0 END), 0)"),
		sql.Raw("AVG(CASE WHEN clicked_rank > 0 THEN 1.0 / clicked_rank END)")).
		From(sql.Table(searchlogentry.Table)).Where(within).Query()
	return d.store.ReadDB().QueryRowContext(ctx, query, args...).Scan(&r.Searches, &r.WithoutHits, &r.WithoutClick, &r.MeanReciprocalRank)
}

// searchedFor groups searches by what was looked for.
func (d *Desk) searchedFor(ctx context.Context, which *sql.Predicate, size int) ([]*SearchedFor, error) {
	query, args := sql.Dialect(d.store.Dialect()).SelectExpr(sql.Raw("query"), sql.Raw("COUNT(*)")).From(sql.Table(searchlogentry.Table)).
		Where(which).GroupBy("query").Having(sql.P(func(b *sql.Builder) { b.WriteString("COUNT(*) >= ").Arg(toldFrom) })).
		OrderExpr(sql.Raw("COUNT(*) DESC, query")).Limit(size).Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := []*SearchedFor{}
	for rows.Next() {
		s := &SearchedFor{}
		if err := rows.Scan(&s.Query, &s.Times); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
