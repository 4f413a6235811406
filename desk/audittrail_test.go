package desk_test

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// whole proves the chains and gives what was found in the log of changes and in that of readings.
func (o *office) whole(known map[string]desk.Anchor) (changes, readings *desk.ChainReport) {
	o.Helper()
	found, err := o.CheckChains(o.system, known, nil)
	o.must(err)
	return found[0], found[1]
}

func (o *office) exec(query string, args ...any) {
	o.Helper()
	_, err := o.Store().DB().Exec(query, args...)
	o.must(err)
}

func TestTheChainShowsWhateverWasDoneToTheLog(t *testing.T) {
	offices(t, func(o *office) {
		ctx := desk.WithAddress(o.system, "192.0.2.7")
		c := done[ent.Customer](o)(o.CreateCustomer(ctx, ent.CreateCustomerInput{Name: "北港 Harbour"}))
		for _, name := range []string{"Harbour North", "Harbour South 南", "Harbour West"} {
			c = done[ent.Customer](o)(o.UpdateCustomer(ctx, ent.UpdateCustomerInput{ID: c.ID, Version: c.Version, Name: &name, Industry: new("Ports")}))
		}
		o.deal("quay")
		changes, _ := o.whole(nil)
		if !changes.Whole() || changes.Rows < 5 || changes.Older != 0 || len(changes.Last.Hash) != 64 {
			t.Fatalf("untouched: %+v", changes)
		}
		last := changes.Last
		const third = `(SELECT id FROM change_log ORDER BY id LIMIT 1 OFFSET 2)`
		number := o.number(`SELECT ` + third)
		fields := o.text(`SELECT CAST(fields AS text) FROM change_log WHERE id = ` + third)
		for what, hurt := range map[string]string{
			"who":        `UPDATE change_log SET actor_id = 'usr_other' WHERE id = ` + third,
			"from where": `UPDATE change_log SET address = '198.51.100.1' WHERE id = ` + third,
			"when":       `UPDATE change_log SET at = (SELECT at FROM change_log ORDER BY id LIMIT 1) WHERE id = ` + third,
			"what":       `UPDATE change_log SET operation = 'ARCHIVE' WHERE id = ` + third,
			"which":      `UPDATE change_log SET entity_id = 'cus_other' WHERE id = ` + third,
			"the values": `UPDATE change_log SET fields = '` + strings.Replace(fields, "South", "north", 1) + `' WHERE id = ` + third,
			"no values":  `UPDATE change_log SET fields = NULL WHERE id = ` + third,
			"the hash":   `UPDATE change_log SET hash = '' WHERE id = ` + third,
		} {
			o.undone(func() {
				o.exec(hurt)
				if changes, _ := o.whole(nil); changes.Broken != number {
					t.Errorf("%s of row %d was changed: %+v", what, number, changes)
				}
			})
		}
		o.undone(func() {
			o.exec(`DELETE FROM change_log WHERE id = ` + third)
			if changes, _ := o.whole(nil); changes.Whole() || changes.Broken <= number {
				t.Errorf("row %d was taken out: %+v", number, changes)
			}
		})
		o.undone(func() {
			o.exec(`DELETE FROM change_log WHERE id = (SELECT MAX(id) FROM change_log)`)
			if changes, _ := o.whole(nil); !changes.Whole() {
				t.Errorf("without an anchor a chain that was cut is a chain: %+v", changes)
			}
			if changes, _ := o.whole(map[string]desk.Anchor{"changes": last}); changes.Whole() || !changes.Lost {
				t.Errorf("the anchor does not show that the log was cut: %+v", changes)
			}
		})
		o.deal("later")
		if changes, _ := o.whole(map[string]desk.Anchor{"changes": last}); !changes.Whole() {
			t.Errorf("an anchor of before, and the log went on: %+v", changes)
		}
	})
}

// undone runs what hurts the log and puts the log back.
func (o *office) undone(test func()) {
	o.Helper()
	o.exec(`CREATE TABLE kept AS SELECT * FROM change_log`)
	test()
	o.exec(`DELETE FROM change_log`)
	o.exec(`INSERT INTO change_log SELECT * FROM kept`)
	o.exec(`DROP TABLE kept`)
}

