package process

import (
	"strconv"
	"time"
)

// HandoverSource is what a handover package is assembled from. Times are in the organisation's zone.
type HandoverSource struct {
	Requirements []HandoverDemand
	Proposals    []HandoverProposal
	Commitments  []HandoverPromise
	Terms        []HandoverTerm
	Talks        []HandoverTalk
	Themes       []HandoverTheme
	Concerns     []HandoverConcern
	Risks        []HandoverRisk
	// Expectations are texts in which the customer's special wishes stand.
	Expectations []HandoverExpectation
}

// HandoverDemand is a confirmed requirement.
type HandoverDemand struct {
	ID              string
	Number          int
	Text, Criterion string
	Mandatory       bool
	Priority        RequirementPriority
}

// HandoverProposal is a proposal as it was submitted.
type HandoverProposal struct {
	ID, Title   string
	SubmittedAt *time.Time
	Version     int
	Hash        string
	Sections    []string
}

// HandoverPromise is a commitment that was made.
type HandoverPromise struct {
	ID, Text string
	Kind     CommitmentKind
	Status   CommitmentStatus
	// ApprovalID is the authority it was made with, Approver who gave it; both empty without one.
	ApprovalID, Approver string
	Unauthorised         bool
	MadeBy, MadeTo       string
	MadeAt               *time.Time
	Contract, Clause     string
	DueOn                *time.Time
}

// HandoverTerm is a commercial term that was agreed.
type HandoverTerm struct {
	ID, Title, Agreed string
	Kind              TermKind
}

// HandoverTalk is one communication with the customer.
type HandoverTalk struct {
	ID, Subject, Body, Contact, User string
	Kind                             ActivityKind
	At                               time.Time
}

// HandoverTheme is why the customer chose us.
type HandoverTheme struct {
	ID, Statement, Evidence string
	Kind                    WinThemeKind
}

// HandoverConcern is what somebody in the customer's decision chain cares about.
type HandoverConcern struct {
	ID, Name, Title, Concerns string
	Part                      StakeholderPart
	Attitude, Influence       int
}

// HandoverRisk is a risk that is not closed.
type HandoverRisk struct {
	ID, Title, Response string
	Probability, Impact int
	Status              RiskStatus
}

// HandoverExpectation is a text about what the customer expects beside the requirements, and the record it stands in.
type HandoverExpectation struct {
	ID, Text string
	About    Text
}

// handoverParts is the table of the package: what each part is written from, in the order people read it.
var handoverParts = []struct {
	part  HandoverPartKind
	write func(HandoverSource, *markdown)
}{
	{HandoverPartKindRequirements, writeDemands},
	{HandoverPartKindProposal, writeProposals},
	{HandoverPartKindCommitments, writePromises},
	{HandoverPartKindCommunication, writeTalks},
	{HandoverPartKindSuccessFactors, writeFactors},
	{HandoverPartKindRisks, writeRisks},
	{HandoverPartKindExpectations, writeExpectations},
}

// Assemble writes the package in a language: every part in Markdown, with the ids of the records it was made from. A part
// that the record says nothing about is empty and has to be written by hand.
func (s HandoverSource) Assemble(lang Language) []HandoverPart {
	parts := make([]HandoverPart, len(handoverParts))
	for i, p := range handoverParts {
		md := &markdown{lang: lang}
		p.write(s, md)
		parts[i] = HandoverPart{Part: p.part, Text: md.String(), Records: md.records}
	}
	return parts
}

func writeDemands(s HandoverSource, md *markdown) {
	for _, r := range s.Requirements {
		star, number := "", ""
		if r.Mandatory {
			star = "★ "
		}
		if r.Number > 0 {
			number = strconv.Itoa(r.Number) + ". "
		}
		md.item(r.ID, star+number+r.Text)
		md.detail(Text{EN: "Priority", ZH: "优先级"}, md.label("RequirementPriority", string(r.Priority)))
		md.detail(Text{EN: "Success criterion", ZH: "验收标准"}, r.Criterion)
	}
}

