package process

import (
	"slices"
	"testing"
	"time"
)

// breach is a rule, a dossier and what the rule has to say to it: the records it names, nil when it is satisfied.
type breach struct {
	name  string
	rule  BlockerCode
	spoil func(*Dossier)
	want  []string
}

// sound is the dossier of an opportunity with nothing in the way of any rule.
func sound() *Dossier {
	bid, pass := BidDecisionBid, ReviewVerdictPass
	held, validity, later := gateDay.AddDate(0, 0, -3), gateDay.AddDate(0, 0, 90), gateDay.AddDate(1, 0, 0)
	price, bond, demanded, award := int64(900), int64(50), int64(50), int64(900)
	return &Dossier{
		Now: gateDay, Definition: TemplateDefinition{
			Reviews: []ReviewColour{ReviewColourRed, ReviewColourGold}, Departments: []Department{DepartmentSales, DepartmentDelivery}, RetrospectiveFrom: 500,
		},
		OpportunityID: "opp", Type: OpportunityTypeTender, Status: OpportunityStatusOpen, Stage: OpportunityStageBid, Amount: 1000,
		AwardAmount: &award, AwardNoted: true, BidValidityUntil: &validity, BondDemanded: &demanded,
		Qualification: &QualificationFacts{ID: "qua", Decision: &bid},
		Requirements: []RequirementFacts{
			{ID: "star", Text: "★ 99.9 %", Mandatory: true, Status: RequirementStatusConfirmed},
			{ID: "wish", Text: "dark mode", Status: RequirementStatusDraft},
		},
		Proposals: []ProposalFacts{{
			ID: "pro", Title: "Technical volume", Status: ProposalStatusSealed, Price: &price, ValidUntil: &validity, BondAmount: &bond, BondReference: "LG-7",
			Signed: true, Sections: []SectionFacts{{"sec", "Architecture", SectionStatusReady}},
			Answers:      []AnswerFacts{{RequirementID: "star", Response: ComplianceResponseFull}},
			Checklist:    []ChecklistFacts{{"fatal", RejectionCodeNotSealed, SeverityFatal, ChecklistStateDone}, {"minor", RejectionCodeFormatNotFollowed, SeverityMinor, ChecklistStateOpen}},
			Certificates: []CertificateFacts{{"cert", "ISO 27001", &later}, {"forever", "Licence", nil}},
			Reviews:      []ReviewFacts{{ReviewColourRed, &held, &pass, false}, {ReviewColourGold, &held, &pass, true}},
			Findings:     []FindingFacts{{"find", "typo", SeverityMinor, FindingStatusOpen}, {"solved", "gap", SeverityMajor, FindingStatusVerified}},
			Approved:     []ApprovalType{ApprovalTypePrice, ApprovalTypeLegal},
		}, {ID: "won", Title: "Commercial volume", Status: ProposalStatusAwarded}},
		Tasks:          []TaskFacts{{"tsk", "write", TaskStatusDoing, true, true}, {"off", "dropped", TaskStatusCancelled, false, false}, {"did", "done", TaskStatusDone, false, false}},
		Clarifications: []ClarificationFacts{{"add", "No. 1", ClarificationKindAddendum, true}, {"ask", "Q1", ClarificationKindQuery, false}},
		Commitments: []CommitmentFacts{
			{"kept", "training", CommitmentStatusFulfilled, false, true}, {"gone", "free licences", CommitmentStatusWithdrawn, true, false},
		},
		Terms:       []TermFacts{{"trm", "30 % in advance", TermDecisionAccepted}},
		Contracts:   []ContractFacts{{ID: "con", Title: "Contract", Status: ContractStatusSigned, Amount: 900, Planned: []int64{300, 600}}},
		Handovers:   []HandoverFacts{{ID: "back", Status: HandoverStatusReturned, Filled: MandatoryHandoverParts}, {ID: "han", Status: HandoverStatusAccepted}},
		Changes:     []ChangeFacts{{ID: "chg", Title: "more cameras", Status: ChangeRequestStatusApproved}},
		Acceptances: []AcceptanceFacts{{ID: "acc", Kind: AcceptanceKindFinal, Status: AcceptanceStatusPassed, Issues: []FindingFacts{{"iss", "scratch", SeverityMinor, FindingStatusOpen}}}},
		Retrospectives: []RetrospectiveFacts{
			{ID: "ret", Status: RetrospectiveStatusHeld, Present: []Department{DepartmentDelivery, DepartmentSales, DepartmentLegal}},
		},
	}
}

func first(d *Dossier) *ProposalFacts { return &d.Proposals[0] }

