package desk_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// item puts a text into the library.
func (o *office) item(title, body string) *ent.ContentItem {
	o.Helper()
	return done[ent.ContentItem](o)(o.CreateContentItem(o.system, ent.CreateContentItemInput{Kind: new(process.ContentKindSection), Title: title, Body: &body}))
}

// reuse puts a source into a section as it is now.
func (o *office) reuse(s *ent.ProposalSection, source string, mode process.ReuseMode) *ent.ReuseEdge {
	o.Helper()
	now := o.again(s)
	return done[ent.ReuseEdge](o)(o.InsertFromLibrary(o.system, desk.InsertFromLibraryInput{SectionID: &s.ID, Version: &now.Version, SourceID: source, Mode: mode}))
}

func (o *office) edge(id string) *ent.ReuseEdge {
	o.Helper()
	e, err := o.Read(o.system).ReuseEdge.Get(o.system, id)
	o.must(err)
	return e
}

func TestPassagesAreInsertedByMode(t *testing.T) {
	offices(t, func(o *office) {
		p := o.offer("仓储方案", o.deal("仓储改造"))
		item := o.item("供电范本", "采用双回路供电")
		version := o.latest(p).ID
		for name, c := range map[string]struct {
			in          desk.InsertFromLibraryInput
			title, body string
			words       int
			similarity  float64
			status      process.SectionStatus
		}{
			"new, verbatim":           {desk.InsertFromLibraryInput{Mode: process.ReuseModeVerbatim}, "供电范本", "采用双回路供电", 7, 1, process.SectionStatusDrafting},
			"new, with a heading":     {desk.InsertFromLibraryInput{Mode: process.ReuseModeVerbatim, Title: new("供电")}, "供电", "采用双回路供电", 7, 1, process.SectionStatusDrafting},
			"new, adapted":            {desk.InsertFromLibraryInput{Mode: process.ReuseModeAdapted, Body: new("采用双回路供水")}, "供电范本", "采用双回路供水", 7, 5. / 7, process.SectionStatusDrafting},
			"new, adapted as it is":   {desk.InsertFromLibraryInput{Mode: process.ReuseModeAdapted}, "供电范本", "采用双回路供电", 7, 1, process.SectionStatusDrafting},
			"new, only referred to":   {desk.InsertFromLibraryInput{Mode: process.ReuseModeReferenced}, "供电范本", "", 0, 0, process.SectionStatusPlanned},
			"below, verbatim":         {desk.InsertFromLibraryInput{Mode: process.ReuseModeVerbatim, SectionID: new("")}, "供配电", "概述\n\n采用双回路供电", 9, 6. / 8, process.SectionStatusDrafting},
			"below, adapted":          {desk.InsertFromLibraryInput{Mode: process.ReuseModeAdapted, SectionID: new(""), Body: new("双回路")}, "供配电", "概述\n\n双回路", 5, 2. / 8, process.SectionStatusDrafting},
			"below, only referred to": {desk.InsertFromLibraryInput{Mode: process.ReuseModeReferenced, SectionID: new("")}, "供配电", "概述", 2, 0, process.SectionStatusDrafting},
		} {
			in := c.in
			in.SourceID = item.ID
			if in.SectionID == nil {
				in.ProposalVersionID, in.Position = &version, new(5)
			} else {
				s := o.chapter(o.system, p, 1, "供配电", "概述")
				in.SectionID, in.Version = &s.ID, &s.Version
			}
			e := done[ent.ReuseEdge](o)(o.InsertFromLibrary(o.system, in))
			s, err := o.Read(o.system).ProposalSection.Get(o.system, e.SectionID)
			o.must(err)
			if s.Title != c.title || s.Body != c.body || s.Words != c.words || s.Status != c.status || s.ProposalID != p.ID {
				o.Errorf("%s: %q says %q, %d words, %s", name, s.Title, s.Body, s.Words, s.Status)
			}
			sum := sha256.Sum256([]byte(item.Body))
			if e.SourceID != item.ID || e.SourceVersion != item.Version || e.SourceHash != hex.EncodeToString(sum[:]) || e.Mode != in.Mode {
				o.Errorf("%s: the edge is %v", name, e)
			}
			if d := e.Similarity - c.similarity; d > 1e-9 || d < -1e-9 {
				o.Errorf("%s: similarity %v, want %v", name, e.Similarity, c.similarity)
			}
		}
	})
}

