package seed

import (
	_ "embed"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// The words of generated texts, the most frequent first. After those come rare ones, put together from pieces, so that
// the frequencies fall like those of a language and most words of a large library are rare.
var (
	//go:embed vocabulary/zh.txt
	zhWords string
	//go:embed vocabulary/en.txt
	enWords string
	//go:embed vocabulary/zh_rare.txt
	zhPieces string
)

// rareWords is how many words the rare part of a vocabulary has.
const rareWords = 20_000

// vocabulary is the words of one language.
type vocabulary struct {
	language      string
	words, pieces []string
}

// vocabularies are the two languages of the generator.
type vocabularies struct{ zh, en *vocabulary }

func newVocabularies() vocabularies {
	consonants, vowels := strings.Split("b c d f g h k l m n p r s t v z br cl dr gl pr st tr", " "), strings.Split("a e i o u ai ea ou", " ")
	var syllables []string
	for _, c := range consonants {
		for _, v := range vowels {
			syllables = append(syllables, c+v)
		}
	}
	return vocabularies{
		zh: &vocabulary{"zh", strings.Fields(zhWords), strings.Fields(zhPieces)},
		en: &vocabulary{"en", strings.Fields(enWords), syllables},
	}
}

// size is the number of words.
func (v *vocabulary) size() int { return len(v.words) + rareWords }

// word is the one of that rank.
func (v *vocabulary) word(rank int) string {
	if rank < len(v.words) {
		return v.words[rank]
	}
	n := uint64(rank-len(v.words)) * 2_654_435_761 // spreads neighbours over the pieces
	pieces := uint64(len(v.pieces))
	return v.pieces[n%pieces] + v.pieces[n/pieces%pieces]
}

// dice is the chance of one generated record: the same throws for the same kind and number.
type dice struct {
	*rand.Rand
	vocabulary *vocabulary
	rank       *rand.Zipf
}

// generation is the seed of everything generated. Changing it changes every figure that was measured with it.
const generation = 20_240_229

// throw gives the dice of record i of a kind; share is the part of them in Chinese.
func (v vocabularies) throw(kind string, i int, share float64) *dice {
	stream := uint64(i) << 8
	for _, c := range []byte(kind) {
		stream = stream*31 + uint64(c)
	}
	d := &dice{Rand: rand.New(rand.NewPCG(generation, stream)), vocabulary: v.en}
	if d.Float64() < share {
		d.vocabulary = v.zh
	}
	d.rank = rand.NewZipf(d.Rand, 1.25, 3, uint64(d.vocabulary.size()-1))
	return d
}

func (d *dice) isZh() bool { return d.vocabulary.language == "zh" }

// between is a whole number from least to most.
func (d *dice) between(least, most int) int { return least + d.IntN(most-least+1) }

// chance is true with a probability.
func (d *dice) chance(p float64) bool { return d.Float64() < p }

// oneOf chooses an entry.
func oneOf[T any](d *dice, from []T) T { return from[d.IntN(len(from))] }

// weighted chooses an index with the probabilities of weights.
func (d *dice) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	at := d.IntN(sum)
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// amount is money in whole hundreds, in minor units: many small, few large, the middle at 540,000.
func (d *dice) amount() int64 {
	return 10_000 * int64(math.Exp(min(d.NormFloat64(), 4)*1.1+8.6)+1)
}

// code is an identifier as texts are full of.
func (d *dice) code() string { return fmt.Sprintf("PB-%04d", d.IntN(10_000)) }

// phrase is a number of words.
func (d *dice) phrase(words int) string {
	parts := make([]string, words)
	for i := range parts {
		parts[i] = d.vocabulary.word(int(d.rank.Uint64()))
	}
	if d.isZh() {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}

// prose is sentences and paragraphs of about that many bytes.
func (d *dice) prose(bytes int) string {
	comma, stop := ", ", ". "
	if d.isZh() {
		comma, stop = "\uff0c", "\u3002"
	}
	var b strings.Builder
	for b.Len() < bytes {
		b.WriteString(d.phrase(d.between(4, 9)))
		switch d.weighted(10, 8, 1, 1) {
		case 0:
			b.WriteString(comma)
		case 1:
			b.WriteString(stop)
		case 2:
			b.WriteString(" " + d.code() + stop)
		default:
			b.WriteString(strings.TrimSpace(stop) + "\n\n")
		}
	}
	return strings.TrimRight(b.String(), comma+stop+"\n") + strings.TrimSpace(stop)
}
