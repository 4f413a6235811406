package app

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"bidwell/outgoing"
	"bidwell/process"
)

const (
	// issuerTime bounds one call to the issuer, issuerBytes an answer, and issuerCalls how many sign-ins ask at once.
	issuerTime  = 10 * time.Second
	issuerBytes = 1 << 20
	issuerCalls = 16
	// issuerKnown is how long what an issuer says of itself is believed, issuerMissed how long it is left alone after a failure.
	issuerKnown  = time.Hour
	issuerMissed = 5 * time.Second
)

// issuer vouches for people. It is looked for when the first of them comes: one that is down keeps no server from starting.
type issuer struct {
	settings  oidcSettings
	newcomers process.Newcomers
	redirect  string
	client    *http.Client
	log       *slog.Logger
	now       func() time.Time
	slots     chan struct{}

	mu     sync.Mutex
	found  *discovered
	failed error
	looked time.Time
}

// discovered is an issuer as it described itself.
type discovered struct {
	provider *oidc.Provider
	oauth    oauth2.Config
	verifier *oidc.IDTokenVerifier
}

// newIssuer reads the settings; nil without an issuer.
func newIssuer(s oidcSettings, public *url.URL, named []netip.Prefix, log *slog.Logger) (*issuer, error) {
	if s.OIDCIssuer == "" {
		return nil, nil
	}
	newcomers, err := s.newcomers()
	if err != nil {
		return nil, err
	}
	client := outgoing.Client(named...)
	client.Transport, client.Timeout = outgoing.Bounded(client.Transport, issuerBytes), issuerTime
	return &issuer{
		settings: s, newcomers: newcomers, redirect: public.JoinPath(oidcCallback).String(), client: client, log: log, now: time.Now,
		slots: make(chan struct{}, issuerCalls),
	}, nil
}

// unavailable is the refusal for an issuer that cannot be asked; why is for the log alone.
func (i *issuer) unavailable(ctx context.Context, why error) error {
	if errors.Is(why, outgoing.ErrPrivate) {
		why = fmt.Errorf("%w: name its network with --outgoing-network", why)
	}
	i.log.WarnContext(ctx, "the issuer of OpenID Connect cannot be asked", "issuer", i.settings.OIDCIssuer, "error", why)
	return process.NewError(process.CodeUnavailable, process.MsgIdentityUnavailable, "name", i.settings.name())
}

// mistrusted is the refusal for what an issuer says, unless it could not be asked at all; why is for the log alone.
func (i *issuer) mistrusted(ctx context.Context, why error) error {
	if unasked := (*url.Error)(nil); errors.As(why, &unasked) {
		return i.unavailable(ctx, why)
	}
	i.log.WarnContext(ctx, "what the issuer says was refused", "issuer", i.settings.OIDCIssuer, "error", why)
	return process.NewError(process.CodeUnauthenticated, process.MsgIdentityRefused)
}

// discover asks the issuer how it is to be asked, now and then. While it cannot be reached, what it said before counts.
// Errors: UNAVAILABLE.
func (i *issuer) discover(ctx context.Context) (*discovered, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	age := i.now().Sub(i.looked)
	switch {
	case i.found != nil && age < issuerKnown:
		return i.found, nil
	case i.found == nil && i.failed != nil && age < issuerMissed:
		return nil, i.failed
	}
	// Whoever asks first does not take the answer away from the others by leaving.
	asking, cancel := context.WithTimeout(context.WithoutCancel(ctx), issuerTime)
	defer cancel()
	provider, err := oidc.NewProvider(oidc.ClientContext(asking, i.client), i.settings.OIDCIssuer)
	i.looked = i.now()
	if err == nil {
		i.found, err = i.described(provider)
	}
	if err == nil || i.found != nil {
		return i.found, nil
	}
	i.failed = i.unavailable(ctx, err)
	return nil, i.failed
}

