package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
	"bidwell/search"
)

func TestSearchFindsChineseAndEnglishInsideSentences(t *testing.T) {
	shelves(t, func(s *shelf) {
		water := s.lesson("水厂调度", "夜间巡检发现阀门漏水,值班员未及时上报。")
		pump := s.lesson("Pump station", "The pump was started before the valve had been opened.")
		for text, want := range map[string][]string{
			"阀":           {water.ID},
			"漏水":          {water.ID},
			"阀门漏水":        {water.ID},
			"閥門":          {water.ID}, // traditional
			"valve":       {pump.ID},
			"ＶＡＬＶＥ":       {pump.ID}, // full width
			`"值班员未及时"`:    {water.ID},
			`"未及时值班员"`:    nil,
			"valve 阀门":    {water.ID, pump.ID},
			"pump -valve": nil,
			"blockchain":  nil,
			" ":           {water.ID, pump.ID},
		} {
			s.wantFound(text, want...)
		}
	})
}

func TestSearchPagesFacetsAndHighlights(t *testing.T) {
	shelves(t, func(s *shelf) {
		for _, year := range []int{2021, 2022, 2022} {
			day := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
			_, err := s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "配网停电", Lesson: new("停电前要核对图纸"), PublishedOn: &day, Tags: []string{"电网"}, Organization: new("北区")})
			s.must(err)
		}
		s.catchUp()
		in := desk.SearchRequest{Query: "停电", First: new(2), Facets: []*desk.SearchFacetInput{
			{Name: process.SearchFacetNameYear}, {Name: process.SearchFacetNameTag}, {Name: process.SearchFacetNameOrganization, Size: new(1)},
		}}
		one, err := s.Search(s.ctx, in)
		s.must(err)
		if one.Total != 3 || len(one.Hits) != 2 || !one.HasMore || len(one.Hits[0].Highlights) == 0 {
			s.Fatalf("first page: %+v", one)
		}
		years := one.Facets[0].Terms
		if len(years) != 2 || years[0] != (search.FacetTerm{Term: "2022", Count: 2}) || one.Facets[1].Terms[0].Term != "电网" || one.Facets[2].Terms[0].Term != "北区" {
			s.Errorf("facets: %+v", one.Facets)
		}
		in.After = &one.Hits[1].Cursor
		two, err := s.Search(s.ctx, in)
		s.must(err)
		if len(two.Hits) != 1 || two.HasMore || slices.Contains(hitIDs(one.Result), two.Hits[0].ID) {
			s.Errorf("second page: %+v", two.Hits)
		}
	})
}

func TestSearchFilters(t *testing.T) {
	day := func(y, m, d int) *time.Time {
		at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		return &at
	}
	shelves(t, func(s *shelf) {
		c := s.customer("青藤医院")
		o := s.opportunity("门诊改造", c)
		p := s.proposal("门诊改造方案", o, "门诊分诊")
		section := s.sections(p)[0]
		l := shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, ent.CreateLessonInput{Title: "门诊复盘", Language: new("zh"), Organization: new("交付部"), PublishedOn: day(2023, 5, 9), Tags: []string{"门诊"}}))
		for name, c := range map[string]struct {
			filter process.SearchFilter
			want   []string
		}{
			"kind":           {process.SearchFilter{Kinds: []process.SearchKind{process.SearchKindLesson, process.SearchKindProposal}}, []string{p.ID, l.ID}},
			"industry":       {process.SearchFilter{Industries: []string{"医疗"}}, []string{o.ID, p.ID, section.ID}},
			"region":         {process.SearchFilter{Regions: []string{"浙江", "江苏"}}, []string{o.ID, p.ID, section.ID}},
			"organization":   {process.SearchFilter{Organizations: []string{"交付部"}}, []string{l.ID}},
			"outcome":        {process.SearchFilter{Outcomes: []string{"OPEN"}}, []string{o.ID, p.ID, section.ID}},
			"language":       {process.SearchFilter{Languages: []string{"en"}}, []string{}},
			"tag":            {process.SearchFilter{Tags: []string{"门诊"}}, []string{l.ID}},
			"year":           {process.SearchFilter{Years: []int{2023}}, []string{l.ID}},
			"that day":       {process.SearchFilter{From: day(2023, 5, 9), To: day(2023, 5, 9)}, []string{l.ID}},
			"day before":     {process.SearchFilter{To: day(2023, 5, 8)}, []string{}},
			"lists add up":   {process.SearchFilter{Tags: []string{"门诊"}, Years: []int{2022}}, []string{}},
			"nothing at all": {process.SearchFilter{}, []string{o.ID, p.ID, section.ID, l.ID}},
		} {
			slices.Sort(c.want)
			if got := s.find(desk.SearchRequest{Query: "门诊", Filter: &c.filter}); !slices.Equal(got, c.want) {
				s.Errorf("%s: finds %v, want %v", name, got, c.want)
			}
		}
		if got := s.find(desk.SearchRequest{Query: "门诊分诊", Grouped: true, Filter: &process.SearchFilter{Industries: []string{"医疗"}, Kinds: []process.SearchKind{process.SearchKindProposal, process.SearchKindSection}}}); len(got) != 1 {
			s.Errorf("grouped: %v, want one hit of the proposal", got)
		}
	})
}

