package desk_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

const (
	powerText = "机房供电采用双回路市电引入,两路电源来自不同的变电站,任一路中断时由自动转换开关在十五毫秒内切换到另一路。\n" +
		"不间断电源按两倍容量配置,满载时后备时间不少于三十分钟,柴油发电机在一分钟之内带起全部负载。"
	coolingText = "Cooling is by in-row units along contained cold aisles, with chilled water supplied by one more machine than is needed " +
		"and a storage tank that keeps the air flowing for a quarter of an hour after a power cut."
)

// content puts a text into the library, verified if it is told.
func (s *shelf) content(title, body string, states ...process.VerifyState) *ent.ContentItem {
	s.Helper()
	c := shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, ent.CreateContentItemInput{Title: title, Body: &body}))
	for _, state := range states {
		c = shelved[ent.ContentItem](s)(s.ChangeVerifyState(s.ctx, desk.ChangeVerifyStateInput{ID: c.ID, Version: c.Version, State: state}))
	}
	return c
}

// chapter writes a section of a proposal of its own for a deal.
func (s *shelf) chapter(title, body string, deal *ent.Opportunity) *ent.ProposalSection {
	s.Helper()
	p := s.proposal("方案 "+title, deal)
	return shelved[ent.ProposalSection](s)(s.CreateProposalSection(s.ctx, ent.CreateProposalSectionInput{
		ProposalVersionID: s.latest(p).ID, Position: 0, Title: title, Body: &body,
	}))
}

func (s *shelf) archive(c *ent.ContentItem) {
	s.Helper()
	_, err := s.ArchiveRecord(s.ctx, desk.RecordInput{ID: c.ID, Version: c.Version})
	s.must(err)
}

