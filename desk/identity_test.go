package desk_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func vouched(subject, email string) desk.SignInByIdentityInput {
	return desk.SignInByIdentityInput{
		Identity: process.Identity{Issuer: "https://id.lantern-works.example", Subject: subject, Email: email, EmailVerified: true, Name: "Mei\x00 Chen"},
		Browser:  "Lynx/2.9",
	}
}

func TestWhoAnIssuerVouchesForIsTiedOnce(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		first, err := d.SignInByIdentity(d.Context(), vouched("1", " MEI@lantern-works.example"))
		d.want(err, "")
		if v, err := d.Authenticate(d.Context(), first.Secret); err != nil || v.UserID != mei.ID || v.Role != process.UserRoleSales {
			d.Errorf("%+v, %v", v, err)
		}
		// Whatever their address is now, the subject is who they are.
		again, err := d.SignInByIdentity(d.Context(), vouched("1", "chen@lantern-works.example"))
		d.want(err, "")
		if again.User.ID != mei.ID || again.Secret == first.Secret {
			d.Errorf("came in as %s", again.User.ID)
		}
		_, err = d.SignInByIdentity(d.Context(), vouched("2", *mei.Email))
		d.want(err, "UNAUTHENTICATED")
		d.enter(mei) // the password goes on to work
		if n := d.text(`SELECT count(*) FROM users`); n != "1" {
			d.Errorf("%s users", n)
		}
	})
}

func TestWhoIsRefusedIsToldTheSame(t *testing.T) {
	doors(t, func(d *door) {
		gone, archived, tied := d.hire("gone", process.UserRoleSales), d.hire("archived", process.UserRoleSales), d.hire("tied", process.UserRoleSales)
		_, err := d.SignInByIdentity(d.Context(), vouched("tied", *tied.Email))
		d.want(err, "")
		_, err = d.SignInByIdentity(d.Context(), vouched("gone", *gone.Email))
		d.want(err, "")
		for _, u := range []*ent.User{gone, archived} {
			if _, err := d.Store().DB().Exec(`UPDATE users SET active = (id <> $1), archived_at = CASE WHEN id = $2 THEN updated_at END WHERE id IN ($1, $2)`, gone.ID, archived.ID); err != nil {
				d.Fatal(u, err)
			}
		}
		unverified := vouched("3", *tied.Email)
		unverified.EmailVerified = false
		newcomers := vouched("9", "mei@evil.example")
		newcomers.Newcomers = process.Newcomers{Role: process.UserRoleSales, Domains: []string{"lantern-works.example"}}
		for name, in := range map[string]desk.SignInByIdentityInput{
			"inactive, by subject": vouched("gone", "x@lantern-works.example"), "inactive, by address": vouched("4", *gone.Email),
			"archived": vouched("5", *archived.Email), "tied to another": vouched("6", *tied.Email), "nobody": vouched("7", "nobody@lantern-works.example"),
			"not verified": unverified, "no subject": vouched("", *tied.Email), "a subject no database keeps": vouched("a\x00", *tied.Email),
			"no address": vouched("8", ""), "no such address": vouched("8", "mei"), "a foreign domain": newcomers,
		} {
			_, err := d.SignInByIdentity(d.Context(), in)
			if d.want(err, "UNAUTHENTICATED"); err != nil && err.Error() != process.NewError(process.CodeUnauthenticated, process.MsgIdentityRefused).Error() {
				d.Errorf("%s: %v", name, err)
			}
		}
		if log := d.log.String(); !strings.Contains(log, string(process.RefuseInactive)) || !strings.Contains(log, string(process.RefuseTied)) {
			d.Errorf("the log does not say why: %s", log)
		}
	})
}

func TestNewcomersBecomeUsersOnceHoweverManyTimesTheyCome(t *testing.T) {
	doors(t, func(d *door) {
		in := vouched("1", "mei@lantern-works.example")
		in.Newcomers = process.Newcomers{Role: process.UserRolePresalesConsultant}
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := d.SignInByIdentity(d.Context(), in); err != nil {
					d.Error(err)
				}
			})
		}
		all.Wait()
		if got := d.text(`SELECT count(*) FROM users`) + d.text(`SELECT name || role || email FROM users`); got != "1Mei ChenPRESALES_CONSULTANTmei@lantern-works.example" {
			d.Errorf("%s", got)
		}
	})
}

