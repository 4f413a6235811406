package desk_test

import (
	"slices"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/proposalversion"
	"bidwell/process"
)

func (b *bidding) submit(in desk.SubmitProposalInput) (desk.Written[ent.Proposal], error) {
	b.Helper()
	now := b.reread()
	in.ID, in.Version = now.ID, now.Version
	if in.Receipt == "" {
		in.Receipt = "No. 12"
	}
	return b.SubmitProposal(b.writer, in)
}

// Everything that is in the way is told at once, as data, and nothing is written; then one thing after another is done.
func TestSubmissionTellsAllThatIsInTheWay(t *testing.T) {
	biddings(t, func(b *bidding) {
		wind := b.requirement(b.opportunity.ID, "Wind up to 20 m/s", true)
		wanted := b.requirement(b.opportunity.ID, "A blue paint", false)
		b.requirement(b.opportunity.ID, "Spare parts within 3 days", true)
		certificate := must[ent.Certificate](b.door)(b.CreateCertificate(b.manager, ent.CreateCertificateInput{Name: "Quality management", ExpiresOn: b.date(2026, 7, 31)}))
		must[ent.Citation](b.door)(b.Cite(b.writer, desk.CiteInput{ProposalID: b.proposal.ID, CertificateID: certificate.ID}))
		for _, r := range []*ent.Requirement{wind, wanted} {
			must[ent.ComplianceItem](b.door)(b.AnswerRequirement(b.writer, desk.AnswerRequirementInput{
				ProposalID: b.proposal.ID, RequirementID: r.ID, Response: process.ComplianceResponseDeviationNegative, Deviation: new("up to 15 m/s"),
			}))
		}
		must[ent.Clarification](b.door)(b.RecordClarification(b.manager, desk.RecordClarificationInput{
			OpportunityID: b.opportunity.ID, Kind: process.ClarificationKindAddendum, Number: new("1"), Text: "Drawings",
		}))
		b.approved()
		b.approve(process.ApprovalTypeSeal, b.proposal.ID, b.legal)
		must[ent.Proposal](b.door)(b.SealProposal(b.writer, b.reread()))
		before := b.changes(b.proposal.ID)
		_, err := b.SubmitProposal(b.sales, desk.SubmitProposalInput{ID: b.reread().ID, Version: b.proposal.Version, Receipt: "x"})
		b.want(err, "FORBIDDEN") // and is not told what is in the way
		done, err := b.submit(desk.SubmitProposalInput{})
		b.want(err, "")
		want := []string{
			"REQUIREMENT_UNANSWERED Spare parts within 3 days", "DEVIATION_UNAPPROVED Wind up to 20 m/s", "CERTIFICATE_LAPSES Quality management",
			"SIGNATURE_MISSING", "REVIEW_MISSING RED", "REVIEW_MISSING GOLD", "APPROVAL_MISSING PRICE", "APPROVAL_MISSING LEGAL", "ADDENDUM_UNREAD 1",
		}
		for _, c := range process.RejectionClauses() {
			if c.Severity == process.SeverityFatal {
				want = append(want, "CHECKLIST_OPEN "+string(c.Code))
			}
		}
		if got := codes(done.Blockers); !slices.Equal(got, want) || done.Record != nil || done.Change != 0 {
			b.Errorf("in the way is\n%q, want\n%q", got, want)
		}
		if b.reread(); b.proposal.Status != process.ProposalStatusSealed || b.version().FrozenAt != nil || b.changes(b.proposal.ID) != before {
			b.Errorf("something of the blocked submission is written: %+v", b.proposal)
		}
	})
}