func (o *office) text(query string, args ...any) (s string) {
	o.Helper()
	o.must(o.Store().DB().QueryRow(query, args...).Scan(&s))
	return s
}

func (o *office) number(query string, args ...any) (n int64) {
	o.Helper()
	o.must(o.Store().DB().QueryRow(query, args...).Scan(&n))
	return n
}

func TestAuditorsReadWhoDidWhatFromWhere(t *testing.T) {
	offices(t, func(o *office) {
		sal, audit, admin := o.person("sal", process.UserRoleSales), o.person("audit", process.UserRoleAuditor), o.person("ada", process.UserRoleAdmin)
		admin.ctx = desk.WithViewer(t.Context(), &process.Viewer{UserID: admin.id, Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin})
		viewer := *desk.ViewerOf(sal.ctx)
		viewer.Credential = "ses_1"
		from := desk.WithAddress(desk.WithViewer(t.Context(), &viewer), "192.0.2.7")
		deal := done[ent.Opportunity](o)(o.CreateOpportunity(from, ent.CreateOpportunityInput{Name: "quay", OwnerID: &sal.id}))
		deal = done[ent.Opportunity](o)(o.UpdateOpportunity(from, ent.UpdateOpportunityInput{ID: deal.ID, Version: deal.Version, Name: new("quay wall")}))
		_, err := o.AuditTrail(sal.ctx, nil, nil, nil)
		o.refused("a salesperson", err, "FORBIDDEN")
		_, err = o.ReadingTrail(sal.ctx, nil, nil, nil)
		o.refused("a salesperson, of readings", err, "FORBIDDEN")
		_, err = o.AuditTrail(t.Context(), nil, nil, nil)
		o.refused("nobody", err, "UNAUTHENTICATED")
		_, err = o.AuditTrail(audit.ctx, nil, new(1000), nil)
		o.refused("a page of 1000", err, "VALIDATION_FAILED first")
		trail, err := o.AuditTrail(audit.ctx, nil, nil, &desk.AuditFilter{RecordID: &deal.ID, Operations: []process.ChangeOperation{process.ChangeOperationUpdate}})
		o.must(err)
		if len(trail.Entries) != 1 || trail.Last == nil || trail.Last.Hash == "" {
			t.Fatalf("%+v", trail)
		}
		e := trail.Entries[0]
		if value(e.ActorID) != sal.id || value(e.CredentialID) != "ses_1" || value(e.Address) != "192.0.2.7" || value(e.OpportunityID) != deal.ID || len(value(e.Hash)) != 64 {
			t.Errorf("%+v", e)
		}
		if len(e.Fields) != 1 || value(e.Fields[0].From) != `"quay"` || value(e.Fields[0].To) != `"quay wall"` {
			t.Errorf("%+v", e.Fields[0])
		}
		for what, c := range map[string]struct {
			filter desk.AuditFilter
			some   bool
		}{
			"of somebody":            {desk.AuditFilter{ActorID: &sal.id}, true},
			"of somebody else":       {desk.AuditFilter{ActorID: &audit.id}, false},
			"from now on":            {desk.AuditFilter{From: new(e.At), ActorID: &sal.id}, true},
			"until then":             {desk.AuditFilter{Until: new(e.At), OpportunityID: &deal.ID, Operations: []process.ChangeOperation{process.ChangeOperationUpdate}}, false},
			"of a type":              {desk.AuditFilter{Types: []string{"Opportunity"}}, true},
			"of a type that is none": {desk.AuditFilter{Types: []string{"Spaceship"}}, false},
		} {
			got, err := o.AuditTrail(audit.ctx, nil, nil, &c.filter)
			if o.must(err); len(got.Entries) > 0 != c.some {
				t.Errorf("%s: %d entries", what, len(got.Entries))
			}
		}
		// what administrators are not let into they do not audit either
		_, err = o.ProtectOpportunity(sal.ctx, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: deal.ID, Version: deal.Version}, NeedToKnow: new(true)})
		o.must(err)
		for who, ctx := range map[string]context.Context{"auditor": audit.ctx, "administrator": admin.ctx} {
			got, err := o.AuditTrail(ctx, nil, nil, &desk.AuditFilter{RecordID: &deal.ID})
			if o.must(err); len(got.Entries) > 0 != (who == "auditor") {
				t.Errorf("%s sees %d entries of what is need-to-know", who, len(got.Entries))
			}
		}
		n := 0
		for _, err := range o.EachAuditEntry(audit.ctx, nil) {
			o.must(err)
			n++
		}
		if all := o.number(`SELECT COUNT(*) FROM change_log`); int64(n) != all {
			t.Errorf("%d rows of %d are exported", n, all)
		}
	})
}

