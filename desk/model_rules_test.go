package desk_test

import (
	"slices"
	"strconv"
)

// records are all that the model knows, each kind in the order in which it was made.
type records struct {
	leads          []*lead
	deals          []*prospect
	scorecards     []*scorecard
	needs          []*need
	tasks          []*chore
	addenda        []*addendum
	offers         []*proposed
	reviews        []*reviewing
	findings       []*flaw
	requests       []*request
	promises       []*promise
	terms          []*clause
	contracts      []*agreement
	handovers      []*handing
	projects       []*venture
	changes        []*wish
	acceptances    []*accepting
	retrospectives []*lookback
	lessons        []*insight
	items          []*item
	simples        []*simple
	errands        []*errand
	questions      []*asked
	inquiries      []*inquiry
	citations      []*cited
	remarks        []*remark
	notices        []*notice
	keys           []*key
	guests         []*guest
	leaves         []*leave
	wires          []*wire
	drafts         []*draft
	proposed       []*proposedChange
	polls          []*poll
	rates          []*quotation
	vaults         []*vault
	abroad         []*abroad
	searches       []*kept
	files          []*file
}

// parts are the operations by the part of the work they belong to.
var parts = map[string]map[string]func(*model){
	"leads": {
		"create a lead": (*model).createLead, "move a lead": (*model).changeLead, "convert a lead": (*model).convertLead, "merge leads": (*model).mergeLeads,
		"assign a lead": (*model).assignLead, "claim a lead": (*model).claimLead, "release a lead": (*model).releaseLead, "archive a lead": (*model).archiveLead,
	},
	"deals": {
		"create an opportunity": (*model).createOpportunity, "change a stage": (*model).changeStage, "close an opportunity": (*model).closeOpportunity,
		"reopen an opportunity": (*model).reopenOpportunity,
	},
	"gates": {
		"schedule a gate": (*model).scheduleGate, "open a gate": (*model).openGate, "judge a criterion": (*model).checkCriterion,
		"judge another criterion": (*model).checkCriterion, "decide a gate": (*model).decideGate, "tailor a gate": (*model).tailorGate, "answer a lesson": (*model).answerLesson,
		"decide a gate in a stead": (*model).decideGateInStead,
	},
	"qualification": {
		"start a scorecard": (*model).startScorecard, "score": (*model).scoreScorecard, "decide on a scorecard": (*model).decideScorecard,
	},
	"needs": {
		"create a requirement": (*model).createNeed, "move a requirement": (*model).changeNeed, "plan a task": (*model).createChore, "move a task": (*model).changeChore,
		"record an addendum": (*model).recordAddendum, "acknowledge an addendum": (*model).acknowledgeAddendum,
	},
	"offers": {
		"create a proposal": (*model).createOffer, "write a section": (*model).writeSection, "rewrite a section": (*model).rewriteSection,
		"price a proposal": (*model).priceOffer, "request a review": (*model).requestReview, "request changes": (*model).requestChanges,
		"approve a proposal": (*model).approveOffer, "revise a proposal": (*model).reviseOffer, "start a version": (*model).newVersion, "withdraw a proposal": (*model).withdrawOffer,
	},
	"submission": {
		"sign a proposal": (*model).signOffer, "seal a proposal": (*model).sealOffer, "submit a proposal": (*model).submitOffer, "submit it now": (*model).submitOffer,
		"open a clarification": (*model).openClarification, "close a clarification": (*model).closeClarification, "record a result": (*model).recordResult,
	},
	"matrix": {
		"answer a requirement": (*model).answerNeed, "prepare a checklist": (*model).prepareChecklist, "check the items": (*model).checkItems, "reopen an item": (*model).reopenItem,
	},
	"reviews": {
		"plan a review": (*model).planReview, "hold a review": (*model).holdReview, "hold another review": (*model).holdReview, "cancel a review": (*model).cancelReview,
		"add a finding":     (*model).addFinding,
		"resolve a finding": (*model).resolveFinding, "verify a finding": (*model).verifyFinding, "reopen a finding": (*model).reopenFinding,
	},
	"approvals": {
		"request an approval": (*model).requestApproval, "request another approval": (*model).requestApproval,
		"decide on an approval": (*model).decideApproval, "decide on another approval": (*model).decideApproval, "withdraw an approval": (*model).withdrawApproval,
		"decide in a stead": (*model).decideApprovalInStead,
	},
	"promises": {
		"propose a commitment": (*model).proposePromise, "record a commitment": (*model).recordPromise, "make a commitment": (*model).makePromise,
		"contract a commitment": (*model).contractPromise, "end a commitment": (*model).endPromise,
	},
	"terms": {"create a term": (*model).createTerm, "decide a term": (*model).decideTerm},
	"contracts": {
		"create a contract": (*model).createContract, "plan payments": (*model).planPayments, "sign a contract": (*model).signContract,
		"record a payment": (*model).recordPayment, "end a contract": (*model).endContract,
	},
	"handovers": {
		"prepare a handover": (*model).prepareHandover, "fill in a handover": (*model).fillHandover, "refresh a handover": (*model).refreshHandover,
		"submit a handover": (*model).submitHandover, "return a handover": (*model).returnHandover, "accept a handover": (*model).acceptHandover,
	},
	"delivery": {
		"create a project": (*model).createProject, "move a project": (*model).moveProject, "ask for a change": (*model).createChange, "move a change": (*model).moveChange,
		"plan an acceptance": (*model).planAcceptance, "judge an acceptance": (*model).judgeAcceptance, "request an acceptance": (*model).requestAcceptance,
		"decide an acceptance": (*model).decideAcceptance, "raise an issue": (*model).raiseIssue,
	},
	"learning": {
		"plan a retrospective": (*model).planLookback, "hold a retrospective": (*model).holdLookback, "waive a retrospective": (*model).waiveLookback,
		"close a retrospective": (*model).closeLookback, "write a lesson": (*model).writeLesson, "move a lesson": (*model).moveLesson,
	},
	"library": {"write a library item": (*model).writeItem, "verify a library item": (*model).verifyItem, "rewrite a library item": (*model).rewriteItem},
	"shelf": {
		"save a search": (*model).saveSearch, "rewrite a saved search": (*model).rewriteSearch, "click on a hit": (*model).clickHit,
		"upload a file": (*model).uploadFile, "read a document": (*model).readDocument,
	},
	"sections": {"move a section": (*model).moveSection, "move a proposal": (*model).changeOffer},
	"reuse":    {"insert from the library": (*model).insertSource, "waive a source": (*model).waiveSource, "cite a certificate": (*model).cite, "remove a citation": (*model).removeCitation},
	"support":  supportSteps(),
	"questions": {
		"record a question": (*model).recordQuestion, "answer a question": (*model).answerQuestion, "flag a question": (*model).flagQuestion,
		"record an inquiry": (*model).recordInquiry, "answer an inquiry": (*model).answerInquiry,
	},
	"people": {
		"set a password": (*model).setPassword, "choose notifications": (*model).chooseNotifications, "make a token": (*model).createKey, "revoke a token": (*model).revokeKey,
		"rotate a token": (*model).rotateKey,
	},
	"guests": {
		"invite somebody": (*model).inviteUser, "renew a link": (*model).renewLink, "revoke a link": (*model).revokeLink, "accept a link": (*model).acceptLink,
		"come by an issuer": (*model).comeByIssuer, "untie somebody": (*model).untieGuest,
	},
	"leaves": {
		"record a leave": (*model).recordLeave, "change a leave": (*model).changeLeave, "end a leave": (*model).endLeave, "confirm a leave": (*model).confirmLeave,
	},
	"wires": {
		"make an endpoint": (*model).makeWire, "change an endpoint": (*model).changeWire, "give an endpoint a secret": (*model).rotateWire,
		"replay an endpoint": (*model).replayWire, "ping an endpoint": (*model).pingWire,
	},
	"comments": {"comment": (*model).comment, "edit a comment": (*model).editComment, "read what one was told": (*model).readNotices},
	"templates": {
		"draft a template": (*model).draftTemplate, "rewrite a template": (*model).rewriteTemplate, "publish a template": (*model).publishTemplate,
		"retire a template": (*model).retireTemplate, "propose a change of a template": (*model).proposeChange, "decide a change of a template": (*model).decideChange,
		"move to a template": (*model).moveToTemplate,
	},
	"surveys":  {"send a survey": (*model).sendSurvey, "answer a survey": (*model).answerSurvey, "take back a survey": (*model).takeBackSurvey},
	"renewals": {"raise a renewal": (*model).raiseRenewal},
	"rates": {
		"create an exchange rate": (*model).createRate, "correct an exchange rate": (*model).updateRate, "create an opportunity abroad": (*model).createAbroad,
		"fix an exchange rate": (*model).fixRate,
	},
	"vaults": {
		"dig a vault": (*model).digVault, "protect an opportunity": (*model).protectVault, "rename a vault": (*model).renameVault,
		"let a member in": (*model).letIn, "show a member out": (*model).showOut,
	},
	"risks": wordingSteps("move a risk"),
	"corrections": wordingSteps("correct a lead", "correct an opportunity", "correct a requirement", "correct a task", "correct a term", "assign a commitment",
		"correct a contract", "correct a handover", "correct a project", "correct a lesson", "correct a retrospective", "debrief"),
	"time":         {"let time pass": (*model).letTimePass},
	"putting away": {"put away what rules rest on": (*model).putAway},
}

