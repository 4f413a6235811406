package desk_test

import (
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestHitsComeInTheOrderAskedFor(t *testing.T) {
	shelves(t, func(s *shelf) {
		names := map[string]string{}
		make := func(name string, amount int64, ended *process.OpportunityStatus) {
			o := shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{Name: "泵站" + name, Amount: &amount}))
			names[o.ID] = name
			if ended != nil {
				s.decided(o, *ended, nil, "")
			}
		}
		make("open", 100, nil)
		make("lost", 900, new(process.OpportunityStatusLost))
		make("won", 500, new(process.OpportunityStatusWon))
		make("unknown", 0, nil)
		s.catchUp()
		for sort, want := range map[process.SearchSort]string{
			process.SearchSortAmount: "lost won open unknown", process.SearchSortOutcome: "won lost",
		} {
			var got []string
			in := desk.SearchRequest{Query: "泵站", Sort: sort, First: new(1)}
			for { // page by page, so that cursors are in the order too
				found, err := s.Search(s.ctx, in)
				s.must(err)
				for _, h := range found.Hits {
					got, in.After = append(got, names[h.ID]), &h.Cursor
				}
				if !found.HasMore {
					break
				}
			}
			if all := strings.Join(got, " "); len(got) != 4 || !strings.HasPrefix(all, want) {
				t.Errorf("by %s: %s, want %s", sort, all, want)
			}
			_, err := s.Search(s.ctx, desk.SearchRequest{Query: "泵站", After: in.After})
			s.wantRefused(err, "VALIDATION_FAILED after") // a cursor of another order
		}
		old, young := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		for title, day := range map[string]*time.Time{"old": &old, "young": &young} {
			l := shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: title, Lesson: new("缆车"), PublishedOn: day}))
			names[l.ID] = title
		}
		s.catchUp()
		for _, sort := range []process.SearchSort{process.SearchSortDate, process.SearchSortRelevance, ""} { // alike otherwise, the newer counts more
			found, err := s.Search(s.ctx, desk.SearchRequest{Query: "缆车", Sort: sort})
			s.must(err)
			if len(found.Hits) != 2 || names[found.Hits[0].ID] != "young" {
				t.Errorf("by %q: %+v", sort, found.Hits)
			}
		}
	})
}

func TestWhatIsKnownToBeRightRanksHigherAndSaysSo(t *testing.T) {
	shelves(t, func(s *shelf) {
		item := func(title string) *ent.ContentItem {
			return shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: title, Body: new("双回路供电")}))
		}
		plain, verified, expired := item("甲"), item("乙"), item("丙")
		to := func(c *ent.ContentItem, states ...process.VerifyState) {
			for _, state := range states {
				c = shelved[ent.ContentItem](s)(s.ChangeVerifyState(s.ctx, desk.ChangeVerifyStateInput{ID: c.ID, Version: c.Version, State: state}))
			}
		}
		to(verified, process.VerifyStateVerified)
		to(expired, process.VerifyStateVerified, process.VerifyStateDue, process.VerifyStateExpired)
		s.catchUp()
		found, err := s.Search(s.ctx, desk.SearchRequest{Query: "双回路供电"})
		s.must(err)
		for i, want := range []string{verified.ID, plain.ID, expired.ID} {
			if found.Hits[i].ID != want {
				t.Errorf("place %d: %s", i+1, found.Hits[i].Title)
			}
		}
		e, err := s.ExplainHit(s.ctx, desk.SearchRequest{Query: "双回路供电"}, expired.ID)
		s.must(err)
		if words := strings.Join(e.Words(process.LanguageZH), "\n"); !strings.Contains(words, "核验状态:乘以 0.80") || !strings.Contains(words, "时效:乘以 1.10") {
			t.Errorf("in words: %s", words)
		}
		s.wantWhole()
	})
}
