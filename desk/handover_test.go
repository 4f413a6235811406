package desk_test

import (
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// delivered is what somebody wrote down of the opportunity before it is handed over.
func (b *bargain) wroteDown() {
	b.Helper()
	r := agreed(b, ent.Requirement{})(b.CreateRequirement(b.system, ent.CreateRequirementInput{OpportunityID: b.deal.ID, Text: "等保三级", Mandatory: pointer(true)}))
	agreed(b, ent.Requirement{})(b.CreateRequirement(b.system, ent.CreateRequirementInput{OpportunityID: b.deal.ID, Text: "未确认的需求"}))
	b.set(`UPDATE requirements SET status = 'CONFIRMED' WHERE id = $1`, r.ID)
	p := agreed(b, ent.Proposal{})(b.CreateProposal(b.system, ent.CreateProposalInput{Title: "技术方案", OpportunityID: &b.deal.ID}))
	b.set(`UPDATE proposals SET status = 'AWARDED' WHERE id = $1`, p.ID)
	b.set(`UPDATE proposal_versions SET content_hash = 'abc123', frozen_at = created_at WHERE proposal_id = $1`, p.ID)
	agreed(b, ent.Activity{})(b.CreateActivity(b.sales(), ent.CreateActivityInput{OpportunityID: &b.deal.ID, Kind: process.ActivityKindMeeting, Subject: "澄清会", OccurredAt: b.now()}))
	agreed(b, ent.WinTheme{})(b.CreateWinTheme(b.sales(), ent.CreateWinThemeInput{OpportunityID: b.deal.ID, Statement: "shortest migration"}))
	agreed(b, ent.Stakeholder{})(b.CreateStakeholder(b.sales(), ent.CreateStakeholderInput{OpportunityID: b.deal.ID, ContactID: b.contact.ID, Part: process.StakeholderPartDecisionMaker, Concerns: pointer("downtime")}))
}

func (b *bargain) prepare(c *ent.Contract) *ent.Handover {
	b.Helper()
	return agreed(b, ent.Handover{})(b.PrepareHandover(b.sales(), desk.PrepareHandoverInput{ContractID: c.ID}))
}

func (b *bargain) write(h *ent.Handover, part process.HandoverPartKind, text string) *ent.Handover {
	b.Helper()
	return agreed(b, ent.Handover{})(b.UpdateHandoverPart(b.sales(), desk.UpdateHandoverPartInput{ID: h.ID, Version: h.Version, Part: part, Text: text}))
}

func (b *bargain) submit(h *ent.Handover) *ent.Handover {
	b.Helper()
	return agreed(b, ent.Handover{})(b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version}))
}

// complete is a package that says all it has to.
func (b *bargain) complete() (*ent.Handover, *ent.Commitment) {
	b.Helper()
	b.wroteDown()
	promise := b.authorised("two engineers on site")
	c := b.contract()
	promise = b.intoContract(promise, c)
	b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
	c = b.sign(c)
	return b.write(b.prepare(c), process.HandoverPartKindRisks, "none known"), promise
}

func partOf(h *ent.Handover, kind process.HandoverPartKind) process.HandoverPart {
	i := slices.IndexFunc(h.Parts, func(p process.HandoverPart) bool { return p.Part == kind })
	return h.Parts[i]
}

