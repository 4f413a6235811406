package desk_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestSignInGivesASessionOfTheUsersRole(t *testing.T) {
	doors(t, func(d *door) {
		for _, role := range []process.UserRole{process.UserRoleAdmin, process.UserRoleSales, process.UserRolePartner, process.UserRoleAuditor} {
			u := d.hire("mei-"+strings.ToLower(string(role)), role)
			v, err := d.Authenticate(d.Context(), d.enter(u))
			if err != nil || v.UserID != u.ID || v.Role != role || v.System || v.Credential == "" {
				d.Errorf("%s: viewer %+v, err %v", role, v, err)
			}
			if seen, err := d.ViewerUser(d.Context(), v); err != nil || seen.ID != u.ID {
				d.Errorf("%s: own user %v, err %v", role, seen, err)
			}
		}
	})
}

func TestAddressIsComparedWithoutCase(t *testing.T) {
	doors(t, func(d *door) {
		d.hire("mei", process.UserRoleSales)
		_, err := d.SignIn(d.Context(), desk.SignInInput{Email: "  MEI@Lantern-Works.example ", Password: password})
		d.want(err, "")
	})
}

func TestSignInIsRefusedAlike(t *testing.T) {
	doors(t, func(d *door) {
		d.hire("mei", process.UserRoleSales)
		gone := d.hire("gone", process.UserRoleSales)
		_, err := d.UpdateUser(d.system, ent.UpdateUserInput{ID: gone.ID, Version: gone.Version, Active: pointer(false)})
		d.want(err, "")
		archived := d.hire("archived", process.UserRoleSales)
		_, err = d.Store().DB().Exec(`UPDATE users SET archived_at = updated_at WHERE id = $1`, archived.ID)
		d.want(err, "")
		_, err = d.CreateUser(d.system, ent.CreateUserInput{Name: "no password", Email: pointer("none@lantern-works.example")})
		d.want(err, "")
		var first string
		for _, in := range []desk.SignInInput{
			{Email: "mei@lantern-works.example", Password: "wrong"},
			{Email: "mei@lantern-works.example", Password: ""},
			{Email: "mei@lantern-works.example", Password: strings.Repeat("长", 1<<18)},
			{Email: "mei@lantern-works.example", Password: password + "\x00"},
			{Email: "nobody@lantern-works.example", Password: password},
			{Email: "gone@lantern-works.example", Password: password},
			{Email: "archived@lantern-works.example", Password: password},
			{Email: "none@lantern-works.example", Password: ""},
			{Email: "", Password: ""},
			{Email: "\x00", Password: "\xff"},
			{Email: strings.Repeat("a", 1<<16), Password: password},
		} {
			_, err := d.SignIn(d.Context(), in)
			d.want(err, "UNAUTHENTICATED")
			if first == "" {
				first = err.Error()
			}
			if err == nil || err.Error() != first {
				d.Errorf("%.40q: %v, want the same words for all", in.Email, err)
			}
		}
	})
}

func TestFiveFailuresLockKnownAndUnknownAccountsAlike(t *testing.T) {
	doors(t, func(d *door) {
		d.hire("mei", process.UserRoleSales)
		version := d.text(`SELECT version FROM users`)
		changes := d.text(`SELECT count(*) FROM change_log`)
		for _, email := range []string{"mei@lantern-works.example", "nobody@lantern-works.example"} {
			try := func(password, refusal string) {
				d.Helper()
				_, err := d.SignIn(d.Context(), desk.SignInInput{Email: email, Password: password})
				d.want(err, refusal)
			}
			for range 5 {
				try("wrong", "UNAUTHENTICATED")
			}
			try(password, "RATE_LIMITED")
			d.pass(14 * time.Minute)
			try(password, "RATE_LIMITED")
			d.pass(2 * time.Minute)
			for range 5 {
				try("wrong", "UNAUTHENTICATED")
			}
			try("wrong", "RATE_LIMITED")
			d.pass(16 * time.Minute)
		}
		if d.text(`SELECT version FROM users`) != version || d.text(`SELECT count(*) FROM change_log`) != changes {
			d.Error("failed sign-ins changed the record or the change log")
		}
		_, err := d.SignIn(d.Context(), desk.SignInInput{Email: "mei@lantern-works.example", Password: password})
		d.want(err, "")
	})
}

func TestSuccessForgetsFailures(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		for range 3 {
			for range 4 {
				_, err := d.SignIn(d.Context(), desk.SignInInput{Email: *mei.Email, Password: "wrong"})
				d.want(err, "UNAUTHENTICATED")
			}
			d.enter(mei)
		}
	})
}