func breachesBeforeTheBid() []breach {
	noBid, undecided := BidDecisionNoBid, (*BidDecision)(nil)
	fail := ReviewVerdictFail
	actions := ReviewVerdictPassWithActions
	return []breach{
		{"no scorecard", BlockerCodeQualificationMissing, func(d *Dossier) { d.Qualification = nil }, []string{"opp"}},
		{"an undecided scorecard", BlockerCodeQualificationMissing, func(d *Dossier) { d.Qualification.Decision = undecided }, []string{"opp"}},
		{"decided not to bid", BlockerCodeQualificationDeclined, func(d *Dossier) { d.Qualification.Decision = &noBid }, []string{"qua"}},
		{"no scorecard declines nothing", BlockerCodeQualificationDeclined, func(d *Dossier) { d.Qualification = nil }, nil},
		{"no requirements", BlockerCodeRequirementsMissing, func(d *Dossier) { d.Requirements = nil }, []string{"opp"}},
		{"none confirmed", BlockerCodeRequirementsMissing, func(d *Dossier) { d.Requirements = d.Requirements[1:] }, []string{"opp"}},
		{"no tasks", BlockerCodePlanMissing, func(d *Dossier) { d.Tasks = nil }, []string{"opp"}},
		{"only cancelled tasks", BlockerCodePlanMissing, func(d *Dossier) { d.Tasks = d.Tasks[1:2] }, []string{"opp"}},
		{"a task without owner", BlockerCodePlanUnowned, func(d *Dossier) { d.Tasks[0].Owned = false }, []string{"tsk"}},
		{"a task without date", BlockerCodePlanUnowned, func(d *Dossier) { d.Tasks[0].Dated = false }, []string{"tsk"}},
		{"no proposal", BlockerCodeProposalMissing, func(d *Dossier) { d.Proposals = nil }, []string{"opp"}},
		{"no proposal to approve", BlockerCodeProposalNotApproved, func(d *Dossier) { d.Proposals = nil }, []string{"opp"}},
		{"a draft", BlockerCodeProposalNotApproved, func(d *Dossier) { first(d).Status = ProposalStatusDraft }, []string{"pro"}},
		{"approved is approved", BlockerCodeProposalNotApproved, func(d *Dossier) { first(d).Status = ProposalStatusApproved }, nil},
		{"approved is not sealed", BlockerCodeProposalNotSealed, func(d *Dossier) { first(d).Status = ProposalStatusApproved }, []string{"pro"}},
		{"nothing submitted", BlockerCodeProposalNotSubmitted, func(d *Dossier) { d.Proposals = d.Proposals[:1] }, []string{"opp"}},
		{"one is in clarification", BlockerCodeProposalNotSubmitted, func(d *Dossier) { d.Proposals[1].Status = ProposalStatusUnderClarification }, nil},
		{"a section in review", BlockerCodeSectionNotReady, func(d *Dossier) { first(d).Sections[0].Status = SectionStatusInReview }, []string{"sec"}},
		{"sections of what is submitted are past", BlockerCodeSectionNotReady, func(d *Dossier) {
			first(d).Sections[0].Status, first(d).Status = SectionStatusDrafting, ProposalStatusSubmitted
		}, nil},
		{"no answer to a ★", BlockerCodeRequirementUnanswered, func(d *Dossier) { first(d).Answers = nil }, []string{"star"}},
		{"an unanswered ★", BlockerCodeRequirementUnanswered, func(d *Dossier) { first(d).Answers[0].Response = ComplianceResponseUnanswered }, []string{"star"}},
		{"a withdrawn ★ needs no answer", BlockerCodeRequirementUnanswered, func(d *Dossier) {
			first(d).Answers, d.Requirements[0].Status = nil, RequirementStatusWithdrawn
		}, nil},
		{"a negative deviation", BlockerCodeDeviationUnapproved, func(d *Dossier) { first(d).Answers[0].Response = ComplianceResponseDeviationNegative }, []string{"star"}},
		{"a partial answer", BlockerCodeDeviationUnapproved, func(d *Dossier) { first(d).Answers[0].Response = ComplianceResponsePartial }, []string{"star"}},
		{"an approved deviation", BlockerCodeDeviationUnapproved, func(d *Dossier) {
			first(d).Answers[0].Response, first(d).Answers[0].Approved = ComplianceResponseDeviationNegative, true
		}, nil},
		{"a positive deviation", BlockerCodeDeviationUnapproved, func(d *Dossier) { first(d).Answers[0].Response = ComplianceResponseDeviationPositive }, nil},
		{"a fatal item open", BlockerCodeChecklistOpen, func(d *Dossier) { first(d).Checklist[0].State = ChecklistStateOpen }, []string{"fatal"}},
		{"a certificate lapses in the validity", BlockerCodeCertificateLapses, func(d *Dossier) {
			first(d).Certificates[0].ExpiresOn = new(first(d).ValidUntil.AddDate(0, 0, -1))
		}, []string{"cert"}},
		{"a certificate lapses on the last day", BlockerCodeCertificateLapses, func(d *Dossier) {
			first(d).Certificates[0].ExpiresOn = new(first(d).ValidUntil.Truncate(24 * time.Hour))
		}, nil},
		{"without validity it has to hold today", BlockerCodeCertificateLapses, func(d *Dossier) {
			first(d).ValidUntil, first(d).Certificates[0].ExpiresOn = nil, new(gateDay.AddDate(0, 0, -1))
		}, []string{"cert"}},
		{"no bond", BlockerCodeBondMissing, func(d *Dossier) { first(d).BondAmount = nil }, []string{"pro"}},
		{"too small a bond", BlockerCodeBondMissing, func(d *Dossier) { *first(d).BondAmount = 49 }, []string{"pro"}},
		{"a bond without reference", BlockerCodeBondMissing, func(d *Dossier) { first(d).BondReference = "" }, []string{"pro"}},
		{"no bond where none is demanded", BlockerCodeBondMissing, func(d *Dossier) { d.BondDemanded, first(d).BondAmount = nil, nil }, nil},
		{"no validity", BlockerCodeValidityShort, func(d *Dossier) { first(d).ValidUntil = nil }, []string{"pro"}},
		{"too short a validity", BlockerCodeValidityShort, func(d *Dossier) { first(d).ValidUntil = new(d.BidValidityUntil.AddDate(0, 0, -1)) }, []string{"pro"}},
		{"no validity where none is demanded", BlockerCodeValidityShort, func(d *Dossier) { d.BidValidityUntil, first(d).ValidUntil = nil, nil }, nil},
		{"not signed", BlockerCodeSignatureMissing, func(d *Dossier) { first(d).Signed = false }, []string{"pro"}},
		{"no gold review", BlockerCodeReviewMissing, func(d *Dossier) { first(d).Reviews = first(d).Reviews[:1] }, []string{"pro"}},
		{"a gold review failed", BlockerCodeReviewMissing, func(d *Dossier) { first(d).Reviews[1].Verdict = &fail }, []string{"pro"}},
		{"passed with actions", BlockerCodeReviewMissing, func(d *Dossier) { first(d).Reviews[1].Verdict = &actions }, nil},
		{"gold of an older version", BlockerCodeReviewMissing, func(d *Dossier) { first(d).Reviews[1].OfLatest = false }, []string{"pro"}},
		{"passed once, failed later", BlockerCodeReviewMissing, func(d *Dossier) {
			first(d).Reviews = append(first(d).Reviews, ReviewFacts{ReviewColourGold, new(gateDay.AddDate(0, 0, -1)), &fail, true})
		}, []string{"pro"}},
		{"failed once, passed later", BlockerCodeReviewMissing, func(d *Dossier) {
			first(d).Reviews = append(first(d).Reviews, ReviewFacts{ReviewColourGold, new(gateDay.AddDate(0, 0, -9)), &fail, true})
		}, nil},
		{"planned, not held", BlockerCodeReviewMissing, func(d *Dossier) { first(d).Reviews[1].HeldAt = nil }, []string{"pro"}},
		{"a major finding resolved, not verified", BlockerCodeFindingOpen, func(d *Dossier) { first(d).Findings[1].Status = FindingStatusResolved }, []string{"solved"}},
		{"no approval of the price", BlockerCodeApprovalMissing, func(d *Dossier) { first(d).Approved = first(d).Approved[1:] }, []string{"pro"}},
		{"no price, no approval of it", BlockerCodeApprovalMissing, func(d *Dossier) { first(d).Price, first(d).Approved = nil, first(d).Approved[1:] }, nil},
		{"no legal approval", BlockerCodeApprovalMissing, func(d *Dossier) { first(d).Approved = first(d).Approved[:1] }, []string{"pro"}},
		{"a contract not approved", BlockerCodeApprovalMissing, func(d *Dossier) { d.Contracts[0].Status = ContractStatusDraft }, []string{"con"}},
		{"an addendum unread", BlockerCodeAddendumUnread, func(d *Dossier) { d.Clarifications[0].Acknowledged = false }, []string{"add"}},
	}
}

