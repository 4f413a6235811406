package desk_test

import (
	"slices"
	"strings"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/ent/user"
	"bidwell/process"
)

// member is a user as the model knows them: what they sign in with, how often they failed to, and what they hear of.
type member struct {
	fact
	password string
	failed   int
	locked   time.Time
	muted    bool // for mentions
}

// attempt counts a password that somebody types, and tells whether it is looked at: after five in a row none is for a
// quarter of an hour.
func (u *member) attempt(now time.Time) bool {
	if now.Before(u.locked) {
		return false
	}
	if !u.locked.IsZero() {
		u.failed, u.locked = 0, time.Time{}
	}
	if u.failed++; u.failed >= 5 {
		u.locked = now.Add(15 * time.Minute)
	}
	return true
}

// setPassword sets one's own password, which takes the current one, or an administrator that of somebody else. Hashing is
// slow on purpose, so a history does it seldom.
func (m *model) setPassword() {
	if m.taken["second password"] {
		return
	}
	m.taken["second password"], m.taken["password"] = m.taken["password"], true
	whose := anybody(m, "user")
	who := m.actor(func(p *person) bool {
		return p.chief && p.id != whose.id || p.id == whose.id && !p.reads && whose.user.password != ""
	})
	if who == nil {
		return
	}
	own := who.id == whose.id
	m.verdict.refusals = nil // what somebody may here depends on more than that
	m.refuse("FORBIDDEN", who.reads || !own && !who.chief)
	in := desk.SetPasswordInput{UserID: whose.id, Password: draw(m, "password", "the first lantern", "the second lantern")}
	if m.errs("password") {
		in.Password = "lantern"
		m.refuse("VALIDATION_FAILED", true)
	}
	if own {
		in.Current = &whose.user.password
		if m.errs("current") {
			in.Current = new("no lantern at all")
		}
		m.refuse("VALIDATION_FAILED", *in.Current == "" || *in.Current != whose.user.password)
	}
	if own && *in.Current != "" && len(in.Password) >= 12 && !who.reads { // anything else is refused before anybody counts
		m.refuse("RATE_LIMITED", !whose.user.attempt(m.at()))
	}
	if tried[ent.User](m)(m.SetPassword(who.ctx, in)) != nil {
		whose.user.password, whose.user.failed, whose.user.locked = in.Password, 0, time.Time{}
		whose.user.version++
	}
}

func (m *model) chooseNotifications() {
	who := m.writer("Everyday")
	muted := m.chance("mute", 30)
	in := desk.SetNotificationPreferencesInput{Version: m.read(&who.user.fact), Mail: []process.NotificationKind{"APPROVAL"}}
	if muted {
		in.Muted = []process.NotificationKind{"MENTION"}
	}
	if m.errs("kind") { // both sent and muted
		in.Muted = append(in.Muted, "APPROVAL")
		m.refuse("VALIDATION_FAILED", true)
	}
	if tried[ent.User](m)(m.SetNotificationPreferences(who.ctx, in)) != nil {
		who.user.muted = muted
		who.user.version++
	}
}

// remark is a comment as the model knows it.
type remark struct {
	fact
	about     *fact
	author    string
	mentioned []string
}

// notice is what somebody was told as the model knows it.
type notice struct {
	fact
	about *remark
	to    *person
	read  bool
}

// subjects are the records somebody might comment on.
func (m *model) subjects() (all []*fact) {
	for _, o := range m.deals {
		all = append(all, &o.fact)
	}
	for _, s := range m.simples {
		if s.of.kind == "Risk" || s.of.kind == "Product" || s.of.kind == "Customer" {
			all = append(all, &s.fact)
		}
	}
	for _, e := range m.errands {
		all = append(all, &e.fact)
	}
	return all
}