func TestGuessesSideBySideCount(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		var mu sync.Mutex
		looked := 0
		var all sync.WaitGroup
		for range 12 {
			all.Go(func() {
				_, err := d.SignIn(d.Context(), desk.SignInInput{Email: *mei.Email, Password: "wrong"})
				mu.Lock()
				defer mu.Unlock()
				if process.CodeOf(err) == process.CodeUnauthenticated {
					looked++
				}
			})
		}
		all.Wait()
		if looked != 5 {
			d.Errorf("%d guesses were compared with the password, want 5", looked)
		}
	})
}

func TestSessionEnds(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		here, there := d.enter(mei), d.enter(mei)
		d.as(here)
		d.want(d.SignOut(d.Context(), here), "")
		d.wantOut(here)
		d.as(there)
		d.want(d.SignOut(d.Context(), here), "")
		d.want(d.SignOut(d.Context(), "never a secret"), "")
		d.pass(desk.SessionLife - time.Second)
		d.as(there)
		d.pass(time.Second)
		d.wantOut(there)
		d.enter(mei)
		if n := d.text(`SELECT count(*) FROM sessions`); n != "1" {
			d.Errorf("%s sessions are kept, want the live one", n)
		}
	})
}

func TestSecretsAreStoredAsHashesOnly(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		secret := d.enter(mei)
		token := d.issue(d.as(secret), desk.CreateAPITokenInput{Name: "export", Scope: process.TokenScopeRead})
		d.want(func() error {
			_, err := d.SignIn(d.Context(), desk.SignInInput{Email: "mei@lantern-works.example", Password: "wrong"})
			return err
		}(), "UNAUTHENTICATED")
		stored := d.text(`SELECT CAST(secret_hash AS text) FROM sessions`) + d.text(`SELECT CAST(secret_hash AS text) FROM api_tokens`) +
			d.text(`SELECT password_hash FROM users`) + d.log.String()
		if rows := d.text(`SELECT count(*) FROM change_log WHERE CAST(fields AS text) LIKE '%argon2%'`); rows != "0" {
			d.Error("the change log holds a password's hash")
		}
		for _, s := range []string{secret, token.Secret, token.Secret[4:], password} {
			if strings.Contains(stored, s) {
				d.Error("a secret is stored or logged as it is")
			}
		}
		if !strings.HasPrefix(token.Secret, "bwt_") || token.Record.Prefix != token.Secret[:12] {
			d.Errorf("token %.8s… is recognised by %q", token.Secret, token.Record.Prefix)
		}
	})
}

func TestWrongSecretsAreRefused(t *testing.T) {
	doors(t, func(d *door) {
		secret := d.enter(d.hire("mei", process.UserRoleSales))
		for _, s := range []string{
			"", " ", secret[:42], secret + "A", "bwt_" + secret, strings.ToLower(secret), strings.Repeat("A", 43), strings.Repeat("x", 1<<20),
			"' OR 1=1 --" + strings.Repeat("-", 40), strings.Repeat("\x00", 43), strings.Repeat("\xff", 43),
		} {
			d.wantOut(s)
		}
	})
}

func TestAuthenticateRemembersForSeconds(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		secret := d.enter(mei)
		d.as(secret)
		// Another process deactivates the user: this one learns it within 4 seconds, and what streams within 5.
		if _, err := d.Store().DB().Exec(`UPDATE users SET active = false WHERE id = $1`, mei.ID); err != nil {
			d.Fatal(err)
		}
		d.pass(3 * time.Second)
		d.as(secret)
		d.pass(time.Second)
		d.wantOut(secret)
	})
}

func TestDeactivatingSignsOutAtOnce(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		secret := d.enter(mei)
		token := d.issue(d.as(secret), desk.CreateAPITokenInput{Name: "export", Scope: process.TokenScopeRead})
		d.as(token.Secret)
		off, err := d.UpdateUser(d.system, ent.UpdateUserInput{ID: mei.ID, Version: mei.Version, Active: pointer(false)})
		d.want(err, "")
		d.wantOut(secret)
		d.wantOut(token.Secret)
		_, err = d.UpdateUser(d.system, ent.UpdateUserInput{ID: mei.ID, Version: off.Record.Version, Active: pointer(true)})
		d.want(err, "")
		d.wantOut(secret)
	})
}

func TestRoleChangeReachesLiveSessions(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleAdmin)
		secret := d.enter(mei)
		d.as(secret)
		_, err := d.UpdateUser(d.system, ent.UpdateUserInput{ID: mei.ID, Version: mei.Version, Role: pointer(process.UserRoleLegal)})
		d.want(err, "")
		if v := desk.ViewerOf(d.as(secret)); v.Role != process.UserRoleLegal {
			d.Errorf("the session still has role %s", v.Role)
		}
	})
}

