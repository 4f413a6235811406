package search

import (
	"context"
	"math"
	"slices"
)

const (
	// synonymShare is what a synonym counts of the word that was typed. It is
	// the same for all of them: of two documents alike but for the word, the one
	// with the word that was typed comes first.
	synonymShare = 0.4
	// maxExpansions bounds the synonyms of one query.
	maxExpansions = 32
)

// expansion is a synonym of words that were typed.
type expansion struct {
	text, key  string
	phrase     phrase
	terms      []string // what was typed, as terms
	start, end int      // where, in the query's text
}

// reader gathers the units of a query's words for its synonyms.
type reader struct {
	thesaurus  *thesaurus
	expansions []expansion
	typed      []string // keys of the forms the query says itself
	units      []unit
	places     [][2]int // of the units, in the query's text
	from       int
}

func (r *reader) add(t token) {
	n := len(r.units)
	r.units = appendUnit(r.units, t)
	if len(r.units) > n {
		r.places = append(r.places, [2]int{r.from + t.start, r.from + t.end})
	}
}

// read finds the forms in one clause of words.
func (r *reader) read(a *analyzer, c clause) {
	r.units, r.places, r.from = r.units[:0], r.places[:0], c.start
	a.tokens(c.text, 0, r.add)
	for i := range r.units {
		for _, at := range r.thesaurus.begin[r.units[i].term] {
			if r.thesaurus.groups[at.group][at.form].at(r.units[i:]) {
				r.expand(at, i)
			}
		}
	}
}

// expand takes the other forms of the group of a form that begins at unit i.
func (r *reader) expand(at formAt, i int) {
	group := r.thesaurus.groups[at.group]
	said := group[at.form]
	last := i + len(said.units) - 1
	r.typed = append(r.typed, said.key)
	var terms []string
	for _, u := range r.units[i : last+1] {
		terms = append(terms, u.term)
	}
	for n, f := range group {
		if n != at.form && !r.has(f) {
			r.expansions = append(r.expansions, expansion{
				text: f.text, key: f.key, phrase: f.phrase, terms: terms, start: r.places[i][0], end: r.places[last][1],
			})
		}
	}
}

func (r *reader) has(f form) bool {
	return slices.ContainsFunc(r.expansions, func(e expansion) bool { return e.key == f.key })
}

// result is what to look for besides the words: no form that was typed itself.
func (r *reader) result() []expansion {
	all := slices.DeleteFunc(r.expansions, func(e expansion) bool { return slices.Contains(r.typed, e.key) })
	return all[:min(len(all), maxExpansions)]
}

// expand returns the synonyms of a query's words.
func (t typed) expand(a *analyzer, words *thesaurus) []expansion {
	if words == nil || len(words.groups) == 0 {
		return nil
	}
	r := reader{thesaurus: words}
	for _, c := range t.clauses {
		if c.kind == ClauseWords && !c.negated && c.group == 0 {
			r.read(a, c)
		}
	}
	return r.result()
}

// scoreSynonyms adds the synonyms to the tally and returns their weights: at
// most the share of what was typed, and less when the synonym itself tells
// less. They add nothing to the weight of the whole query.
func (v *view) scoreSynonyms(
	ctx context.Context, b *base, t *tally, expansions []expansion, terms []weighted,
) ([]float32, error) {
	weights := make([]float32, len(expansions))
	for i, e := range expansions {
		all, err := v.matchPhrase(ctx, b, e.phrase)
		if err != nil {
			return nil, err
		}
		weight := idf(b, len(all)) * float32(len(e.phrase))
		if said := e.weight(terms); said > 0 {
			weight = min(weight, said)
		}
		weights[i] = weight * synonymShare
		han := isHan(firstRune(e.phrase[0].term))
		for _, f := range all {
			if han { // as for pairs that were typed
				f.frequency = float32(math.Sqrt(float64(f.frequency)))
			}
			t.add(b, weights[i], f)
		}
		t.counted(gainSynonym, i, weights[i])
	}
	return weights, nil
}

// weight is what the words that were typed weigh together.
func (e expansion) weight(terms []weighted) float32 {
	var sum float32
	for _, term := range terms {
		if !term.prefix && slices.Contains(e.terms, term.term) {
			sum += term.weight
		}
	}
	return sum
}
