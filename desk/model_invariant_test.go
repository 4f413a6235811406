package desk_test

import (
	"regexp"
	"slices"
	"strings"

	"bidwell/ent"
	"bidwell/ent/handover"
	"bidwell/ent/review"
	"bidwell/process"
)

// The invariants of the process (domain model §5) as questions to the database: each statement answers with the records
// that break it, among those whose ids come after $1. Those that say what blocks a step (2 in part, 4, 5, 8, 10) hold at the time of
// the step; the model says them then, and here stands what has to be true for ever after.

// after says in the statements below that the rows of an alias, whose ids begin with a prefix, come after $1.
var after = regexp.MustCompile(`@(\w+):(\w+)`)

var invariants = []struct{ holds, breaks string }{
	{"1: the stage is that of the last entry", `SELECT o.id FROM opportunities o WHERE @o:opp AND o.stage <> (
		SELECT e.stage FROM stage_entries e WHERE e.opportunity_id = o.id ORDER BY e.position DESC LIMIT 1)`},
	{"1: exactly one entry is open", `SELECT o.id FROM opportunities o WHERE @o:opp AND 1 <> (
		SELECT count(*) FROM stage_entries e WHERE e.opportunity_id = o.id AND e.left_at IS NULL)`},
	{"1: entries do not overlap", `SELECT e.id FROM stage_entries e JOIN stage_entries n ON n.opportunity_id = e.opportunity_id AND n.position = e.position + 1
		WHERE @e:stg AND (e.left_at IS NULL OR e.left_at > n.entered_at)`},
	{"2: who went forward through a gate passed it", `SELECT e.id FROM stage_entries e JOIN gates g ON g.id = e.gate_id
		WHERE @e:stg AND NOT (g.status = 'TAILORED_OUT' OR g.status = 'DECIDED' AND g.decision = 'ADVANCE')`},
	{"2: the gate is that of the stage that was left", `SELECT e.id FROM stage_entries e JOIN gates g ON g.id = e.gate_id
		JOIN stage_entries p ON p.opportunity_id = e.opportunity_id AND p.position = e.position - 1
		WHERE @e:stg AND (g.opportunity_id <> e.opportunity_id OR g.stage <> p.stage OR e.direction <> 'FORWARD')`},
	{"3: nothing changes the template of an opportunity, unless somebody says why", `SELECT c.entity_id FROM change_log c JOIN opportunities o ON o.id = c.entity_id
		WHERE @o:opp AND c.operation = 'UPDATE' AND (SELECT count(*) FROM change_log d WHERE d.entity_id = o.id AND d.operation = 'UPDATE' AND #templateID#) > 1`},
	{"4: what was submitted is frozen and hashed", `SELECT p.id FROM proposals p WHERE @p:prp AND p.status IN (` + handedIn + `)
		AND (p.submitted_at IS NULL OR p.snapshot_hash = '' OR p.receipt = '' OR p.signed_at IS NULL OR p.sealed_at IS NULL OR EXISTS (
		SELECT 1 FROM proposal_versions v WHERE v.proposal_id = p.id AND (v.frozen_at IS NULL OR v.content_hash = '')))`},
	{"4: no fatal item of what was submitted is open", `SELECT p.id FROM proposals p JOIN bid_checklist_items i ON i.proposal_id = p.id
		WHERE @p:prp AND p.status IN (` + handedIn + `) AND i.severity = 'FATAL' AND i.state = 'OPEN'`},
	{"4: what was submitted had passed GOLD", `SELECT p.id FROM proposals p WHERE @p:prp AND p.status IN (` + handedIn + `) AND NOT EXISTS (
		SELECT 1 FROM reviews r WHERE r.proposal_id = p.id AND r.colour = 'GOLD' AND r.verdict <> 'FAIL' AND r.held_at <= p.submitted_at)`},
	{"4: what was submitted has its approvals", `SELECT p.id FROM proposals p WHERE @p:prp AND p.status IN (` + handedIn + `) AND (
		NOT EXISTS (SELECT 1 FROM approvals a WHERE a.subject_id = p.id AND a.type = 'LEGAL' AND a.status = 'APPROVED') OR p.price IS NOT NULL AND
		NOT EXISTS (SELECT 1 FROM approvals a WHERE a.subject_id = p.id AND a.type = 'PRICE' AND a.status = 'APPROVED' AND a.amount = p.price))`},
	{"5: a negative deviation that was submitted is approved", `SELECT i.id FROM compliance_items i JOIN proposals p ON p.id = i.proposal_id
		JOIN requirements r ON r.id = i.requirement_id WHERE @i:cpl AND p.status IN (` + handedIn + `) AND i.response = 'DEVIATION_NEGATIVE' AND r.mandatory
		AND r.updated_at < p.submitted_at AND r.status <> 'WITHDRAWN' AND NOT EXISTS (SELECT 1 FROM approvals a WHERE a.id = i.approval_id AND a.status = 'APPROVED')`},
	{"6: who verified a finding does not own it", `SELECT f.id FROM findings f WHERE @f:fin AND f.verified_by_id = f.owner_id`},
	{"7: nobody approved what they asked for", `SELECT a.id FROM approvals a WHERE @a:apr AND (a.decided_by_id = a.requested_by_id OR a.decided_for_id = a.requested_by_id)`},
	{"7: nobody approved beyond their authority", `SELECT a.id FROM approvals a WHERE @a:apr AND a.status = 'APPROVED' AND NOT EXISTS (
		SELECT 1 FROM authority_rules r JOIN users u ON u.id IN (a.decided_by_id, a.decided_for_id) AND u.role = r.role WHERE r.type = a.type AND (r.limit_amount IS NULL OR a.amount IS NULL OR a.amount <= r.limit_amount))`},
	{"9: what is handed over was accepted in a handover", `SELECT c.id FROM commitments c WHERE @c:cmt AND c.status = 'HANDED_OVER' AND NOT EXISTS (
		SELECT 1 FROM handovers h WHERE h.id = c.handover_id AND h.status = 'ACCEPTED')`},
	{"9: who accepts for good has no promise outstanding", `SELECT c.id FROM commitments c JOIN acceptances a ON a.opportunity_id = c.opportunity_id
		WHERE @c:cmt AND a.kind = 'FINAL' AND a.status IN ('PASSED', 'PASSED_WITH_ITEMS') AND c.created_at < a.signed_at AND c.status NOT IN ('FULFILLED', 'WAIVED', 'WITHDRAWN')`},
	{"10: who accepted a handover did not prepare it", `SELECT h.id FROM handovers h WHERE @h:hnd AND h.accepted_by_id = h.prepared_by_id`},
	{"11: a project is closed after a retrospective", `SELECT p.id FROM projects p JOIN opportunities o ON o.id = p.opportunity_id
		WHERE @p:prj AND p.status = 'CLOSED' AND o.amount >= 100000000 AND NOT EXISTS (
		SELECT 1 FROM retrospectives r WHERE r.opportunity_id = o.id AND r.status IN ('HELD', 'WAIVED', 'CLOSED'))`},
}

