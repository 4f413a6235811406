package desk

import (
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/savedsearch"
	"bidwell/ent/user"
	"bidwell/process"
)

const (
	// maxKnown is how many documents a saved search remembers as not new.
	maxKnown = 1000
	// newHitsAtMost is how many new hits of a search are told at once, the best: who saved it for everything there is wants
	// no letter for each.
	newHitsAtMost = 20
	// stretchesAtMost bounds how much of the change log one sweep looks through for new hits; the next goes on.
	stretchesAtMost = 50
)

// SaveSearchInput is a search to keep.
type SaveSearchInput struct {
	Name   string
	Query  string
	Filter *process.SearchFilter
	Alerts bool
}

// UpdateSavedSearchInput changes a saved search; what is nil stays.
type UpdateSavedSearchInput struct {
	ID      string
	Version int
	Name    *string
	Query   *string
	Filter  *process.SearchFilter
	Alerts  *bool
}

// SaveSearch keeps a search for the viewer. With alerts they are told of documents that match from now on and did not
// before. Errors: FORBIDDEN, VALIDATION_FAILED, and with alerts those of Search.
func (d *Desk) SaveSearch(ctx context.Context, in SaveSearchInput) (Written[ent.SavedSearch], error) {
	v, err := signedIn(ctx)
	if err != nil {
		return Written[ent.SavedSearch]{}, err
	}
	at, err := d.baseline(ctx, v, in.Query, in.Filter, in.Alerts)
	if err != nil {
		return Written[ent.SavedSearch]{}, err
	}
	return create(ctx, d, ent.TypeSavedSearch, func(ctx context.Context, w *writing, id string) (*ent.SavedSearch, error) {
		if w.viewer.UserID == "" {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		return w.tx.SavedSearch.Create().SetID(id).SetUserID(w.viewer.UserID).SetName(strings.TrimSpace(in.Name)).SetQuery(in.Query).
			SetFilter(value(in.Filter)).SetAlerts(in.Alerts).SetKnown(at.known).SetCheckedChange(at.change).Save(ctx)
	})
}

// UpdateSavedSearch changes a saved search of the viewer's own. What it finds after the change is not new. Errors:
// CONFLICT, FORBIDDEN, NOT_FOUND, VALIDATION_FAILED, and with alerts those of Search.
func (d *Desk) UpdateSavedSearch(ctx context.Context, in UpdateSavedSearchInput) (Written[ent.SavedSearch], error) {
	v, err := signedIn(ctx)
	if err != nil {
		return Written[ent.SavedSearch]{}, err
	}
	if err := process.CheckID("id", in.ID, ent.TypeSavedSearch); err != nil {
		return Written[ent.SavedSearch]{}, err
	}
	before, err := d.reader.SavedSearch.Get(ctx, in.ID)
	if err != nil {
		return Written[ent.SavedSearch]{}, explain(err)
	}
	query, filter, alerts := or(in.Query, before.Query), or(in.Filter, before.Filter), or(in.Alerts, before.Alerts)
	at, err := d.baseline(ctx, v, query, &filter, alerts)
	if err != nil {
		return Written[ent.SavedSearch]{}, err
	}
	return update(ctx, d, ent.TypeSavedSearch, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.SavedSearch, error) {
		u := w.tx.SavedSearch.UpdateOneID(in.ID)
		if in.Name != nil {
			u.SetName(strings.TrimSpace(*in.Name))
		}
		return u.SetQuery(query).SetFilter(filter).SetAlerts(alerts).SetKnown(at.known).SetCheckedChange(at.change).Save(ctx)
	})
}

// baseline is what a saved search finds now, and the change up to which that holds.
type baseline struct {
	known  []string
	change int64
}

func (d *Desk) baseline(ctx context.Context, v *process.Viewer, query string, filter *process.SearchFilter, alerts bool) (at baseline, err error) {
	q, err := d.queryFor(ctx, v, SearchRequest{Query: query, Filter: filter})
	if err != nil || !alerts || d.library == nil {
		return at, err
	}
	if _, err := d.reading(ctx); err != nil {
		return at, err
	}
	at.change = d.library.Seq() // before it is asked: what comes meanwhile is looked at again
	q.Limit, q.Highlight = maxKnown, false
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Search(bounded, q)
	if err != nil {
		return at, d.refuse(ctx, err)
	}
	for _, h := range found.Hits {
		at.known = append(at.known, h.ID)
	}
	return at, nil
}

