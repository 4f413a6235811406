package desk_test

import (
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// decided ends an opportunity, with what was said about it.
func (s *shelf) decided(o *ent.Opportunity, status process.OpportunityStatus, reason *process.LossReason, note string) {
	s.Helper()
	shelved[ent.Opportunity](s)(s.TellOutcome(s.ctx, desk.CloseOpportunityInput{ID: o.ID, Version: o.Version, Status: status, LossReason: reason, Note: &note}))
}

func TestSimilarCasesSayInWhatTheyAreAlikeAndWhyTheyEndedSo(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("青藤医院")
		pump := shelved[ent.Product](s)(s.CreateProduct(s.ctx, ent.CreateProductInput{Name: "分诊系统"}))
		with := func(o *ent.Opportunity) *ent.Opportunity {
			shelved[ent.LineItem](s)(s.CreateLineItem(s.ctx, ent.CreateLineItemInput{OpportunityID: o.ID, ProductID: pump.ID}))
			return o
		}
		won := with(s.opportunity("门诊分诊改造一期", c))
		s.proposal("门诊分诊一期方案", won, "门诊分诊叫号与自助报到")
		s.decided(won, process.OpportunityStatusWon, nil, "方案贴合科室流程")
		shelved[ent.Retrospective](s)(s.CreateRetrospective(s.ctx, ent.CreateRetrospectiveInput{Title: "复盘", OpportunityID: &won.ID, WentWell: new("提前驻场"), WentWrong: new("接口拖延")}))
		lost := s.opportunity("门诊分诊叫号采购", nil)
		s.decided(lost, process.OpportunityStatusLost, new(process.LossReasonPrice), "价格高出两成")
		s.decided(s.opportunity("高速公路机电", nil), process.OpportunityStatusWon, nil, "")
		mine := with(s.opportunity("门诊二期", c))
		shelved[ent.Requirement](s)(s.CreateRequirement(s.ctx, ent.CreateRequirementInput{OpportunityID: mine.ID, Text: "门诊分诊叫号,自助报到"}))
		s.catchUp()

		ctx, statements := store.CountStatements(s.ctx)
		found, err := s.SimilarCases(ctx, desk.SimilarCasesRequest{OpportunityID: &mine.ID})
		s.must(err)
		if n := statements.N(); n > 22 {
			t.Errorf("%d statements", n)
		}
		if len(found.Won) == 0 || value(found.Won[0].OpportunityID) != won.ID || len(found.Lost) != 1 || value(found.Lost[0].OpportunityID) != lost.ID {
			t.Fatalf("won %+v, lost %+v", found.Won, found.Lost)
		}
		for i, one := range found.Won {
			if i > 0 && value(one.OpportunityID) == won.ID {
				t.Error("one case is told twice")
			}
		}
		alike := map[process.CaseLikeness][]string{}
		for _, a := range found.Won[0].Alike {
			alike[a.In] = a.Values
		}
		for in, value := range map[process.CaseLikeness]string{
			process.CaseLikenessCustomer: "青藤医院", process.CaseLikenessIndustry: "医疗", process.CaseLikenessRegion: "浙江",
			process.CaseLikenessType: "DIRECT", process.CaseLikenessProduct: "分诊系统", process.CaseLikenessTerms: "门诊分诊",
		} {
			if !slices.ContainsFunc(alike[in], func(v string) bool { return v == value || in == process.CaseLikenessTerms }) {
				t.Errorf("alike in %s: %q", in, alike[in])
			}
		}
		if w, l := found.Won[0], found.Lost[0]; value(w.Note) != "方案贴合科室流程" || !slices.Equal(w.Learned, []string{"提前驻场"}) ||
			value(l.Note) != "价格高出两成" || !slices.Equal(l.Reasons, []process.LossReason{process.LossReasonPrice}) {
			t.Errorf("why: won %+v, lost %+v", w, l)
		}

		byText, err := s.SimilarCases(s.ctx, desk.SimilarCasesRequest{Text: new("门诊分诊叫号"), First: new(1)})
		s.must(err)
		section := s.sections(s.proposal("门诊二期方案", mine, "门诊分诊叫号"))[0]
		s.catchUp()
		bySection, err := s.SimilarCases(s.ctx, desk.SimilarCasesRequest{ID: &section.ID, Text: new(" ")}) // a blank text is none
		s.must(err)
		if len(byText.Won) != 1 || len(byText.Lost) != 1 || value(bySection.Lost[0].OpportunityID) != lost.ID || value(bySection.Won[0].OpportunityID) != won.ID {
			t.Errorf("by text %+v, by section %+v", byText, bySection)
		}
		self, err := s.SimilarCases(s.ctx, desk.SimilarCasesRequest{OpportunityID: &won.ID})
		s.must(err)
		for _, one := range self.Won {
			if value(one.OpportunityID) == won.ID {
				t.Error("a case is like itself")
			}
		}

		asPartner, err := s.SimilarCases(s.as(process.UserRolePartner), desk.SimilarCasesRequest{Text: new("门诊分诊叫号")})
		s.must(err)
		if len(asPartner.Won) == 0 || len(asPartner.Won[0].Learned) != 0 {
			t.Errorf("a partner, who reads no retrospectives, learns %+v", asPartner.Won)
		}
		for what, c := range map[string]struct {
			in   desk.SimilarCasesRequest
			want string
		}{
			"nothing":          {desk.SimilarCasesRequest{}, "VALIDATION_FAILED opportunityID"},
			"two things":       {desk.SimilarCasesRequest{OpportunityID: &mine.ID, Text: new("x")}, "VALIDATION_FAILED opportunityID"},
			"another kind":     {desk.SimilarCasesRequest{OpportunityID: &c.ID}, "VALIDATION_FAILED opportunityID"},
			"not in it":        {desk.SimilarCasesRequest{ID: &c.ID}, "VALIDATION_FAILED id"},
			"a missing one":    {desk.SimilarCasesRequest{OpportunityID: new("opp_00000000000000000000000001")}, "NOT_FOUND"},
			"a missing record": {desk.SimilarCasesRequest{ID: new("prp_00000000000000000000000001")}, "NOT_FOUND"},
			"too many":         {desk.SimilarCasesRequest{Text: new("x"), First: new(21)}, "VALIDATION_FAILED first"},
			"a control sign":   {desk.SimilarCasesRequest{Text: new("a\x00")}, "VALIDATION_FAILED text"},
		} {
			if _, err := s.SimilarCases(s.ctx, c.in); err == nil {
				t.Errorf("%s is taken", what)
			} else {
				s.wantRefused(err, c.want)
			}
		}
	})
}
