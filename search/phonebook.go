package search

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// phonebook is a list of names that are looked up by how they are written and
// by how they are read. All of them lie in one text, so that looking through
// it is fast.
type phonebook struct {
	adding strings.Builder
	text   string   // folded names, each behind a line end
	starts []uint32 // where names begin, in bytes of text
	sounds []uint16 // of every character of a name; 0 before each name
	firsts []uint32 // where names begin in sounds
}

// likeness says how well a name matches what was typed, 0 not at all.
type likeness uint8

const (
	soundsInside likeness = iota + 1
	soundsFirst
	writtenInside
	writtenFirst
)

// add appends a name that is folded already; clip follows the last.
func (p *phonebook) add(name string, table *sounds) {
	p.adding.WriteByte('\n')
	p.sounds = append(p.sounds, 0)
	p.starts = append(p.starts, uint32(p.adding.Len()))
	p.firsts = append(p.firsts, uint32(len(p.sounds)))
	for _, r := range name {
		if r == '\n' || r == '\r' {
			r = ' '
		}
		p.adding.WriteRune(r)
		p.sounds = append(p.sounds, table.numbers[r])
	}
}

// clip ends the adding and gives back what was not used.
func (p *phonebook) clip() {
	p.text = strings.Clone(p.adding.String())
	p.adding.Reset()
	p.starts, p.firsts, p.sounds = slices.Clip(p.starts), slices.Clip(p.firsts), slices.Clip(p.sounds)
}

// name is the folded name of a number.
func (p *phonebook) name(i int) string {
	if i+1 < len(p.starts) {
		return p.text[p.starts[i] : p.starts[i+1]-1]
	}
	return p.text[p.starts[i]:]
}

// lookup is what was typed, folded, made ready to be looked up.
type lookup struct {
	typed   string
	letters string // of pinyin; empty when it can be none
	hints   []uint8
	table   *sounds
}

func newLookup(typed string) lookup {
	l := lookup{typed: typed, table: soundTable()}
	letters := strings.NewReplacer(" ", "", "'", "").Replace(typed)
	if len(letters) >= minPrefix && len(letters) <= maxSpelled && allLetters([]byte(letters)) {
		l.letters, l.hints = letters, l.table.hints(letters[0], letters[1])
	}
	return l
}

// find tells how well each name matches.
func (p *phonebook) find(l lookup) []likeness {
	alike := make([]likeness, len(p.starts))
	p.written(l.typed, alike)
	if l.letters != "" {
		p.sounding(l, alike)
	}
	return alike
}

// written finds names with a word that begins as typed; in scripts without
// spaces any character may begin a word.
func (p *phonebook) written(typed string, alike []likeness) {
	for from := 0; typed != ""; {
		at := strings.Index(p.text[from:], typed)
		if at < 0 {
			return
		}
		at += from
		from = at + 1
		if continues(p.text[:at], typed) {
			continue
		}
		i := sort.Search(len(p.starts), func(i int) bool { return int(p.starts[i]) > at }) - 1
		if i < 0 {
			continue
		}
		how := writtenInside
		if int(p.starts[i]) == at {
			how = writtenFirst
		}
		alike[i] = max(alike[i], how)
	}
}

// sounding finds names with characters that are read as typed. Most places are
// ruled out by the first two letters.
func (p *phonebook) sounding(l lookup, alike []likeness) {
	for at, number := range p.sounds {
		hint := l.hints[number]
		if hint&(hintFirst|hintBoth) == 0 ||
			hint&hintBoth == 0 && (at+1 == len(p.sounds) || l.hints[p.sounds[at+1]]&hintSecond == 0) ||
			!l.table.spell(p.sounds[at:], l.letters) {
			continue
		}
		i, first := slices.BinarySearch(p.firsts, uint32(at))
		how := soundsFirst
		if !first {
			i, how = i-1, soundsInside
		}
		alike[i] = max(alike[i], how)
	}
}

// length is a name's length in characters.
func (p *phonebook) length(i int) int { return utf8.RuneCountInString(p.name(i)) }