func TestSubmissionFreezesAllThatWentWithIt(t *testing.T) {
	biddings(t, func(b *bidding) {
		s := b.section(0, "Architecture")
		need := b.requirement(b.opportunity.ID, "Wind up to 20 m/s", true)
		item := must[ent.ComplianceItem](b.door)(b.AnswerRequirement(b.writer, desk.AnswerRequirementInput{
			ProposalID: b.proposal.ID, RequirementID: need.ID, Response: process.ComplianceResponsePartial, Deviation: new("18 m/s"), SectionID: &s.ID,
		}))
		b.approve(process.ApprovalTypeDeviation, item.ID, b.manager)
		certificate := must[ent.Certificate](b.door)(b.CreateCertificate(b.manager, ent.CreateCertificateInput{Name: "Quality management", ExpiresOn: b.date(2026, 8, 1)}))
		cited := must[ent.Citation](b.door)(b.Cite(b.writer, desk.CiteInput{ProposalID: b.proposal.ID, CertificateID: certificate.ID}))
		b.submitted()
		p := b.proposal
		v, err := b.Read(b.system).ProposalVersion.Query().Where(proposalversion.ProposalID(p.ID)).Only(b.system)
		b.want(err, "")
		if p.Status != process.ProposalStatusSubmitted || len(p.SnapshotHash) != 64 || p.Receipt != "No. 12" || p.Late || !p.SubmittedAt.Equal(b.now()) {
			b.Errorf("submitted as %+v", p)
		}
		if v.FrozenAt == nil || len(v.ContentHash) != 64 {
			b.Errorf("the version is not frozen: %+v", v)
		}
		in := b.reread()
		for name, err := range map[string]error{
			"a section":     second(b.UpdateProposalSection(b.writer, ent.UpdateProposalSectionInput{ID: s.ID, Version: s.Version, Body: new("x")})),
			"the price":     second(b.UpdateProposal(b.pricing, ent.UpdateProposalInput{ID: in.ID, Version: in.Version, Price: new(int64(1))})),
			"the bond":      second(b.UpdateProposal(b.writer, ent.UpdateProposalInput{ID: in.ID, Version: in.Version, ClearBondReference: true})),
			"a version":     second(b.CreateProposalVersion(b.writer, desk.CreateProposalVersionInput{ProposalID: in.ID})),
			"the checklist": second(b.ReopenItem(b.writer, desk.RecordInput{ID: b.items()[0].ID, Version: b.items()[0].Version})),
			"a new list":    second(b.PrepareChecklist(b.writer, desk.PrepareChecklistInput{ProposalID: in.ID})),
			"a citation":    second(b.RemoveCitation(b.writer, desk.RecordInput{ID: cited.ID, Version: cited.Version})),
			"the signature": second(b.SignProposal(b.manager, in)),
			"a revision":    second(b.ReviseProposal(b.writer, desk.ReviseProposalInput{ID: in.ID, Version: in.Version})),
			"it once more":  second(b.SubmitProposal(b.writer, desk.SubmitProposalInput{ID: in.ID, Version: in.Version, Receipt: "No. 13"})),
		} {
			if process.CodeOf(err) != process.CodeIllegalTransition {
				b.Errorf("%s after the submission: %v", name, err)
			}
		}
		if b.reread(); b.proposal.Version != in.Version || b.proposal.SnapshotHash != p.SnapshotHash {
			b.Error("what was refused changed something")
		}
	})
}

func TestLateSubmissionIsAFact(t *testing.T) {
	biddings(t, func(b *bidding) {
		b.approve(process.ApprovalTypePrice, b.proposal.ID, b.manager)
		b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal)
		b.checked()
		b.reviewed()
		b.sealed()
		deadline := *b.opportunity.SubmissionDeadline
		b.pass(deadline.Sub(b.now()) + time.Hour)
		for name, c := range map[string]struct {
			in      desk.SubmitProposalInput
			refusal string
		}{
			"tomorrow":           {desk.SubmitProposalInput{At: new(b.now().Add(time.Second))}, "VALIDATION_FAILED at"},
			"before the sealing": {desk.SubmitProposalInput{At: new(b.proposal.CreatedAt.Add(-time.Hour))}, "VALIDATION_FAILED at"},
		} {
			if _, err := b.submit(c.in); process.CodeOf(err) != process.CodeValidationFailed {
				b.Errorf("%s: %v", name, err)
			}
		}
		in := b.reread()
		_, err := b.SubmitProposal(b.writer, desk.SubmitProposalInput{ID: in.ID, Version: in.Version})
		b.want(err, "VALIDATION_FAILED receipt")
		_, err = b.SubmitProposal(b.sales, desk.SubmitProposalInput{ID: in.ID, Version: in.Version, Receipt: "x"})
		b.want(err, "FORBIDDEN")
		done, err := b.submit(desk.SubmitProposalInput{At: new(deadline.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Add(time.Second))})
		if b.want(err, ""); done.Record == nil || !done.Record.Late {
			b.Errorf("a second late it is %+v", done)
		}
	})
}

func TestProposalsOfNoOpportunityAreNotSubmitted(t *testing.T) {
	biddings(t, func(b *bidding) {
		b.proposal = must[ent.Proposal](b.door)(b.CreateProposal(b.writer, ent.CreateProposalInput{Title: "From the archive"}))
		b.sealed()
		_, err := b.submit(desk.SubmitProposalInput{})
		b.want(err, "VALIDATION_FAILED opportunityID")
	})
}

