package desk_test

import (
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
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