func TestSetupLinkWorksOnceAndOnlyWhileNobodyCanSignIn(t *testing.T) {
	doors(t, func(d *door) {
		in := desk.SetUpInput{Name: "Ada Lin", Email: "Ada@Lantern-Works.example", Password: password}
		with := func(token string) desk.SetUpInput { in := in; in.Token = token; return in }
		refused := func(in desk.SetUpInput, refusal string) {
			d.Helper()
			_, err := d.SetUp(d.Context(), in)
			d.want(err, refusal)
		}
		refused(with(""), "FORBIDDEN")
		old, err := d.SetupToken(d.Context(), "")
		d.want(err, "")
		token, err := d.SetupToken(d.Context(), "")
		d.want(err, "")
		refused(with(old), "FORBIDDEN")
		refused(with(token+"A"), "FORBIDDEN")
		refused(desk.SetUpInput{Token: token, Name: "Ada", Email: "ada", Password: password}, "VALIDATION_FAILED email")
		refused(desk.SetUpInput{Token: token, Name: "Ada", Email: "a@b.example", Password: "short"}, "VALIDATION_FAILED password")
		refused(desk.SetUpInput{Token: token, Email: "a@b.example", Password: password}, "VALIDATION_FAILED name")
		d.pass(desk.SetupLife + time.Second)
		refused(with(token), "FORBIDDEN")
		token, err = d.SetupToken(d.Context(), "")
		d.want(err, "")
		done, err := d.SetUp(d.Context(), with(token))
		d.want(err, "")
		if done.User.Role != process.UserRoleAdmin || *done.User.Email != "ada@lantern-works.example" {
			d.Errorf("the first administrator is %v", done.User)
		}
		if !process.IsAdmin(desk.ViewerOf(d.as(done.Secret))) {
			d.Error("the first administrator is not signed in as one")
		}
		refused(with(token), "FORBIDDEN")
		if again, err := d.SetupToken(d.Context(), ""); again != "" || err != nil {
			d.Errorf("a second set-up link, err %v", err)
		}
	})
}

func TestSetupIsRefusedWhenSomebodyWasMadeMeanwhile(t *testing.T) {
	doors(t, func(d *door) {
		token, err := d.SetupToken(d.Context(), "")
		d.want(err, "")
		d.hire("mei", process.UserRoleAdmin)
		_, err = d.SetUp(d.Context(), desk.SetUpInput{Token: token, Name: "Ada", Email: "ada@lantern-works.example", Password: password})
		d.want(err, "CONFLICT")
	})
}

func TestCancelledSignInIsToldToComeAgain(t *testing.T) {
	doors(t, func(d *door) {
		ctx, cancel := context.WithCancel(d.Context())
		cancel()
		if _, err := d.SignIn(ctx, desk.SignInInput{Email: "nobody@lantern-works.example", Password: password}); err == nil {
			d.Error("a cancelled sign-in succeeded")
		}
	})
}

// Where an issuer vouches for people, an administrator needs no password to come in.
func TestNoSetUpLinkWhereAnAdministratorComesByAnIssuer(t *testing.T) {
	doors(t, func(d *door) {
		const issuer = "https://id.lantern-works.example"
		offered := func(by string) bool {
			t.Helper()
			token, err := d.SetupToken(d.Context(), by)
			d.want(err, "")
			return token != ""
		}
		made := func(name string, role process.UserRole, email *string) *ent.User {
			t.Helper()
			done, err := d.CreateUser(d.system, ent.CreateUserInput{Name: name, Role: &role, Email: email})
			d.want(err, "")
			return done.Record
		}
		made("sal", process.UserRoleSales, pointer("sal@lantern-works.example"))
		made("noone", process.UserRoleAdmin, nil)
		if !offered("") || !offered(issuer) {
			t.Error("there is no link though no administrator can come in")
		}
		ada := made("ada", process.UserRoleAdmin, pointer("ada@lantern-works.example"))
		if !offered("") || offered(issuer) {
			t.Errorf("without an issuer there is a link: %v, with one: %v", offered(""), offered(issuer))
		}
		_, err := d.Store().DB().Exec(`UPDATE users SET identity_issuer = $1, identity_subject = 'x' WHERE id = $2`, "https://another.example", ada.ID)
		d.want(err, "")
		if !offered(issuer) {
			t.Error("there is no link though the administrator comes by another issuer")
		}
		_, err = d.Store().DB().Exec(`UPDATE users SET identity_issuer = $1 WHERE id = $2`, issuer, ada.ID)
		d.want(err, "")
		if offered(issuer) {
			t.Error("there is a link though the administrator comes by the issuer")
		}
		_, err = d.Store().DB().Exec(`UPDATE users SET active = FALSE WHERE id = $1`, ada.ID)
		d.want(err, "")
		if !offered(issuer) {
			t.Error("there is no link though the administrator has left")
		}
	})
}
