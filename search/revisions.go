package search

import "context"

// Revisions hands every document's ID and Revision to yield, in no order, from
// one state of the index. An error of yield ends the walk and is returned.
func (l *Library) Revisions(ctx context.Context, yield func(id, revision string) error) error {
	var stopped error
	err := l.use(func(v *view) error {
		b, err := v.load(ctx)
		if err != nil {
			return err
		}
		for doc := range uint32(b.size) {
			if !b.live.has(doc) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			s, err := v.read(doc)
			if err != nil {
				return err
			}
			if stopped = yield(s.id, s.meta.Revision); stopped != nil {
				return nil
			}
		}
		return nil
	})
	if stopped != nil {
		return stopped
	}
	return err
}
