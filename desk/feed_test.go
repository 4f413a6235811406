package desk_test

import (
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// said lists what a feed tells: the operation and the type of the record.
func said(feed *desk.Feed) (all []string) {
	for _, c := range feed.Changes {
		all = append(all, string(c.Operation)+" "+c.Entity)
	}
	return all
}

func TestChangesTellEverythingInOrderPageByPage(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		l := s.lesson("盘点", "内容")
		_, err := s.UpdateLesson(s.ctx, ent.UpdateLessonInput{ID: l.ID, Version: l.Version, Title: new("盘库")})
		s.must(err)
		_, err = s.ArchiveRecord(s.ctx, desk.RecordInput{ID: c.ID, Version: c.Version})
		s.must(err)
		var all []string
		var after *int64
		for pages := 1; ; pages++ {
			feed, err := s.Changes(s.ctx, after, new(3), nil)
			s.must(err)
			all, after = append(all, said(feed)...), &feed.End
			if !feed.HasMore {
				if pages != 2 {
					s.Errorf("%d pages of 3 for 4 changes", pages)
				}
				break
			}
		}
		if want := []string{"CREATE Customer", "CREATE Lesson", "UPDATE Lesson", "ARCHIVE Customer"}; !slices.Equal(all, want) {
			s.Errorf("changes %v, want %v", all, want)
		}
		none, err := s.Changes(s.ctx, after, nil, nil)
		s.must(err)
		if len(none.Changes) != 0 || none.End != *after || none.HasMore {
			s.Errorf("after the end: %+v", none)
		}
	})
}

func TestChangesOfARecordAndItsParts(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := s.opportunity("仓储改造", nil)
		s.opportunity("别的商机", nil)
		_, err := s.UpdateOpportunity(s.ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, Name: new("仓储扩建")})
		s.must(err)
		s.proposal("仓储方案", o)
		ctx, statements := store.CountStatements(s.ctx)
		feed, err := s.Changes(ctx, nil, nil, &o.ID)
		s.must(err)
		if want := []string{"CREATE Opportunity", "CREATE StageEntry", "UPDATE Opportunity", "CREATE Proposal", "CREATE ProposalVersion"}; !slices.Equal(said(feed), want) {
			s.Errorf("changes %v, want %v", said(feed), want)
		}
		if statements.N() > 3 {
			s.Errorf("%d statements: %v", statements.N(), statements.Statements())
		}
		if f := feed.Changes[2].Fields["name"]; f.From != "仓储改造" || f.To != "仓储扩建" {
			s.Errorf("the name went from %v to %v", f.From, f.To)
		}
	})
}

func TestChangesShowNothingHidden(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("盘点", "内容")
		c := s.customer("北辰药业")
		_, err := s.CreateUser(s.ctx, ent.CreateUserInput{Name: "Ines Vale"})
		s.must(err)
		for role, want := range map[process.UserRole][]string{
			process.UserRolePartner: {"CREATE Customer"},
			process.UserRoleAuditor: {"CREATE Lesson", "CREATE Customer", "CREATE User"},
		} {
			feed, err := s.Changes(s.as(role), nil, nil, nil)
			s.must(err)
			if !slices.Equal(said(feed), want) {
				s.Errorf("%s is told %v, want %v", role, said(feed), want)
			}
		}
		_, err = s.Changes(s.as(process.UserRolePartner), nil, nil, &l.ID)
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.Changes(s.as(process.UserRolePartner), nil, nil, &c.ID)
		s.wantRefused(err, "")
	})
}

func TestChangesOfAnothersTokenAreHidden(t *testing.T) {
	shelves(t, func(s *shelf) {
		u := shelved[ent.User](s)(s.CreateUser(s.ctx, ent.CreateUserInput{Name: "Ines Vale", Email: new("ines@vale.example"), Role: new(process.UserRoleAuditor)}))
		token, err := s.CreateAPIToken(s.ctx, desk.CreateAPITokenInput{Name: "export", Scope: process.TokenScopeRead, UserID: &u.ID})
		s.must(err)
		for name, c := range map[string]struct {
			id   string
			sees bool
		}{"its owner": {u.ID, true}, "another": {"usr_00000000000000000000000001", false}} {
			ctx := desk.WithViewer(s.Context(), &process.Viewer{UserID: c.id, Role: process.UserRoleAuditor, Scope: process.TokenScopeRead})
			feed, err := s.Changes(ctx, nil, nil, nil)
			s.must(err)
			if sees := slices.Contains(said(feed), "CREATE APIToken"); sees != c.sees {
				s.Errorf("%s sees the token: %v", name, sees)
			}
			_, err = s.Changes(ctx, nil, nil, &token.Record.ID)
			if want := map[bool]string{true: "", false: "NOT_FOUND"}[c.sees]; true {
				s.wantRefused(err, want)
			}
		}
	})
}

