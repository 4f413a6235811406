package desk_test

import (
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestAddressesAreCheckedAndStoredInLowerCase(t *testing.T) {
	doors(t, func(d *door) {
		made, err := d.CreateUser(d.system, ent.CreateUserInput{Name: "Mei", Email: pointer(" Mei.Chen@Lantern-Works.Example ")})
		d.want(err, "")
		if *made.Record.Email != "mei.chen@lantern-works.example" {
			d.Errorf("stored as %q", *made.Record.Email)
		}
		for _, email := range []string{
			"", " ", "mei", "@", "mei@", "@x.example", "a b@x.example", "Mei <mei@x.example>", "mei@x.example, b@x.example",
			"\"mei\"@x.example", "mei\x00@x.example", "mei\n@x.example", "mei@@x.example", strings.Repeat("a", 400) + "@x.example",
		} {
			_, err := d.CreateUser(d.system, ent.CreateUserInput{Name: "Mei", Email: &email})
			d.want(err, "VALIDATION_FAILED email")
			_, err = d.UpdateUser(d.system, ent.UpdateUserInput{ID: made.Record.ID, Version: 1, Email: &email})
			d.want(err, "VALIDATION_FAILED email")
		}
		_, err = d.CreateUser(d.system, ent.CreateUserInput{Name: "Twin", Email: pointer("MEI.CHEN@lantern-works.example")})
		d.want(err, "VALIDATION_FAILED email")
	})
}

func TestOnlyAdministratorsChangeUsers(t *testing.T) {
	doors(t, func(d *door) {
		admin := d.hire("admin", process.UserRoleAdmin)
		target := d.hire("target", process.UserRoleSales)
		weak := d.issue(d.system, desk.CreateAPITokenInput{Name: "w", Scope: process.TokenScopeWrite, UserID: &admin.ID})
		strong := d.issue(d.system, desk.CreateAPITokenInput{Name: "a", Scope: process.TokenScopeAdmin, UserID: &admin.ID})
		manager := d.hire("manager", process.UserRolePresalesManager)
		for secret, refusal := range map[string]string{
			d.enter(manager): "FORBIDDEN", d.enter(target): "FORBIDDEN", weak.Secret: "FORBIDDEN", strong.Secret: "", d.enter(admin): "",
		} {
			ctx := d.as(secret)
			_, err := d.CreateUser(ctx, ent.CreateUserInput{Name: "new"})
			d.want(err, refusal)
			now, err := d.ViewerUser(d.Context(), &process.Viewer{UserID: target.ID})
			d.want(err, "")
			_, err = d.UpdateUser(ctx, ent.UpdateUserInput{ID: target.ID, Version: now.Version, Region: pointer("North")})
			d.want(err, refusal)
		}
		_, err := d.CreateUser(d.Context(), ent.CreateUserInput{Name: "anonymous"})
		d.want(err, "UNAUTHENTICATED")
		_, err = d.UpdateUser(d.Context(), ent.UpdateUserInput{ID: target.ID, Version: 1})
		d.want(err, "UNAUTHENTICATED")
	})
}

func TestNobodyIsTheirOwnManager(t *testing.T) {
	doors(t, func(d *door) {
		mei, bo := d.hire("mei", process.UserRoleSales), d.hire("bo", process.UserRoleSales)
		_, err := d.UpdateUser(d.system, ent.UpdateUserInput{ID: mei.ID, Version: mei.Version, ManagerID: &mei.ID})
		d.want(err, "VALIDATION_FAILED managerID")
		_, err = d.UpdateUser(d.system, ent.UpdateUserInput{ID: mei.ID, Version: mei.Version, ManagerID: &bo.ID})
		d.want(err, "")
		_, err = d.UpdateUser(d.system, ent.UpdateUserInput{ID: bo.ID, Version: bo.Version, ManagerID: &mei.ID})
		d.want(err, "VALIDATION_FAILED managerID")
	})
}

func TestUpdateOfAnOldVersionIsAConflict(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		_, err := d.UpdateUser(d.system, ent.UpdateUserInput{ID: mei.ID, Version: mei.Version - 1, Name: pointer("x")})
		d.want(err, "CONFLICT")
	})
}

