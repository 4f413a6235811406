package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store/storetest"
	"bidwell/process"
	"bidwell/search"
)

// FuzzSearch holds that whatever is asked, the answer is hits or a refusal a client can act on.
func FuzzSearch(f *testing.F) {
	for _, seed := range []struct {
		query, cursor, facet string
		first                int
	}{
		{"阀门 valve", "", "TAG", 20},
		{`"未闭合`, "bm90IG91cnM", "YEAR", 0},
		{"-a -\"b\" \u3000＂全角＂", "AAAA", "COLOUR", 101},
		{"\x00\xff", "\x00", "", -1},
	} {
		f.Add(seed.query, seed.cursor, seed.facet, seed.first)
	}
	library, err := search.Open(f.TempDir(), search.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = library.Close() })
	d, ctx := desk.New(storetest.OpenSQLite(f, migrate.Migrations()), library, desk.Options{}), desk.AsSystem(f.Context())
	if _, err := d.CreateLesson(ctx, ent.CreateLessonInput{Title: "阀门 valve", Tags: []string{"水务"}}); err != nil {
		f.Fatal(err)
	}
	if err := d.CatchUp(ctx); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, query, cursor, facet string, first int) {
		found, err := d.Search(ctx, desk.SearchRequest{
			Query: query, After: &cursor, First: &first, Grouped: first%2 == 0,
			Facets: []*desk.SearchFacetInput{{Name: process.SearchFacetName(facet)}},
		})
		if err != nil && process.CodeOf(err) != process.CodeValidationFailed {
			t.Errorf("%q after %q: %v", query, cursor, err)
		}
		if err == nil && (len(found.Hits) > first || found.Total < len(found.Hits)) {
			t.Errorf("%q: %d hits of %d, asked for %d", query, len(found.Hits), found.Total, first)
		}
		if _, err := d.Similar(ctx, desk.SimilarRequest{Text: &query, ID: &cursor}); err != nil {
			if code := process.CodeOf(err); code != process.CodeValidationFailed && code != process.CodeNotFound {
				t.Errorf("similar to %q or %q: %v", query, cursor, err)
			}
		}
	})
}
