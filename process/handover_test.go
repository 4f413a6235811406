package process

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHandoverStates(t *testing.T) {
	all(t, "HandoverStatus", `DRAFT>SUBMITTED SUBMITTED>RETURNED SUBMITTED>ACCEPTED RETURNED>DRAFT`,
		func(from, to string) error { return CheckHandoverStatus(HandoverStatus(from), HandoverStatus(to)) })
	for s, code := range map[HandoverStatus]Code{
		HandoverStatusDraft: "", HandoverStatusReturned: "", HandoverStatusSubmitted: CodeIllegalTransition, HandoverStatusAccepted: CodeIllegalTransition,
	} {
		refused(t, string(s), CheckHandoverWork(s), code, "")
	}
}

func TestWhoAcceptsAHandover(t *testing.T) {
	for _, r := range enumValues("UserRole") {
		want := CodeForbidden
		if r == "DELIVERY" {
			want = ""
		}
		refused(t, r, CheckReceiver(&Viewer{UserID: "usr_a", Role: UserRole(r)}), want, "")
		refused(t, r, CheckAcceptor(&Viewer{UserID: "usr_a", Role: UserRole(r)}, "usr_b", ""), want, "")
		refused(t, r+" of an own one", CheckAcceptor(&Viewer{UserID: "usr_a", Role: UserRole(r)}, "usr_b", "usr_a"), CodeForbidden, "")
	}
	refused(t, "the system", CheckAcceptor(&Viewer{System: true}, "", ""), "", "")
}

func TestPartsWrittenByHandStay(t *testing.T) {
	fresh := []HandoverPart{{Part: HandoverPartKindRisks, Text: "- a", Records: []string{"rsk_1"}}, {Part: HandoverPartKindExpectations}}
	byHand, err := WithPart(fresh, HandoverPartKindRisks, "none known")
	if err != nil || byHand[0].Text != "none known" || byHand[0].Records != nil || fresh[0].Text != "- a" {
		t.Fatalf("%+v, %v; before %+v", byHand, err, fresh)
	}
	again := Reassembled(byHand, []HandoverPart{{Part: HandoverPartKindRisks, Text: "- b", Records: []string{"rsk_2"}}, {Part: HandoverPartKindExpectations, Text: "- c", Records: []string{"ctr_1"}}})
	if again[0].Text != "none known" || again[1].Text != "- c" {
		t.Errorf("%+v", again)
	}
	left, err := WithPart(again, HandoverPartKindRisks, "  ")
	if err != nil {
		t.Fatal(err)
	}
	if again = Reassembled(left, fresh); again[0].Text != "- a" {
		t.Errorf("left to the record again: %+v", again)
	}
	if more, err := WithPart(nil, HandoverPartKindProposal, "x"); err != nil || len(more) != 1 {
		t.Errorf("%+v, %v", more, err)
	}
	for name, bad := range map[string]string{"too long": strings.Repeat("x", MaxHandoverText+1), "a control character": "a\x00", "not UTF-8": "a\xff"} {
		_, err := WithPart(fresh, HandoverPartKindRisks, bad)
		refused(t, name, err, CodeValidationFailed, "text")
	}
}

func source() HandoverSource {
	at := time.Date(2026, 3, 2, 17, 0, 0, 0, time.FixedZone("", 8*3600))
	return HandoverSource{
		Requirements: []HandoverDemand{
			{ID: "req_1", Number: 1, Text: "等保三级\n# 不是标题", Mandatory: true, Priority: RequirementPriorityMust, Criterion: "测评报告"},
			{ID: "req_2", Number: 2, Text: "Answers in 200 ms", Priority: RequirementPriorityShould},
		},
		Proposals: []HandoverProposal{{ID: "prp_1", Title: "技术方案", SubmittedAt: &at, Version: 3, Hash: "abc123", Sections: []string{"总体架构", "实施计划"}}},
		Commitments: []HandoverPromise{
			{ID: "cmt_1", Text: "two engineers on site", Kind: CommitmentKindStaff, Status: CommitmentStatusContracted, ApprovalID: "apr_1", Approver: "Lin Ye", Contract: "HT-9", Clause: "§7.2", DueOn: &at},
			{ID: "cmt_2", Text: "free training", Status: CommitmentStatusMade, Unauthorised: true, MadeTo: "Mo Qiu"},
		},
		Terms:        []HandoverTerm{{ID: "trm_1", Title: "付款", Agreed: "30/60/10", Kind: TermKindPayment}},
		Talks:        []HandoverTalk{{ID: "act_1", Subject: "澄清会", Body: strings.Repeat("长", 600), Kind: ActivityKindMeeting, At: at, Contact: "Mo Qiu"}},
		Themes:       []HandoverTheme{{ID: "win_1", Statement: "shortest migration", Kind: WinThemeKindDiscriminator, Evidence: "three references"}},
		Concerns:     []HandoverConcern{{ID: "stk_1", Name: "Mo Qiu", Title: "CIO", Concerns: "downtime", Part: StakeholderPartDecisionMaker, Attitude: 1, Influence: 5}},
		Risks:        []HandoverRisk{{ID: "rsk_1", Title: "old interfaces", Probability: 4, Impact: 3, Response: "pilot", Status: RiskStatusOpen}},
		Expectations: []HandoverExpectation{{ID: "ctr_1", Text: "weekly report", About: Text{EN: "Terms", ZH: "补充约定"}}, {ID: "opp_1", Text: " \n"}},
	}
}