// ends are where operations lead that stand for several use cases: each is taken some day.
var ends = map[string]string{
	"move a project": "RUNNING CLOSED CANCELLED", "move a change": "SUBMITTED ASSESSED APPROVED REJECTED IMPLEMENTED",
	"end a commitment": "FULFILLED WAIVED BREACHED WITHDRAWN", "end a contract": "CLOSED TERMINATED", "check the items": "DONE WAIVED",
}

// focus is what a history is about: parts that rest on one another, the way to where they matter, which is gone in part
// before and in part meanwhile, and whether there is mostly an order already.
type focus struct {
	parts, before []string
	ordered       bool
}

// The ways to where a history begins.
var (
	beforeSubmission = []string{
		"create a proposal", "write a section", "plan a review", "hold a review", "plan a review", "hold a review", "prepare a checklist", "check the items",
		"request a review", "approve a proposal", "request an approval", "decide on an approval", "request an approval", "decide on an approval",
		"request an approval", "decide on an approval", "sign a proposal", "seal a proposal", "submit a proposal",
	}
	beforeContract = []string{
		"propose a commitment", "request an approval", "decide on an approval", "make a commitment", "create a term", "decide a term",
		"create a contract", "plan payments", "request an approval", "request an approval", "request an approval", "decide on an approval",
		"decide on an approval", "decide on an approval", "contract a commitment", "sign a contract",
	}
	beforeDelivery = slices.Concat(beforeContract, []string{
		"prepare a handover", "fill in a handover", "fill in a handover", "submit a handover", "accept a handover", "create a project", "move a project",
		"create a requirement", "move a requirement", "plan an acceptance", "judge an acceptance", "judge an acceptance", "judge an acceptance", "request an acceptance",
	})
	beforeTheEnd = slices.Concat(beforeDelivery, []string{
		"ask for a change", "move a change", "move a change", "move a change", "move a change", "end a commitment", "decide an acceptance",
		"plan a retrospective", "hold a retrospective", "move a project", "record a payment", "record a payment", "end a contract",
	})
	beforeGate = []string{
		"open a gate", "start a scorecard", "score", "decide on a scorecard", "judge a criterion", "judge a criterion", "judge a criterion", "decide a gate", "change a stage",
	}
	beforeLessons = []string{"write a lesson", "move a lesson", "move a lesson", "write a lesson", "move a lesson", "move a lesson", "open a gate", "answer a lesson", "answer a lesson"}
	beforeReuse   = []string{
		"create a proposal", "write a library item", "verify a library item", "insert from the library", "write a section", "move a section", "move a section",
		"verify a library item", "verify a library item", "waive a source", "start a version", "waive a source", "create Certificate", "cite a certificate",
	}
	beforeTemplate = []string{
		"draft a template", "write a lesson", "propose a change of a template", "decide a change of a template", "publish a template", "move to a template",
	}
)

