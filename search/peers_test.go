package search

import (
	"cmp"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	_ "github.com/lib/pq"
	_ "modernc.org/sqlite"
)

// postgresEnv names the variable with the address of a server that the tests may use; see ent/store/pgserve.
const postgresEnv = "BIDWELL_TEST_POSTGRES_URL"

// peer is another search to compare with. What it has no analysis for is split before it sees it: Chinese into pairs.
type peer struct {
	name string
	// add takes documents, ask gives the ids of the ten best for a text.
	add func(docs []*Doc) error
	ask func(text string) ([]string, error)
}

// wantAbove holds that a collection is found no worse than by the peers, give or take as much as chance does.
const wantAbove = 0.01

// peers are those that are here: bleve as it comes, SQLite's full text, and PostgreSQL's when there is a server.
func peers(t *testing.T) []peer {
	all := []peer{stockBleve(t), fts5(t)}
	if address := os.Getenv(postgresEnv); address != "" {
		return append(all, postgresText(t, address))
	}
	t.Logf("without PostgreSQL: run `go run ./ent/store/pgserve go test …` for it")
	return all
}

// stockBleve is bleve with its own analyzer for Chinese, Japanese and Korean, and its own BM25.
func stockBleve(t *testing.T) peer {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer, mapping.ScoringModel = "cjk", "bm25"
	ix, err := bleve.New(filepath.Join(t.TempDir(), "stock"), mapping)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ix.Close() })
	return peer{"stock bleve", func(docs []*Doc) error {
		batch := ix.NewBatch()
		for _, d := range docs {
			if err := batch.Index(d.ID, map[string]string{"text": d.Title + "\n" + d.Body}); err != nil {
				return err
			}
		}
		return ix.Batch(batch)
	}, func(text string) (ids []string, err error) {
		q := bleve.NewMatchQuery(text)
		q.SetField("text")
		found, err := ix.Search(bleve.NewSearchRequestOptions(q, 10, 0, false))
		if err != nil {
			return nil, err
		}
		for _, h := range found.Hits {
			ids = append(ids, h.ID)
		}
		return ids, nil
	}}
}

// split writes a text as words and pairs of Han characters, for searches that know spaces only.
func split(text string) (words []string) {
	for _, field := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) }) {
		for field != "" {
			piece := sameScript(field)
			field = field[len(piece):]
			runes := []rune(piece)
			if !isHan(runes[0]) || len(runes) == 1 {
				words = append(words, piece)
				continue
			}
			for i := range len(runes) - 1 {
				words = append(words, string(runes[i:i+2]))
			}
		}
	}
	return words
}

// distinctWords leaves each word once.
func distinctWords(text string) []string {
	words := split(text)
	slices.Sort(words)
	return slices.Compact(words)
}

// fts5 is SQLite's full text, with English stems and its own BM25.
func fts5(t *testing.T) peer {
	db, err := sql.Open("sqlite", filepath.Join(t.TempDir(), "fts.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Exec(`CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61')`); err != nil {
		t.Fatal(err)
	}
	return peer{"SQLite FTS5", func(docs []*Doc) error { return insertAll(db, `INSERT INTO d VALUES ($1, $2)`, docs) }, func(text string) ([]string, error) {
		words := distinctWords(text)
		for i, w := range words {
			words[i] = `"` + w + `"`
		}
		return firstColumn(db, `SELECT id FROM d WHERE d MATCH $1 ORDER BY bm25(d), id LIMIT 10`, strings.Join(words, " OR "))
	}}
}

// postgresText is PostgreSQL's full text, with English stems and its rank by frequency, length counted.
func postgresText(t *testing.T, address string) peer {
	db, err := sql.Open("postgres", address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // the table is this connection's own
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Exec(`CREATE TEMPORARY TABLE d (id text, text text, words tsvector GENERATED ALWAYS AS (to_tsvector('english', text)) STORED)`); err != nil {
		t.Fatal(err)
	}
	return peer{"PostgreSQL", func(docs []*Doc) error { return insertAll(db, `INSERT INTO d (id, text) VALUES ($1, $2)`, docs) }, func(text string) ([]string, error) {
		words := distinctWords(text)
		for i, w := range words {
			words[i] = "'" + strings.ReplaceAll(w, "'", "''") + "'"
		}
		return firstColumn(db, `SELECT id FROM d, to_tsquery('english', $1) q WHERE words @@ q ORDER BY ts_rank(words, q, 1) DESC, id LIMIT 10`, strings.Join(words, " | "))
	}}
}

func insertAll(db *sql.DB, statement string, docs []*Doc) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	for _, d := range docs {
		if _, err := tx.Exec(statement, d.ID, strings.Join(split(d.Title+"\n"+d.Body), " ")); err != nil {
			_ = tx.Rollback()
			return err
		}
	}
	return tx.Commit()
}

func firstColumn(db *sql.DB, query string, args ...any) (all []string, err error) {
	rows, err := db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, rows.Err()
}

// TestRelevanceBesidePeers asks the peers the judged queries of every collection, all in one mixed index each, beside the
// library in the same run.
func TestRelevanceBesidePeers(t *testing.T) {
	if os.Getenv("BIDWELL_SHARED_DATA") == "" {
		t.Skip("it takes minutes; make relevance asks them")
	}
	dir := filepath.Join(sharedData(t), "search")
	l, others := newLibrary(t), peers(t)
	for _, c := range collections {
		var docs []*Doc
		for _, r := range readLines[record](t, filepath.Join(dir, c.name, "docs.jsonl")) {
			docs = append(docs, &Doc{ID: r.ID, Title: r.Title, Body: r.Text, Kind: c.name})
		}
		load(t, l, docs)
		for _, p := range others {
			if err := p.add(docs); err != nil {
				t.Fatalf("%s: %v", p.name, err)
			}
		}
	}
	ours := func(text string) ([]string, error) { return ids(find(t, l, Query{Text: text, Limit: 10})), nil }
	for _, c := range collections {
		judged := readJudgements(t, filepath.Join(dir, c.name, "qrels.trec"))
		queries := readColumns(t, filepath.Join(dir, c.name, "queries.tsv"))
		mine := gained(t, ours, queries, judged)
		line := []string{}
		for _, p := range others {
			theirs := gained(t, p.ask, queries, judged)
			line = append(line, p.name+" "+fourDigits(theirs))
			if theirs-mine > wantAbove {
				t.Errorf("%s: %s finds %.4f, we %.4f", c.name, p.name, theirs, mine)
			}
		}
		t.Logf("%-10s nDCG@10 %.4f, %s", c.name, mine, cmp.Or(strings.Join(line, ", "), "no peers"))
	}
}
