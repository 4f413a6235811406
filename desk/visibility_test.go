package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/opportunity"
	"bidwell/ent/store"
	"bidwell/process"
)

// finds are the hits of a text for somebody.
func (s *shelf) finds(ctx context.Context, text string) []string {
	s.Helper()
	s.catchUp()
	found, err := s.Search(ctx, desk.SearchRequest{Query: text})
	s.must(err)
	return hitIDs(found.Result)
}

// sees tells whether somebody is shown an opportunity.
func (s *shelf) sees(ctx context.Context, id string) bool {
	s.Helper()
	n, err := s.Read(ctx).Opportunity.Query().Where(opportunity.ID(id)).Count(ctx)
	s.must(err)
	return n == 1
}

func TestWhatANeedToKnowOpportunityHides(t *testing.T) {
	shelves(t, func(s *shelf) {
		ada, asAda := s.staff("Ada", process.UserRoleSales)
		bo, asBo := s.staff("Bo", process.UserRolePresalesConsultant)
		_, asCai := s.staff("Cai", process.UserRoleSales)
		_, auditor := s.staff("Dee", process.UserRoleAuditor)
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(asAda, ent.CreateOpportunityInput{Name: "灯塔搬迁", OwnerID: &ada}))
		p := s.proposal("灯塔方案", o, "双回路供电的灯塔")
		item := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "灯塔资料", ProposalID: &p.ID}))
		lesson := shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "灯塔教训", Lesson: new("备用"), OpportunityID: &o.ID}))
		if got := s.finds(asCai, "灯塔"); len(got) < 4 {
			t.Fatalf("before, Cai finds %v", got)
		}
		protect := func(ctx context.Context, walled bool) {
			t.Helper()
			now, err := s.Read(s.ctx).Opportunity.Get(s.ctx, o.ID)
			s.must(err)
			_, err = s.ProtectOpportunity(ctx, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: now.Version}, NeedToKnow: &walled})
			s.must(err)
		}
		protect(asAda, true)
		// not even catching up: once it is protected nobody finds it
		if found, err := s.Search(asCai, desk.SearchRequest{Query: "灯塔"}); err != nil || found.Total != 0 {
			t.Errorf("Cai finds %d right away, %v", found.Total, err)
		}
		for name, ctx := range map[string]context.Context{"Bo": asBo, "Cai": asCai} {
			if s.sees(ctx, o.ID) || len(s.finds(ctx, "灯塔")) > 0 {
				t.Errorf("%s sees it: %v, finds %v", name, s.sees(ctx, o.ID), s.finds(ctx, "灯塔"))
			}
			for _, id := range []string{o.ID, p.ID, item.ID, lesson.ID} {
				if n, err := s.Node(ctx, id, nil); err == nil {
					t.Errorf("node shows %s %v", name, n)
				}
			}
			_, err := s.UpdateOpportunity(ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: 1, Name: new("x")})
			s.wantRefused(err, "NOT_FOUND")
			_, err = s.CreateProposal(ctx, ent.CreateProposalInput{Title: "under it", OpportunityID: &o.ID})
			s.wantRefused(err, "NOT_FOUND opportunityID")
			_, err = s.CreateAttachment(ctx, ent.CreateAttachmentInput{SubjectID: o.ID, FileName: "a", MediaType: "text/plain", Size: 1, Sha256: strings.Repeat("0", 64)})
			s.wantRefused(err, "NOT_FOUND subjectID")
			if meant, err := s.DidYouMean(ctx, "灯搭"); err != nil || meant != nil {
				t.Errorf("%s is offered %q, %v", name, value(meant), err)
			}
		}
		if !s.sees(auditor, o.ID) || !s.sees(asAda, o.ID) {
			t.Error("its owner or the auditor does not see it")
		}
		member := shelved[ent.OpportunityMember](s)(s.AddOpportunityMember(asAda, desk.AddOpportunityMemberInput{OpportunityID: o.ID, UserID: bo, Part: new("bid manager")}))
		if !s.sees(asBo, o.ID) || !slices.Contains(s.finds(asBo, "灯塔"), o.ID) {
			t.Errorf("a member sees it: %v, and finds %v", s.sees(asBo, o.ID), s.finds(asBo, "灯塔"))
		}
		_, err := s.AddOpportunityMember(asAda, desk.AddOpportunityMemberInput{OpportunityID: o.ID, UserID: bo})
		s.wantRefused(err, "CONFLICT")
		_, err = s.ArchiveRecord(asBo, desk.RecordInput{ID: member.ID, Version: member.Version})
		s.wantRefused(err, "FORBIDDEN")
		_, err = s.ArchiveRecord(asAda, desk.RecordInput{ID: member.ID, Version: member.Version})
		s.must(err)
		if s.sees(asBo, o.ID) || len(s.finds(asBo, "灯塔")) > 0 {
			t.Error("who was shown out still sees it")
		}
		now, err := s.Read(s.ctx).Opportunity.Get(s.ctx, o.ID)
		s.must(err)
		_, err = s.ProtectOpportunity(asAda, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: now.Version}, Classification: new(process.ClassificationSecret)})
		s.wantRefused(err, "FORBIDDEN")
		protect(asAda, false)
		if !slices.Contains(s.finds(asCai, "灯塔"), item.ID) {
			t.Error("what is open again is not found")
		}
		s.wantWhole()
	})
}

