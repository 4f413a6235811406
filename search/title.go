package search

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// maxSuggestedTitle bounds what of a title is kept for suggestions, in bytes.
const maxSuggestedTitle = 240

// titles are the titles of one segment's documents. A segment never changes,
// so they are read once; of a new segment only its own documents are read.
type titles struct {
	book phonebook
	of   []uint32 // by document: its title and one, 0 for none
}

// titleShelf keeps the titles of the segments of a generation.
type titleShelf struct {
	mu       sync.Mutex
	segments map[uint64]*titles
}

// of returns the titles of a view's segments, in order, and forgets those of
// segments that are gone.
func (s *titleShelf) of(ctx context.Context, v *view) ([]*titles, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := map[uint64]*titles{}
	var all []*titles
	for _, segment := range v.reader.Segments() {
		t := s.segments[segment.Id()]
		if t == nil || len(t.of) != int(segment.FullSize()) {
			var err error
			if t, err = readTitles(ctx, segment); err != nil {
				return nil, err
			}
		}
		kept[segment.Id()] = t
		all = append(all, t)
	}
	s.segments = kept
	return all, nil
}

func readTitles(ctx context.Context, segment *scorch.SegmentSnapshot) (*titles, error) {
	t, table := &titles{of: make([]uint32, segment.FullSize())}, soundTable()
	numbers := map[string]uint32{}
	for doc := range t.of {
		if doc&0xff == 0xff && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		title := ""
		err := segment.VisitDocument(uint64(doc), func(name string, _ byte, value []byte, _ []uint64) bool {
			if name == storedTitle {
				title = cut(string(value), maxSuggestedTitle)
			}
			return title == ""
		})
		if err != nil {
			return nil, fmt.Errorf("%w: title of document %d: %w", errDamaged, doc, err)
		}
		if title = strings.TrimSpace(Fold(title)); title == "" {
			continue
		}
		number, ok := numbers[title]
		if !ok {
			t.book.add(title, table)
			number = uint32(len(t.book.starts))
			numbers[title] = number
		}
		t.of[doc] = number
	}
	t.book.clip()
	return t, nil
}