func TestAPackageSaysWhatTheRecordSays(t *testing.T) {
	want := map[Language]map[HandoverPartKind][]string{
		LanguageZH: {
			HandoverPartKindRequirements:   {"- ★ 1. 等保三级\n  # 不是标题 (`req_1`)", "验收标准: 测评报告", "- 2. Answers in 200 ms (`req_2`)", "优先级: 应当"},
			HandoverPartKindProposal:       {"- 技术方案 (`prp_1`)", "递交日期: 2026-03-02", "版本: 3", "SHA-256: abc123", "  - 总体架构"},
			HandoverPartKindCommitments:    {"(`cmt_1`)", "授权: Lin Ye, `apr_1`", "合同: HT-9, §7.2", "状态: 已入合同", "授权: 未授权", "已商定条款: 付款方式", "约定: 30/60/10"},
			HandoverPartKindCommunication:  {"- 2026-03-02 会议: 澄清会 (`act_1`)", "对方: Mo Qiu", strings.Repeat("长", 500) + "…"},
			HandoverPartKindSuccessFactors: {"- 差异化优势: shortest migration (`win_1`)", "Mo Qiu, CIO: 决策者 (`stk_1`)", "关注点: downtime", "影响力(1 至 5): 5"},
			HandoverPartKindRisks:          {"- old interfaces (`rsk_1`)", "概率 × 影响: 4 × 3"},
			HandoverPartKindExpectations:   {"- 补充约定 (`ctr_1`)", "weekly report"},
		},
		LanguageEN: {
			HandoverPartKindRequirements: {"Success criterion: 测评报告", "Priority: Must"},
			HandoverPartKindCommitments:  {"Authority: none", "Status: In the contract", "Due on: 2026-03-02"},
			HandoverPartKindRisks:        {"Status: Open"},
		},
	}
	for lang, parts := range want {
		for _, p := range source().Assemble(lang) {
			for _, text := range parts[p.Part] {
				if !strings.Contains(p.Text, text) {
					t.Errorf("%s %s lacks %q:\n%s", lang, p.Part, text, p.Text)
				}
			}
		}
	}
}

func TestAPackageHasEveryPartWithItsRecords(t *testing.T) {
	records := map[HandoverPartKind][]string{
		HandoverPartKindRequirements: {"req_1", "req_2"}, HandoverPartKindProposal: {"prp_1"}, HandoverPartKindCommitments: {"cmt_1", "cmt_2", "trm_1"},
		HandoverPartKindCommunication: {"act_1"}, HandoverPartKindSuccessFactors: {"win_1", "stk_1"}, HandoverPartKindRisks: {"rsk_1"}, HandoverPartKindExpectations: {"ctr_1"},
	}
	parts := source().Assemble(LanguageZH)
	if len(parts) != len(enumValues("HandoverPartKind")) {
		t.Errorf("%d parts", len(parts))
	}
	for _, p := range parts {
		if !slices.Equal(p.Records, records[p.Part]) {
			t.Errorf("%s is made from %v", p.Part, p.Records)
		}
	}
	for _, p := range (HandoverSource{}).Assemble(LanguageEN) {
		if p.Text != "" || p.Records != nil {
			t.Errorf("of an empty record: %+v", p)
		}
	}
}

func TestAHandoverIsJudgedAlone(t *testing.T) {
	d := &Dossier{Contracts: []ContractFacts{{ID: "c", Status: ContractStatusSigned}}, Handovers: []HandoverFacts{
		{ID: "a", Status: HandoverStatusDraft, Filled: MandatoryHandoverParts}, {ID: "b", Status: HandoverStatusDraft},
	}}
	if got := Check(d.OnlyHandover("a"), HandoverRules...); len(got) != 0 {
		t.Errorf("the complete one: %+v", got)
	}
	if got := Check(d.OnlyHandover("b"), HandoverRules...); len(got) != len(MandatoryHandoverParts) || len(d.Handovers) != 2 {
		t.Errorf("the empty one: %+v", got)
	}
}