func TestSearchRefusesBadInput(t *testing.T) {
	shelves(t, func(s *shelf) {
		s.lesson("标题", "内容")
		s.catchUp()
		many := make([]string, 101)
		for name, c := range map[string]struct {
			in   desk.SearchRequest
			want string
		}{
			"page too large":     {desk.SearchRequest{First: new(101)}, "VALIDATION_FAILED first"},
			"page below nothing": {desk.SearchRequest{First: new(-1)}, "VALIDATION_FAILED first"},
			"page of nothing":    {desk.SearchRequest{First: new(0)}, ""},
			"foreign cursor":     {desk.SearchRequest{After: new("bm90IG91cnM")}, "VALIDATION_FAILED after"},
			"rubbish cursor":     {desk.SearchRequest{After: new("\xff≠")}, "VALIDATION_FAILED after"},
			"empty cursor":       {desk.SearchRequest{After: new("")}, ""},
			"long query":         {desk.SearchRequest{Query: strings.Repeat("长", 2001)}, "VALIDATION_FAILED query"},
			"longest query":      {desk.SearchRequest{Query: strings.Repeat("长", 2000)}, ""},
			"NUL in the query":   {desk.SearchRequest{Query: "a\x00b"}, "VALIDATION_FAILED query"},
			"broken UTF-8":       {desk.SearchRequest{Query: "a\xff"}, "VALIDATION_FAILED query"},
			"facet too large":    {desk.SearchRequest{Facets: []*desk.SearchFacetInput{{Name: process.SearchFacetNameTag, Size: new(101)}}}, "VALIDATION_FAILED facets"},
			"unknown facet":      {desk.SearchRequest{Facets: []*desk.SearchFacetInput{{Name: "COLOUR"}}}, "VALIDATION_FAILED query"},
			"many facets":        {desk.SearchRequest{Facets: make([]*desk.SearchFacetInput, 9)}, "VALIDATION_FAILED facets"},
			"many values":        {desk.SearchRequest{Filter: &process.SearchFilter{Tags: many}}, "VALIDATION_FAILED filter"},
			"unclosed quote":     {desk.SearchRequest{Query: `"内容`}, ""},
			"only an operator":   {desk.SearchRequest{Query: `- "" -`}, ""},
		} {
			s.Run(name, func(t *testing.T) {
				_, err := s.Search(s.ctx, c.in)
				s.wantRefused(err, c.want)
			})
		}
		_, err := s.Search(s.Context(), desk.SearchRequest{})
		s.wantRefused(err, "UNAUTHENTICATED")
		_, err = desk.New(s.store, nil, desk.Options{}).Search(s.ctx, desk.SearchRequest{})
		s.wantRefused(err, "UNAVAILABLE")
	})
}

