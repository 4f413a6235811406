package app

import (
	"strings"
	"testing"

	"bidwell/desk"
	business "bidwell/process"
)

func TestAnInvitationIsAcceptedOverHTTP(t *testing.T) {
	fronts(t, "https://bidwell.example", func(f *front) {
		link, err := f.office.InviteUser(desk.AsSystem(f.Context()), desk.InviteUserInput{Email: "mei@lantern-works.example", Role: business.UserRoleSales})
		if err != nil {
			f.Fatal(err)
		}
		token := `{"token":"` + link.Secret + `"`
		f.play("what it is for", scene{path: "/auth/invitation", body: token + "}", status: 200, contains: `{"purpose":"INVITATION","name":"mei@lantern-works.example","email":"mei@lantern-works.example"}`})
		f.play("a short password", scene{path: "/auth/accept-invitation", body: token + `,"name":"Mei","password":"short"}`, status: 422, contains: `"field":"password"`})
		f.play("a name that no database keeps", scene{path: "/auth/accept-invitation", body: token + `,"name":"a\u0000b","password":"` + password + `"}`, status: 422, contains: "name"})
		f.play("a foreign page", scene{path: "/auth/accept-invitation", body: token + "}", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403})
		f.play("by GET", scene{path: "/auth/accept-invitation", status: 404})
		f.play("with rubbish", scene{path: "/auth/invitation", body: "[", status: 422})
		w := f.play("accepted", scene{path: "/auth/accept-invitation", body: token + `,"name":"Mei Chen","password":"` + password + `"}`, status: 204})
		cookies := w.Result().Cookies()
		if len(cookies) != 1 || !cookies[0].HttpOnly || !cookies[0].Secure {
			f.Fatalf("%v", cookies)
		}
		f.play("signed in", scene{path: "/auth/session", cookie: cookies[0].Value, status: 200, contains: `"name":"Mei Chen"`})
		for range 5 {
			f.play("used", scene{path: "/auth/accept-invitation", body: token + `,"password":"` + password + `"}`, status: 403, headers: map[string]string{"Accept-Language": "zh"}, contains: "已使用"})
		}
		f.play("too often", scene{path: "/auth/invitation", body: `{"token":"x"}`, status: 429, contains: "RATE_LIMITED"})
		if strings.Contains(f.log.String(), link.Secret) {
			f.Error("the log tells the secret")
		}
	})
}

func TestALinkComesByLetter(t *testing.T) {
	postings(t, func(p *posting) {
		ctx := desk.AsSystem(p.Context())
		language := "en"
		made, err := p.desk.InviteUser(ctx, desk.InviteUserInput{Email: "kai@lantern-works.example", Role: business.UserRoleSales, Language: &language})
		if err != nil {
			p.Fatal(err)
		}
		send := func() {
			p.Helper()
			if err := p.desk.SendLinks(p.Context(), p.mailer.sendLink); err != nil {
				p.Fatal(err)
			}
		}
		send()
		send()
		letters := p.received()
		if len(letters) != 1 || !strings.Contains(letters[0].to, "<kai@lantern-works.example>") {
			p.Fatalf("%+v", letters)
		}
		header, text, page := read(p.T, letters[0].data)
		_, after, found := strings.Cut(text, "https://bidwell.example/accept-invitation#token=")
		secret, _, _ := strings.Cut(after, "\n")
		if !found || header.Get("Subject") != "Your invitation to Bidwell" || !strings.Contains(text, "for 7 more days") || !strings.Contains(page, "#token="+strings.TrimSpace(secret)) || strings.Contains(text, made.Secret) {
			p.Errorf("%v\n%s\n%s", header, text, page)
		}
		if _, err := p.desk.SignInLinkOf(p.Context(), strings.TrimSpace(secret), ""); err != nil {
			p.Error(err)
		}
		if strings.Contains(p.log.String(), "token=") {
			p.Errorf("the log tells the link: %s", p.log)
		}
	})
}

func TestInvitationsAndRotationFromTheCommandLine(t *testing.T) {
	t.Setenv("BIDWELL_DIR", t.TempDir())
	bidwell(t, "user", "invite", "mei@lantern-works.example", "--role", "king").want(t, exitFailed, "--role")
	invited := bidwell(t, "user", "invite", "mei@lantern-works.example", "--role", "sales").want(t, exitDone, "once")
	if !strings.HasPrefix(invited.out, "/accept-invitation#token=") || strings.Count(invited.out, "\n") != 1 {
		t.Errorf("%q", invited.out)
	}
	bidwell(t, "user", "invite", "mei@lantern-works.example").want(t, exitFailed, "email")
	if again := bidwell(t, "user", "link", "mei@lantern-works.example").want(t, exitDone, "once"); again.out == invited.out {
		t.Error("the same link")
	}
	bidwell(t, "user", "link", "nobody@lantern-works.example").want(t, exitFailed, "there is no user")
	bidwell(t, "user", "untie", "mei@lantern-works.example").want(t, exitFailed, "vouches")
	made := bidwell(t, "token", "create", "mei@lantern-works.example", "--name", "feed", "--reads", "Customer,Contact").want(t, exitDone, "keep the secret")
	bidwell(t, "token", "create", "mei@lantern-works.example", "--name", "feed", "--reads", "Nothing").want(t, exitFailed, "reads")
	bidwell(t, "token", "create", "mei@lantern-works.example", "--name", "feed", "--customer", "cus_x").want(t, exitFailed, "customer")
	id := strings.Fields(made.errors)[0]
	bidwell(t, "token", "rotate", id, "--overlap", "200").want(t, exitFailed, "overlapHours")
	bidwell(t, "token", "rotate", "tok_x").want(t, exitFailed, "there is no API token")
	rotated := bidwell(t, "token", "rotate", id, "--overlap", "1").want(t, exitDone, "in its place")
	if rotated.out == made.out || !strings.HasPrefix(rotated.out, "bwt_") {
		t.Errorf("%q", rotated.out)
	}
	list := bidwell(t, "token", "list").want(t, exitDone, "feed")
	if strings.Count(list.out, "feed") != 2 {
		t.Errorf("%s", list.out)
	}
}
