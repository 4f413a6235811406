package process

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a template's definition.
const (
	maxLines    = 100
	maxCode     = 64
	maxLabel    = 300
	maxLessons  = 20
	maxDays     = 3650
	maxWeight   = 1000
	maxResponse = 60 * 24 * 365
)

// CheckDefinition holds what every template has to be: stages in the order of the process from INTAKE on; gates at the
// exits of those stages, in their order, one an exit and one of a kind, each with somebody to decide it and with rules
// that exist; a scorecard with weights where a gate asks for a qualification; codes without repetition. Error:
// VALIDATION_FAILED with the field, for example gates[2].checks.
func CheckDefinition(t TemplateDefinition) error {
	for _, check := range []func() error{
		func() error { return checkApplicability(t.Applies) },
		func() error { return checkStages(t) },
		func() error { return checkGates(t) },
		func() error { return checkScorecard(t) },
		func() error { return listed("reviews", t.Reviews) },
		func() error { return listed("departments", t.Departments) },
		func() error { return within("respondWithinMinutes", t.RespondWithinMinutes, 1, maxResponse) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	if t.RetrospectiveFrom < 0 {
		return Invalid("retrospectiveFrom", MsgTemplateAmount)
	}
	return nil
}

func checkApplicability(a Applicability) error {
	switch {
	case a.AmountFrom != nil && *a.AmountFrom < 0:
		return Invalid("applies.amountFrom", MsgTemplateAmount)
	case a.AmountBelow != nil && *a.AmountBelow < 0:
		return Invalid("applies.amountBelow", MsgTemplateAmount)
	case a.AmountFrom != nil && a.AmountBelow != nil && *a.AmountBelow <= *a.AmountFrom:
		return Invalid("applies.amountBelow", MsgRangeEmpty)
	default:
		return listed("applies.types", a.Types)
	}
}

func checkStages(t TemplateDefinition) error {
	if len(t.Stages) == 0 || t.Stages[0].Stage != OpportunityStageIntake {
		return Invalid("stages", MsgStagesOrder)
	}
	for i, s := range t.Stages {
		field := element("stages", i)
		if StageIndex(s.Stage) < 0 || i > 0 && compareStages(t.Stages[i-1].Stage, s.Stage) >= 0 {
			return Invalid(field+".stage", MsgStagesOrder)
		}
		if err := within(field+".targetDays", s.TargetDays, 0, maxDays); err != nil {
			return err
		}
		if len(s.Raci) > maxLines {
			return Invalid(field+".raci", MsgTooLongField)
		}
		for _, r := range s.Raci {
			if err := checkRaci(r, field+".raci"); err != nil {
				return err
			}
		}
		if err := checkLabels(field+".handsOn", s.HandsOn); err != nil {
			return err
		}
	}
	return nil
}

func checkRaci(r Raci, field string) error {
	if err := known(field, r.Part); err != nil {
		return err
	}
	if r.UserID != "" {
		if err := CheckID(field, r.UserID, "User"); err != nil {
			return err
		}
	}
	return known(field, r.Department)
}

func checkGates(t TemplateDefinition) error {
	for i, g := range t.Gates {
		field := element("gates", i)
		if !HasStage(t, g.Stage) || i > 0 && compareStages(t.Gates[i-1].Stage, g.Stage) >= 0 {
			return Invalid(field+".stage", MsgGateStage)
		}
		if slices.ContainsFunc(t.Gates[:i], func(earlier GateDef) bool { return earlier.Kind == g.Kind }) {
			return Invalid(field+".kind", MsgListedTwice, "value", string(g.Kind))
		}
		if err := checkGate(g, field); err != nil {
			return err
		}
	}
	return nil
}

func checkGate(g GateDef, field string) error {
	for _, err := range []error{
		known(field+".kind", g.Kind), known(field+".tailoring", g.Tailoring),
		listed(field+".deciders", g.Deciders), listed(field+".checks", g.Checks),
		within(field+".lessons", g.Lessons, 0, maxLessons),
		checkCodes(field+".criteria", g.Criteria, func(c CriterionDef) (string, Text) { return c.Code, c.Label }),
	} {
		if err != nil {
			return err
		}
	}
	if len(g.Deciders) == 0 {
		return Invalid(field+".deciders", MsgRequired)
	}
	for _, code := range g.Checks {
		if !IsCheck(code) {
			return Invalid(field+".checks", MsgCheckUnknown, "code", string(code))
		}
	}
	return nil
}

func checkScorecard(t TemplateDefinition) error {
	asked := slices.ContainsFunc(t.Gates, func(g GateDef) bool { return slices.Contains(g.Checks, BlockerCodeQualificationMissing) })
	if asked && len(t.Scorecard) == 0 {
		return Invalid("scorecard", MsgRequired)
	}
	for i, l := range t.Scorecard {
		if err := known(element("scorecard", i)+".dimension", l.Dimension); err != nil {
			return err
		}
		if err := within(element("scorecard", i)+".weight", l.Weight, 1, maxWeight); err != nil {
			return err
		}
	}
	return checkCodes("scorecard", t.Scorecard, func(l ScoreDef) (string, Text) { return l.Code, l.Label })
}

// checkCodes holds that each line has a code of its own and says something in both languages.
func checkCodes[T any](field string, lines []T, of func(T) (string, Text)) error {
	if len(lines) > maxLines {
		return Invalid(field, MsgTooLongField)
	}
	seen := map[string]bool{}
	for i, line := range lines {
		code, label := of(line)
		if err := checkLabel(element(field, i)+".code", code, maxCode); err != nil {
			return err
		}
		if seen[code] {
			return Invalid(element(field, i)+".code", MsgListedTwice, "value", code)
		}
		seen[code] = true
		if err := checkLabels(element(field, i)+".label", label); err != nil {
			return err
		}
	}
	return nil
}

func checkLabels(field string, t Text) error {
	if err := checkLabel(field+".en", t.EN, maxLabel); err != nil {
		return err
	}
	return checkLabel(field+".zh", t.ZH, maxLabel)
}

// checkLabel refuses a short text that is empty or too long, or that cannot be stored.
func checkLabel(field, s string, most int) error {
	switch {
	case strings.TrimSpace(s) == "":
		return Invalid(field, MsgRequired)
	case utf8.RuneCountInString(s) > most:
		return Invalid(field, MsgTooLong, "max", strconv.Itoa(most))
	default:
		return CheckText(field, s)
	}
}

// listedValue is a value of an enumeration.
type listedValue interface {
	~string
	Values() []string
}

// known refuses what an enumeration does not have.
func known[T listedValue](field string, v T) error {
	if !slices.Contains(v.Values(), string(v)) {
		return Invalid(field, MsgValueBad)
	}
	return nil
}

// listed refuses a list of an enumeration's values with one that is unknown or there twice.
func listed[T listedValue](field string, all []T) error {
	for i, v := range all {
		if err := known(field, v); err != nil {
			return err
		}
		if slices.Contains(all[:i], v) {
			return Invalid(field, MsgListedTwice, "value", string(v))
		}
	}
	return nil
}

func within(field string, v, least, most int) error {
	if v < least || v > most {
		return Invalid(field, MsgOutOfRange, "min", strconv.Itoa(least), "max", strconv.Itoa(most))
	}
	return nil
}

func element(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }
