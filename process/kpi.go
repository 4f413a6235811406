package process

// Kpi is a key figure with its definition: overall and by group.
type Kpi struct {
	Code     KpiCode
	Currency *string
	Overall  KpiRow
	Groups   []KpiRow
}

// KpiRow is a key figure for one group, or for all. Value is nil when Denominator is 0. Money is in units, not minor
// units.
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

// KpiExcluded says how many records a figure leaves out, and why.
type KpiExcluded struct {
	Reason string
	Count  int
}

// Label is the figure's name.
func (c KpiCode) Label() Text { return Text{} }

// Formula is how the figure is computed.
func (c KpiCode) Formula() Text { return Text{} }
