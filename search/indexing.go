package search

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// format names the layout of the index; an index of another format is rebuilt.
const format = "bidwell-7"

// The fields of an indexed document.
const (
	fieldText       = "text"   // all ranked text and the phrases
	fieldPlaces     = "places" // where terms stand that occur often in a document
	fieldCharacters = "chars"  // single characters, with how often they occur
	fieldScope      = "scope"  // visibility
	fieldRoot       = "root"   // Doc.Root, for filters
	fieldLength     = "length" // numbers from here: tokens of the text
	fieldDate       = "date"
	fieldAmount     = "amount"
	fieldFactor     = "factor" // product of the factors, where there are any
	fieldKey        = "key"    // hash of the ID, the order of equal scores
	fieldGroup      = "group"  // hash of the root
	storedTitle     = "t"
	storedBody      = "b"
	storedMeta      = "m"
	maxBody         = 8 << 20
	maxID           = 512
	titlePlace      = 1 << 24 // places of the title lie behind those of the body
	bodyWeight      = 1
	titleWeight     = 2
	labelWeight     = 1
	dateOffset      = 1 << 37 // makes dates since the year -2400 positive
	amountOffset    = 1 << 59
	termsPerSlab    = 64
)

// characterOffset keeps the numbers of characters above 1, which the index
// treats in its own way.
const characterOffset = 1

const (
	titleLengthBits = 8
	maxTitleLength  = 1<<titleLengthBits - 1
)

// meta is what a hit needs besides title and body. Root is empty when the
// document is its own.
type meta struct {
	Kind     string   `json:"k,omitempty"`
	Root     string   `json:"r,omitempty"`
	Customer string   `json:"c,omitempty"`
	Language string   `json:"l,omitempty"`
	Scopes   []string `json:"s,omitempty"`
	Factors  []Factor `json:"f,omitempty"`
	Revision string   `json:"v,omitempty"`
}

func (d *Doc) check() error {
	if d.ID == "" || len(d.ID) > maxID || !utf8.ValidString(d.ID) {
		return fmt.Errorf("%w: document id %.40q", ErrInvalid, d.ID)
	}
	return checkFactors(d.Factors)
}

// indexed turns a document into what the index stores.
func (d *Doc) indexed(a *analyzer) (*document.Document, error) {
	root := d.Root
	if root == d.ID {
		root = ""
	}
	stored, err := json.Marshal(meta{
		Kind: d.Kind, Root: root, Customer: d.Customer, Language: d.Language,
		Scopes: d.Scopes, Revision: d.Revision, Factors: d.Factors,
	})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", d.ID, err)
	}
	title, body := strings.ToValidUTF8(d.Title, "\uFFFD"), strings.ToValidUTF8(cut(d.Body, maxBody), "\uFFFD")
	text := d.text(a, title, body)
	ranked, places := text.fields()
	doc := document.NewDocument(d.ID)
	for _, f := range append(d.keywords(),
		ranked,
		places,
		text.characterField(),
		numberField(fieldLength, text.lengths()),
		numberField(fieldKey, hash(d.ID)),
		numberField(fieldGroup, hash(d.root())),
		storedField(storedTitle, []byte(title)),
		storedField(storedBody, []byte(body)),
		storedField(storedMeta, stored),
	) {
		doc.AddField(f)
	}
	return doc, nil
}

// keywords are the exact values. Every document has every field, if without a
// value: segments of equal fields are merged by copying, others term by term.
func (d *Doc) keywords() []*field {
	year := ""
	if d.Year != 0 {
		year = strconv.Itoa(d.Year)
	}
	date, amount, factor := emptyField(fieldDate), emptyField(fieldAmount), emptyField(fieldFactor)
	if !d.Date.IsZero() {
		date = numberField(fieldDate, dateNumber(d.Date))
	}
	if d.Amount != 0 {
		amount = numberField(fieldAmount, amountNumber(d.Amount))
	}
	if len(d.Factors) > 0 {
		factor = numberField(fieldFactor, factorNumber(product(d.Factors)))
	}
	return []*field{
		keywordField(fieldScope, d.Scopes...),
		rareField(fieldRoot, d.root()),
		keywordField(string(FacetNameKind), d.Kind),
		keywordField(string(FacetNameIndustry), d.Industry),
		keywordField(string(FacetNameRegion), d.Region),
		keywordField(string(FacetNameOrganization), d.Organization),
		keywordField(string(FacetNameOutcome), d.Outcome),
		keywordField(string(FacetNameLanguage), d.Language),
		keywordField(string(FacetNameStatus), d.Status),
		keywordField(string(FacetNameCustomer), d.Customer),
		keywordField(string(FacetNameYear), year),
		keywordField(string(FacetNameTag), d.Tags...),
		date, amount, factor,
	}
}

