package importer

import (
	"strings"
)

// view is one row as the mapping sees it: cleaned, with known wrong values corrected and texts split by headings. It
// collects the errors of the row.
type view struct {
	plan   *plan
	file   string
	row    Row
	errs   []*RowError
	failed map[string]bool              // columns that hold what cannot be used; reported once
	parts  map[string]map[string]string // texts by column and heading
}

func (v *view) fail(column string, p *problem) {
	v.errs = append(v.errs, p.at(v.file, v.row.Line, column))
}

// cell gives the value of a column; the zero Cell when it is empty or cannot be used.
func (v *view) cell(column string) Cell {
	c, ok := v.row.Cells[column]
	if !ok {
		c = Cell{Text: v.underHeading(column)}
	}
	c = v.clean(column, c)
	if to, ok := v.plan.rewrite[column][strings.TrimSpace(c.Text)]; ok && c.List == nil {
		c.Text = to
	}
	return c
}

// text gives a column as trimmed text; of a list the items with commas.
func (v *view) text(column string) string {
	c := v.cell(column)
	if c.List != nil {
		return strings.Join(c.List, ", ")
	}
	return strings.TrimSpace(c.Text)
}

// clean makes every line end a LF and treats control characters as the mapping says.
func (v *view) clean(column string, c Cell) Cell {
	if c.List == nil {
		c.Text = v.cleanText(column, c.Text)
		return c
	}
	items := make([]string, len(c.List))
	for i, item := range c.List {
		items[i] = v.cleanText(column, item)
	}
	return Cell{List: items}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

func (v *view) cleanText(column, s string) string {
	if strings.ContainsRune(s, '\r') {
		s = lineEnds.Replace(s)
	}
	character, bad := controlCharacter(s)
	if !bad {
		return s
	}
	if v.plan.dropControls {
		return strings.Map(func(r rune) rune {
			if isControl(r) {
				return -1
			}
			return r
		}, s)
	}
	if !v.failed[column] {
		v.fail(column, newProblem(CodeControlCharacter, "", "character", character))
		if v.failed == nil {
			v.failed = map[string]bool{}
		}
		v.failed[column] = true
	}
	return ""
}

// underHeading gives the value of a column such as "text/Lesson learned".
func (v *view) underHeading(name string) string {
	column, heading, ok := strings.Cut(name, "/")
	format := v.plan.headings[column]
	if !ok || format == "" {
		return ""
	}
	if v.parts == nil {
		v.parts = map[string]map[string]string{}
	}
	if v.parts[column] == nil {
		v.parts[column] = textByHeading(v.cell(column).Text, format)
	}
	return v.parts[column][heading]
}

// textByHeading gives the text under each heading, with everything below deeper headings; that under headings of the
// same name is joined.
func textByHeading(text, format string) map[string]string {
	parts, blocks := map[string]string{}, splitHeadings(text, format)
	for i, b := range blocks {
		body := b.body
		for _, deeper := range blocks[i+1:] {
			if deeper.depth <= b.depth {
				break
			}
			body += deeper.heading + deeper.body
		}
		parts[b.title] += body
	}
	return parts
}

// meets evaluates a condition; none is met by every row.
func (v *view) meets(c *Condition) bool {
	if c == nil {
		return true
	}
	text := v.text(c.Column)
	if len(c.In) == 0 {
		return text != ""
	}
	for _, want := range c.In {
		if text == want {
			return true
		}
	}
	return false
}
