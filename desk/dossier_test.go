package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// filing writes many records of one opportunity.
type filing struct {
	*testing.T
	ctx context.Context
	c   *ent.Client
	id  func(process.Entity) string
	o   string
	at  time.Time
}

func (r *round) file(o *ent.Opportunity, work func(f *filing)) {
	r.Helper()
	r.ok(r.Put(r.system, func(ctx context.Context, c *ent.Client, id func(process.Entity) string) error {
		work(&filing{T: r.T, ctx: ctx, c: c, id: id, o: o.ID, at: r.now()})
		return nil
	}))
}

func (f *filing) ok(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *filing) proposal(title string, status process.ProposalStatus) string {
	id := f.id(ent.TypeProposal)
	f.ok(f.c.Proposal.Create().SetID(id).SetTitle(title).SetOpportunityID(f.o).SetStatus(status).SetPrice(5).Exec(f.ctx))
	return id
}

func (f *filing) version(proposal string, number int, sections ...string) {
	v := f.id(ent.TypeProposalVersion)
	f.ok(f.c.ProposalVersion.Create().SetID(v).SetProposalID(proposal).SetNumber(number).Exec(f.ctx))
	for i, title := range sections {
		f.ok(f.c.ProposalSection.Create().SetID(f.id(ent.TypeProposalSection)).SetProposalID(proposal).SetProposalVersionID(v).SetPosition(i).SetTitle(title).Exec(f.ctx))
	}
}

func (f *filing) approval(subject string, kind process.ApprovalType, status process.ApprovalStatus) string {
	id := f.id(ent.TypeApproval)
	f.ok(f.c.Approval.Create().SetID(id).SetSubjectID(subject).SetOpportunityID(f.o).SetType(kind).SetStatus(status).Exec(f.ctx))
	return id
}

// answer is one cell of the matrix, for a requirement of its own, approved as the approval says.
func (f *filing) answer(proposal, text string, approve func(item string) *string) {
	requirement, item := f.id(ent.TypeRequirement), f.id(ent.TypeComplianceItem)
	f.ok(f.c.Requirement.Create().SetID(requirement).SetOpportunityID(f.o).SetText(text).SetMandatory(true).Exec(f.ctx))
	f.ok(f.c.ComplianceItem.Create().SetID(item).SetProposalID(proposal).SetRequirementID(requirement).
		SetResponse(process.ComplianceResponseDeviationNegative).SetNillableApprovalID(approve(item)).Exec(f.ctx))
}

