package search

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// DuplicateQuery asks which of the documents that Filter and Scopes let through
// say the same.
type DuplicateQuery struct {
	Filter Filter
	Scopes []string
	// Alike is how alike the bodies of copies are at least, from MinAlike to 1;
	// 0 means DefaultAlike.
	Alike float64
	// Limit is the number of clusters wanted, at most MaxClusters.
	Limit int
}

// Cluster is a set of documents each of which is a copy of another in it.
type Cluster struct {
	// Members are the first MaxCopies of them, ascending by ID; Size counts all.
	Members []Copy
	Size    int

	signatures []*signature
}

// Copy is a document of a cluster.
type Copy struct{ ID, Kind, Root, Title string }

// Alike estimates how alike the bodies of two members are, from 0 to 1, with a
// standard error of at most .044. Copies of copies may be less alike than was
// asked for.
func (c *Cluster) Alike(i, j int) float64 { return c.signatures[i].alike(c.signatures[j]) }

const (
	// DefaultAlike is how alike copies are when a query does not tell.
	DefaultAlike = .8
	// MinAlike is the least that a query can ask for.
	MinAlike = .5
	// MaxClusters bounds DuplicateQuery.Limit.
	MaxClusters = 100
	// MaxCopies bounds the members that are told of a cluster.
	MaxCopies = 200

	// mostMissed is the share of copies, just as alike as was asked for, that
	// may not meet in any bucket.
	mostMissed = 1e-6
	// neighbours bounds with how many others of a bucket a text is compared:
	// those are told apart already that are in one cluster or say just the same.
	neighbours = 64
)

// Duplicates finds clusters of documents whose bodies are near-copies of each
// other, the largest first, equal ones in a fixed order: by MinHash signatures,
// those compared that agree in all slots of a band (Leskovec, Rajaraman and
// Ullman, Mining of Massive Datasets, ch. 3), joined when the signatures are
// alike enough. Short bodies, of fewer than 20 different shingles, are nobody's
// copies. The answer depends on nothing but the documents. The first call reads
// their bodies, later ones only those of new documents and of segments merged
// since; it keeps 256 bytes for each. One call runs at a time.
func (l *Library) Duplicates(ctx context.Context, q DuplicateQuery) ([]Cluster, error) {
	if q.Alike == 0 {
		q.Alike = DefaultAlike
	}
	if q.Limit < 0 || q.Limit > MaxClusters || !(q.Alike >= MinAlike && q.Alike <= 1) { // so that NaN is refused
		return nil, fmt.Errorf("%w: limit %d, alike %v", ErrInvalid, q.Limit, q.Alike)
	}
	if q.Limit == 0 || len(q.Scopes) == 0 {
		return nil, nil
	}
	select {
	case l.comparing <- struct{}{}: // before the turn to search, which others wait for
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-l.comparing }()
	var clusters []Cluster
	err := l.ask(ctx, func(v *view) error {
		r := &run{view: v}
		if err := r.load(ctx); err != nil {
			return err
		}
		allowed, err := v.allowed(ctx, r.base, q.Scopes, q.Filter)
		if err != nil {
			return err
		}
		allowed.keep(r.base.live)
		clusters, err = r.duplicates(ctx, q, allowed)
		return err
	})
	return clusters, err
}

