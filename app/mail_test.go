package app

import (
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	business "bidwell/process"
)

// posting is a desk with three people, a mailer and a mail server, and a clock that only the test moves.
type posting struct {
	*testing.T
	clock
	*postbox
	desk   *desk.Desk
	mailer *mailer
	users  map[string]*ent.User
	log    *strings.Builder
}

func postings(t *testing.T, test func(p *posting)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		p := &posting{T: t, postbox: newPostbox(t), users: map[string]*ent.User{}, log: &strings.Builder{}, clock: clock{at: time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)}}
		log := slog.New(slog.NewTextHandler(p.log, nil))
		p.desk = desk.New(st, nil, desk.Options{Now: p.now, Log: log})
		var err error
		public := &url.URL{Scheme: "https", Host: "bidwell.example"}
		if p.mailer, err = newMailer(mailSettings{SMTPURL: p.url(""), MailFrom: "Bidwell <bidwell@lantern-works.example>"}, p.desk, public, log); err != nil {
			t.Fatal(err)
		}
		p.mailer.now = p.now
		for name, language := range map[string]string{"Mei Chen": "zh", "Bo <b> \"x\"": "en-GB", "Lin": "zh"} {
			email, role := strings.ToLower(name[:2])+"@lantern-works.example", business.UserRolePresalesManager
			done, err := p.desk.CreateUser(desk.AsSystem(t.Context()), ent.CreateUserInput{Name: name, Email: &email, Language: &language, Role: &role})
			if err != nil {
				t.Fatal(err)
			}
			p.users[name[:2]] = done.Record
		}
		test(p)
	})
}

// mention has Lin mention somebody in a comment.
func (p *posting) mention(who, title string) {
	p.Helper()
	ctx := desk.WithViewer(p.Context(), &business.Viewer{UserID: p.users["Li"].ID, Role: business.UserRolePresalesManager, Scope: business.TokenScopeAdmin})
	_, err := p.desk.AddComment(ctx, desk.AddCommentInput{SubjectID: p.users["Li"].ID, Body: title + "\n@" + p.users[who].ID})
	if err != nil {
		p.Fatal(err)
	}
}

func (p *posting) send() {
	p.Helper()
	if err := p.desk.SendLetters(p.Context(), p.mailer.send); err != nil {
		p.Fatal(err)
	}
}

// read takes a letter apart.
func read(t *testing.T, data string) (header mail.Header, text, page string) {
	t.Helper()
	message, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	for parts := multipart.NewReader(message.Body, parameters["boundary"]); ; {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return message.Header, text, page
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			page = string(body)
		} else {
			text = string(body)
		}
	}
}

