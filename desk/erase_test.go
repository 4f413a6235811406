package desk_test

import (
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/absence"
	"bidwell/process"
)

func TestAPersonIsForgottenAndTheChainStaysWhole(t *testing.T) {
	offices(t, func(o *office) {
		sal := o.person("sal", process.UserRoleSales)
		customer := done[ent.Customer](o)(o.CreateCustomer(o.system, ent.CreateCustomerInput{Name: "Harbour"}))
		deal := done[ent.Opportunity](o)(o.CreateOpportunity(o.system, ent.CreateOpportunityInput{Name: "quay", CustomerID: &customer.ID}))
		c := done[ent.Contact](o)(o.CreateContact(o.system, ent.CreateContactInput{CustomerID: customer.ID, Name: "Wen Tingfang", Phone: new("13800000001"), Notes: new("keeps bees")}))
		c = done[ent.Contact](o)(o.UpdateContact(o.system, ent.UpdateContactInput{ID: c.ID, Version: c.Version, Phone: new("13800000002"), Email: new("wen@harbour.example")}))
		part := done[ent.Stakeholder](o)(o.CreateStakeholder(o.system, ent.CreateStakeholderInput{OpportunityID: deal.ID, ContactID: c.ID, Part: process.StakeholderPartDecisionMaker, Concerns: new("fears the tide")}))
		done[ent.Stakeholder](o)(o.UpdateStakeholder(o.system, ent.UpdateStakeholderInput{ID: part.ID, Version: part.Version, Concerns: new("fears the wind")}))

		_, err := o.PersonalData(sal.ctx, c.ID)
		o.refused("a salesperson asks what is kept", err, "FORBIDDEN")
		_, err = o.PersonalData(o.system, deal.ID)
		o.refused("an opportunity is no person", err, "VALIDATION_FAILED id")
		kept, err := o.PersonalData(o.system, c.ID)
		o.must(err)
		values := []string{}
		for _, v := range kept.Values {
			values = append(values, v.Field+" "+v.Value)
		}
		all := strings.Join(values, "; ")
		for _, want := range []string{`name "Wen Tingfang"`, `phone "13800000002"`, `phone "13800000001"`, `notes "keeps bees"`, `concerns "fears the wind"`, `concerns "fears the tide"`} {
			if !strings.Contains(all, want) {
				t.Errorf("%s is missing in %s", want, all)
			}
		}
		if len(kept.Named) != 1 || kept.Named[0].Type != "Stakeholder" || kept.Named[0].Count != 1 {
			t.Errorf("named in %+v", kept.Named)
		}

		in := desk.ErasePersonalDataInput{RecordInput: desk.RecordInput{ID: c.ID, Version: c.Version}, Reason: "asked for it"}
		_, err = o.ErasePersonalData(sal.ctx, in)
		o.refused("a salesperson", err, "FORBIDDEN")
		_, err = o.ErasePersonalData(o.system, desk.ErasePersonalDataInput{RecordInput: in.RecordInput})
		o.refused("without a reason", err, "VALIDATION_FAILED reason")
		_, err = o.ErasePersonalData(o.system, desk.ErasePersonalDataInput{RecordInput: desk.RecordInput{ID: c.ID, Version: 1}, Reason: "x"})
		o.refused("an old version", err, "CONFLICT")
		before, _ := o.whole(nil)
		erased, err := o.ErasePersonalData(o.system, in)
		o.must(err)
		if erased.Values != 3 { // the first phone and no e-mail, and the first concern
			t.Errorf("%d values were taken out of the log", erased.Values)
		}
		for _, word := range []string{"Wen", "1380000000", "bees", "wen@", "tide", "wind"} {
			for table, columns := range map[string]string{
				"contacts":     "name, COALESCE(phone, ''), COALESCE(email, ''), COALESCE(notes, '')",
				"stakeholders": "COALESCE(concerns, '')",
				"change_log":   "COALESCE(CAST(fields AS text), '')",
			} {
				if n := o.number(`SELECT COUNT(*) FROM (SELECT ` + strings.ReplaceAll(columns, ", C", " || C") + ` AS said FROM ` + table + `) AS x WHERE said LIKE '%` + word + `%'`); n > 0 {
					t.Errorf("%q is still in %s", word, table)
				}
			}
		}
		after, _ := o.whole(map[string]desk.Anchor{"changes": before.Last})
		if !after.Whole() || after.Erased < 3 || after.Rows <= before.Rows {
			t.Errorf("before %+v, after %+v", before, after)
		}
		again, err := o.PersonalData(o.system, c.ID)
		o.must(err)
		for _, v := range again.Values {
			if v.Field != "name" || !strings.Contains(v.Value, "erased") {
				t.Errorf("kept: %+v", v)
			}
		}
	})
}

