package desk_test

import (
	"slices"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
	"bidwell/search"
)

// hits is what the library shows of every document, by id.
func (s *shelf) hits() map[string]search.Hit {
	s.Helper()
	s.catchUp()
	found, err := s.Library().Search(s.ctx, search.Query{Scopes: []string{"any"}, Limit: search.MaxLimit})
	s.must(err)
	byID := map[string]search.Hit{}
	for _, h := range found.Hits {
		byID[h.ID] = h
	}
	return byID
}

// wantFiltered holds which documents a filter of the library itself keeps.
func (s *shelf) wantFiltered(what string, f search.Filter, ids ...string) {
	s.Helper()
	s.catchUp()
	found, err := s.Library().Search(s.ctx, search.Query{Scopes: []string{"any"}, Limit: search.MaxLimit, Filter: f})
	s.must(err)
	ids = slices.Sorted(slices.Values(ids))
	if got := hitIDs(found); !slices.Equal(got, ids) {
		s.Errorf("%s: keeps %v, want %v", what, got, ids)
	}
}

func TestDocumentsCarryTheCustomerBehindThem(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("青藤医院")
		o := s.opportunity("影像云平台", c)
		p := s.proposal("影像云方案", o, "存储设计")
		l := shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "影像迁移", OpportunityID: &o.ID}))
		r := shelved[ent.Retrospective](s)(s.CreateRetrospective(s.ctx, ent.CreateRetrospectiveInput{Title: "影像复盘", OpportunityID: &o.ID, WentWell: new("演示顺利")}))
		k := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "影像案例", CustomerID: &c.ID, Region: new("上海")}))
		ids := []string{o.ID, p.ID, s.sections(p)[0].ID, l.ID, r.ID, k.ID}
		for id, h := range s.hits() {
			if h.Customer != c.Name || !slices.Contains(ids, id) {
				s.Errorf("%s %q has the customer %q", id, h.Title, h.Customer)
			}
		}
		s.wantFound("青藤医院", ids...)
		s.wantFiltered("industry", search.Filter{Industries: []string{"医疗"}}, ids...)
		s.wantFiltered("the region of the customer", search.Filter{Regions: []string{"浙江"}}, ids[:5]...)
		s.wantFiltered("its own region", search.Filter{Regions: []string{"上海"}}, k.ID)
		s.wantFiltered("status", search.Filter{Statuses: []string{"INTAKE"}}, o.ID)
	})
}

func TestEveryTextOfARecordIsFound(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, ent.CreateOpportunityInput{
			Name: "泵站扩容", Description: new("雨季排涝"), TenderNo: new("ZB-2026-017"), Tags: []string{"水务"},
		}))
		p := shelved[ent.Proposal](s)(s.CreateProposal(s.ctx, ent.CreateProposalInput{Title: "排水方案", Summary: new("分期实施")}))
		_, err := s.CreateProposalSection(s.ctx, ent.CreateProposalSectionInput{ProposalVersionID: s.latest(p).ID, Title: "供电", Body: new("双回路")})
		s.must(err)
		sec := s.sections(p)[0]
		l := shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{
			Title: "围堰", DrivingEvent: new("溃口"), Lesson: new("沙袋储备"), Recommendation: new("预案演练"), Phase: new("汛期"), Language: new("en"),
		}))
		r := shelved[ent.Retrospective](s)(s.CreateRetrospective(s.ctx, ent.CreateRetrospectiveInput{
			Title: "年终", Summary: new("概述甲"), WentWell: new("优点乙"), WentWrong: new("缺点丙"), RootCauses: new("缘由丁"), Actions: new("举措戊"),
		}))
		k := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: "管网", Summary: new("摘记"), Body: new("全文庚")}))
		for text, ids := range map[string][]string{
			`"泵站扩容"`: {o.ID}, `"雨季排涝"`: {o.ID}, `"ZB-2026-017"`: {o.ID}, "水务": {o.ID},
			`"排水方案"`: {p.ID, sec.ID}, `"分期实施"`: {p.ID}, `"供电"`: {p.ID, sec.ID}, `"双回路"`: {p.ID, sec.ID},
			`"围堰"`: {l.ID}, `"溃口"`: {l.ID}, `"沙袋储备"`: {l.ID}, `"预案演练"`: {l.ID}, `"汛期"`: {l.ID}, `"driving event"`: {l.ID},
			`"年终"`: {r.ID}, `"概述甲"`: {r.ID}, `"优点乙"`: {r.ID}, `"缺点丙"`: {r.ID}, `"缘由丁"`: {r.ID}, `"举措戊"`: {r.ID}, `"根本原因"`: {r.ID},
			`"管网"`: {k.ID}, `"摘记"`: {k.ID}, `"全文庚"`: {k.ID},
		} {
			s.wantFound(text, ids...)
		}
	})
}

