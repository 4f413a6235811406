package desk_test

import (
	"math"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/process"
	"bidwell/search"
)

func TestTypingIsCompletedByWhatTheViewerMaySee(t *testing.T) {
	shelves(t, func(s *shelf) {
		c := s.customer("青藤医院")
		p := s.proposal("等保三级整改方案", s.opportunity("青藤医院门诊改造", c))
		s.lesson("等保测评拖延", "测评机构排期过晚。")
		s.catchUp()
		texts := func(role process.UserRole, typed string) string {
			found, err := s.Suggest(s.as(role), desk.SuggestRequest{Text: typed})
			s.must(err)
			var all []string
			for _, one := range found {
				all = append(all, one.Text)
			}
			return strings.Join(all, "|")
		}
		if got := texts(process.UserRoleSales, "dengbao"); !strings.Contains(got, "等保测评拖延") || !strings.Contains(got, p.Title) {
			t.Errorf("by pinyin: %s", got)
		}
		if got := texts(process.UserRolePartner, "等保"); got != p.Title {
			t.Errorf("a partner, who reads no lessons, is told %s", got)
		}
		if got := texts(process.UserRoleSales, "青藤"); !strings.Contains(got, "青藤医院") {
			t.Errorf("customers: %s", got)
		}
		found, err := s.Suggest(s.ctx, desk.SuggestRequest{Text: "等保", First: new(1)})
		s.must(err)
		if len(found) != 1 {
			t.Errorf("one is %+v", found)
		}
		for what, in := range map[string]desk.SuggestRequest{
			"too many": {Text: "等", First: new(51)}, "fewer than none": {Text: "等", First: new(-1)}, "a control character": {Text: "\x00"},
			"too long": {Text: strings.Repeat("等", 2001)},
		} {
			if _, err := s.Suggest(s.ctx, in); process.CodeOf(err) != process.CodeValidationFailed {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err = s.Suggest(s.Context(), desk.SuggestRequest{Text: "等保"})
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}

func TestMistypedWordsAreRespelledByWhatTheViewerMaySee(t *testing.T) {
	shelves(t, func(s *shelf) {
		s.proposal("Harbour crane renewal", nil, "The harbour crane")
		s.lesson("Zeppelin hangar", "The zeppelin was late.")
		s.catchUp()
		meant := func(role process.UserRole, text string) string {
			got, err := s.DidYouMean(s.as(role), text)
			s.must(err)
			if got == nil {
				return ""
			}
			return *got
		}
		for text, want := range map[string]string{"harbuor crane": "harbour crane", "harbour": "", "zepelin": "zeppelin"} {
			if got := meant(process.UserRoleSales, text); got != want {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
		if got := meant(process.UserRolePartner, "zepelin"); got != "" {
			t.Errorf("a partner, who reads no lessons, is told %q", got)
		}
	})
}

func TestFieldsUnderstandTheLabelsOfBothLanguages(t *testing.T) {
	shelves(t, func(s *shelf) {
		o := s.opportunity("轨道交通", nil)
		p := s.proposal("轨道交通方案", o)
		l := s.lesson("轨道施工", "夜间施工要报备。")
		for text, ids := range map[string][]string{
			"轨道 类型:方案":            {p.ID},
			"轨道 kind:lesson":      {l.ID},
			"轨道 类型:经验教训,方案":       {l.ID, p.ID},
			"轨道 结果:进行中":           {o.ID, p.ID},
			"轨道 outcome:OPEN":     {o.ID, p.ID},
			"轨道 状态:草稿":            {l.ID, p.ID},
			"轨道 language:Chinese": {l.ID, p.ID},
			"轨道 类型:不存在":           nil,
			"轨道 -类型:方案 -kind:商机":  {l.ID},
		} {
			s.wantFound(text, ids...)
		}
	})
}

func TestAHitIsExplainedInNumbersAndWords(t *testing.T) {
	shelves(t, func(s *shelf) {
		l := s.lesson("等保测评拖延", "测评机构排期过晚,acceptance was late.")
		other := s.lesson("别的", "无关内容")
		s.catchUp()
		in := desk.SearchRequest{Query: "等保测评 accepted"}
		found, err := s.Search(s.ctx, in)
		s.must(err)
		e, err := s.ExplainHit(s.ctx, in, l.ID)
		s.must(err)
		sum := e.Cover
		for _, p := range e.Parts {
			sum += p.Share
		}
		for _, f := range e.Factors {
			sum *= f.Value
		}
		if math.Abs(sum-e.Score) > 1e-4 || math.Abs(e.Score-found.Hits[0].Score) > 1e-4 {
			t.Errorf("parts add up to %v, the score is %v, the hit's %v", sum, e.Score, found.Hits[0].Score)
		}
		zh, en := strings.Join(e.Words(process.LanguageZH), "\n"), strings.Join(e.Words(process.LanguageEN), "\n")
		if !strings.Contains(zh, "在标题中以“等保”出现(原词)") || !strings.Contains(en, "stands in the Title as “等保” (As typed)") || !strings.Contains(en, "“acceptance” (The same word in another form)") {
			t.Errorf("in words:\n%s\n%s", zh, en)
		}
		_, err = s.ExplainHit(s.ctx, in, other.ID)
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.ExplainHit(s.as(process.UserRolePartner), in, l.ID)
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.ExplainHit(s.ctx, in, "usr_00000000000000000000000001")
		s.wantRefused(err, "VALIDATION_FAILED id")
		every, err := s.ExplainHit(s.ctx, desk.SearchRequest{}, l.ID)
		s.must(err)
		if words := every.Words(process.LanguageEN); len(words) != 1 || !strings.HasPrefix(words[0], "Nothing in it ranks") {
			t.Errorf("without words: %q", words)
		}
	})
}

func TestSearchesAreReadPartByPart(t *testing.T) {
	shelves(t, func(s *shelf) {
		clauses, err := s.UnderstandSearch(s.ctx, `验收 "初验报告" -试点 年份:2023..2025`)
		s.must(err)
		var kinds []string
		for _, c := range clauses {
			kinds = append(kinds, string(c.Kind))
		}
		if got := strings.Join(kinds, " "); got != "WORDS PHRASE WORDS FIELD" || !clauses[2].Excluded || clauses[3].Field != search.FacetNameYear {
			t.Errorf("%s: %+v", got, clauses)
		}
	})
}
