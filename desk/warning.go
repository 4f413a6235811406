package desk

import (
	"context"
	"slices"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/risk"
	"bidwell/process"
)

// warnOfRisks warns the owner of a risk, else the owner of its opportunity, when the day of warning has come, and when
// it is severe and nothing is planned against it.
func (d *Desk) warnOfRisks(ctx context.Context, calendar process.Calendar) error {
	today := calendar.Today(d.now())
	severe := risk.And(risk.Or(risk.ResponseIsNil(), risk.Response("")),
		func(s *sql.Selector) {
			s.Where(sql.ExprP("probability * impact >= " + strconv.Itoa(process.SevereRisk)))
		})
	due := risk.And(risk.WarnOnLTE(today.In(utc)), risk.WarnOnGTE(today.In(utc).Add(-remindBack)))
	risks, err := d.reader.Risk.Query().WithOpportunity().Where(
		risk.StatusIn(process.RiskStatusOpen, process.RiskStatusMitigating), risk.ArchivedAtIsNil(), risk.Or(severe, due)).
		Order(ent.Desc(risk.FieldUpdatedAt), ent.Asc(risk.FieldID)).Limit(sweepAtMost).All(ctx)
	if err != nil {
		return err
	}
	var all []told
	for _, r := range risks {
		o := r.Edges.Opportunity
		if o == nil || o.ArchivedAt != nil || o.Status != process.OpportunityStatusOpen && o.Status != process.OpportunityStatusWon {
			continue
		}
		to := value(r.OwnerID)
		if to == "" {
			to = value(o.OwnerID)
		}
		for _, alarm := range process.RiskAlarms(riskFacts(r), today) {
			digest := string(process.NotificationKindWarning) + ":" + r.ID + ":" + string(alarm)
			if alarm == process.RiskAlarmDay {
				digest += ":" + r.WarnOn.UTC().Format(time.DateOnly)
			}
			all = append(all, told{
				kind: process.NotificationKindWarning, entity: ent.TypeRisk, id: r.ID, name: process.Headline(r.Title), opportunity: o.ID,
				audience: process.AudienceField, to: without([]string{to}, ""), digest: digest,
			})
		}
	}
	return d.tellAll(ctx, all)
}

func riskFacts(r *ent.Risk) process.RiskFacts {
	f := process.RiskFacts{Status: r.Status, Probability: r.Probability, Impact: r.Impact, Response: r.Response}
	if r.WarnOn != nil {
		day := process.DayOf(r.WarnOn.UTC())
		f.WarnOn = &day
	}
	return f
}

// rememberCustomers tells the owner of a customer that nobody has been in contact with it for longer than it should be.
// Contact through one of its opportunities counts. Each lapse is told once.
func (d *Desk) rememberCustomers(ctx context.Context, calendar process.Calendar) error {
	contact := " a.archived_at IS NULL AND " + oneOf("a.kind", process.Contacts()...)
	s := sql.Dialect(d.store.Dialect()).SelectExpr(sql.Raw("t.id"), sql.Raw("t.owner_id"), sql.Raw("t.name"), sql.Raw("t.contact_every_days"), sql.Raw("t.created_at"),
		sql.Raw("(SELECT MAX(a.occurred_at) FROM activities a WHERE a.customer_id = t.id AND"+contact+")"),
		sql.Raw("(SELECT MAX(a.occurred_at) FROM opportunities o JOIN activities a ON a.opportunity_id = o.id WHERE o.customer_id = t.id AND"+contact+")")).
		From(table(ent.TypeCustomer).As("t")).
		Where(sql.ExprP("t.archived_at IS NULL AND t.owner_id IS NOT NULL AND t.contact_every_days IS NOT NULL")).OrderExpr(sql.Raw("t.id"))
	query, args := s.Query()
	rows, err := d.store.ReadDB().QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var all []told
	for rows.Next() {
		var id, owner, name string
		var days int
		var made, direct, through instant
		if err := rows.Scan(&id, &owner, &name, &days, &made, &direct, &through); err != nil {
			return err
		}
		last := slices.MaxFunc([]time.Time{made.Time, direct.Time, through.Time}, time.Time.Compare)
		if !process.ContactLapsed(last.In(calendar.Zone()), days, d.now().In(calendar.Zone())) {
			continue
		}
		all = append(all, told{
			kind: process.NotificationKindCadence, entity: ent.TypeCustomer, id: id, name: process.Headline(name), audience: process.AudienceField,
			to: []string{owner}, digest: string(process.NotificationKindCadence) + ":" + id + ":" + strconv.FormatInt(last.Unix(), 10),
		})
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return d.tellAll(ctx, all)
}
