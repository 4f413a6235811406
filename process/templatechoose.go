package process

import "slices"

// OfferedTemplate is a version of a process template that new opportunities may follow.
type OfferedTemplate struct {
	// ID is the version's id; empty for a shipped one that is not installed.
	ID, Code   string
	Number     int
	Name       Text
	Definition TemplateDefinition
}

// ChooseTemplate picks the template for an opportunity: among those that have its stage and apply to its type and amount,
// the one that says so most narrowly, then the first by code. Where none applies, one that at least has the stage is
// taken, so that every opportunity follows some process. Offered must not be empty.
func ChooseTemplate(offered []OfferedTemplate, kind OpportunityType, amount int64, stage OpportunityStage) OfferedTemplate {
	best, rank := offered[0], -1
	for _, o := range offered {
		if r := suits(o.Definition, kind, amount, stage); r > rank {
			best, rank = o, r
		}
	}
	return best
}

// suits tells how narrowly a template is meant for an opportunity; 0 when only its stages fit, -1 when not even those.
func suits(t TemplateDefinition, kind OpportunityType, amount int64, stage OpportunityStage) int {
	if !HasStage(t, stage) {
		return -1
	}
	if !appliesTo(t.Applies, kind, amount) {
		return 0
	}
	narrow := 1
	if len(t.Applies.Types) > 0 {
		narrow += 4
	}
	if t.Applies.AmountFrom != nil {
		narrow++
	}
	if t.Applies.AmountBelow != nil {
		narrow++
	}
	return narrow
}

// appliesTo tells whether a template is meant for opportunities of a type and amount, in minor units of the reporting currency.
func appliesTo(a Applicability, kind OpportunityType, amount int64) bool {
	return (len(a.Types) == 0 || slices.Contains(a.Types, kind)) &&
		(a.AmountFrom == nil || amount >= *a.AmountFrom) && (a.AmountBelow == nil || amount < *a.AmountBelow)
}

// HasStage tells whether opportunities that follow the template go through a stage.
func HasStage(t TemplateDefinition, stage OpportunityStage) bool {
	return slices.ContainsFunc(t.Stages, func(s StageDef) bool { return s.Stage == stage })
}

// NextStage is the stage after another; false after the last.
func NextStage(t TemplateDefinition, stage OpportunityStage) (OpportunityStage, bool) {
	for _, s := range t.Stages {
		if StageIndex(s.Stage) > StageIndex(stage) {
			return s.Stage, true
		}
	}
	return "", false
}

// GateAt is the gate at the exit of a stage, nil where there is none.
func GateAt(t TemplateDefinition, stage OpportunityStage) *GateDef {
	for i, g := range t.Gates {
		if g.Stage == stage {
			return &t.Gates[i]
		}
	}
	return nil
}
