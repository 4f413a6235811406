package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

func TestPeopleSeeAndEndTheirOwnSessions(t *testing.T) {
	doors(t, func(d *door) {
		mei, bo := d.hire("mei", process.UserRoleSales), d.hire("bo", process.UserRoleSales)
		here, there, elsewhere, other := d.enter(mei), d.enter(mei), d.enter(mei), d.enter(bo)
		all, err := d.Sessions(d.as(here))
		d.want(err, "")
		if len(all) != 3 || all[0].UserAgent != "Lynx/2.9" || all[0].UserID != mei.ID {
			d.Fatalf("Mei sits at %+v", all)
		}
		id := func(secret string) string { return desk.ViewerOf(d.as(secret)).Credential }
		d.want(d.EndSession(d.as(here), id(other)), "NOT_FOUND") // somebody else's is as if it were missing
		d.want(d.EndSession(d.as(here), "ses_00000000000000000000000000"), "NOT_FOUND")
		d.want(d.EndSession(d.as(here), mei.ID), "VALIDATION_FAILED id")
		thereID := id(there)
		d.want(d.EndSession(d.as(here), thereID), "")
		d.want(d.EndSession(d.as(here), thereID), "NOT_FOUND") // it has ended
		_, err = d.Authenticate(d.Context(), there)
		d.want(err, "UNAUTHENTICATED")
		d.want(d.EndOtherSessions(d.as(here)), "")
		_, err = d.Authenticate(d.Context(), elsewhere)
		d.want(err, "UNAUTHENTICATED")
		for _, still := range []string{here, other} {
			_, err := d.Authenticate(d.Context(), still)
			d.want(err, "")
		}
		issued, err := d.CreateAPIToken(d.as(here), desk.CreateAPITokenInput{Name: "script", Scope: process.TokenScopeWrite})
		d.want(err, "")
		token := d.as(issued.Secret)
		_, err = d.Sessions(token)
		d.want(err, "FORBIDDEN")
		d.want(d.EndOtherSessions(token), "FORBIDDEN")
		_, err = d.Sessions(d.Context())
		d.want(err, "UNAUTHENTICATED")
	})
}
