package process

import (
	"testing"
)

func TestAnswersSayInWhatTheyDeviate(t *testing.T) {
	silent := map[string]bool{"FULL": true, "UNANSWERED": true, "NOT_APPLICABLE": true}
	for _, response := range ComplianceResponseFull.Values() {
		for _, mandatory := range []bool{false, true} {
			code := CodeValidationFailed
			if silent[response] && (!mandatory || response != "NOT_APPLICABLE") {
				code = ""
			}
			wantCode(t, response+" in silence", CheckAnswer(ComplianceResponse(response), "", mandatory), code)
			wantCode(t, response+" with words", CheckAnswer(ComplianceResponse(response), "up to 3 days later", mandatory), "")
		}
	}
}

func TestMatrixCounts(t *testing.T) {
	demand := func(id string, mandatory bool) RequirementFacts {
		return RequirementFacts{ID: id, Mandatory: mandatory, Status: RequirementStatusConfirmed}
	}
	gone := demand("gone", true)
	gone.Status = RequirementStatusWithdrawn
	requirements := []RequirementFacts{
		demand("full", true), demand("better", true), demand("worse", true), demand("worse, approved", true), demand("partly, approved", true),
		demand("silent", true), demand("not applicable", true), demand("optional", false), demand("optional, worse", false), gone,
	}
	answers := []AnswerFacts{
		{"full", ComplianceResponseFull, false},
		{"better", ComplianceResponseDeviationPositive, false},
		{"worse", ComplianceResponseDeviationNegative, false},
		{"worse, approved", ComplianceResponseDeviationNegative, true},
		{"partly, approved", ComplianceResponsePartial, true},
		{"not applicable", ComplianceResponseNotApplicable, true},
		{"optional", ComplianceResponseUnanswered, false},
		{"optional, worse", ComplianceResponseDeviationNegative, false},
		{"gone", ComplianceResponseFull, false},
		{"of another opportunity", ComplianceResponseFull, false},
	}
	n := CountMatrix(requirements, answers)
	if n.Coverage == nil || *n.Coverage != 4.0/7 {
		t.Errorf("coverage %v", n.Coverage)
	}
	n.Coverage = nil
	if want := (MatrixCounts{Requirements: 9, Answered: 7, Deviations: 5, Unapproved: 2, Mandatory: 7, Covered: 4}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
	if n := CountMatrix([]RequirementFacts{demand("optional", false)}, nil); n.Coverage != nil {
		t.Errorf("nothing mandatory is covered to %v", *n.Coverage)
	}
	if n := CountMatrix([]RequirementFacts{demand("full", true)}, nil); n.Coverage == nil || *n.Coverage != 0 {
		t.Errorf("nothing answered is covered to %v", n.Coverage)
	}
}