// Both texts are compared whenever the section says something else, with what the source said when it was taken.
func TestSimilarityFollowsTheSectionAndNotTheSource(t *testing.T) {
	offices(t, func(o *office) {
		item := o.item("供电范本", "采用双回路供电")
		s := o.chapter(o.system, o.offer("仓储方案", nil), 0, "供电", "")
		e := o.reuse(s, item.ID, process.ReuseModeVerbatim)
		rewrite := func(body string, want float64) {
			o.Helper()
			done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: s.ID, Version: o.again(s).Version, Body: &body}))
			if got := o.edge(e.ID).Similarity; got-want > 1e-9 || want-got > 1e-9 {
				o.Errorf("%q: similarity %v, want %v", body, got, want)
			}
		}
		source := func(body string) {
			o.Helper()
			item = done[ent.ContentItem](o)(o.UpdateContentItem(o.system, ent.UpdateContentItemInput{ID: item.ID, Version: item.Version, Body: &body}))
		}
		rewrite("采用双回路供水", 5./7)
		rewrite("採用雙回路供電", 1) // in traditional characters
		source("另一种说法")
		source("第三种说法")
		if got := o.edge(e.ID).Similarity; got != 1 {
			o.Errorf("a change of the source left a similarity of %v", got)
		}
		rewrite("采用双回路", 4./6)
		rewrite("第三种说法", 0)
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: item.ID, Version: item.Version})
		o.must(err)
		rewrite("采用双回路供电", 1)
		if now := o.edge(e.ID); now.ArchivedAt != nil || now.SourceVersion != 1 || now.SourceID != item.ID {
			o.Errorf("archiving the source changed the edge: %v", now)
		}
		before := o.edge(e.ID).Version
		done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: s.ID, Version: o.again(s).Version, Title: new("供配电")}))
		if after := o.edge(e.ID).Version; after != before {
			o.Error("another heading wrote on the edge")
		}
	})
}

