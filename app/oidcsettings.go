package app

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"bidwell/process"
)

// oidcSettings name an issuer of OpenID Connect that vouches for people. Without one there is no sign-in but by password.
type oidcSettings struct {
	OIDCIssuer       string   `name:"oidc-issuer" help:"Issuer of OpenID Connect by whom people sign in. Its client's redirect address is /auth/oidc/callback of this server. One in the own network needs --outgoing-network." env:"BIDWELL_OIDC_ISSUER" placeholder:"https://id.company.example"`
	OIDCClientID     string   `name:"oidc-client-id" help:"Id of this server at --oidc-issuer." env:"BIDWELL_OIDC_CLIENT_ID"`
	OIDCClientSecret string   `name:"oidc-client-secret" help:"Secret of this server at --oidc-issuer; none for a public client. BIDWELL_OIDC_CLIENT_SECRET_FILE names a file that holds it." env:"BIDWELL_OIDC_CLIENT_SECRET" secret:""`
	OIDCName         string   `name:"oidc-name" help:"What the sign-in page calls --oidc-issuer; its host without it." env:"BIDWELL_OIDC_NAME" placeholder:"NAME"`
	OIDCRole         string   `name:"oidc-role" help:"Job role of people who come by --oidc-issuer for the first time. Without it only those come in who are users already, by their verified e-mail address." env:"BIDWELL_OIDC_ROLE" placeholder:"SALES"`
	OIDCDomain       []string `name:"oidc-domain" help:"Domains of e-mail addresses that are let in by --oidc-issuer; all without it." env:"BIDWELL_OIDC_DOMAIN" placeholder:"company.example"`
}

// Validate is called by kong.
func (o *oidcSettings) Validate() error {
	if o.OIDCIssuer == "" {
		if o.OIDCClientID+o.OIDCClientSecret+o.OIDCName+o.OIDCRole+strings.Join(o.OIDCDomain, "") != "" {
			return errors.New("--oidc-issuer: the other settings of OpenID Connect need one")
		}
		return nil
	}
	u, err := url.Parse(o.OIDCIssuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return fmt.Errorf("--oidc-issuer: %q is no address like https://id.company.example", o.OIDCIssuer)
	}
	if o.OIDCClientID == "" {
		return errors.New("--oidc-client-id: name this server as the issuer knows it")
	}
	for _, domain := range o.OIDCDomain {
		if domain == "" || strings.ContainsAny(domain, "@ /*") || strings.HasPrefix(domain, ".") {
			return fmt.Errorf("--oidc-domain: %q is no domain like company.example", domain)
		}
	}
	_, err = o.newcomers()
	return err
}

// newcomers says who may come in by the issuer who was not there before. Nobody becomes an administrator by being known
// elsewhere.
func (o *oidcSettings) newcomers() (n process.Newcomers, err error) {
	n.Domains = o.OIDCDomain
	if o.OIDCRole == "" {
		return n, nil
	}
	if err := n.Role.UnmarshalGQL(strings.ToUpper(o.OIDCRole)); err != nil || n.Role == process.UserRoleAdmin {
		return n, fmt.Errorf("--oidc-role: %q is no role that people may have who come for the first time, for example SALES", o.OIDCRole)
	}
	return n, nil
}

// name is what people call the issuer.
func (o *oidcSettings) name() string {
	if o.OIDCName != "" {
		return o.OIDCName
	}
	u, err := url.Parse(o.OIDCIssuer)
	if err != nil {
		return o.OIDCIssuer
	}
	return u.Hostname()
}