func TestRolesReachAsFarAsTheirRuleSays(t *testing.T) {
	shelves(t, func(s *shelf) {
		north := shelved[ent.Team](s)(s.CreateTeam(s.ctx, ent.CreateTeamInput{Name: "North"}))
		pier := shelved[ent.Team](s)(s.CreateTeam(s.ctx, ent.CreateTeamInput{Name: "Pier", ParentID: &north.ID}))
		in := func(name string, team *ent.Team) string {
			role := process.UserRoleSales
			u := shelved[ent.User](s)(s.CreateUser(s.ctx, ent.CreateUserInput{Name: name, Role: &role, TeamID: &team.ID, Email: new(name + "@lantern-works.example")}))
			_, err := s.SetPassword(s.ctx, desk.SetPasswordInput{UserID: u.ID, Password: "correct horse battery"})
			s.must(err)
			return u.ID
		}
		owners := map[string]string{"ada": in("ada", north), "bo": in("bo", north), "cai": in("cai", pier)}
		deals := map[string]*ent.Opportunity{}
		for name, id := range owners {
			deals[name] = shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{Name: "lantern of " + name, OwnerID: &id}))
		}
		signIn := func(name string) context.Context {
			t.Helper()
			in, err := s.SignIn(t.Context(), desk.SignInInput{Email: name + "@lantern-works.example", Password: "correct horse battery"})
			s.must(err)
			v, err := s.Authenticate(t.Context(), in.Secret)
			s.must(err)
			return desk.WithViewer(t.Context(), v)
		}
		rule := shelved[ent.AccessRule](s)(s.CreateAccessRule(s.ctx, ent.CreateAccessRuleInput{Role: process.UserRoleSales, Reads: process.RowScopeOwn, Writes: process.RowScopeOwn}))
		for _, c := range []struct {
			reads, writes process.RowScope
			who           string
			sees, changes []string
		}{
			{process.RowScopeOwn, process.RowScopeOwn, "ada", []string{"ada"}, []string{"ada"}},
			{process.RowScopeTeam, process.RowScopeOwn, "ada", []string{"ada", "bo"}, []string{"ada"}},
			{process.RowScopeTeam, process.RowScopeTeam, "cai", []string{"cai"}, []string{"cai"}},
			{process.RowScopeTeamTree, process.RowScopeTeam, "ada", []string{"ada", "bo", "cai"}, []string{"ada", "bo"}},
			{process.RowScopeTeamTree, process.RowScopeTeamTree, "cai", []string{"cai"}, []string{"cai"}},
			{process.RowScopeAll, process.RowScopeOwn, "cai", []string{"ada", "bo", "cai"}, []string{"cai"}},
		} {
			done, err := s.UpdateAccessRule(s.ctx, ent.UpdateAccessRuleInput{ID: rule.ID, Version: rule.Version, Reads: &c.reads, Writes: &c.writes})
			s.must(err)
			rule = done.Record
			ctx := signIn(c.who)
			found := s.finds(ctx, "lantern")
			for name, o := range deals {
				if want := slices.Contains(c.sees, name); s.sees(ctx, o.ID) != want || slices.Contains(found, o.ID) != want {
					t.Errorf("reading %s, %s sees that of %s: %v, finds it: %v", c.reads, c.who, name, s.sees(ctx, o.ID), slices.Contains(found, o.ID))
				}
				now, err := s.Read(s.ctx).Opportunity.Get(s.ctx, o.ID)
				s.must(err)
				_, err = s.UpdateOpportunity(ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: now.Version, Description: new(string(c.reads) + c.who)})
				want := process.Code("")
				switch {
				case !slices.Contains(c.sees, name):
					want = process.CodeNotFound
				case !slices.Contains(c.changes, name):
					want = process.CodeForbidden
				}
				if got := process.CodeOf(err); err != nil && got != want || err == nil && want != "" {
					t.Errorf("reading %s, writing %s, %s changes that of %s: %v, want %q", c.reads, c.writes, c.who, name, err, want)
				}
			}
		}
		_, err := s.CreateAccessRule(signIn("ada"), ent.CreateAccessRuleInput{Role: process.UserRoleLegal, Reads: process.RowScopeOwn, Writes: process.RowScopeOwn})
		s.wantRefused(err, "FORBIDDEN")
	})
}