func TestPasswordsAreBounded(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		for given, refusal := range map[string]string{
			"":                            "VALIDATION_FAILED password",
			strings.Repeat("a", 11):       "VALIDATION_FAILED password",
			strings.Repeat("长", 11):       "VALIDATION_FAILED password",
			strings.Repeat("长", 12):       "",
			strings.Repeat("长", 200):      "",
			strings.Repeat("a", 201):      "VALIDATION_FAILED password",
			strings.Repeat("a", 1<<20):    "VALIDATION_FAILED password",
			"a control character:\x00 it": "VALIDATION_FAILED password",
			"not UTF-8 \xff\xfe at all":   "VALIDATION_FAILED password",
		} {
			_, err := d.SetPassword(d.system, desk.SetPasswordInput{UserID: mei.ID, Password: given})
			d.want(err, refusal)
			if refusal == "" {
				_, err = d.SignIn(d.Context(), desk.SignInInput{Email: *mei.Email, Password: given})
				d.want(err, "")
			}
		}
	})
}

func TestOwnPasswordNeedsTheCurrentOne(t *testing.T) {
	doors(t, func(d *door) {
		for _, role := range []process.UserRole{process.UserRoleAdmin, process.UserRoleSales, process.UserRolePartner} {
			mei := d.hire("mei-"+strings.ToLower(string(role)), role)
			here, there := d.enter(mei), d.enter(mei)
			next := "an altogether new one"
			for _, c := range []struct {
				current *string
				refusal string
			}{
				{nil, "VALIDATION_FAILED current"},
				{pointer(""), "VALIDATION_FAILED current"},
				{pointer("wrong"), "VALIDATION_FAILED current"},
				{pointer(password), ""},
			} {
				_, err := d.SetPassword(d.as(here), desk.SetPasswordInput{UserID: mei.ID, Current: c.current, Password: next})
				d.want(err, c.refusal)
			}
			d.as(here)
			d.wantOut(there)
			_, err := d.SignIn(d.Context(), desk.SignInInput{Email: *mei.Email, Password: password})
			d.want(err, "UNAUTHENTICATED")
			_, err = d.SignIn(d.Context(), desk.SignInInput{Email: *mei.Email, Password: next})
			d.want(err, "")
		}
	})
}

func TestWrongCurrentPasswordsLockTheAccount(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		ctx := d.as(d.enter(mei))
		for range 5 {
			_, err := d.SetPassword(ctx, desk.SetPasswordInput{UserID: mei.ID, Current: pointer("wrong"), Password: password + "2"})
			d.want(err, "VALIDATION_FAILED current")
		}
		_, err := d.SetPassword(ctx, desk.SetPasswordInput{UserID: mei.ID, Current: pointer(password), Password: password + "2"})
		d.want(err, "RATE_LIMITED")
		_, err = d.SetPassword(d.system, desk.SetPasswordInput{UserID: mei.ID, Password: password})
		d.want(err, "")
		d.enter(mei)
	})
}

