package app

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"bidwell/desk"
	"bidwell/process"
)

// linkWords are the sentences of a letter that brings a link, by what the link is for.
var linkWords = map[process.LinkPurpose]struct{ subject, what process.Text }{
	process.LinkPurposeInvitation: {
		process.Text{EN: "Your invitation to Bidwell", ZH: "邀请您使用 Bidwell"},
		process.Text{EN: "You are invited to work with Bidwell. Choose your password here:", ZH: "邀请您使用 Bidwell。请在此设置密码:"},
	},
	process.LinkPurposePasswordReset: {
		process.Text{EN: "A new password for Bidwell", ZH: "重设 Bidwell 密码"},
		process.Text{EN: "An administrator lets you choose a new password for Bidwell:", ZH: "管理员已为您开启 Bidwell 密码重设:"},
	},
}

var linkUntil = process.Text{
	EN: "The link works once, for {days} more days. If you did not expect this letter, do nothing.",
	ZH: "链接仅可使用一次,{days} 天内有效。如非您本人所需,请忽略此邮件。",
}

var linkPage = template.Must(template.New("link").Parse(`<!doctype html>
<html lang="{{.Lang}}"><body>
<p>{{.Greeting}}</p>
<p>{{.What}}</p>
<p><a href="{{.URL}}">{{.URL}}</a></p>
<p><small>{{.Until}}</small></p>
</body></html>
`))

type linkText struct {
	Lang                       process.Language
	Greeting, What, Until, URL string
}

// invitationPath is the page of a link; its secret stands in the fragment, which browsers keep to themselves.
const invitationPath = "/accept-invitation"

func linkAddress(public *url.URL, secret string) string {
	return public.JoinPath(invitationPath).String() + "#token=" + secret
}

// composeLink writes the letter that brings a link.
func composeLink(l desk.LinkLetter, from string, public *url.URL, now time.Time) (*gomail.Msg, error) {
	lang, words := languageOfUser(l.User), linkWords[l.Purpose]
	days := max(1, int(l.Until.Sub(now)/(24*time.Hour)))
	t := linkText{
		Lang: lang, Greeting: fill(letterGreeting, lang, "name", l.User.Name), What: words.what.In(lang),
		Until: fill(linkUntil, lang, "days", strconv.Itoa(days)), URL: linkAddress(public, l.Secret),
	}
	plain := strings.Join([]string{t.Greeting, t.What + "\n" + t.URL, t.Until}, "\n\n") + "\n"
	return message(l.User, from, words.subject.In(lang), plain, linkPage, t)
}
