package process

import (
	"slices"
	"strings"
	"testing"
)

func TestShippedTemplatesHoldTogether(t *testing.T) {
	shipped := ShippedTemplates()
	if len(shipped) != 2 {
		t.Fatalf("%d templates are shipped", len(shipped))
	}
	for _, template := range shipped {
		if err := CheckDefinition(template.Definition); err != nil {
			t.Errorf("%s: %v", template.Code, err)
		}
		if template.Name.EN == "" || template.Name.ZH == "" || template.Number != 1 {
			t.Errorf("%s is called %+v, number %d", template.Code, template.Name, template.Number)
		}
		for _, kind := range []GateKind{GateKindSubmittal, GateKindContractSign, GateKindHandoverAccept} {
			at := slices.IndexFunc(template.Definition.Gates, func(g GateDef) bool { return g.Kind == kind })
			if at < 0 || template.Definition.Gates[at].Tailoring != TailoringNever {
				t.Errorf("%s may do without %s", template.Code, kind)
			}
		}
	}
	tender := shippedTemplate(TemplateTenderBid)
	if len(tender.Stages) != len(OpportunityStage("").Values()) || len(tender.Gates) != len(GateKind("").Values()) {
		t.Errorf("a tender goes through %d stages and %d gates, not all there are", len(tender.Stages), len(tender.Gates))
	}
	ShippedTemplates()[0].Definition.Stages[0].TargetDays = 99
	if ShippedTemplates()[0].Definition.Stages[0].TargetDays == 99 {
		t.Error("a caller changes what is shipped")
	}
}

