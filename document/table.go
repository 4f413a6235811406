package document

import (
	"slices"
	"strings"
)

// grid is a table under construction, row by row. What a cell covers beside it is blank; what it covers below repeats
// its text, so that every row can be understood alone.
type grid struct {
	w     *writer // bounds cells and text: what is repeated can be far more than the file holds
	rows  [][]string
	below []span // by column: what reaches down from rows above
	width int
}

type span struct {
	text string
	rows int // still to come
}

// maxColumns bounds a row of a table in running text.
const maxColumns = 256

func (g *grid) row() {
	g.rows = append(g.rows, nil)
	g.fill()
}

// fill continues the last row with what reaches into it from above.
func (g *grid) fill() {
	last := len(g.rows) - 1
	for {
		at := len(g.rows[last])
		if at >= len(g.below) || g.below[at].rows == 0 || !g.w.countCells(1) {
			return
		}
		g.below[at].rows--
		g.rows[last] = append(g.rows[last], g.below[at].text)
	}
}

// cell appends a cell to the last row; it covers the given numbers of columns and rows.
func (g *grid) cell(text string, columns, rows int) {
	if len(g.rows) == 0 {
		g.row()
	}
	last := len(g.rows) - 1
	for i := range max(1, min(columns, maxColumns)) {
		at := len(g.rows[last])
		if at >= maxColumns || !g.w.countCells(1) {
			break
		}
		covered := text
		if i > 0 {
			covered = ""
		}
		g.rows[last] = append(g.rows[last], covered)
		if rows > 1 {
			for len(g.below) <= at {
				g.below = append(g.below, span{})
			}
			g.below[at] = span{covered, rows - 1}
		}
	}
	g.fill()
	g.width = max(g.width, len(g.rows[last]))
}

// above is the text over the place of the next cell.
func (g *grid) above() string {
	if n := len(g.rows); n > 1 && len(g.rows[n-1]) < len(g.rows[n-2]) {
		return g.rows[n-2][len(g.rows[n-1])]
	}
	return ""
}

// single gives the text of a table of one cell, with its lines.
func (g *grid) single() (string, bool) {
	filled, text := 0, ""
	for _, r := range g.rows {
		for _, c := range r {
			if strings.TrimSpace(c) != "" {
				filled, text = filled+1, c
			}
		}
	}
	return text, filled <= 1
}

// fits tells whether text of a table may grow further.
func (g *grid) fits(size int) bool {
	if int64(size) > g.w.limits.Text {
		g.w.fail(tooLarge(BoundText, g.w.limits.Text, 0))
	}
	return g.w.err == nil
}

// markdown renders the table; its first row is the header. Rows without text are left out.
func (g *grid) markdown() string {
	var b strings.Builder
	first := true
	for _, r := range g.rows {
		if !g.fits(b.Len()) {
			break
		}
		if !slices.ContainsFunc(r, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		if !first {
			b.WriteByte('\n')
		}
		writeRow(&b, r, g.width)
		if first {
			b.WriteString("\n|" + strings.Repeat(" --- |", g.width))
			first = false
		}
	}
	return b.String()
}

func writeRow(b *strings.Builder, cells []string, width int) {
	b.WriteByte('|')
	for i := range width {
		b.WriteByte(' ')
		if i < len(cells) {
			if text := escapedCell(cells[i]); text != "" {
				b.WriteString(text)
				b.WriteByte(' ')
			}
		}
		b.WriteByte('|')
	}
}

// escapedCell makes a cell of text: one line, its pipes escaped.
func escapedCell(text string) string {
	return escapeMarks(oneLine(text), func(r rune, next string) bool { return r == '|' || r == '<' && beginsTag(next) })
}

// lines renders the table as lines of text, for where a table cannot stand.
func (g *grid) lines() []string {
	var lines []string
	size := 0
	for _, r := range g.rows {
		if line := oneLine(strings.Join(r, " ")); line != "" {
			lines = append(lines, line)
			size += len(line)
		}
		if !g.fits(size) {
			break
		}
	}
	return lines
}
