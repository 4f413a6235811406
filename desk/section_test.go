package desk_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestSectionsAreCountedAndStandWhereTheirTextSays(t *testing.T) {
	offices(t, func(o *office) {
		p := o.offer("仓储方案", o.deal("仓储改造"))
		s := o.chapter(o.system, p, 0, "供电", "")
		if s.Status != process.SectionStatusPlanned || s.Words != 0 {
			o.Errorf("without a text: %s, %d words", s.Status, s.Words)
		}
		s = done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Body: new("采用 10kV 双回路")}))
		if s.Status != process.SectionStatusDrafting || s.Words != 6 {
			o.Errorf("with a text: %s, %d words", s.Status, s.Words)
		}
		s = done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Title: new("供配电")}))
		if s.Status != process.SectionStatusDrafting || s.Words != 6 {
			o.Errorf("with another heading: %s, %d words", s.Status, s.Words)
		}
		s = done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, ClearBody: true}))
		if s.Words != 0 {
			o.Errorf("with its text gone: %d words", s.Words)
		}
		if s = o.chapter(o.system, p, 1, "Power", "two feeders"); s.Status != process.SectionStatusDrafting || s.Words != 2 {
			o.Errorf("written at once: %s, %d words", s.Status, s.Words)
		}
	})
}

func TestSectionsGoThroughReviewByTheirReviewer(t *testing.T) {
	offices(t, func(o *office) {
		writer, reviewer := o.person("writer", process.UserRoleSolutionEngineer), o.person("reviewer", process.UserRolePresalesConsultant)
		p := o.offer("仓储方案", o.deal("仓储改造"))
		s := o.chapter(writer.ctx, p, 0, "供电", "双回路")
		step := func(by colleague, to process.SectionStatus, want string) {
			o.Helper()
			now := o.again(s)
			_, err := o.ChangeSectionStatus(by.ctx, desk.ChangeSectionStatusInput{ID: s.ID, Version: now.Version, Status: to})
			o.refused(string(now.Status)+" to "+string(to), err, want)
		}
		edit := func(in ent.UpdateProposalSectionInput, want string) {
			o.Helper()
			in.ID, in.Version = s.ID, o.again(s).Version
			_, err := o.UpdateProposalSection(writer.ctx, in)
			o.refused("edit", err, want)
		}
		edit(ent.UpdateProposalSectionInput{OwnerID: &writer.id, ReviewerID: &reviewer.id}, "")
		edit(ent.UpdateProposalSectionInput{ReviewerID: &writer.id}, "VALIDATION_FAILED reviewerID")
		edit(ent.UpdateProposalSectionInput{OwnerID: &reviewer.id}, "VALIDATION_FAILED reviewerID")
		edit(ent.UpdateProposalSectionInput{OwnerID: &reviewer.id, ReviewerID: &writer.id}, "")
		edit(ent.UpdateProposalSectionInput{OwnerID: &writer.id, ReviewerID: &reviewer.id}, "")
		step(writer, process.SectionStatusReady, "ILLEGAL_TRANSITION")
		step(writer, process.SectionStatusDrafting, "ILLEGAL_TRANSITION")
		step(writer, process.SectionStatusInReview, "")
		step(writer, process.SectionStatusReady, "FORBIDDEN")
		step(reviewer, process.SectionStatusReady, "")
		edit(ent.UpdateProposalSectionInput{DueAt: new(o.clock.Add(time.Hour))}, "")
		if now := o.again(s); now.Status != process.SectionStatusReady {
			o.Errorf("a due date made it %s", now.Status)
		}
		edit(ent.UpdateProposalSectionInput{Body: new("双回路,另有柴发")}, "")
		if now := o.again(s); now.Status != process.SectionStatusDrafting {
			o.Errorf("an edit left it %s", now.Status)
		}
		edit(ent.UpdateProposalSectionInput{ClearReviewer: true}, "")
		step(writer, process.SectionStatusInReview, "")
		step(writer, process.SectionStatusReady, "")
	})
}

func TestSectionsRefuseBadInput(t *testing.T) {
	offices(t, func(o *office) {
		writer, seller := o.person("writer", process.UserRoleSolutionEngineer), o.person("seller", process.UserRoleSales)
		p := o.offer("仓储方案", o.deal("仓储改造"))
		s := o.chapter(o.system, p, 0, "供电", "双回路")
		version, past := o.latest(p).ID, new(o.clock.Add(-time.Minute))
		create := func(by colleague, in ent.CreateProposalSectionInput) error {
			_, err := o.CreateProposalSection(by.ctx, in)
			return err
		}
		update := func(by colleague, in ent.UpdateProposalSectionInput) error {
			in.ID = given(in.ID, s.ID)
			_, err := o.UpdateProposalSection(by.ctx, in)
			return err
		}
		step := func(by colleague, in desk.ChangeSectionStatusInput) error {
			in.ID = given(in.ID, s.ID)
			_, err := o.ChangeSectionStatus(by.ctx, in)
			return err
		}
		for _, c := range []struct {
			name string
			err  error
			want string
		}{
			{"created by sales", create(seller, ent.CreateProposalSectionInput{ProposalVersionID: version, Title: "A"}), "FORBIDDEN"},
			{"written by its reviewer", create(writer, ent.CreateProposalSectionInput{ProposalVersionID: version, Title: "A", OwnerID: &writer.id, ReviewerID: &writer.id}), "VALIDATION_FAILED reviewerID"},
			{"due in the past", create(writer, ent.CreateProposalSectionInput{ProposalVersionID: version, Title: "A", DueAt: past}), "VALIDATION_FAILED dueAt"},
			{"due in the past, changed", update(writer, ent.UpdateProposalSectionInput{Version: 1, DueAt: past}), "VALIDATION_FAILED dueAt"},
			{"a version that is none", create(writer, ent.CreateProposalSectionInput{ProposalVersionID: p.ID, Title: "A"}), "VALIDATION_FAILED proposalVersionID"},
			{"a version there is not", create(writer, ent.CreateProposalSectionInput{ProposalVersionID: "prv_00000000000000000000000000", Title: "A"}), "NOT_FOUND"},
			{"no heading", create(writer, ent.CreateProposalSectionInput{ProposalVersionID: version}), "VALIDATION_FAILED title"},
			{"more than 1 MB", create(writer, ent.CreateProposalSectionInput{ProposalVersionID: version, Title: "A", Body: new(strings.Repeat("x", 1<<20+1))}), "VALIDATION_FAILED body"},
			{"a control character", update(writer, ent.UpdateProposalSectionInput{Version: 1, Body: new("a\x00b")}), "VALIDATION_FAILED body"},
			{"an owner there is not", update(writer, ent.UpdateProposalSectionInput{Version: 1, OwnerID: new("usr_00000000000000000000000000")}), "NOT_FOUND"},
			{"an owner who is none", update(writer, ent.UpdateProposalSectionInput{Version: 1, OwnerID: &p.ID}), "VALIDATION_FAILED ownerID"},
			{"stale", update(writer, ent.UpdateProposalSectionInput{Version: 7, Title: new("A")}), "CONFLICT"},
			{"stale step", step(writer, desk.ChangeSectionStatusInput{Version: 7, Status: process.SectionStatusInReview}), "CONFLICT"},
			{"step by sales", step(seller, desk.ChangeSectionStatusInput{Version: 1, Status: process.SectionStatusInReview}), "FORBIDDEN"},
			{"step of nothing", step(writer, desk.ChangeSectionStatusInput{ID: "sec_00000000000000000000000000", Version: 1, Status: process.SectionStatusInReview}), "NOT_FOUND"},
			{"step of something else", step(writer, desk.ChangeSectionStatusInput{ID: p.ID, Version: 1, Status: process.SectionStatusInReview}), "VALIDATION_FAILED id"},
		} {
			o.refused(c.name, c.err, c.want)
		}
		if now := o.again(s); now.Version != 1 {
			o.Errorf("something was written: version %d", now.Version)
		}
		_, err := o.ArchiveRecord(writer.ctx, desk.RecordInput{ID: s.ID, Version: 1})
		o.must(err)
		o.refused("archived", update(writer, ent.UpdateProposalSectionInput{Version: 2, Title: new("A")}), "CONFLICT")
	})
}

// given is a value, or the usual one when it is empty.
func given(v, usual string) string {
	if v == "" {
		return usual
	}
	return v
}