func TestUsersAreForgottenOnceTheyLeft(t *testing.T) {
	doors(t, func(d *door) {
		u := d.hire("ada", process.UserRoleSales)
		secret := d.enter(u)
		u, err := d.Read(d.system).User.Get(d.system, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		in := desk.ErasePersonalDataInput{RecordInput: desk.RecordInput{ID: u.ID, Version: u.Version}, Reason: "left long ago"}
		if _, err = d.ErasePersonalData(d.system, in); process.CodeOf(err) != process.CodeIllegalTransition {
			t.Errorf("an active user: %v", err)
		}
		off, err := d.UpdateUser(d.system, ent.UpdateUserInput{ID: u.ID, Version: u.Version, Active: new(false)})
		if err != nil {
			t.Fatal(err)
		}
		in.Version = off.Record.Version
		if _, err = d.ErasePersonalData(d.system, in); err != nil {
			t.Fatal(err)
		}
		now, err := d.Read(d.system).User.Get(d.system, u.ID)
		if err != nil || now.Email != nil || strings.Contains(now.Name, "ada") || now.PasswordHash != "" {
			t.Errorf("%+v, %v", now, err)
		}
		if _, err := d.Authenticate(t.Context(), secret); process.CodeOf(err) != process.CodeUnauthenticated {
			t.Errorf("the session goes on: %v", err)
		}
		found, err := d.CheckChains(d.system, nil, nil)
		if err != nil || !found[0].Whole() {
			t.Errorf("%+v, %v", found[0], err)
		}
	})
}

// What a colleague wrote of why they were away, and was told to their deputy, goes with them.
func TestWhyAUserWasAwayIsForgotten(t *testing.T) {
	crews(t, func(c *crew) {
		from := c.now()
		leave := does(c, c.by("bo"), desk.RecordAbsenceInput{DeputyID: *c.id("dan"), StartsAt: from, EndsAt: from.AddDate(0, 0, 3), Reason: "knee surgery"}, c.RecordAbsence)
		does(c, c.by("bo"), desk.UpdateAbsenceInput{ID: leave.ID, Version: 1, Reason: pointer("knee surgery, and rest")}, c.UpdateAbsence)
		does(c, c.by("dan"), desk.RecordAbsenceInput{DeputyID: *c.id("bo"), StartsAt: from.AddDate(0, 1, 0), EndsAt: from.AddDate(0, 1, 3), Reason: "seaside"}, c.RecordAbsence)
		c.wantTold("dan", "ASSIGNED knee surgery")
		off := did(c, ent.UpdateUserInput{ID: *c.id("bo"), Version: 1, Active: new(false)}, c.UpdateUser)
		kept, err := c.PersonalData(c.system, *c.id("bo"))
		c.want(err, "")
		var values []string
		for _, v := range kept.Values {
			values = append(values, v.Type+"."+v.Field+" "+v.Value)
		}
		all := strings.Join(values, "; ")
		for _, want := range []string{`Absence.reason "knee surgery, and rest"`, `Absence.reason "knee surgery"`, `Notification.title "knee surgery"`} {
			if !strings.Contains(all, want) {
				c.Errorf("%s is missing in %s", want, all)
			}
		}
		_, err = c.ErasePersonalData(c.system, desk.ErasePersonalDataInput{RecordInput: desk.RecordInput{ID: off.ID, Version: off.Version}, Reason: "asked for it"})
		c.want(err, "")
		c.nowhere("knee", "surgery", "absences.reason", "notifications.title", "users.name")
		if now, err := c.Read(c.system).Absence.Get(c.system, leave.ID); err != nil || now.DeputyID != *c.id("dan") || now.Reason == "" {
			c.Errorf("the absence is %+v, %v", now, err)
		}
		if n, err := c.Read(c.system).Absence.Query().Where(absence.Reason("seaside")).Count(c.system); err != nil || n != 1 {
			c.Errorf("what others wrote of themselves is gone: %d, %v", n, err)
		}
		found, err := c.CheckChains(c.system, nil, nil)
		if err != nil || !found[0].Whole() {
			c.Errorf("%+v, %v", found[0], err)
		}
	})
}

func TestWhoALeadCameFromIsForgotten(t *testing.T) {
	crews(t, func(c *crew) {
		lead := must[ent.Lead](c.door)(c.CreateLead(c.system, desk.CreateLeadInput{LeadFields: desk.LeadFields{Company: pointer("Harbour"), ContactName: pointer("Wen Tingfang"), Phone: pointer("13800000001"), Email: pointer("wen@harbour.example"), Text: pointer("I keep bees")}}))
		lead = must[ent.Lead](c.door)(c.UpdateLead(c.system, desk.UpdateLeadInput{ID: lead.ID, Version: lead.Version, LeadFields: desk.LeadFields{Phone: pointer("13800000002"), Text: pointer("I keep bees and hens")}}))
		done, err := c.ErasePersonalData(c.system, desk.ErasePersonalDataInput{RecordInput: desk.RecordInput{ID: lead.ID, Version: lead.Version}, Reason: "asked for it"})
		c.want(err, "")
		if done.Values != 2 {
			c.Errorf("%d values were taken out of the log", done.Values)
		}
		c.nowhere("Wen", "1380000000", "bees", "leads.contact_name", "leads.phone", "leads.email", "leads.text")
		now, err := c.Read(c.system).Lead.Get(c.system, lead.ID)
		if err != nil || now.Company != "Harbour" || now.Version <= lead.Version {
			c.Errorf("%+v, %v", now, err)
		}
		if _, err := c.ErasePersonalData(c.by("mei"), desk.ErasePersonalDataInput{RecordInput: desk.RecordInput{ID: lead.ID, Version: now.Version}, Reason: "x"}); process.CodeOf(err) != process.CodeForbidden {
			c.Errorf("a salesperson: %v", err)
		}
		found, err := c.CheckChains(c.system, nil, nil)
		if err != nil || !found[0].Whole() {
			c.Errorf("%+v, %v", found[0], err)
		}
	})
}

// nowhere holds that words stand neither in columns, named with a dot, nor in the change log.
func (c *crew) nowhere(words ...string) {
	c.Helper()
	columns := []string{"change_log.fields"}
	for _, w := range words {
		if strings.Contains(w, ".") {
			columns = append(columns, w)
		}
	}
	for _, w := range words {
		for _, column := range columns {
			table, name, _ := strings.Cut(column, ".")
			var n int
			c.want(c.Store().DB().QueryRow(`SELECT COUNT(*) FROM `+table+` WHERE CAST(`+name+` AS text) LIKE '%`+w+`%'`).Scan(&n), "")
			if n > 0 && !strings.Contains(w, ".") {
				c.Errorf("%q is still in %s", w, column)
			}
		}
	}
}
