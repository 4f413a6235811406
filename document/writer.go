package document

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is a piece of text between headings, or a heading.
type block struct {
	kind  blockKind
	level int // of a heading, from 1; of an item, from 0
	text  string
	table *grid
}

type blockKind int

const (
	blockText blockKind = iota
	blockItem
	blockNumbered
	blockQuote
	blockTable
	blockNote // a footnote; level is its number
	blockHeading
)

// writer makes sections of blocks, in bounds. After an error it takes nothing more; finish and fail tell it.
type writer struct {
	limits   *Limits
	title    string
	sections []Section
	body     strings.Builder
	last     blockKind
	place    int
	size     int64
	cells    int
	wordy    bool // there was a letter or a digit
	err      error
}

// maxHeading bounds a heading, in characters. What is longer is a paragraph that was made to look like one: it becomes
// the body, and its beginning the heading.
const maxHeading = 200

// open begins a section. An empty heading of level 0 is for text that has none.
func (w *writer) open(level int, heading string) {
	w.close()
	heading = oneLine(heading)
	short, cut := shortened(heading, maxHeading)
	if len(w.sections) >= w.limits.Sections {
		w.fail(tooLarge(BoundSections, int64(w.limits.Sections), 0))
	}
	if w.err != nil {
		return
	}
	w.sections = append(w.sections, Section{Heading: short, Level: level, Place: w.place})
	w.count(short)
	if cut {
		w.raw(blockText, block{text: heading}.markdown())
	}
}

// close ends the section that is open, and drops one that has nothing in it.
func (w *writer) close() {
	if last := len(w.sections) - 1; last >= 0 {
		s := &w.sections[last]
		if s.Body = w.body.String(); s.Body == "" && s.Heading == "" {
			w.sections = w.sections[:last]
		}
	}
	w.body.Reset()
}

// finish gives the sections.
func (w *writer) finish() []Section {
	w.close()
	return w.sections
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// count counts text towards the bound.
func (w *writer) count(text string) {
	w.wordy = w.wordy || strings.IndexFunc(text, isWord) >= 0
	if w.size += int64(len(text)); w.size > w.limits.Text {
		w.fail(tooLarge(BoundText, w.limits.Text, 0))
	}
}

// countCells counts cells towards the bound; it tells whether more may come.
func (w *writer) countCells(n int) bool {
	if w.cells += n; w.cells > w.limits.Cells {
		w.fail(tooLarge(BoundCells, int64(w.limits.Cells), 0))
	}
	return w.err == nil
}

// add appends a block to the section that is open; a heading opens the next.
func (w *writer) add(b block) error {
	switch b.kind {
	case blockHeading:
		if text := oneLine(b.text); text != "" {
			w.open(b.level, text)
		}
	case blockTable:
		w.addTable(b.table)
	default:
		w.raw(b.kind, b.markdown())
	}
	return w.err
}

// addTable appends a table; one of a single cell is a frame around its text.
func (w *writer) addTable(g *grid) {
	if w.err != nil {
		return
	}
	if text, alone := g.single(); alone {
		for line := range strings.SplitSeq(text, "\n") {
			w.raw(blockText, block{text: line}.markdown())
		}
		return
	}
	w.raw(blockTable, g.markdown())
}

// raw appends Markdown. Items follow each other without a blank line.
func (w *writer) raw(kind blockKind, markdown string) {
	if markdown == "" || w.err != nil {
		return
	}
	if len(w.sections) == 0 {
		w.open(0, "")
	}
	switch list := kind == blockItem || kind == blockNumbered; {
	case w.body.Len() == 0:
	case list && (w.last == blockItem || w.last == blockNumbered):
		w.body.WriteByte('\n')
	default:
		w.body.WriteString("\n\n")
	}
	w.body.WriteString(markdown)
	w.last = kind
	w.count(markdown)
}

// maxIndent is how deep lists may be nested in what is written.
const maxIndent = 8

func (b block) markdown() string {
	indent := strings.Repeat("    ", max(0, min(b.level, maxIndent)))
	switch b.kind {
	case blockItem:
		return prefixed(indent+"- ", escaped(oneLine(b.text)))
	case blockNumbered:
		return prefixed(indent+"1. ", escaped(oneLine(b.text)))
	case blockNote:
		return prefixed("[^"+strconv.Itoa(b.level)+"]: ", escaped(oneLine(b.text)))
	case blockQuote:
		text := escapedLines(b.text)
		if text == "" {
			return ""
		}
		return "> " + strings.ReplaceAll(text, "\n", "\n> ")
	}
	return escapedLines(b.text)
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// escapedLines escapes text line by line and drops blank lines.
func escapedLines(text string) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = oneLine(line); line != "" {
			lines = append(lines, escaped(line))
		}
	}
	return strings.Join(lines, "\n")
}

// escaped makes Markdown of a line of text: it begins no block but a list, and nothing in it is an HTML element.
func escaped(line string) string {
	if beginsBlock(line) {
		line = `\` + line
	}
	return escapeMarks(line, func(r rune, next string) bool { return r == '<' && beginsTag(next) })
}

// beginsTag tells whether what follows a < makes an HTML element of it.
func beginsTag(next string) bool {
	if next == "" {
		return false
	}
	c := next[0] | 0x20
	return c >= 'a' && c <= 'z' || strings.ContainsAny(next[:1], "/!?")
}

// escapeMarks sets a backslash before characters that are marks, and doubles the backslashes that stand right before
// them, which would take it away again.
func escapeMarks(text string, isMark func(r rune, next string) bool) string {
	if !strings.ContainsAny(text, "<|") {
		return text
	}
	var b strings.Builder
	slashes := 0
	for i, r := range text {
		if isMark(r, text[i+utf8.RuneLen(r):]) {
			b.WriteString(strings.Repeat(`\`, slashes+1))
		}
		if slashes++; r != '\\' {
			slashes = 0
		}
		b.WriteRune(r)
	}
	return b.String()
}

// beginsBlock tells whether a line would be a heading, a quote, a fence, a rule or the underline of a heading.
func beginsBlock(line string) bool {
	if line == "" {
		return false
	}
	switch line[0] {
	case '#':
		rest := strings.TrimLeft(line, "#")
		return len(line)-len(rest) <= 6 && (rest == "" || rest[0] == ' ')
	case '>':
		return true
	case '`', '~':
		return strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~")
	case '=', '-', '_', '*':
		return strings.Trim(line, line[:1]+" ") == ""
	}
	return false
}

// oneLine is text with every run of white space and control characters, U+0000 among them, as one space.
func oneLine(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' || r == '\u200b'
	}), " ")
}

func isWord(r rune) bool { return r != '\uFFFD' && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// shortened keeps at most n characters.
func shortened(text string, n int) (short string, cut bool) {
	for i := range text {
		if n--; n < 0 {
			return text[:i] + "…", true
		}
	}
	return text, false
}