func TestTemplatesThatDoNotHoldTogether(t *testing.T) {
	minus := int64(-1)
	ten, five := int64(10), int64(5)
	for name, c := range map[string]struct {
		spoil func(*TemplateDefinition)
		field string
	}{
		"as shipped":                  {func(*TemplateDefinition) {}, ""},
		"no stages":                   {func(d *TemplateDefinition) { d.Stages = nil }, "stages"},
		"not beginning with INTAKE":   {func(d *TemplateDefinition) { d.Stages = d.Stages[1:]; d.Gates = d.Gates[1:] }, "stages"},
		"stages out of order":         {func(d *TemplateDefinition) { d.Stages[2], d.Stages[3] = d.Stages[3], d.Stages[2] }, "stages[3].stage"},
		"a stage twice":               {func(d *TemplateDefinition) { d.Stages[2].Stage = d.Stages[1].Stage }, "stages[2].stage"},
		"an unknown stage":            {func(d *TemplateDefinition) { d.Stages[2].Stage = "LUNCH" }, "stages[2].stage"},
		"a stage of minus one day":    {func(d *TemplateDefinition) { d.Stages[2].TargetDays = -1 }, "stages[2].targetDays"},
		"a stage of twenty years":     {func(d *TemplateDefinition) { d.Stages[2].TargetDays = 7300 }, "stages[2].targetDays"},
		"a part nobody plays":         {func(d *TemplateDefinition) { d.Stages[2].Raci[0].Part = "BLAMED" }, "stages[2].raci"},
		"an unknown department":       {func(d *TemplateDefinition) { d.Stages[2].Raci[0].Department = "CANTEEN" }, "stages[2].raci"},
		"somebody who is no user":     {func(d *TemplateDefinition) { d.Stages[2].Raci[0].UserID = "somebody" }, "stages[2].raci"},
		"nothing handed on":           {func(d *TemplateDefinition) { d.Stages[2].HandsOn.ZH = " " }, "stages[2].handsOn.zh"},
		"a gate where no stage is":    {func(d *TemplateDefinition) { d.Gates[2].Stage = "LUNCH" }, "gates[2].stage"},
		"two gates at one exit":       {func(d *TemplateDefinition) { d.Gates[2].Stage = d.Gates[1].Stage }, "gates[2].stage"},
		"gates out of order":          {func(d *TemplateDefinition) { d.Gates[1], d.Gates[2] = d.Gates[2], d.Gates[1] }, "gates[2].stage"},
		"a gate twice":                {func(d *TemplateDefinition) { d.Gates[2].Kind = d.Gates[0].Kind }, "gates[2].kind"},
		"an unknown gate":             {func(d *TemplateDefinition) { d.Gates[2].Kind = "TURNSTILE" }, "gates[2].kind"},
		"an unknown tailoring":        {func(d *TemplateDefinition) { d.Gates[2].Tailoring = "MAYBE" }, "gates[2].tailoring"},
		"nobody to decide":            {func(d *TemplateDefinition) { d.Gates[2].Deciders = nil }, "gates[2].deciders"},
		"an unknown decider":          {func(d *TemplateDefinition) { d.Gates[2].Deciders = []UserRole{"KING"} }, "gates[2].deciders"},
		"a decider twice":             {func(d *TemplateDefinition) { d.Gates[2].Deciders = []UserRole{UserRoleSales, UserRoleSales} }, "gates[2].deciders"},
		"a rule that is none":         {func(d *TemplateDefinition) { d.Gates[2].Checks = []BlockerCode{BlockerCodeGateNotOpen} }, "gates[2].checks"},
		"an unknown rule":             {func(d *TemplateDefinition) { d.Gates[2].Checks = []BlockerCode{"LUCK_MISSING"} }, "gates[2].checks"},
		"a rule twice":                {func(d *TemplateDefinition) { d.Gates[2].Checks = append(d.Gates[2].Checks, d.Gates[2].Checks[0]) }, "gates[2].checks"},
		"a criterion without code":    {func(d *TemplateDefinition) { d.Gates[2].Criteria[0].Code = "" }, "gates[2].criteria[0].code"},
		"a criterion twice":           {func(d *TemplateDefinition) { d.Gates[3].Criteria[1].Code = d.Gates[3].Criteria[0].Code }, "gates[3].criteria[1].code"},
		"a criterion in one language": {func(d *TemplateDefinition) { d.Gates[2].Criteria[0].Label.EN = "" }, "gates[2].criteria[0].label.en"},
		"a criterion of a megabyte":   {func(d *TemplateDefinition) { d.Gates[2].Criteria[0].Label.EN = strings.Repeat("x", 1<<20) }, "gates[2].criteria[0].label.en"},
		"a criterion with U+0000":     {func(d *TemplateDefinition) { d.Gates[2].Criteria[0].Label.EN = "a\x00" }, "gates[2].criteria[0].label.en"},
		"too many criteria":           {func(d *TemplateDefinition) { d.Gates[2].Criteria = make([]CriterionDef, 101) }, "gates[2].criteria"},
		"minus one lesson":            {func(d *TemplateDefinition) { d.Gates[2].Lessons = -1 }, "gates[2].lessons"},
		"a hundred lessons":           {func(d *TemplateDefinition) { d.Gates[2].Lessons = 100 }, "gates[2].lessons"},
		"no scorecard, but asked for": {func(d *TemplateDefinition) { d.Scorecard = nil }, "scorecard"},
		"a line twice":                {func(d *TemplateDefinition) { d.Scorecard[1].Code = d.Scorecard[0].Code }, "scorecard[1].code"},
		"a line of no weight":         {func(d *TemplateDefinition) { d.Scorecard[1].Weight = 0 }, "scorecard[1].weight"},
		"a line of negative weight":   {func(d *TemplateDefinition) { d.Scorecard[1].Weight = -5 }, "scorecard[1].weight"},
		"a line of too much weight":   {func(d *TemplateDefinition) { d.Scorecard[1].Weight = 1 << 40 }, "scorecard[1].weight"},
		"an unknown dimension":        {func(d *TemplateDefinition) { d.Scorecard[1].Dimension = "LUCK" }, "scorecard[1].dimension"},
		"a review twice":              {func(d *TemplateDefinition) { d.Reviews = []ReviewColour{ReviewColourGold, ReviewColourGold} }, "reviews"},
		"an unknown review":           {func(d *TemplateDefinition) { d.Reviews = []ReviewColour{"MAUVE"} }, "reviews"},
		"departments twice":           {func(d *TemplateDefinition) { d.Departments = []Department{DepartmentSales, DepartmentSales} }, "departments"},
		"a negative threshold":        {func(d *TemplateDefinition) { d.RetrospectiveFrom = -1 }, "retrospectiveFrom"},
		"no time to answer":           {func(d *TemplateDefinition) { d.RespondWithinMinutes = 0 }, "respondWithinMinutes"},
		"a type twice":                {func(d *TemplateDefinition) { d.Applies.Types = []OpportunityType{"TENDER", "TENDER"} }, "applies.types"},
		"from less than nothing":      {func(d *TemplateDefinition) { d.Applies.AmountFrom = &minus }, "applies.amountFrom"},
		"below nothing":               {func(d *TemplateDefinition) { d.Applies.AmountBelow = &minus }, "applies.amountBelow"},
		"an empty band":               {func(d *TemplateDefinition) { d.Applies.AmountFrom, d.Applies.AmountBelow = &ten, &five }, "applies.amountBelow"},
		"a band of nothing":           {func(d *TemplateDefinition) { d.Applies.AmountFrom, d.Applies.AmountBelow = &five, &five }, "applies.amountBelow"},
	} {
		d := shippedTemplate(TemplateTenderBid)
		c.spoil(&d)
		wantField(t, name, CheckDefinition(d), c.field)
	}
}

