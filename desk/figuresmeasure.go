package desk

import (
	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// measure tells the columns that the figure reads. An amount that is not known has no currency either, which keeps it
// in a row of its own.
func (q *figureQuery) measure(by *grouping) measured {
	m := measured{amount: "0", currency: null, rate: null, started: null, decided: null, budget: null, award: null}
	shared := by != nil && by.repeats
	switch q.input {
	case process.KpiInputAmount:
		m.amount, m.currency = asFloat(q.base.C("amount")), q.base.C("currency")
		if shared {
			lines := q.lines()
			m.amount = q.whenSeveral(q.lineValue(), m.amount)
			m.currency = q.whenSeveral(lines.C("currency"), m.currency)
		}
	case process.KpiInputAward:
		award := q.base.C("award_amount")
		m.amount, m.currency = asFloat(award), "CASE WHEN "+award+" IS NOT NULL THEN "+q.base.C("currency")+" END"
		if shared {
			m.amount, m.currency = q.whenSeveral(null, m.amount), q.whenSeveral(null, m.currency)
		}
	case process.KpiInputLines:
		m.amount, m.currency = q.lineValue(), q.lines().C("currency")
	case process.KpiInputSpan:
		m.started, m.decided = q.start().C("at"), q.base.C("decided_at")
	case process.KpiInputBudget:
		m.budget, m.award = q.base.C("budget_amount"), q.base.C("award_amount")
	}
	if m.currency != null { // a rate is one of the opportunity's own currency; a line item may be in another
		m.rate = "CASE WHEN " + m.currency + " = " + q.base.C("currency") + " THEN " + q.base.C("exchange_rate") + " END"
	}
	return m
}

// asFloat keeps a sum from overflowing, whatever somebody typed as an amount; it is exact below 2^53 minor units.
func asFloat(column string) string { return "CAST(" + column + " AS double precision)" }

func (q *figureQuery) lineValue() string {
	return asFloat(q.lines().C("quantity")) + " * " + q.lines().C("unit_price")
}

// whenSeveral chooses by whether the opportunity has several line items.
func (q *figureQuery) whenSeveral(several, one string) string {
	return "CASE WHEN " + q.lineCounts().C("lines") + " > 1 THEN " + several + " ELSE " + one + " END"
}

// lines are the line items that are not archived.
func (q *figureQuery) lines() view {
	t := q.visible(ent.TypeLineItem, "line")
	if q.joined["line"] == nil {
		q.join("line", t, "opportunity_id", q.base.C("id"))
		q.sel.OnP(notArchived(t.C("archived_at")))
	}
	return q.joined["line"]
}

// lineCounts are how many line items each opportunity has.
func (q *figureQuery) lineCounts() view {
	t := q.seen(ent.TypeLineItem, "opportunity_id", sql.As(sql.Count("*"), "lines")).
		Where(notArchived("archived_at")).GroupBy("opportunity_id").As("counted")
	return q.join("counted", t, "opportunity_id", q.base.C("id"))
}

// start is when the cycle of each opportunity began: its first dated stage entry, or the first into the stage asked for.
func (q *figureQuery) start() view {
	t := q.seen(ent.TypeStageEntry, "opportunity_id", sql.As(sql.Min("entered_at"), "at")).
		Where(sql.EQ("dated", true)).GroupBy("opportunity_id").As("began")
	if f := q.filter.FromStage; f != nil {
		t.Where(sql.EQ("stage", string(*f)))
	}
	return q.join("began", t, "opportunity_id", q.base.C("id"))
}
