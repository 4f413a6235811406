package app

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretsAreNotLogged(t *testing.T) {
	token := "bwt_" + strings.Repeat("Ab-_9", 9)
	for _, format := range []string{"text", "json"} {
		var out strings.Builder
		log := (&settings{LogFormat: format}).logger(&out)
		log.Info("sign in with "+token, "token", token, "Authorization", "Basic sesame", "newPassword", "sesame", "cookie", "sesame", "clientSecret", []byte("sesame"))
		log.Info("headers", "said", "Bearer sesame", "also", "authorization: bearer sesame, more", "body", `{"password":"sesame","x":1}`, "query", "?token=sesame&x=1")
		log.Info("failed", "error", errors.Join(errors.New("dial postgres://bidwell:sesame@db:5432/x"), errors.New("bidwell_session=sesame; path=/")))
		log.With("secret", "sesame").WithGroup("inner").Info("nested", "password", "sesame", slog.Group("deep", "secret", "sesame"))
		for _, secret := range []string{"sesame", token[4:]} {
			if strings.Contains(out.String(), secret) {
				t.Errorf("%s holds %q:\n%s", format, secret, out.String())
			}
		}
		for _, kept := range []string{"sign in with bwt_", "more", "@db:5432/x", "path=/", "nested"} {
			if !strings.Contains(out.String(), kept) {
				t.Errorf("%s lost %q:\n%s", format, kept, out.String())
			}
		}
	}
}

func TestTextWithoutSecretsStaysAsItIs(t *testing.T) {
	for _, text := range []string{
		"", "request", "no token was given", "the password is too short", "http://127.0.0.1:8686/readyz", "https://user@host/", "bwt_x", "令牌已撤销",
		"opp_01J0000000000000000000000Z",
	} {
		if got := withoutSecrets(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func FuzzWithoutSecretsHidesEveryToken(f *testing.F) {
	f.Add("before ", " after")
	f.Add("://a:b@c", "password=")
	f.Fuzz(func(t *testing.T, before, after string) {
		secret := strings.Repeat("k3Y-", 10)
		if strings.Contains(withoutSecrets(before+" bwt_"+secret+" "+after), secret) {
			t.Errorf("%q, %q", before, after)
		}
	})
}
