package process

import "testing"

func shippedTemplate(code string) TemplateDefinition {
	for _, t := range ShippedTemplates() {
		if t.Code == code {
			return t.Definition
		}
	}
	return TemplateDefinition{}
}

func TestStageChanges(t *testing.T) {
	open := &StageExit{Kind: GateKindPursuit, RecordID: "gate_1", Open: true}
	shut := &StageExit{Kind: GateKindPursuit, RecordID: "gate_1"}
	for name, c := range map[string]struct {
		template  string
		move      StageMove
		direction StageDirection
		code      Code
	}{
		"forward where there is no gate":    {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageRequirements, OpportunityStagePlanning, "", nil}, StageDirectionForward, ""},
		"forward through an open gate":      {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageIntake, OpportunityStageQualification, "", open}, StageDirectionForward, ""},
		"forward at a shut gate":            {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageIntake, OpportunityStageQualification, "", shut}, "", CodeGateBlocked},
		"forward over several":              {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageIntake, OpportunityStageBid, "", open}, "", CodeIllegalTransition},
		"forward with a reason over a gate": {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageIntake, OpportunityStageQualification, "urgent", shut}, "", CodeGateBlocked},
		"forward to what the template skips": {
			TemplateDirectProject,
			StageMove{OpportunityStatusOpen, OpportunityStageRequirements, OpportunityStagePlanning, "", nil},
			"", CodeIllegalTransition,
		},
		"forward over what the template skips": {
			TemplateDirectProject,
			StageMove{OpportunityStatusOpen, OpportunityStageRequirements, OpportunityStageProposal, "", nil},
			StageDirectionForward, "",
		},
		"forward from a stage the template lacks": {
			TemplateDirectProject,
			StageMove{OpportunityStatusOpen, OpportunityStageReview, OpportunityStageNegotiation, "", nil},
			StageDirectionForward, "",
		},
		"back with a reason":                {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageBid, OpportunityStagePlanning, "addendum", shut}, StageDirectionBack, ""},
		"back without a reason":             {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageBid, OpportunityStagePlanning, "", open}, "", CodeValidationFailed},
		"back to what the template skips":   {TemplateDirectProject, StageMove{OpportunityStatusOpen, OpportunityStageProposal, OpportunityStagePlanning, "x", nil}, "", CodeIllegalTransition},
		"to where it is":                    {TemplateTenderBid, StageMove{OpportunityStatusOpen, OpportunityStageBid, OpportunityStageBid, "x", open}, "", CodeIllegalTransition},
		"beyond the last stage":             {TemplateTenderBid, StageMove{OpportunityStatusWon, OpportunityStageCloseout, "AFTERWARDS", "x", open}, "", CodeIllegalTransition},
		"a lost one":                        {TemplateTenderBid, StageMove{OpportunityStatusLost, OpportunityStageBid, OpportunityStageNegotiation, "x", open}, "", CodeIllegalTransition},
		"a won one goes on to its delivery": {TemplateTenderBid, StageMove{OpportunityStatusWon, OpportunityStageContract, OpportunityStageHandover, "", open}, StageDirectionForward, ""},
		"a suspended one":                   {TemplateTenderBid, StageMove{OpportunityStatusSuspended, OpportunityStageBid, OpportunityStageNegotiation, "", open}, "", CodeIllegalTransition},
	} {
		direction, err := CheckStageChange(shippedTemplate(c.template), c.move)
		if direction != c.direction || (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %s, %v", name, direction, err)
		}
	}
}

// Over all pairs of stages: a move succeeds forward to the next one alone, and back to each earlier one with a reason.
func TestStagesOfEveryShippedTemplateFollowEachOther(t *testing.T) {
	for _, template := range ShippedTemplates() {
		definition := template.Definition
		for i, from := range definition.Stages {
			for j, to := range definition.Stages {
				m := StageMove{Status: OpportunityStatusOpen, From: from.Stage, To: to.Stage, Reason: "because"}
				direction, err := CheckStageChange(definition, m)
				want := StageDirection("")
				switch {
				case j == i+1:
					want = StageDirectionForward
				case j < i:
					want = StageDirectionBack
				}
				if direction != want || (want == "") != (err != nil) {
					t.Errorf("%s: %s to %s: %q, %v", template.Code, from.Stage, to.Stage, direction, err)
				}
				m.Reason = ""
				if _, err := CheckStageChange(definition, m); want == StageDirectionBack && CodeOf(err) != CodeValidationFailed {
					t.Errorf("%s: back from %s to %s without a reason: %v", template.Code, from.Stage, to.Stage, err)
				}
			}
		}
	}
}

func TestGoingOverToAnotherTemplate(t *testing.T) {
	direct := shippedTemplate(TemplateDirectProject)
	for name, c := range map[string]struct {
		err  error
		code Code
	}{
		"a stage it has":        {CheckStageKept(direct, OpportunityStageProposal, "simpler"), ""},
		"a stage it lacks":      {CheckStageKept(direct, OpportunityStageBid, "simpler"), CodeIllegalTransition},
		"without a reason":      {CheckStageKept(direct, OpportunityStageProposal, ""), CodeValidationFailed},
		"an open one":           {CheckTemplateFollowed(OpportunityStatusOpen, TemplateStatusPublished, false), ""},
		"a won one":             {CheckTemplateFollowed(OpportunityStatusWon, TemplateStatusPublished, false), ""},
		"a suspended one":       {CheckTemplateFollowed(OpportunityStatusSuspended, TemplateStatusPublished, false), ""},
		"a lost one":            {CheckTemplateFollowed(OpportunityStatusLost, TemplateStatusPublished, false), CodeIllegalTransition},
		"the one it follows":    {CheckTemplateFollowed(OpportunityStatusOpen, TemplateStatusPublished, true), CodeIllegalTransition},
		"to a draft":            {CheckTemplateFollowed(OpportunityStatusOpen, TemplateStatusDraft, false), CodeIllegalTransition},
		"to a retired version":  {CheckTemplateFollowed(OpportunityStatusOpen, TemplateStatusRetired, false), CodeIllegalTransition},
		"editing a draft":       {CheckTemplateEditable(TemplateStatusDraft), ""},
		"editing a published":   {CheckTemplateEditable(TemplateStatusPublished), CodeIllegalTransition},
		"editing a retired one": {CheckTemplateEditable(TemplateStatusRetired), CodeIllegalTransition},
	} {
		if (c.code == "") != (c.err == nil) || c.err != nil && CodeOf(c.err) != c.code {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	all(t, "TemplateStatus", "DRAFT>PUBLISHED PUBLISHED>RETIRED", func(from, to string) error {
		return CheckTemplateStatus(TemplateStatus(from), TemplateStatus(to))
	})
}