func (i *issuer) described(p *oidc.Provider) (*discovered, error) {
	var more struct {
		Keys    string   `json:"jwks_uri"`
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := p.Claims(&more); err != nil {
		return i.found, err
	}
	endpoint := p.Endpoint()
	for _, address := range []string{endpoint.AuthURL, endpoint.TokenURL, more.Keys} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || strings.HasPrefix(i.settings.OIDCIssuer, "https:") && u.Scheme != "https" {
			return i.found, fmt.Errorf("the issuer names %q, which is no address by HTTPS", address)
		}
	}
	// Named, because trying them one after the other would spend the code.
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	basic := len(more.Methods) == 0 || slices.Contains(more.Methods, "client_secret_basic")
	if i.settings.OIDCClientSecret == "" || !basic {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &discovered{
		provider: p, verifier: p.Verifier(&oidc.Config{ClientID: i.settings.OIDCClientID}),
		oauth: oauth2.Config{
			ClientID: i.settings.OIDCClientID, ClientSecret: i.settings.OIDCClientSecret, Endpoint: endpoint, RedirectURL: i.redirect,
			Scopes: []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail},
		},
	}, nil
}

// identify turns a code into whom the issuer vouches for. Errors: FORBIDDEN for a code that was used or is none,
// UNAUTHENTICATED for what the issuer did not say to us, RATE_LIMITED, UNAVAILABLE.
func (i *issuer) identify(ctx context.Context, code string, f flow) (who process.Identity, err error) {
	select {
	case i.slots <- struct{}{}:
		defer func() { <-i.slots }()
	default:
		return who, process.NewError(process.CodeRateLimited, process.MsgSignInBusy)
	}
	found, err := i.discover(ctx)
	if err != nil {
		return who, err
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, i.client), 2*issuerTime)
	defer cancel()
	token, err := found.oauth.Exchange(ctx, code, oauth2.VerifierOption(f.Verifier))
	if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) && refused.ErrorCode == "invalid_grant" {
		return who, process.NewError(process.CodeForbidden, process.MsgIdentityElsewhere)
	}
	if err != nil {
		return who, i.unavailable(ctx, err)
	}
	told, c, err := i.verify(ctx, found, token, f)
	if err != nil {
		return who, i.mistrusted(ctx, err)
	}
	if c.Email == "" || c.EmailVerified == nil { // many tell it only where they are asked for it
		if err := c.ask(ctx, found.provider, token, told.Subject); err != nil {
			return who, i.mistrusted(ctx, err)
		}
	}
	return process.Identity{
		Issuer: told.Issuer, Subject: told.Subject, Email: c.Email, EmailVerified: c.EmailVerified != nil && bool(*c.EmailVerified),
		Name: cmp.Or(c.Name, c.PreferredUsername),
	}, nil
}

// verify checks that the issuer signed the token, for us, in answer to this flow.
func (i *issuer) verify(ctx context.Context, found *discovered, token *oauth2.Token, f flow) (*oidc.IDToken, *claims, error) {
	raw, _ := token.Extra("id_token").(string)
	told, err := found.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, nil, err
	}
	c := &claims{}
	if err := told.Claims(c); err != nil {
		return nil, nil, err
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(told.Nonce), []byte(f.Nonce)) != 1:
		return nil, nil, errors.New("it answers another sign-in")
	case c.AuthorizedParty != "" && c.AuthorizedParty != i.settings.OIDCClientID, c.AuthorizedParty == "" && len(told.Audience) > 1:
		return nil, nil, errors.New("it was made for another party")
	case told.AccessTokenHash != "":
		err = told.VerifyAccessToken(token.AccessToken)
	}
	return told, c, err
}

// claims are what an issuer says of somebody.
type claims struct {
	AuthorizedParty   string `json:"azp"`
	Email             string `json:"email"`
	EmailVerified     *truth `json:"email_verified"`
	Name              string `json:"name"`
	PreferredUsername string `json:"preferred_username"`
}

// ask reads the claims where the issuer tells them to who has its access token.
func (c *claims) ask(ctx context.Context, p *oidc.Provider, token *oauth2.Token, subject string) error {
	if p.UserInfoEndpoint() == "" {
		return nil
	}
	told, err := p.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return err
	}
	if told.Subject != subject {
		return errors.New("it tells of somebody else than it signed for")
	}
	return told.Claims(c)
}

// truth is a boolean that some issuers write as text; all but true is false.
type truth bool

// UnmarshalJSON reads it.
func (t *truth) UnmarshalJSON(data []byte) error {
	var v any
	err := json.Unmarshal(data, &v)
	*t = v == true || v == "true"
	return err
}