func TestATokenReachesWhatItIsBoundToAndNoFurther(t *testing.T) {
	shelves(t, func(s *shelf) {
		id, asMei := s.staff("Mei", process.UserRolePresalesManager)
		a, b := s.customer("灯塔局"), s.customer("码头局")
		mine, other := s.opportunity("灯塔一期", a), s.opportunity("灯塔二期", b)
		s.proposal("灯塔方案", mine, "灯塔的双回路")
		shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "灯塔教训", Lesson: new("备用")}))
		issued, err := s.CreateAPIToken(desk.WithViewer(t.Context(), &process.Viewer{UserID: id, Role: process.UserRolePresalesManager, Scope: process.TokenScopeAdmin}),
			desk.CreateAPITokenInput{Name: "portal", Scope: process.TokenScopeWrite, CustomerIDs: []string{a.ID}, Writes: []string{"Opportunity"}})
		s.must(err)
		v, err := s.Authenticate(t.Context(), issued.Secret)
		s.must(err)
		ctx := desk.WithViewer(t.Context(), v)
		if !s.sees(ctx, mine.ID) || s.sees(ctx, other.ID) {
			t.Errorf("it sees its own: %v, another's: %v", s.sees(ctx, mine.ID), s.sees(ctx, other.ID))
		}
		if n, err := s.Read(ctx).Customer.Query().Count(ctx); err != nil || n != 1 {
			t.Errorf("it sees %d customers, %v", n, err)
		}
		if n, err := s.Read(ctx).User.Query().Count(ctx); err != nil || n != 0 {
			t.Errorf("it sees %d users, %v", n, err)
		}
		if got := s.finds(ctx, "灯塔"); len(got) < 2 || slices.Contains(got, other.ID) {
			t.Errorf("it finds %v", got)
		}
		_, err = s.UpdateOpportunity(ctx, ent.UpdateOpportunityInput{ID: mine.ID, Version: mine.Version, Description: new("x")})
		s.must(err)
		_, err = s.CreateCustomer(ctx, ent.CreateCustomerInput{Name: "x"})
		s.wantRefused(err, "FORBIDDEN")
		_, err = s.CreateAPIToken(ctx, desk.CreateAPITokenInput{Name: "wider", Scope: process.TokenScopeRead})
		s.wantRefused(err, "FORBIDDEN")
		for name, in := range map[string]desk.CreateAPITokenInput{
			"a type that is none":   {Name: "x", Scope: process.TokenScopeRead, Reads: []string{"Moon"}},
			"no id":                 {Name: "x", Scope: process.TokenScopeRead, OpportunityIDs: []string{"moon"}},
			"a customer among them": {Name: "x", Scope: process.TokenScopeRead, OpportunityIDs: []string{a.ID}},
		} {
			if _, err := s.CreateAPIToken(asMei, in); process.CodeOf(err) != process.CodeValidationFailed {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestAccessIsExplainedToAdministratorsAlone(t *testing.T) {
	shelves(t, func(s *shelf) {
		ada, asAda := s.staff("Ada", process.UserRoleSales)
		bo, _ := s.staff("Bo", process.UserRoleSales)
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{Name: "灯塔", OwnerID: &ada}))
		p := s.proposal("方案", o, "双回路")
		shelved[ent.Opportunity](s)(s.ProtectOpportunity(s.ctx, desk.ProtectOpportunityInput{
			RecordInput: desk.RecordInput{ID: o.ID, Version: o.Version}, NeedToKnow: new(true), Classification: new(process.ClassificationSecret),
		}))
		x, err := s.ExplainAccess(s.ctx, bo, p.ID, nil)
		s.must(err)
		failed := map[process.AccessCheckName]bool{}
		for _, c := range x.Checks {
			failed[c.Name] = !c.Passes
			if c.Words(process.LanguageZH) == c.Words(process.LanguageEN) {
				t.Errorf("%s is told in one language", c.Name)
			}
		}
		if x.Sees || value(x.OpportunityID) != o.ID || !failed[process.AccessCheckNameNeedToKnow] || !failed[process.AccessCheckNameClassification] || failed[process.AccessCheckNameRole] || failed[process.AccessCheckNameAccount] {
			t.Errorf("why Bo does not see it: %+v", failed)
		}
		x, err = s.ExplainAccess(s.ctx, ada, p.ID, nil)
		s.must(err)
		for _, c := range x.Checks {
			if c.Passes == (c.Name == process.AccessCheckNameClassification) {
				t.Errorf("why Ada, who owns it and is not cleared, does not see it: %s passes %v", c.Name, c.Passes)
			}
		}
		item := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "资料", ProposalID: &p.ID}))
		x, err = s.ExplainAccess(s.ctx, bo, item.ID, nil)
		s.must(err)
		if x.Sees || value(x.OpportunityID) != o.ID || !slices.ContainsFunc(x.Checks, func(c *desk.AccessCheck) bool { return !c.Passes }) {
			t.Errorf("why Bo does not see what was taken from it: %+v", x)
		}
		auditor, _ := s.staff("Dee", process.UserRoleAuditor)
		x, err = s.ExplainAccess(s.ctx, auditor, p.ID, nil)
		s.must(err)
		if !x.Sees || slices.ContainsFunc(x.Checks, func(c *desk.AccessCheck) bool { return !c.Passes }) {
			t.Errorf("why the auditor sees it: %+v", x)
		}
		_, err = s.ExplainAccess(asAda, bo, p.ID, nil)
		s.wantRefused(err, "FORBIDDEN")
		_, err = s.ExplainAccess(s.ctx, bo, p.ID, new("tok_00000000000000000000000000"))
		s.wantRefused(err, "NOT_FOUND tokenID")
		_, err = s.ExplainAccess(s.ctx, bo, p.ID, &p.ID)
		s.wantRefused(err, "VALIDATION_FAILED tokenID")
		_, err = s.ExplainAccess(s.ctx, bo, "prp_00000000000000000000000000", nil)
		s.wantRefused(err, "NOT_FOUND")
	})
}