func breachesAfterTheBid() []breach {
	return []breach{
		{"an unauthorised promise", BlockerCodeCommitmentUnauthorised, func(d *Dossier) { d.Commitments[0].Unauthorised = true }, []string{"kept"}},
		{"one that was waived", BlockerCodeCommitmentUnauthorised, func(d *Dossier) {
			d.Commitments[0].Unauthorised, d.Commitments[0].Status = true, CommitmentStatusWaived
		}, nil},
		{"an open term", BlockerCodeTermUndecided, func(d *Dossier) { d.Terms[0].Decision = TermDecisionOpen }, []string{"trm"}},
		{"a countered term", BlockerCodeTermUndecided, func(d *Dossier) { d.Terms[0].Decision = TermDecisionCountered }, []string{"trm"}},
		{"a rejected term is decided", BlockerCodeTermUndecided, func(d *Dossier) { d.Terms[0].Decision = TermDecisionRejected }, nil},
		{"a tender without award", BlockerCodeAwardMissing, func(d *Dossier) { d.Proposals[1].Status = ProposalStatusSubmitted }, []string{"opp"}},
		{"an order instead of an award", BlockerCodeAwardMissing, func(d *Dossier) { d.Proposals, d.Type = nil, OpportunityTypeDirect }, nil},
		{"an order of no amount", BlockerCodeAwardMissing, func(d *Dossier) { d.Proposals, d.Type, d.AwardAmount = nil, OpportunityTypeDirect, nil }, []string{"opp"}},
		{"an order nobody noted", BlockerCodeAwardMissing, func(d *Dossier) { d.Proposals, d.Type, d.AwardNoted = nil, OpportunityTypeDirect, false }, []string{"opp"}},
		{"no contract", BlockerCodeContractMissing, func(d *Dossier) { d.Contracts = nil }, []string{"opp"}},
		{"no contract to sign", BlockerCodeContractNotSigned, func(d *Dossier) { d.Contracts = nil }, []string{"opp"}},
		{"a contract in draft", BlockerCodeContractNotSigned, func(d *Dossier) { d.Contracts[0].Status = ContractStatusDraft }, []string{"con"}},
		{"a closed contract was signed", BlockerCodeContractNotSigned, func(d *Dossier) { d.Contracts[0].Status = ContractStatusClosed }, nil},
		{"payments that fall short", BlockerCodePaymentPlanMismatch, func(d *Dossier) {
			d.Contracts[0].Status, d.Contracts[0].Planned = ContractStatusDraft, []int64{300, 599}
		}, []string{"con"}},
		{"no payments", BlockerCodePaymentPlanMismatch, func(d *Dossier) { d.Contracts[0].Status, d.Contracts[0].Planned = ContractStatusDraft, nil }, []string{"con"}},
		{"a handover only submitted", BlockerCodeHandoverNotAccepted, func(d *Dossier) { d.Handovers[1].Status = HandoverStatusSubmitted }, []string{"opp"}},
		{"a part that says nothing", BlockerCodeHandoverPartEmpty, func(d *Dossier) { d.Handovers[0].Filled = MandatoryHandoverParts[1:] }, []string{"back"}},
		{"promised, not handed over", BlockerCodeCommitmentNotHandedOver, func(d *Dossier) {
			d.Commitments[0].Status, d.Commitments[0].HandedOver = CommitmentStatusContracted, false
		}, []string{"kept"}},
		{"promised, not kept", BlockerCodeCommitmentOpen, func(d *Dossier) { d.Commitments[0].Status = CommitmentStatusHandedOver }, []string{"kept"}},
		{"broken", BlockerCodeCommitmentOpen, func(d *Dossier) { d.Commitments[0].Status = CommitmentStatusBreached }, []string{"kept"}},
		{"only the preliminary acceptance", BlockerCodeAcceptanceNotPassed, func(d *Dossier) { d.Acceptances[0].Kind = AcceptanceKindPreliminary }, []string{"opp"}},
		{"passed with items", BlockerCodeAcceptanceNotPassed, func(d *Dossier) { d.Acceptances[0].Status = AcceptanceStatusPassedWithItems }, nil},
		{"a criterion failed", BlockerCodeAcceptanceItemFailed, func(d *Dossier) {
			d.Acceptances[0].Status = AcceptanceStatusRequested
			d.Acceptances[0].Criteria = []CriterionFacts{{"fine", "uptime", CriterionResultPassed}, {"bad", "load", CriterionResultFailed}, {"open", "docs", CriterionResultOpen}}
		}, []string{"bad", "open"}},
		{"criteria of what passed are past", BlockerCodeAcceptanceItemFailed, func(d *Dossier) {
			d.Acceptances[0].Criteria = []CriterionFacts{{"bad", "load", CriterionResultFailed}}
		}, nil},
		{"a major issue", BlockerCodeIssueOpen, func(d *Dossier) { d.Acceptances[0].Issues[0].Severity = SeverityMajor }, []string{"iss"}},
		{"a change submitted", BlockerCodeChangeOpen, func(d *Dossier) { d.Changes[0].Status = ChangeRequestStatusSubmitted }, []string{"chg"}},
		{"a change assessed", BlockerCodeChangeOpen, func(d *Dossier) { d.Changes[0].Status = ChangeRequestStatusAssessed }, []string{"chg"}},
		{"no retrospective", BlockerCodeRetrospectiveMissing, func(d *Dossier) { d.Retrospectives = nil }, []string{"opp"}},
		{"one that is planned", BlockerCodeRetrospectiveMissing, func(d *Dossier) { d.Retrospectives[0].Status = RetrospectiveStatusPlanned }, []string{"opp"}},
		{"too small for one", BlockerCodeRetrospectiveMissing, func(d *Dossier) { d.Retrospectives, d.Amount = nil, 499 }, nil},
		{"just large enough for one", BlockerCodeRetrospectiveMissing, func(d *Dossier) { d.Retrospectives, d.Amount = nil, 500 }, []string{"opp"}},
		{"delivery was not there", BlockerCodeDepartmentAbsent, func(d *Dossier) { d.Retrospectives[0].Present = []Department{DepartmentSales} }, []string{"ret"}},
		{"waived by rule", BlockerCodeDepartmentAbsent, func(d *Dossier) {
			d.Retrospectives[0].Status, d.Retrospectives[0].Present = RetrospectiveStatusWaived, nil
		}, nil},
	}
}