func TestHowSignInsWentIsForAdministrators(t *testing.T) {
	shelves(t, func(s *shelf) {
		u := shelved[ent.User](s)(s.CreateUser(s.ctx, ent.CreateUserInput{Name: "Ines Vale", Email: new("ines@vale.example")}))
		_, err := s.SetPassword(s.ctx, desk.SetPasswordInput{UserID: u.ID, Password: "copper lantern field"})
		s.must(err)
		for role, want := range map[process.UserRole]bool{process.UserRoleAuditor: false, process.UserRoleAdmin: true} {
			ctx := desk.WithViewer(s.Context(), &process.Viewer{UserID: u.ID, Role: role, Scope: process.TokenScopeAdmin, Rows: process.RowScopeAll})
			feed, err := s.Changes(ctx, nil, nil, &u.ID)
			s.must(err)
			seen := slices.ContainsFunc(feed.Changes, func(c *ent.Change) bool { _, ok := c.Fields["passwordHash"]; return ok })
			if seen != want {
				s.Errorf("%s sees that the password changed: %v, want %v", role, seen, want)
			}
		}
	})
}

func TestChangesRefuseBadInput(t *testing.T) {
	shelves(t, func(s *shelf) {
		for name, c := range map[string]struct {
			after *int64
			first *int
			id    *string
			want  string
		}{
			"page too large":     {nil, new(101), nil, "VALIDATION_FAILED first"},
			"page below nothing": {nil, new(-1), nil, "VALIDATION_FAILED first"},
			"page of nothing":    {nil, new(0), nil, ""},
			"no id":              {nil, nil, new("lesson-7"), "VALIDATION_FAILED id"},
			"missing record":     {nil, nil, new("les_00000000000000000000000000"), "NOT_FOUND"},
			"session":            {nil, nil, new("ses_00000000000000000000000000"), "NOT_FOUND"},
			"before the first":   {new(int64(-1)), nil, nil, ""},
			"behind the last":    {new(int64(1) << 62), nil, nil, ""},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := s.Changes(s.ctx, c.after, c.first, c.id)
				s.wantRefused(err, c.want)
			})
		}
		_, err := s.Changes(t.Context(), nil, nil, nil)
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}

func TestRecordIsFoundByItsNameInAnotherSystem(t *testing.T) {
	shelves(t, func(s *shelf) {
		l, c := s.lesson("盘点", "内容"), s.customer("北辰药业")
		for _, ref := range [][3]string{{"Lesson", "L-7", l.ID}, {"Customer", "C-7", c.ID}} {
			_, err := s.store.DB().Exec(`INSERT INTO external_refs (system, entity, external_id, entity_id) VALUES ('erp', '` + ref[0] + `', '` + ref[1] + `', '` + ref[2] + `')`)
			s.must(err)
		}
		for name, c := range map[string]struct {
			role               process.UserRole
			system, entity, id string
			want               string
		}{
			"known":           {process.UserRoleSales, "erp", "Lesson", "L-7", l.ID},
			"other system":    {process.UserRoleSales, "crm", "Lesson", "L-7", ""},
			"other entity":    {process.UserRoleSales, "erp", "Customer", "L-7", ""},
			"hidden":          {process.UserRolePartner, "erp", "Lesson", "L-7", ""},
			"seen by partner": {process.UserRolePartner, "erp", "Customer", "C-7", c.ID},
		} {
			node, err := s.RecordByExternalRef(s.as(c.role), c.system, c.entity, c.id)
			s.must(err)
			got := ""
			switch n := node.(type) {
			case *ent.Lesson:
				got = n.ID
			case *ent.Customer:
				got = n.ID
			}
			if got != c.want || (node == nil) != (c.want == "") {
				s.Errorf("%s: found %q, want %q", name, got, c.want)
			}
		}
		for reads, found := range map[process.Entity]bool{ent.TypeLesson: true, ent.TypeCustomer: false} {
			narrow := desk.WithViewer(t.Context(), &process.Viewer{UserID: "usr_x", Role: process.UserRoleSales, ReadsOnly: []process.Entity{reads}})
			if node, err := s.RecordByExternalRef(narrow, "erp", "Lesson", "L-7"); err != nil || (node != nil) != found {
				s.Errorf("a credential that reads %s alone finds it: %v, %v", reads, node != nil, err)
			}
		}
		_, err := s.RecordByExternalRef(s.ctx, "erp", "Spaceship", "7")
		s.wantRefused(err, "VALIDATION_FAILED type")
		_, err = s.RecordByExternalRef(t.Context(), "erp", "Lesson", "L-7")
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}