func TestAUserWhoIsUntiedIsTiedToTheNextSubject(t *testing.T) {
	doors(t, func(d *door) {
		mei, admin := d.hire("mei", process.UserRoleSales), d.hire("ada", process.UserRoleAdmin)
		in, err := d.SignInByIdentity(d.Context(), vouched("1", *mei.Email))
		d.want(err, "")
		version := func() int { return d.Read(d.system).User.GetX(d.system, mei.ID).Version }
		_, err = d.UntieIdentity(d.as(d.enter(mei)), desk.RecordInput{ID: mei.ID, Version: version()})
		d.want(err, "FORBIDDEN")
		_, err = d.UntieIdentity(d.as(d.enter(admin)), desk.RecordInput{ID: mei.ID, Version: version() - 1})
		d.want(err, "CONFLICT")
		_, err = d.UntieIdentity(d.as(d.enter(admin)), desk.RecordInput{ID: mei.ID, Version: version()})
		d.want(err, "")
		d.wantOut(in.Secret)
		_, err = d.UntieIdentity(d.as(d.enter(admin)), desk.RecordInput{ID: mei.ID, Version: version()})
		d.want(err, "CONFLICT")
		next, err := d.SignInByIdentity(d.Context(), vouched("2", *mei.Email))
		d.want(err, "")
		if next.User.ID != mei.ID {
			d.Errorf("came in as %s", next.User.ID)
		}
		_, err = d.SignInByIdentity(d.Context(), vouched("1", *mei.Email))
		d.want(err, "UNAUTHENTICATED")
		if fields := d.text(`SELECT group_concat_fields FROM (SELECT count(*) AS group_concat_fields FROM change_log WHERE CAST(fields AS TEXT) LIKE '%"identitySubject"%"2"%') AS f`); fields != "0" {
			d.Errorf("the change log tells %s subjects", fields)
		}
	})
}

func TestATokenGivesWayToAnotherWithAnOverlap(t *testing.T) {
	doors(t, func(d *door) {
		mei, ada := d.hire("mei", process.UserRoleSales), d.hire("ada", process.UserRoleAdmin)
		own := d.as(d.enter(mei))
		old := d.issue(own, desk.CreateAPITokenInput{Name: "feed", Scope: process.TokenScopeWrite, Reads: []string{"Customer"}})
		rotate := func(id string, version int, hours *int) (desk.IssuedToken, error) {
			return d.RotateAPIToken(own, desk.RotateAPITokenInput{ID: id, Version: version, OverlapHours: hours})
		}
		for hours, refusal := range map[int]string{-1: "VALIDATION_FAILED overlapHours", 169: "VALIDATION_FAILED overlapHours"} {
			_, err := rotate(old.Record.ID, 1, &hours)
			d.want(err, refusal)
		}
		_, err := rotate(old.Record.ID, 2, nil)
		d.want(err, "CONFLICT")
		_, err = d.RotateAPIToken(d.as(d.enter(d.hire("lin", process.UserRoleSales))), desk.RotateAPITokenInput{ID: old.Record.ID, Version: 1})
		d.want(err, "NOT_FOUND")
		_, err = d.RotateAPIToken(d.as(old.Secret), desk.RotateAPITokenInput{ID: old.Record.ID, Version: 1})
		d.want(err, "FORBIDDEN") // bound itself
		d.pass(10 * 24 * time.Hour)
		own = d.as(d.enter(mei)) // a session lasts a week
		next, err := rotate(old.Record.ID, 1, nil)
		d.want(err, "")
		r := next.Record
		if r.Name != "feed" || r.Scope != process.TokenScopeWrite || len(r.Reads) != 1 || r.UserID != mei.ID || value(r.ReplacesID) != old.Record.ID ||
			r.ExpiresAt.Sub(d.now()) != 90*24*time.Hour || next.Secret == old.Secret || !strings.HasPrefix(next.Secret, r.Prefix) {
			d.Errorf("%+v", r)
		}
		d.as(next.Secret)
		d.as(old.Secret)
		_, err = rotate(old.Record.ID, 2, nil)
		d.want(err, "CONFLICT")
		d.pass(24*time.Hour - time.Second)
		d.as(old.Secret)
		d.pass(time.Second)
		d.wantOut(old.Secret)
		d.as(next.Secret)
		// At once, and never beyond the old one's own end.
		now := 0
		third, err := d.RotateAPIToken(d.as(d.enter(ada)), desk.RotateAPITokenInput{ID: r.ID, Version: 1, OverlapHours: &now})
		d.want(err, "")
		d.wantOut(next.Secret)
		d.pass(third.Record.ExpiresAt.Sub(d.now()) - time.Hour)
		own = d.as(d.enter(mei))
		_, err = rotate(third.Record.ID, 1, nil)
		d.want(err, "")
		d.pass(time.Hour)
		d.wantOut(third.Secret)
		_, err = rotate(third.Record.ID, 1, nil)
		d.want(err, "CONFLICT")
	})
}

func TestNobodyRotatesATokenBeyondTheirOwnCredential(t *testing.T) {
	doors(t, func(d *door) {
		ada := d.hire("ada", process.UserRoleAdmin)
		session := d.as(d.enter(ada))
		chief := d.issue(session, desk.CreateAPITokenInput{Name: "chief", Scope: process.TokenScopeAdmin})
		writer := d.issue(session, desk.CreateAPITokenInput{Name: "writer", Scope: process.TokenScopeWrite})
		reader := d.issue(session, desk.CreateAPITokenInput{Name: "reader", Scope: process.TokenScopeRead})
		_, err := d.RotateAPIToken(d.as(writer.Secret), desk.RotateAPITokenInput{ID: chief.Record.ID, Version: 1})
		d.want(err, "FORBIDDEN")
		_, err = d.RotateAPIToken(d.as(reader.Secret), desk.RotateAPITokenInput{ID: reader.Record.ID, Version: 1})
		d.want(err, "FORBIDDEN")
		_, err = d.RotateAPIToken(d.as(writer.Secret), desk.RotateAPITokenInput{ID: writer.Record.ID, Version: 1})
		d.want(err, "")
	})
}
