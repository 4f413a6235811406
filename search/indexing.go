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
const format = "bidwell-2"

// The fields of an indexed document.
const (
	fieldText     = "text"   // all ranked text and the phrases
	fieldScope    = "scope"  // visibility
	fieldRoot     = "root"   // Doc.Root, for filters
	fieldLength   = "length" // numbers from here: tokens of the text
	fieldDate     = "date"
	fieldAmount   = "amount"
	fieldKey      = "key"   // hash of the ID, the order of equal scores
	fieldGroup    = "group" // hash of the root
	storedTitle   = "t"
	storedBody    = "b"
	storedMeta    = "m"
	maxBody       = 8 << 20
	maxID         = 512
	titlePlace    = 1 << 24 // places of the title lie behind those of the body
	titleWeight   = 2
	labelWeight   = 1
	dateOffset    = 1 << 37 // makes dates since the year -2400 positive
	amountOffset  = 1 << 59
	placesPerSlab = 256
)

// What the index stores as a frequency is the weighted count and two signs:
// whether the term is in the title, and whether it has a place, so that a
// phrase of one term needs no places.
const (
	freqPlaced = 1
	freqTitle  = 2
	freqBits   = 2
)

const (
	titleLengthBits = 8
	maxTitleLength  = 1<<titleLengthBits - 1
)

// meta is what a hit needs besides title and body.
type meta struct {
	Kind     string   `json:"k,omitempty"`
	Root     string   `json:"r,omitempty"`
	Customer string   `json:"c,omitempty"`
	Language string   `json:"l,omitempty"`
	Tags     []string `json:"t,omitempty"`
	Scopes   []string `json:"s,omitempty"`
	Revision string   `json:"v,omitempty"`
}

func (d *Doc) check() error {
	if d.ID == "" || len(d.ID) > maxID || !utf8.ValidString(d.ID) {
		return fmt.Errorf("%w: document id %.40q", ErrInvalid, d.ID)
	}
	return nil
}

// indexed turns a document into what the index stores.
func (d *Doc) indexed(a *analyzer) (*document.Document, error) {
	stored, err := json.Marshal(meta{
		Kind: d.Kind, Root: d.root(), Customer: d.Customer, Language: d.Language,
		Tags: d.Tags, Scopes: d.Scopes, Revision: d.Revision,
	})
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", d.ID, err)
	}
	title, body := strings.ToValidUTF8(d.Title, "\uFFFD"), strings.ToValidUTF8(cut(d.Body, maxBody), "\uFFFD")
	text := d.text(a, title, body)
	doc := document.NewDocument(d.ID)
	for _, f := range append(d.keywords(),
		text.field(),
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

// keywords are the exact values; a document only has fields for what it has.
func (d *Doc) keywords() []*field {
	year := ""
	if d.Year != 0 {
		year = strconv.Itoa(d.Year)
	}
	var fields []*field
	for _, f := range []*field{
		keywordField(fieldScope, d.Scopes...),
		keywordField(fieldRoot, d.root()),
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
	} {
		if len(f.terms) > 0 {
			fields = append(fields, f)
		}
	}
	if !d.Date.IsZero() {
		fields = append(fields, numberField(fieldDate, dateNumber(d.Date)))
	}
	if d.Amount != 0 {
		fields = append(fields, numberField(fieldAmount, amountNumber(d.Amount)))
	}
	return fields
}

// text is the ranked field: body, title, customer and tags in one posting per
// term, so that a query reads one list per term. The weights of the parts go
// into frequency and length alike.
func (d *Doc) text(a *analyzer, title, body string) *textField {
	t := &textField{terms: make(index.TokenFrequencies, min(len(body)/6, 1<<16)+16)}
	t.weight, t.placed = 1, true
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

func (t *textField) field() *field {
	return &field{
		name: fieldText, options: index.IndexField | index.IncludeTermVectors,
		length: t.length, terms: t.terms,
	}
}

// lengths packs both lengths into one number.
func (t *textField) lengths() uint64 {
	return uint64(t.length)<<titleLengthBits | uint64(min(t.titleLength, maxTitleLength))
}

// textField gathers terms. Frequencies and places are cut from slabs, because
// most terms occur once.
type textField struct {
	terms       index.TokenFrequencies
	length      int
	titleLength int
	weight      int
	title       bool // whether this part is the title
	placed      bool // whether phrases may match in this part
	freqs       []index.TokenFreq
	places      []index.TokenLocation
	refs        []*index.TokenLocation
}

func (t *textField) add(tok token) {
	if tok.kind == tokenExact && !t.placed {
		return
	}
	freq := t.terms[string(tok.term)]
	if freq == nil {
		if len(t.freqs) == 0 {
			t.freqs = make([]index.TokenFreq, placesPerSlab)
		}
		freq, t.freqs = &t.freqs[0], t.freqs[1:]
		t.terms[string(tok.term)] = freq
	}
	n := freq.Frequency() + t.weight<<freqBits
	if tok.kind.counts() {
		t.length += t.weight
	}
	if t.title {
		n |= freqTitle
		if tok.kind.counts() {
			t.titleLength++
		}
	}
	if t.placed && tok.kind.placed() {
		t.place(freq, tok.pos)
		n |= freqPlaced
	}
	freq.SetFrequency(n)
}

func (t *textField) place(freq *index.TokenFreq, pos int) {
	if len(t.places) == 0 {
		t.places = make([]index.TokenLocation, placesPerSlab)
		t.refs = make([]*index.TokenLocation, placesPerSlab)
	}
	at := &t.places[0]
	t.places = t.places[1:]
	at.Position = pos
	if freq.Locations == nil {
		t.refs[0] = at
		freq.Locations, t.refs = t.refs[:1:1], t.refs[1:]
		return
	}
	freq.Locations = append(freq.Locations, at)
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