func TestCopiesOfTextsAreFoundWithTheOneToGoBy(t *testing.T) {
	shelves(t, func(s *shelf) {
		edited := strings.Replace(powerText, "十五毫秒", "二十毫秒", 1)
		old := s.chapter("供电旧", edited, s.opportunity("旧", nil))
		item := s.content("供电范本", powerText)
		part := s.chapter("供电新", powerText, s.opportunity("新", nil))
		en := s.content("Cooling", coolingText)
		used := s.chapter("Cooling as used", coolingText, s.opportunity("used", nil))
		retired := s.content("Cooling as retired", coolingText, process.VerifyStateRetired)
		archived := s.content("Cooling as archived", coolingText)
		s.lesson("供电教训", powerText)
		s.lesson("供电教训二", powerText)
		s.content("短", "详见附件")
		s.content("短二", "详见附件")
		// Another section was made from the one, so that it was used more than the item.
		other := s.chapter("Made of it", "x", s.opportunity("other", nil))
		shelved[ent.ReuseEdge](s)(s.InsertFromLibrary(s.ctx, desk.InsertFromLibraryInput{
			SectionID: &other.ID, Version: &other.Version, SourceID: used.ID, Mode: process.ReuseModeReferenced,
		}))
		s.catchUp()
		s.archive(archived) // the index does not know yet

		ctx, statements := store.CountStatements(s.ctx)
		all, err := s.DuplicateTexts(ctx, nil, nil)
		s.must(err)
		if n := statements.N(); n > 4 {
			t.Errorf("%d statements", n)
		}
		if len(all) != 2 {
			t.Fatalf("%d clusters: %+v", len(all), all)
		}
		told := func(c *desk.DuplicateCluster) (ids []string) {
			for _, m := range c.Members {
				ids = append(ids, m.RecordID)
			}
			return ids
		}
		if c := all[0]; c.CanonicalID != item.ID || c.Size != 3 || !slices.Equal(told(c), []string{item.ID, part.ID, old.ID}) ||
			c.Members[1].Alike != 1 || c.Members[2].Alike >= 1 || c.Members[2].Alike < .7 {
			t.Errorf("of an item, a copy and an edited one: %+v, %v", c, told(c))
		}
		if m := all[0].Members[0]; m.Title != "供电范本" || m.RootID != item.ID || *m.VerifyState != process.VerifyStateUnverified || m.Uses != 0 {
			t.Errorf("the item is told as %+v", m)
		}
		if m := all[0].Members[1]; m.Title != "供电新" || m.RootID != part.ProposalID || m.VerifyState != nil {
			t.Errorf("the section is told as %+v", m)
		}
		if c := all[1]; c.CanonicalID != used.ID || !slices.Equal(told(c), []string{used.ID, en.ID}) || c.Size != 2 || c.Members[0].Uses != 1 {
			t.Errorf("without what is retired (%s) or archived, the more used first: %+v, %v", retired.ID, c, told(c))
		}

		verified := s.content("Cooling verified", coolingText, process.VerifyStateVerified)
		s.catchUp()
		all, err = s.DuplicateTexts(s.ctx, new(1), new(1.0))
		s.must(err)
		if len(all) != 1 || all[0].CanonicalID != verified.ID || len(all[0].Members) != 3 {
			t.Errorf("a verified item: %+v", all)
		}

		asPartner, err := s.DuplicateTexts(s.as(process.UserRolePartner), nil, nil)
		s.must(err)
		for _, c := range asPartner {
			for _, m := range c.Members {
				if strings.HasPrefix(m.RecordID, process.IDOf(ent.TypeLesson, "")) {
					t.Errorf("a partner, who reads no lessons, is told of %s", m.RecordID)
				}
			}
		}
		if none, err := s.DuplicateTexts(s.as("NOBODY"), nil, nil); err != nil || len(none) != 0 {
			t.Errorf("who may read nothing sees %v, %v", none, err)
		}
		for what, c := range map[string]struct {
			first *int
			alike *float64
			want  string
		}{
			"too many":        {new(51), nil, "VALIDATION_FAILED first"},
			"less than none":  {new(-1), nil, "VALIDATION_FAILED first"},
			"not alike":       {nil, new(.4), "VALIDATION_FAILED alike"},
			"not at all":      {nil, new(0.0), "VALIDATION_FAILED alike"},
			"more than alike": {nil, new(1.1), "VALIDATION_FAILED alike"},
			"no number":       {nil, new(math.NaN()), "VALIDATION_FAILED alike"},
			"none wanted":     {new(0), nil, ""},
		} {
			got, err := s.DuplicateTexts(s.ctx, c.first, c.alike)
			s.wantRefused(err, c.want)
			if len(got) != 0 {
				t.Errorf("%s: %v", what, got)
			}
		}
		_, err = s.DuplicateTexts(t.Context(), nil, nil)
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}

func TestTextsOfTwoRecordsAreCompared(t *testing.T) {
	shelves(t, func(s *shelf) {
		item := s.content("供电范本", powerText)
		section := s.chapter("供电", strings.Replace(powerText, "三十分钟", "四十分钟", 1), nil)
		ctx, statements := store.CountStatements(s.ctx)
		diff, err := s.TextDiff(ctx, item.ID, section.ID)
		s.must(err)
		if n := statements.N(); n > 2 {
			t.Errorf("%d statements", n)
		}
		if diff.FromTitle != "供电范本" || diff.ToTitle != "供电" || diff.Alike <= .8 || diff.Alike >= 1 || len(diff.Hunks) != 1 || diff.Hunks[0].OldStart != 1 {
			t.Errorf("%+v", diff)
		}
		if got := process.ApplyDiff(item.Body, diff.Hunks); got != section.Body {
			t.Errorf("the hunks lead to %q", got)
		}
		if same, err := s.TextDiff(s.as(process.UserRolePartner), item.ID, item.ID); err != nil || len(same.Hunks) != 0 || same.Alike != 1 {
			t.Errorf("with itself: %+v, %v", same, err)
		}
		archived := s.content("旧", powerText)
		s.archive(archived)
		lesson := s.lesson("供电教训", powerText)
		for what, c := range map[string]struct{ from, to, want string }{
			"a lesson":          {lesson.ID, item.ID, "VALIDATION_FAILED from"},
			"to a lesson":       {item.ID, lesson.ID, "VALIDATION_FAILED to"},
			"no id":             {"范本", item.ID, "VALIDATION_FAILED from"},
			"to no id":          {item.ID, "", "VALIDATION_FAILED to"},
			"a missing item":    {item.ID, process.IDOf(ent.TypeContentItem, "00000000000000000000000000"), "NOT_FOUND"},
			"a missing section": {process.IDOf(ent.TypeProposalSection, "00000000000000000000000000"), item.ID, "NOT_FOUND"},
			"an archived one":   {archived.ID, item.ID, "NOT_FOUND"},
		} {
			if _, err := s.TextDiff(s.ctx, c.from, c.to); err == nil {
				t.Errorf("%s is compared", what)
			} else {
				s.wantRefused(err, c.want)
			}
		}
		_, err = s.TextDiff(s.as("NOBODY"), item.ID, section.ID)
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.TextDiff(t.Context(), item.ID, section.ID)
		s.wantRefused(err, "UNAUTHENTICATED")
	})
}