func TestPassagesThatMayNotBeUsedAreRefused(t *testing.T) {
	offices(t, func(o *office) {
		writer, seller := o.person("writer", process.UserRoleSolutionEngineer), o.person("seller", process.UserRoleSales)
		p, frozen := o.offer("仓储方案", nil), o.offer("旧方案", nil)
		s := o.chapter(o.system, p, 0, "供电", "双回路")
		old := o.chapter(o.system, frozen, 0, "供电", "双回路")
		version, oldVersion := o.latest(p).ID, o.latest(frozen).ID
		o.revise(o.system, frozen)
		item, retired, archived := o.item("范本", "文字"), o.item("退役", "文字"), o.item("归档", "文字")
		done[ent.ContentItem](o)(o.ChangeVerifyState(o.system, desk.ChangeVerifyStateInput{ID: retired.ID, Version: 1, State: process.VerifyStateRetired}))
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: archived.ID, Version: 1})
		o.must(err)
		lost := o.offer("归档方案", nil)
		within := o.chapter(o.system, lost, 0, "章节", "文字")
		_, err = o.ArchiveRecord(o.system, desk.RecordInput{ID: lost.ID, Version: 1})
		o.must(err)
		lesson := done[ent.Lesson](o)(o.CreateLesson(o.system, ent.CreateLessonInput{Title: "教训"}))
		in := func(source string) desk.InsertFromLibraryInput {
			return desk.InsertFromLibraryInput{SectionID: &s.ID, Version: new(1), SourceID: source, Mode: process.ReuseModeVerbatim}
		}
		with := func(in desk.InsertFromLibraryInput, change func(*desk.InsertFromLibraryInput)) desk.InsertFromLibraryInput {
			change(&in)
			return in
		}
		type I = desk.InsertFromLibraryInput
		for _, c := range []struct {
			name string
			by   context.Context
			in   desk.InsertFromLibraryInput
			want string
		}{
			{"retired", writer.ctx, in(retired.ID), "VALIDATION_FAILED sourceID"},
			{"archived", writer.ctx, in(archived.ID), "NOT_FOUND"},
			{"missing", writer.ctx, in("cnt_00000000000000000000000000"), "NOT_FOUND"},
			{"a missing section", writer.ctx, in("sec_00000000000000000000000000"), "NOT_FOUND"},
			{"a section of an archived proposal", writer.ctx, in(within.ID), "NOT_FOUND"},
			{"a lesson", writer.ctx, in(lesson.ID), "VALIDATION_FAILED sourceID"},
			{"no id", writer.ctx, in("范本"), "VALIDATION_FAILED sourceID"},
			{"itself", writer.ctx, in(s.ID), "VALIDATION_FAILED sourceID"},
			{"a text with verbatim", writer.ctx, with(in(item.ID), func(i *I) { i.Body = new("x") }), "VALIDATION_FAILED body"},
			{"no target", writer.ctx, I{SourceID: item.ID, Mode: process.ReuseModeVerbatim}, "VALIDATION_FAILED sectionID"},
			{"two targets", writer.ctx, with(in(item.ID), func(i *I) { i.ProposalVersionID, i.Position = &version, new(1) }), "VALIDATION_FAILED sectionID"},
			{"a section without its version", writer.ctx, with(in(item.ID), func(i *I) { i.Version = nil }), "VALIDATION_FAILED sectionID"},
			{"a heading for a section that has one", writer.ctx, with(in(item.ID), func(i *I) { i.Title = new("x") }), "VALIDATION_FAILED sectionID"},
			{"a position below zero", writer.ctx, I{SourceID: item.ID, Mode: process.ReuseModeVerbatim, ProposalVersionID: &version, Position: new(-1)}, "VALIDATION_FAILED position"},
			{"stale", writer.ctx, with(in(item.ID), func(i *I) { i.Version = new(9) }), "CONFLICT"},
			{"into a frozen section", writer.ctx, with(in(item.ID), func(i *I) { i.SectionID = &old.ID }), "ILLEGAL_TRANSITION"},
			{"into a frozen version", writer.ctx, I{SourceID: item.ID, Mode: process.ReuseModeVerbatim, ProposalVersionID: &oldVersion, Position: new(1)}, "ILLEGAL_TRANSITION"},
			{"by sales", seller.ctx, in(item.ID), "FORBIDDEN"},
			{"by nobody", t.Context(), in(item.ID), "UNAUTHENTICATED"},
			{"from a frozen section", writer.ctx, in(old.ID), ""},
		} {
			_, err := o.InsertFromLibrary(c.by, c.in)
			o.refused(c.name, err, c.want)
		}
		if now := o.again(s); now.Body != "双回路\n\n双回路" || now.Version != 2 {
			o.Errorf("a refused insertion was written: %v", now)
		}
		big := o.item("长文", strings.Repeat("x", 1<<20))
		_, err = o.InsertFromLibrary(writer.ctx, desk.InsertFromLibraryInput{SectionID: &s.ID, Version: new(2), SourceID: big.ID, Mode: process.ReuseModeVerbatim})
		o.refused("more than a section holds", err, "VALIDATION_FAILED body")
		for range process.MaxSources - 1 {
			o.reuse(s, item.ID, process.ReuseModeReferenced)
		}
		_, err = o.InsertFromLibrary(writer.ctx, desk.InsertFromLibraryInput{SectionID: &s.ID, Version: new(o.again(s).Version), SourceID: item.ID, Mode: process.ReuseModeReferenced})
		o.refused("one source too many", err, "VALIDATION_FAILED sourceID")
	})
}