func TestAPackageIsAssembledFromTheRecord(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, promise := b.complete()
		for part, texts := range map[process.HandoverPartKind][]string{
			process.HandoverPartKindRequirements:   {"★", "等保三级"},
			process.HandoverPartKindProposal:       {"技术方案", "abc123"},
			process.HandoverPartKindCommitments:    {"two engineers on site", promise.ID, "授权: presales_manager", "§7", "供货合同"},
			process.HandoverPartKindCommunication:  {"澄清会", "2026-03-02"},
			process.HandoverPartKindSuccessFactors: {"shortest migration", "Mo Qiu", "downtime"},
			process.HandoverPartKindRisks:          {"none known"},
			process.HandoverPartKindExpectations:   {"weekly report", "ordered by letter of 2 March"},
		} {
			for _, text := range texts {
				if got := partOf(h, part); !strings.Contains(got.Text, text) {
					b.Errorf("%s lacks %q:\n%s", part, text, got.Text)
				}
			}
		}
		if strings.Contains(partOf(h, process.HandoverPartKindRequirements).Text, "未确认") {
			b.Error("an unconfirmed requirement is in the package")
		}
		if *b.promise(promise.ID).HandoverID != h.ID {
			b.Error("the contracted commitment is not in the package")
		}
		if *h.PreparedByID != b.people[process.UserRoleSales].ID {
			b.Errorf("prepared by %v", *h.PreparedByID)
		}
		_, err := b.PrepareHandover(b.sales(), desk.PrepareHandoverInput{ContractID: *h.ContractID})
		b.want(err, "VALIDATION_FAILED contractID")
		_, err = b.PrepareHandover(b.sales(), desk.PrepareHandoverInput{ContractID: b.deal.ID})
		b.want(err, "VALIDATION_FAILED contractID")
		_, err = b.PrepareHandover(b.sales(), desk.PrepareHandoverInput{ContractID: "ctr_" + strings.Repeat("0", 26)})
		b.want(err, "NOT_FOUND contractID")
		_, err = b.PrepareHandover(b.by(process.UserRoleLegal), desk.PrepareHandoverInput{ContractID: *h.ContractID})
		b.want(err, "VALIDATION_FAILED contractID")
	})
}

func TestThePackageSpeaksTheLanguageOfTheOwner(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.set(`UPDATE users SET language = 'en-GB' WHERE id = $1`, b.people[process.UserRoleSales].ID)
		h, _ := b.complete()
		if text := partOf(h, process.HandoverPartKindCommitments).Text; !strings.Contains(text, "Authority: presales_manager") {
			b.Error(text)
		}
	})
}

func TestRefreshingKeepsWhatWasWrittenByHand(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, _ := b.complete()
		agreed(b, ent.Risk{})(b.CreateRisk(b.sales(), ent.CreateRiskInput{OpportunityID: b.deal.ID, Title: "old interfaces"}))
		agreed(b, ent.WinTheme{})(b.CreateWinTheme(b.sales(), ent.CreateWinThemeInput{OpportunityID: b.deal.ID, Statement: "local service"}))
		refresh := func() {
			h = agreed(b, ent.Handover{})(b.RefreshHandover(b.sales(), desk.RefreshHandoverInput{ID: h.ID, Version: h.Version}))
		}
		refresh()
		if partOf(h, process.HandoverPartKindRisks).Text != "none known" || !strings.Contains(partOf(h, process.HandoverPartKindSuccessFactors).Text, "local service") {
			b.Errorf("%+v", h.Parts)
		}
		h = b.write(h, process.HandoverPartKindRisks, "")
		refresh()
		if !strings.Contains(partOf(h, process.HandoverPartKindRisks).Text, "old interfaces") {
			b.Errorf("%+v", h.Parts)
		}
		for text, refusal := range map[string]string{"a\x00": "VALIDATION_FAILED text", strings.Repeat("x", 1<<20+1): "VALIDATION_FAILED text"} {
			_, err := b.UpdateHandoverPart(b.sales(), desk.UpdateHandoverPartInput{ID: h.ID, Version: h.Version, Part: process.HandoverPartKindRisks, Text: text})
			b.want(err, refusal)
		}
		_, err := b.RefreshHandover(b.sales(), desk.RefreshHandoverInput{ID: h.ID, Version: h.Version + 1})
		b.want(err, "CONFLICT")
		_, err = b.UpdateHandover(b.by(process.UserRoleMarketing), desk.UpdateHandoverInput{ID: h.ID, Version: h.Version, Responsibilities: pointer("x")})
		b.want(err, "FORBIDDEN")
		h = agreed(b, ent.Handover{})(b.UpdateHandover(b.sales(), desk.UpdateHandoverInput{ID: h.ID, Version: h.Version, Responsibilities: pointer("delivery leads from Monday"), MeetingAt: pointer(b.now())}))
		if h.Responsibilities == "" || h.MeetingAt == nil {
			b.Errorf("%+v", h)
		}
	})
}

