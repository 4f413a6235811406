package desk_test

import (
	"strings"

	"bidwell/desk"
	"bidwell/document/filestore"
	"bidwell/ent"
)

// What people do with the library itself: searches they keep, files they upload and take in.

// kept is a saved search.
type kept struct {
	fact
	by, name, query string
}

// file is an uploaded file.
type file struct {
	fact
	by    string
	taken bool // into the library
}

func (m *model) saveSearch() {
	who, name := m.writer("Everyday"), m.words("name")
	in := desk.SaveSearchInput{Name: name, Query: "lantern", Alerts: m.chance("alerts", 50)}
	if s := tried[ent.SavedSearch](m)(m.SaveSearch(who.ctx, in)); s != nil {
		m.searches = append(m.searches, &kept{fact: made(s.ID), by: who.id, name: name, query: in.Query})
	}
}

func (m *model) rewriteSearch() {
	s := choose(m, "search", m.searches, func(s *kept) bool { return !s.archived })
	if s == nil {
		return
	}
	who := m.actor(func(p *person) bool { return p.may("Everyday") && p.id == s.by })
	if who == nil {
		return
	}
	m.refuse("NOT_FOUND", who.id != s.by) // nobody knows what others look for
	in, query := m.aim(&s.fact), draw(m, "query", "lantern", `"lantern works"`, "灯")
	if tried[ent.SavedSearch](m)(m.UpdateSavedSearch(who.ctx, desk.UpdateSavedSearchInput{ID: in.ID, Version: in.Version, Query: &query})) != nil {
		s.query = query
		s.version++
	}
}

// clickHit notes a hit of a search that nobody made: that is no error, and changes nothing.
func (m *model) clickHit() {
	who, rank := m.actor(func(*person) bool { return true }), 1+m.number("rank", 9)
	m.verdict.refusals = nil // whoever may search may click
	if m.errs("rank") {
		rank = 0
		m.refuse("VALIDATION_FAILED", true)
	}
	noted, err := m.RecordSearchClick(who.ctx, desk.RecordSearchClickInput{Key: "0000000000000000000000000Z", Rank: rank})
	if noted {
		m.rt.Fatalf("a click on nothing was noted")
	}
	if m.verdict.refusals == nil && err == nil { // nothing is left to do
		m.tried[m.name]++
		return
	}
	m.judge(0, nil, err)
}

func (m *model) uploadFile() {
	who := m.writer("Attachment")
	content := "# Lantern\n\n" + draw(m, "content", "bright", "dim", "out")
	in := desk.Upload{SHA256: filestore.HashOf([]byte(content)).String(), Total: int64(len(content)), FileName: "lantern.md"}
	if m.errs("content") {
		content = strings.ToUpper(content)
		m.refuse("VALIDATION_FAILED", true)
	}
	_, done, err := m.TakeUpload(who.ctx, in, strings.NewReader(content))
	if a := tried[ent.Attachment](m)(done, err); a != nil {
		m.files = append(m.files, &file{fact: made(a.ID), by: who.id})
	}
}

func (m *model) readDocument() {
	f := choose(m, "file", m.files, func(f *file) bool { return !f.taken })
	if f == nil {
		return
	}
	who := m.writer("ContentItem")
	m.refuse("CONFLICT", f.taken)
	m.refuse("NOT_FOUND", !f.taken && who.id != f.by && who.role != "AUDITOR") // until it has its place, it is its owner's
	in := desk.ReadDocumentInput{AttachmentID: m.named(&f.fact)}
	if m.errs("kind") {
		in.AttachmentID = m.customer
		m.refuse("VALIDATION_FAILED", true)
	}
	if tried[ent.ContentItem](m)(m.ReadDocument(who.ctx, in)) != nil {
		f.taken = true
		f.version++
	}
}

// compareShelf holds saved searches and files against the model.
func (m *model) compareShelf() {
	for _, s := range m.searches {
		r, err := m.Read(m.system).SavedSearch.Get(m.system, s.id)
		m.check(err)
		m.same(s.id, "version name query by", []any{s.version, s.name, s.query, s.by}, []any{r.Version, r.Name, r.Query, r.UserID})
	}
	for _, f := range m.files {
		a, err := m.Read(m.system).Attachment.Get(m.system, f.id)
		m.check(err)
		m.same(f.id, "version stored", []any{f.version, true}, []any{a.Version, a.Stored})
	}
}
