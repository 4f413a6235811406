package desk_test

import (
	"context"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
)

// watched is a shelf whose clock stands until it is moved.
func watched(t *testing.T, test func(s *shelf, clock *time.Time)) {
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		s := newShelf(t, st, t.TempDir())
		clock := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		s.Desk = desk.New(st, s.Library(), desk.Options{Now: func() time.Time { return clock }})
		test(s, &clock)
	})
}

func TestSearchingIsReportedWithoutTellingWhoLookedForWhat(t *testing.T) {
	watched(t, func(s *shelf, clock *time.Time) {
		s.lesson("泵站改造", "泵站要先断电。")
		s.catchUp()
		look := func(text string) *desk.Found {
			found, err := s.Search(s.as(process.UserRoleSales), desk.SearchRequest{Query: text})
			s.must(err)
			return found
		}
		click := func(key string, rank int) bool {
			noted, err := s.RecordSearchClick(s.as(process.UserRoleSales), desk.RecordSearchClickInput{Key: key, Rank: rank})
			s.must(err)
			return noted
		}
		for range 3 {
			look("区块链")
		}
		look("薪酬 张三") // looked for once: counted, not told
		look("泵站")
		look("泵 站")
		look("泵站")
		opened := look("断电")
		written := look("先断电")
		if look(" ").Key != nil {
			t.Error("a search without words has a key")
		}
		if !click(*opened.Key, 2) || click(*opened.Key, 1) {
			t.Error("the first click counts, and it alone")
		}
		s.must(s.KeepSearches(s.ctx))
		if !click(*written.Key, 1) || click(*written.Key, 1) || click("01ARZ3NDEKTSV4RRFFQ69G5FAV", 1) {
			t.Error("a click on a search that was written counts once, on an unknown one never")
		}
		report := func() *desk.SearchReport {
			r, err := s.SearchReport(s.as(process.UserRoleMarketing), nil, nil, nil)
			s.must(err)
			return r
		}
		r := report()
		if r.Searches != 9 || r.WithoutHits != 4 || r.WithoutClick != 3 || r.MeanReciprocalRank == nil || *r.MeanReciprocalRank != .75 {
			t.Errorf("figures %+v", r)
		}
		if len(r.NothingFound) != 1 || *r.NothingFound[0] != (desk.SearchedFor{Query: "区块链", Times: 3}) {
			t.Errorf("nothing found: %+v", r.NothingFound)
		}
		if len(r.NothingOpened) != 1 || *r.NothingOpened[0] != (desk.SearchedFor{Query: "泵站", Times: 2}) {
			t.Errorf("nothing opened: %+v", r.NothingOpened)
		}
		if r.Indexed != r.Changes || r.Changes == 0 {
			t.Errorf("the index is at %d of %d", r.Indexed, r.Changes)
		}
		yesterday := clock.AddDate(0, 0, -1)
		if r, err := s.SearchReport(s.ctx, nil, &yesterday, nil); err != nil || r.Searches != 0 {
			t.Errorf("until yesterday: %+v, %v", r, err)
		}

		*clock = clock.AddDate(0, 0, 91)
		s.must(s.Sweep(s.ctx))
		long := clock.AddDate(-1, 0, 0)
		if r, err := s.SearchReport(s.ctx, &long, nil, nil); err != nil || r.Searches != 0 {
			t.Errorf("after 91 days: %+v, %v", r, err)
		}
	})
}

func TestWhoMayReadTheReportOfSearchingAndWhatItRefuses(t *testing.T) {
	watched(t, func(s *shelf, _ *time.Time) {
		s.lesson("a", "b")
		s.catchUp()
		for role, want := range map[process.UserRole]process.Code{
			process.UserRoleSales: process.CodeForbidden, process.UserRolePartner: process.CodeForbidden, process.UserRolePresalesManager: "", process.UserRoleProduct: "",
		} {
			_, err := s.SearchReport(s.as(role), nil, nil, nil)
			if err == nil && want != "" || err != nil && process.CodeOf(err) != want {
				t.Errorf("%s: %v", role, err)
			}
		}
		for what, in := range map[string]desk.RecordSearchClickInput{
			"a place before the first": {Key: "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "a place far away": {Key: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Rank: 1 << 30}, "no key": {Rank: 1},
		} {
			if _, err := s.RecordSearchClick(s.ctx, in); process.CodeOf(err) != process.CodeValidationFailed {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := s.RecordSearchClick(context.Background(), desk.RecordSearchClickInput{Key: "01ARZ3NDEKTSV4RRFFQ69G5FAV", Rank: 1})
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}
