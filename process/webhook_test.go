package process

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestWhereWebhooksAreSent(t *testing.T) {
	named := func(host string) bool { return host == "10.1.2.3" || host == "erp.internal" }
	for raw, want := range map[string]string{
		"https://hooks.example.com/bidwell?team=1": "", "https://hooks.example.com": "", "https://hooks.example.com:8443/x": "",
		"https://[2001:db8::1]/x": "", "https://例子.example/路径": "", "HTTPS://Hooks.Example.COM/x": "",
		"https://127.0.0.1/x":                                "", // where it is connected to it is refused
		"http://10.1.2.3/x":                                  "",
		"http://erp.internal:8080/x":                         "",
		"http://hooks.example.com/x":                         "http",
		"http://10.1.2.4/x":                                  "http",
		"":                                                   "url",
		"hooks.example.com/x":                                "url",
		"//hooks.example.com/x":                              "url",
		"https:///x":                                         "url",
		"https:hooks.example.com":                            "url",
		"ftp://hooks.example.com/x":                          "url",
		"file:///etc/passwd":                                 "url",
		"javascript:alert(1)":                                "url",
		"https://mei@hooks.example.com/":                     "url",
		"https://mei:secret@hooks.example.com/":              "url",
		"https://@hooks.example.com/":                        "url",
		"https://hooks.example.com/#part":                    "url",
		"https://hooks.example.com/#":                        "url",
		"https://hooks.example.com\\@evil.example":           "url",
		"https://hooks.example.com/ x":                       "url",
		" https://hooks.example.com/x":                       "url",
		"https://hooks.example.com/\nx":                      "url",
		"https://hooks.example.com/\x00":                     "url",
		"https://hooks.example.com/\u202e":                   "url",
		"https://hooks.example.com/\xff":                     "url",
		"https://hooks.example.com:0/":                       "url",
		"https://hooks.example.com:65536/":                   "url",
		"https://hooks.example.com:/":                        "url",
		"https://hooks.example.com:x/":                       "url",
		"https://h/" + strings.Repeat("路", 2000-10):          "",
		"https://h/" + strings.Repeat("a", 2000-10):          "",
		"https://hooks.example/" + strings.Repeat("a", 1990): "url",
	} {
		host, err := CheckWebhookURL(raw, named)
		got := ""
		switch e, ok := err.(*Error); {
		case err == nil && host == "":
			t.Errorf("%q has no host", raw)
		case ok && e.Message == MsgWebhookPlain:
			got = "http"
		case ok && e.Message == MsgWebhookURL && e.Field == "url":
			got = "url"
		case err != nil:
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q is refused as %q, want %q", raw, got, want)
		}
	}
	if _, err := CheckWebhookURL("http://10.1.2.3/", nil); err == nil {
		t.Error("http is sent to though no network is named")
	}
}

// What is accepted is an address that means the same to every reader, and nobody's password.
func FuzzCheckWebhookURL(f *testing.F) {
	for _, seed := range []string{"https://a.example/x?y=1", "http://10.0.0.1", "https://u:p@h/", "https://[::1]:8/", "https://h:99999/", "https://h\\@e", "https://h/#", "https://2130706433/", "https://0x7f.1/", "%zz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		host, err := CheckWebhookURL(raw, func(host string) bool { return strings.HasPrefix(host, "10.") })
		if err != nil {
			if CodeOf(err) != CodeValidationFailed {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		u, err := url.Parse(raw)
		switch {
		case err != nil, u.Hostname() != host, host == "", u.User != nil, u.Fragment != "", u.Opaque != "", len([]rune(raw)) > 2000,
			u.Scheme != "https" && (u.Scheme != "http" || !strings.HasPrefix(host, "10.")), strings.ContainsAny(raw, "\x00\r\n\t #\\"):
			t.Fatalf("%q is accepted", raw)
		}
		again, err := url.Parse(u.String())
		if err != nil || again.Host != u.Host || again.Scheme != u.Scheme {
			t.Fatalf("%q is %q to others: %v", raw, u, err)
		}
	})
}

func TestWebhookTypes(t *testing.T) {
	for name, c := range map[string]struct {
		types []string
		ok    bool
	}{
		"all": {nil, true}, "some": {[]string{"Customer", "Opportunity"}, true}, "none that is": {[]string{"Customers"}, false},
		"sessions": {[]string{"Session"}, false}, "its own attempts": {[]string{"WebhookDelivery"}, false}, "too many": {make([]string, 101), false},
	} {
		if err := CheckWebhookTypes(c.types); (err == nil) != c.ok || err != nil && CodeOf(err) != CodeValidationFailed {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheNextAttemptComesLaterEachTime(t *testing.T) {
	last := time.Duration(0)
	for failures := 1; failures < 40; failures++ {
		least, most := WebhookPause(failures, 0), WebhookPause(failures, 1)
		switch {
		case least < 5*time.Second, most > time.Hour, most <= least, least < last:
			t.Errorf("after %d failures: %s to %s, before %s", failures, least, most, last)
		}
		last = least
	}
	if first, far := WebhookPause(1, 0), WebhookPause(1000, 1); first != 5*time.Second || far.Round(time.Second) != time.Hour {
		t.Errorf("from %s to %s", first, far)
	}
}

func TestWhenAnEndpointIsGivenUp(t *testing.T) {
	now := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		status int
		since  time.Duration
		want   WebhookDisabledReason
	}{
		"it fails for the first time":             {500, 0, ""},
		"it fails for nearly five days":           {0, 5*24*time.Hour - time.Second, ""},
		"it fails for five days":                  {0, 5 * 24 * time.Hour, WebhookDisabledReasonFailing},
		"it says that it is gone, the first time": {410, 0, WebhookDisabledReasonGone},
		"it is not found":                         {404, time.Hour, ""},
	} {
		if got, ends := WebhookEnds(c.status, now.Add(-c.since), now); got != c.want || ends != (c.want != "") {
			t.Errorf("%s: %q, %v", name, got, ends)
		}
	}
	for status, want := range map[int]WebhookOutcome{200: "DELIVERED", 204: "DELIVERED", 299: "DELIVERED", 301: "REDIRECT", 307: "REDIRECT", 400: "STATUS", 410: "STATUS", 500: "STATUS", 100: "STATUS"} {
		if got := WebhookOutcomeOf(status); got != want {
			t.Errorf("%d is %s", status, got)
		}
	}
}
