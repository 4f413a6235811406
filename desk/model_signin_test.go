package desk_test

import (
	"fmt"
	"sync/atomic"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// guest is somebody who was invited, as the model knows them.
type guest struct {
	fact
	email, secret string
	until         time.Time // of the link; zero without one
	password      bool
	subject       string // who they are to the issuer
}

var guestsInvited atomic.Int64

const modelIssuer = "https://id.lantern-works.example"

// chief draws who administers users.
func (m *model) chief() *person { return m.actor(func(p *person) bool { return p.chief }) }

func (m *model) inviteUser() {
	if len(m.guests) > 3 {
		return
	}
	who := m.chief()
	if who == nil {
		return
	}
	// Histories share a database, and nobody there has the address of another.
	in := desk.InviteUserInput{Email: fmt.Sprintf("guest-%d@guests.example", guestsInvited.Add(1)), Role: process.UserRoleSales}
	if m.errs("address") {
		in.Email = "no address"
		m.refuse("VALIDATION_FAILED", true)
	}
	link, err := m.InviteUser(who.ctx, in)
	if r := tried[ent.User](m)(link.Written, err); r != nil {
		m.guests = append(m.guests, &guest{fact: made(r.ID), email: value(r.Email), secret: link.Secret, until: m.at().Add(desk.LinkLife)})
	}
}

func (m *model) renewLink() {
	g := choose(m, "guest", m.guests, func(*guest) bool { return true })
	if g == nil {
		return
	}
	who := m.chief()
	if who == nil {
		return
	}
	renewed, err := m.RenewSignInLink(who.ctx, m.aim(&g.fact))
	if r := tried[ent.User](m)(renewed.Written, err); r != nil {
		if want := map[bool]string{false: "INVITATION", true: "PASSWORD_RESET"}[g.password]; string(value(r.LinkPurpose)) != want {
			m.rt.Fatalf("the link of %s is for %v, want %s", g.id, r.LinkPurpose, want)
		}
		_, err := m.SignInLinkOf(m.system, g.secret, "")
		if process.CodeOf(err) != process.CodeForbidden {
			m.rt.Fatalf("the older link of %s: %v", g.id, err)
		}
		_, err = m.SignInLinkOf(m.system, renewed.Secret, "")
		m.check(err)
		g.secret, g.until = renewed.Secret, m.at().Add(desk.LinkLife)
		g.version++
	}
}

func (m *model) revokeLink() {
	g := choose(m, "guest", m.guests, func(g *guest) bool { return !g.until.IsZero() })
	if g == nil {
		return
	}
	who := m.chief()
	if who == nil {
		return
	}
	m.refuse("CONFLICT", g.until.IsZero())
	if tried[ent.User](m)(m.RevokeSignInLink(who.ctx, m.aim(&g.fact))) != nil {
		g.until = time.Time{}
		g.version++
	}
}

// acceptLink uses a link, whoever has it. Hashing is slow on purpose, so a history does it once.
func (m *model) acceptLink() {
	g := choose(m, "guest", m.guests, func(g *guest) bool { return m.at().Before(g.until) })
	if g == nil || m.taken["a link"] || m.at().After(g.until) { // a wrong one counts against whoever asks, which is not the model's
		return
	}
	m.taken["a link"] = true
	_, err := m.AcceptSignInLink(m.system, desk.AcceptSignInLinkInput{Token: g.secret, Password: "the third lantern"})
	if m.went(outcome{change: m.lastChange(), err: err}) {
		g.until, g.password = time.Time{}, true
		g.version++
	}
}

// comeByIssuer signs a guest in by their verified address, and by their subject from then on.
func (m *model) comeByIssuer() {
	g := choose(m, "guest", m.guests, func(*guest) bool { return true })
	if g == nil {
		return
	}
	who := process.Identity{Issuer: modelIssuer, Subject: draw(m, "subject", g.id, g.id+"+"), Email: g.email, EmailVerified: true}
	m.refuse("UNAUTHENTICATED", g.subject != "" && g.subject != who.Subject)
	in, err := m.SignInByIdentity(m.system, desk.SignInByIdentityInput{Identity: who})
	if m.went(outcome{change: m.lastChange(), err: err}) {
		if in.User.ID != g.id {
			m.rt.Fatalf("%s came in as %s", g.id, in.User.ID)
		}
		if g.subject == "" {
			g.subject, g.until = who.Subject, time.Time{}
			g.version++
		}
	}
}

func (m *model) untieGuest() {
	g := choose(m, "guest", m.guests, func(g *guest) bool { return g.subject != "" })
	if g == nil {
		return
	}
	who := m.chief()
	if who == nil {
		return
	}
	m.refuse("CONFLICT", g.subject == "")
	if tried[ent.User](m)(m.UntieIdentity(who.ctx, m.aim(&g.fact))) != nil {
		g.subject = ""
		g.version++
	}
}

// compareGuests holds those who were invited against the model.
func (m *model) compareGuests() {
	for _, g := range m.guests {
		r, err := m.Read(m.system).User.Get(m.system, g.id)
		m.check(err)
		m.same(g.id, "version link password subject", []any{g.version, !g.until.IsZero(), g.password, g.subject},
			[]any{r.Version, r.LinkUntil != nil && r.LinkPurpose != nil && r.LinkHash != nil, r.PasswordHash != "", value(r.IdentitySubject)})
	}
}

// rotateKey puts a token in another's place, within what whoever does it may.
func (m *model) rotateKey() {
	k := choose(m, "token", m.keys, func(k *key) bool { return !k.archived && !k.replaced && m.at().Before(k.ends) })
	if k == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Everyday") && (p.chief || p.id == k.owner) })
	if who == nil {
		return
	}
	m.refuse("NOT_FOUND", !who.chief && who.id != k.owner)
	m.refuse("CONFLICT", k.replaced || !m.at().Before(k.ends))
	m.refuse("FORBIDDEN", !who.covers(k.scope))
	in := m.aim(&k.fact)
	hours := draw(m, "overlap", 0, 24, 168)
	if m.errs("overlap") {
		hours = draw(m, "wrong overlap", -1, 169)
		m.refuse("VALIDATION_FAILED", true)
	}
	rotated, err := m.RotateAPIToken(who.ctx, desk.RotateAPITokenInput{ID: in.ID, Version: in.Version, OverlapHours: &hours})
	if r := tried[ent.APIToken](m)(rotated.Written, err); r != nil {
		k.replaced = true
		life := k.ends.Sub(k.begun)
		if until := m.at().Add(time.Duration(hours) * time.Hour); until.Before(k.ends) {
			k.ends = until
			k.version++
		}
		next := &key{fact: made(r.ID), owner: k.owner, scope: k.scope, begun: m.at(), ends: m.at().Add(life)}
		m.keys = append(m.keys, next)
		for _, w := range m.wires {
			if w.key == k {
				w.key = next
				w.version++
			}
		}
	}
}
