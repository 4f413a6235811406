package desk_test

import (
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestSynonymsAreLiveAtOnceAndInBothLanguages(t *testing.T) {
	shelves(t, func(s *shelf) {
		zh := s.lesson("某厂项目", "初验前没有核对测试报告。")
		en := s.lesson("A plant", "The site test was held without the operator.")
		s.wantFound("site test", en.ID)
		done, err := s.CreateSynonymGroup(s.ctx, ent.CreateSynonymGroupInput{Forms: []string{"初验", " site  test "}})
		s.must(err)
		if got := done.Record.Forms; strings.Join(got, "|") != "初验|site test" {
			t.Errorf("forms %q", got)
		}
		s.wantFound("site test", zh.ID, en.ID)
		s.wantFound("初验", zh.ID, en.ID)
		s.wantFound(`"初验"`, zh.ID) // quoted finds what it says
		clauses, err := s.UnderstandSearch(s.ctx, "初验")
		s.must(err)
		if len(clauses) != 1 || len(clauses[0].Synonyms) != 1 || clauses[0].Synonyms[0] != "site test" {
			t.Errorf("understood %+v", clauses)
		}

		changed, err := s.UpdateSynonymGroup(s.ctx, ent.UpdateSynonymGroupInput{ID: done.Record.ID, Version: 1, Forms: []string{"初验", "preliminary acceptance"}})
		s.must(err)
		s.wantFound("初验", zh.ID)
		_, err = s.UpdateSynonymGroup(s.ctx, ent.UpdateSynonymGroupInput{ID: done.Record.ID, Version: changed.Record.Version, AppendForms: []string{"site test"}})
		s.must(err)
		s.wantFound("初验", zh.ID, en.ID)

		again := s.reopen() // another process knows them from its start
		again.wantFound("初验", zh.ID, en.ID)
		_, err = again.ArchiveRecord(s.ctx, desk.RecordInput{ID: done.Record.ID, Version: 3})
		s.must(err)
		again.wantFound("初验", zh.ID)
	})
}

func TestSynonymsThatMakeNoSenseAreRefused(t *testing.T) {
	shelves(t, func(s *shelf) {
		for what, forms := range map[string][]string{
			"nothing":      {},
			"one":          {"验收"},
			"an empty one": {"验收", " "},
			"a character":  {"验收", "验"},
			"the same":     {"Acceptance", "acceptance"},
			"too long":     {"验收", strings.Repeat("长", 61)},
			"too many":     strings.Split(strings.Repeat("验收,acceptance,", 9), ","),
		} {
			_, err := s.CreateSynonymGroup(s.ctx, ent.CreateSynonymGroupInput{Forms: forms})
			if process.CodeOf(err) != process.CodeValidationFailed {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, err := s.CreateSynonymGroup(s.as(process.UserRoleSales), ent.CreateSynonymGroupInput{Forms: []string{"验收", "acceptance"}})
		s.wantRefused(err, "FORBIDDEN")
	})
}

func TestShippedSynonymsAreInstalledOnceAndHold(t *testing.T) {
	shelves(t, func(s *shelf) {
		s.must(s.InstallSynonyms(s.ctx))
		s.must(s.InstallSynonyms(s.ctx))
		n, err := s.Read(s.ctx).SynonymGroup.Query().Count(s.ctx)
		s.must(err)
		if n != len(process.TradeSynonyms) {
			t.Errorf("%d groups of %d", n, len(process.TradeSynonyms))
		}
		for _, line := range process.TradeSynonyms {
			if _, err := process.CheckSynonyms(strings.Split(line, "|")); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
		l := s.lesson("Award", "The award was published late.")
		s.wantFound("中标", l.ID)
	})
}
