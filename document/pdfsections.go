package document

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// writePDF makes sections of pages: under the entries of the outline, if there is one that leads to pages; else one a
// page, without heading.
func writePDF(facts *pdfFacts, pages []string, w *writer) error {
	w.title = oneLine(facts.Title)
	marks := map[int][]pdfMark{}
	for _, m := range facts.Marks {
		if m.Page >= 0 && m.Page < len(pages) && m.Title != "" {
			marks[m.Page] = append(marks[m.Page], m)
		}
	}
	letters, odd := 0, 0
	clean := make([]string, len(pages))
	for i, text := range pages {
		clean[i] = cleanPDF(text)
	}
	for i, text := range withoutRunning(clean) {
		w.place = i + 1
		l, o := letterCount(text)
		letters, odd = letters+l, odd+o
		if len(marks) == 0 || i == 0 && len(marks[0]) == 0 {
			w.open(0, "")
		}
		for _, m := range marks[i] {
			before, after := splitAt(text, m.Title)
			writeParagraphs(before, w)
			w.open(m.Level, m.Title)
			text = after
		}
		writeParagraphs(text, w)
		if w.err != nil {
			return w.err
		}
	}
	if letters == 0 {
		return &Error{Reason: ReasonNoText}
	}
	if odd > letters {
		return &Error{Reason: ReasonNoText, Detail: "garbled"} // glyphs whose characters the file does not tell
	}
	return nil
}

// cleanPDF leaves out the marks for hyphens at the ends of lines, with those ends.
var cleaner = strings.NewReplacer("\ufffe\r\n", "", "\x02\r\n", "", "\ufffe", "", "\x02", "", "\r\n", "\n", "\r", "\n")

func cleanPDF(text string) string { return cleaner.Replace(text) }

// letterCount counts characters of words, and those that stand for none.
func letterCount(text string) (letters, odd int) {
	for _, r := range text {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Co, r):
			odd++
		case isWord(r):
			letters++
		}
	}
	return letters, odd
}

// splitAt cuts a page at the lines that are a heading; what differs in white space only is the same. A heading that is
// not found stands at the beginning.
func splitAt(text, heading string) (before, after string) {
	want := packedText(heading)
	lines := strings.SplitAfter(text, "\n")
	for i := range lines {
		have := ""
		for j := i; j < len(lines) && j < i+3 && len(have) < len(want); j++ {
			if have += packedText(lines[j]); have == want {
				return strings.Join(lines[:i], ""), strings.Join(lines[j+1:], "")
			}
		}
	}
	return "", text
}

func packedText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// begins is how lines begin that continue no other: with a mark or a number.
var begins = regexp.MustCompile(`^(?:[•·●■◆▪▶➢✓\-–*]|[（(]?[\d一二三四五六七八九十]{1,3}[）).、．]|第[一二三四五六七八九十百\d]+[章节条])`)

// writeParagraphs joins the lines of paragraphs that were broken to fit the page: one that is about as wide as the
// widest and does not end a sentence goes on in the next.
func writeParagraphs(text string, w *writer) {
	var lines []string
	widest := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = oneLine(line)
		lines = append(lines, line)
		widest = max(widest, columns(line))
	}
	paragraph := ""
	for i, line := range lines {
		paragraph = join(paragraph, line)
		goesOn := i+1 < len(lines) && lines[i+1] != "" && columns(line)*10 >= widest*8 && columns(line) > 20 &&
			!strings.ContainsAny(lastOf(line), "。！？；：.!?:;") && !begins.MatchString(lines[i+1])
		if line != "" && goesOn {
			continue
		}
		w.add(block{text: paragraph}) //nolint:errcheck // the writer keeps its error
		paragraph = ""
	}
}

// join sets a space between words, and none between Chinese characters.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if isWide(last) || isWide(first) {
		return a + b
	}
	return a + " " + b
}

func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// columns is how wide a line is: Chinese characters take two.
func columns(line string) (n int) {
	for _, r := range line {
		n++
		if isWide(r) {
			n++
		}
	}
	return n
}
