package desk_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
)

// shown is what the library has to show of a document.
type shown struct{ title, customer string }

// imagined is a record of the model: title is its own, of and from are the records it belongs to.
type imagined struct {
	version  int
	archived bool
	title    string
	of       string // customer of an opportunity or case, opportunity of the rest, version of a section
	from     string // proposal of a section or version
	number   int    // of a version
}

// imagination says what the library should hold, worked out from the writes alone.
type imagination struct {
	*shelf
	rt      *rapid.T
	records map[string]map[string]*imagined // by kind and id
	step    int
}

func (m *imagination) want() map[string]shown {
	want := map[string]shown{}
	for _, kind := range []string{"opportunity", "case", "lesson", "retrospective", "proposal"} {
		for id, r := range m.records[kind] {
			if !r.archived {
				want[id] = shown{r.title, m.customerOf(kind, r)}
			}
		}
	}
	for id, s := range m.records["section"] {
		p := m.records["proposal"][s.from]
		if !s.archived && !p.archived && s.of == m.latestOf(s.from) {
			want[id] = shown{s.title + " — " + p.title, m.customerOf("proposal", p)}
		}
	}
	return want
}

func (m *imagination) customerOf(kind string, r *imagined) string {
	id := r.of
	if kind != "opportunity" && kind != "case" && id != "" {
		id = m.records["opportunity"][id].of
	}
	if id == "" {
		return ""
	}
	return m.records["customer"][id].title
}

// latestOf is the highest version of a proposal that is not archived, empty when there is none.
func (m *imagination) latestOf(proposal string) (id string) {
	highest := 0
	for v, r := range m.records["version"] {
		if r.from == proposal && !r.archived && r.number > highest {
			id, highest = v, r.number
		}
	}
	return id
}

func (m *imagination) add(kind, id string, r imagined) {
	if m.records[kind] == nil {
		m.records[kind] = map[string]*imagined{}
	}
	r.version = 1
	m.records[kind][id] = &r
}

// pick draws a record of a kind that is not archived; the ids are in order, so that a seed repeats its choices.
func (m *imagination) pick(kind string, archivedToo bool) (string, *imagined) {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(m.records[kind])) {
		if archivedToo || !m.records[kind][id].archived {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return "", nil
	}
	id := ids[rapid.IntRange(0, len(ids)-1).Draw(m.rt, kind)]
	return id, m.records[kind][id]
}

func (m *imagination) name(kind string) string {
	m.step++
	return fmt.Sprintf("%s%d", kind, m.step)
}

func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

func (m *imagination) create() {
	s, kind := m.shelf, rapid.SampledFrom([]string{"customer", "opportunity", "case", "lesson", "retrospective", "proposal", "section", "version"}).Draw(m.rt, "create")
	title := m.name(kind)
	customer, _ := m.pick("customer", false)
	opportunity, _ := m.pick("opportunity", false)
	switch kind {
	case "customer":
		m.add(kind, s.customer(title).ID, imagined{title: title})
	case "opportunity":
		in := ent.CreateOpportunityInput{Name: title, CustomerID: optional(customer)}
		m.add(kind, shelved[ent.Opportunity](s)(s.CreateOpportunity(s.ctx, in)).ID, imagined{title: title, of: customer})
	case "case":
		in := ent.CreateContentItemInput{Title: title, CustomerID: optional(customer)}
		m.add(kind, shelved[ent.ContentItem](s)(s.CreateContentItem(s.ctx, in)).ID, imagined{title: title, of: customer})
	case "lesson":
		in := ent.CreateLessonInput{Title: title, OpportunityID: optional(opportunity)}
		m.add(kind, shelved[ent.Lesson](s)(s.CreateLesson(s.ctx, in)).ID, imagined{title: title, of: opportunity})
	case "retrospective":
		in := ent.CreateRetrospectiveInput{Title: title, OpportunityID: optional(opportunity)}
		m.add(kind, shelved[ent.Retrospective](s)(s.CreateRetrospective(s.ctx, in)).ID, imagined{title: title, of: opportunity})
	case "proposal":
		in := ent.CreateProposalInput{Title: title, OpportunityID: optional(opportunity)}
		p := shelved[ent.Proposal](s)(s.CreateProposal(s.ctx, in))
		m.add(kind, p.ID, imagined{title: title, of: opportunity})
		m.add("version", s.latest(p).ID, imagined{from: p.ID, number: 1})
	case "section":
		m.createSection(title)
	case "version":
		m.createVersion()
	}
}