func writeProposals(s HandoverSource, md *markdown) {
	for _, p := range s.Proposals {
		md.item(p.ID, p.Title)
		md.day(Text{EN: "Submitted on", ZH: "递交日期"}, p.SubmittedAt)
		if p.Version > 0 {
			md.detail(Text{EN: "Version", ZH: "版本"}, strconv.Itoa(p.Version))
		}
		md.detail(Text{EN: "SHA-256", ZH: "SHA-256"}, p.Hash)
		for _, title := range p.Sections {
			md.sub(title)
		}
	}
}

func writePromises(s HandoverSource, md *markdown) {
	for _, c := range s.Commitments {
		md.item(c.ID, c.Text)
		md.detail(Text{EN: "Kind", ZH: "类别"}, md.label("CommitmentKind", string(c.Kind)))
		md.detail(Text{EN: "Status", ZH: "状态"}, md.label("CommitmentStatus", string(c.Status)))
		md.detail(Text{EN: "Authority", ZH: "授权"}, authorityOf(c, md.lang))
		md.detail(Text{EN: "Contract", ZH: "合同"}, joined(c.Contract, c.Clause))
		md.detail(Text{EN: "Made by", ZH: "承诺人"}, c.MadeBy)
		md.detail(Text{EN: "Made to", ZH: "承诺对象"}, c.MadeTo)
		md.day(Text{EN: "Made on", ZH: "承诺日期"}, c.MadeAt)
		md.day(Text{EN: "Due on", ZH: "兑现期限"}, c.DueOn)
	}
	for _, t := range s.Terms {
		md.item(t.ID, t.Title)
		md.detail(Text{EN: "Agreed term", ZH: "已商定条款"}, md.label("TermKind", string(t.Kind)))
		md.detail(Text{EN: "Agreed", ZH: "约定"}, t.Agreed)
	}
}

// authorityOf says with what authority a promise was made.
func authorityOf(c HandoverPromise, lang Language) string {
	switch {
	case c.Unauthorised:
		return Text{EN: "none", ZH: "未授权"}.In(lang)
	case c.ApprovalID == "":
		return ""
	default:
		return joined(c.Approver, "`"+c.ApprovalID+"`")
	}
}

func writeTalks(s HandoverSource, md *markdown) {
	for _, t := range s.Talks {
		md.item(t.ID, t.At.Format(time.DateOnly)+" "+md.label("ActivityKind", string(t.Kind))+": "+t.Subject)
		md.detail(Text{EN: "With", ZH: "对方"}, t.Contact)
		md.detail(Text{EN: "By", ZH: "我方"}, t.User)
		md.detail(Text{EN: "Content", ZH: "内容"}, excerpt(t.Body))
	}
}

func writeFactors(s HandoverSource, md *markdown) {
	for _, t := range s.Themes {
		md.item(t.ID, md.label("WinThemeKind", string(t.Kind))+": "+t.Statement)
		md.detail(Text{EN: "Evidence", ZH: "依据"}, t.Evidence)
	}
	for _, c := range s.Concerns {
		md.item(c.ID, joined(c.Name, c.Title)+": "+md.label("StakeholderPart", string(c.Part)))
		md.detail(Text{EN: "Attitude (−2 to 2)", ZH: "态度(−2 至 2)"}, strconv.Itoa(c.Attitude))
		md.detail(Text{EN: "Influence (1 to 5)", ZH: "影响力(1 至 5)"}, strconv.Itoa(c.Influence))
		md.detail(Text{EN: "Concerns", ZH: "关注点"}, c.Concerns)
	}
}

func writeRisks(s HandoverSource, md *markdown) {
	for _, r := range s.Risks {
		md.item(r.ID, r.Title)
		md.detail(Text{EN: "Status", ZH: "状态"}, md.label("RiskStatus", string(r.Status)))
		md.detail(Text{EN: "Probability × impact", ZH: "概率 × 影响"}, strconv.Itoa(r.Probability)+" × "+strconv.Itoa(r.Impact))
		md.detail(Text{EN: "Response", ZH: "应对"}, r.Response)
	}
}

func writeExpectations(s HandoverSource, md *markdown) {
	for _, e := range s.Expectations {
		if CheckGiven("text", e.Text, MsgRequired) != nil {
			continue
		}
		md.item(e.ID, e.About.In(md.lang))
		md.detail(Text{EN: "Text", ZH: "原文"}, e.Text)
	}
}
