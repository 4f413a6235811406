package vocabulary

// TemplateDefinition is what one version of a process template demands: the stages an opportunity goes through, the
// gates between them, the scorecard, the reviews a proposal needs and the departments a retrospective needs.
type TemplateDefinition struct {
	Applies   Applicability `json:"applies"`
	Stages    []StageDef    `json:"stages"`
	Gates     []GateDef     `json:"gates"`
	Scorecard []ScoreDef    `json:"scorecard"`
	// Reviews are the colour-team reviews a proposal has to pass before it is submitted.
	Reviews []ReviewColour `json:"reviews"`
	// Departments have to be at the retrospective.
	Departments []Department `json:"departments"`
	// RetrospectiveFrom is the value, in minor units of the reporting currency, from which a retrospective is a must.
	RetrospectiveFrom int64 `json:"retrospectiveFrom"`
	// RespondWithinMinutes is how soon, in working minutes, a lead has to be answered.
	RespondWithinMinutes int `json:"respondWithinMinutes"`
}

// Applicability says for which opportunities a template is meant; empty types mean all, and a missing bound none.
type Applicability struct {
	Types      []OpportunityType `json:"types"`
	AmountFrom *int64            `json:"amountFrom,omitempty"`
	// AmountBelow is the value from which the template no longer applies.
	AmountBelow *int64 `json:"amountBelow,omitempty"`
}

// StageDef is one stage of a template: how long it should take, who takes part how, and what is handed on.
type StageDef struct {
	Stage OpportunityStage `json:"stage"`
	// TargetDays is how many working days the stage should take.
	TargetDays int    `json:"targetDays"`
	Raci       []Raci `json:"raci"`
	HandsOn    Text   `json:"handsOn"`
}

// GateDef is one gate of a template, at the exit of a stage.
type GateDef struct {
	Kind  GateKind         `json:"kind"`
	Stage OpportunityStage `json:"stage"`
	// Tailoring says whether the gate may be left out.
	Tailoring Tailoring `json:"tailoring"`
	// Deciders are the roles that may decide it.
	Deciders []UserRole     `json:"deciders"`
	Criteria []CriterionDef `json:"criteria"`
	// Checks are the rules that the record itself has to satisfy before the gate can advance.
	Checks []BlockerCode `json:"checks"`
	// Lessons is how many relevant lessons are shown at most.
	Lessons int `json:"lessons"`
}

// CriterionDef is an exit criterion of a gate, confirmed by a person with evidence.
type CriterionDef struct {
	Code  string `json:"code"`
	Label Text   `json:"label"`
}

// ScoreDef is one line of the scorecard.
type ScoreDef struct {
	Code      string                 `json:"code"`
	Dimension QualificationDimension `json:"dimension"`
	Label     Text                   `json:"label"`
	// Weight counts the line relative to the others.
	Weight int `json:"weight"`
	// Veto lines end the pursuit when they score nothing.
	Veto bool `json:"veto"`
}

// Raci is the part a department, or somebody by name, has in a piece of work.
type Raci struct {
	Part       RaciPart   `json:"part"`
	Department Department `json:"department"`
	UserID     string     `json:"userID,omitempty"`
}