var foci = []focus{
	{[]string{"leads", "deals"}, []string{"create a lead", "create a lead", "move a lead", "move a lead"}, false},
	{[]string{"deals", "gates", "qualification", "time"}, beforeGate, false},
	{[]string{"deals", "gates", "approvals", "terms", "time"}, beforeGate, false},
	{[]string{"needs", "gates", "qualification", "deals"}, beforeGate, false},
	{[]string{"offers", "reviews"}, []string{"create a proposal", "write a section", "plan a review", "hold a review", "add a finding", "resolve a finding", "verify a finding"}, false},
	{[]string{"offers", "submission", "reviews", "approvals", "time"}, beforeSubmission, false},
	{[]string{"submission", "matrix", "needs", "approvals"}, slices.Concat([]string{"create a proposal", "create a requirement", "answer a requirement"}, beforeSubmission), false},
	{[]string{"offers", "matrix", "needs"}, []string{"create a proposal", "create a requirement", "answer a requirement"}, false},
	{[]string{"submission", "deals"}, slices.Concat(beforeSubmission, []string{"open a clarification", "close a clarification", "record a result"}), false},
	{[]string{"offers", "contracts", "approvals", "submission"}, slices.Concat([]string{"create a proposal"}, beforeContract), true},
	{[]string{"submission", "approvals", "gates", "deals", "putting away"}, beforeSubmission, false},
	{[]string{"promises", "approvals", "terms", "gates", "putting away"}, nil, false},
	{[]string{"promises", "contracts", "approvals", "terms"}, beforeContract, true},
	{[]string{"promises", "contracts", "handovers", "approvals"}, slices.Concat(beforeContract, []string{"prepare a handover", "fill in a handover", "submit a handover"}), true},
	{[]string{"handovers", "delivery", "gates", "deals"}, beforeDelivery, true},
	{[]string{"delivery", "reviews", "learning", "putting away"}, beforeTheEnd, true},
	{[]string{"delivery", "promises", "contracts", "learning"}, beforeTheEnd, true},
	{[]string{"learning", "gates", "deals"}, beforeLessons, false},
	{[]string{"library", "learning"}, nil, false},
	{[]string{"shelf", "library"}, []string{"save a search", "rewrite a saved search", "upload a file", "read a document"}, false},
	{[]string{"sections", "reuse", "offers", "library"}, beforeReuse, false},
	{[]string{"reuse", "sections", "submission"}, slices.Concat(beforeReuse, beforeSubmission), false},
	{[]string{"support", "comments", "questions"}, []string{"ask for support", "assign a support request", "start a support request", "wait for the requester", "resume a support request", "complete a support request"}, false},
	{[]string{"people", "comments", "surveys", "time"}, []string{"comment", "read what one was told"}, false},
	{[]string{"guests", "people", "time"}, []string{"invite somebody", "renew a link", "make a token", "rotate a token"}, false},
	{[]string{"people", "wires", "time"}, []string{"make a token", "make an endpoint", "replay an endpoint"}, false},
	{[]string{"leaves", "time"}, []string{"record a leave", "confirm a leave", "change a leave"}, false},
	{[]string{"templates", "gates", "deals"}, slices.Concat(beforeTemplate, beforeGate), false},
	{[]string{"templates", "learning", "corrections"}, beforeTemplate, false},
	{[]string{"renewals", "surveys", "deals", "corrections"}, []string{"close an opportunity", "raise a renewal"}, true},
	{[]string{"vaults"}, []string{"dig a vault", "protect an opportunity", "let a member in"}, false},
	{[]string{"rates"}, []string{"create an exchange rate", "create an opportunity abroad"}, false},
	{[]string{"risks", "deals"}, []string{"create Risk", "create Risk", "move a risk"}, false},
	{[]string{"corrections", "promises", "needs", "leads"}, []string{"create a lead", "create a requirement", "plan a task", "create a term", "propose a commitment"}, false},
	{[]string{"corrections", "handovers", "delivery", "questions"}, corrected(beforeTheEnd), true},
}

