package app

import (
	"log/slog"
	"regexp"
	"strings"
)

// secretNames are parts of the names of what is never logged.
var secretNames = []string{"secret", "password", "authorization", "cookie"}

// secretTexts is how secrets look inside other texts: API tokens, what follows Bearer, the password of an address, and
// what stands after a name that tells it. The first group is kept.
var secretTexts = regexp.MustCompile(`(?i)(bwt_)[A-Za-z0-9_-]{20,}|(\bbearer\s+)[^\s"',;]+|(://[^/\s:@"]*:)[^/\s@"]+(?:@)|((?:password|passwd|secret|token|` + cookieName + `)["']?\s*[=:]\s*["']?)[^\s"',;&]+`)

const redacted = "[redacted]"

// redact takes secrets out of what is about to be logged, wherever they stand.
func redact(_ []string, a slog.Attr) slog.Attr {
	name := strings.ToLower(a.Key)
	for _, secret := range secretNames {
		if strings.Contains(name, secret) {
			return slog.String(a.Key, redacted)
		}
	}
	switch a.Value.Kind() {
	case slog.KindString:
		return slog.String(a.Key, withoutSecrets(a.Value.String()))
	case slog.KindAny:
		if err, ok := a.Value.Any().(error); ok {
			return slog.String(a.Key, withoutSecrets(err.Error()))
		}
	default:
	}
	return a
}

func withoutSecrets(text string) string {
	return secretTexts.ReplaceAllStringFunc(text, func(found string) string {
		groups := secretTexts.FindStringSubmatch(found)
		end := ""
		if groups[3] != "" {
			end = "@"
		}
		return strings.Join(groups[1:], "") + redacted + end
	})
}