// tellOfHits tells the users of saved searches of documents that match now. Of what changed since a search was last looked
// at it asks the library only for that.
func (d *Desk) tellOfHits(ctx context.Context, _ process.Calendar) error {
	if d.library == nil || d.library.Seq() == 0 {
		return nil
	}
	last := d.library.Seq()
	searches, err := d.reader.SavedSearch.Query().
		Where(savedsearch.Alerts(true), savedsearch.ArchivedAtIsNil(), savedsearch.CheckedChangeLT(last), savedsearch.HasUserWith(user.Active(true), user.ArchivedAtIsNil())).
		Order(savedsearch.ByCheckedChange(), savedsearch.ByID()).Limit(sweepAtMost).WithUser().All(ctx)
	if err != nil || len(searches) == 0 {
		return err
	}
	from := searches[0].CheckedChange
	for range stretchesAtMost {
		rows, err := d.readLog(ctx, from)
		if err != nil || len(rows) == 0 {
			return err
		}
		rows = slices.DeleteFunc(rows, func(l logged) bool { return l.number > last })
		if len(rows) == 0 {
			return nil
		}
		if err := d.tellOfStretch(ctx, searches, rows); err != nil {
			return err
		}
		from = rows[len(rows)-1].number
	}
	return nil
}

// tellOfStretch looks through a stretch of the change log for the searches that have not been looked at so far.
func (d *Desk) tellOfStretch(ctx context.Context, searches []*ent.SavedSearch, rows []logged) error {
	touched, err := d.touchedBy(ctx, rows)
	if err != nil {
		return err
	}
	var ids []string
	for _, s := range sources {
		ids = append(ids, touched[s.entity]...)
	}
	end := rows[len(rows)-1].number
	ids = distinct(ids)
	var all []told
	var looked []any
	for _, s := range searches {
		if s.CheckedChange >= end {
			continue
		}
		hits, err := d.newHits(ctx, s, ids)
		if err != nil {
			return err
		}
		all, looked = append(all, hits...), append(looked, s.ID)
	}
	if err := d.tellAll(ctx, all); err != nil {
		return err
	}
	return d.looked(ctx, looked, end)
}

// newHits are the hits of a saved search among the documents ids that it did not know.
func (d *Desk) newHits(ctx context.Context, s *ent.SavedSearch, ids []string) (all []told, err error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(s.Known, id) })
	if len(ids) == 0 {
		return nil, nil
	}
	v, err := d.standIn(ctx, d.reader, s.Edges.User)
	if err != nil {
		return nil, err
	}
	q, err := d.queryFor(ctx, v, SearchRequest{Query: s.Query, Filter: &s.Filter})
	if err != nil {
		return nil, err
	}
	q.Filter.IDs, q.Limit, q.Highlight = ids, newHitsAtMost, false
	found, err := d.library.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	behind, err := d.opportunitiesOf(AsSystem(ctx), ids)
	if err != nil {
		return nil, err
	}
	for _, h := range found.Hits {
		e, err := process.EntityOf(h.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, told{
			kind: process.NotificationKindNewHit, entity: e, id: h.ID, opportunity: behind[h.ID], name: process.Headline(s.Name + ": " + h.Title),
			audience: process.AudienceField, to: []string{s.UserID}, digest: "NEW_HIT:" + s.ID + ":" + h.ID,
		})
	}
	return all, nil
}

// looked notes how far saved searches were looked through: it is bookkeeping, no change of the record.
func (d *Desk) looked(ctx context.Context, ids []any, end int64) error {
	query, args := sql.Dialect(d.store.Dialect()).Update(savedsearch.Table).Set(savedsearch.FieldCheckedChange, end).
		Where(sql.And(sql.In(savedsearch.FieldID, ids...), sql.LT(savedsearch.FieldCheckedChange, end))).Query()
	_, err := d.store.DB().ExecContext(ctx, query, args...)
	return err
}