func (m *model) comment() {
	f := choose(m, "subject", m.subjects(), func(f *fact) bool { return !f.archived })
	if f == nil || len(m.remarks) > 5 {
		return
	}
	who, to := m.writer("Everyday"), anybody(m, "mentioned")
	in := desk.AddCommentInput{SubjectID: m.named(f), Body: m.words("body") + " @" + to.id}
	if len(m.remarks) > 0 && m.chance("reply", 30) {
		earlier := draw(m, "earlier", m.remarks...)
		in.ReplyToID = &earlier.id
		m.refuse("VALIDATION_FAILED", earlier.about != f)
	}
	r := tried[ent.Comment](m)(m.AddComment(who.ctx, in))
	if r == nil {
		return
	}
	c := &remark{fact: made(r.ID), about: f, author: who.id}
	m.remarks = append(m.remarks, c)
	m.mentions(c, who, to)
	for _, e := range m.errands { // what colleagues say of a request answers it
		if &e.fact == f && !e.answered && !e.over() && who.id != e.requester {
			e.answered = true
			e.version++
		}
	}
}

// mentions says who hears of a comment: whoever it mentions and did not before, unless they do not want to or wrote it.
// Partners see no comments.
func (m *model) mentions(c *remark, who, to *person) {
	told := !slices.Contains(c.mentioned, to.id) && to.id != who.id && !to.user.muted && !to.is("PARTNER")
	c.mentioned = []string{to.id}
	rows, err := m.Read(m.system).Notification.Query().Where(notification.SubjectID(c.id)).Order(notification.ByID()).All(m.system)
	m.check(err)
	want := 0
	for _, n := range m.notices {
		if n.about == c {
			want++
		}
	}
	if told {
		want++
	}
	if len(rows) != want {
		m.rt.Fatalf("%d were told of comment %s, want %d", len(rows), c.id, want)
	}
	if told {
		last := rows[len(rows)-1]
		m.same(last.ID, "kind to", []any{"MENTION", to.id}, []any{string(last.Kind), last.UserID})
		m.notices = append(m.notices, &notice{fact: made(last.ID), about: c, to: to})
	}
}

func (m *model) editComment() {
	c := choose(m, "comment", m.remarks, func(c *remark) bool { return !c.about.archived })
	if c == nil {
		return
	}
	who, to := m.actor(func(p *person) bool { return p.may("Everyday") && p.id == c.author }), anybody(m, "mentioned")
	in, body := m.aim(&c.fact), m.words("body")+" @"+to.id
	m.refuse("CONFLICT", c.about.archived)
	if tried[ent.Comment](m)(m.EditComment(who.ctx, desk.EditCommentInput{ID: in.ID, Version: in.Version, Body: body})) != nil {
		m.mentions(c, who, to)
		c.version++
	}
}

// readNotices marks what somebody was told as read, once.
func (m *model) readNotices() {
	n := choose(m, "notice", m.notices, func(n *notice) bool { return !n.read && n.to.may("Everyday") })
	if n == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Everyday") && p.id == n.to.id })
	if who == nil { // an auditor is told too, and marks nothing
		return
	}
	m.refuse("NOT_FOUND", who.id != n.to.id)
	done, err := m.MarkNotificationsRead(who.ctx, desk.MarkNotificationsReadInput{IDs: []string{m.named(&n.fact)}})
	if err == nil && n.read && who.id == n.to.id && done.Read == 0 { // nothing is left to do
		return
	}
	if m.went(outcome{change: done.Change, err: err}) {
		n.read = true
		n.version++
	}
}

// key is an API token as the model knows it.
type key struct {
	fact
	owner, scope string
	begun, ends  time.Time
	replaced     bool
}

var scopes = []string{"READ", "WRITE", "ADMIN"}

// scope is what a credential allows.
func (p *person) scope() string {
	switch {
	case p.reads:
		return "READ"
	case p.chief:
		return "ADMIN"
	default:
		return "WRITE"
	}
}

// covers tells whether what somebody comes by allows a scope.
func (p *person) covers(scope string) bool {
	return slices.Index(scopes, scope) <= slices.Index(scopes, p.scope())
}

