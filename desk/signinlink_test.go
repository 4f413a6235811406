package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// invite has an administrator ask somebody.
func (d *door) invite(name string, role process.UserRole) desk.SignInLink {
	d.Helper()
	link, err := d.InviteUser(d.system, desk.InviteUserInput{Email: name + "@lantern-works.example", Role: role})
	if err != nil {
		d.Fatal(err)
	}
	return link
}

func (d *door) accept(secret, refusal string) string {
	d.Helper()
	in, err := d.AcceptSignInLink(d.Context(), desk.AcceptSignInLinkInput{Token: secret, Name: "Mei Chen", Password: password, From: "192.0.2.1"})
	d.want(err, refusal)
	return in.Secret
}

// user reads a user as they are.
func (d *door) user(id string) *ent.User {
	d.Helper()
	u, err := d.Read(d.system).User.Get(d.system, id)
	if err != nil {
		d.Fatal(err)
	}
	return u
}

func (d *door) renew(u *ent.User) string {
	d.Helper()
	link, err := d.RenewSignInLink(d.system, desk.RecordInput{ID: u.ID, Version: d.user(u.ID).Version})
	d.want(err, "")
	return link.Secret
}

func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	doors(t, func(d *door) {
		for _, role := range []process.UserRole{process.UserRoleSales, process.UserRolePartner, process.UserRoleAuditor, process.UserRoleAdmin} {
			link := d.invite("mei-"+strings.ToLower(string(role)), role)
			if u := link.Record; u.PasswordHash != "" || value(u.LinkPurpose) != process.LinkPurposeInvitation || !value(u.LinkUntil).Equal(d.now().Add(7*24*time.Hour)) {
				d.Errorf("%+v", u)
			}
			_, err := d.SignIn(d.Context(), desk.SignInInput{Email: *link.Record.Email})
			d.want(err, "UNAUTHENTICATED")
			told, err := d.SignInLinkOf(d.Context(), link.Secret, "192.0.2.1")
			d.want(err, "")
			if told == nil || *told != (desk.OpenLink{Purpose: process.LinkPurposeInvitation, Name: *link.Record.Email, Email: *link.Record.Email}) {
				d.Errorf("%+v", told)
			}
			v, err := d.Authenticate(d.Context(), d.accept(link.Secret, ""))
			if err != nil || v.UserID != link.Record.ID || v.Role != role {
				d.Errorf("%+v, %v", v, err)
			}
			d.accept(link.Secret, "FORBIDDEN")
			u := d.user(link.Record.ID)
			if u.Name != "Mei Chen" || u.LinkUntil != nil || u.LinkHash != nil || u.LinkUnsent || u.UpdatedBy != u.ID {
				d.Errorf("%+v", u)
			}
			d.enter(u)
		}
	})
}

func TestLinksThatDoNotWorkAreRefusedAlike(t *testing.T) {
	doors(t, func(d *door) {
		used, revoked, renewed, moved, shut := d.invite("used", "SALES"), d.invite("revoked", "SALES"), d.invite("renewed", "SALES"), d.invite("moved", "SALES"), d.invite("shut", "SALES")
		set, archived, late := d.invite("set", "SALES"), d.invite("archived", "SALES"), d.invite("late", "SALES")
		d.accept(used.Secret, "")
		_, err := d.RevokeSignInLink(d.system, desk.RecordInput{ID: revoked.Record.ID, Version: 1})
		d.want(err, "")
		latest := d.renew(renewed.Record)
		_, err = d.UpdateUser(d.system, ent.UpdateUserInput{ID: moved.Record.ID, Version: 1, Email: pointer("mei@lantern-works.example")})
		d.want(err, "")
		_, err = d.UpdateUser(d.system, ent.UpdateUserInput{ID: shut.Record.ID, Version: 1, Active: pointer(false)})
		d.want(err, "")
		_, err = d.SetPassword(d.system, desk.SetPasswordInput{UserID: set.Record.ID, Password: password})
		d.want(err, "")
		_, err = d.Store().DB().Exec(`UPDATE users SET archived_at = updated_at WHERE id = $1`, archived.Record.ID)
		d.want(err, "")
		first := ""
		for i, secret := range []string{used.Secret, revoked.Secret, renewed.Secret, moved.Secret, shut.Secret, set.Secret, archived.Secret, "", "x", strings.Repeat("\x00", 43)} {
			from := string(rune('a' + i))
			_, err := d.AcceptSignInLink(d.Context(), desk.AcceptSignInLinkInput{Token: secret, Password: password, From: from})
			d.want(err, "FORBIDDEN")
			if first == "" {
				first = err.Error()
			}
			if err == nil || err.Error() != first {
				d.Errorf("%d: %v, want the same words for all", i, err)
			}
			_, err = d.SignInLinkOf(d.Context(), secret, from)
			d.want(err, "FORBIDDEN")
		}
		d.accept(latest, "")
		d.pass(7*24*time.Hour - time.Second)
		_, err = d.SignInLinkOf(d.Context(), late.Secret, "z")
		d.want(err, "")
		d.pass(time.Second)
		_, err = d.SignInLinkOf(d.Context(), late.Secret, "z")
		d.want(err, "FORBIDDEN")
	})
}

