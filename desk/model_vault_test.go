package desk_test

import (
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

// vault is an opportunity that not everybody sees, as the model knows it.
type vault struct {
	fact
	name, owner string
	walled      bool
	members     []*insider
}

// insider is a member of a vault; one who is archived was shown out.
type insider struct {
	fact
	user string
}

// opens tells whether somebody sees a vault. Everybody is cleared for what it is classified as.
func (v *vault) opens(p *person) bool {
	in := p.id == v.owner || slices.ContainsFunc(v.members, func(i *insider) bool { return i.user == p.id && !i.archived })
	return p.is("AUDITOR") || !p.is("PARTNER") && (in || !v.walled)
}

// guards tells whether somebody says who sees a vault.
func (v *vault) guards(p *person) bool { return !p.reads && (p.manages() || p.id == v.owner) }

// closed refuses those who do not see a vault: for them there is none.
func (m *model) closed(v *vault, p *person) { m.refuse("NOT_FOUND", !v.opens(p)) }

func (m *model) digVault() {
	who, v := m.writer("Opportunity"), &vault{name: m.words("name")}
	v.owner = who.id
	in := ent.CreateOpportunityInput{Name: v.name, CustomerID: &m.customer, OwnerID: &v.owner}
	if o := tried[ent.Opportunity](m)(m.CreateOpportunity(who.ctx, in)); o != nil {
		v.fact = made(o.ID)
		m.vaults = append(m.vaults, v)
	}
}

func (m *model) protectVault() {
	v := choose(m, "vault", m.vaults, func(*vault) bool { return true })
	if v == nil {
		return
	}
	who := m.actor(func(p *person) bool { return v.guards(p) && p.may("Opportunity") && v.opens(p) })
	if who == nil {
		return
	}
	m.closed(v, who)
	walled := m.chance("walled", 60)
	in := desk.ProtectOpportunityInput{RecordInput: m.aim(&v.fact), NeedToKnow: &walled}
	if m.errs("classification") {
		in.Classification = new(process.ClassificationSecret)
		m.refuse("FORBIDDEN", true) // nobody here is cleared for it
	}
	if tried[ent.Opportunity](m)(m.ProtectOpportunity(who.ctx, in)) != nil {
		v.walled = walled
		v.version++
	}
}

// renameVault is what anybody does who sees it.
func (m *model) renameVault() {
	v := choose(m, "vault", m.vaults, func(*vault) bool { return true })
	if v == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Opportunity") && v.opens(p) })
	if who == nil {
		return
	}
	m.closed(v, who)
	in, name := m.aim(&v.fact), m.words("another name")
	if tried[ent.Opportunity](m)(m.UpdateOpportunity(who.ctx, ent.UpdateOpportunityInput{ID: in.ID, Version: in.Version, Name: &name})) != nil {
		v.name = name
		v.version++
	}
}

func (m *model) letIn() {
	v := choose(m, "vault", m.vaults, func(*vault) bool { return true })
	if v == nil {
		return
	}
	who := m.actor(func(p *person) bool { return v.guards(p) && p.may("OpportunityMember") && (p.chief || v.opens(p)) })
	if who == nil {
		return
	}
	if !who.chief { // administrators let in without seeing it
		m.closed(v, who)
	}
	user := draw(m, "user", m.people...).id
	m.refuse("CONFLICT", slices.ContainsFunc(v.members, func(i *insider) bool { return i.user == user }))
	in := desk.AddOpportunityMemberInput{OpportunityID: m.named(&v.fact), UserID: user}
	if r := tried[ent.OpportunityMember](m)(m.AddOpportunityMember(who.ctx, in)); r != nil {
		v.members = append(v.members, &insider{fact: made(r.ID), user: user})
	}
}

// showOut archives a membership, or restores it.
func (m *model) showOut() {
	v := choose(m, "vault", m.vaults, func(v *vault) bool { return len(v.members) > 0 })
	if v == nil || len(v.members) == 0 {
		return
	}
	i := v.members[m.number("member", len(v.members))]
	who := m.actor(func(p *person) bool { return v.guards(p) && p.may("OpportunityMember") && v.opens(p) })
	if who == nil {
		return
	}
	m.closed(v, who)
	in := desk.RecordInput{ID: i.id, Version: m.read(&i.fact)}
	set := m.ArchiveRecord
	if i.archived {
		set = m.RestoreRecord
	}
	done, err := set(who.ctx, in)
	if process.CodeOf(err) == process.CodeNotFound && who.id == i.user && err != nil && m.verdict.refusals == nil {
		err = nil // who shows themselves out sees the record no more
	}
	if m.judge(done.Change, nil, err); err == nil {
		i.archived = !i.archived
		i.version++
	}
}

// compareVaults holds who sees the vaults against the model.
func (m *model) compareVaults() {
	for _, v := range m.vaults {
		for _, p := range m.people {
			seen, err := m.Read(p.ctx).Opportunity.Query().Where(opportunity.ID(v.id)).All(p.ctx)
			m.check(err)
			if len(seen) == 1 != v.opens(p) {
				m.rt.Fatalf("%s, %s, sees the vault %s (walled %v): %v", p.id, p.role, v.id, v.walled, len(seen) == 1)
			}
			if len(seen) == 1 {
				m.same(v.id, "version name walled", []any{v.version, v.name, v.walled}, []any{seen[0].Version, seen[0].Name, seen[0].NeedToKnow})
			}
		}
	}
}
