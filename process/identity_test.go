package process

import (
	"strings"
	"testing"
)

func TestWhoComesInByAnIssuer(t *testing.T) {
	const issuer = "https://id.lantern-works.example"
	mei := Identity{Issuer: issuer, Subject: "248289761001", Email: "mei@lantern-works.example", EmailVerified: true, Name: "Mei"}
	with := func(change func(i *Identity)) Identity {
		i := mei
		change(&i)
		return i
	}
	here, gone := &Holder{In: true}, &Holder{}
	same, other := &Holder{Issuer: issuer, Subject: mei.Subject, In: true}, &Holder{Issuer: issuer, Subject: "another", In: true}
	elsewhere := &Holder{Issuer: "https://old.lantern-works.example", Subject: "another", In: true}
	sales := Newcomers{Role: UserRoleSales}
	ours := Newcomers{Domains: []string{"lantern-works.example"}, Role: UserRoleSales}
	for name, c := range map[string]struct {
		Identity
		tied, namesake *Holder
		Newcomers
		want Admission
	}{
		"came before":                                 {mei, same, nil, Newcomers{}, AdmitKnown},
		"came before, under another address":          {mei, same, here, Newcomers{}, AdmitKnown},
		"came before, the namesake has left":          {mei, same, gone, Newcomers{}, AdmitKnown},
		"came before, and left":                       {mei, &Holder{Issuer: issuer, Subject: mei.Subject}, here, sales, RefuseInactive},
		"came before, address no longer verified":     {with(func(i *Identity) { i.EmailVerified = false }), same, nil, sales, RefuseUnverified},
		"came before, from a domain no longer let in": {mei, same, nil, Newcomers{Domains: []string{"other.example"}}, RefuseDomain},
		"is a user":                                  {mei, nil, here, Newcomers{}, AdmitTie},
		"is a user, newcomers have a role":           {mei, nil, here, sales, AdmitTie},
		"is a user who left":                         {mei, nil, gone, sales, RefuseInactive},
		"is a user tied to another subject":          {mei, nil, other, sales, RefuseTied},
		"is a user tied to an issuer of yesterday":   {mei, nil, elsewhere, sales, AdmitTie},
		"is a user, address not verified":            {with(func(i *Identity) { i.EmailVerified = false }), nil, here, sales, RefuseUnverified},
		"is a user, no address told":                 {with(func(i *Identity) { i.Email = "" }), nil, here, sales, RefuseUnverified},
		"is nobody yet":                              {mei, nil, nil, sales, AdmitNew},
		"is nobody yet, from a domain let in":        {with(func(i *Identity) { i.Email = "mei@Lantern-Works.example" }), nil, nil, ours, AdmitNew},
		"is nobody yet, nobody new is let in":        {mei, nil, nil, Newcomers{}, RefuseUnknown},
		"is nobody yet, address not verified":        {with(func(i *Identity) { i.EmailVerified = false }), nil, nil, sales, RefuseUnverified},
		"from a subdomain":                           {with(func(i *Identity) { i.Email = "mei@x.lantern-works.example" }), nil, nil, ours, RefuseDomain},
		"from a domain that only ends alike":         {with(func(i *Identity) { i.Email = "mei@evil-lantern-works.example" }), nil, nil, ours, RefuseDomain},
		"with two signs":                             {with(func(i *Identity) { i.Email = "mei@lantern-works.example@evil.example" }), nil, nil, ours, RefuseDomain},
		"with an address that is a domain":           {with(func(i *Identity) { i.Email = "@lantern-works.example" }), nil, nil, ours, RefuseDomain},
		"without a subject":                          {with(func(i *Identity) { i.Subject = "" }), nil, here, sales, RefuseNameless},
		"without an issuer":                          {with(func(i *Identity) { i.Issuer = "" }), nil, here, sales, RefuseNameless},
		"with a subject too long":                    {with(func(i *Identity) { i.Subject = strings.Repeat("x", 256) }), nil, here, sales, RefuseNameless},
		"with a subject that no database would keep": {with(func(i *Identity) { i.Subject = "a\x00b" }), nil, here, sales, RefuseNameless},
		"with the longest subject":                   {with(func(i *Identity) { i.Subject = strings.Repeat("x", 255) }), nil, here, sales, AdmitTie},
	} {
		got := Admit(c.Identity, c.tied, c.namesake, c.Newcomers)
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if in := got == AdmitKnown || got == AdmitTie || got == AdmitNew; in == got.Refused() {
			t.Errorf("%s: refused %v", name, got.Refused())
		}
	}
}
