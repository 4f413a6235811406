package desk_test

import (
	"context"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// staff makes a user of the company and gives them as they sign in.
func (s *shelf) staff(name string, role process.UserRole) (string, context.Context) {
	s.Helper()
	u := shelved[ent.User](s)(s.CreateUser(s.ctx, ent.CreateUserInput{Name: name, Role: &role}))
	return u.ID, desk.WithViewer(s.Context(), &process.Viewer{UserID: u.ID, Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll})
}

// told are the titles of a user's notifications, in order of time.
func (s *shelf) told(ctx context.Context) string {
	s.Helper()
	all, err := s.Read(ctx).Notification.Query().All(ctx)
	s.must(err)
	var titles []string
	for _, n := range all {
		titles = append(titles, string(n.Kind)+" "+n.Title)
	}
	return strings.Join(titles, "|")
}

func TestASavedSearchTellsOfNewHitsOnce(t *testing.T) {
	shelves(t, func(s *shelf) {
		_, mei := s.staff("Mei", process.UserRoleSales)
		leaver, left := s.staff("Leo", process.UserRoleSales)
		old := s.lesson("旧泵站", "泵站漏水。")
		s.catchUp()
		saved := shelved[ent.SavedSearch](s)(s.SaveSearch(mei, desk.SaveSearchInput{Name: "泵站", Query: "泵站", Alerts: true}))
		shelved[ent.SavedSearch](s)(s.SaveSearch(mei, desk.SaveSearchInput{Name: "quiet", Query: "泵站"}))
		s.sweep()
		if got := s.told(mei); got != "" {
			t.Errorf("what was there is told: %s", got)
		}

		_, err := s.UpdateLesson(s.ctx, ent.UpdateLessonInput{ID: old.ID, Version: 1, Recommendation: new("换泵")})
		s.must(err)
		fresh := s.lesson("新泵站", "泵站断电。")
		s.lesson("无关", "别的事")
		s.sweep()
		if got := s.told(mei); got != "NEW_HIT 泵站: 新泵站" {
			t.Errorf("told %q", got)
		}
		_, err = s.UpdateLesson(s.ctx, ent.UpdateLessonInput{ID: fresh.ID, Version: 1, Recommendation: new("备用电源")})
		s.must(err)
		s.sweep()
		if got := s.told(mei); got != "NEW_HIT 泵站: 新泵站" {
			t.Errorf("told twice: %q", got)
		}

		// What comes to match is new, whenever it was made.
		o := s.opportunity("水厂二期", nil)
		shelved[ent.SavedSearch](s)(s.SaveSearch(left, desk.SaveSearchInput{Name: "all", Query: "", Alerts: true}))
		_, err = s.UpdateUser(s.ctx, ent.UpdateUserInput{ID: leaver, Version: 1, Role: new(process.UserRolePartner)})
		s.must(err)
		_, err = s.UpdateOpportunity(s.ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: 1, Description: new("含泵站")})
		s.must(err)
		s.lesson("第三泵站", "泵站。")
		s.sweep()
		if got := s.told(mei); !strings.Contains(got, "泵站: 水厂二期") || !strings.Contains(got, "泵站: 第三泵站") {
			t.Errorf("told %q", got)
		}
		if got := s.told(left); got != "" {
			t.Errorf("who became a partner, and is bound to nothing, is told %q", got)
		}

		// Without alerts nothing more is told; nor when it is archived.
		_, err = s.UpdateSavedSearch(mei, desk.UpdateSavedSearchInput{ID: saved.ID, Version: 1, Alerts: new(false), Name: new("泵")})
		s.must(err)
		before := s.told(mei)
		s.lesson("第四泵站", "泵站。")
		s.sweep()
		if got := s.told(mei); got != before {
			t.Errorf("told without alerts: %q", got)
		}
		again, err := s.UpdateSavedSearch(mei, desk.UpdateSavedSearchInput{ID: saved.ID, Version: 2, Alerts: new(true)})
		s.must(err)
		if again.Record.Name != "泵" || again.Record.Query != "泵站" {
			t.Errorf("what was not given changed: %+v", again.Record)
		}
		s.sweep()
		if got := s.told(mei); got != before {
			t.Errorf("what it found when alerts were switched on is told: %q", got)
		}
	})
}

func (s *shelf) sweep() {
	s.Helper()
	s.catchUp()
	s.must(s.Sweep(s.ctx))
}

func TestSavedSearchesAreTheirUsersOwn(t *testing.T) {
	shelves(t, func(s *shelf) {
		_, mei := s.staff("Mei", process.UserRoleSales)
		_, admin := s.staff("Ada", process.UserRoleAdmin)
		s.lesson("a", "b")
		s.catchUp()
		saved := shelved[ent.SavedSearch](s)(s.SaveSearch(mei, desk.SaveSearchInput{Name: "mine", Query: "secret", Filter: &process.SearchFilter{Kinds: []process.SearchKind{process.SearchKindLesson}}}))
		mine, err := s.Read(mei).SavedSearch.Query().All(mei)
		s.must(err)
		if len(mine) != 1 || mine[0].Filter.Kinds[0] != process.SearchKindLesson {
			t.Errorf("mine are %+v", mine)
		}
		others, err := s.Read(admin).SavedSearch.Query().All(admin)
		s.must(err)
		feed, err := s.Changes(admin, nil, new(100), nil)
		s.must(err)
		for _, c := range feed.Changes {
			if c.EntityID == saved.ID {
				t.Errorf("the change log tells others of it: %+v", c)
			}
		}
		if len(others) != 0 {
			t.Errorf("others see %+v", others)
		}
		_, err = s.UpdateSavedSearch(admin, desk.UpdateSavedSearchInput{ID: saved.ID, Version: 1, Name: new("theirs")})
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.ArchiveRecord(admin, desk.RecordInput{ID: saved.ID, Version: 1})
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.ArchiveRecord(mei, desk.RecordInput{ID: saved.ID, Version: 1})
		s.must(err)

		_, err = s.SaveSearch(s.ctx, desk.SaveSearchInput{Name: "nobody's"})
		s.wantRefused(err, "FORBIDDEN")
		for what, in := range map[string]desk.SaveSearchInput{
			"no name": {Query: "x"}, "a long name": {Name: strings.Repeat("x", 201)}, "a long query": {Name: "x", Query: strings.Repeat("x", 2001)},
			"a control character": {Name: "x", Query: "\x00"},
			"an endless filter":   {Name: "x", Filter: &process.SearchFilter{Tags: make([]string, 101)}},
		} {
			if _, err := s.SaveSearch(mei, in); process.CodeOf(err) != process.CodeValidationFailed {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err = s.UpdateSavedSearch(mei, desk.UpdateSavedSearchInput{ID: "les_00000000000000000000000001", Version: 1})
		s.wantRefused(err, "VALIDATION_FAILED id")
		_, err = s.SaveSearch(s.as(process.UserRolePartner), desk.SaveSearchInput{Name: "x"})
		s.wantRefused(err, "FORBIDDEN")
	})
}