func (m *imagination) createSection(title string) {
	id, p := m.pick("proposal", false)
	if p == nil {
		return
	}
	v := m.newest(id)
	if m.records["version"][v].archived {
		return
	}
	in := ent.CreateProposalSectionInput{ProposalVersionID: v, Title: title, Body: new(title + "正文")}
	made := shelved[ent.ProposalSection](m.shelf)(m.CreateProposalSection(m.ctx, in))
	m.add("section", made.ID, imagined{title: title, of: v, from: id})
}

// newest is the version with the highest number, archived or not: the only one that is not frozen.
func (m *imagination) newest(proposal string) (id string) {
	highest := 0
	for v, r := range m.records["version"] {
		if r.from == proposal && r.number > highest {
			id, highest = v, r.number
		}
	}
	return id
}

// writable tells whether a section may change: its version is the one that is not frozen, and neither that nor its
// proposal is archived.
func (m *imagination) writable(section *imagined) bool {
	return section.of == m.newest(section.from) && !m.records["version"][section.of].archived && !m.records["proposal"][section.from].archived
}

func (m *imagination) createVersion() {
	id, p := m.pick("proposal", false)
	if p == nil {
		return
	}
	before := m.newest(id)
	made := shelved[ent.ProposalVersion](m.shelf)(m.CreateProposalVersion(m.ctx, desk.CreateProposalVersionInput{ProposalID: id}))
	m.records["version"][before].version++ // frozen
	m.add("version", made.ID, imagined{from: id, number: made.Number})
	copies, err := m.Read(m.ctx).ProposalVersion.QuerySections(made).All(m.ctx)
	m.check(err)
	for _, c := range copies {
		m.add("section", c.ID, imagined{title: c.Title, of: made.ID, from: id})
	}
}

func (m *imagination) update() {
	s, kind := m.shelf, rapid.SampledFrom([]string{"customer", "opportunity", "case", "lesson", "retrospective", "proposal", "section"}).Draw(m.rt, "update")
	id, r := m.pick(kind, false)
	if r == nil {
		return
	}
	title := m.name(kind)
	customer, _ := m.pick("customer", false)
	opportunity, _ := m.pick("opportunity", false)
	var err error
	switch kind {
	case "customer":
		title, err = m.updateCustomer(id, r, title)
	case "opportunity":
		title, err = m.updateOpportunity(id, r, title, customer)
	case "case":
		_, err = s.UpdateContentItem(s.ctx, ent.UpdateContentItemInput{ID: id, Version: r.version, Title: &title, CustomerID: optional(customer), ClearCustomer: customer == ""})
		r.of = customer
	case "lesson":
		_, err = s.UpdateLesson(s.ctx, ent.UpdateLessonInput{ID: id, Version: r.version, Title: &title, OpportunityID: optional(opportunity), ClearOpportunity: opportunity == ""})
		r.of = opportunity
	case "retrospective":
		_, err = s.UpdateRetrospective(s.ctx, ent.UpdateRetrospectiveInput{ID: id, Version: r.version, Title: &title, OpportunityID: optional(opportunity), ClearOpportunity: opportunity == ""})
		r.of = opportunity
	case "proposal":
		_, err = s.UpdateProposal(s.ctx, ent.UpdateProposalInput{ID: id, Version: r.version, Title: &title, OpportunityID: optional(opportunity), ClearOpportunity: opportunity == ""})
		r.of = opportunity
	case "section":
		if !m.writable(r) {
			return
		}
		_, err = s.UpdateProposalSection(s.ctx, ent.UpdateProposalSectionInput{ID: id, Version: r.version, Title: &title})
	}
	m.check(err)
	r.title, r.version = title, r.version+1
}

