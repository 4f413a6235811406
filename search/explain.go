package search

import (
	"context"
	"slices"
	"strings"
)

// Form says how what was found relates to what was typed.
type Form string

// The forms in which a part of a query is found.
const (
	FormExact   Form = "EXACT"   // as typed, but for capital letters
	FormVariant Form = "VARIANT" // in the other Chinese script, or in another width
	FormStem    Form = "STEM"    // the same word in another form
	FormPrefix  Form = "PREFIX"  // a word that begins as typed
	FormSynonym Form = "SYNONYM" // another word of the same meaning
)

// Explanation says where the score of a document comes from: the shares of
// all parts and Cover add up to TextScore; that times the values of Factors is
// Score, which is the score Search gives. Of the factors that are the
// document's own the product is clipped to MinFactor and MaxFactor.
type Explanation struct {
	ID               string
	Score, TextScore float64
	Parts            []Part
	// Factors are the document's own in their order, then FactorRecency if the
	// query has a Now and the document a date.
	Factors []Factor
	// Cover is what the document gains by having Covered of the query, a share
	// of its weight from 0 to 1.
	Cover, Covered float64
}

// Part is one part of a query that a document has, in the order of ranking:
// words, their synonyms, phrases, alternatives. Of words written without spaces
// each pair of characters is one; of a longer query each single character that
// the document makes likely is another, and so are two words near each other.
type Part struct {
	// Typed is the part of the query's text from byte Start to End.
	Typed      string
	Start, End int
	// Found is how the document has it first, in Field: "title", "body",
	// "customer" or "tags"; empty in tags.
	Found, Field string
	Form         Form
	// Share is what the part adds to the text score, Title how much of that is for
	// standing in the title.
	Share, Title float64
}

// Explain tells why the query finds the document id, and with which score. It
// gives ErrNotFound when the query does not find it, and the errors of Search.
func (l *Library) Explain(ctx context.Context, q Query, id string) (*Explanation, error) {
	order, _, err := q.check()
	if err != nil {
		return nil, err
	}
	a := l.language.analyzer()
	defer l.language.done(a)
	p := parse(q.Text).plan(a, l.synonyms.Load())
	if p.impossible || len(q.Scopes) == 0 {
		return nil, ErrNotFound
	}
	var result *Explanation
	err = l.ask(ctx, func(v *view) (err error) {
		r := &run{view: v, order: order, names: l.valueNames(), marker: newMarker(a, p)}
		result, err = r.explain(ctx, q, p, id)
		return err
	})
	return result, err
}

func (r *run) explain(ctx context.Context, q Query, p plan, id string) (*Explanation, error) {
	doc, err := r.view.document(id)
	if err != nil {
		return nil, err
	}
	if err := r.load(ctx); err != nil {
		return nil, err
	}
	allowed, err := r.view.allowed(ctx, r.base, q.Scopes, q.Filter)
	if err != nil {
		return nil, err
	}
	t := r.view.tally(r.base)
	defer r.view.done(t)
	w := &watch{doc: doc}
	t.watch = w
	if err := r.match(ctx, p, t, allowed); err != nil {
		return nil, err
	}
	if !allowed.has(doc) {
		return nil, ErrNotFound
	}
	s, err := r.view.read(doc)
	if err != nil {
		return nil, err
	}
	e := &Explanation{ID: id, Score: float64(t.score(doc)), TextScore: float64(t.text(doc))}
	if e.Factors, err = r.factors(ctx, doc, s.meta.Factors); err != nil {
		return nil, err
	}
	e.Cover = e.TextScore - float64(t.cells[doc].score) - float64(t.closer.gained(doc))
	if t.total > 0 {
		e.Covered = float64(min(t.cells[doc].cover/t.total, 1))
	}
	texts := r.marker.texts(s)
	for _, gain := range w.gains {
		part := r.marker.closerPart(p, q.Text, gain, texts)
		if part.Typed != "" {
			e.Parts = append(e.Parts, part)
			continue
		}
		part = p.part(q.Text, gain, texts)
		f, err := r.foundIn(ctx, p, gain, doc)
		if err != nil {
			return nil, err
		}
		if f.title {
			part.Title = min(float64(gain.weight*t.titleBonus*r.base.titles[doc]), part.Share)
		}
		e.Parts = append(e.Parts, part)
	}
	return e, nil
}

