package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

func TestUpdateArchiveAndRestoreAreReflected(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("旧标题", "冷却塔振动")
		s.wantFound(`"冷却塔振动"`, l.ID)
		l = shelved[ent.Lesson](s)(s.UpdateLesson(s.ctx, ent.UpdateLessonInput{ID: l.ID, Version: l.Version, Lesson: new("轴承磨损")}))
		s.wantFound(`"冷却塔振动"`)
		s.wantFound(`"轴承磨损"`, l.ID)
		_, err := s.ArchiveRecord(s.ctx, desk.RecordInput{ID: l.ID, Version: l.Version})
		s.must(err)
		s.wantFound(`"轴承磨损"`)
		_, err = s.RestoreRecord(s.ctx, desk.RecordInput{ID: l.ID, Version: l.Version + 1})
		s.must(err)
		s.wantFound(`"轴承磨损"`, l.ID)
		s.wantWhole()
	})
}

func TestRenamingACustomerReachesAllThatNamesIt(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		o := s.opportunity("仓储改造", c)
		p := s.proposal("仓储方案", o, "货架")
		k := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "仓储案例", CustomerID: &c.ID}))
		l := shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "盘点", OpportunityID: &o.ID}))
		r := shelved[ent.Retrospective](s)(s.CreateRetrospective(s.ctx, ent.CreateRetrospectiveInput{Title: "复盘", OpportunityID: &o.ID}))
		other := s.opportunity("无关商机", s.customer("南屿乳业"))
		ids := []string{o.ID, p.ID, s.sections(p)[0].ID, k.ID, l.ID, r.ID}
		s.wantFound("北辰药业", ids...)
		_, err := s.UpdateCustomer(s.ctx, ent.UpdateCustomerInput{ID: c.ID, Version: c.Version, Name: new("启明制药")})
		s.must(err)
		s.wantFound("北辰")
		s.wantFound("启明制药", ids...)
		s.wantFound("南屿乳业", other.ID)
		s.wantWhole()
	})
}

func TestEachFieldThatDocumentsShowReachesThem(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		o := s.opportunity("仓储改造", nil)
		s.proposal("仓储方案", o, "货架")
		bare := s.opportunity("无行业商机", c) // shows the customer's industry and region
		s.proposal("无行业方案", bare, "说明")
		customer := func(in ent.UpdateCustomerInput) func() {
			return func() {
				in.ID, in.Version = c.ID, c.Version
				c = shelved[ent.Customer](s)(s.UpdateCustomer(s.ctx, in))
			}
		}
		opportunity := func(in ent.UpdateOpportunityInput) func() {
			return func() {
				in.ID, in.Version = o.ID, o.Version
				o = shelved[ent.Opportunity](s)(s.UpdateOpportunity(s.ctx, in))
			}
		}
		for _, change := range []struct {
			field string
			make  func()
		}{
			{"customer.name", customer(ent.UpdateCustomerInput{Name: new("启明制药")})},
			{"customer.industry", customer(ent.UpdateCustomerInput{Industry: new("制药")})},
			{"customer.region", customer(ent.UpdateCustomerInput{Region: new("江苏")})},
			{"opportunity.industry", opportunity(ent.UpdateOpportunityInput{Industry: new("物流")})},
			{"opportunity.region", opportunity(ent.UpdateOpportunityInput{Region: new("安徽")})},
			{"opportunity.amount", opportunity(ent.UpdateOpportunityInput{Amount: new(int64(980_000_00))})},
			{"opportunity.customerID", opportunity(ent.UpdateOpportunityInput{CustomerID: &c.ID})},
			{"opportunity.status", func() {
				_, err := s.CloseOpportunity(s.ctx, desk.CloseOpportunityInput{ID: o.ID, Version: o.Version, Status: process.OpportunityStatusLost, LossReason: new(process.LossReasonPrice)})
				s.must(err)
			}},
		} {
			s.wantWhole()
			change.make()
			if p, err := s.CheckIndex(s.ctx); err != nil || !p.Whole() {
				s.Errorf("after a change of %s alone: %+v, %v", change.field, p, err)
			}
			s.must(s.Reindex(s.ctx, nil))
		}
	})
}

