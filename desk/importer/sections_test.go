package importer

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSectionsOfDocuments(t *testing.T) {
	cases := []struct {
		name, format, text string
		want               []Section
	}{
		{"no heading", formatMarkdown, "Just text.\n", []Section{{"Doc", 1, "Just text."}}},
		{"nothing", formatMarkdown, " \n\n", nil},
		{"before the first heading", formatMarkdown, "Intro.\n\n# One\nBody.\n", []Section{{"Doc", 1, "Intro."}, {"One", 1, "Body."}}},
		{"depths and closing marks", formatMarkdown, "# 一 #\n## C# ##\na\n### 三", []Section{{"一", 1, ""}, {"C#", 2, "a"}, {"三", 3, ""}}},
		{"no space, seven marks, indented code", formatMarkdown, "#one\n####### two\n    # three\n", []Section{{"Doc", 1, "#one\n####### two\n    # three"}}},
		{"heading without words", formatMarkdown, "#\ntext\n", []Section{{"Doc", 1, "text"}}},
		{"setext", formatMarkdown, "Title\n=====\ntext\n\nPart\n---\nmore", []Section{{"Title", 1, "text"}, {"Part", 2, "more"}}},
		{"setext right after a heading", formatMarkdown, "# A\nB\n===\n", []Section{{"A", 1, ""}, {"B", 1, ""}}},
		{"rules, lists and tables are no setext", formatMarkdown, "two lines\nof text\n---\n\n- item\n---\n\na | b\n--- | ---\n\n1. x\n---\n", []Section{{"Doc", 1, "two lines\nof text\n---\n\n- item\n---\n\na | b\n--- | ---\n\n1. x\n---"}}},
		{"code fences", formatMarkdown, "# A\n```sh\n# no\n~~~\n# no\n```\n# B\n~~~~\n# no\n~~~\n~~~~\n# C\n", []Section{{"A", 1, "```sh\n# no\n~~~\n# no\n```"}, {"B", 1, "~~~~\n# no\n~~~\n~~~~"}, {"C", 1, ""}}},

		{"underlined", formatRST, "Intro\n\nAim\n===\ntext\n\nMeans\n-----\nmore\n\nEnd\n===\n", []Section{{"Doc", 1, "Intro"}, {"Aim", 1, "text"}, {"Means", 2, "more"}, {"End", 1, ""}}},
		{"over- and underlined", formatRST, "=====\n Top\n=====\n\nAim\n===\n", []Section{{"Top", 1, ""}, {"Aim", 2, ""}}},
		{"any mark", formatRST, "甲\n~~\na\n\n乙\n^^\n", []Section{{"甲", 1, "a"}, {"乙", 2, ""}}},
		{"short rule, indented, end of a paragraph, transition", formatRST, "Heading\n==\n\n  Indented\n  ========\n\nA longer\nparagraph\n---------\n\n----------\n\nx", []Section{{"Doc", 1, "Heading\n==\n\n  Indented\n  ========\n\nA longer\nparagraph\n---------\n\n----------\n\nx"}}},
		{"simple table", formatRST, "=====  =====\nA      B\n=====  =====\n1      2\n=====  =====\n", []Section{{"Doc", 1, "=====  =====\nA      B\n=====  =====\n1      2\n=====  ====="}}},
		{"interactive session", formatRST, ">>> f()\n.......\n", []Section{{"Doc", 1, ">>> f()\n......."}}},
	}
	for _, c := range cases {
		t.Run(c.format+"/"+c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sectionsOf(c.text, c.format, "Doc")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnOverlongHeadingMovesIntoTheBody(t *testing.T) {
	long := strings.Repeat("长", 400)
	s := sectionsOf("# "+long+"\ntext\n", formatMarkdown, "Doc")[0]
	if len(s.Title) > maxTitleBytes || !utf8.ValidString(s.Title) || s.Body != long+"\n\ntext" {
		t.Errorf("title %d bytes, body %q…", len(s.Title), shortened(s.Body, 20))
	}
}

// checkSplit holds what splitting promises: the blocks are the text, and a heading is its title and marks.
func checkSplit(t interface{ Fatalf(string, ...any) }, text, format string) {
	var whole strings.Builder
	for i, b := range splitHeadings(text, format) {
		whole.WriteString(b.heading + b.body)
		if i == 0 && (b.heading != "" || b.depth != 0) || i > 0 && (b.heading == "" || b.depth < 1) {
			t.Fatalf("block %d: %+v", i, b)
		}
		marks := strings.Replace(b.heading, b.title, "", 1)
		if strings.Trim(marks, rstMarks+" \t\r\n\v\f\u0085\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u1680") != "" {
			t.Fatalf("heading %q is not the title %q and marks", b.heading, b.title)
		}
	}
	if whole.String() != text {
		t.Fatalf("%q became %q", text, whole.String())
	}
	for _, s := range sectionsOf(text, format, "Doc") {
		if s.Title == "" || len(s.Title) > maxTitleBytes || s.Depth < 1 || s.Depth > 9 {
			t.Fatalf("section %+v", s)
		}
	}
}

func TestSplittingLosesNothing(t *testing.T) {
	line := rapid.SampledFrom([]string{"text", "", "# A", "## B ##", "====", "----", "- x", "```", "~~~", "    code", "Title", "标题", "=", "> q", "a|b", "#", "\t# t", "~~~~~", "....."})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(line).Draw(t, "lines"), rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
		checkSplit(t, text, rapid.SampledFrom([]string{formatMarkdown, formatRST}).Draw(t, "format"))
	})
}

func FuzzSections(f *testing.F) {
	f.Add("# A\n\ntext\n\nB\n---\n```\n# c\n```\n")
	f.Add("=====\nTop\n=====\n\nA\n-\n\n甲\n~~\n")
	f.Fuzz(func(t *testing.T, text string) {
		checkSplit(t, text, formatMarkdown)
		checkSplit(t, text, formatRST)
	})
}