func TestLineageLeadsBothWays(t *testing.T) {
	offices(t, func(o *office) {
		won, lost := o.deal("赢得的商机"), o.deal("失去的商机")
		item := o.item("供电范本", "采用双回路供电")
		a := o.chapter(o.system, o.offer("方案甲", won), 0, "甲", "")
		b := o.chapter(o.system, o.offer("方案乙", lost), 0, "乙", "")
		c := o.chapter(o.system, o.offer("方案丙", nil), 0, "丙", "")
		o.reuse(a, item.ID, process.ReuseModeVerbatim)
		o.reuse(b, a.ID, process.ReuseModeAdapted)
		o.reuse(c, b.ID, process.ReuseModeVerbatim)
		o.reuse(c, item.ID, process.ReuseModeReferenced)
		o.reuse(a, c.ID, process.ReuseModeReferenced) // round in a circle
		done[ent.Opportunity](o)(o.TellOutcome(o.system, desk.CloseOpportunityInput{ID: won.ID, Version: 1, Status: process.OpportunityStatusWon}))
		done[ent.Opportunity](o)(o.TellOutcome(o.system, desk.CloseOpportunityInput{ID: lost.ID, Version: 1, Status: process.OpportunityStatusLost}))
		done[ent.ContentItem](o)(o.ChangeVerifyState(o.system, desk.ChangeVerifyStateInput{ID: item.ID, Version: 1, State: process.VerifyStateRetired}))
		told := func(all []desk.LineageEntry) string {
			var words []string
			for _, e := range all {
				w := fmt.Sprintf("%d %s", e.Depth, e.Title)
				if e.Outcome != nil {
					w += " " + *e.OpportunityName + " " + string(*e.Outcome)
				}
				if e.Archived {
					w += " archived"
				}
				words = append(words, w)
			}
			return strings.Join(words, ", ")
		}
		for name, c := range map[string]struct{ id, origins, uses string }{
			"the item": {item.ID, "", "1 甲 赢得的商机 WON, 1 丙, 2 乙 失去的商机 LOST, 2 甲 赢得的商机 WON, 3 丙"},
			"b":        {b.ID, "1 甲 赢得的商机 WON, 2 供电范本 archived, 2 丙, 3 供电范本 archived", "1 丙, 2 甲 赢得的商机 WON"},
		} {
			ctx, statements := store.CountStatements(o.system)
			l, err := o.Lineage(ctx, c.id)
			o.must(err)
			if got := told(l.Origins); got != c.origins {
				o.Errorf("%s comes from %s, want %s", name, got, c.origins)
			}
			if got := told(l.Uses); got != c.uses {
				o.Errorf("%s went into %s, want %s", name, got, c.uses)
			}
			if statements.N() > 9 || l.HasMore {
				o.Errorf("%d statements, more: %t", statements.N(), l.HasMore)
			}
		}
		lonely, err := o.Lineage(o.system, o.item("无人用", "文字").ID)
		o.must(err)
		if len(lonely.Origins)+len(lonely.Uses) != 0 || lonely.Origins == nil {
			o.Errorf("unused: %+v", lonely)
		}
		for name, c := range map[string]struct {
			ctx      context.Context
			id, want string
		}{
			"missing":    {o.system, "sec_00000000000000000000000000", "NOT_FOUND"},
			"no id":      {o.system, "x", "VALIDATION_FAILED id"},
			"other kind": {o.system, won.ID, "VALIDATION_FAILED id"},
			"nobody":     {t.Context(), item.ID, "UNAUTHENTICATED"},
		} {
			_, err := o.Lineage(c.ctx, c.id)
			o.refused(name, err, c.want)
		}
	})
}