func TestNotesOnACustomerTouchNoDocument(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		s.proposal("仓储方案", s.opportunity("仓储改造", c), "货架")
		s.catchUp()
		_, err := s.UpdateCustomer(s.ctx, ent.UpdateCustomerInput{ID: c.ID, Version: c.Version, Notes: new("喜欢现场演示")})
		s.must(err)
		ctx, statements := store.CountStatements(s.ctx)
		s.must(s.CatchUp(ctx))
		if n := statements.N(); n > 2 {
			s.Errorf("%d statements, want the log alone:\n%v", n, statements.Statements())
		}
		s.wantWhole()
	})
}

func TestMovingAnOpportunityToAnotherCustomerMovesItsDocuments(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := s.opportunity("仓储改造", s.customer("北辰药业"))
		p := s.proposal("仓储方案", o, "货架")
		s.catchUp()
		_, err := s.UpdateOpportunity(s.ctx, ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, CustomerID: &s.customer("南屿乳业").ID})
		s.must(err)
		s.wantFound("北辰")
		s.wantFound("南屿乳业", o.ID, p.ID, s.sections(p)[0].ID)
		s.wantWhole()
	})
}

func TestOnlyTheLatestVersionIsInTheLibrary(t *testing.T) {
	shelves(t, func(s *shelf) {
		p := s.proposal("轨道方案", nil, "信号", "供电")
		old := s.sections(p)
		s.wantFound(`"信号正文"`, p.ID, old[0].ID)
		v := shelved[ent.ProposalVersion](s)(s.CreateProposalVersion(s.ctx, desk.CreateProposalVersionInput{ProposalID: p.ID}))
		now := s.sections(p)
		s.wantFound(`"信号正文"`, p.ID, now[0].ID)
		_, err := s.UpdateProposalSection(s.ctx, ent.UpdateProposalSectionInput{ID: now[0].ID, Version: now[0].Version, Body: new("无线通信")})
		s.must(err)
		s.wantFound(`"信号正文"`)
		s.wantFound(`"无线通信"`, p.ID, now[0].ID)
		_, err = s.ArchiveRecord(s.ctx, desk.RecordInput{ID: v.ID, Version: v.Version})
		s.must(err)
		s.wantFound(`"信号正文"`, p.ID, old[0].ID)
		s.wantFound(`"无线通信"`)
		s.wantWhole()
	})
}

func TestArchivedProposalTakesItsSectionsAlong(t *testing.T) {
	shelves(t, func(s *shelf) {
		p := s.proposal("轨道方案", nil, "信号", "供电")
		sections := s.sections(p)
		_, err := s.ArchiveRecord(s.ctx, desk.RecordInput{ID: p.ID, Version: p.Version})
		s.must(err)
		s.wantFound("轨道")
		_, err = s.RestoreRecord(s.ctx, desk.RecordInput{ID: p.ID, Version: p.Version + 1})
		s.must(err)
		s.wantFound("轨道", p.ID, sections[0].ID, sections[1].ID)
		_, err = s.ArchiveRecord(s.ctx, desk.RecordInput{ID: sections[1].ID, Version: sections[1].Version})
		s.must(err)
		s.wantFound("轨道", p.ID, sections[0].ID)
		s.wantFound("供电")
		s.wantWhole()
	})
}

func TestStatementsDoNotGrowWithTheBatch(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := s.opportunity("仓储改造", s.customer("北辰药业"))
		p := s.proposal("仓储方案", o, "货架", "叉车")
		for name, c := range map[string]struct {
			most  int
			write func(i int)
		}{
			"lessons": {6, func(i int) {
				_, err := s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: fmt.Sprint("盘点", i), OpportunityID: &o.ID})
				s.must(err)
			}},
			"sections": {14, func(int) {
				sec := s.sections(p)[0]
				_, err := s.UpdateProposalSection(s.ctx, ent.UpdateProposalSectionInput{ID: sec.ID, Version: sec.Version, Body: new(sec.Body + "。")})
				s.must(err)
			}},
			"opportunities": {5, func(i int) { s.opportunity(fmt.Sprint("商机", i), nil) }},
		} {
			s.catchUp()
			for i := range 100 {
				c.write(i)
			}
			ctx, statements := store.CountStatements(s.ctx)
			s.must(s.CatchUp(ctx))
			if n := statements.N(); n > c.most {
				s.Errorf("100 changed %s took %d statements, want at most %d:\n%v", name, n, c.most, statements.Statements())
			}
		}
		s.wantWhole()
	})
}

