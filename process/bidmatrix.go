package process

import "slices"

// Deviates tells whether an answer is less than the requirement demands, so that it needs approval.
func Deviates(r ComplianceResponse) bool {
	return r == ComplianceResponseDeviationNegative || r == ComplianceResponsePartial
}

// CheckAnswer refuses an answer that leaves its reader guessing: a deviation has to say in what it deviates, and so has
// the claim that a mandatory requirement does not apply. Error: VALIDATION_FAILED.
func CheckAnswer(response ComplianceResponse, deviation string, mandatory bool) error {
	silent := response == ComplianceResponseFull || response == ComplianceResponseUnanswered ||
		response == ComplianceResponseNotApplicable && !mandatory
	if silent || deviation != "" {
		return nil
	}
	return Invalid("deviation", MsgRequired)
}

// MatrixCounts sum up a compliance matrix.
type MatrixCounts struct {
	// Requirements in force, and how many of them are answered.
	Requirements, Answered int
	// Deviations are the answers that deviate, for better or worse; Unapproved those that need an approval and lack it.
	Deviations, Unapproved int
	// Mandatory requirements, and how many of them are Covered.
	Mandatory, Covered int
	// Coverage is the compliance coverage K6 (响应完整率): covered ÷ mandatory; null when nothing is mandatory.
	Coverage *float64
}

// CountMatrix sums up how a proposal answers the requirements in force. A mandatory one is covered by full compliance, a
// positive deviation, or a negative or partial one that is approved (domain model §7, K6).
func CountMatrix(requirements []RequirementFacts, answers []AnswerFacts) MatrixCounts {
	var n MatrixCounts
	p := ProposalFacts{Answers: answers}
	for _, r := range requirements {
		if r.Status == RequirementStatusWithdrawn {
			continue
		}
		a := p.answer(r.ID)
		count(&n.Requirements, true)
		count(&n.Answered, a.Response != ComplianceResponseUnanswered)
		count(&n.Deviations, Deviates(a.Response) || a.Response == ComplianceResponseDeviationPositive)
		count(&n.Unapproved, Deviates(a.Response) && !a.Approved)
		count(&n.Mandatory, r.Mandatory)
		count(&n.Covered, r.Mandatory && a.covers())
	}
	if n.Mandatory > 0 {
		n.Coverage = new(float64(n.Covered) / float64(n.Mandatory))
	}
	return n
}

func count(n *int, one bool) {
	if one {
		*n++
	}
}

func (a AnswerFacts) covers() bool {
	full := []ComplianceResponse{ComplianceResponseFull, ComplianceResponseDeviationPositive}
	return slices.Contains(full, a.Response) || Deviates(a.Response) && a.Approved
}