const handedIn = `'SUBMITTED', 'UNDER_CLARIFICATION', 'AWARDED', 'NOT_AWARDED', 'REJECTED_BID', 'VOIDED'`

// broken lists what breaks an invariant among the records made after an id without its prefix.
func (w *world) broken(since string) (all []string) {
	for _, i := range invariants {
		for _, id := range w.ids(i.breaks, since) {
			all = append(all, id+": "+i.holds)
		}
	}
	return slices.Concat(all, w.ungated(since), w.brokenLog(since), w.emptyHandovers(since), w.partialReviews(since))
}

// ids are the ids a statement answers with.
func (w *world) ids(query, since string) (all []string) {
	query = after.ReplaceAllString(query, `$1.id > '${2}_' || CAST($$1 AS text)`)
	changes := `json_extract(d.fields, '$.templateID') IS NOT NULL AND json_extract(d.fields, '$.reason') IS NULL`
	if w.Store().Dialect() == "postgres" {
		changes = `d.fields -> 'templateID' IS NOT NULL AND d.fields -> 'reason' IS NULL`
	}
	rows, err := w.Store().DB().Query(strings.ReplaceAll(query, "#templateID#", changes), since)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		w.must(rows.Scan(&id))
		all = append(all, id)
	}
	w.must(rows.Err())
	return all
}

// ungated are entries that went forward without a gate where the template has one: invariant 2.
func (w *world) ungated(since string) (all []string) {
	for kind, f := range processes {
		var gated []string
		for stage := range f.gates {
			gated = append(gated, "'"+stage+"'")
		}
		slices.Sort(gated)
		for _, id := range w.ids(`SELECT e.id FROM stage_entries e JOIN stage_entries p ON p.opportunity_id = e.opportunity_id AND p.position = e.position - 1
			JOIN opportunities o ON o.id = e.opportunity_id WHERE @e:stg AND e.direction = 'FORWARD' AND e.gate_id IS NULL AND o.type = '`+kind+`'
			AND p.stage IN (`+strings.Join(gated, ", ")+`)`, since) {
			all = append(all, id+": 2: went forward without its gate")
		}
	}
	return all
}

