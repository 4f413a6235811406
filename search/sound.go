package search

import (
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// sounds tells how Han characters are read, in pinyin without tones. Characters
// with the same readings share a number; 0 is no reading. It is made once and
// never written again.
type sounds struct {
	numbers  map[rune]uint16
	readings [][]string
	initials []uint32   // by number: a bit for each letter a reading begins with
	alike    [][]rune   // by number: the characters that are read so
	sharing  [][]uint16 // by number: the numbers that share a reading with it
}

var soundTable = sync.OnceValue(func() *sounds {
	s := &sounds{numbers: make(map[rune]uint16, len(pinyin.PinyinDict))}
	s.add("") // so that 0 is no reading
	byReadings, han := map[string]uint16{}, hanTable()
	for code, written := range pinyin.PinyinDict {
		if r := rune(code); foldRune(r, han) == r && isHan(r) {
			plain := toneless(written)
			key := strings.Join(plain, ",")
			number, ok := byReadings[key]
			if !ok {
				number = s.add(plain...)
				byReadings[key] = number
			}
			s.numbers[r] = number
			s.alike[number] = append(s.alike[number], r)
		}
	}
	byReading := map[string][]uint16{}
	for number, readings := range s.readings[1:] {
		for _, reading := range readings {
			byReading[reading] = append(byReading[reading], uint16(number+1))
		}
	}
	for number, readings := range s.readings[1:] {
		for _, reading := range readings {
			s.sharing[number+1] = append(s.sharing[number+1], byReading[reading]...)
		}
		slices.Sort(s.sharing[number+1])
		s.sharing[number+1] = slices.Compact(s.sharing[number+1])
	}
	for _, alike := range s.alike {
		slices.Sort(alike)
	}
	return s
})

func (s *sounds) add(readings ...string) uint16 {
	var initials uint32
	for _, reading := range readings {
		if reading != "" {
			initials |= letterBit(reading[0])
		}
	}
	s.readings = append(s.readings, readings)
	s.initials = append(s.initials, initials)
	s.alike = append(s.alike, nil)
	s.sharing = append(s.sharing, nil)
	return uint16(len(s.readings) - 1)
}

func letterBit(c byte) uint32 { return 1 << (c - 'a') }

// toneless turns the readings of the dictionary (nǚ,rǔ) into letters that
// people type: ü is v, or u.
func toneless(written string) []string {
	var all []string
	for reading := range strings.SplitSeq(written, ",") {
		var plain, other strings.Builder
		for _, r := range norm.NFD.String(reading) {
			switch {
			case r >= 'a' && r <= 'z':
				plain.WriteRune(r)
				other.WriteRune(r)
			case r == '\u0308': // the u before it is ü
				text := strings.TrimSuffix(plain.String(), "u")
				plain.Reset()
				plain.WriteString(text + "v")
			case !unicode.Is(unicode.Mn, r):
				return all
			}
		}
		if plain.Len() > 0 {
			all = append(all, plain.String(), other.String())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// maxSpelled bounds the letters of pinyin, which are counted in bits.
const maxSpelled = 63

// spell tells whether the characters read as numbers begin with what was typed
// in letters, at most maxSpelled: each by its whole reading or by its first
// letter, the last also by a part of its reading. The letters that the
// characters so far may have used are kept as bits, so that the work does not
// grow with the ways to divide them.
func (s *sounds) spell(numbers []uint16, typed string) bool {
	used := uint64(1)
	for _, number := range numbers {
		var next uint64
		for ; used != 0; used &= used - 1 {
			n := bits.TrailingZeros64(used)
			rest := typed[n:]
			if s.initials[number]&letterBit(rest[0]) == 0 {
				continue
			}
			next |= 1 << (n + 1)
			for _, reading := range s.readings[number] {
				if strings.HasPrefix(reading, rest) {
					return true
				}
				if strings.HasPrefix(rest, reading) {
					next |= 1 << (n + len(reading))
				}
			}
		}
		if next>>len(typed) != 0 {
			return true
		}
		if used = next; used == 0 {
			return false
		}
	}
	return false
}

// What a character's readings say of the first two letters that were typed.
const (
	hintFirst  = 1 << iota // one begins with the first
	hintSecond             // one begins with the second
	hintBoth               // one begins with both
)

// hints are the hints of all numbers.
func (s *sounds) hints(first, second byte) []uint8 {
	hints := make([]uint8, len(s.readings))
	both := string([]byte{first, second})
	for number, readings := range s.readings {
		if s.initials[number]&letterBit(first) != 0 {
			hints[number] |= hintFirst
		}
		if s.initials[number]&letterBit(second) != 0 {
			hints[number] |= hintSecond
		}
		for _, reading := range readings {
			if strings.HasPrefix(reading, both) {
				hints[number] |= hintBoth
			}
		}
	}
	return hints
}

// homophones are the characters that can be read as r, and r.
func (s *sounds) homophones(r rune) map[rune]bool {
	all := map[rune]bool{r: true}
	for _, number := range s.sharing[s.numbers[r]] {
		for _, other := range s.alike[number] {
			all[other] = true
		}
	}
	return all
}
