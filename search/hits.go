package search

import (
	"encoding/json"
	"errors"
	"fmt"
)

// stored is what the index gives back of a document.
type stored struct {
	id, title, body string
	meta            meta
}

// read reads one document of the view, from its segment directly: by its ID
// the index would look it up in all of them.
func (v *view) read(doc uint32) (s stored, err error) {
	visitErr := v.visitStored(doc, func(name string, value []byte) bool {
		switch name {
		case "_id":
			s.id = string(value)
		case storedTitle:
			s.title = string(value)
		case storedBody:
			s.body = string(value)
		case storedMeta:
			err = json.Unmarshal(value, &s.meta)
		}
		return err == nil
	})
	if err = errors.Join(visitErr, err); err != nil {
		return s, fmt.Errorf("%w: stored fields of %s: %w", errDamaged, s.id, err)
	}
	if s.meta.Root == "" {
		s.meta.Root = s.id
	}
	return s, nil
}

// visitStored hands the stored fields of a document to use, from the file if
// it can be read.
func (v *view) visitStored(doc uint32, use func(name string, value []byte) bool) error {
	i, local := v.segment(uint64(doc))
	if i < 0 {
		return fmt.Errorf("%w: no document %d", errDamaged, doc)
	}
	if file := v.files[i]; file != nil {
		if known, err := file.visit(local, use); known {
			return err
		}
	}
	return v.reader.Segments()[i].VisitDocument(local, func(name string, _ byte, value []byte, _ []uint64) bool {
		return use(name, value)
	})
}

// segment finds the segment of a document, -1 for none, and its number there.
func (v *view) segment(doc uint64) (i int, local uint64) {
	for i, segment := range v.reader.Segments() {
		size := uint64(segment.FullSize())
		if doc < size {
			return i, doc
		}
		doc -= size
	}
	return -1, 0
}

// readID reads a document by its ID; ErrNotFound when there is none.
func (v *view) readID(id string) (stored, error) {
	doc, err := v.document(id)
	if err != nil {
		return stored{}, err
	}
	return v.read(doc)
}

// document is the number of a document in the view.
func (v *view) document(id string) (uint32, error) {
	internal, err := v.reader.InternalID(id)
	if err != nil {
		return 0, err
	}
	if internal == nil {
		return 0, ErrNotFound
	}
	return uint32(internal.Value()), nil
}

func (r *run) hits(top []ranked) ([]Hit, error) {
	hits := make([]Hit, 0, len(top))
	for _, match := range top {
		s, err := r.view.read(match.doc)
		if err != nil {
			return nil, err
		}
		hit := Hit{
			ID: s.id, Kind: s.meta.Kind, Root: s.meta.Root, Title: s.title,
			Customer: s.meta.Customer, Language: s.meta.Language,
			Score: float64(match.score), Cursor: r.order.cursor(match.position),
		}
		if r.marker != nil {
			hit.Highlights = r.marker.highlight(s.title, s.body)
		}
		hits = append(hits, hit)
	}
	return hits, nil
}
