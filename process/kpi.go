package process

// Kpi is a key figure with its definition: overall and by group.
type Kpi struct {
	Code     KpiCode
	Currency *string
	Overall  KpiRow
	Groups   []KpiRow
}

// KpiRow is a key figure for one group, or for all. Value is nil when Denominator is 0; that of a sum is 1. Money is in
// units, not minor units. N and the excluded counts add up to the records that were asked about, an opportunity whose line
// items are in several currencies counting once for each.
type KpiRow struct {
	Key         *string
	ID          *string
	Value       *float64
	Numerator   float64
	Denominator float64
	N           int
	Median      *float64
	P85         *float64
	Interval    *KpiInterval
	Excluded    []KpiExcluded
}

// KpiInterval is the Wilson 95 % interval of a ratio of counts.
type KpiInterval struct{ Low, High float64 }

// KpiExcluded says how many records a figure leaves out, and why: one of the reasons below, or the status for which
// the figure does not count them.
type KpiExcluded struct {
	Reason string
	Count  int
}

// The reasons for leaving a record out that are not its status.
const (
	KpiReasonAmountUnknown    = "AMOUNT_UNKNOWN"
	KpiReasonAwardAboveBudget = "AWARD_ABOVE_BUDGET"
	KpiReasonAwardBelow1000   = "AWARD_BELOW_1000"
	KpiReasonNegativeSpan     = "NEGATIVE_SPAN"
	KpiReasonNotDecided       = "NOT_DECIDED"
	KpiReasonOtherCurrency    = "OTHER_CURRENCY"
	KpiReasonStartUnknown     = "START_UNKNOWN"
)

// kpiLabels indexes the table of enumerations once.
var kpiLabels = func() map[KpiCode]Text {
	labels := map[KpiCode]Text{}
	for _, e := range Enums() {
		if e.Name != "KpiCode" {
			continue
		}
		for _, v := range e.Values {
			labels[KpiCode(v.Value)] = v.Label
		}
	}
	return labels
}()

// KpiLabel is the figure's name.
func KpiLabel(c KpiCode) Text { return kpiLabels[c] }

// KpiFormula is how the figure is computed, with its number in the domain model where it has one.
func KpiFormula(c KpiCode) Text { return kpiFormulas[c].text }

// KpiReads tells whose records the figure is about and what it has to know of each; an unknown figure is
// VALIDATION_FAILED.
func KpiReads(c KpiCode) (Entity, KpiInput, error) {
	f, ok := kpiFormulas[c]
	if !ok {
		return "", "", Invalid("code", MsgEnumUnknown, "enum", "KpiCode")
	}
	return f.entity, f.input, nil
}

// KpiStatuses are the statuses the figure is about when nobody names others; none means all.
func KpiStatuses(c KpiCode) []OpportunityStatus { return kpiFormulas[c].statuses }
