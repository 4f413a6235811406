package desk_test

import (
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/proposalsection"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

// section adds a section to the latest version of the proposal.
func (b *bidding) section(position int, title string) *ent.ProposalSection {
	b.Helper()
	return must[ent.ProposalSection](b.door)(b.CreateProposalSection(b.writer, ent.CreateProposalSectionInput{
		ProposalVersionID: b.version().ID, Position: position, Title: title, Body: new("Text of " + title),
	}))
}

func (b *bidding) version() *ent.ProposalVersion {
	b.Helper()
	v, err := b.Read(b.system).ProposalVersion.Query().Where(proposalversion.ProposalID(b.proposal.ID)).Order(ent.Desc(proposalversion.FieldNumber)).First(b.system)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func TestWritersDoNotApproveTheirOwnProposal(t *testing.T) {
	biddings(t, func(b *bidding) {
		approve := func(by *process.Viewer, refusal string) {
			b.Helper()
			_, err := b.ApproveProposal(desk.WithViewer(b.Context(), by), b.reread())
			b.want(err, refusal)
		}
		writer, manager, other := desk.ViewerOf(b.writer), desk.ViewerOf(b.manager), desk.ViewerOf(b.other)
		s := b.section(0, "Architecture")
		approve(other, "ILLEGAL_TRANSITION")
		must[ent.Proposal](b.door)(b.RequestReview(b.manager, b.reread()))
		approve(writer, "FORBIDDEN")  // who made it
		approve(manager, "FORBIDDEN") // who gave it to the reviewers
		s = must[ent.ProposalSection](b.door)(b.UpdateProposalSection(b.other, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Body: new("Better")}))
		for _, to := range []process.SectionStatus{process.SectionStatusInReview, process.SectionStatusReady} {
			s = must[ent.ProposalSection](b.door)(b.ChangeSectionStatus(b.admin, desk.ChangeSectionStatusInput{ID: s.ID, Version: s.Version, Status: to}))
		}
		approve(other, "FORBIDDEN") // who wrote last; who set it ready, the administrator, did not
		approve(desk.ViewerOf(b.sales), "FORBIDDEN")
		approve(desk.ViewerOf(b.admin), "")
	})
}

func TestProposalGoesItsWay(t *testing.T) {
	biddings(t, func(b *bidding) {
		step := func(do func(desk.RecordInput) (desk.Written[ent.Proposal], error), want process.ProposalStatus) {
			b.Helper()
			if got := must[ent.Proposal](b.door)(do(b.reread())); got.Status != want {
				b.Fatalf("%s, want %s", got.Status, want)
			}
		}
		revise := func(in desk.RecordInput) (desk.Written[ent.Proposal], error) {
			return b.ReviseProposal(b.writer, desk.ReviseProposalInput{ID: in.ID, Version: in.Version, Note: new("after the review")})
		}
		step(func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return b.RequestReview(b.writer, in) }, process.ProposalStatusInReview)
		step(func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return b.RequestChanges(b.manager, in) }, process.ProposalStatusChangesRequested)
		step(revise, process.ProposalStatusDraft)
		if v := b.version(); v.Number != 1 || v.FrozenAt != nil {
			b.Errorf("changes that were asked for start version %d", v.Number)
		}
		_, err := b.ReviseProposal(b.writer, desk.ReviseProposalInput{ID: b.reread().ID, Version: b.proposal.Version})
		b.want(err, "ILLEGAL_TRANSITION")
		_, err = b.RequestReview(b.writer, desk.RecordInput{ID: b.proposal.ID, Version: b.proposal.Version - 1})
		b.want(err, "CONFLICT")
		_, err = b.RequestReview(b.sales, b.reread())
		b.want(err, "FORBIDDEN")
		step(func(in desk.RecordInput) (desk.Written[ent.Proposal], error) { return b.WithdrawProposal(b.writer, in) }, process.ProposalStatusWithdrawn)
		_, err = b.RequestReview(b.writer, b.reread())
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

// What was approved stays as it was approved; a revision is another version, for which nothing was given yet.
func TestApprovedProposalsAreRevisedBeforeTheyChange(t *testing.T) {
	biddings(t, func(b *bidding) {
		s := b.section(0, "Architecture")
		need := b.requirement(b.opportunity.ID, "Wind up to 20 m/s", true)
		item := must[ent.ComplianceItem](b.door)(b.AnswerRequirement(b.writer, desk.AnswerRequirementInput{
			ProposalID: b.proposal.ID, RequirementID: need.ID, Response: process.ComplianceResponseFull, SectionID: &s.ID,
		}))
		price := b.approve(process.ApprovalTypePrice, b.proposal.ID, b.manager)
		legal := b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal)
		b.sealed()
		closed := func(status string) {
			b.Helper()
			in := b.reread()
			for name, err := range map[string]error{
				"a section":     second(b.UpdateProposalSection(b.manager, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Body: new("x")})),
				"a new section": second(b.CreateProposalSection(b.manager, ent.CreateProposalSectionInput{ProposalVersionID: b.version().ID, Position: 1, Title: "x"})),
				"a version":     second(b.CreateProposalVersion(b.manager, desk.CreateProposalVersionInput{ProposalID: in.ID})),
				"the price":     second(b.UpdateProposal(b.manager, ent.UpdateProposalInput{ID: in.ID, Version: in.Version, Price: new(int64(1))})),
				"the validity":  second(b.UpdateProposal(b.manager, ent.UpdateProposalInput{ID: in.ID, Version: in.Version, ClearValidUntil: true})),
				"the matrix": second(b.AnswerRequirement(b.manager, desk.AnswerRequirementInput{
					ProposalID: in.ID, RequirementID: need.ID, Version: &item.Version, Response: process.ComplianceResponseUnanswered,
				})),
				"a section put away": second(b.ArchiveRecord(b.manager, desk.RecordInput{ID: s.ID, Version: s.Version})),
			} {
				if process.CodeOf(err) != process.CodeIllegalTransition {
					b.Errorf("%s of a proposal that is %s: %v", name, status, err)
				}
			}
		}
		closed("sealed")
		must[ent.Proposal](b.door)(b.UpdateProposal(b.writer, ent.UpdateProposalInput{ID: b.reread().ID, Version: b.proposal.Version, Summary: new("cranes"), BondReference: new("guarantee 8")}))
		revised := must[ent.Proposal](b.door)(b.ReviseProposal(b.writer, desk.ReviseProposalInput{ID: b.reread().ID, Version: b.proposal.Version, Note: new("addendum 1")}))
		if revised.Status != process.ProposalStatusDraft || revised.SealedAt != nil || revised.SignedAt != nil || revised.SignedByID != nil {
			b.Errorf("revised it is %s, sealed %v, signed %v", revised.Status, revised.SealedAt, revised.SignedAt)
		}
		if v := b.version(); v.Number != 2 || v.FrozenAt != nil || v.Note != "addendum 1" {
			b.Errorf("it goes on with %+v", v)
		}
		if b.approvalNow(price.ID).Status != process.ApprovalStatusApproved || b.approvalNow(legal.ID).Status != process.ApprovalStatusWithdrawn {
			b.Errorf("price %s, legal %s", b.approvalNow(price.ID).Status, b.approvalNow(legal.ID).Status)
		}
		copied, err := b.Read(b.system).ProposalSection.Query().Where(proposalsection.ProposalVersionID(b.version().ID)).Only(b.system)
		b.want(err, "")
		answer, err := b.Read(b.system).ComplianceItem.Get(b.system, item.ID)
		if b.want(err, ""); *answer.SectionID != copied.ID || copied.ID == s.ID {
			b.Errorf("the answer stays with the section of the version before")
		}
		_, err = b.UpdateProposalSection(b.writer, ent.UpdateProposalSectionInput{ID: copied.ID, Version: copied.Version, Body: new("x")})
		b.want(err, "")
		_, err = b.UpdateProposalSection(b.writer, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Body: new("x")})
		b.want(err, "ILLEGAL_TRANSITION")
		b.approved()
		in := b.reread()
		done, err := b.SealProposal(b.writer, in)
		if b.want(err, ""); done.Record != nil || len(done.Blockers) != 1 || done.Blockers[0].Code != process.BlockerCodeApprovalMissing {
			b.Errorf("the seal of the version before is used again: %+v", done)
		}
	})
}

