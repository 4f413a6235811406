package search

import (
	"context"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// view is one state of the index. Document numbers mean something inside one
// view only. Columns and posting lists that queries share are read once and
// kept as long as the view.
type view struct {
	reader *scorch.IndexSnapshot
	refs   int // guarded by the generation
	shelf  *titleShelf

	mu      sync.Mutex
	numbers map[string][]uint64
	lists   map[string][]uint32
	values  map[string][]string
	folded  map[FacetName][]string
	books   map[FacetName]*phonebook
	base    *base
	scores  sync.Pool
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
}

func newView(reader *scorch.IndexSnapshot) *view {
	return &view{
		reader: reader, numbers: map[string][]uint64{},
		lists: map[string][]uint32{}, values: map[string][]string{}, folded: map[FacetName][]string{},
		books: map[FacetName]*phonebook{},
	}
}

// load reads the base once.
func (v *view) load(ctx context.Context) (*base, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.base != nil {
		return v.base, nil
	}
	numbers, err := v.column(ctx, fieldLength)
	if err != nil {
		return nil, err
	}
	v.base = newBase(numbers)
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
		}
	}
	return b
}

// damping is BM25's k1 * (1 - b + b * length / average).
func damping(length float64) float64 { return bm25K * (1 - bm25B + bm25B*length) }

// number returns a column: the number of every document plus one, 0 where a
// document has none. It covers base.size documents.
func (v *view) number(ctx context.Context, b *base, name string) ([]uint64, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if column, ok := v.numbers[name]; ok {
		return column, nil
	}
	column, err := v.column(ctx, name)
	if err != nil {
		return nil, err
	}
	column = append(column, make([]uint64, max(0, b.size-len(column)))...)
	v.numbers[name] = column
	return column, nil
}

func (v *view) column(ctx context.Context, name string) ([]uint64, error) {
	count, err := v.reader.DocCount()
	if err != nil {
		return nil, err
	}
	column := make([]uint64, 0, count)
	err = v.postings(ctx, name, numberTerm, true, func(doc uint32, freq uint64) {
		for len(column) < int(doc) {
			column = append(column, 0)
		}
		column = append(column, freq)
	})
	return column, err
}

// postings visits the documents of one term in ascending order.
func (v *view) postings(
	ctx context.Context, name, term string, freq bool, visit func(doc uint32, freq uint64),
) error {
	list, err := v.reader.TermFieldReader(ctx, []byte(term), name, freq, false, false)
	if err != nil {
		return err
	}
	defer list.Close()
	var doc index.TermFieldDoc
	for n := 0; ; n++ {
		next, err := list.Next(&doc)
		if err != nil || next == nil {
			return err
		}
		if n&0xfff == 0xfff && ctx.Err() != nil {
			return ctx.Err()
		}
		visit(uint32(next.ID.Value()), next.Freq)
	}
}

// frequency is the number of documents with term.
func (v *view) frequency(ctx context.Context, name, term string) (int, error) {
	list, err := v.reader.TermFieldReader(ctx, []byte(term), name, false, false, false)
	if err != nil {
		return 0, err
	}
	defer list.Close()
	return int(list.Count()), nil
}

// list returns the documents of one keyword; kept, because scopes and facets
// come back with every query, unlike roots.
func (v *view) list(ctx context.Context, name, value string) ([]uint32, error) {
	key := name + "\x00" + value
	v.mu.Lock()
	docs, ok := v.lists[key]
	v.mu.Unlock()
	if ok {
		return docs, nil
	}
	count, err := v.frequency(ctx, name, value)
	if err != nil || count == 0 { // values nobody has are not worth memory
		return nil, err
	}
	docs = make([]uint32, 0, count)
	err = v.postings(ctx, name, value, false, func(doc uint32, _ uint64) { docs = append(docs, doc) })
	if err != nil || name == fieldRoot {
		return docs, err
	}
	v.mu.Lock()
	v.lists[key] = docs
	v.mu.Unlock()
	return docs, nil
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