// A list costs one statement more for nobody: who sees what is part of the list's own.
func TestVisibilityCostsNoStatement(t *testing.T) {
	shelves(t, func(s *shelf) {
		_, asMei := s.staff("Mei", process.UserRoleSales)
		o := s.opportunity("灯塔", nil)
		s.proposal("方案", o, "双回路")
		for name, ctx := range map[string]context.Context{"the system": s.ctx, "somebody": asMei} {
			counting, statements := store.CountStatements(ctx)
			if _, err := s.Read(counting).Proposal.Query().All(counting); err != nil || statements.N() != 1 {
				t.Errorf("%s: %d statements, %v", name, statements.N(), err)
			}
		}
	})
}

func TestAFileGoesWhereItsRecordGoes(t *testing.T) {
	shelves(t, func(s *shelf) {
		ada, asAda := s.staff("Ada", process.UserRoleSales)
		_, asBo := s.staff("Bo", process.UserRoleSales)
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(asAda, ent.CreateOpportunityInput{Name: "灯塔", OwnerID: &ada}))
		c := s.customer("灯塔局")
		shelved[ent.Opportunity](s)(s.ProtectOpportunity(asAda, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: o.Version}, NeedToKnow: new(true)}))
		a := shelved[ent.Attachment](s)(s.CreateAttachment(asAda, ent.CreateAttachmentInput{SubjectID: c.ID, FileName: "a", MediaType: "text/plain", Size: 1, Sha256: strings.Repeat("0", 64)}))
		for _, step := range []struct {
			to   string
			seen int
		}{{o.ID, 0}, {c.ID, 1}} {
			a = shelved[ent.Attachment](s)(s.UpdateAttachment(asAda, ent.UpdateAttachmentInput{ID: a.ID, Version: a.Version, SubjectID: &step.to}))
			if n, err := s.Read(asBo).Attachment.Query().Count(asBo); err != nil || n != step.seen {
				t.Errorf("at %s Bo sees %d files, %v", step.to, n, err)
			}
		}
		_, err := s.UpdateAttachment(asBo, ent.UpdateAttachmentInput{ID: a.ID, Version: a.Version, SubjectID: &o.ID})
		s.wantRefused(err, "NOT_FOUND subjectID")
	})
}

func TestWhoIsShutOutHearsThatTheOpportunityIsMissing(t *testing.T) {
	shelves(t, func(s *shelf) {
		_, asBo := s.staff("Bo", process.UserRoleSales)
		o := s.opportunity("灯塔", nil)
		ended := make(chan error, 1)
		ctx, stop := context.WithCancel(asBo)
		defer stop()
		told, err := s.WatchOpportunity(ctx, o.ID, func(err error) { ended <- err })
		s.must(err)
		heard(s, told)
		shelved[ent.Opportunity](s)(s.ProtectOpportunity(s.ctx, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: o.ID, Version: o.Version}, NeedToKnow: new(true)}))
		if last, ok := heard(s, told); ok {
			t.Errorf("it is told %+v", last)
		}
		s.wantRefused(<-ended, "NOT_FOUND")
	})
}