// updateCustomer changes one field that documents show.
func (m *imagination) updateCustomer(id string, r *imagined, text string) (title string, err error) {
	in := ent.UpdateCustomerInput{ID: id, Version: r.version}
	title = r.title
	switch rapid.IntRange(0, 2).Draw(m.rt, "field") {
	case 0:
		in.Name, title = &text, text
	case 1:
		in.Industry = &text
	case 2:
		in.Region = &text
	}
	_, err = m.UpdateCustomer(m.ctx, in)
	return title, err
}

// updateOpportunity changes one field that documents show.
func (m *imagination) updateOpportunity(id string, r *imagined, text, customer string) (title string, err error) {
	in := ent.UpdateOpportunityInput{ID: id, Version: r.version}
	title = r.title
	switch rapid.IntRange(0, 4).Draw(m.rt, "field") {
	case 0:
		in.Name, title = &text, text
	case 1:
		in.Industry = &text
	case 2:
		in.Region = &text
	case 3:
		in.Amount = new(int64(m.step))
	case 4:
		in.CustomerID, in.ClearCustomer, r.of = optional(customer), customer == "", customer
	}
	_, err = m.UpdateOpportunity(m.ctx, in)
	return title, err
}

func (m *imagination) archiveOrRestore() {
	kind := rapid.SampledFrom([]string{"customer", "opportunity", "case", "lesson", "retrospective", "proposal", "section", "version"}).Draw(m.rt, "archive")
	id, r := m.pick(kind, true)
	if r == nil || kind == "section" && !m.writable(r) {
		return
	}
	in := desk.RecordInput{ID: id, Version: r.version}
	var err error
	if r.archived {
		_, err = m.RestoreRecord(m.ctx, in)
	} else {
		_, err = m.ArchiveRecord(m.ctx, in)
	}
	m.check(err)
	r.archived, r.version = !r.archived, r.version+1
}

func (m *imagination) compare() {
	p, err := m.CheckIndex(m.ctx)
	m.check(err)
	if !p.Whole() {
		m.rt.Fatalf("index and database differ: %+v", p)
	}
	got := map[string]shown{}
	for id, h := range m.hits() {
		got[id] = shown{h.Title, h.Customer}
	}
	if want := m.want(); !maps.Equal(got, want) {
		m.rt.Fatalf("the library shows %v, want %v", got, want)
	}
}

func TestLibraryFollowsAnyHistory(t *testing.T) {
	stores := []func(testing.TB, fs.FS) *store.Store{storetest.OpenPostgres, storetest.OpenSQLite, storetest.OpenSQLite, storetest.OpenSQLite, storetest.OpenSQLite}
	rapid.Check(t, func(rt *rapid.T) {
		open := stores[rapid.IntRange(0, len(stores)-1).Draw(rt, "store")]
		m := &imagination{shelf: newShelf(t, open(t, migrate.Migrations()), t.TempDir()), rt: rt, records: map[string]map[string]*imagined{}}
		defer m.close()
		rt.Repeat(map[string]func(*rapid.T){
			"create":  func(*rapid.T) { m.create() },
			"more":    func(*rapid.T) { m.create() },
			"update":  func(*rapid.T) { m.update() },
			"again":   func(*rapid.T) { m.update() },
			"archive": func(*rapid.T) { m.archiveOrRestore() },
			"compare": func(*rapid.T) { m.compare() },
			"rebuild": func(*rapid.T) { m.check(m.Reindex(m.ctx, nil)) },
			"restart": func(*rapid.T) { m.shelf = m.reopen() },
		})
		m.compare()
	})
}

// close frees what one history used; the test itself would only do so after the last one.
func (m *imagination) close() {
	m.check(m.Library().Close())
	m.check(m.store.Close())
}

// check fails the history, so that a shorter one that fails too is looked for.
func (m *imagination) check(err error) {
	if err != nil {
		m.rt.Fatal(err)
	}
}