func TestSubmittingSaysWhatIsMissing(t *testing.T) {
	bargains(t, func(b *bargain) {
		c := b.contract()
		h := b.prepare(c)
		said := b.record("free training")
		_, err := b.SubmitHandover(b.by(process.UserRoleLegal), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version})
		b.want(err, "FORBIDDEN")
		w, err := b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version})
		wantBlocked(b, w, err, process.BlockerCodeContractNotSigned, process.BlockerCodeHandoverPartEmpty, process.BlockerCodeHandoverPartEmpty, process.BlockerCodeHandoverPartEmpty,
			process.BlockerCodeHandoverPartEmpty, process.BlockerCodeHandoverPartEmpty, process.BlockerCodeHandoverPartEmpty, process.BlockerCodeCommitmentUnauthorised)
		b.approve(process.ApprovalTypeCommitment, said.ID, process.UserRoleFinance)
		b.approve(process.ApprovalTypeLegal, c.ID, process.UserRoleLegal)
		c = b.sign(c)
		for _, part := range process.MandatoryHandoverParts {
			h = b.write(h, part, "said by hand")
		}
		b.intoContract(b.promise(said.ID), c)
		w, err = b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version})
		wantBlocked(b, w, err, process.BlockerCodeCommitmentNotHandedOver)
		h = agreed(b, ent.Handover{})(b.RefreshHandover(b.sales(), desk.RefreshHandoverInput{ID: h.ID, Version: h.Version}))
		h = b.submit(h)
		if h.Status != process.HandoverStatusSubmitted || !h.SubmittedAt.Equal(b.now()) {
			b.Errorf("%+v", h)
		}
		_, err = b.UpdateHandoverPart(b.sales(), desk.UpdateHandoverPartInput{ID: h.ID, Version: h.Version, Part: process.HandoverPartKindRisks, Text: "x"})
		b.want(err, "ILLEGAL_TRANSITION")
	})
}

func TestAPackageIsReturnedReworkedAndAccepted(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, promise := b.complete()
		accept := func(who process.UserRole) (desk.Written[ent.Handover], error) {
			return b.AcceptHandover(b.by(who), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version})
		}
		_, err := accept(process.UserRoleDelivery)
		b.want(err, "ILLEGAL_TRANSITION")
		h = b.submit(h)
		for _, role := range []process.UserRole{process.UserRoleSales, process.UserRoleAdmin, process.UserRolePresalesManager} {
			_, err := accept(role)
			b.want(err, "FORBIDDEN")
			_, err = b.ReturnHandover(b.by(role), desk.ReturnHandoverInput{ID: h.ID, Version: h.Version, Reason: "x"})
			b.want(err, "FORBIDDEN")
		}
		_, err = b.ReturnHandover(b.delivery(), desk.ReturnHandoverInput{ID: h.ID, Version: h.Version})
		b.want(err, "VALIDATION_FAILED reason")
		h = agreed(b, ent.Handover{})(b.ReturnHandover(b.delivery(), desk.ReturnHandoverInput{ID: h.ID, Version: h.Version, Reason: "the interfaces are missing"}))
		if h.Status != process.HandoverStatusReturned || h.Returns != 1 || h.ReturnReason != "the interfaces are missing" {
			b.Errorf("%+v", h)
		}
		_, err = b.SubmitHandover(b.sales(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version})
		b.want(err, "ILLEGAL_TRANSITION")
		h = b.write(h, process.HandoverPartKindRisks, "the interfaces are old")
		if h.Status != process.HandoverStatusDraft {
			b.Errorf("reworked it is %s", h.Status)
		}
		h = b.submit(h)
		h = agreed(b, ent.Handover{})(accept(process.UserRoleDelivery))
		if h.Status != process.HandoverStatusAccepted || *h.AcceptedByID != b.people[process.UserRoleDelivery].ID || !h.AcceptedAt.Equal(b.now()) || h.Returns != 1 {
			b.Errorf("%+v", h)
		}
		promise = b.promise(promise.ID)
		if promise.Status != process.CommitmentStatusHandedOver {
			b.Errorf("%+v", promise)
		}
		agreed(b, ent.Commitment{})(b.FulfilCommitment(b.delivery(), desk.FulfilCommitmentInput{ID: promise.ID, Version: promise.Version, Evidence: "acceptance record"}))
		b.lateOnes(h)
	})
}

