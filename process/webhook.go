package process

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// maxWebhookURL is the longest address of an endpoint, in characters.
	maxWebhookURL = 2000
	// maxWebhookTypes is how many types an endpoint names at most.
	maxWebhookTypes = 100
	// WebhookSecretOverlap is for how long batches are signed with the secret before the current one too.
	WebhookSecretOverlap = 24 * time.Hour
	// WebhookGivesUp is for how long every attempt has to fail before an endpoint is disabled.
	WebhookGivesUp = 5 * 24 * time.Hour
	// The pause after a failed attempt doubles from the first to the most; a fifth is added at random.
	webhookPauseFirst = 5 * time.Second
	webhookPauseMost  = time.Hour
	webhookJitter     = 0.2
)

// CheckWebhookURL refuses an address that no endpoint has, and answers with its host. Over http goes only what plain allows: the
// networks that an operator named. Where a name leads is decided when it is connected to, not here. Error: VALIDATION_FAILED.
func CheckWebhookURL(raw string, plain func(host string) bool) (host string, err error) {
	bad := Invalid("url", MsgWebhookURL)
	if !utf8.ValidString(raw) || utf8.RuneCountInString(raw) > maxWebhookURL || strings.ContainsAny(raw, `#\`) ||
		strings.ContainsFunc(raw, func(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }) {
		return "", bad
	}
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" || u.User != nil || u.Hostname() == "" || !validPort(u) {
		return "", bad
	}
	switch u.Scheme {
	case "https":
		return u.Hostname(), nil
	case "http":
		if plain != nil && plain(u.Hostname()) {
			return u.Hostname(), nil
		}
		return "", Invalid("url", MsgWebhookPlain)
	default:
		return "", bad
	}
}

func validPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	return err == nil && n > 0
}

// CheckWebhookTypes refuses types of record that the change log does not tell of. Error: VALIDATION_FAILED.
func CheckWebhookTypes(types []string) error {
	if len(types) > maxWebhookTypes {
		return Invalid("types", MsgTooMany, "max", strconv.Itoa(maxWebhookTypes))
	}
	for _, t := range types {
		if _, known := prefixes[Entity(t)]; !known || t == "Session" || t == "WebhookDelivery" {
			return Invalid("types", MsgEnumUnknown, "enum", "type")
		}
	}
	return nil
}

// WebhookPause is how long an endpoint is left alone after so many failed attempts in a row; random is between 0 and 1.
func WebhookPause(failures int, random float64) time.Duration {
	most := time.Duration(float64(webhookPauseMost) / (1 + webhookJitter))
	const doublings = 10 // more than lead to the most
	pause := min(webhookPauseFirst<<min(max(failures-1, 0), doublings), most)
	return pause + time.Duration(float64(pause)*webhookJitter*random)
}

// WebhookOutcomeOf is what an answer's status code says.
func WebhookOutcomeOf(status int) WebhookOutcome {
	switch {
	case status >= 200 && status <= 299:
		return WebhookOutcomeDelivered
	case status >= 300 && status <= 399:
		return WebhookOutcomeRedirect
	default:
		return WebhookOutcomeStatus
	}
}

// WebhookEnds decides whether a failed attempt was the last one, and why: an endpoint that says it is gone is believed at
// once, another one after every attempt of five days failed.
func WebhookEnds(status int, failingSince, now time.Time) (reason WebhookDisabledReason, ends bool) {
	const gone = 410
	switch {
	case status == gone:
		return WebhookDisabledReasonGone, true
	case now.Sub(failingSince) >= WebhookGivesUp:
		return WebhookDisabledReasonFailing, true
	default:
		return "", false
	}
}
