package desk

import (
	"strings"

	"bidwell/ent"
	"bidwell/process"
)

// workSource is a kind of record that waits for somebody: what has to be done with it, by whom and when. The parts are
// SQL over the table as t.
type workSource struct {
	entity process.Entity
	part   process.RaciPart
	// person is the column of whom it waits for; without one it waits for the owner and the presales lead of its
	// opportunity.
	person     string
	due, title string
	// waits is true for the records that wait.
	waits string
	// byDay tells that due is a day: over when the day is.
	byDay bool
	// reminds tells that whoever it waits for is reminded when it is due.
	reminds bool
	// forUser is the id of the absent colleague whose work it is; empty for the viewer's own.
	forUser string
}

// workSources is the table of everything that waits for somebody by name. Approvals and gates wait for roles: see
// rolesWork.
var workSources = []workSource{
	{
		entity: ent.TypeTask, part: process.RaciPartResponsible, person: "t.owner_id", due: "t.due_at", title: "t.title", reminds: true,
		waits: oneOf("t.status", process.TaskStatusTodo, process.TaskStatusDoing) + andLiveDeal,
	},
	{
		entity: ent.TypeProposalSection, part: process.RaciPartResponsible, person: "t.owner_id", due: "t.due_at", title: "t.title", reminds: true,
		waits: oneOf("t.status", process.SectionStatusPlanned, process.SectionStatusDrafting) + andBeingWritten,
	},
	{
		entity: ent.TypeProposalSection, part: process.RaciPartConsulted, person: "t.reviewer_id", due: "t.due_at", title: "t.title", reminds: true,
		waits: oneOf("t.status", process.SectionStatusInReview) + andBeingWritten,
	},
	{
		entity: ent.TypeFinding, part: process.RaciPartResponsible, person: "t.owner_id", due: "t.due_at", title: "SUBSTR(t.text, 1, 500)", reminds: true,
		waits: oneOf("t.status", process.FindingStatusOpen) + andLiveDeal,
	},
	{
		entity: ent.TypeSupportRequest, part: process.RaciPartResponsible, person: "t.assignee_id", title: "t.title", reminds: true,
		due:   "(CASE WHEN t.first_response_at IS NULL THEN t.respond_by ELSE t.resolve_by END)",
		waits: oneOf("t.status", process.SupportStatusAssigned, process.SupportStatusInProgress),
	},
	{
		entity: ent.TypeSupportRequest, part: process.RaciPartConsulted, person: "t.requester_id", due: "t.resolve_by", title: "t.title",
		waits: oneOf("t.status", process.SupportStatusWaitingForRequester),
	},
	{
		entity: ent.TypeCommitment, part: process.RaciPartResponsible, person: "t.owner_id", due: "t.due_on", title: "SUBSTR(t.text, 1, 500)", byDay: true, reminds: true,
		waits: "t.closed_at IS NULL AND " + oneOf("t.status", process.CommitmentStatusProposed, process.CommitmentStatusAuthorised,
			process.CommitmentStatusMade, process.CommitmentStatusContracted, process.CommitmentStatusHandedOver) + andLiveDeal,
	},
	{
		entity: ent.TypeClarification, part: process.RaciPartInformed, title: "COALESCE(NULLIF(t.number, ''), SUBSTR(t.text, 1, 500))",
		due:   "COALESCE(t.new_deadline, (SELECT o.submission_deadline FROM opportunities o WHERE o.id = t.opportunity_id))",
		waits: oneOf("t.kind", process.ClarificationKindAddendum) + " AND t.acknowledged_at IS NULL" + andLiveDeal,
	},
	{
		entity: ent.TypeContentItem, part: process.RaciPartResponsible, person: "t.owner_id", due: "t.review_on", title: "t.title", byDay: true,
		waits: oneOf("t.verify_state", process.VerifyStateDue, process.VerifyStateExpired),
	},
	{
		entity: ent.TypeLessonExposure, part: process.RaciPartConsulted, title: "(SELECT l.title FROM lessons l WHERE l.id = t.lesson_id)",
		due: "(SELECT g.scheduled_for FROM gates g WHERE g.id = t.gate_id)",
		waits: "t.response IS NULL AND EXISTS (SELECT 1 FROM gates g WHERE g.id = t.gate_id AND " +
			oneOf("g.status", process.GateStatusOpen) + ")" + andLiveDeal,
	},
}

// andLiveDeal leaves out what belongs to an opportunity that came to nothing, or was archived.
var andLiveDeal = " AND (t.opportunity_id IS NULL OR EXISTS (SELECT 1 FROM opportunities o WHERE o.id = t.opportunity_id AND o.archived_at IS NULL AND " +
	oneOf("o.status", process.OpportunityStatusOpen, process.OpportunityStatusWon) + "))"

// andBeingWritten leaves out sections of frozen versions and of proposals that are written.
var andBeingWritten = " AND EXISTS (SELECT 1 FROM proposal_versions v WHERE v.id = t.proposal_version_id AND v.frozen_at IS NULL AND v.archived_at IS NULL)" +
	" AND EXISTS (SELECT 1 FROM proposals p WHERE p.id = t.proposal_id AND p.archived_at IS NULL AND " +
	oneOf("p.status", process.ProposalStatusDraft, process.ProposalStatusInReview, process.ProposalStatusChangesRequested) + ")"

// oneOf is the condition that a column has one of the values of an enumeration.
func oneOf[S ~string](column string, values ...S) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + string(v) + "'"
	}
	return column + " IN (" + strings.Join(quoted, ", ") + ")"
}