// everything is one record of each kind that a dossier holds.
func (f *filing) everything(i int) {
	p := f.proposal(fmt.Sprintf("proposal %d", i), process.ProposalStatusSealed)
	f.version(p, 1, "old")
	f.version(p, 2, "architecture", "price")
	f.answer(p, "uptime", func(item string) *string {
		return new(f.approval(item, process.ApprovalTypeDeviation, process.ApprovalStatusApproved))
	})
	f.ok(f.c.BidChecklistItem.Create().SetID(f.id(ent.TypeBidChecklistItem)).SetProposalID(p).SetCode(process.RejectionCodeNotSealed).Exec(f.ctx))
	cert := f.id(ent.TypeCertificate)
	f.ok(f.c.Certificate.Create().SetID(cert).SetName("ISO 27001").Exec(f.ctx))
	f.ok(f.c.Citation.Create().SetID(f.id(ent.TypeCitation)).SetProposalID(p).SetCertificateID(cert).Exec(f.ctx))
	review := f.id(ent.TypeReview)
	f.ok(f.c.Review.Create().SetID(review).SetProposalID(p).SetColour(process.ReviewColourGold).SetVerdict(process.ReviewVerdictPass).Exec(f.ctx))
	f.ok(f.c.Finding.Create().SetID(f.id(ent.TypeFinding)).SetOpportunityID(f.o).SetReviewID(review).SetText("gap").Exec(f.ctx))
	f.approval(p, process.ApprovalTypePrice, process.ApprovalStatusApproved)
	f.ok(f.c.Task.Create().SetID(f.id(ent.TypeTask)).SetProposalID(p).SetTitle("write").Exec(f.ctx))
	f.ok(f.c.Clarification.Create().SetID(f.id(ent.TypeClarification)).SetOpportunityID(f.o).SetText("later").SetIssuedAt(f.at).Exec(f.ctx))
	f.ok(f.c.CommercialTerm.Create().SetID(f.id(ent.TypeCommercialTerm)).SetOpportunityID(f.o).SetTitle("30 %").Exec(f.ctx))
	contract, handover := f.id(ent.TypeContract), f.id(ent.TypeHandover)
	f.ok(f.c.Contract.Create().SetID(contract).SetOpportunityID(f.o).SetTitle("contract").SetAmount(9).
		SetPaymentPlan([]process.Instalment{{Label: "a", Amount: 4}, {Label: "b", Amount: 5}}).Exec(f.ctx))
	f.approval(contract, process.ApprovalTypeLegal, process.ApprovalStatusApproved)
	f.ok(f.c.Handover.Create().SetID(handover).SetOpportunityID(f.o).SetParts([]process.HandoverPart{
		{Part: process.HandoverPartKindRisks, Text: "late"}, {Part: process.HandoverPartKindProposal, Text: " \n"},
	}).Exec(f.ctx))
	f.ok(f.c.Commitment.Create().SetID(f.id(ent.TypeCommitment)).SetOpportunityID(f.o).SetText("training").SetHandoverID(handover).Exec(f.ctx))
	f.ok(f.c.Commitment.Create().SetID(f.id(ent.TypeCommitment)).SetOpportunityID(f.o).SetText("free").SetUnauthorised(true).Exec(f.ctx))
	project, acceptance := f.id(ent.TypeProject), f.id(ent.TypeAcceptance)
	f.ok(f.c.Project.Create().SetID(project).SetOpportunityID(f.o).SetName("project").Exec(f.ctx))
	f.ok(f.c.Task.Create().SetID(f.id(ent.TypeTask)).SetOpportunityID(f.o).SetProjectID(project).SetTitle("of delivery").Exec(f.ctx))
	f.ok(f.c.ChangeRequest.Create().SetID(f.id(ent.TypeChangeRequest)).SetOpportunityID(f.o).SetProjectID(project).SetNumber(1).SetTitle("more").Exec(f.ctx))
	f.ok(f.c.Acceptance.Create().SetID(acceptance).SetOpportunityID(f.o).SetProjectID(project).Exec(f.ctx))
	f.ok(f.c.AcceptanceCriterion.Create().SetID(f.id(ent.TypeAcceptanceCriterion)).SetAcceptanceID(acceptance).SetText("load").Exec(f.ctx))
	f.ok(f.c.Finding.Create().SetID(f.id(ent.TypeFinding)).SetOpportunityID(f.o).SetAcceptanceID(acceptance).SetText("scratch").Exec(f.ctx))
	f.ok(f.c.Retrospective.Create().SetID(f.id(ent.TypeRetrospective)).SetOpportunityID(f.o).SetTitle("复盘").
		SetDepartmentsPresent([]process.Department{process.DepartmentSales}).Exec(f.ctx))
	f.ok(f.c.Qualification.Create().SetID(f.id(ent.TypeQualification)).SetOpportunityID(f.o).SetDecision(process.BidDecisionBid).Exec(f.ctx))
}

func TestTheDossierHoldsEverythingInABoundedNumberOfStatements(t *testing.T) {
	const most = 30
	rounds(t, func(r *round) {
		o, first := r.tender(), 0
		for size := range 4 {
			r.file(o, func(f *filing) { f.everything(size) })
			ctx, counter := store.CountStatements(r.sales())
			d, err := r.Dossier(ctx, o.ID)
			r.ok(err)
			if first == 0 {
				first = counter.N()
			}
			if n := counter.N(); n > most || n != first {
				t.Errorf("%d statements for %d of each, %d for one, at most %d:\n%v", n, size+1, first, most, counter.Statements())
			}
			n := size + 1
			for name, got := range map[string]int{
				"requirements": len(d.Requirements), "proposals": len(d.Proposals), "tasks": len(d.Tasks), "clarifications": len(d.Clarifications),
				"commitments": len(d.Commitments) / 2, "terms": len(d.Terms), "contracts": len(d.Contracts), "handovers": len(d.Handovers),
				"changes": len(d.Changes), "acceptances": len(d.Acceptances), "retrospectives": len(d.Retrospectives),
			} {
				if got != n {
					t.Errorf("%d %s, want %d", got, name, n)
				}
			}
			wantProposal(t, d.Proposals[size])
			a := d.Acceptances[size]
			if len(a.Criteria) != 1 || len(a.Issues) != 1 || d.Qualification == nil || *d.Qualification.Decision != process.BidDecisionBid {
				t.Errorf("acceptance %+v, qualification %+v", a, d.Qualification)
			}
			c, h := d.Contracts[size], d.Handovers[size]
			if !slices.Equal(c.Planned, []int64{4, 5}) || !slices.Equal(c.Approved, []process.ApprovalType{process.ApprovalTypeLegal}) ||
				!slices.Equal(h.Filled, []process.HandoverPartKind{process.HandoverPartKindRisks}) {
				t.Errorf("contract %+v, handover %+v", c, h)
			}
			if d.Commitments[0].HandedOver == d.Commitments[1].HandedOver || d.Commitments[0].Unauthorised == d.Commitments[1].Unauthorised {
				t.Errorf("commitments %+v", d.Commitments)
			}
		}
	})
}

