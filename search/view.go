package search

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// view is one state of the index. Document numbers mean something inside one
// view only. Columns and posting lists that queries share are read once and
// kept as long as the view.
type view struct {
	reader *scorch.IndexSnapshot
	files  []*storedFile // by segment, nil where only the index can read it
	opened []io.Closer
	refs   int // guarded by the generation
	shelf  *titleShelf
	copies *signatureShelf

	mu      sync.Mutex
	numbers map[string][]uint64
	lists   map[string]docList
	columns map[FacetName]*column
	values  map[string][]string
	folded  map[FacetName][]string
	books   map[FacetName]*phonebook
	boosted map[uint32]*boosts // by day

	standsOut map[string]*peaks // by term, nil for those that were asked for once
	base      *base
	scores    sync.Pool

	dictionaries map[string]*sync.Pool // by field
}

// maxKeptValues bounds the lists of terms that a view keeps: there are as many
// beginnings of words to ask for as there are characters.
const maxKeptValues = 256

// base is what every query needs: the live documents and their lengths.
type base struct {
	size    int // document numbers are below
	live    docSet
	count   int
	lengths []float32 // damping by length
	titles  []float32 // what a term in the title adds, by the title's length

	titleMost float32 // the greatest of them
}

func newView(reader *scorch.IndexSnapshot) *view {
	v := &view{
		reader: reader, numbers: map[string][]uint64{},
		lists: map[string]docList{}, values: map[string][]string{}, folded: map[FacetName][]string{},
		books: map[FacetName]*phonebook{}, columns: map[FacetName]*column{}, dictionaries: map[string]*sync.Pool{},
		boosted: map[uint32]*boosts{}, standsOut: map[string]*peaks{},
	}
	for _, s := range reader.Segments() {
		file, closer := newStoredFile(s)
		if v.files = append(v.files, file); file != nil {
			v.opened = append(v.opened, closer)
		}
	}
	return v
}

// close gives the state of the index back; nobody may use the view any more.
func (v *view) close() error {
	err := v.reader.Close()
	for _, file := range v.opened {
		err = errors.Join(err, file.Close())
	}
	return err
}

// load reads the base once.
func (v *view) load(ctx context.Context) (*base, error) {
	v.mu.Lock()
	known := v.base
	v.mu.Unlock()
	if known != nil {
		return known, nil
	}
	numbers, err := v.readNumber(ctx, fieldLength)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.base == nil { // tallies fit one base
		v.base = newBase(numbers)
	}
	return v.base, nil
}

// newBase turns the column of lengths into what ranking divides by.
func newBase(numbers []uint64) *base {
	b := &base{
		size: len(numbers), live: newDocSet(len(numbers)),
		lengths: make([]float32, len(numbers)), titles: make([]float32, len(numbers)),
	}
	var texts, titles float64
	for doc, n := range numbers {
		if n > 0 {
			b.live.add(uint32(doc))
			b.count++
			texts += float64((n - 1) >> titleLengthBits)
			titles += float64((n - 1) & maxTitleLength)
		}
	}
	count := max(float64(b.count), 1)
	texts, titles = max(texts/count, 1), max(titles/count, 1)
	for doc, n := range numbers {
		if n > 0 {
			b.lengths[doc] = float32(damping(float64((n-1)>>titleLengthBits) / texts))
			b.titles[doc] = float32((bm25K + 1) / (1 + damping(float64((n-1)&maxTitleLength)/titles)))
			b.titleMost = max(b.titleMost, b.titles[doc])
		}
	}
	return b
}

// damping is BM25's k1 * (1 - b + b * length / average).
func damping(length float64) float64 { return bm25K * (1 - bm25B + bm25B*length) }

// number returns a column: the number of every document plus one, 0 where a
// document has none.
func (v *view) number(ctx context.Context, name string) ([]uint64, error) {
	v.mu.Lock()
	column, ok := v.numbers[name]
	v.mu.Unlock()
	if ok {
		return column, nil
	}
	column, err := v.readNumber(ctx, name)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.numbers[name] = column
	return column, nil
}

func (v *view) readNumber(ctx context.Context, name string) ([]uint64, error) {
	column := make([]uint64, v.size())
	p, err := v.open(name, numberTerm)
	if err != nil {
		return nil, err
	}
	err = p.each(ctx, func(docs []uint32, numbers []uint64) {
		for i, doc := range docs {
			column[doc] = numbers[i]
		}
	})
	return column, err
}

// size is the number of documents, those that are deleted too.
func (v *view) size() (n int) {
	for _, s := range v.reader.Segments() {
		n += int(s.FullSize())
	}
	return n
}

// postings visits the documents of one term in ascending order.
func (v *view) postings(ctx context.Context, name, term string, visit func(doc uint32, freq uint64)) error {
	p, err := v.open(name, term)
	if err != nil {
		return err
	}
	return p.each(ctx, func(docs []uint32, numbers []uint64) {
		for i, doc := range docs {
			visit(doc, numbers[i])
		}
	})
}

// list returns the documents of one keyword; kept, because scopes and filters
// come back with every query, unlike roots.
func (v *view) list(ctx context.Context, name, value string) (docList, error) {
	key := name + "\x00" + value
	v.mu.Lock()
	list, ok := v.lists[key]
	v.mu.Unlock()
	if ok {
		return list, nil
	}
	p, err := v.open(name, value)
	if err != nil || p.count == 0 { // values nobody has are not worth memory
		return list, err
	}
	list.docs = make([]uint32, 0, p.count)
	err = p.each(ctx, func(some []uint32, _ []uint64) { list.docs = append(list.docs, some...) })
	if err != nil || name == fieldRoot {
		return list, err
	}
	if size := v.size(); p.count > size/32 {
		list = docList{set: newDocSet(size).addAll(list.docs)}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lists[key] = list
	return list, nil
}

// terms returns the terms of a field that begin with prefix, ascending.
func (v *view) terms(name, prefix string) ([]string, error) {
	key := name + "\x00" + prefix
	v.mu.Lock()
	terms, ok := v.values[key]
	v.mu.Unlock()
	if ok {
		return terms, nil
	}
	dict, err := v.reader.FieldDictPrefix(name, []byte(prefix))
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			break
		}
		terms = append(terms, entry.Term)
	}
	if len(terms) == 0 {
		return nil, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.values) < maxKeptValues {
		v.values[key] = terms
	}
	return terms, nil
}