func TestOneOfManySealsAndSubmissionsWins(t *testing.T) {
	biddings(t, func(b *bidding) {
		b.approve(process.ApprovalTypePrice, b.proposal.ID, b.manager)
		b.approve(process.ApprovalTypeLegal, b.proposal.ID, b.legal)
		b.checked()
		b.reviewed()
		in := b.reread()
		b.race(in.ID, func(int) error { return second(b.RequestReview(b.writer, in)) })
		in = b.reread()
		b.race(in.ID, func(int) error { return second(b.ApproveProposal(b.manager, in)) })
		b.approve(process.ApprovalTypeSeal, in.ID, b.legal)
		in = b.reread()
		b.race(in.ID, func(int) error { return second(b.SealProposal(b.writer, in)) })
		in = b.reread()
		b.race(in.ID, func(int) error { return second(b.SignProposal(b.manager, in)) })
		in = b.reread()
		b.race(in.ID, func(int) error {
			return second(b.SubmitProposal(b.writer, desk.SubmitProposalInput{ID: in.ID, Version: in.Version, Receipt: "No. 12"}))
		})
		if n := b.changes(b.version().ID); n != 2 { // made and frozen
			b.Errorf("the log tells %d times of the version", n)
		}
	})
}

func TestResultsAndTheirFailures(t *testing.T) {
	type result struct {
		status  process.ProposalStatus
		failure *process.BidFailure
		at      *time.Time
		refusal string
	}
	biddings(t, func(b *bidding) {
		b.submitted()
		b.pass(time.Hour)
		record := func(r result) {
			b.Helper()
			in := b.reread()
			_, err := b.RecordBidResult(b.manager, desk.RecordBidResultInput{ID: in.ID, Version: in.Version, Status: r.status, Failure: r.failure, At: r.at})
			b.want(err, r.refusal)
		}
		failure := func(f process.BidFailure) *process.BidFailure { return &f }
		for _, r := range []result{
			{process.ProposalStatusRejectedBid, nil, nil, "VALIDATION_FAILED failure"},
			{process.ProposalStatusRejectedBid, failure(process.BidFailureTooFewBidders), nil, "VALIDATION_FAILED failure"},
			{process.ProposalStatusVoided, failure(process.BidFailureBidInvalid), nil, "VALIDATION_FAILED failure"},
			{process.ProposalStatusAwarded, failure(process.BidFailureBidInvalid), nil, "VALIDATION_FAILED failure"},
			{process.ProposalStatusWithdrawn, nil, nil, "VALIDATION_FAILED status"},
			{process.ProposalStatusDraft, nil, nil, "ILLEGAL_TRANSITION"},
			{process.ProposalStatusAwarded, nil, new(b.now().Add(time.Second)), "VALIDATION_FAILED at"},
			{process.ProposalStatusAwarded, nil, new(b.now().Add(-2 * time.Hour)), "VALIDATION_FAILED at"},
		} {
			record(r)
		}
		must[ent.Proposal](b.door)(b.OpenClarification(b.manager, b.reread()))
		record(result{process.ProposalStatusAwarded, nil, nil, "ILLEGAL_TRANSITION"})
		_, err := b.WithdrawProposal(b.writer, b.reread())
		b.want(err, "ILLEGAL_TRANSITION")
		must[ent.Proposal](b.door)(b.CloseClarification(b.manager, b.reread()))
		_, err = b.CloseClarification(b.manager, b.reread())
		b.want(err, "ILLEGAL_TRANSITION")
		was := b.proposal.SubmittedAt
		for _, c := range []struct {
			status    process.ProposalStatus
			failure   process.BidFailure
			procedure bool
		}{
			{process.ProposalStatusRejectedBid, process.BidFailureBidRejected, false},
			{process.ProposalStatusRejectedBid, process.BidFailureBidInvalid, false},
			{process.ProposalStatusVoided, process.BidFailureProcedureVoided, true},
			{process.ProposalStatusVoided, process.BidFailureTooFewBidders, true},
		} {
			record(result{c.status, &c.failure, nil, ""})
			o, err := b.Read(b.system).Opportunity.Get(b.system, b.opportunity.ID)
			b.want(err, "")
			if b.reread(); b.proposal.Status != c.status || *b.proposal.Failure != c.failure || b.proposal.DecidedAt == nil || !b.proposal.SubmittedAt.Equal(*was) {
				b.Errorf("%s: %+v", c.failure, b.proposal)
			}
			if (o.Failure != nil) != c.procedure || c.procedure && *o.Failure != c.failure {
				b.Errorf("%s: the opportunity says %v", c.failure, o.Failure)
			}
			_, err = b.Store().DB().Exec(`UPDATE proposals SET status = 'SUBMITTED', failure = NULL, decided_at = NULL WHERE id = $1`, b.proposal.ID)
			b.want(err, "")
		}
	})
}
