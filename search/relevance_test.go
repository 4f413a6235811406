package search

import (
	"math"
	"path/filepath"
	"strconv"
	"testing"
)

// collection is a judged set; floor is the nDCG@10 below which the test fails.
// All sets are in one index, and nothing is tuned to one of them.
type collection struct {
	name   string
	floor  float64
	script bool // also ask in the other Chinese script
}

var collections = []collection{
	{name: "cranfield", floor: 0.52},
	{name: "cisi", floor: 0.33},
	{name: "cmrc", floor: 0.98, script: true},
	{name: "drcd", floor: 0.958, script: true},
	{name: "stard", floor: 0.515},
}

func TestRelevanceOnJudgedCollections(t *testing.T) {
	dir := filepath.Join(sharedData(t), "search")
	l := newLibrary(t)
	for _, c := range collections {
		var docs []*Doc
		for _, r := range readLines[record](t, filepath.Join(dir, c.name, "docs.jsonl")) {
			docs = append(docs, &Doc{ID: r.ID, Title: r.Title, Body: r.Text, Kind: c.name})
		}
		load(t, l, docs)
	}
	for _, c := range collections {
		judged := readJudgements(t, filepath.Join(dir, c.name, "qrels.trec"))
		queries := readColumns(t, filepath.Join(dir, c.name, "queries.tsv"))
		same := func(text string) string { return text }
		got := judge(t, l, queries, judged, same)
		t.Logf("%-10s nDCG@10 %.4f over %d queries", c.name, got, len(judged))
		if got < c.floor {
			t.Errorf("%s: nDCG@10 %.4f, want at least %.3f", c.name, got, c.floor)
		}
		if !c.script {
			continue
		}
		for script, convert := range map[string]func(string) string{"simplified": toSimplified, "traditional": toTraditional} {
			other := judge(t, l, queries, judged, convert)
			t.Logf("%-10s nDCG@10 %.4f with %s queries", c.name, other, script)
			if got-other > 0.005 {
				t.Errorf("%s: %s queries lose %.4f, want at most .005", c.name, script, got-other)
			}
		}
	}
}

func readJudgements(t *testing.T, path string) map[string]map[string]float64 {
	judged := map[string]map[string]float64{}
	for _, row := range readColumns(t, path) {
		if len(row) != 4 || row[3] == "0" {
			continue
		}
		if judged[row[0]] == nil {
			judged[row[0]] = map[string]float64{}
		}
		if _, err := strconv.Atoi(row[3]); err != nil {
			t.Fatalf("%s: grade %q", path, row[3])
		}
		judged[row[0]][row[2]] = 1
	}
	return judged
}

// judge averages what the library gains on the judged queries, each written as convert does.
func judge(
	t *testing.T, l *Library, queries [][]string, judged map[string]map[string]float64, convert func(string) string,
) float64 {
	return gained(t, func(text string) ([]string, error) {
		return ids(find(t, l, Query{Text: convert(text), Limit: 10})), nil
	}, queries, judged)
}

// gained averages nDCG@10 with binary gain over the judged queries.
func gained(t *testing.T, ask func(text string) ([]string, error), queries [][]string, judged map[string]map[string]float64) float64 {
	sum, n := 0.0, 0
	for _, query := range queries {
		relevant := judged[query[0]]
		if len(relevant) == 0 {
			continue
		}
		found, err := ask(query[1])
		if err != nil {
			t.Fatalf("%s: %v", query[1], err)
		}
		gain, ideal := 0.0, 0.0
		for i, id := range found {
			gain += relevant[id] / math.Log2(float64(i)+2)
		}
		for i := range min(10, len(relevant)) {
			ideal += 1 / math.Log2(float64(i)+2)
		}
		sum += gain / ideal
		n++
	}
	return sum / float64(n)
}

func fourDigits(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }

func toSimplified(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		runes[i] = foldRune(r, hanTable())
	}
	return string(runes)
}

// toTraditional writes the first traditional form of every character.
func toTraditional(text string) string {
	back := map[rune]rune{}
	for from, to := range hanTable() {
		if first, ok := back[to]; !ok || from < first {
			back[to] = from
		}
	}
	runes := []rune(text)
	for i, r := range runes {
		if from, ok := back[r]; ok {
			runes[i] = from
		}
	}
	return string(runes)
}
