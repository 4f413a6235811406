package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

// pursuit is a deal with a proposal of one section, which has ended in some way.
func (o *office) pursuit(name string, amount int64, industry string, ended *process.OpportunityStatus) *ent.ProposalSection {
	o.Helper()
	d := done[ent.Opportunity](o)(o.CreateOpportunity(o.system, ent.CreateOpportunityInput{Name: name, Amount: &amount, Industry: &industry}))
	s := o.chapter(o.system, o.offer(name, d), 0, name, "")
	if ended != nil {
		done[ent.Opportunity](o)(o.TellOutcome(o.system, desk.CloseOpportunityInput{ID: d.ID, Version: d.Version, Status: *ended}))
	}
	return s
}

func TestOutcomesOfReuse(t *testing.T) {
	offices(t, func(o *office) {
		won, lost := new(process.OpportunityStatusWon), new(process.OpportunityStatusLost)
		item, other, unused := o.item("供电范本", "采用双回路供电"), o.item("消防范本", "气体灭火"), o.item("闲置", "x")
		a := o.pursuit("甲", 5_000_000, "电力", won)
		b := o.pursuit("乙", 6_000_000, "电力", lost)
		c := o.pursuit("丙", 5_000_000, "电力", nil)
		for name, ended := range map[string]*process.OpportunityStatus{"丁": won, "戊": lost, "己": lost} {
			o.pursuit(name, 5_000_000, "电力", ended)
		}
		o.pursuit("别的行业", 5_000_000, "港口", won)
		o.reuse(a, item.ID, process.ReuseModeVerbatim)
		o.reuse(a, item.ID, process.ReuseModeReferenced) // the same opportunity counts once
		o.reuse(b, a.ID, process.ReuseModeAdapted)       // by way of another section
		o.reuse(c, item.ID, process.ReuseModeVerbatim)
		o.reuse(b, other.ID, process.ReuseModeVerbatim)
		ask := func(ids ...string) []*desk.ReuseOutcome {
			ctx, statements := store.CountStatements(o.system)
			got, err := o.ReuseOutcomes(ctx, ids)
			o.must(err)
			if n := statements.N(); n > 4 {
				t.Errorf("%d statements", n)
			}
			return got
		}
		got := ask(unused.ID, item.ID, other.ID)
		if n := got[0]; n.RecordID != unused.ID || n.Opportunities != 0 || n.WinRate != nil {
			t.Errorf("unused: %+v", n)
		}
		n := got[1]
		if n.Sections != 3 || n.Opportunities != 3 || n.Decided != 2 || n.Wins != 1 || *n.WinRate != 0.5 {
			t.Errorf("used in three, won one of two decided: %+v", n)
		}
		// Of the other opportunities two of four were won, of those of the same industry one of three.
		usual := 2.0 / 4
		baseline := (1 + 10*usual) / (3 + 10)
		if near := *n.Baseline - baseline; near > 1e-9 || near < -1e-9 {
			t.Errorf("baseline %v, want %v", *n.Baseline, baseline)
		}
		first, err := o.ProvenContent(o.system, nil)
		o.must(err)
		if len(first) != 2 || first[0].RecordID != item.ID || first[1].RecordID != other.ID || first[1].Wins != 0 {
			t.Errorf("proven: %+v", first)
		}
		p, err := o.Read(o.system).Proposal.Get(o.system, a.ProposalID)
		o.must(err)
		o.to(p, process.ProposalStatusWithdrawn)
		if n := ask(item.ID)[0]; n.Opportunities != 2 || n.Decided != 1 || n.Wins != 0 {
			t.Errorf("a withdrawn proposal counts: %+v", n)
		}
		nobody := desk.WithViewer(t.Context(), &process.Viewer{UserID: "usr_00000000000000000000000000", Role: "NOBODY"})
		_, err = o.ReuseOutcomes(nobody, []string{item.ID})
		o.refused("who may read nothing", err, "NOT_FOUND")
		if got, err := o.ProvenContent(nobody, nil); err != nil || len(got) != 0 {
			t.Errorf("who may read nothing sees %v, %v", got, err)
		}
		for what, c := range map[string]struct {
			ids  []string
			want string
		}{
			"a lesson":      {[]string{"les_00000000000000000000000000"}, "VALIDATION_FAILED ids"},
			"no id":         {[]string{"范本"}, "VALIDATION_FAILED ids"},
			"a missing one": {[]string{"cnt_00000000000000000000000000"}, "NOT_FOUND"},
			"too many":      {make([]string, 101), "VALIDATION_FAILED ids"},
			"none":          {nil, ""},
		} {
			_, err := o.ReuseOutcomes(o.system, c.ids)
			o.refused(what, err, c.want)
		}
		_, err = o.ProvenContent(o.system, new(101))
		o.refused("a page too large", err, "VALIDATION_FAILED first")
	})
}
