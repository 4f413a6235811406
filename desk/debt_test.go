package desk_test

import (
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

func TestKnowledgeDebtIsRankedByTheBusinessThatRestsOnIt(t *testing.T) {
	offices(t, func(o *office) {
		keeper := o.person("Keeper", process.UserRolePresalesConsultant)
		kept := func(title string) *ent.ContentItem {
			return done[ent.ContentItem](o)(o.CreateContentItem(o.system, ent.CreateContentItemInput{Title: title, Body: new(title), OwnerID: &keeper.id}))
		}
		sound, losing, wrong, stale, retired := kept("sound"), kept("losing"), kept("wrong"), kept("stale"), kept("retired")
		unowned := o.item("unowned", "x")
		lost, won := new(process.OpportunityStatusLost), new(process.OpportunityStatusWon)
		a, b := o.pursuit("open", 5_000_000, "电力", nil), o.pursuit("small", 1_000_000, "电力", nil)
		gone, got := o.pursuit("gone", 9_000_000, "电力", lost), o.pursuit("got", 9_000_000, "电力", won)
		for _, use := range []struct {
			in  *ent.ProposalSection
			of  *ent.ContentItem
			how process.ReuseMode
		}{
			{a, sound, process.ReuseModeVerbatim},
			{a, wrong, process.ReuseModeVerbatim},
			{b, wrong, process.ReuseModeVerbatim},
			{b, losing, process.ReuseModeVerbatim},
			{gone, losing, process.ReuseModeVerbatim},
			{got, sound, process.ReuseModeVerbatim},
			{gone, wrong, process.ReuseModeVerbatim},
			{got, wrong, process.ReuseModeVerbatim},
			{a, retired, process.ReuseModeVerbatim},
		} {
			o.reuse(use.in, use.of.ID, use.how)
		}
		l := done[ent.Lesson](o)(o.CreateLesson(o.system, ent.CreateLessonInput{
			Title: "it is wrong", DrivingEvent: new("x"), Lesson: new("x"), Recommendation: new("x"), Evidence: new("x"), OwnerID: &keeper.id, ContradictsID: &wrong.ID,
		}))
		for _, s := range []process.LessonStatus{process.LessonStatusSubmitted, process.LessonStatusValidated, process.LessonStatusAdopted} {
			l = done[ent.Lesson](o)(o.ChangeLessonStatus(o.system, desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: s}))
		}
		done[ent.Lesson](o)(o.CreateLesson(o.system, ent.CreateLessonInput{Title: "a mere draft", ContradictsID: &sound.ID}))
		o.verify(stale, process.VerifyStateVerified, process.VerifyStateDue)
		o.verify(retired, process.VerifyStateRetired)

		ctx, statements := store.CountStatements(o.system)
		all, err := o.KnowledgeDebt(ctx, nil)
		o.must(err)
		if n := statements.N(); n > 3 {
			t.Errorf("%d statements", n)
		}
		type entry struct {
			item    string
			exposed int64
			debts   []process.KnowledgeDebt
		}
		want := []entry{
			{wrong.ID, 6_000_000, []process.KnowledgeDebt{process.KnowledgeDebtContradicted}},
			{losing.ID, 1_000_000, []process.KnowledgeDebt{process.KnowledgeDebtOnlyLost}},
			{stale.ID, 0, []process.KnowledgeDebt{process.KnowledgeDebtStale}},
			{unowned.ID, 0, []process.KnowledgeDebt{process.KnowledgeDebtUnowned}},
		}
		if len(all) != len(want) {
			t.Fatalf("%d entries, want %d", len(all), len(want))
		}
		for i, w := range want {
			if e := all[i]; e.RecordID != w.item || e.Exposed != w.exposed || !slices.Equal(e.Debts, w.debts) {
				t.Errorf("%d is %+v, want %+v", i, e, w)
			}
		}

		u, err := o.Read(o.system).User.Get(o.system, keeper.id)
		o.must(err)
		done[ent.User](o)(o.UpdateUser(o.system, ent.UpdateUserInput{ID: u.ID, Version: u.Version, Active: new(false)}))
		all, err = o.KnowledgeDebt(o.system, new(1))
		o.must(err)
		if len(all) != 1 || !slices.Contains(all[0].Debts, process.KnowledgeDebtUnowned) {
			t.Errorf("who has left keeps nothing: %+v", all[0])
		}
		partner := o.person("Partner", process.UserRolePartner)
		all, err = o.KnowledgeDebt(partner.ctx, nil)
		o.must(err)
		for _, e := range all {
			if slices.Contains(e.Debts, process.KnowledgeDebtContradicted) {
				t.Errorf("a partner, who reads no lessons, is told of one by %+v", e)
			}
		}
		_, err = o.KnowledgeDebt(o.system, new(101))
		o.refused("too many", err, "VALIDATION_FAILED first")
	})
}

// verify takes an item from state to state.
func (o *office) verify(c *ent.ContentItem, states ...process.VerifyState) {
	o.Helper()
	for _, s := range states {
		c = done[ent.ContentItem](o)(o.ChangeVerifyState(o.system, desk.ChangeVerifyStateInput{ID: c.ID, Version: c.Version, State: s}))
	}
}