func TestWrongLinksShutOutWhoTriesThemAndNobodyElse(t *testing.T) {
	doors(t, func(d *door) {
		link := d.invite("mei", process.UserRoleSales)
		for range 5 {
			d.accept("wrong", "FORBIDDEN")
		}
		d.accept(link.Secret, "RATE_LIMITED")
		_, err := d.SignInLinkOf(d.Context(), link.Secret, "192.0.2.1")
		d.want(err, "RATE_LIMITED")
		_, err = d.SignInLinkOf(d.Context(), link.Secret, "192.0.2.2")
		d.want(err, "")
		d.pass(16 * time.Minute)
		for range 20 { // right ones are not counted
			_, err = d.SignInLinkOf(d.Context(), link.Secret, "192.0.2.1")
			d.want(err, "")
		}
		_, err = d.AcceptSignInLink(d.Context(), desk.AcceptSignInLinkInput{Token: "wrong", Password: "short"})
		d.want(err, "VALIDATION_FAILED password")
		d.accept(link.Secret, "")
	})
}

func TestOfTwoWhoUseALinkAtOnceOneDoes(t *testing.T) {
	doors(t, func(d *door) {
		link := d.invite("mei", process.UserRoleSales)
		var in sync.Map
		var both sync.WaitGroup
		for i := range 3 {
			both.Go(func() {
				_, err := d.AcceptSignInLink(d.Context(), desk.AcceptSignInLinkInput{Token: link.Secret, Password: password, From: string(rune('a' + i))})
				in.Store(i, err)
			})
		}
		both.Wait()
		used := 0
		in.Range(func(_, err any) bool {
			if err == nil {
				used++
			} else if process.CodeOf(err.(error)) != process.CodeForbidden {
				d.Error(err)
			}
			return true
		})
		if used != 1 {
			d.Errorf("it was used %d times", used)
		}
	})
}

func TestALinkForANewPasswordEndsTheSessions(t *testing.T) {
	doors(t, func(d *door) {
		mei := d.hire("mei", process.UserRoleSales)
		session, link := d.enter(mei), d.renew(mei)
		told, err := d.SignInLinkOf(d.Context(), link, "")
		d.want(err, "")
		if told == nil || told.Purpose != process.LinkPurposePasswordReset {
			d.Errorf("%+v", told)
		}
		d.as(session) // to ask for a link is not to use it
		_, err = d.AcceptSignInLink(d.Context(), desk.AcceptSignInLinkInput{Token: link, Password: "another lantern orchard"})
		d.want(err, "")
		d.wantOut(session)
		_, err = d.SignIn(d.Context(), desk.SignInInput{Email: *mei.Email, Password: password})
		d.want(err, "UNAUTHENTICATED")
		if name := d.user(mei.ID).Name; name != "mei" {
			d.Errorf("is called %q", name)
		}
	})
}

