package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

// Bounds of what DidYouMean looks at.
const (
	minRespelled  = 4  // letters of an English word
	maxRespelled  = 8  // Han characters of a word
	maxMistakes   = 8  // words of a query without hits
	maxSpellings  = 64 // words that are tried for one
	respelledBeam = 16
)

// DidYouMean returns q.Text with the words that occur nowhere in the documents
// that q.Scopes and q.Filter let through replaced by words that do: English
// ones that differ by one letter, or by two changed places, Chinese ones that
// sound alike. It returns "" when there is nothing to replace or nothing to
// replace it by. Quoted phrases, exclusions and fields stay as they are.
func (l *Library) DidYouMean(ctx context.Context, q Query) (string, error) {
	if len(q.Scopes) == 0 {
		return "", nil
	}
	a := l.language.analyzer()
	defer l.language.done(a)
	meant := ""
	err := l.ask(ctx, func(v *view) error {
		s := speller{run: &run{view: v}, a: a}
		if err := s.load(ctx); err != nil {
			return err
		}
		var err error
		if s.allowed, err = v.allowed(ctx, s.base, q.Scopes, q.Filter); err != nil {
			return err
		}
		meant, err = s.respell(ctx, readable(cut(q.Text, maxText)))
		return err
	})
	return meant, err
}

type speller struct {
	*run
	a        *analyzer
	allowed  docSet
	mistakes int
}

// respell replaces in the words of a query.
func (s *speller) respell(ctx context.Context, text string) (string, error) {
	var meant strings.Builder
	done, changed := 0, false
	for _, c := range parse(text).clauses {
		if c.kind != ClauseWords || c.negated {
			continue
		}
		for from := c.start; from < c.end; {
			word := sameScript(text[from:c.end])
			better, err := s.word(ctx, word)
			if err != nil {
				return "", err
			}
			if better != "" {
				meant.WriteString(text[done:from] + better)
				done, changed = from+len(word), true
			}
			from += len(word)
		}
	}
	if !changed {
		return "", nil
	}
	return meant.String() + text[done:], nil
}

// sameScript takes a word off the front of text: Han characters, other letters
// and digits, or what is neither.
func sameScript(text string) string {
	kind := func(r rune) int {
		switch {
		case isHan(r):
			return 1
		case isWord(r):
			return 2
		}
		return 0
	}
	first := kind(firstRune(text))
	end := strings.IndexFunc(text, func(r rune) bool { return kind(r) != first })
	if end < 0 {
		return text
	}
	return text[:end]
}

// word finds what a word without hits should be; "" when it has hits or no
// better spelling.
func (s *speller) word(ctx context.Context, word string) (string, error) {
	folded := Fold(word)
	n := utf8.RuneCountInString(folded)
	han := isHan(firstRune(folded))
	if han && (n < 2 || n > maxRespelled) || !han && (n < minRespelled || n > maxWord || !allLetters([]byte(folded))) {
		return "", nil
	}
	known := true
	var err error
	s.a.tokens(word, 0, func(t token) {
		if known && err == nil && t.kind != tokenTail && t.kind != tokenExact {
			var count int
			count, err = s.count(ctx, string(t.term), false)
			known = count > 0
		}
	})
	if known || err != nil || s.mistakes >= maxMistakes {
		return "", err
	}
	s.mistakes++
	if han {
		return s.han(ctx, []rune(folded))
	}
	return s.letters(ctx, folded)
}

// count is how many visible documents have a term, or have it as it is written.
func (s *speller) count(ctx context.Context, term string, written bool) (n int, err error) {
	err = s.view.postings(ctx, fieldText, term, func(doc uint32, freq uint64) {
		if s.allowed.has(doc) && (!written || occurrence(freq).found(doc).placed) {
			n++
		}
	})
	return n, err
}