func TestPasswordsOfOthersAreForAdministrators(t *testing.T) {
	doors(t, func(d *door) {
		admin, mei, bo := d.hire("admin", process.UserRoleAdmin), d.hire("mei", process.UserRoleSales), d.hire("bo", process.UserRoleSales)
		meiHere := d.enter(mei)
		set := func(secret, id, refusal string) {
			d.Helper()
			_, err := d.SetPassword(d.as(secret), desk.SetPasswordInput{UserID: id, Current: pointer(password), Password: "something new again"})
			d.want(err, refusal)
		}
		set(d.enter(bo), mei.ID, "FORBIDDEN")
		set(d.enter(admin), mei.ID, "")
		d.wantOut(meiHere)
		set(d.enter(admin), mei.ID[:4]+strings.Repeat("0", 26), "NOT_FOUND")
		set(d.enter(admin), "opp_"+strings.Repeat("0", 26), "VALIDATION_FAILED userID")
		set(d.enter(admin), "", "VALIDATION_FAILED userID")
		read := d.issue(d.as(d.enter(bo)), desk.CreateAPITokenInput{Name: "r", Scope: process.TokenScopeRead})
		set(read.Secret, bo.ID, "FORBIDDEN")
		_, err := d.SetPassword(d.Context(), desk.SetPasswordInput{UserID: mei.ID, Password: password})
		d.want(err, "UNAUTHENTICATED")
	})
}

func TestTokensNeverExceedTheirMakerOrOwner(t *testing.T) {
	doors(t, func(d *door) {
		admin, mei := d.hire("admin", process.UserRoleAdmin), d.hire("mei", process.UserRoleSales)
		auditor := d.hire("auditor", process.UserRoleAuditor)
		adminHere, meiHere := d.enter(admin), d.enter(mei)
		write := d.issue(d.as(adminHere), desk.CreateAPITokenInput{Name: "w", Scope: process.TokenScopeWrite})
		read := d.issue(d.as(meiHere), desk.CreateAPITokenInput{Name: "r", Scope: process.TokenScopeRead})
		for name, c := range map[string]struct {
			secret  string
			in      desk.CreateAPITokenInput
			refusal string
		}{
			"a user for themselves":           {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeWrite}, ""},
			"a user naming themselves":        {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, UserID: &mei.ID}, ""},
			"a user for another":              {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, UserID: &admin.ID}, "FORBIDDEN"},
			"a user wanting ADMIN":            {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeAdmin}, "FORBIDDEN"},
			"an administrator":                {adminHere, desk.CreateAPITokenInput{Scope: process.TokenScopeAdmin}, ""},
			"an administrator for another":    {adminHere, desk.CreateAPITokenInput{Scope: process.TokenScopeWrite, UserID: &mei.ID}, ""},
			"ADMIN for somebody who is none":  {adminHere, desk.CreateAPITokenInput{Scope: process.TokenScopeAdmin, UserID: &mei.ID}, "FORBIDDEN"},
			"a WRITE token wanting ADMIN":     {write.Secret, desk.CreateAPITokenInput{Scope: process.TokenScopeAdmin}, "FORBIDDEN"},
			"a WRITE token for another":       {write.Secret, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, UserID: &mei.ID}, "FORBIDDEN"},
			"a WRITE token for its user":      {write.Secret, desk.CreateAPITokenInput{Scope: process.TokenScopeWrite}, ""},
			"a READ token":                    {read.Secret, desk.CreateAPITokenInput{Scope: process.TokenScopeRead}, "FORBIDDEN"},
			"a role without tokens":           {d.enter(auditor), desk.CreateAPITokenInput{Scope: process.TokenScopeRead}, "FORBIDDEN"},
			"a scope that is none":            {meiHere, desk.CreateAPITokenInput{Scope: "ALL"}, "VALIDATION_FAILED scope"},
			"an owner who does not exist":     {adminHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, UserID: pointer("usr_" + strings.Repeat("0", 26))}, "NOT_FOUND"},
			"an owner who is another record":  {adminHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, UserID: pointer("opp_" + strings.Repeat("0", 26))}, "VALIDATION_FAILED userID"},
			"an end that has passed":          {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, ExpiresAt: pointer(d.now())}, "VALIDATION_FAILED expiresAt"},
			"an end more than a year ahead":   {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, ExpiresAt: pointer(d.now().AddDate(1, 0, 2))}, "VALIDATION_FAILED expiresAt"},
			"an end exactly a year ahead":     {meiHere, desk.CreateAPITokenInput{Scope: process.TokenScopeRead, ExpiresAt: pointer(d.now().AddDate(1, 0, 0))}, ""},
			"a name with a control character": {meiHere, desk.CreateAPITokenInput{Name: "\x00", Scope: process.TokenScopeRead}, "VALIDATION_FAILED name"},
		} {
			if c.in.Name == "" {
				c.in.Name = name
			}
			made, err := d.CreateAPIToken(d.as(c.secret), c.in)
			if d.want(err, c.refusal); d.Failed() {
				d.Fatal(name)
			}
			if v := (*process.Viewer)(nil); err == nil {
				if v = desk.ViewerOf(d.as(made.Secret)); v.Scope != c.in.Scope {
					d.Errorf("%s: scope %s", name, v.Scope)
				}
			} else if made.Secret != "" {
				d.Errorf("%s: a secret came with the refusal", name)
			}
		}
		_, err := d.CreateAPIToken(d.system, desk.CreateAPITokenInput{Name: "nobody's", Scope: process.TokenScopeRead})
		d.want(err, "VALIDATION_FAILED userID")
		_, err = d.CreateAPIToken(d.Context(), desk.CreateAPITokenInput{Name: "anonymous", Scope: process.TokenScopeRead})
		d.want(err, "UNAUTHENTICATED")
	})
}

