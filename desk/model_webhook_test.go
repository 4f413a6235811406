package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// wire is a webhook endpoint as the model knows it.
type wire struct {
	fact
	key    *key
	paused bool
	at     int64 // where it was set back to, or began
}

// ended tells that a token vouches for nobody any more.
func (m *model) ended(k *key) bool { return k.archived || !m.at().Before(k.ends) }

// wirer draws who says where the changes that a token sees go: its owner or an administrator, by no less than the token.
func (m *model) wirer(k *key) *person {
	who := m.actor(func(p *person) bool {
		return p.may("Everyday") && (p.chief || p.id == k.owner) && (!m.careful || p.covers(k.scope))
	})
	if who != nil {
		m.refuse("NOT_FOUND", !who.chief && who.id != k.owner)
		m.refuse("FORBIDDEN", !who.covers(k.scope))
	}
	return who
}

func (m *model) wireURL() string {
	if m.errs("url") {
		m.refuse("VALIDATION_FAILED", true)
		return "http://erp.example/"
	}
	return "https://erp.example/"
}

func (m *model) makeWire() {
	k := choose(m, "token", m.keys, func(k *key) bool { return !m.ended(k) && !k.replaced })
	if k == nil || len(m.wires) > 5 {
		return
	}
	who := m.wirer(k)
	if who == nil {
		return
	}
	m.refuse("CONFLICT", m.ended(k))
	made, err := m.CreateWebhookEndpoint(who.ctx, desk.CreateWebhookEndpointInput{TokenID: &k.id, URL: m.wireURL(), Description: m.words("use")})
	if r := tried[ent.WebhookEndpoint](m)(made.Written, err); r != nil {
		m.wires = append(m.wires, &wire{fact: fact{id: r.ID, version: 1}, key: k, at: r.Position})
	}
}

func (m *model) pickWire() *wire {
	return choose(m, "endpoint", m.wires, func(w *wire) bool { return !w.archived && !m.ended(w.key) })
}

// changeWire pauses an endpoint or lets it go on.
func (m *model) changeWire() {
	w := m.pickWire()
	if w == nil {
		return
	}
	who := m.wirer(w.key)
	if who == nil {
		return
	}
	paused, url, in := m.chance("pause", 50), m.wireURL(), m.aim(&w.fact)
	m.refuse("CONFLICT", !paused && m.ended(w.key))
	if tried[ent.WebhookEndpoint](m)(m.UpdateWebhookEndpoint(who.ctx, desk.UpdateWebhookEndpointInput{ID: in.ID, Version: in.Version, URL: &url, Paused: &paused})) != nil {
		w.paused = paused
		w.version++
	}
}

func (m *model) rotateWire() {
	w := m.pickWire()
	if w == nil {
		return
	}
	who := m.wirer(w.key)
	if who == nil {
		return
	}
	done, err := m.RotateWebhookSecret(who.ctx, m.aim(&w.fact))
	if tried[ent.WebhookEndpoint](m)(done.Written, err) != nil {
		w.version++
	}
}

func (m *model) replayWire() {
	w := m.pickWire()
	if w == nil {
		return
	}
	who := m.wirer(w.key)
	if who == nil {
		return
	}
	in, after := m.aim(&w.fact), m.last-int64(m.number("back", 20))
	if m.errs("number") {
		after = draw(m, "wrong number", -1, m.last+1)
		m.refuse("VALIDATION_FAILED", true)
	}
	if tried[ent.WebhookEndpoint](m)(m.ReplayWebhookEndpoint(who.ctx, desk.ReplayWebhookEndpointInput{ID: in.ID, Version: in.Version, After: max(after, -1)})) != nil {
		w.at = after
		w.version++
	}
}

// pingWire changes nothing, whatever comes of it.
func (m *model) pingWire() {
	w := m.pickWire()
	if w == nil {
		return
	}
	who := m.wirer(w.key)
	if who == nil {
		return
	}
	_, err := m.PingWebhookEndpoint(who.ctx, m.named(&w.fact))
	if code := string(process.CodeOf(err)); err != nil && !slices.Contains(m.verdict.refusals, code) || err == nil && len(m.verdict.refusals) > 0 {
		m.rt.Fatalf("%s: %v, want refused with one of %v", m.name, err, m.verdict.refusals)
	}
	m.wantNothingWritten()
	if err == nil {
		m.tried[m.name]++
	}
}

// compareWires holds endpoints against the model, and then tells each what there is: those end whose token has, and nothing else
// is written.
func (m *model) compareWires() {
	for _, w := range m.wires {
		r, err := m.Read(m.system).WebhookEndpoint.Get(m.system, w.id)
		m.check(err)
		m.same(w.id, "version token paused at", []any{w.version, w.key.id, w.paused, w.at}, []any{r.Version, r.TokenID, r.State == process.WebhookStatePaused, r.Position})
		for more := true; more; {
			more, err = m.SendWebhook(m.Context(), w.id)
			m.check(err)
		}
		r, err = m.Read(m.system).WebhookEndpoint.Get(m.system, w.id)
		m.check(err)
		var last int64
		m.check(m.Store().DB().QueryRow(`SELECT max(id) FROM change_log`).Scan(&last))
		switch {
		case w.paused:
			m.same(w.id, "at", []any{w.at}, []any{r.Position})
		case m.ended(w.key):
			m.same(w.id, "state", []any{process.WebhookStateDisabled}, []any{r.State})
			m.last = last
		default:
			m.same(w.id, "state at", []any{process.WebhookStateActive, last}, []any{r.State, r.Position})
		}
	}
}
