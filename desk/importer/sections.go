package importer

import (
	"strings"
	"unicode/utf8"
)

// Formats of documents that are split at headings.
const (
	formatMarkdown = "markdown"
	formatRST      = "rst"
)

// block is a heading as it stands in the text, with its marks, and what follows up to the next. The texts of all
// blocks, heading and body, make the whole text again.
type block struct {
	heading string
	title   string
	depth   int // 0 for what stands before the first heading
	body    string
}

// found is a heading found by looking at lines: the lines it takes, its text and its depth.
type found struct {
	lines int
	title string
	depth int
}

// splitHeadings cuts a text at its headings. The first block has no heading; its body may be empty.
func splitHeadings(text, format string) []block {
	lines := strings.SplitAfter(text, "\n")
	next := markdownHeadings()
	if format == formatRST {
		next = rstHeadings()
	}
	blocks := []block{{}}
	var body strings.Builder
	for i := 0; i < len(lines); {
		h := next(lines, i)
		if h.lines == 0 {
			body.WriteString(lines[i])
			i++
			continue
		}
		blocks[len(blocks)-1].body = body.String()
		body.Reset()
		blocks = append(blocks, block{heading: strings.Join(lines[i:i+h.lines], ""), title: h.title, depth: h.depth})
		i += h.lines
	}
	blocks[len(blocks)-1].body = body.String()
	return blocks
}

// sectionsOf splits a document. What stands before the first heading is a section under the document's title, and so
// is a heading without words.
func sectionsOf(text, format, document string) []Section {
	var sections []Section
	for i, b := range splitHeadings(text, format) {
		if i == 0 && strings.TrimSpace(b.body) == "" {
			continue
		}
		s := Section{Title: b.title, Depth: min(max(1, b.depth), 9), Body: strings.Trim(b.body, "\n")}
		if s.Title == "" {
			s.Title = document
		}
		if len(s.Title) > maxTitleBytes {
			s.Body = strings.Trim(s.Title+"\n\n"+s.Body, "\n")
			s.Title = cutBytes(s.Title, maxTitleBytes-len("…")) + "…"
		}
		sections = append(sections, s)
	}
	return sections
}

const maxTitleBytes = 500

// cutBytes keeps at most n bytes of s and no half character.
func cutBytes(s string, n int) string {
	if n >= len(s) {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