func TestRulesOfTheRecord(t *testing.T) {
	tried := map[BlockerCode]bool{}
	for _, b := range slices.Concat(breachesBeforeTheBid(), breachesAfterTheBid()) {
		tried[b.rule] = tried[b.rule] || b.want != nil
		d := sound()
		if found := Check(d, b.rule); found != nil {
			t.Errorf("%s has something against a sound dossier: %+v", b.rule, found)
		}
		b.spoil(d)
		var got []string
		for _, f := range Check(d, b.rule) {
			// what is not there at all is said to be missing
			if f.Code != b.rule && f.Code != BlockerCodeProposalMissing && f.Code != BlockerCodeContractMissing {
				t.Errorf("%s: %s answers with %s", b.name, b.rule, f.Code)
			}
			got = append(got, f.RecordID)
		}
		if !slices.Equal(got, b.want) {
			t.Errorf("%s: %s names %v, want %v", b.name, b.rule, got, b.want)
		}
	}
	for rule := range checks {
		if !tried[rule] {
			t.Errorf("no test breaks %s", rule)
		}
	}
}

// Every rule says in both languages what is in the way and what to do, and every list of rules names rules.
func TestRulesSayWhatToDo(t *testing.T) {
	for _, code := range BlockerCode("").Values() {
		b := Blocker{Code: BlockerCode(code)}
		for _, lang := range []Language{LanguageEN, LanguageZH} {
			if b.LabelIn(lang) == "" || b.LabelIn(lang) == code || b.TodoIn(lang) == "" {
				t.Errorf("%s says nothing in %s", code, lang)
			}
		}
	}
	for name, rules := range map[string][]BlockerCode{
		"submission": SubmissionRules, "signing": SigningRules, "handover": HandoverRules, "acceptance": FinalAcceptanceRules,
		"closeout": CloseoutRules, "winning": WinningRules,
	} {
		for _, rule := range rules {
			if !IsCheck(rule) {
				t.Errorf("%s demands %s, which is no rule", name, rule)
			}
		}
		if blockers := Check(sound(), rules...); blockers != nil {
			t.Errorf("%s has something against a sound dossier: %+v", name, blockers)
		}
	}
	if Check(sound(), "LUCK_MISSING") != nil || Blocked(nil) != nil {
		t.Error("an unknown rule or nothing at all blocks")
	}
}

func TestRulesOfOneProposalLookAtNoOther(t *testing.T) {
	d := sound()
	d.Proposals = append(d.Proposals, ProposalFacts{ID: "bad", Status: ProposalStatusDraft})
	if found := Check(d, SubmissionRules...); len(found) == 0 {
		t.Error("the other proposal is not looked at")
	}
	if found := Check(d.Only("pro"), SubmissionRules...); found != nil {
		t.Errorf("the first proposal is blocked by another: %+v", found)
	}
	if len(d.Proposals) != 3 {
		t.Error("narrowing a dossier changes it")
	}
}
