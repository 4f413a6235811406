package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// heard takes what is told next; ok is false when nothing more comes.
func heard[T any](s *shelf, from <-chan T) (value T, ok bool) {
	s.Helper()
	select {
	case value, ok = <-from:
	case <-time.After(30 * time.Second):
		s.Fatal("nothing is told")
	}
	return value, ok
}

func TestWhoWatchesAnOpportunityHearsOfIt(t *testing.T) {
	shelves(t, func(s *shelf) {
		o, other := s.opportunity("仓储改造", nil), s.opportunity("别的商机", nil)
		ctx, stop := context.WithCancel(s.ctx)
		defer stop()
		ended := make(chan error, 1)
		told, err := s.WatchOpportunity(ctx, o.ID, func(err error) { ended <- err })
		s.must(err)
		first, _ := heard(s, told)
		if first.OpportunityID != o.ID || len(first.Feed.Changes) != 0 || first.Number == 0 {
			s.Errorf("at once: %+v", first)
		}
		s.proposal("别的方案", other)
		s.proposal("仓储方案", o)
		_, err = s.UpdateOpportunity(s.ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, Name: new("仓储扩建")})
		s.must(err)
		var changes []string
		for before := first.Number; len(changes) < 3; {
			next, ok := heard(s, told)
			if !ok || next.Number <= before {
				s.Fatalf("after %d: %+v", before, next)
			}
			before, changes = next.Number, append(changes, said(next.Feed)...)
		}
		if want := []string{"CREATE Proposal", "CREATE ProposalVersion", "UPDATE Opportunity"}; !slices.Equal(changes, want) {
			s.Errorf("changes %v, want %v", changes, want)
		}
		stop()
		if _, ok := heard(s, told); ok {
			s.Error("it goes on after its end")
		}
		select {
		case err := <-ended:
			s.Errorf("who ends it is told why: %v", err)
		default:
		}
	})
}

// What is gone for the viewer ends as missing, even while nothing of it changes.
func TestWhoMayNoLongerSeeAnOpportunityHearsThatItIsMissing(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := s.opportunity("仓储改造", nil)
		ended := make(chan error, 1)
		told, err := s.WatchOpportunity(s.ctx, o.ID, func(err error) { ended <- err })
		s.must(err)
		heard(s, told)
		for _, statement := range []string{`DELETE FROM stage_entries WHERE opportunity_id = $1`, `DELETE FROM opportunities WHERE id = $1`} {
			_, err := s.Store().DB().ExecContext(s.ctx, statement, o.ID)
			s.must(err)
		}
		s.customer("北辰药业") // any change at all wakes who watches
		if _, ok := heard(s, told); ok {
			s.Error("it goes on")
		}
		if err, _ := heard(s, ended); process.CodeOf(err) != process.CodeNotFound {
			s.Errorf("ended by %v", err)
		}
	})
}

func TestWhatCannotBeWatched(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		for name, w := range map[string]struct {
			ctx  context.Context
			id   string
			code process.Code
		}{
			"nothing":              {s.ctx, "", process.CodeValidationFailed},
			"rubbish":              {s.ctx, "open sesame", process.CodeValidationFailed},
			"a customer":           {s.ctx, c.ID, process.CodeValidationFailed},
			"what is not there":    {s.ctx, "opp_01J0000000000000000000000Z", process.CodeNotFound},
			"anything, for nobody": {t.Context(), "opp_01J0000000000000000000000Z", process.CodeUnauthenticated},
		} {
			if _, err := s.WatchOpportunity(w.ctx, w.id, nil); process.CodeOf(err) != w.code {
				s.Errorf("%s: %v, want %s", name, err, w.code)
			}
		}
		if _, err := s.WatchIndex(t.Context(), nil); process.CodeOf(err) != process.CodeUnauthenticated {
			s.Errorf("the index for nobody: %v", err)
		}
		if _, err := desk.New(s.Store(), nil, desk.Options{}).WatchIndex(s.ctx, nil); process.CodeOf(err) != process.CodeUnavailable {
			s.Errorf("an index that is not there: %v", err)
		}
	})
}

func TestWhoWatchesTheIndexHearsHowFarItIs(t *testing.T) {
	shelves(t, func(s *shelf) {
		ctx, stop := context.WithCancel(s.ctx)
		defer stop()
		told, err := s.WatchIndex(ctx, func(err error) { s.Errorf("ended: %v", err) })
		s.must(err)
		heard(s, told)
		s.lesson("盘点", "内容")
		behind, _ := heard(s, told)
		if !behind.Answers || behind.Rebuilding || behind.Indexed >= behind.Last {
			s.Errorf("before it is indexed: %+v", behind)
		}
		s.must(s.CatchUp(s.ctx))
		for {
			now, ok := heard(s, told)
			if !ok {
				s.Fatal("it ends")
			}
			if now.Indexed == now.Last && now.Documents == 1 {
				break
			}
		}
	})
}