func TestReadingWhatIsGuardedIsNoted(t *testing.T) {
	offices(t, func(o *office) {
		sal, audit := o.person("sal", process.UserRoleSales), o.person("audit", process.UserRoleAuditor)
		deal := done[ent.Opportunity](o)(o.CreateOpportunity(o.system, ent.CreateOpportunityInput{Name: "quay", OwnerID: &sal.id}))
		open := o.deal("open to all")
		p := o.offer("quay wall", deal)
		s := o.chapter(o.system, p, 1, "Piles", "forty piles")
		here := *desk.ViewerOf(sal.ctx)
		here.Credential = "ses_1"
		as := desk.WithAddress(desk.WithViewer(t.Context(), &here), "192.0.2.7")
		reads := func(what string, want map[string][]string, read func(ctx context.Context)) {
			t.Helper()
			before := o.number(`SELECT COALESCE(MAX(id), 0) FROM sealed_reads`)
			ctx := desk.WithReading(as)
			read(ctx)
			o.must(o.NoteReading(ctx))
			o.must(o.NoteReading(ctx)) // what was noted is not noted again
			trail, err := o.ReadingTrail(audit.ctx, &before, nil, nil)
			o.must(err)
			got := map[string][]string{}
			for _, r := range trail.Readings {
				got[r.GuardedID] = r.RecordIDs
				if value(r.ActorID) != sal.id || value(r.CredentialID) != "ses_1" || value(r.Address) != "192.0.2.7" || len(r.Hash) != 64 {
					t.Errorf("%s: %+v", what, r)
				}
			}
			if a, b := encoded(got), encoded(want); a != b {
				t.Errorf("%s: noted %s, want %s", what, a, b)
			}
		}
		all := func(ctx context.Context) {
			_, err := o.Read(ctx).ProposalSection.Query().WithProposal().All(ctx)
			o.must(err)
			_, err = o.Read(ctx).Opportunity.Query().All(ctx)
			o.must(err)
		}
		reads("before anything is guarded", nil, all)
		now, err := o.ProtectOpportunity(sal.ctx, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: deal.ID, Version: deal.Version}, NeedToKnow: new(true)})
		o.must(err)
		reads("lists with edges", map[string][]string{deal.ID: sorted(deal.ID, p.ID, s.ID)}, all)
		reads("one record", map[string][]string{deal.ID: {s.ID}}, func(ctx context.Context) {
			_, err := o.Node(ctx, s.ID, nil)
			o.must(err)
		})
		reads("a count", nil, func(ctx context.Context) {
			_, err := o.Read(ctx).ProposalSection.Query().Count(ctx)
			o.must(err)
		})
		reads("what is open", nil, func(ctx context.Context) {
			_, err := o.Read(ctx).Opportunity.Get(ctx, open.ID)
			o.must(err)
		})
		reads("its timeline", map[string][]string{deal.ID: sorted(deal.ID, p.ID, s.ID, o.latest(p).ID, o.text(`SELECT id FROM stage_entries WHERE opportunity_id = $1`, deal.ID))}, func(ctx context.Context) {
			_, err := o.Changes(ctx, nil, nil, &deal.ID)
			o.must(err)
		})
		reads("what a use case reads for itself", nil, func(ctx context.Context) {
			now, err = o.UpdateOpportunity(ctx, ent.UpdateOpportunityInput{ID: deal.ID, Version: now.Record.Version, Name: new("quay and wall")})
			o.must(err)
		})
		_, err = o.ProtectOpportunity(sal.ctx, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: deal.ID, Version: now.Record.Version}, NeedToKnow: new(false)})
		o.must(err)
		o.exec(`UPDATE proposals SET status = 'SEALED' WHERE id = $1`, p.ID)
		reads("a sealed proposal", map[string][]string{p.ID: {s.ID}}, all)
		o.exec(`UPDATE proposals SET status = 'AWARDED' WHERE id = $1`, p.ID)
		reads("an opened one", nil, all)
		item := done[ent.ContentItem](o)(o.CreateContentItem(o.system, ent.CreateContentItemInput{Title: "how piles are priced"}))
		passage := done[ent.ContentItem](o)(o.CreateContentItem(o.system, ent.CreateContentItemInput{Title: "in winter"}))
		o.exec(`UPDATE content_items SET part_of_id = $1 WHERE id = $2`, item.ID, passage.ID)
		file := done[ent.Attachment](o)(o.CreateAttachment(o.system, ent.CreateAttachmentInput{SubjectID: item.ID, FileName: "a", MediaType: "text/plain", Size: 1, Sha256: strings.Repeat("0", 64)}))
		said := done[ent.Comment](o)(o.AddComment(o.system, desk.AddCommentInput{SubjectID: item.ID, Body: "ask Wen"}))
		library := func(ctx context.Context) {
			for _, id := range []string{item.ID, passage.ID, file.ID, said.ID} {
				_, err := o.Node(ctx, id, nil)
				o.must(err)
			}
		}
		reads("an open library item", nil, library)
		done[ent.ContentItem](o)(o.UpdateContentItem(o.system, ent.UpdateContentItemInput{ID: item.ID, Version: item.Version, Classification: new(process.ClassificationSecret)}))
		here.Clearance = process.ClassificationSecret
		reads("a secret library item, its passages, files and talk of it", map[string][]string{item.ID: sorted(item.ID, passage.ID, file.ID, said.ID)}, library)
		if _, readings := o.whole(nil); !readings.Whole() || readings.Rows != 5 {
			t.Errorf("%+v", readings)
		}
		o.exec(`UPDATE sealed_reads SET actor_id = 'usr_other' WHERE id = (SELECT MIN(id) FROM sealed_reads)`)
		if _, readings := o.whole(nil); readings.Whole() {
			t.Error("a reading was put on somebody else, and the chain is whole")
		}
	})
}