func (r *run) duplicates(ctx context.Context, q DuplicateQuery, allowed docSet) ([]Cluster, error) {
	signatures, err := r.view.copies.of(ctx, r.view, allowed)
	if err != nil {
		return nil, err
	}
	docs := make([]uint32, 0, len(signatures))
	for doc := range signatures {
		docs = append(docs, doc)
	}
	slices.SortFunc(docs, func(a, b uint32) int { return cmp.Or(cmp.Compare(r.keys[a], r.keys[b]), cmp.Compare(a, b)) })
	texts := make([]*signature, len(docs))
	for i, doc := range docs {
		texts[i] = signatures[doc]
	}
	sets, err := joinAlike(ctx, texts, q.Alike)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(sets, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	clusters := make([]Cluster, 0, min(len(sets), q.Limit))
	for _, set := range sets[:min(len(sets), q.Limit)] {
		members := make([]uint32, len(set))
		for i, text := range set {
			members[i] = docs[text]
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		cluster, err := r.view.cluster(members, signatures)
		if err != nil {
			return nil, err
		}
		clusters = append(clusters, cluster)
	}
	return clusters, nil
}

// cluster tells of documents that are copies.
func (v *view) cluster(docs []uint32, signatures map[uint32]*signature) (Cluster, error) {
	type member struct {
		id  string
		doc uint32
	}
	members := make([]member, len(docs))
	for n, doc := range docs {
		i, local := v.segment(uint64(doc))
		id, err := v.reader.Segments()[i].DocID(local)
		if err != nil {
			return Cluster{}, fmt.Errorf("%w: id of document %d: %w", errDamaged, doc, err)
		}
		members[n] = member{string(id), doc}
	}
	slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.id, b.id) })
	c := Cluster{Size: len(members)}
	for _, m := range members[:min(len(members), MaxCopies)] {
		s, err := v.read(m.doc)
		if err != nil {
			return Cluster{}, err
		}
		c.Members = append(c.Members, Copy{ID: s.id, Kind: s.meta.Kind, Root: s.meta.Root, Title: s.title})
		c.signatures = append(c.signatures, signatures[m.doc])
	}
	return c, nil
}

// joinAlike parts texts into sets of copies of two and more, the texts of each
// ascending, the sets by their first.
func joinAlike(ctx context.Context, texts []*signature, alike float64) ([][]int32, error) {
	sets := newForest(len(texts))
	var distinct []int32 // what says just the same is compared once
	first := make(map[signature]int32, len(texts))
	for i, text := range texts {
		if same, ok := first[*text]; ok {
			sets.join(same, int32(i))
			continue
		}
		first[*text] = int32(i)
		distinct = append(distinct, int32(i))
	}
	type place struct {
		bucket uint64
		text   int32
	}
	places := make([]place, len(distinct))
	most := signatureSlots - int(math.Ceil(alike*signatureSlots-1e-9))
	rows := rowsOfBand(alike)
	for from := 0; from+rows <= signatureSlots; from += rows {
		for i, text := range distinct {
			bucket := uint64(0)
			for _, slot := range texts[text][from : from+rows] {
				bucket = mix(bucket + uint64(slot))
			}
			places[i] = place{bucket, text}
		}
		slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.text, b.text)) })
		begin := 0
		for i, at := range places {
			if i&0xff == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if at.bucket != places[begin].bucket {
				begin = i
			}
			for _, other := range places[max(begin, i-neighbours):i] {
				if !sets.same(at.text, other.text) && texts[at.text].apart(texts[other.text], most) <= most {
					sets.join(at.text, other.text)
				}
			}
		}
	}
	return sets.several(), nil
}

// rowsOfBand is how many slots a band has: as many as miss no more than
// mostMissed of the copies that are as alike as was asked for.
func rowsOfBand(alike float64) int {
	rows := 1
	for n := 2; n <= signatureSlots; n++ {
		if math.Pow(1-math.Pow(alike, float64(n)), float64(signatureSlots/n)) <= mostMissed {
			rows = n
		}
	}
	return rows
}

// forest is a union-find; the root of a set is its least member.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

func (f forest) root(i int32) int32 {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) same(i, j int32) bool { return f.root(i) == f.root(j) }

func (f forest) join(i, j int32) {
	i, j = f.root(i), f.root(j)
	f[max(i, j)] = min(i, j)
}

// several are the sets of more than one.
func (f forest) several() (all [][]int32) {
	at := map[int32]int{}
	for i := range f {
		root := f.root(int32(i))
		if root == int32(i) {
			continue
		}
		n, ok := at[root]
		if !ok {
			n = len(all)
			at[root] = n
			all = append(all, []int32{root})
		}
		all[n] = append(all[n], int32(i))
	}
	// By their first members: the second decided until here.
	slices.SortFunc(all, func(a, b []int32) int { return cmp.Compare(a[0], b[0]) })
	return all
}
