package process

import "time"

// Dossier is what the rules know of one opportunity: a plain copy of its records, loaded by the desk, that the checks
// are asked about. Archived records are not in it.
type Dossier struct {
	Now        time.Time
	Definition TemplateDefinition

	OpportunityID string
	Type          OpportunityType
	Status        OpportunityStatus
	Stage         OpportunityStage
	// Amount is the value in the reporting currency, in minor units.
	Amount           int64
	AwardAmount      *int64
	AwardNoted       bool
	Deadline         *time.Time
	BidValidityUntil *time.Time
	BondDemanded     *int64
	PriceCeiling     *int64

	Qualification  *QualificationFacts
	Requirements   []RequirementFacts
	Proposals      []ProposalFacts
	Tasks          []TaskFacts
	Clarifications []ClarificationFacts
	Commitments    []CommitmentFacts
	Terms          []TermFacts
	Contracts      []ContractFacts
	Handovers      []HandoverFacts
	Changes        []ChangeFacts
	Acceptances    []AcceptanceFacts
	Retrospectives []RetrospectiveFacts
}

// QualificationFacts are the latest scorecard.
type QualificationFacts struct {
	ID       string
	Decision *BidDecision
}

// RequirementFacts are one requirement in force.
type RequirementFacts struct {
	ID, Text  string
	Mandatory bool
	Priority  RequirementPriority
	Status    RequirementStatus
}

// ProposalFacts are one proposal that was not withdrawn, with what belongs to it.
type ProposalFacts struct {
	ID, Title     string
	Kind          ProposalKind
	Status        ProposalStatus
	Price         *int64
	ValidUntil    *time.Time
	BondAmount    *int64
	BondReference string
	Signed        bool
	Sections      []SectionFacts
	Answers       []AnswerFacts
	Checklist     []ChecklistFacts
	Certificates  []CertificateFacts
	Reviews       []ReviewFacts
	Findings      []FindingFacts
	// Approved are the types of approval that were given for it.
	Approved []ApprovalType
}

// SectionFacts are one section of a proposal's latest version.
type SectionFacts struct {
	ID, Title string
	Status    SectionStatus
}

// AnswerFacts are one cell of the compliance matrix.
type AnswerFacts struct {
	RequirementID string
	Response      ComplianceResponse
	// Approved tells whether the deviation was approved.
	Approved bool
}

// ChecklistFacts are one item of the rejection checklist.
type ChecklistFacts struct {
	ID       string
	Code     RejectionCode
	Severity Severity
	State    ChecklistState
}

// CertificateFacts are one cited certificate.
type CertificateFacts struct {
	ID, Name  string
	ExpiresOn *time.Time
}

// ReviewFacts are one review of a proposal.
type ReviewFacts struct {
	Colour  ReviewColour
	HeldAt  *time.Time
	Verdict *ReviewVerdict
	// OfLatest tells whether it was of the version that is the latest now.
	OfLatest bool
}

// FindingFacts are one finding or issue.
type FindingFacts struct {
	ID, Text string
	Severity Severity
	Status   FindingStatus
}

// TaskFacts are one task or milestone of the plan.
type TaskFacts struct {
	ID, Title    string
	Status       TaskStatus
	Owned, Dated bool
}

// ClarificationFacts are one clarification or addendum.
type ClarificationFacts struct {
	ID, Number   string
	Kind         ClarificationKind
	Acknowledged bool
}

// CommitmentFacts are one commitment.
type CommitmentFacts struct {
	ID, Text     string
	Status       CommitmentStatus
	Unauthorised bool
	HandedOver   bool
}

// TermFacts are one commercial term.
type TermFacts struct {
	ID, Title string
	Decision  TermDecision
}

// ContractFacts are one contract.
type ContractFacts struct {
	ID, Title string
	Status    ContractStatus
	Amount    int64
	Planned   []int64
	// Approved are the types of approval that were given for it.
	Approved []ApprovalType
}

// HandoverFacts are one handover.
type HandoverFacts struct {
	ID, ContractID string
	Status         HandoverStatus
	// Filled are the parts that say something.
	Filled []HandoverPartKind
}

// ChangeFacts are one change request.
type ChangeFacts struct {
	ID, Title, ProjectID string
	Status               ChangeRequestStatus
}

// AcceptanceFacts are one acceptance.
type AcceptanceFacts struct {
	ID, ProjectID string
	Kind          AcceptanceKind
	Status        AcceptanceStatus
	Criteria      []CriterionFacts
	Issues        []FindingFacts
}

// CriterionFacts are one acceptance criterion.
type CriterionFacts struct {
	ID, Text string
	Result   CriterionResult
}

// RetrospectiveFacts are one retrospective.
type RetrospectiveFacts struct {
	ID      string
	Status  RetrospectiveStatus
	Present []Department
}