// brokenLog holds invariant 15: each record has a row of the change log for each of its versions, and later rows are not
// earlier.
func (w *world) brokenLog(since string) (all []string) {
	for _, e := range []string{
		ent.TypeLead, ent.TypeOpportunity, ent.TypeStageEntry, ent.TypeGate, ent.TypeLessonExposure, ent.TypeQualification, ent.TypeRequirement, ent.TypeTask,
		ent.TypeClarification, ent.TypeProposal, ent.TypeProposalVersion, ent.TypeProposalSection, ent.TypeComplianceItem, ent.TypeBidChecklistItem, ent.TypeReview,
		ent.TypeFinding, ent.TypeApproval, ent.TypeCommitment, ent.TypeCommercialTerm, ent.TypeContract, ent.TypeHandover, ent.TypeProject, ent.TypeChangeRequest,
		ent.TypeAcceptance, ent.TypeAcceptanceCriterion, ent.TypeRetrospective, ent.TypeLesson, ent.TypeContentItem, ent.TypeComment, ent.TypeCustomer,
		ent.TypeContact, ent.TypeActivity, ent.TypeAttachment, ent.TypeCertificate, ent.TypeCitation, ent.TypeCompetitor, ent.TypeLineItem, ent.TypeRisk,
		ent.TypeStakeholder, ent.TypeWinTheme, ent.TypeTimeEntry, ent.TypeQuestion, ent.TypeReuseEdge, ent.TypeSupportRequest, ent.TypeSurvey,
		ent.TypeProcessTemplate, ent.TypeTemplateChange, ent.TypeNotification, ent.TypeAPIToken, ent.TypeWebhookEndpoint,
	} {
		query := `SELECT t.id FROM ` + ent.TableOf(e) + ` t WHERE @t:` + strings.TrimSuffix(process.IDOf(process.Entity(e), ""), "_") + ` AND t.version <> (SELECT count(*) FROM change_log l WHERE l.entity_id = t.id)`
		for _, id := range w.ids(query, since) {
			all = append(all, id+": 15: has another number of rows in the change log than versions")
		}
	}
	if since != "" {
		return all
	}
	for _, id := range w.ids(`SELECT CAST(l.id AS text) FROM change_log l JOIN change_log n ON n.id = (SELECT min(m.id) FROM change_log m WHERE m.id > l.id)
		WHERE n.at < l.at AND $1 = ''`, since) {
		all = append(all, id+": 15: the next row of the change log is earlier")
	}
	return all
}

// emptyHandovers are accepted ones of which a mandatory part says nothing: invariant 10.
func (w *world) emptyHandovers(since string) (all []string) {
	rows, err := w.Read(w.system).Handover.Query().Where(handover.IDGT("hnd_"+since), handover.StatusEQ("ACCEPTED")).All(w.system)
	w.must(err)
	for _, h := range rows {
		known := &handing{}
		known.take(h.Parts)
		for _, part := range handingParts {
			if !known.filled[part] {
				all = append(all, h.ID+": 10: accepted without "+part)
			}
		}
	}
	return all
}

// partialReviews are held RED and GOLD reviews in which somebody sat who had made a section by then: invariant 6.
func (w *world) partialReviews(since string) (all []string) {
	rows, err := w.Read(w.system).Review.Query().Where(review.IDGT("rev_"+since), review.StatusEQ("HELD"), review.ColourIn("RED", "GOLD")).All(w.system)
	w.must(err)
	for _, r := range rows {
		for _, who := range r.Reviewers {
			wrote := w.ids(`SELECT s.id FROM proposal_sections s JOIN proposal_versions v ON v.id = s.proposal_version_id JOIN reviews r ON r.proposal_id = s.proposal_id
				WHERE $1 = $1 AND v.number = 1 AND s.created_by = '`+who+`' AND r.id = '`+r.ID+`' AND s.created_at < r.held_at`, since)
			if len(wrote) > 0 {
				all = append(all, r.ID+": 6: "+who+" reviewed what they wrote")
			}
		}
	}
	return all
}