// lateOnes: what comes into the contract after the handover is handed over in one of its own.
func (b *bargain) lateOnes(first *ent.Handover) {
	b.Helper()
	c, err := b.Read(b.system).Contract.Get(b.system, *first.ContractID)
	b.want(err, "")
	late := b.intoContract(b.authorised("one more training"), c)
	h := b.write(b.prepare(c), process.HandoverPartKindRisks, "none known")
	if text := partOf(h, process.HandoverPartKindCommitments).Text; !strings.Contains(text, late.ID) || strings.Contains(text, "two engineers") {
		b.Error(text)
	}
	h = b.submit(h)
	agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
	if late = b.promise(late.ID); late.Status != process.CommitmentStatusHandedOver || *late.HandoverID != h.ID {
		b.Errorf("%+v", late)
	}
}

func TestNobodyAcceptsWhatTheyPreparedOrSubmitted(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, _ := b.complete()
		h = agreed(b, ent.Handover{})(b.SubmitHandover(b.delivery(), desk.SubmitHandoverInput{ID: h.ID, Version: h.Version}))
		_, err := b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version})
		b.want(err, "FORBIDDEN")
		b.set(`UPDATE handovers SET prepared_by_id = $1, updated_by = '' WHERE id = $2`, b.people[process.UserRoleDelivery].ID, h.ID)
		_, err = b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version})
		b.want(err, "FORBIDDEN")
		b.set(`UPDATE handovers SET prepared_by_id = $1 WHERE id = $2`, b.people[process.UserRoleSales].ID, h.ID)
		agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
	})
}

func TestAcceptingAsksAgainWhatIsInTheWay(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, promise := b.complete()
		h = b.submit(h)
		said := b.record("free training")
		w, err := b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version})
		wantBlocked(b, w, err, process.BlockerCodeCommitmentUnauthorised)
		if now := b.promise(promise.ID); now.Status != process.CommitmentStatusContracted {
			b.Errorf("handed over all the same: %+v", now)
		}
		agreed(b, ent.Commitment{})(b.WaiveCommitment(b.sales(), desk.WaiveCommitmentInput{ID: said.ID, Version: said.Version, Evidence: "letter"}))
		agreed(b, ent.Handover{})(b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version}))
	})
}

func TestOneOfManyAcceptsAHandover(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, promise := b.complete()
		h = b.submit(h)
		before := b.text(`SELECT COUNT(*) FROM change_log WHERE entity <> 'Notification'`)
		b.race("accepting", func() error {
			_, err := b.AcceptHandover(b.delivery(), desk.AcceptHandoverInput{ID: h.ID, Version: h.Version})
			return err
		})
		if n := b.text(`SELECT COUNT(*) - CAST($1 AS integer) FROM change_log WHERE entity <> 'Notification'`, before); n != "2" { // the package and its commitment
			b.Errorf("%s changes", n)
		}
		if now := b.promise(promise.ID); now.Status != process.CommitmentStatusHandedOver || now.Version != promise.Version+2 {
			b.Errorf("%+v", now)
		}
	})
}

func TestDriftIsReportedInAFixedNumberOfStatements(t *testing.T) {
	bargains(t, func(b *bargain) {
		h, promise := b.complete()
		for range 5 {
			b.propose("thought of")
		}
		h = b.submit(h)
		b.record("said only")
		ctx, statements := store.CountStatements(b.sales())
		drift, err := b.PromiseDrift(ctx, b.deal.ID)
		b.want(err, "")
		if statements.N() > 4 {
			b.Errorf("%d statements", statements.N())
		}
		if len(drift.Entries) != 7 || drift.Said != 2 || drift.Contracted != 1 || drift.HandedOver != 1 || drift.Accepted != 0 ||
			drift.NotContracted != 1 || drift.NotAccepted != 1 || drift.Unauthorised != 1 {
			b.Errorf("%+v", drift)
		}
		first := drift.Entries[0]
		if first.CommitmentID != promise.ID || first.Said.Note != "at the meeting" || first.Contracted.Note != "§7" || first.Contracted.At == nil || first.HandedOver.RecordID != h.ID {
			b.Errorf("%+v", first)
		}
		_, err = b.PromiseDrift(b.sales(), "opp_"+strings.Repeat("0", 26))
		b.want(err, "NOT_FOUND")
		_, err = b.PromiseDrift(b.Context(), b.deal.ID)
		b.want(err, "UNAUTHENTICATED")
	})
}