// What is frozen or approved says what it says: only a new version says something else.
func TestFrozenVersionsAndApprovedProposalsStayAsTheyAre(t *testing.T) {
	offices(t, func(o *office) {
		p := o.offer("仓储方案", o.deal("仓储改造"))
		s, hidden := o.chapter(o.system, p, 0, "供电", "双回路"), o.chapter(o.system, p, 1, "制冷", "风冷")
		_, err := o.ArchiveRecord(o.system, desk.RecordInput{ID: hidden.ID, Version: 1})
		o.must(err)
		first := o.latest(p)
		writes := func(when, want string) {
			o.Helper()
			_, err := o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Body: new("单回路")})
			o.refused(when+": update", err, want)
			_, err = o.ChangeSectionStatus(o.system, desk.ChangeSectionStatusInput{ID: s.ID, Version: s.Version, Status: process.SectionStatusInReview})
			o.refused(when+": step", err, want)
			_, err = o.CreateProposalSection(o.system, ent.CreateProposalSectionInput{ProposalVersionID: s.ProposalVersionID, Title: "新章"})
			o.refused(when+": create", err, want)
			_, err = o.ArchiveRecord(o.system, desk.RecordInput{ID: s.ID, Version: s.Version})
			o.refused(when+": archive", err, want)
			_, err = o.RestoreRecord(o.system, desk.RecordInput{ID: hidden.ID, Version: 2})
			o.refused(when+": restore", err, want)
		}
		for _, status := range []process.ProposalStatus{process.ProposalStatusApproved, process.ProposalStatusSealed, process.ProposalStatusSubmitted, process.ProposalStatusAwarded} {
			o.to(p, status)
			writes(string(status), "ILLEGAL_TRANSITION")
		}
		_, err = o.CreateProposalVersion(o.system, desk.CreateProposalVersionInput{ProposalID: p.ID})
		o.refused("a version of an awarded proposal", err, "ILLEGAL_TRANSITION")
		o.to(p, process.ProposalStatusApproved)
		second := o.revise(o.system, p)
		now, err := o.Read(o.system).Proposal.Get(o.system, p.ID)
		o.must(err)
		if now.Status != process.ProposalStatusDraft {
			o.Errorf("a new version of an approved proposal left it %s", now.Status)
		}
		writes("frozen", "ILLEGAL_TRANSITION")
		copied := o.chapters(second)
		if len(copied) != 1 {
			o.Fatalf("%d sections were copied", len(copied))
		}
		done[ent.ProposalSection](o)(o.UpdateProposalSection(o.system, ent.UpdateProposalSectionInput{ID: copied[0].ID, Version: 1, Body: new("三回路")}))
		frozen, err := o.Read(o.system).ProposalVersion.Get(o.system, first.ID)
		o.must(err)
		if frozen.FrozenAt == nil || frozen.ContentHash == "" || o.again(s).Body != "双回路" {
			o.Errorf("the frozen version: %v, says %q", frozen, o.again(s).Body)
		}
		_, err = o.ArchiveRecord(o.system, desk.RecordInput{ID: p.ID, Version: now.Version})
		o.must(err)
		_, err = o.ChangeSectionStatus(o.system, desk.ChangeSectionStatusInput{ID: copied[0].ID, Version: 2, Status: process.SectionStatusInReview})
		o.refused("of an archived proposal", err, "CONFLICT")
	})
}

func TestOfManyWhoSetASectionReadyOneWins(t *testing.T) {
	offices(t, func(o *office) {
		s := o.chapter(o.system, o.offer("仓储方案", nil), 0, "供电", "双回路")
		before := o.entries(s.ID)
		var won atomic.Int32
		var group sync.WaitGroup
		for range 64 {
			group.Go(func() {
				_, err := o.ChangeSectionStatus(o.system, desk.ChangeSectionStatusInput{ID: s.ID, Version: 1, Status: process.SectionStatusInReview})
				if err == nil {
					won.Add(1)
				} else if process.CodeOf(err) != process.CodeConflict {
					o.Errorf("a loser is told %v", err)
				}
			})
		}
		group.Wait()
		if logged := o.entries(s.ID) - before; won.Load() != 1 || logged != 1 {
			o.Errorf("%d won, %d rows in the log", won.Load(), logged)
		}
	})
}

// entries counts the changes of a record and its parts.
func (o *office) entries(id string) int {
	o.Helper()
	feed, err := o.Changes(o.system, nil, new(100), &id)
	o.must(err)
	return len(feed.Changes)
}