func TestOneChangeMayTouchMoreThanMemoryHoldsAtOnce(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("北辰药业")
		for i := range 2300 {
			in := ent.CreateContentItemInput{Title: fmt.Sprint("案例", i), CustomerID: &c.ID}
			_, err := s.CreateContentItem(s.ctx, in)
			s.must(err)
		}
		s.catchUp()
		_, err := s.UpdateCustomer(s.ctx, ent.UpdateCustomerInput{ID: c.ID, Version: c.Version, Name: new("启明制药")})
		s.must(err)
		s.catchUp()
		found, err := s.Search(s.ctx, desk.SearchRequest{Query: "启明"})
		s.must(err)
		if found.Total != 2300 {
			s.Errorf("%d documents name the customer anew, want 2300", found.Total)
		}
		s.wantWhole()
	})
}

func TestIndexGoesOnWhereItStopped(t *testing.T) {
	shelves(t, func(s *shelf) {
		first := s.lesson("第一条", "内容")
		s.catchUp()
		seq := s.Library().Seq()
		second := s.lesson("第二条", "内容")
		s = s.reopen()
		if got := s.Library().Seq(); got != seq || seq == 0 {
			s.Fatalf("after a restart the index is at %d, before it was at %d", got, seq)
		}
		if n, err := s.Lag(s.ctx); err != nil || n != 1 {
			s.Errorf("lag %d, %v, want 1", n, err)
		}
		s.wantFound("内容", first.ID, second.ID)
		if n, err := s.Lag(s.ctx); err != nil || n != 0 {
			s.Errorf("lag %d, %v, want 0", n, err)
		}
		s.wantWhole()
	})
}

func TestFollowIndexesWhatIsWrittenMeanwhile(t *testing.T) {
	shelves(t, func(s *shelf) {
		defer s.following()()
		var writers sync.WaitGroup
		for w := range 4 {
			writers.Go(func() {
				for i := range 10 {
					done, err := s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: fmt.Sprintf("第%d组第%d条", w, i)})
					if err != nil {
						s.Error(err)
						return
					}
					found, err := s.Search(s.ctx, desk.SearchRequest{Query: fmt.Sprintf(`"第%d组第%d条"`, w, i), WaitFor: &done.Change})
					if err != nil || !slices.Equal(hitIDs(found.Result), []string{done.Record.ID}) {
						s.Errorf("own write not found: %+v, %v", found, err)
					}
				}
			})
		}
		writers.Wait()
	})
}

// following runs Follow until the function it returns is called, which fails when Follow fails.
func (s *shelf) following() (stop func()) {
	ctx, cancel := context.WithCancel(s.Context())
	done := make(chan error, 1)
	go func() { done <- s.Follow(ctx) }()
	return func() {
		s.Helper()
		cancel()
		if err := <-done; err != nil {
			s.Errorf("Follow: %v", err)
		}
	}
}

func TestWaitingForAChangeThatNeverComesEnds(t *testing.T) {
	shelves(t, func(s *shelf) {
		s.lesson("标题", "内容")
		ctx, cancel := context.WithCancel(s.ctx)
		cancel()
		if _, err := s.Search(ctx, desk.SearchRequest{WaitFor: new(int64(1) << 60)}); err == nil {
			s.Error("a cancelled search waits for a change and succeeds")
		}
		_, err := s.Search(s.ctx, desk.SearchRequest{WaitFor: new(int64(1) << 60)})
		s.wantRefused(err, string(process.CodeUnavailable))
		_, err = s.Search(s.ctx, desk.SearchRequest{WaitFor: new(int64(-5))})
		s.wantRefused(err, "")
	})
}

func TestWithoutALibraryThereIsNothingToFollow(t *testing.T) {
	shelves(t, func(s *shelf) {
		d := desk.New(s.store, nil, desk.Options{})
		_, lag := d.Lag(s.ctx)
		_, check := d.CheckIndex(s.ctx)
		for what, err := range map[string]error{
			"Follow": d.Follow(s.ctx), "CatchUp": d.CatchUp(s.ctx), "Reindex": d.Reindex(s.ctx, nil), "Lag": lag, "CheckIndex": check,
		} {
			if err == nil {
				s.Errorf("%s succeeds without a library", what)
			}
		}
	})
}