// corrected is a way on which what is made is corrected at once.
func corrected(way []string) (all []string) {
	correction := map[string]string{
		"create a term": "correct a term", "create a contract": "correct a contract", "prepare a handover": "correct a handover",
		"create a project": "correct a project", "propose a commitment": "assign a commitment",
	}
	for _, step := range way {
		if all = append(all, step); correction[step] != "" {
			all = append(all, correction[step])
		}
	}
	return all
}

// The table of plain records is gone through a few kinds at a time, so that histories come to more than making them.
func init() {
	for i, some := range slices.Collect(slices.Chunk(plains, 4)) {
		name := "plain " + strconv.Itoa(i+1)
		parts[name] = plainSteps(some)
		foci = append(foci, focus{[]string{name}, plainWay(some), false})
	}
}

// rules say what breaks them, by the kind of blocker.
var rules = map[string]func(*model, *prospect) bool{
	"QUALIFICATION_MISSING": func(m *model, o *prospect) bool { q := m.qualified(o); return q == nil || q.decision == "" },
	"QUALIFICATION_DECLINED": func(m *model, o *prospect) bool {
		q := m.qualified(o)
		return q != nil && q.decision == "NO_BID"
	},
	"REQUIREMENTS_MISSING": func(m *model, o *prospect) bool {
		return !slices.ContainsFunc(m.needs, func(n *need) bool { return n.of == o && n.status == "CONFIRMED" })
	},
	"PLAN_MISSING": func(m *model, o *prospect) bool {
		return !slices.ContainsFunc(m.tasks, func(t *chore) bool { return t.of == o && t.status != "CANCELLED" })
	},
	"PLAN_UNOWNED": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.tasks, func(t *chore) bool {
			return t.of == o && (t.status == "TODO" || t.status == "DOING") && !t.owned
		})
	},
	"PROPOSAL_MISSING": func(m *model, o *prospect) bool { return len(m.offersOf(o)) == 0 },
	"PROPOSAL_NOT_SUBMITTED": func(m *model, o *prospect) bool {
		return !slices.ContainsFunc(m.offersOf(o), (*proposed).out)
	},
	"REQUIREMENT_UNANSWERED": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.offersOf(o), func(p *proposed) bool { return !p.out() && m.unanswered(p) })
	},
	"ADDENDUM_UNREAD": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.addenda, func(a *addendum) bool { return a.of == o && !a.read })
	},
	"COMMITMENT_UNAUTHORISED": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.promises, func(c *promise) bool {
			return c.of == o && c.unauthorised && c.status != "WAIVED" && c.status != "WITHDRAWN"
		})
	},
	"COMMITMENT_NOT_HANDED_OVER": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.promises, func(c *promise) bool { return c.of == o && c.status == "CONTRACTED" && c.in == nil })
	},
	"COMMITMENT_OPEN": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.promises, func(c *promise) bool {
			return c.of == o && c.status != "FULFILLED" && c.status != "WAIVED" && c.status != "WITHDRAWN"
		})
	},
	"TERM_UNDECIDED": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.terms, func(t *clause) bool { return t.of == o && (t.decision == "OPEN" || t.decision == "COUNTERED") })
	},
	"AWARD_MISSING": func(m *model, o *prospect) bool {
		return !m.awarded(o) && (o.kind == "TENDER" || o.award == nil || !o.noted)
	},
	"HANDOVER_NOT_ACCEPTED": func(m *model, o *prospect) bool {
		return !slices.ContainsFunc(m.handovers, func(h *handing) bool {
			return h.contract.of == o && h.status == "ACCEPTED" && (m.only == nil || m.only.contract == h.contract)
		})
	},
	"ACCEPTANCE_NOT_PASSED": func(m *model, o *prospect) bool {
		return !slices.ContainsFunc(m.acceptances, func(a *accepting) bool {
			return a.project.contract.of == o && m.concerns(a.project) && a.final && a.passed()
		})
	},
	"ISSUE_OPEN": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.findings, func(f *flaw) bool {
			return f.acceptance != nil && f.acceptance.project.contract.of == o && m.concerns(f.acceptance.project) && f.serious && f.status != "VERIFIED"
		})
	},
	"CHANGE_OPEN": func(m *model, o *prospect) bool {
		return slices.ContainsFunc(m.changes, func(c *wish) bool {
			return c.project.contract.of == o && m.concerns(c.project) && (c.status == "SUBMITTED" || c.status == "ASSESSED")
		})
	},
	"RETROSPECTIVE_MISSING": func(m *model, o *prospect) bool {
		return m.lookedBack(o) == nil && o.amount >= o.flow().retrospectiveFrom
	},
	"DEPARTMENT_ABSENT": func(m *model, o *prospect) bool {
		r := m.lookedBack(o)
		return r != nil && r.status != "WAIVED" && !r.complete
	},
}

// concerns tells whether a project counts in the step under way: one about a project looks at no other.
func (m *model) concerns(v *venture) bool { return m.only == nil || m.only == v }

// obstacles says which rules an opportunity breaks.
func (m *model) obstacles(o *prospect, codes ...string) {
	for _, code := range codes {
		if code == "CONTRACT_NOT_SIGNED" {
			m.unsigned(o)
			continue
		}
		m.block(code, rules[code](m, o))
	}
}

// unsigned blocks for an opportunity without a contract in force.
func (m *model) unsigned(o *prospect) {
	there, signed := false, false
	for _, c := range m.contracts {
		there = there || c.of == o
		signed = signed || c.of == o && (c.status == "SIGNED" || c.status == "CLOSED")
	}
	m.block("CONTRACT_MISSING", !there)
	m.block("CONTRACT_NOT_SIGNED", there && !signed)
}
