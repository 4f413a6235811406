package app

import (
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/mail"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// listedAtMost is how many notifications a letter names; it counts the others.
const listedAtMost = 50

// errCompose marks a letter that cannot be written.
var errCompose = errors.New("the letter cannot be composed")

// The sentences of letters.
var (
	letterSubjectOne  = process.Text{EN: "Bidwell: {kind}", ZH: "Bidwell:{kind}"}
	letterSubjectMany = process.Text{EN: "Bidwell: {n} new notifications", ZH: "Bidwell:{n} 条新通知"}
	digestSubject     = process.Text{EN: "Bidwell: your day begins with {n} notifications", ZH: "Bidwell:今日有 {n} 条未读通知"}
	letterGreeting    = process.Text{EN: "Hello {name},", ZH: "{name},您好:"}
	letterMore        = process.Text{EN: "… and {n} more.", ZH: "……以及另外 {n} 条。"}
	letterOpen        = process.Text{EN: "Open Bidwell: {url}", ZH: "打开 Bidwell:{url}"}
	letterWhy         = process.Text{
		EN: "You get this letter because of your notification preferences ({n} unread in all).",
		ZH: "您收到此邮件是因为您的通知设置(共 {n} 条未读)。",
	}
)

// page is the letter as HTML: no pictures, no scripts, nothing to fetch.
var letterPage = template.Must(template.New("letter").Parse(`<!doctype html>
<html lang="{{.Lang}}"><body>
<p>{{.Greeting}}</p>
<ul>{{range .Lines}}
<li>{{.Kind}}: <strong>{{.Title}}</strong></li>{{end}}
</ul>{{if .More}}
<p>{{.More}}</p>{{end}}
<p><a href="{{.URL}}">{{.URL}}</a></p>
<p><small>{{.Why}}</small></p>
</body></html>
`))

type letterLine struct{ Kind, Title string }

// letterText is a letter in the user's language.
type letterText struct {
	Lang                               process.Language
	Subject, Greeting, More, Open, Why string
	URL                                string
	Lines                              []letterLine
}

func textOf(l desk.Letter, public *url.URL) letterText {
	lang := languageOfUser(l.User)
	n := len(l.Notifications)
	t := letterText{
		Lang: lang, URL: public.JoinPath("/").String(),
		Greeting: fill(letterGreeting, lang, "name", l.User.Name),
		Why:      fill(letterWhy, lang, "n", strconv.Itoa(l.Unread)),
	}
	t.Open = fill(letterOpen, lang, "url", t.URL)
	for _, told := range l.Notifications[:min(n, listedAtMost)] {
		t.Lines = append(t.Lines, letterLine{Kind: process.NotificationLabel(told.Kind, lang), Title: told.Title})
	}
	if n > listedAtMost {
		t.More = fill(letterMore, lang, "n", strconv.Itoa(n-listedAtMost))
	}
	switch {
	case l.Digest:
		t.Subject = fill(digestSubject, lang, "n", strconv.Itoa(l.Unread))
	case n == 1:
		t.Subject = fill(letterSubjectOne, lang, "kind", t.Lines[0].Kind)
	default:
		t.Subject = fill(letterSubjectMany, lang, "n", strconv.Itoa(n))
	}
	return t
}

// languageOfUser is the language a user is written to in.
func languageOfUser(u *ent.User) process.Language {
	if strings.HasPrefix(strings.ToLower(u.Language), string(process.LanguageZH)) {
		return process.LanguageZH
	}
	return process.LanguageEN
}

func fill(text process.Text, lang process.Language, name, with string) string {
	return strings.ReplaceAll(text.In(lang), "{"+name+"}", with)
}

// plain is the letter as text.
func (t letterText) plain() string {
	var b strings.Builder
	b.WriteString(t.Greeting + "\n\n")
	for _, line := range t.Lines {
		fmt.Fprintf(&b, "- %s: %s\n", line.Kind, line.Title)
	}
	if t.More != "" {
		b.WriteString(t.More + "\n")
	}
	b.WriteString("\n" + t.Open + "\n\n" + t.Why + "\n")
	return b.String()
}

// compose writes the letter as a message, in text and HTML.
func compose(l desk.Letter, from string, public *url.URL) (*gomail.Msg, error) {
	t := textOf(l, public)
	return message(l.User, from, t.Subject, t.plain(), letterPage, t)
}

// message puts a text and a page of the same into a letter.
func message(to *ent.User, from, subject, plain string, page *template.Template, view any) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	var html strings.Builder
	err := errors.Join(m.From(from), page.Execute(&html, view))
	if err == nil {
		// The name is quoted and encoded: it may hold anything.
		err = m.To((&mail.Address{Name: to.Name, Address: *to.Email}).String())
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCompose, err)
	}
	m.Subject(subject)
	m.SetDateWithValue(time.Now())
	m.SetMessageID()
	m.SetGenHeader("Auto-Submitted", "auto-generated") // no automatic answers, please
	m.SetBodyString(gomail.TypeTextPlain, plain)
	m.AddAlternativeString(gomail.TypeTextHTML, html.String())
	return m, nil
}

// helo is how the program calls itself to mail servers.
func helo() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "localhost"
	}
	return name
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
