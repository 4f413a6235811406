package desk_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/reuseedge"
	"bidwell/ent/store"
	"bidwell/process"
)

func TestANewVersionHasAllThatIsKnownOfTheSections(t *testing.T) {
	offices(t, func(o *office) {
		writer, reviewer := o.person("writer", process.UserRoleSolutionEngineer), o.person("reviewer", process.UserRolePresalesConsultant)
		deal := o.deal("仓储改造")
		p := o.offer("仓储方案", deal)
		item := done[ent.ContentItem](o)(o.CreateContentItem(o.system, ent.CreateContentItemInput{Title: "供电范本", Body: new("采用双回路供电")}))
		due := o.clock.Add(time.Hour)
		s := done[ent.ProposalSection](o)(o.CreateProposalSection(writer.ctx, ent.CreateProposalSectionInput{
			ProposalVersionID: o.latest(p).ID, Position: 3, Depth: new(2), Title: "供电", Language: new("zh-CN"),
			OwnerID: &writer.id, ReviewerID: &reviewer.id, DueAt: &due,
		}))
		edge := done[ent.ReuseEdge](o)(o.InsertFromLibrary(writer.ctx, desk.InsertFromLibraryInput{SectionID: &s.ID, Version: &s.Version, SourceID: item.ID, Mode: process.ReuseModeAdapted}))
		gone := o.chapter(writer.ctx, p, 4, "作废", "作废")
		_, err := o.ArchiveRecord(writer.ctx, desk.RecordInput{ID: gone.ID, Version: 1})
		o.must(err)
		s = o.again(s)
		done[ent.ProposalSection](o)(o.ChangeSectionStatus(writer.ctx, desk.ChangeSectionStatusInput{ID: s.ID, Version: s.Version, Status: process.SectionStatusInReview}))
		done[ent.ProposalSection](o)(o.ChangeSectionStatus(reviewer.ctx, desk.ChangeSectionStatusInput{ID: s.ID, Version: s.Version + 1, Status: process.SectionStatusReady}))
		answer := o.answer(p, deal, "双回路", s)

		next := o.chapters(o.revise(o.system, p))
		if len(next) != 1 {
			o.Fatalf("%d sections, want the one that is not archived", len(next))
		}
		c := next[0]
		same := c.Title == "供电" && c.Body == "采用双回路供电" && c.Position == 3 && c.Depth == 2 && c.Language == "zh-CN" && c.Words == 7 &&
			c.Status == process.SectionStatusReady && *c.OwnerID == writer.id && *c.ReviewerID == reviewer.id && c.DueAt.Equal(due)
		if !same {
			o.Errorf("copied as %v", c)
		}
		edges, err := o.Read(o.system).ReuseEdge.Query().Where(reuseedge.SectionID(c.ID)).All(o.system)
		o.must(err)
		if len(edges) != 1 || edges[0].SourceID != item.ID || edges[0].SourceHash != edge.SourceHash || edges[0].SourceVersion != edge.SourceVersion ||
			edges[0].Mode != edge.Mode || edges[0].Similarity != 1 {
			o.Errorf("the copy comes from %v, the original from %v", edges, edge)
		}
		now, err := o.Read(o.system).ComplianceItem.Get(o.system, answer)
		o.must(err)
		if *now.SectionID != c.ID {
			o.Error("the compliance matrix points at the frozen section")
		}
	})
}

// answer lets a section of a proposal answer a new requirement, and gives the cell of the compliance matrix.
func (o *office) answer(p *ent.Proposal, deal *ent.Opportunity, text string, s *ent.ProposalSection) (id string) {
	o.Helper()
	r := done[ent.Requirement](o)(o.CreateRequirement(o.system, ent.CreateRequirementInput{OpportunityID: deal.ID, Text: text}))
	_, err := o.Transact(o.system, func(ctx context.Context, tx *ent.Tx, newID func(process.Entity) string) error {
		id = newID(ent.TypeComplianceItem)
		return tx.ComplianceItem.Create().SetID(id).SetProposalID(p.ID).SetRequirementID(r.ID).SetSectionID(s.ID).SetResponse(process.ComplianceResponseFull).Exec(ctx)
	})
	o.must(err)
	return id
}

