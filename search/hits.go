package search

import (
	"encoding/json"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"
)

// stored is what the index gives back of a document.
type stored struct {
	id, title, body string
	meta            meta
}

// read reads one document of the view.
func (v *view) read(doc uint32) (stored, error) {
	id, err := v.reader.ExternalID(index.NewIndexInternalID(nil, uint64(doc)))
	if err != nil {
		return stored{}, err
	}
	return v.readID(id)
}

// readID reads a document by its ID; ErrNotFound when there is none.
func (v *view) readID(id string) (stored, error) {
	s := stored{id: id}
	doc, err := v.reader.Document(id)
	if err != nil {
		return s, err
	}
	if doc == nil {
		return s, ErrNotFound
	}
	doc.VisitFields(func(f index.Field) {
		switch f.Name() {
		case storedTitle:
			s.title = string(f.Value())
		case storedBody:
			s.body = string(f.Value())
		case storedMeta:
			err = json.Unmarshal(f.Value(), &s.meta)
		}
	})
	if err != nil {
		return s, fmt.Errorf("%w: stored fields of %s: %w", errDamaged, id, err)
	}
	return s, nil
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
			Score: float64(match.score), Cursor: match.cursor(),
		}
		if r.marker != nil {
			hit.Highlights = r.marker.highlight(s.title, s.body)
		}
		hits = append(hits, hit)
	}
	return hits, nil
}