func TestAdministratorsAloneHandOutLinks(t *testing.T) {
	doors(t, func(d *door) {
		mei, nameless := d.hire("mei", process.UserRolePresalesManager), ""
		own, admin := d.as(d.enter(mei)), d.as(d.enter(d.hire("ada", process.UserRoleAdmin)))
		in := desk.InviteUserInput{Email: "bo@lantern-works.example", Role: process.UserRoleSales}
		at := func(id string) desk.RecordInput { return desk.RecordInput{ID: id, Version: d.user(id).Version} }
		for _, ctx := range []context.Context{own, d.Context()} {
			refusal := map[bool]string{true: "FORBIDDEN", false: "UNAUTHENTICATED"}[ctx == own]
			_, err := d.InviteUser(ctx, in)
			d.want(err, refusal)
			_, err = d.RenewSignInLink(ctx, at(mei.ID))
			d.want(err, refusal)
			_, err = d.RevokeSignInLink(ctx, at(mei.ID))
			d.want(err, refusal)
		}
		reader := d.issue(admin, desk.CreateAPITokenInput{Name: "writer", Scope: process.TokenScopeWrite})
		_, err := d.InviteUser(d.as(reader.Secret), in)
		d.want(err, "FORBIDDEN")
		bo, err := d.InviteUser(admin, in)
		d.want(err, "")
		_, err = d.InviteUser(admin, in)
		d.want(err, "VALIDATION_FAILED email")
		for _, bad := range []desk.InviteUserInput{{Email: "bo", Role: "SALES"}, {Email: "", Role: "SALES"}, {Email: "a\x00@x.example", Role: "SALES"}, {Email: "kai@x.example", Role: "SALES", Name: &nameless}, {Email: "kai@x.example", Role: "KING"}, {Email: "kai@x.example", Role: "SALES", TeamID: &nameless}} {
			if _, err := d.InviteUser(admin, bad); process.CodeOf(err) != process.CodeValidationFailed {
				d.Errorf("%+v: %v", bad, err)
			}
		}
		_, err = d.RevokeSignInLink(admin, at(bo.Record.ID))
		d.want(err, "")
		_, err = d.RevokeSignInLink(admin, at(bo.Record.ID))
		d.want(err, "CONFLICT")
		_, err = d.UpdateUser(admin, ent.UpdateUserInput{ID: bo.Record.ID, Version: 2, Active: pointer(false)})
		d.want(err, "")
		_, err = d.RenewSignInLink(admin, at(bo.Record.ID))
		d.want(err, "CONFLICT")
		if none := d.text(`SELECT count(*) FROM change_log WHERE CAST(fields AS TEXT) LIKE '%inkHash":{"%'`); none != "0" {
			d.Errorf("the change log holds %s hashes of links", none)
		}
	})
}

func TestLinksAreSentUntilTheyAre(t *testing.T) {
	doors(t, func(d *door) {
		link := d.invite("mei", process.UserRoleSales)
		var sent []desk.LinkLetter
		var fails error
		send := func(_ context.Context, l desk.LinkLetter) error { sent = append(sent, l); return fails }
		fails = desk.ErrLater
		d.want(d.SendLinks(d.Context(), send), "")
		fails = errors.New("no paper")
		if err := d.SendLinks(d.Context(), send); !errors.Is(err, fails) {
			d.Errorf("%v", err)
		}
		fails = nil
		d.want(d.SendLinks(d.Context(), send), "")
		d.want(d.SendLinks(d.Context(), send), "")
		if len(sent) != 3 {
			d.Fatalf("%d letters", len(sent))
		}
		for i, l := range sent {
			_, err := d.SignInLinkOf(d.Context(), l.Secret, "")
			d.want(err, map[bool]string{true: "", false: "FORBIDDEN"}[i == 2]) // a letter that was tried again brought another link
		}
		_, err := d.SignInLinkOf(d.Context(), link.Secret, "")
		d.want(err, "") // what was told works beside it
		if u := d.user(link.Record.ID); u.Version != 1 {
			d.Errorf("sending made version %d", u.Version)
		}
		d.accept(sent[2].Secret, "")
		d.accept(link.Secret, "FORBIDDEN")
		bo := d.invite("bo", process.UserRoleSales)
		d.want(d.SendLinks(d.Context(), func(ctx context.Context, l desk.LinkLetter) error { d.renew(bo.Record); return nil }), "")
		d.want(d.SendLinks(d.Context(), send), "") // one renewed meanwhile is still to be sent
		d.pass(8 * 24 * time.Hour)
		d.renew(bo.Record)
		d.pass(8 * 24 * time.Hour)
		d.want(d.SendLinks(d.Context(), send), "") // too late
		if len(sent) != 4 {
			d.Errorf("%d letters", len(sent))
		}
	})
}