func TestVersionsAreCompared(t *testing.T) {
	offices(t, func(o *office) {
		p := o.offer("仓储方案", nil)
		for i, title := range []string{"概述", "供电", "制冷", "消防"} {
			o.chapter(o.system, p, i, title, title+"\n第二行\n第三行")
		}
		first := o.latest(p)
		second := o.revise(o.system, p)
		copied := o.chapters(second)
		done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: copied[1].ID, Version: 1, Body: new("供电\n双回路\n第三行")}))
		done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: copied[0].ID, Version: 1, Position: new(9)}))
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: copied[2].ID, Version: 1})
		o.must(err)
		added := o.chapter(o.system, p, 5, "弱电", "综合布线")
		ctx, statements := store.CountStatements(o.system)
		diff, err := o.VersionDiff(ctx, first.ID, second.ID)
		o.must(err)
		if statements.N() > 3 {
			o.Errorf("%d statements: %v", statements.N(), statements.Statements())
		}
		var told []string
		for _, d := range diff.Sections {
			title := ""
			if d.OldTitle != nil {
				title = *d.OldTitle
			} else {
				title = *d.NewTitle
			}
			told = append(told, fmt.Sprintf("%s added=%t removed=%t moved=%t changed=%t hunks=%d", title, d.OldID == nil, d.NewID == nil, d.Moved, d.Changed, len(d.Hunks)))
		}
		want := []string{
			"供电 added=false removed=false moved=false changed=true hunks=1", "制冷 added=false removed=true moved=false changed=true hunks=1",
			"消防 added=false removed=false moved=false changed=false hunks=0", "弱电 added=true removed=false moved=false changed=true hunks=1",
			"概述 added=false removed=false moved=true changed=false hunks=0",
		}
		if strings.Join(told, "\n") != strings.Join(want, "\n") {
			o.Errorf("told\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
		}
		if h := diff.Sections[0].Hunks[0]; h.OldStart != 1 || len(h.Removed) != 1 || h.Removed[0] != "第二行" || h.Added[0] != "双回路" {
			o.Errorf("the hunk says %+v", h)
		}
		if id := diff.Sections[3].NewID; *id != added.ID {
			o.Errorf("added is %s", *id)
		}
		same, err := o.VersionDiff(o.system, second.ID, second.ID)
		o.must(err)
		for _, d := range same.Sections {
			if d.Changed || d.Moved || *d.OldID != *d.NewID {
				o.Errorf("a version differs from itself in %v", d)
			}
		}
	})
}

func TestVersionsOfDifferentProposalsAreNotCompared(t *testing.T) {
	offices(t, func(o *office) {
		p, other := o.offer("仓储方案", nil), o.offer("别的方案", nil)
		v, foreign := o.latest(p), o.latest(other)
		next := o.revise(o.system, p)
		for name, c := range map[string]struct{ from, to, want string }{
			"another proposal's": {v.ID, foreign.ID, "VALIDATION_FAILED toID"},
			"a version and none": {v.ID, "prv_00000000000000000000000000", "NOT_FOUND"},
			"none and a version": {"prv_00000000000000000000000000", v.ID, "NOT_FOUND"},
			"something else":     {p.ID, v.ID, "VALIDATION_FAILED fromID"},
			"no id":              {v.ID, "7", "VALIDATION_FAILED toID"},
			"of the same, forth": {v.ID, next.ID, ""},
			"of the same, back":  {next.ID, v.ID, ""},
		} {
			_, err := o.VersionDiff(o.system, c.from, c.to)
			o.refused(name, err, c.want)
		}
		_, err := o.VersionDiff(o.Context(), v.ID, next.ID)
		o.refused("nobody", err, "UNAUTHENTICATED")
		for i := range 5 {
			o.chapter(o.system, p, i, fmt.Sprint(i), strings.Repeat("x", 900_000))
		}
		_, err = o.VersionDiff(o.system, v.ID, next.ID)
		o.refused("more text than is compared", err, "VALIDATION_FAILED toID")
	})
}