// letters finds the most frequent word that differs by one letter, or has two
// neighbours changed.
func (s *speller) letters(ctx context.Context, word string) (best string, err error) {
	most := 0
	for _, mark := range []string{"", string(exactMark)} {
		near, err := s.near(mark, word)
		if err != nil {
			return "", err
		}
		for _, spelled := range append(near, otherBegin(word)...) {
			count, err := s.count(ctx, mark+spelled, true)
			if err != nil {
				return "", err
			}
			if count > most || count == most && count > 0 && spelled < best {
				best, most = spelled, count
			}
		}
	}
	return best, nil
}

// sameBegin is how many letters at the beginning of a word are taken for right
// while the words of the index are looked through; the others are guessed.
const sameBegin = 2

// near returns the most frequent words of the index that begin alike and
// differ by one letter.
func (s *speller) near(mark, word string) ([]string, error) {
	var all []index.DictEntry
	err := s.view.scan(mark+word[:sameBegin], func(entry *index.DictEntry) {
		if oneOff(entry.Term[len(mark):], word) {
			all = append(all, index.DictEntry{Term: strings.Clone(entry.Term[len(mark):]), Count: entry.Count})
		}
	})
	slices.SortStableFunc(all, func(x, y index.DictEntry) int { return cmp.Compare(y.Count, x.Count) })
	words := make([]string, 0, maxSpellings)
	for _, entry := range all[:min(len(all), maxSpellings)] {
		words = append(words, entry.Term)
	}
	return words, err
}

// oneOff tells whether two words differ by one letter, or by two neighbours
// that changed places.
func oneOff(x, y string) bool {
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 || x == y || !allLetters([]byte(x+y)) {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return x[i:] == y[i+1:]
	}
	return x[i+1:] == y[i+1:] || i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && x[i+2:] == y[i+2:]
}

// otherBegin are the words at a distance of one whose first letters differ.
func otherBegin(word string) []string {
	var all []string
	for i := range sameBegin {
		swapped := word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
		all = append(all, word[:i]+word[i+1:], swapped)
	}
	for c := 'a'; c <= 'z'; c++ {
		for i := range sameBegin {
			all = append(all, word[:i]+string(c)+word[i:], word[:i]+string(c)+word[i+1:])
		}
	}
	return all
}

// spelling is the beginning of a word that is read as the one that was typed.
type spelling struct {
	runes   []rune
	changes int
	count   uint64 // of its rarest pair
}

// han finds a word that sounds the same and stands in a visible document, with
// as few changes as possible. Pairs that are in the index lead from character
// to character.
func (s *speller) han(ctx context.Context, typed []rune) (string, error) {
	table := soundTable()
	var all []spelling
	for r := range table.homophones(typed[0]) {
		all = append(all, spelling{runes: []rune{r}, changes: changed(r, typed[0]), count: ^uint64(0)})
	}
	for _, r := range typed[1:] {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		var err error
		if all, err = s.longer(all, r, table.homophones(r)); err != nil {
			return "", err
		}
	}
	for _, one := range all {
		docs, err := s.view.matchPhrase(ctx, s.base, newPhrase(s.a, string(one.runes)))
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(docs, func(f found) bool { return s.allowed.has(f.doc) }) {
			return string(one.runes), nil
		}
	}
	return "", nil
}

// longer continues spellings by the characters that sound like r, and keeps
// the best.
func (s *speller) longer(all []spelling, r rune, homophones map[rune]bool) ([]spelling, error) {
	var next []spelling
	for _, one := range all {
		last := string(one.runes[len(one.runes)-1])
		err := s.view.scan(last, func(entry *index.DictEntry) {
			second := firstRune(entry.Term[len(last):])
			if len(entry.Term) != len(last)+utf8.RuneLen(second) || !homophones[second] {
				return
			}
			next = append(next, spelling{
				runes:   append(slices.Clone(one.runes), second),
				changes: one.changes + changed(second, r), count: min(one.count, entry.Count),
			})
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(next, func(x, y spelling) int {
		return cmp.Or(cmp.Compare(x.changes, y.changes), cmp.Compare(y.count, x.count), slices.Compare(x.runes, y.runes))
	})
	return next[:min(len(next), respelledBeam)], nil
}

func changed(now, before rune) int {
	if now == before {
		return 0
	}
	return 1
}