func TestSectionsBelongToTheirProposal(t *testing.T) {
	shelves(t, func(s *shelf) {
		p := s.proposal("充电桩方案", nil, "选址", "并网")
		hits := s.hits()
		for _, sec := range s.sections(p) {
			if h := hits[sec.ID]; h.Root != p.ID || h.Kind != "SECTION" || h.Title != sec.Title+" — 充电桩方案" {
				s.Errorf("section %+v", h)
			}
		}
		if h := hits[p.ID]; h.Root != p.ID || h.Kind != "PROPOSAL" || h.Title != "充电桩方案" {
			s.Errorf("proposal %+v", h)
		}
	})
}

func TestYearIsThatOfTheFirstKnownDay(t *testing.T) {
	at := func(text string) *time.Time {
		day, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return &day
	}
	thisYear := time.Now().In(time.FixedZone("", 8*60*60)).Year()
	shelves(t, func(s *shelf) {
		lesson := func(in ent.CreateLessonInput) string {
			in.Title = "年份"
			return shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, in)).ID
		}
		published := lesson(ent.CreateLessonInput{PublishedOn: at("2011-01-01T00:00:00Z"), OccurredOn: at("2009-12-31T00:00:00Z")})
		occurred := lesson(ent.CreateLessonInput{OccurredOn: at("2009-12-31T00:00:00Z")})
		undated := lesson(ent.CreateLessonInput{})
		started := shelved[ent.Proposal](s)(s.CreateProposal(s.ctx, ent.CreateProposalInput{Title: "年份", StartedOn: at("2012-07-01T00:00:00Z")}))
		o := s.opportunity("年份", nil)
		_, err := s.CloseOpportunity(s.ctx, desk.CloseOpportunityInput{
			ID: o.ID, Version: o.Version, Status: process.OpportunityStatusLost, LossReason: new(process.LossReasonPrice),
			DecidedAt: at("2013-12-31T16:30:00Z"), // already 2014 in Shanghai
		})
		s.must(err)
		held := shelved[ent.Retrospective](s)(s.CreateRetrospective(s.ctx, ent.CreateRetrospectiveInput{Title: "年份", HeldAt: at("2015-12-31T15:59:59Z")}))
		for year, id := range map[int]string{2011: published, 2009: occurred, thisYear: undated, 2012: started.ID, 2014: o.ID, 2015: held.ID} {
			s.wantFiltered("year", search.Filter{Years: []int{year}}, id)
		}
		s.wantFiltered("date", search.Filter{From: *at("2014-01-01T00:00:00Z"), To: *at("2014-01-02T00:00:00Z")}, o.ID)
	})
}

func TestResultOfTheProposalSpeaksBeforeThatOfTheOpportunity(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := s.opportunity("热力管网", nil)
		p := s.proposal("热力方案", o, "换热站")
		sec := s.sections(p)[0]
		_, err := s.CloseOpportunity(s.ctx, desk.CloseOpportunityInput{ID: o.ID, Version: o.Version, Status: process.OpportunityStatusCancelledByCustomer, Note: new("预算取消")})
		s.must(err)
		s.wantFiltered("outcome of the opportunity", search.Filter{Outcomes: []string{"CANCELLED_BY_CUSTOMER"}}, o.ID, p.ID, sec.ID)
		version := p.Version
		for _, next := range []process.ProposalStatus{
			process.ProposalStatusInReview, process.ProposalStatusApproved, process.ProposalStatusSealed, process.ProposalStatusSubmitted, process.ProposalStatusVoided,
		} {
			version = shelved[ent.Proposal](s)(s.ChangeProposalStatus(s.ctx, desk.ChangeProposalStatusInput{ID: p.ID, Version: version, Status: next})).Version
		}
		s.wantFiltered("outcome of the proposal", search.Filter{Outcomes: []string{"VOIDED"}}, p.ID, sec.ID)
		s.wantFiltered("status of the proposal", search.Filter{Statuses: []string{"VOIDED"}}, p.ID, sec.ID)
	})
}