// foundIn finds what gained in one document again.
func (r *run) foundIn(ctx context.Context, p plan, g gain, doc uint32) (found, error) {
	var all []found
	var err error
	switch g.kind {
	case gainTerm:
		err = r.view.occurrences(ctx, r.base, p.terms[g.number], func(f found) {
			if f.doc == doc {
				all = append(all, f)
			}
		})
	case gainSynonym:
		all, err = r.view.matchPhrase(ctx, r.base, p.synonyms[g.number].phrase)
	case gainPhrase:
		all, err = r.view.matchPhrase(ctx, r.base, p.phrases[g.number])
	case gainGroup:
		all, _, err = r.view.matchAny(ctx, r.base, p.groups[g.number].phrases)
	}
	if i := slices.IndexFunc(all, func(f found) bool { return f.doc == doc }); i >= 0 {
		return all[i], err
	}
	return found{}, err
}

// markedText is a text of a document and the marks of the query in it.
type markedText struct {
	field, text string
	marks       []mark
}

// texts marks all the texts that are kept of a document.
func (m *marker) texts(s stored) []markedText {
	m.title = true
	all := []markedText{{"title", s.title, m.find(s.title)}}
	m.title = false
	for rest := s.body; rest != ""; {
		piece := cut(rest, markedBytes)
		all = append(all, markedText{"body", piece, m.find(piece)})
		rest = rest[max(len(piece), 1):]
	}
	return append(all, markedText{"customer", s.meta.Customer, m.find(s.meta.Customer)})
}

// part describes what gained.
func (p *plan) part(query string, g gain, texts []markedText) Part {
	from, spots := p.spots(g)
	part := Part{Start: spots[0][0], End: spots[0][1], Field: "tags", Share: g.share}
	for _, t := range texts {
		i := slices.IndexFunc(t.marks, func(m mark) bool { return m.what >= from && m.what < from+len(spots) })
		if i >= 0 {
			m := t.marks[i]
			part.Start, part.End = spots[m.what-from][0], spots[m.what-from][1]
			part.Field, part.Found = t.field, t.text[m.start:m.end]
			break
		}
	}
	part.Typed = query[part.Start:part.End]
	switch {
	case g.kind == gainSynonym:
		part.Form = FormSynonym
	case strings.HasSuffix(part.Typed, "*") || strings.HasSuffix(part.Typed, "＊"):
		part.Form = FormPrefix
	case g.kind != gainTerm:
		part.Form = formOf(unmarked(part.Typed), part.Found)
	default:
		part.Form = formOf(part.Typed, part.Found)
	}
	return part
}

// spots are the places in the query's text of what gained, and the number the
// marker has for the first of them.
func (p *plan) spots(g gain) (from int, spots [][2]int) {
	from = len(p.terms)
	switch g.kind {
	case gainTerm:
		t := p.terms[g.number]
		return g.number, [][2]int{{t.start, t.end}}
	case gainSynonym:
		e := p.synonyms[g.number]
		return from + g.number, [][2]int{{e.start, e.end}}
	case gainPhrase:
		return from + len(p.synonyms) + g.number, p.phraseSpots[g.number : g.number+1]
	}
	from += len(p.synonyms) + len(p.phrases)
	for _, before := range p.groups[:g.number] {
		from += len(before.phrases)
	}
	return from, p.groups[g.number].spots
}

// unmarked is the text of a clause without the marks around it.
func unmarked(typed string) string {
	if c := parse(typed).clauses; len(c) == 1 {
		return c[0].text
	}
	return typed
}

func formOf(typed, found string) Form {
	switch {
	case found == "" || strings.EqualFold(typed, found):
		return FormExact
	case Fold(typed) == Fold(found):
		return FormVariant
	}
	return FormStem
}