func (m *model) createKey() {
	who, owner, scope := m.writer("Everyday"), anybody(m, "owner"), draw(m, "scope", scopes...)
	if m.careful && !who.chief {
		owner, scope = who, draw(m, "own scope", "READ", "WRITE")
	}
	if m.careful && !owner.is("ADMIN") {
		scope = "READ"
	}
	in := desk.CreateAPITokenInput{Name: m.words("name"), Scope: process.TokenScope(scope), UserID: &owner.id}
	m.refuse("FORBIDDEN", owner.id != who.id && !who.chief)
	m.refuse("FORBIDDEN", !who.covers(scope) || scope == "ADMIN" && !owner.is("ADMIN"))
	if m.errs("expiry") {
		in.ExpiresAt = new(m.at().Add(draw(m, "expires", -time.Hour, 400*24*time.Hour)))
		m.refuse("VALIDATION_FAILED", true)
	}
	issued, err := m.CreateAPIToken(who.ctx, in)
	if r := tried[ent.APIToken](m)(issued.Written, err); r != nil {
		if !strings.HasPrefix(issued.Secret, r.Prefix) {
			m.rt.Fatalf("the secret of token %s does not begin with %s", r.ID, r.Prefix)
		}
		m.keys = append(m.keys, &key{fact: made(r.ID), owner: owner.id, scope: scope, begun: m.at(), ends: m.at().Add(90 * 24 * time.Hour)})
	}
}

// revokeKey ends a token: its owner's, or anybody's for an administrator. To others there is none.
func (m *model) revokeKey() {
	k := choose(m, "token", m.keys, func(k *key) bool { return !k.archived })
	if k == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Everyday") && (p.chief || p.id == k.owner) })
	if who == nil {
		return
	}
	m.refuse("NOT_FOUND", !who.chief && who.id != k.owner)
	if tried[ent.APIToken](m)(m.RevokeAPIToken(who.ctx, m.aim(&k.fact))) != nil {
		k.archived = true
		k.version++
	}
}

// comparePeople holds users, comments, notifications and tokens against the model.
func (m *model) comparePeople() {
	var ids []string
	for _, p := range m.people {
		ids = append(ids, p.id)
	}
	users, err := m.Read(m.system).User.Query().Where(user.IDIn(ids...)).All(m.system)
	m.check(err)
	known := map[string]*ent.User{}
	for _, u := range users {
		known[u.ID] = u
	}
	for _, p := range m.people {
		r := known[p.id]
		m.same(p.id, "version failed locked signs in", []any{p.user.version, p.user.failed, !p.user.locked.IsZero(), p.user.password != ""},
			[]any{r.Version, r.FailedSignIns, r.LockedUntil != nil, r.PasswordHash != ""})
	}
	for _, c := range m.remarks {
		r, err := m.Read(m.system).Comment.Get(m.system, c.id)
		m.check(err)
		m.same(c.id, "version author", []any{c.version, c.author}, []any{r.Version, value(r.AuthorID)})
	}
	for _, n := range m.notices {
		r, err := m.Read(m.system).Notification.Get(m.system, n.id)
		m.check(err)
		m.same(n.id, "version to read", []any{n.version, n.to.id, n.read}, []any{r.Version, r.UserID, r.ReadAt != nil})
	}
	for _, k := range m.keys {
		r, err := m.Read(m.system).APIToken.Get(m.system, k.id)
		m.check(err)
		m.same(k.id, "version owner revoked", []any{k.version, k.owner, k.archived}, []any{r.Version, r.UserID, r.ArchivedAt != nil})
		if !k.archived {
			const tick = time.Second // the clock moves while a step is taken
			m.same(k.id, "scope ends", []any{k.scope, true}, []any{string(r.Scope), r.ExpiresAt.Sub(k.ends).Abs() < tick})
		}
	}
	m.compareGuests()
	m.compareLeaves()
	m.compareWires()
}