// Whoever listens to an opportunity for long is noted from the moment on at which it is guarded, and stays connected.
func TestWhoWasThereBeforeSomethingIsGuardedIsNotedFromThenOn(t *testing.T) {
	doors(t, func(d *door) {
		ada := d.hire("ada", process.UserRoleSales)
		secret := d.enter(ada)
		made, err := d.CreateOpportunity(d.system, ent.CreateOpportunityInput{Name: "quay", OwnerID: &ada.ID})
		if err != nil {
			t.Fatal(err)
		}
		before, err := d.Authenticate(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		asked := desk.WithReading(desk.WithViewer(t.Context(), before))
		noted := func() string {
			t.Helper()
			if _, err := d.Read(asked).Opportunity.Get(asked, made.Record.ID); err != nil {
				t.Fatal(err)
			}
			if err := d.NoteReading(asked); err != nil {
				t.Fatal(err)
			}
			return d.text(`SELECT COUNT(*) FROM sealed_reads`)
		}
		if n := noted(); n != "0" {
			t.Errorf("%s readings are noted where nothing is guarded", n)
		}
		_, err = d.ProtectOpportunity(d.system, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: made.Record.ID, Version: made.Record.Version}, NeedToKnow: new(true)})
		if err != nil {
			t.Fatal(err)
		}
		if n := noted(); n != "1" {
			t.Errorf("%s readings are noted, want one", n)
		}
		d.pass(time.Minute)
		after, err := d.Authenticate(t.Context(), secret)
		if err != nil || !reflect.DeepEqual(before, after) {
			t.Errorf("who is connected is somebody else now and would be cut: %+v, before %+v, %v", after, before, err)
		}
	})
}

func sorted(ids ...string) []string {
	ids = append([]string{}, ids...)
	slices.Sort(ids)
	return ids
}

func encoded(v any) string {
	raw, _ := json.Marshal(v)
	if string(raw) == "null" {
		return "{}"
	}
	return string(raw)
}
