package desk

import (
	"context"
	"time"

	"bidwell/ent"
	"bidwell/ent/page"
	"bidwell/process"
	"bidwell/search"
)

// OpportunityChange is what was changed of an opportunity since the last one.
type OpportunityChange struct {
	OpportunityID string
	// Number is the last of the changes.
	Number int64
	// Feed holds the changes, at most a page of them.
	Feed *Feed
}

// WatchOpportunity tells at once how far an opportunity is, and again after changes of it or of anything below it, until
// ctx ends. Whether the viewer may see it is decided anew each time, by the way every query goes; when they no longer may,
// or reading fails, ended hears why before the channel is closed. Errors: UNAUTHENTICATED, VALIDATION_FAILED for an id of
// another kind, NOT_FOUND for an opportunity that is missing or hidden.
func (d *Desk) WatchOpportunity(ctx context.Context, id string, ended func(error)) (<-chan *OpportunityChange, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	if err := process.CheckID("id", id, ent.TypeOpportunity); err != nil {
		return nil, err
	}
	if err := d.checkVisible(ctx, v, id); err != nil {
		return nil, err
	}
	signal := d.listen(ctx) // before the log is read, so that no change is between the two
	last, err := d.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	told := make(chan *OpportunityChange)
	go func() {
		defer close(told)
		next := &OpportunityChange{OpportunityID: id, Number: last, Feed: &Feed{End: last}}
		for tell(ctx, told, next) {
			if next, err = d.nextChange(ctx, next, &signal); err != nil {
				if ctx.Err() == nil {
					ended(err)
				}
				return
			}
		}
	}()
	return told, nil
}

// tell hands a value to who listens, however slow; false when nobody does any more.
func tell[T any](ctx context.Context, to chan<- T, value T) bool {
	select {
	case to <- value:
		return true
	case <-ctx.Done():
		return false
	}
}

// nextChange waits for changes after those of before.
func (d *Desk) nextChange(ctx context.Context, before *OpportunityChange, signal *<-chan struct{}) (*OpportunityChange, error) {
	most := page.MaxSize
	for {
		if !before.Feed.HasMore {
			*signal = rest(ctx, *signal, d.poll())
			rest(ctx, nil, gathering)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		feed, err := d.Changes(ctx, &before.Number, &most, &before.OpportunityID)
		if err != nil {
			return nil, err
		}
		if len(feed.Changes) > 0 {
			return &OpportunityChange{OpportunityID: before.OpportunityID, Number: feed.End, Feed: feed}, nil
		}
		before.Feed = feed
	}
}

// IndexProgress is how far the case library is.
type IndexProgress struct {
	Rebuilding, Answers bool
	Documents           int
	// Indexed is the last change the library has, Last the last one there is.
	Indexed, Last int64
}

// The library is looked at this often while somebody watches it: oftener while it is at work.
const (
	progressPause = 250 * time.Millisecond
	idlePause     = time.Second
)

// WatchIndex tells how far the case library is, at once and whenever that changes, until ctx ends; ended hears why the
// channel is closed when it is for another reason. Errors: UNAUTHENTICATED, UNAVAILABLE without a library.
func (d *Desk) WatchIndex(ctx context.Context, ended func(error)) (<-chan *IndexProgress, error) {
	if _, err := signedIn(ctx); err != nil {
		return nil, err
	}
	if d.library == nil {
		return nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	}
	signal := d.listen(ctx)
	last, err := d.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	told := make(chan *IndexProgress)
	go func() {
		defer close(told)
		for now := d.progress(last); tell(ctx, told, now); {
			if now, err = d.nextProgress(ctx, now, &signal); err != nil {
				if ctx.Err() == nil {
					ended(err)
				}
				return
			}
		}
	}()
	return told, nil
}

func (d *Desk) progress(last int64) *IndexProgress {
	s := d.library.Status()
	return &IndexProgress{
		Rebuilding: s.State == search.StateRebuilding, Answers: s.Answers, Documents: int(s.Docs), Indexed: s.Seq, Last: max(last, s.Seq),
	}
}

// nextProgress waits until the library is otherwise than before.
func (d *Desk) nextProgress(ctx context.Context, before *IndexProgress, signal *<-chan struct{}) (*IndexProgress, error) {
	for {
		pause := idlePause
		if before.Rebuilding || before.Indexed < before.Last {
			pause = progressPause
		}
		*signal = rest(ctx, *signal, pause)
		rest(ctx, nil, gathering)
		last, err := d.LastChange(ctx)
		if err != nil {
			return nil, err
		}
		if now := d.progress(last); *now != *before {
			return now, nil
		}
	}
}
