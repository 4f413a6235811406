package desk

import (
	"strconv"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/process"
)

// rowsOfKind is a predicate over the columns of a kind of record.
type rowsOfKind func(s sight, e process.Entity, c func(string) string) *sql.Predicate

// notHidden holds where a column names none of the hidden records of the kinds; nil means always.
func (s sight) notHidden(column string, kinds []process.Entity) (all *sql.Predicate) {
	for _, e := range kinds {
		if names := s.namesHidden(column, e); names != nil {
			all = both(all, sql.Not(names))
		}
	}
	return all
}

// namesHidden holds where a column names a record of a kind that is hidden; nil when none can be.
func (s sight) namesHidden(column string, e process.Entity) *sql.Predicate {
	return s.names(column, e, sight.hidden)
}

// names holds where a column names a record of a kind for which something holds. It looks up the one that a row names: to
// gather all of them would cost each statement of a page as much as the company is large. It asks for a value and not
// whether one EXISTS, which PostgreSQL plans in two ways, and what stands in it in two ways for each.
func (s sight) names(column string, e process.Entity, holds rowsOfKind) *sql.Predicate {
	s.depth++
	t := table(e).As("named" + strconv.Itoa(s.depth))
	held := holds(s, e, t.C)
	if held == nil {
		return nil
	}
	one := sql.P(func(b *sql.Builder) { b.Ident(t.C("id")).WriteString(" = ").Ident(column) })
	found := s.b.SelectExpr(sql.Raw("1")).From(t).Where(sql.And(one, held))
	return sql.P(func(b *sql.Builder) {
		b.WriteString("COALESCE(").Wrap(func(b *sql.Builder) { b.Join(found) }).WriteString(", 0) = 1")
	})
}

// amongSeen holds where a column names one of the records of the kinds that the viewer sees.
func (s sight) amongSeen(column string, kinds []process.Entity) *sql.Predicate {
	return s.among(column, kinds, sight.rows)
}

// namesSeen holds where a column names a record of a kind that the viewer sees, or none; nil means always.
func (s sight) namesSeen(column string, e process.Entity) *sql.Predicate {
	reach := process.ReachOf(s.v, e)
	seen := sql.False()
	switch {
	case reach == process.ReachAll:
		return nil
	case reach == process.ReachBelonging && s.v.Sees() == process.RowScopeAll:
		if seen = s.notHidden(column, []process.Entity{e}); seen == nil {
			return nil
		}
	case reach != process.ReachNothing:
		seen = s.amongSeen(column, []process.Entity{e})
	}
	return sql.Or(sql.IsNull(column), seen)
}

// among holds where a column names one of those records of the kinds for which a predicate holds; a nil one holds for all.
func (s sight) among(column string, kinds []process.Entity, rows rowsOfKind) *sql.Predicate {
	among := make([]*sql.Predicate, len(kinds))
	for i, e := range kinds {
		among[i] = s.names(column, e, func(s sight, e process.Entity, c func(string) string) *sql.Predicate {
			if held := rows(s, e, c); held != nil {
				return held
			}
			return sql.NotNull(c("id"))
		})
	}
	return sql.Or(among...)
}

// seenEach holds where a column names a record of one of the kinds that the viewer sees, kinds that their role does not read
// left out. The kind stands in the id, so that one lookup is made and not one for each kind.
func (s sight) seenEach(column string, kinds []process.Entity) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString("CASE SUBSTR(").Ident(column).WriteString(", 1, " + strconv.Itoa(len(process.IDOf(kinds[0], ""))) + ")")
		for _, e := range kinds {
			seen := sql.P(func(b *sql.Builder) { b.WriteString("TRUE") })
			switch reach := process.ReachOf(s.v, e); {
			case reach == process.ReachNothing:
				continue
			case reach == process.ReachAll:
			case reach == process.ReachBelonging && s.v.Sees() == process.RowScopeAll:
				if shown := s.notHidden(column, []process.Entity{e}); shown != nil {
					seen = shown
				}
			default:
				seen = s.amongSeen(column, []process.Entity{e})
			}
			b.WriteString(" WHEN '" + process.IDOf(e, "") + "' THEN ").Join(seen)
		}
		b.WriteString(" ELSE FALSE END")
	})
}

// hidden holds for the records of a kind that are hidden from a viewer who reaches all opportunities; nil when none can be.
func (s sight) hidden(e process.Entity, c func(string) string) *sql.Predicate {
	var any []*sql.Predicate
	switch {
	case s.volumes:
	case e == ent.TypeOpportunity && !process.PassesGuards(s.v):
		any = append(any, s.guarded(c))
	case e == ent.TypeAttachment && !process.PassesGuards(s.v):
		any = append(any, sql.Not(s.placed(c)))
	case e == ent.TypeContentItem && len(s.v.NotClearedFor()) > 0:
		any = append(any, sql.In(c("classification"), listed(s.v.NotClearedFor())...))
	}
	if e == ent.TypeProposal {
		if kept := s.keptPrice(c); kept != nil {
			any = append(any, kept)
		}
	}
	for tie, of := range s.ties(e) {
		for _, to := range tie.To {
			if hidden := of.namesHidden(c(tie.Column), to); hidden != nil {
				any = append(any, hidden)
			}
		}
	}
	switch len(any) {
	case 0:
		return nil
	case 1:
		return any[0] // an OR of one loses its parentheses when it is among others
	default:
		return sql.Or(any...)
	}
}
