package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

func (b *bidding) answer(r *ent.Requirement, response process.ComplianceResponse, deviation string, version *int) (desk.Written[ent.ComplianceItem], error) {
	in := desk.AnswerRequirementInput{ProposalID: b.proposal.ID, RequirementID: r.ID, Response: response, Version: version}
	if deviation != "" {
		in.Deviation = &deviation
	}
	return b.AnswerRequirement(b.writer, in)
}

func TestAnswersAndTheApprovalOfTheirDeviations(t *testing.T) {
	biddings(t, func(b *bidding) {
		r := b.requirement(b.opportunity.ID, "Wind up to 20 m/s", true)
		_, err := b.answer(r, process.ComplianceResponseFull, "", new(1<<31-1)) // of an answer that there never was
		b.want(err, "CONFLICT")
		item := must[ent.ComplianceItem](b.door)(b.answer(r, process.ComplianceResponseFull, "", nil))
		_, err = b.RequestApproval(b.writer, desk.RequestApprovalInput{SubjectID: item.ID, Type: process.ApprovalTypeDeviation})
		b.want(err, "VALIDATION_FAILED subjectID")
		_, err = b.answer(r, process.ComplianceResponseDeviationNegative, "15 m/s", nil)
		b.want(err, "CONFLICT")
		_, err = b.answer(r, process.ComplianceResponseDeviationNegative, "15 m/s", new(item.Version+1))
		b.want(err, "CONFLICT")
		_, err = b.answer(r, process.ComplianceResponseDeviationNegative, "", &item.Version)
		b.want(err, "VALIDATION_FAILED deviation")
		item = must[ent.ComplianceItem](b.door)(b.answer(r, process.ComplianceResponseDeviationNegative, "15 m/s", &item.Version))
		a := b.ask(b.writer, process.ApprovalTypeDeviation, item.ID)
		if a.OpportunityID == nil || *a.OpportunityID != b.opportunity.ID {
			b.Errorf("the approval is of opportunity %v", a.OpportunityID)
		}
		b.decide(b.legal, a, true, nil, "FORBIDDEN")
		b.decide(b.manager, a, true, nil, "")
		item, err = b.Read(b.system).ComplianceItem.Get(b.system, item.ID)
		if b.want(err, ""); item.ApprovalID == nil || *item.ApprovalID != a.ID {
			b.Errorf("the answer knows the approval %v", item.ApprovalID)
		}
		item = must[ent.ComplianceItem](b.door)(b.answer(r, process.ComplianceResponseDeviationNegative, "12 m/s", &item.Version))
		if got := b.approvalNow(a.ID).Status; item.ApprovalID != nil || got != process.ApprovalStatusWithdrawn {
			b.Errorf("another deviation keeps the approval %v, which is %s", item.ApprovalID, got)
		}
		a = b.ask(b.writer, process.ApprovalTypeDeviation, item.ID)
		b.decide(b.manager, a, false, new("too weak"), "")
		item, err = b.Read(b.system).ComplianceItem.Get(b.system, item.ID)
		if b.want(err, ""); item.ApprovalID != nil {
			b.Error("a rejection approves")
		}
	})
}