func TestHiddenKindsAreNotFoundCountedOrNamed(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("围栏施工", "围栏基础要提前验收")
		o := s.opportunity("围栏项目", nil)
		s.catchUp()
		partner := s.as(process.UserRolePartner)
		facets := []*desk.SearchFacetInput{{Name: process.SearchFacetNameKind}}
		for name, c := range map[string]struct {
			kinds []process.SearchKind
			want  []string
		}{
			"any kind":    {nil, []string{o.ID}},
			"hidden kind": {[]process.SearchKind{process.SearchKindLesson}, []string{}},
			"mixed kinds": {[]process.SearchKind{process.SearchKindLesson, process.SearchKindOpportunity}, []string{o.ID}},
		} {
			found, err := s.Search(partner, desk.SearchRequest{Query: "围栏", Filter: &process.SearchFilter{Kinds: c.kinds}, Facets: facets})
			s.must(err)
			if got := hitIDs(found.Result); !slices.Equal(got, c.want) || found.Total != len(c.want) {
				s.Errorf("%s: a partner finds %v of %d, want %v", name, got, found.Total, c.want)
			}
			if len(found.Facets) != 1 || slices.ContainsFunc(found.Facets[0].Terms, func(t search.FacetTerm) bool { return t.Term == "LESSON" }) {
				s.Errorf("%s: facets %+v", name, found.Facets)
			}
		}
		_, err := s.Similar(partner, desk.SimilarRequest{ID: &l.ID})
		s.wantRefused(err, "NOT_FOUND")
		found, err := s.Similar(partner, desk.SimilarRequest{Text: new("围栏基础")})
		s.must(err)
		if got := hitIDs(found); slices.Contains(got, l.ID) {
			s.Errorf("a partner finds the hidden lesson as similar: %v", got)
		}
	})
}

func TestSimilarFindsAlikeButNotItself(t *testing.T) {
	shelves(t, func(s *shelf) {
		a := s.lesson("锅炉点火失败", "锅炉点火前未吹扫,燃气浓度超标导致点火失败。")
		b := s.lesson("锅炉吹扫", "锅炉点火前必须吹扫,检查燃气浓度。")
		s.lesson("合同条款", "付款条款要在投标前确认。")
		p := s.proposal("锅炉房改造方案", nil, "锅炉点火流程")
		s.catchUp()
		found, err := s.Similar(s.ctx, desk.SimilarRequest{ID: &a.ID})
		s.must(err)
		if len(found.Hits) == 0 || found.Hits[0].ID != b.ID || slices.Contains(hitIDs(found), a.ID) {
			s.Errorf("similar to a record: %+v", found.Hits)
		}
		found, err = s.Similar(s.ctx, desk.SimilarRequest{Text: new("燃气锅炉点火"), First: new(1)})
		s.must(err)
		if len(found.Hits) != 1 || found.Hits[0].ID == "" {
			s.Errorf("similar to a text: %+v", found.Hits)
		}
		found, err = s.Similar(s.ctx, desk.SimilarRequest{ID: &s.sections(p)[0].ID})
		s.must(err)
		if got := hitIDs(found); slices.Contains(got, p.ID) || !slices.Contains(got, a.ID) {
			s.Errorf("similar to a section: %v, want the lessons and not its own proposal", got)
		}
	})
}

func TestSimilarRefusesBadInput(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("标题", "内容")
		c := s.customer("青藤医院")
		s.catchUp()
		for name, c := range map[string]struct {
			in   desk.SimilarRequest
			want string
		}{
			"neither":         {desk.SimilarRequest{}, "VALIDATION_FAILED id"},
			"both":            {desk.SimilarRequest{ID: &l.ID, Text: new("内容")}, "VALIDATION_FAILED id"},
			"blank text":      {desk.SimilarRequest{Text: new(" \n")}, "VALIDATION_FAILED id"},
			"no id":           {desk.SimilarRequest{ID: new("lesson-7")}, "VALIDATION_FAILED id"},
			"id of no hit":    {desk.SimilarRequest{ID: &c.ID}, "VALIDATION_FAILED id"},
			"missing record":  {desk.SimilarRequest{ID: new("les_00000000000000000000000000")}, "NOT_FOUND"},
			"page too large":  {desk.SimilarRequest{ID: &l.ID, First: new(101)}, "VALIDATION_FAILED first"},
			"text with a NUL": {desk.SimilarRequest{Text: new("a\x00")}, "VALIDATION_FAILED text"},
			"text too long":   {desk.SimilarRequest{Text: new(strings.Repeat("长", 100_001))}, "VALIDATION_FAILED text"},
			"record":          {desk.SimilarRequest{ID: &l.ID}, ""},
		} {
			s.Run(name, func(t *testing.T) {
				_, err := s.Similar(s.ctx, c.in)
				s.wantRefused(err, c.want)
			})
		}
		_, err := s.Similar(s.Context(), desk.SimilarRequest{ID: &l.ID})
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}