func TestTokensEnd(t *testing.T) {
	doors(t, func(d *door) {
		mei, bo := d.hire("mei", process.UserRoleSales), d.hire("bo", process.UserRoleSales)
		ctx := d.as(d.enter(mei))
		usual := d.issue(ctx, desk.CreateAPITokenInput{Name: "usual", Scope: process.TokenScopeRead})
		short := d.issue(ctx, desk.CreateAPITokenInput{Name: "short", Scope: process.TokenScopeRead, ExpiresAt: pointer(d.now().Add(2 * time.Second))})
		revoked := d.issue(ctx, desk.CreateAPITokenInput{Name: "revoked", Scope: process.TokenScopeWrite})
		d.as(revoked.Secret)
		record := desk.RecordInput{ID: revoked.Record.ID, Version: revoked.Record.Version}
		_, err := d.RevokeAPIToken(d.as(d.enter(bo)), record)
		d.want(err, "NOT_FOUND")
		_, err = d.RevokeAPIToken(ctx, desk.RecordInput{ID: record.ID, Version: 7})
		d.want(err, "CONFLICT")
		done, err := d.RevokeAPIToken(ctx, record)
		d.want(err, "")
		d.wantOut(revoked.Secret)
		_, err = d.Store().DB().Exec(`UPDATE api_tokens SET archived_at = NULL WHERE id = $1`, done.Record.ID)
		d.want(err, "")
		d.wantOut(revoked.Secret)
		d.as(short.Secret)
		d.pass(2 * time.Second)
		d.wantOut(short.Secret)
		d.pass(90*24*time.Hour - 3*time.Second)
		d.as(usual.Secret)
		d.pass(time.Second)
		d.wantOut(usual.Secret)
	})
}

func TestUseOfATokenIsNotedToTheMinute(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		token := d.issue(d.system, desk.CreateAPITokenInput{Name: "t", Scope: process.TokenScopeRead, UserID: &mei.ID})
		used := func() string {
			return d.text(`SELECT COALESCE(CAST(last_used_at AS text), 'never') FROM api_tokens`)
		}
		noted := func(before string) string {
			d.Helper()
			for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
				if now := used(); now != before {
					return now
				}
			}
			d.Fatal("the use was not noted")
			return ""
		}
		d.as(token.Secret)
		first := noted("never")
		for range 5 {
			d.pass(10 * time.Second)
			d.as(token.Secret)
		}
		if now := used(); now != first {
			d.Errorf("noted again within a minute: %s after %s", now, first)
		}
		d.pass(10 * time.Second)
		d.as(token.Secret)
		noted(first)
	})
}
