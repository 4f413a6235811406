package attack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// credentials are ways in without one, or with one that is not or no longer good.
func credentials() []attack {
	const known = "{viewer{scope}}"
	sum := sha256.Sum256([]byte(known))
	persisted := `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(sum[:]) + `"}}}`
	nobody := func(body string) func(*Target) request { return func(*Target) request { return raw("", body) } }
	return []attack{
		sent("the schema for nobody", nobody(`{"query":"{__schema{types{name}}}"}`), 401, "UNAUTHENTICATED"),
		sent("a persisted query for nobody", nobody(persisted), 401, "UNAUTHENTICATED"),
		sent("a wrong token", func(*Target) request { return raw("bwt_"+strings.Repeat("A", 43), query) }, 401, "UNAUTHENTICATED"),
		{"a session of the attacker's choosing", fixate},
		{"a session used after signing out", afterSignOut},
		{"a token used after it was revoked", replay},
		{"passwords guessed one after the other", guess},
	}
}

// fixate plants a session before the victim signs in.
func fixate(ctx context.Context, t *Target) (string, error) {
	planted := strings.Repeat("A", 43)
	given, _, err := t.signIn(ctx, password, planted)
	if err != nil {
		return "", err
	}
	if given == "" || given == planted {
		return "", errors.New("the planted session is the victim's now")
	}
	r := raw("", query)
	r.cookie = planted
	a, err := t.ask(ctx, r)
	return refusedAs(a, err, 401, "UNAUTHENTICATED")
}

func afterSignOut(ctx context.Context, t *Target) (string, error) {
	stolen, _, err := t.signIn(ctx, password, "")
	if err != nil {
		return "", err
	}
	r := raw("", query)
	r.cookie = stolen
	if a, err := t.ask(ctx, r); err != nil || a.code != "" {
		return "", fmt.Errorf("the session never worked: %v", err)
	}
	if _, err := t.ask(ctx, request{method: "POST", path: "/auth/sign-out", cookie: stolen, body: strings.NewReader("")}); err != nil {
		return "", err
	}
	r = raw("", query)
	r.cookie = stolen
	a, err := t.ask(ctx, r)
	return refusedAs(a, err, 401, "UNAUTHENTICATED")
}

func replay(ctx context.Context, t *Target) (string, error) {
	secret, revoke, err := t.newToken(ctx, t.user)
	if err != nil {
		return "", err
	}
	if a, err := t.ask(ctx, raw(secret, query)); err != nil || a.code != "" {
		return "", fmt.Errorf("the token never worked: %v", err)
	}
	if _, err := t.do(ctx, `mutation($id:ID!,$version:Int!){revokeAPIToken(input:{id:$id,version:$version}){change}}`, revoke); err != nil {
		return "", err
	}
	a, err := t.ask(ctx, raw(secret, query))
	return refusedAs(a, err, 401, "UNAUTHENTICATED")
}

// guess comes last of those who sign in: it locks the account.
func guess(ctx context.Context, t *Target) (string, error) {
	for n := range 20 {
		_, a, err := t.signIn(ctx, fmt.Sprint("guess ", n), "")
		if err != nil {
			return "", err
		}
		if a.status == 429 && a.code == "RATE_LIMITED" {
			return fmt.Sprintf("429 RATE_LIMITED after %d", n), nil
		}
		if a.status != 401 {
			return "", fmt.Errorf("%d %s", a.status, a.body)
		}
	}
	return "", errors.New("twenty guesses were heard")
}
