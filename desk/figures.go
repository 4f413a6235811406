package desk

import (
	"context"
	"regexp"
	"time"

	"bidwell/ent"
	"bidwell/process"
)

// KpiFilter narrows what a key figure counts.
type KpiFilter struct {
	Statuses    []process.OpportunityStatus
	Stages      []process.OpportunityStage
	DecidedFrom *time.Time
	DecidedTo   *time.Time
	System      *string
	FromStage   *process.OpportunityStage
}

// Kpi computes a key figure, overall and by group, over the records the viewer sees that are not archived. It costs one
// aggregate statement, two by PRODUCT. Days are those of the organisation's zone. A filter that names no statuses means
// all, but for PIPELINE_VALUE open ones unless it is divided by STATUS. Money is in currency; when that is nil, in the
// one that all selected amounts share, else in the organisation's. In the organisation's currency amounts in others count
// at the exchange rate that was fixed with the opportunity; without one they are left out and counted so.
//
// By PRODUCT an opportunity counts once for each of its products, with its whole amount when it has one line item and
// with quantity × unit price of the product's lines when it has several; what part of an award is a product's nobody
// knows then. By WINNER it counts once, with its whole amount, for each name in a list of winners. Groups over records
// that the viewer may not read have no key.
//
// Errors: UNAUTHENTICATED; FORBIDDEN where prices of line items are in it that the viewer does not see; VALIDATION_FAILED for a grouping or filter that does not fit the figure, a window that ends
// before it begins and a currency that is none.
func (d *Desk) Kpi(ctx context.Context, code process.KpiCode, groupBy *process.KpiGroup, filter *KpiFilter, currency *string) (kpi *process.Kpi, err error) {
	viewer, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	defer process.Wrap(&err, "desk.Kpi(%s)", code)
	ask, err := newFigure(d, viewer, code, groupBy, value(filter))
	if err != nil {
		return nil, err
	}
	if currency != nil && !currencyCode.MatchString(*currency) {
		return nil, process.Invalid("currency", process.MsgValueBad)
	}
	if err := ask.checkPrices(); err != nil {
		return nil, err
	}
	overall, grouped, err := ask.read(ctx)
	if err != nil {
		return nil, err
	}
	return process.ComputeKpi(code, overall, grouped, currency, d.options.Currency), nil
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// figure is a question for a key figure that was found to make sense.
type figure struct {
	desk    *Desk
	viewer  *process.Viewer
	entity  process.Entity
	input   process.KpiInput
	groupBy *grouping
	filter  KpiFilter
}

func newFigure(d *Desk, viewer *process.Viewer, code process.KpiCode, groupBy *process.KpiGroup, filter KpiFilter) (*figure, error) {
	entity, input, err := process.KpiReads(code)
	if err != nil {
		return nil, err
	}
	f := &figure{desk: d, viewer: viewer, entity: entity, input: input, filter: filter}
	if groupBy != nil {
		g, ok := groupings[*groupBy]
		if !ok || g.of != entity {
			return nil, process.Invalid("groupBy", process.MsgValueBad)
		}
		f.groupBy = &g
	}
	if len(filter.Statuses) == 0 && value(groupBy) != process.KpiGroupStatus {
		f.filter.Statuses = process.KpiStatuses(code)
	}
	return f, f.checkFilter()
}

// checkFilter refuses what would select nothing or mean nothing.
func (f *figure) checkFilter() error {
	from, to := f.filter.DecidedFrom, f.filter.DecidedTo
	if from != nil && to != nil && to.Before(*from) {
		return process.Invalid("filter.decidedTo", process.MsgTimeOrder, "after", from.UTC().Format(time.DateOnly))
	}
	if f.entity == "Opportunity" {
		return nil
	}
	switch {
	case len(f.filter.Statuses) > 0:
		return process.Invalid("filter.statuses", process.MsgValueBad)
	case len(f.filter.Stages) > 0:
		return process.Invalid("filter.stages", process.MsgValueBad)
	case f.filter.FromStage != nil:
		return process.Invalid("filter.fromStage", process.MsgValueBad)
	}
	return nil
}

// checkPrices refuses what is made of the prices of line items to who does not see them all: from sums and filters they could
// be worked out. Error: FORBIDDEN.
func (f *figure) checkPrices() error {
	shared := f.input == process.KpiInputAmount && f.groupBy != nil && f.groupBy.repeats
	if f.input != process.KpiInputLines && !shared {
		return nil
	}
	return process.CheckFieldUse(f.viewer, ent.TypeLineItem, "unitPrice")
}

// read gets the facts, overall and by group. Where a record is in several groups of the statement, all of them together
// are read with a statement of their own.
func (f *figure) read(ctx context.Context) (overall, grouped []process.KpiFact, err error) {
	if f.groupBy == nil {
		overall, _, err = f.facts(ctx, nil)
		return overall, nil, err
	}
	overall, grouped, err = f.facts(ctx, f.groupBy)
	if err == nil && f.groupBy.repeats {
		overall, _, err = f.facts(ctx, nil)
	}
	return overall, grouped, err
}