func TestAnswersBelongTogether(t *testing.T) {
	biddings(t, func(b *bidding) {
		elsewhere := b.tender("Other harbour")
		foreign := b.requirement(elsewhere.ID, "Elsewhere", true)
		mine := b.requirement(b.opportunity.ID, "Here", true)
		withdrawn := b.requirement(b.opportunity.ID, "No longer", true)
		_, err := b.Store().DB().Exec(`UPDATE requirements SET status = 'WITHDRAWN' WHERE id = $1`, withdrawn.ID)
		b.want(err, "")
		archived := b.requirement(b.opportunity.ID, "Put away", false)
		_, err = b.ArchiveRecord(b.manager, desk.RecordInput{ID: archived.ID, Version: archived.Version})
		b.want(err, "")
		section := b.section(0, "Here")
		b.proposal = must[ent.Proposal](b.door)(b.CreateProposal(b.writer, ent.CreateProposalInput{Title: "Other volume", OpportunityID: &b.opportunity.ID}))
		full := process.ComplianceResponseFull
		for name, c := range map[string]struct {
			in      desk.AnswerRequirementInput
			refusal string
		}{
			"a requirement of another opportunity": {desk.AnswerRequirementInput{RequirementID: foreign.ID, Response: full}, "VALIDATION_FAILED requirementID"},
			"a withdrawn one":                      {desk.AnswerRequirementInput{RequirementID: withdrawn.ID, Response: full}, "VALIDATION_FAILED requirementID"},
			"an archived one":                      {desk.AnswerRequirementInput{RequirementID: archived.ID, Response: full}, "NOT_FOUND requirementID"},
			"a section of another proposal":        {desk.AnswerRequirementInput{RequirementID: mine.ID, Response: full, SectionID: &section.ID}, "VALIDATION_FAILED sectionID"},
			"a section that is none":               {desk.AnswerRequirementInput{RequirementID: mine.ID, Response: full, SectionID: new(mine.ID)}, "VALIDATION_FAILED sectionID"},
			"no proposal":                          {desk.AnswerRequirementInput{ProposalID: process.IDOf("Proposal", strings.Repeat("0", 26)), RequirementID: mine.ID, Response: full}, "NOT_FOUND proposalID"},
			"a response that is none":              {desk.AnswerRequirementInput{RequirementID: mine.ID, Response: "MAYBE", Deviation: new("x")}, "VALIDATION_FAILED response"},
			"a control character":                  {desk.AnswerRequirementInput{RequirementID: mine.ID, Response: full, Deviation: new("\x00")}, "VALIDATION_FAILED deviation"},
			"a text beyond a megabyte":             {desk.AnswerRequirementInput{RequirementID: mine.ID, Response: full, Deviation: new(strings.Repeat("x", 1<<20+1))}, "VALIDATION_FAILED deviation"},
		} {
			if c.in.ProposalID == "" {
				c.in.ProposalID = b.proposal.ID
			}
			_, err := b.AnswerRequirement(b.writer, c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		_, err = b.AnswerRequirement(b.finance, desk.AnswerRequirementInput{ProposalID: b.proposal.ID, RequirementID: mine.ID, Response: full})
		b.want(err, "FORBIDDEN")
		must[ent.ComplianceItem](b.door)(b.answer(mine, full, "", nil))
		in := b.reread()
		_, err = b.UpdateProposal(b.writer, ent.UpdateProposalInput{ID: in.ID, Version: in.Version, OpportunityID: &elsewhere.ID})
		b.want(err, "VALIDATION_FAILED opportunityID")
	})
}

func TestTheMatrixIsReadInAFixedNumberOfStatements(t *testing.T) {
	biddings(t, func(b *bidding) {
		read := func() (*desk.ComplianceMatrix, int) {
			b.Helper()
			ctx, statements := store.CountStatements(b.manager)
			m, err := b.ComplianceMatrix(ctx, b.proposal.ID)
			b.want(err, "")
			return m, statements.N()
		}
		for i, response := range []process.ComplianceResponse{process.ComplianceResponseFull, process.ComplianceResponseDeviationNegative} {
			r := b.requirement(b.opportunity.ID, fmt.Sprintf("Demand %d", i), true)
			must[ent.ComplianceItem](b.door)(b.answer(r, response, "less", nil))
		}
		few, statements := read()
		for i := range 20 {
			r := b.requirement(b.opportunity.ID, fmt.Sprintf("Wish %d", i), i%2 == 0)
			if i < 10 {
				must[ent.ComplianceItem](b.door)(b.answer(r, process.ComplianceResponseFull, "", nil))
			}
		}
		many, after := read()
		if statements != after || after > 6 {
			b.Errorf("%d statements for 2 rows, %d for 22", statements, after)
		}
		if len(few.Rows) != 2 || few.Answered != 2 || few.Deviations != 1 || few.Unapproved != 1 || few.Coverage == nil || *few.Coverage != 0.5 {
			b.Errorf("%+v", few.MatrixCounts)
		}
		if len(many.Rows) != 22 || many.Answered != 12 || many.Mandatory != 12 || many.Covered != 6 {
			b.Errorf("%+v", many.MatrixCounts)
		}
		for i, row := range many.Rows {
			if row.Requirement == nil || (row.Item == nil) != (i >= 12) || row.Item != nil && row.Item.RequirementID != row.Requirement.ID {
				b.Errorf("row %d: %+v", i, row)
			}
		}
		_, err := b.ComplianceMatrix(b.manager, "x")
		b.want(err, "VALIDATION_FAILED proposalID")
		_, err = b.ComplianceMatrix(b.manager, process.IDOf("Proposal", strings.Repeat("0", 26)))
		b.want(err, "NOT_FOUND")
		_, err = b.ComplianceMatrix(b.Context(), b.proposal.ID)
		b.want(err, "UNAUTHENTICATED")
	})
}