func decoded(t *testing.T, header string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestLettersAreInTheUsersLanguageAsTextAndHTML(t *testing.T) {
	postings(t, func(p *posting) {
		p.mention("Me", "请看<script>第三章</script>")
		p.send()
		if len(p.received()) != 1 {
			p.Fatalf("%d letters, log: %s", len(p.received()), p.log)
		}
		letter := p.received()[0]
		if !strings.Contains(letter.to, "<me@lantern-works.example>") || !strings.Contains(letter.from, "<bidwell@lantern-works.example>") {
			p.Errorf("from %s to %s", letter.from, letter.to)
		}
		header, text, page := read(p.T, letter.data)
		if got := decoded(p.T, header.Get("Subject")); got != "Bidwell:有人提到您" {
			p.Errorf("subject %q", got)
		}
		if header.Get("Auto-Submitted") != "auto-generated" || header.Get("Message-Id") == "" || header.Get("Date") == "" {
			p.Errorf("header %v", header)
		}
		for _, want := range []string{"Mei Chen,您好", "有人提到您: 请看<script>第三章</script>", "https://bidwell.example/", "共 1 条未读"} {
			if !strings.Contains(text, want) {
				p.Errorf("%q is not in the text %s", want, text)
			}
		}
		if strings.Contains(page, "<script>") || !strings.Contains(page, "第三章") || !strings.Contains(page, `lang="zh"`) {
			p.Errorf("page %s", page)
		}
		p.mention("Bo", "first")
		p.mention("Bo", "second")
		p.send()
		header, text, _ = read(p.T, p.received()[1].data)
		to, err := mail.ParseAddress(header.Get("To"))
		if err != nil || to.Name != `Bo <b> "x"` || decoded(p.T, header.Get("Subject")) != "Bidwell: 2 new notifications" {
			p.Errorf("to %v %v, subject %s", to, err, header.Get("Subject"))
		}
		if !strings.Contains(text, "first") || !strings.Contains(text, "second") || !strings.Contains(text, "Somebody mentioned you") {
			p.Errorf("text %s", text)
		}
		p.send()
		if len(p.received()) != 2 {
			p.Error("a letter was sent twice")
		}
	})
}

func TestADeadMailServerLosesNoLetterAndIsLeftAloneForLonger(t *testing.T) {
	postings(t, func(p *posting) {
		p.set(func() { p.hangUp = true })
		p.mention("Me", "请看")
		p.mention("Bo", "look")
		tries := func() (n int) {
			p.set(func() { n = p.tries })
			return n
		}
		var at []time.Duration
		for minute := range 70 {
			before := tries()
			p.send()
			if tries() > before {
				at = append(at, time.Duration(minute)*time.Minute)
			}
			p.pass(time.Minute)
		}
		if len(at) != 7 { // 0, 1, 3, 7, 15, 31, 63 minutes
			p.Errorf("it was tried at %v", at)
		}
		if !strings.Contains(p.log.String(), "cannot be reached") {
			p.Errorf("log %s", p.log)
		}
		p.set(func() { p.hangUp = false })
		p.pass(time.Hour)
		p.send()
		if len(p.received()) != 2 {
			p.Errorf("%d letters after the server came back", len(p.received()))
		}
		p.mention("Me", "再看")
		p.send()
		if len(p.received()) != 3 {
			p.Error("after a success there is still a pause")
		}
	})
}

func TestARefusedMailboxHoldsUpNobodyElse(t *testing.T) {
	postings(t, func(p *posting) {
		p.set(func() { p.refuse["me@"] = "550 no such mailbox" })
		p.mention("Me", "请看")
		p.mention("Bo", "look")
		p.send()
		if got := p.received(); len(got) != 1 || !strings.Contains(got[0].to, "bo@") {
			p.Errorf("received %v", got)
		}
		if log := p.log.String(); !strings.Contains(log, "refused") || strings.Contains(log, "cannot be reached") {
			p.Errorf("log %s", log)
		}
		p.send() // too soon
		p.set(func() { delete(p.refuse, "me@") })
		p.pass(time.Minute)
		p.send()
		if got := p.received(); len(got) != 2 || !strings.Contains(got[1].to, "me@") {
			p.Errorf("received %v", got)
		}
	})
}

func TestThePasswordIsGivenToTheServer(t *testing.T) {
	postings(t, func(p *posting) {
		p.set(func() { p.auth = true })
		m, err := newMailer(mailSettings{SMTPURL: p.url("bidwell:lantern%20orchard"), MailFrom: "bidwell@lantern-works.example"}, p.desk, p.mailer.public, p.mailer.log)
		if err != nil {
			p.Fatal(err)
		}
		p.mention("Me", "请看")
		if err := p.desk.SendLetters(p.Context(), m.send); err != nil {
			p.Fatal(err)
		}
		p.set(func() {
			if len(p.secrets) != 1 || len(p.letters) != 1 {
				p.Errorf("%d sign-ins, %d letters, log %s", len(p.secrets), len(p.letters), p.log)
			}
		})
	})
}

func TestTheMailerRunsByItself(t *testing.T) {
	postings(t, func(p *posting) {
		ctx, stop := context.WithCancel(p.Context())
		var running sync.WaitGroup
		running.Go(func() { p.mailer.run(ctx) })
		p.mention("Me", "请看")
		within(p.T, "the letter is sent", func() bool { return len(p.received()) == 1 })
		stop()
		running.Wait()
	})
}

func TestMailSettings(t *testing.T) {
	public := &url.URL{Scheme: "https", Host: "bidwell.example"}
	for name, row := range map[string]struct {
		url, from, refusal string
	}{
		"no server":             {"", "", ""},
		"no server, a sender":   {"", "bidwell@lantern-works.example", ""},
		"TLS":                   {"smtps://u:p@mail.lantern-works.example", "bidwell@lantern-works.example", ""},
		"STARTTLS":              {"smtp://mail.lantern-works.example:2525", "Bidwell <bidwell@lantern-works.example>", ""},
		"no sender":             {"smtp://mail.lantern-works.example", "", "--mail-from"},
		"a sender that is none": {"smtp://mail.lantern-works.example", "bidwell", "--mail-from"},
		"another protocol":      {"https://u:hush@mail.lantern-works.example", "bidwell@lantern-works.example", "--smtp-url"},
		"no host":               {"smtp://u:hush@", "bidwell@lantern-works.example", "--smtp-url"},
		"a path":                {"smtp://u:hush@mail.lantern-works.example/x", "bidwell@lantern-works.example", "--smtp-url"},
		"a port that is none":   {"smtp://u:hush@mail.lantern-works.example:99999", "bidwell@lantern-works.example", "--smtp-url"},
		"nonsense":              {"smtp://u:hush@%zz", "bidwell@lantern-works.example", "--smtp-url"},
	} {
		m, err := newMailer(mailSettings{SMTPURL: row.url, MailFrom: row.from}, nil, public, slog.New(slog.DiscardHandler))
		switch {
		case row.refusal == "" && err != nil, (m != nil) != (row.url != "" && row.refusal == ""):
			t.Errorf("%s: %v, %v", name, m, err)
		case row.refusal != "" && (err == nil || !strings.HasPrefix(err.Error(), row.refusal) || strings.Contains(err.Error(), "hush")):
			t.Errorf("%s: %v", name, err)
		}
	}
	// A password goes over TLS alone, except to the same machine.
	for address, want := range map[string]string{
		"smtp://u:p@mail.lantern-works.example": "TLSMandatory", "smtp://mail.lantern-works.example": "TLSOpportunistic", "smtp://u:p@127.0.0.1": "TLSOpportunistic",
	} {
		m, err := newMailer(mailSettings{SMTPURL: address, MailFrom: "bidwell@lantern-works.example"}, nil, public, nil)
		if err != nil || m.client.TLSPolicy() != want {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestALetterNamesFiftyAndCountsTheRest(t *testing.T) {
	email := "me@lantern-works.example"
	l := desk.Letter{User: &ent.User{Name: "Mei", Email: &email, Language: "en"}, Digest: true, Unread: 70}
	for range 60 {
		l.Notifications = append(l.Notifications, &ent.Notification{Kind: business.NotificationKindDue, Title: "Task"})
	}
	text := textOf(l, &url.URL{Scheme: "https", Host: "bidwell.example"})
	if len(text.Lines) != 50 || !strings.Contains(text.plain(), "… and 10 more.") || !strings.Contains(text.Subject, "70") {
		t.Errorf("%s", text.plain())
	}
}

func TestServeRefusesHalfAMailServer(t *testing.T) {
	t.Setenv("BIDWELL_SMTP_URL_FILE", file(t, "url", "smtp://u:hush@127.0.0.1:1\n"))
	bidwell(t, "serve", "--dir", t.TempDir(), "--listen", "127.0.0.1:0").want(t, exitFailed, "--mail-from")
}
