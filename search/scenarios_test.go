package search

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestScenarios runs testdata/scenarios.txt.
func TestScenarios(t *testing.T) {
	data, err := os.ReadFile("testdata/scenarios.txt")
	if err != nil {
		t.Fatal(err)
	}
	l := newLibrary(t)
	var docs []*Doc
	var query string
	var result *Result
	checks := 0
	for number, line := range strings.Split(string(data), "\n") {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch kind {
		case "", "#":
		case "+":
			docs = append(docs, scenarioDoc(t, rest))
		case "?":
			if docs != nil {
				load(t, l, docs)
				docs = nil
			}
			query, result = rest, find(t, l, Query{Text: rest, Limit: 50, Highlight: true})
		case "=", "^", "~":
			checks++
			if problem := checkScenario(kind, rest, result); problem != "" {
				t.Errorf("line %d: %s: %s", number+1, query, problem)
			}
		default:
			if !strings.HasPrefix(kind, "#") {
				t.Fatalf("line %d: %q", number+1, line)
			}
		}
	}
	t.Logf("%d expectations", checks)
	if checks < 60 {
		t.Errorf("only %d expectations were checked", checks)
	}
}

func scenarioDoc(t *testing.T, text string) *Doc {
	parts := strings.Split(text, "|")
	if len(parts) != 3 {
		t.Fatalf("document %q", text)
	}
	for i := range parts {
		parts[i] = strings.ReplaceAll(strings.TrimSpace(parts[i]), `\n`, "\n")
	}
	return &Doc{ID: parts[0], Title: parts[1], Body: parts[2], Kind: "CASE"}
}

func checkScenario(kind, want string, result *Result) string {
	got, expected := ids(result), strings.Fields(want)
	switch kind {
	case "=":
		slices.Sort(expected)
		sorted := slices.Sorted(slices.Values(got))
		if !slices.Equal(sorted, expected) || result.Total != len(expected) {
			return "found " + strings.Join(got, " ") + ", want exactly " + want
		}
	case "^":
		if len(got) < len(expected) || !slices.Equal(got[:len(expected)], expected) {
			return "found " + strings.Join(got, " ") + ", want first " + want
		}
	case "~":
		if marked := markedTexts(result); !slices.Contains(marked, want) {
			return "marks " + strings.Join(marked, " | ") + ", want " + want
		}
	}
	return ""
}

func markedTexts(result *Result) []string {
	var all []string
	if len(result.Hits) > 0 {
		for _, h := range result.Hits[0].Highlights {
			for _, r := range h.Ranges {
				all = append(all, h.Text[r[0]:r[1]])
			}
		}
	}
	return all
}
