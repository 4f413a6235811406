package process

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryReasonForRejectionHasItsClause(t *testing.T) {
	seen := map[RejectionCode]bool{}
	for _, c := range RejectionClauses() {
		if seen[c.Code] {
			t.Errorf("%s is there twice", c.Code)
		}
		seen[c.Code] = true
		if c.Evidence.EN == "" || c.Evidence.ZH == "" || !strings.Contains(c.LegalBasis, "§") || len([]rune(c.LegalBasis)) > 300 {
			t.Errorf("%s says too little or too much: %+v", c.Code, c)
		}
		if !slices.Contains(SeverityFatal.Values(), string(c.Severity)) {
			t.Errorf("%s is %q", c.Code, c.Severity)
		}
	}
	for _, code := range RejectionCodeLateDelivery.Values() {
		if !seen[RejectionCode(code)] {
			t.Errorf("%s has no clause", code)
		}
	}
}

// The seven items of article 51 of the regulation, in its order.
func TestArticle51(t *testing.T) {
	for code, item := range map[RejectionCode]string{
		RejectionCodeSealOrSignatureMissing: "§51(1)", RejectionCodeNoJointVentureAgreement: "§51(2)", RejectionCodeQualificationNotMet: "§51(3)",
		RejectionCodeMultipleBids: "§51(4)", RejectionCodePriceBelowCost: "§51(5)", RejectionCodePriceOverCeiling: "§51(5)",
		RejectionCodeNotSubstantivelyResponsive: "§51(6)", RejectionCodeCollusionOrFraud: "§51(7)",
	} {
		i := slices.IndexFunc(RejectionClauses(), func(c RejectionClause) bool { return c.Code == code })
		if c := RejectionClauses()[i]; c.Severity != SeverityFatal || !strings.Contains(c.LegalBasis, "《招标投标法实施条例》") || !strings.Contains(c.LegalBasis, item) {
			t.Errorf("%s stands in %s", code, c.LegalBasis)
		}
	}
}

func TestChecklistStateMachine(t *testing.T) {
	all(t, "ChecklistState", `OPEN>DONE OPEN>WAIVED DONE>OPEN WAIVED>OPEN`, func(from, to string) error {
		return CheckChecklistState(ChecklistState(from), ChecklistState(to), SeverityMinor, "words")
	})
	for name, c := range map[string]struct {
		to       ChecklistState
		severity Severity
		words    string
		code     Code
	}{
		"done with evidence":     {ChecklistStateDone, SeverityFatal, "page 3", ""},
		"done without":           {ChecklistStateDone, SeverityMinor, "", CodeValidationFailed},
		"waived with a reason":   {ChecklistStateWaived, SeverityMajor, "not asked for", ""},
		"waived without":         {ChecklistStateWaived, SeverityMinor, "", CodeValidationFailed},
		"a fatal one waived":     {ChecklistStateWaived, SeverityFatal, "please", CodeIllegalTransition},
		"a fatal one, no reason": {ChecklistStateWaived, SeverityFatal, "", CodeIllegalTransition},
	} {
		wantCode(t, name, CheckChecklistState(ChecklistStateOpen, c.to, c.severity, c.words), c.code)
	}
}

func TestNumbersSpeakForThemselves(t *testing.T) {
	hundred, ninety := new(int64(100)), new(int64(90))
	demands := func() *Dossier {
		return &Dossier{PriceCeiling: hundred, BondDemanded: hundred, BidValidityUntil: new(day(10))}
	}
	fine := ProposalFacts{Price: hundred, BondAmount: hundred, BondReference: "guarantee 7", ValidUntil: new(day(10))}
	for name, c := range map[string]struct {
		code   RejectionCode
		turn   func(*Dossier, *ProposalFacts)
		refuse bool
	}{
		"at the ceiling":            {RejectionCodePriceOverCeiling, func(*Dossier, *ProposalFacts) {}, false},
		"above it":                  {RejectionCodePriceOverCeiling, func(d *Dossier, _ *ProposalFacts) { d.PriceCeiling = ninety }, true},
		"without a ceiling":         {RejectionCodePriceOverCeiling, func(d *Dossier, _ *ProposalFacts) { d.PriceCeiling = nil }, false},
		"a volume without price":    {RejectionCodePriceOverCeiling, func(d *Dossier, p *ProposalFacts) { d.PriceCeiling, p.Price = ninety, nil }, false},
		"the bond demanded":         {RejectionCodeBondMissingOrShort, func(*Dossier, *ProposalFacts) {}, false},
		"a bond too small":          {RejectionCodeBondMissingOrShort, func(_ *Dossier, p *ProposalFacts) { p.BondAmount = ninety }, true},
		"a bond that nothing shows": {RejectionCodeBondMissingOrShort, func(_ *Dossier, p *ProposalFacts) { p.BondReference = "" }, true},
		"no bond demanded":          {RejectionCodeBondMissingOrShort, func(d *Dossier, p *ProposalFacts) { d.BondDemanded, p.BondAmount = nil, nil }, false},
		"valid as long as demanded": {RejectionCodeValidityTooShort, func(*Dossier, *ProposalFacts) {}, false},
		"valid a day too short":     {RejectionCodeValidityTooShort, func(_ *Dossier, p *ProposalFacts) { p.ValidUntil = new(day(9)) }, true},
		"validity unsaid":           {RejectionCodeValidityTooShort, func(_ *Dossier, p *ProposalFacts) { p.ValidUntil = nil }, true},
		"no validity demanded":      {RejectionCodeValidityTooShort, func(d *Dossier, p *ProposalFacts) { d.BidValidityUntil, p.ValidUntil = nil, nil }, false},
		"a reason without a number": {RejectionCodeNotSealed, func(d *Dossier, _ *ProposalFacts) { d.PriceCeiling = ninety }, false},
	} {
		d, p := demands(), fine
		c.turn(d, &p)
		if err := CheckNumbers(d, p, c.code); (err != nil) != c.refuse || err != nil && CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
}
