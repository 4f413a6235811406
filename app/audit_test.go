package app

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
)

func TestTheAuditTrailIsSentAsAFile(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.play("a customer", scene{path: "/graphql", cookie: "admin", body: `{"query":"mutation{createCustomer(input:{name:\"北港\"}){change}}"}`, status: 200, contains: "change"})
		f.play("nobody", scene{path: "/audit/changes.csv", status: 401, contains: "UNAUTHENTICATED"})
		f.play("a salesperson", scene{path: "/audit/changes.csv", cookie: "sales", status: 403, contains: "FORBIDDEN"})
		f.play("no such log", scene{path: "/audit/everything.csv", cookie: "admin", status: 404})
		f.play("no such format", scene{path: "/audit/changes.xml", cookie: "admin", status: 404})
		f.play("two formats", scene{path: "/audit/changes.jsonl.csv", cookie: "admin", status: 404})
		f.play("no format", scene{path: "/audit/changes", cookie: "admin", status: 404})
		f.play("a bad day", scene{path: "/audit/changes.csv?from=yesterday", cookie: "admin", status: 422, contains: `"field":"from"`})
		f.play("a bad user", scene{path: "/audit/changes.csv?actor=x", cookie: "admin", status: 422, contains: `"field":"actor"`})
		table := f.play("a table", scene{path: "/audit/changes.csv", cookie: "admin", status: 200, contains: ",192.0.2.1,Customer,cus_"}).Body.String()
		if !strings.HasPrefix(table, "\uFEFFnumber,at,actor,") {
			f.Errorf("it begins with %.60q", table)
		}
		lines := f.play("lines", scene{path: "/audit/changes.jsonl", cookie: "admin", status: 200}).Body.String()
		var last desk.AuditEntry
		rows := strings.Split(strings.TrimSpace(lines), "\n")
		if err := json.Unmarshal([]byte(rows[len(rows)-1]), &last); err != nil || last.Type != "Customer" || last.Address == nil || *last.Address != "192.0.2.1" {
			f.Errorf("%+v, %v", last, err)
		}
		f.play("of the day after", scene{path: "/audit/changes.jsonl?from=" + time.Now().AddDate(0, 0, 2).Format(time.DateOnly), cookie: "admin", status: 200})
	})
}

func TestWhoIsShownWhatIsGuardedIsNotedOrNotShown(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		sys := desk.AsSystem(f.Context())
		sales, err := f.office.Authenticate(f.Context(), f.secrets["sales"])
		if err != nil {
			f.Fatal(err)
		}
		made, err := f.office.CreateOpportunity(sys, ent.CreateOpportunityInput{Name: "quay", OwnerID: &sales.UserID})
		if err != nil {
			f.Fatal(err)
		}
		_, err = f.office.ProtectOpportunity(sys, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: made.Record.ID, Version: made.Record.Version}, NeedToKnow: new(true)})
		if err != nil {
			f.Fatal(err)
		}
		f.pass(time.Minute) // what is known of a credential is a few seconds old at most
		const list = `{"query":"{opportunities{edges{node{name}}}}"}`
		f.play("its owner", scene{path: "/graphql", cookie: "sales", body: list, status: 200, contains: "quay"})
		f.play("an administrator, who is not let in", scene{path: "/graphql", cookie: "admin", body: list, status: 200, contains: `"edges":[]`})
		trail, err := f.office.ReadingTrail(sys, nil, nil, nil)
		if err != nil || len(trail.Readings) != 1 {
			f.Fatalf("%+v, %v", trail, err)
		}
		r := trail.Readings[0]
		if *r.ActorID != sales.UserID || *r.CredentialID != sales.Credential || *r.Address != "192.0.2.1" || r.GuardedID != made.Record.ID {
			f.Errorf("%+v", r)
		}
		f.play("administrators are not told of it", scene{path: "/audit/readings.jsonl", cookie: "admin", status: 200})
		if _, err := f.office.Store().DB().Exec(`DROP TABLE sealed_reads`); err != nil {
			f.Fatal(err)
		}
		w := f.play("when it cannot be noted", scene{path: "/graphql", cookie: "sales", body: list, status: 200, contains: `"INTERNAL"`})
		if strings.Contains(w.Body.String(), "quay") {
			f.Errorf("it is shown all the same: %s", w.Body)
		}
	})
}

func TestTheAuditTrailFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	bidwell(t, "user", "add", "mei@lantern-works.example", "--dir", dir, "--password-file", file(t, "password", password)).want(t, exitDone, "usr_")
	bidwell(t, "audit", "--dir", dir).want(t, exitDone, `"type":"User"`)
	bidwell(t, "audit", "--dir", dir, "--format", "csv").want(t, exitDone, "number,at,actor")
	bidwell(t, "audit", "--dir", dir, "--log", "readings").want(t, exitDone, "")
	bidwell(t, "audit", "--dir", dir, "--from", "soon").want(t, exitFailed, "from")
	bidwell(t, "audit", "--dir", dir, "--format", "pdf").want(t, exitUsage, "--format")
	found := bidwell(t, "check", "--dir", dir).want(t, exitDone, "0 older than the chain")
	anchor := regexp.MustCompile(`changes:\d+:[0-9a-f]{64}`).FindString(found.out)
	bidwell(t, "check", "--dir", dir, "--anchor", anchor).want(t, exitDone, "changes")
	bidwell(t, "check", "--dir", dir, "--anchor", anchor[:len(anchor)-1]).want(t, exitFailed, "--anchor")
	bidwell(t, "check", "--dir", dir, "--anchor", "changes:x:"+strings.Repeat("0", 64)).want(t, exitFailed, "--anchor")
	bidwell(t, "check", "--dir", dir, "--anchor", "changes:1:"+strings.Repeat("0", 64)).want(t, exitFailed, "cut or written anew")
	db, err := sql.Open("sqlite", filepath.Join(dir, "bidwell.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE change_log SET actor_id = 'usr_x' WHERE id = (SELECT MIN(id) FROM change_log)`); err != nil {
		t.Fatal(err)
	}
	bidwell(t, "check", "--dir", dir).want(t, exitFailed, "not as it was written")
}