// text is the ranked field: body, title, customer and tags in one posting per
// term, so that a query reads one list per term. The weights of the parts go
// into frequency and length alike.
func (d *Doc) text(a *analyzer, title, body string) *textField {
	t := &textField{terms: make(index.TokenFrequencies, min(len(body)/6, 1<<16)+16), characters: map[string]int{}}
	t.weight, t.placed = bodyWeight, true
	a.tokens(body, 0, t.add)
	t.weight, t.title = titleWeight, true
	a.tokens(title, titlePlace, t.add)
	t.weight, t.title, t.placed = labelWeight, false, false
	a.tokens(d.Customer, 0, t.add)
	for _, tag := range d.Tags {
		a.tokens(tag, 0, t.add)
	}
	return t
}

// fields makes the numbers of all terms. The text has no length of its own,
// which the index would repeat with every term.
func (t *textField) fields() (text, places *field) {
	text = &field{name: fieldText, options: index.IndexField, terms: t.terms}
	places = emptyField(fieldPlaces)
	for term, freq := range t.terms {
		s := &t.standings[freq.Frequency()]
		n := s.number()
		freq.SetFrequency(int(n))
		if n&kindMask == manyKind {
			places.terms[term] = s.apart()
		}
	}
	return text, places
}

// characterField makes the numbers of the characters.
func (t *textField) characterField() *field {
	f := &field{name: fieldCharacters, options: index.IndexField, terms: make(index.TokenFrequencies, len(t.characters))}
	if len(t.characters) > 0 {
		t.characters[anyCharacter] = 1
	}
	freqs := make([]index.TokenFreq, len(t.characters))
	for c, n := range t.characters {
		freqs[0].SetFrequency(n + characterOffset)
		f.terms[c], freqs = &freqs[0], freqs[1:]
	}
	return f
}

// lengths packs both lengths into one number.
func (t *textField) lengths() uint64 {
	return uint64(t.length)<<titleLengthBits | uint64(min(t.titleLength, maxTitleLength))
}

// textField gathers terms. While it does, the frequency of a term is its place
// in standings. Frequencies are cut from slabs.
type textField struct {
	terms       index.TokenFrequencies
	standings   []standing
	length      int
	titleLength int
	weight      int
	title       bool // whether this part is the title
	placed      bool // whether phrases may match in this part
	freqs       []index.TokenFreq
	characters  map[string]int
}

func (t *textField) add(tok token) {
	if tok.kind == tokenExact && !t.placed {
		return
	}
	if t.placed {
		if c, ok := indexedCharacter(tok); ok {
			t.characters[c] += t.weight
		}
	}
	s := t.standing(tok.term)
	s.weight += t.weight
	if tok.kind.counts() {
		t.length += t.weight
	}
	if t.title {
		s.title = true
		if tok.kind.counts() {
			t.titleLength++
		}
	}
	if t.placed && tok.kind.placed() {
		s.place(tok.pos)
	}
}

func (t *textField) standing(term []byte) *standing {
	if freq := t.terms[string(term)]; freq != nil {
		return &t.standings[freq.Frequency()]
	}
	if len(t.freqs) == 0 {
		t.freqs = make([]index.TokenFreq, termsPerSlab)
	}
	freq := &t.freqs[0]
	t.freqs = t.freqs[1:]
	freq.SetFrequency(len(t.standings))
	t.terms[string(term)] = freq
	t.standings = append(t.standings, standing{})
	return &t.standings[len(t.standings)-1]
}

func dateNumber(t time.Time) uint64 {
	return uint64(min(max(t.Unix(), -dateOffset), dateOffset) + dateOffset)
}

func amountNumber(amount int64) uint64 {
	return uint64(min(max(amount, -amountOffset), amountOffset-1) + amountOffset)
}

func hash(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // never fails
	sum := h.Sum64()
	return (sum ^ sum>>33) & maxNumber
}

// cut shortens text to at most n bytes at the border of a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
