package process

import (
	"slices"
	"strings"
)

// Identity is what an issuer of OpenID Connect says of somebody who wants in.
type Identity struct {
	// Issuer and Subject together name them for ever; a subject is not given to another person.
	Issuer, Subject string
	// Email is their address in its normal form, and EmailVerified whether the issuer made sure that it is theirs.
	Email         string
	EmailVerified bool
	// Name is what they are called; may be empty.
	Name string
}

// Newcomers says who may come in by an issuer who was not there before.
type Newcomers struct {
	// Domains are those of the e-mail addresses that are let in, of anybody who comes; all when there are none.
	Domains []string
	// Role is that of people who come for the first time; without one only those come in who are users already.
	Role UserRole
}

// Holder is a user who may be the one that comes: by their tie to an issuer, or by their e-mail address.
type Holder struct {
	Issuer, Subject string
	// In tells that the user is active and not archived.
	In bool
}

// Admission is what becomes of somebody an issuer vouches for.
type Admission string

// The admissions. All others are reasons for a refusal, for the log alone: whoever is refused is told the same.
const (
	// AdmitKnown: they came this way before.
	AdmitKnown Admission = "known"
	// AdmitTie: they are a user, and are tied to the issuer's subject from now on.
	AdmitTie Admission = "tie"
	// AdmitNew: they become a user.
	AdmitNew Admission = "new"

	RefuseNameless   Admission = "the issuer names no subject that can be kept"
	RefuseUnverified Admission = "the issuer did not verify the e-mail address"
	RefuseDomain     Admission = "the e-mail address is in no domain that is let in"
	RefuseInactive   Admission = "the user is inactive or archived"
	RefuseTied       Admission = "the user is tied to another subject of this issuer"
	RefuseUnknown    Admission = "there is no such user, and nobody new is let in"
)

// Refused tells a refusal.
func (a Admission) Refused() bool { return a != AdmitKnown && a != AdmitTie && a != AdmitNew }

// maxSubject is the longest subject (OpenID Connect Core 1.0, section 2).
const maxSubject = 255

// Admit decides whether somebody comes in: as the user tied to the subject, else as the user with the same verified e-mail
// address unless that one is tied to another subject, else as a new user where newcomers have a role. A tie to an issuer that
// is no longer asked gives way: the one who is asked now is believed as the first one was.
func Admit(i Identity, tied, namesake *Holder, n Newcomers) Admission {
	switch {
	case i.Issuer == "" || i.Subject == "" || len(i.Subject) > maxSubject || CheckText("subject", i.Subject) != nil:
		return RefuseNameless
	case !i.EmailVerified || i.Email == "":
		return RefuseUnverified
	case !n.lets(i.Email):
		return RefuseDomain
	case tied != nil && !tied.In, tied == nil && namesake != nil && !namesake.In:
		return RefuseInactive
	case tied != nil:
		return AdmitKnown
	case namesake != nil && namesake.Subject != "" && namesake.Issuer == i.Issuer:
		return RefuseTied
	case namesake != nil:
		return AdmitTie
	case n.Role == "":
		return RefuseUnknown
	default:
		return AdmitNew
	}
}

// lets tells whether an address is in one of the domains; a subdomain is another domain.
func (n Newcomers) lets(email string) bool {
	at := strings.LastIndexByte(email, '@')
	return len(n.Domains) == 0 || at > 0 && slices.ContainsFunc(n.Domains, func(d string) bool { return strings.EqualFold(d, email[at+1:]) })
}