func wantProposal(t *testing.T, p process.ProposalFacts) {
	t.Helper()
	if len(p.Sections) != 2 || p.Sections[0].Title != "architecture" {
		t.Errorf("sections %+v, want those of the latest version", p.Sections)
	}
	if len(p.Answers) != 1 || !p.Answers[0].Approved || len(p.Checklist) != 1 || len(p.Certificates) != 1 || len(p.Reviews) != 1 || len(p.Findings) != 1 {
		t.Errorf("proposal %+v", p)
	}
	if !slices.Equal(p.Approved, []process.ApprovalType{process.ApprovalTypePrice}) {
		t.Errorf("approved %v", p.Approved)
	}
}

func TestOnlyTheRightApprovalOfADeviationCounts(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		r.file(o, func(f *filing) {
			p := f.proposal("proposal", process.ProposalStatusDraft)
			by := func(kind process.ApprovalType, status process.ApprovalStatus) func(string) *string {
				return func(item string) *string { return new(f.approval(item, kind, status)) }
			}
			f.answer(p, "approved", by(process.ApprovalTypeDeviation, process.ApprovalStatusApproved))
			f.answer(p, "requested", by(process.ApprovalTypeDeviation, process.ApprovalStatusRequested))
			f.answer(p, "rejected", by(process.ApprovalTypeDeviation, process.ApprovalStatusRejected))
			f.answer(p, "of another kind", by(process.ApprovalTypeLegal, process.ApprovalStatusApproved))
			f.answer(p, "none", func(string) *string { return nil })
			f.approval(p, process.ApprovalTypePrice, process.ApprovalStatusRejected)
			f.approval(p, process.ApprovalTypeLegal, process.ApprovalStatusRequested)
		})
		d, err := r.Dossier(r.system, o.ID)
		r.ok(err)
		for _, a := range d.Proposals[0].Answers {
			i := slices.IndexFunc(d.Requirements, func(q process.RequirementFacts) bool { return q.ID == a.RequirementID })
			if text := d.Requirements[i].Text; a.Approved != (text == "approved") {
				t.Errorf("a deviation whose approval is %s counts as approved: %v", text, a.Approved)
			}
		}
		if len(d.Proposals[0].Approved) != 0 {
			t.Errorf("approved %v", d.Proposals[0].Approved)
		}
	})
}

func TestWhatIsNotInADossier(t *testing.T) {
	rounds(t, func(r *round) {
		o, other := r.tender(), r.tender()
		r.file(other, func(f *filing) { f.everything(0) })
		r.file(o, func(f *filing) {
			f.proposal("withdrawn", process.ProposalStatusWithdrawn)
			archived := f.proposal("archived", process.ProposalStatusDraft)
			f.ok(f.c.Proposal.UpdateOneID(archived).SetArchivedAt(f.at).Exec(f.ctx))
			f.ok(f.c.Requirement.Create().SetID(f.id(ent.TypeRequirement)).SetOpportunityID(f.o).SetText("x").SetStatus(process.RequirementStatusWithdrawn).Exec(f.ctx))
			gone := f.id(ent.TypeCommitment)
			f.ok(f.c.Commitment.Create().SetID(gone).SetOpportunityID(f.o).SetText("x").SetArchivedAt(f.at).Exec(f.ctx))
		})
		d, err := r.Dossier(r.system, o.ID)
		r.ok(err)
		if len(d.Proposals)+len(d.Requirements)+len(d.Commitments)+len(d.Contracts)+len(d.Tasks) != 0 || d.Qualification != nil {
			t.Errorf("the dossier holds %+v", d)
		}
		_, err = r.Dossier(r.system, process.IDOf(ent.TypeOpportunity, "00000000000000000000000000"))
		r.want(err, "NOT_FOUND")
		_, err = r.Dossier(r.Context(), o.ID)
		r.want(err, "UNAUTHENTICATED")
	})
}

func TestAmountsOfADossierAreInTheReportingCurrency(t *testing.T) {
	rounds(t, func(r *round) {
		rate, large := 7.2, 1e300
		for _, c := range []struct {
			currency string
			rate     *float64
			want     int64
		}{{"CNY", nil, 1000}, {"CNY", &rate, 1000}, {"USD", &rate, 7200}, {"USD", nil, 1000}, {"USD", &large, 1<<63 - 1}} {
			o := r.opportunity(ent.CreateOpportunityInput{Name: "x", Amount: new(int64(1000)), Currency: &c.currency})
			r.file(o, func(f *filing) {
				u := f.c.Opportunity.UpdateOneID(o.ID).ClearExchangeRate()
				if c.rate != nil {
					u.SetExchangeRate(*c.rate)
				}
				f.ok(u.Exec(f.ctx))
			})
			d, err := r.Dossier(r.system, o.ID)
			r.ok(err)
			if d.Amount != c.want {
				t.Errorf("1000 %s is worth %d, want %d", c.currency, d.Amount, c.want)
			}
		}
	})
}