func TestTheTemplateThatAppliesMostNarrowlyIsChosen(t *testing.T) {
	million := int64(100_000_000)
	offer := func(code string, a Applicability) OfferedTemplate {
		return OfferedTemplate{Code: code, Definition: TemplateDefinition{Applies: a, Stages: []StageDef{{Stage: OpportunityStageIntake}}}}
	}
	whole := OfferedTemplate{Code: "WHOLE", Definition: shippedTemplate(TemplateTenderBid)}
	direct := []OpportunityType{OpportunityTypeDirect}
	offered := []OfferedTemplate{
		offer("ANY", Applicability{}), offer("BIG", Applicability{AmountFrom: &million}), offer("DIRECT", Applicability{Types: direct}),
		offer("DIRECT_BIG", Applicability{Types: direct, AmountFrom: &million}), offer("DIRECT_SMALL", Applicability{Types: direct, AmountBelow: &million}), whole,
	}
	for _, c := range []struct {
		kind   OpportunityType
		amount int64
		stage  OpportunityStage
		want   string
	}{
		{OpportunityTypeRenewal, 0, OpportunityStageIntake, "ANY"},
		{OpportunityTypeRenewal, million, OpportunityStageIntake, "BIG"},
		{OpportunityTypeDirect, million, OpportunityStageIntake, "DIRECT_BIG"},
		{OpportunityTypeDirect, million - 1, OpportunityStageIntake, "DIRECT_SMALL"},
		{OpportunityTypeTender, 0, OpportunityStageIntake, "WHOLE"},
		{OpportunityTypeDirect, 0, OpportunityStageBid, "WHOLE"}, // the only one that has the stage
	} {
		if got := ChooseTemplate(offered, c.kind, c.amount, c.stage); got.Code != c.want {
			t.Errorf("%s of %d in %s follows %s, want %s", c.kind, c.amount, c.stage, got.Code, c.want)
		}
	}
	if got := ChooseTemplate(offered[:1], OpportunityTypeDirect, 0, OpportunityStageBid); got.Code != "ANY" {
		t.Errorf("with nothing better it follows %s", got.Code)
	}
}

func TestChangesOfTemplates(t *testing.T) {
	all(t, "TemplateChangeStatus", "PROPOSED>ACCEPTED PROPOSED>REJECTED", func(from, to string) error {
		return CheckTemplateRuling(TemplateRuling{From: TemplateChangeStatus(from), To: TemplateChangeStatus(to), ProposedBy: "usr_1", By: "usr_2", Reason: "x"})
	})
	ruling := TemplateRuling{From: TemplateChangeStatusProposed, To: TemplateChangeStatusAccepted, ProposedBy: "usr_1", By: "usr_2", Reason: "useful"}
	own, mute, system := ruling, ruling, ruling
	own.By, mute.Reason, system.By, system.ProposedBy = "usr_1", "", "", ""
	for name, c := range map[string]struct {
		err  error
		code Code
	}{
		"one's own":                    {CheckTemplateRuling(own), CodeForbidden},
		"without a reason":             {CheckTemplateRuling(mute), CodeValidationFailed},
		"the command line's own":       {CheckTemplateRuling(system), ""},
		"carrying out":                 {CheckCarriedOut(TemplateChangeStatusAccepted, "A", "A", false), ""},
		"carrying out what is open":    {CheckCarriedOut(TemplateChangeStatusProposed, "A", "A", false), CodeIllegalTransition},
		"carrying out what is refused": {CheckCarriedOut(TemplateChangeStatusRejected, "A", "A", false), CodeIllegalTransition},
		"carrying out twice":           {CheckCarriedOut(TemplateChangeStatusAccepted, "A", "A", true), CodeIllegalTransition},
		"carrying out for another":     {CheckCarriedOut(TemplateChangeStatusAccepted, "B", "A", false), CodeValidationFailed},
	} {
		if (c.code == "") != (c.err == nil) || c.err != nil && CodeOf(c.err) != c.code {
			t.Errorf("%s: %v", name, c.err)
		}
	}
}
