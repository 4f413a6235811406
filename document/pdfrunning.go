package document

import (
	"regexp"
	"slices"
	"strings"
)

// What stands at the top or the bottom of page after page belongs to the paper, not to the text: it would stand in the
// middle of sentences that go on over the page, and be found in every section.
const (
	edgeLines = 3 // lines at either end of a page that may be such
	// runningPages is on how many pages a line must stand, runningShare on which share of all.
	runningPages = 3
	runningShare = 3
)

var (
	digits = regexp.MustCompile(`\d+`)
	// pageNumber is a line that says nothing but which page it is on.
	pageNumber = regexp.MustCompile(`(?i)^(?:第|共|页|page|of|#|[-–—/|·,，:：])+$`)
)

// withoutRunning leaves out the lines that pages have in common at their edges, whatever numbers are in them. The first
// of each stays, since a title page may say what the others repeat, but for page numbers.
func withoutRunning(pages []string) []string {
	lines, count := make([][]string, len(pages)), map[string]int{}
	for i, page := range pages {
		lines[i] = strings.Split(page, "\n")
		seen := map[string]bool{}
		for _, at := range edges(lines[i]) {
			if key := runningKey(lines[i][at]); !seen[key] {
				seen[key] = true
				count[key]++
			}
		}
	}
	kept, all := make([]string, len(pages)), map[string]bool{}
	for i := range pages {
		var out []int
		for _, at := range edges(lines[i]) {
			key := runningKey(lines[i][at])
			if n := count[key]; n < runningPages || n*runningShare < len(pages) {
				continue
			}
			if all[key] || pageNumber.MatchString(key) {
				out = append(out, at)
			}
			all[key] = true
		}
		var rest []string
		for at, line := range lines[i] {
			if !slices.Contains(out, at) {
				rest = append(rest, line)
			}
		}
		kept[i] = strings.Join(rest, "\n")
	}
	return kept
}

// edges are the first and the last lines with text.
func edges(lines []string) []int {
	var all []int
	for at, line := range lines {
		if strings.TrimSpace(line) != "" {
			all = append(all, at)
		}
	}
	if len(all) <= 2*edgeLines {
		return all
	}
	return append(all[:edgeLines:edgeLines], all[len(all)-edgeLines:]...)
}

func runningKey(line string) string { return digits.ReplaceAllString(packedText(line), "#") }
