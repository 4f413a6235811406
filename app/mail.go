package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"bidwell/desk"
)

// mailSettings say how e-mail leaves the house. Without an address of a server none does.
type mailSettings struct {
	SMTPURL  string `name:"smtp-url" help:"Server that takes e-mail: smtps:// for TLS from the start, smtp:// with STARTTLS. BIDWELL_SMTP_URL_FILE names a file that holds it." env:"BIDWELL_SMTP_URL" secret:"" placeholder:"smtps://user:password@host:465"`
	MailFrom string `name:"mail-from" help:"Sender of e-mail, for example Bidwell <bidwell@company.example>." env:"BIDWELL_MAIL_FROM" placeholder:"ADDRESS"`
}

const (
	// mailTime bounds one conversation with the mail server.
	mailTime = 30 * time.Second
	// mailBackoffFirst doubles with each failure up to mailBackoffMost.
	mailBackoffFirst = time.Minute
	mailBackoffMost  = time.Hour
)

// mailer sends what users are told. It keeps in memory whom and when to try again; what is due is in the database.
type mailer struct {
	desk   *desk.Desk
	client *gomail.Client
	from   string
	public *url.URL
	log    *slog.Logger
	now    func() time.Time
	// server waits when no conversation came about, people when a letter to one of them was refused.
	server waiting
	people map[string]*waiting
}

// waiting is how long to leave something alone after failures.
type waiting struct {
	failures int
	until    time.Time
}

func (w *waiting) fail(now time.Time) time.Duration {
	pause := min(mailBackoffFirst<<min(w.failures, 10), mailBackoffMost)
	w.failures, w.until = w.failures+1, now.Add(pause)
	return pause
}

// newMailer reads the settings; nil without a server. The address may hold a password and is never repeated.
func newMailer(s mailSettings, d *desk.Desk, public *url.URL, log *slog.Logger) (*mailer, error) {
	if s.SMTPURL == "" {
		return nil, nil
	}
	if _, err := mail.ParseAddress(s.MailFrom); err != nil {
		return nil, fmt.Errorf("--mail-from: %q is no address like bidwell@company.example", s.MailFrom)
	}
	host, options, err := smtpOptions(s.SMTPURL)
	if err != nil {
		return nil, err
	}
	client, err := gomail.NewClient(host, options...)
	if err != nil {
		return nil, errors.New("--smtp-url: no server can be reached by this address; write smtp(s)://user:password@host:port")
	}
	return &mailer{desk: d, client: client, from: s.MailFrom, public: public, log: log, now: time.Now, people: map[string]*waiting{}}, nil
}

func smtpOptions(address string) (host string, options []gomail.Option, err error) {
	bad := errors.New("--smtp-url: this is no address like smtp(s)://user:password@host:port")
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" {
		return "", nil, bad
	}
	options = []gomail.Option{gomail.WithTimeout(mailTime), gomail.WithHELO(helo())}
	port := 587
	switch u.Scheme {
	case "smtps":
		port, options = 465, append(options, gomail.WithSSL())
	case "smtp":
		// A password goes over TLS alone; without one TLS is used where there is some.
		policy := gomail.TLSOpportunistic
		if u.User != nil && !loopback(u.Hostname()) {
			policy = gomail.TLSMandatory
		}
		options = append(options, gomail.WithTLSPolicy(policy))
	default:
		return "", nil, bad
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return "", nil, bad
		}
	}
	if u.User != nil {
		password, _ := u.User.Password()
		kind := gomail.SMTPAuthAutoDiscover
		if u.Scheme == "smtp" && loopback(u.Hostname()) { // it shuns PLAIN without TLS, which is all a relay beside us may know
			kind = gomail.SMTPAuthPlain
		}
		options = append(options, gomail.WithSMTPAuth(kind), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return u.Hostname(), append(options, gomail.WithPort(port)), nil
}

// run sends letters until ctx ends. It never holds up anything else: what cannot be sent waits in the database.
func (m *mailer) run(ctx context.Context) {
	signal := m.desk.Changed(ctx)
	for ctx.Err() == nil {
		if err := errors.Join(m.desk.SendLinks(ctx, m.sendLink), m.desk.SendLetters(ctx, m.send)); err != nil && ctx.Err() == nil {
			m.log.Error("letters could not be prepared or noted as sent and will be tried again", "error", err)
		}
		timer := time.NewTimer(desk.MailEvery)
		select {
		case _, open := <-signal:
			if !open {
				signal = nil
			}
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
		pause(ctx, mailGathering)
	}
}

// mailGathering lets what is told close together go into one letter.
const mailGathering = 5 * time.Second

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// send sends a letter, or keeps it for later after a failure of the server or of this letter. Failures are logged here.
func (m *mailer) send(ctx context.Context, l desk.Letter) error {
	return m.deliver(ctx, l.User.ID, func() (*gomail.Msg, error) { return compose(l, m.from, m.public) })
}

// sendLink does the same for a link.
func (m *mailer) sendLink(ctx context.Context, l desk.LinkLetter) error {
	return m.deliver(ctx, l.User.ID, func() (*gomail.Msg, error) { return composeLink(l, m.from, m.public, m.now()) })
}

func (m *mailer) deliver(ctx context.Context, userID string, compose func() (*gomail.Msg, error)) error {
	now, person := m.now(), m.people[userID]
	if now.Before(m.server.until) || person != nil && now.Before(person.until) {
		return desk.ErrLater
	}
	message, err := compose()
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, mailTime)
		defer cancel()
		err = m.client.DialAndSendWithContext(ctx, message)
	}
	var refused *gomail.SendError
	switch {
	case err == nil:
		m.server = waiting{}
		delete(m.people, userID)
		return nil
	case ctx.Err() != nil:
		return desk.ErrLater // the server stops
	case errors.As(err, &refused) || errors.Is(err, errCompose):
		if person == nil {
			person = &waiting{}
			m.people[userID] = person
		}
		m.log.Warn("a letter was refused and will be tried again", "user", userID, "error", err, "in", person.fail(now))
		return desk.ErrLater
	default:
		m.log.Warn("the mail server cannot be reached; letters wait", "error", err, "in", m.server.fail(now))
		return desk.ErrLater
	}
}