// A new version of an approved proposal is a revision, whichever mutation begins it.
func TestANewVersionTakesBackWhatWasGivenForTheOldOne(t *testing.T) {
	biddings(t, func(b *bidding) {
		legal, seal := b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal), b.approve(process.ApprovalTypeSeal, b.proposal.ID, b.legal)
		b.approved()
		must[ent.Proposal](b.door)(b.SignProposal(b.manager, b.reread()))
		must[ent.ProposalVersion](b.door)(b.CreateProposalVersion(b.writer, desk.CreateProposalVersionInput{ProposalID: b.proposal.ID}))
		if b.reread(); b.proposal.Status != process.ProposalStatusDraft || b.proposal.SignedAt != nil || b.proposal.SignedByID != nil {
			b.Errorf("%s, signed %v", b.proposal.Status, b.proposal.SignedAt)
		}
		for _, a := range []*ent.Approval{legal, seal} {
			if got := b.approvalNow(a.ID).Status; got != process.ApprovalStatusWithdrawn {
				b.Errorf("the approval %s is %s", a.Type, got)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestWithdrawalEndsWithTheOpening(t *testing.T) {
	biddings(t, func(b *bidding) {
		b.submitted()
		o, err := b.Read(b.system).Opportunity.Get(b.system, b.opportunity.ID)
		b.want(err, "")
		must[ent.Opportunity](b.door)(b.UpdateOpportunity(b.sales, ent.UpdateOpportunityInput{ID: o.ID, Version: o.Version, BidOpeningAt: new(b.now().Add(time.Hour))}))
		b.pass(time.Hour)
		_, err = b.WithdrawProposal(b.writer, b.reread())
		b.want(err, "ILLEGAL_TRANSITION")
		b.pass(-time.Microsecond)
		_, err = b.WithdrawProposal(b.writer, b.reread())
		b.want(err, "")
	})
}

// The old mutation is the new ones by another name.
func TestChangeProposalStatusKeepsTheRules(t *testing.T) {
	biddings(t, func(b *bidding) {
		to := func(by *process.Viewer, status process.ProposalStatus, refusal string) {
			b.Helper()
			in := b.reread()
			_, err := b.ChangeProposalStatus(desk.WithViewer(b.Context(), by), desk.ChangeProposalStatusInput{ID: in.ID, Version: in.Version, Status: status})
			b.want(err, refusal)
		}
		writer, manager := desk.ViewerOf(b.writer), desk.ViewerOf(b.manager)
		to(writer, process.ProposalStatusSubmitted, "ILLEGAL_TRANSITION")
		to(writer, process.ProposalStatusInReview, "")
		to(writer, process.ProposalStatusApproved, "FORBIDDEN")
		to(manager, process.ProposalStatusApproved, "")
		to(writer, process.ProposalStatusDraft, "")
		if b.version().Number != 2 {
			b.Error("a revision by the old name starts no version")
		}
		to(writer, process.ProposalStatusInReview, "")
		to(manager, process.ProposalStatusApproved, "")
		to(writer, process.ProposalStatusSealed, "GATE_BLOCKED")
		b.approve(process.ApprovalTypeSeal, b.proposal.ID, b.legal)
		to(writer, process.ProposalStatusSealed, "")
		to(writer, process.ProposalStatusSubmitted, "VALIDATION_FAILED receipt")
		_, err := b.Store().DB().Exec(`UPDATE proposals SET status = 'SUBMITTED' WHERE id = $1`, b.proposal.ID)
		b.want(err, "")
		to(writer, process.ProposalStatusUnderClarification, "")
		to(writer, process.ProposalStatusSubmitted, "")
		to(writer, process.ProposalStatusRejectedBid, "VALIDATION_FAILED failure")
		to(writer, process.ProposalStatusVoided, "VALIDATION_FAILED failure")
		to(writer, process.ProposalStatusNotAwarded, "")
	})
}

// What happened before the installation is told by the system as it was.
func TestTheSystemTellsHistory(t *testing.T) {
	biddings(t, func(b *bidding) {
		when := b.now().Add(-24 * time.Hour)
		for _, status := range []process.ProposalStatus{
			process.ProposalStatusInReview, process.ProposalStatusApproved, process.ProposalStatusSealed, process.ProposalStatusSubmitted, process.ProposalStatusRejectedBid,
		} {
			in := b.reread()
			must[ent.Proposal](b.door)(b.ChangeProposalStatus(b.system, desk.ChangeProposalStatusInput{ID: in.ID, Version: in.Version, Status: status, At: &when}))
		}
		if b.reread(); !b.proposal.SubmittedAt.Equal(when) || !b.proposal.DecidedAt.Equal(when) {
			b.Errorf("submitted %v, decided %v", b.proposal.SubmittedAt, b.proposal.DecidedAt)
		}
		in := b.reread()
		_, err := b.ChangeProposalStatus(b.system, desk.ChangeProposalStatusInput{ID: in.ID, Version: in.Version, Status: process.ProposalStatusDraft})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}
