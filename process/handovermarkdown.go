package process

import (
	"strings"
	"time"
)

// markdown is a part of a handover package while it is written: a list of records, each with its details.
type markdown struct {
	lang    Language
	text    strings.Builder
	records []string
}

// String is the text so far.
func (m *markdown) String() string { return m.text.String() }

// item begins a record.
func (m *markdown) item(id, text string) {
	m.records = append(m.records, id)
	m.text.WriteString("- " + inside(text, "  ") + " (`" + id + "`)\n")
}

// detail adds something about the record; nothing when there is nothing to say.
func (m *markdown) detail(about Text, text string) {
	if strings.TrimSpace(text) != "" {
		m.text.WriteString("  - " + about.In(m.lang) + ": " + inside(text, "    ") + "\n")
	}
}

// sub adds a line below the record.
func (m *markdown) sub(text string) { m.text.WriteString("  - " + inside(text, "    ") + "\n") }

// day adds a day.
func (m *markdown) day(about Text, at *time.Time) {
	if at != nil {
		m.detail(about, at.Format(time.DateOnly))
	}
}

func (m *markdown) label(enum, value string) string { return labelOf(enum, value).In(m.lang) }

// inside keeps the lines of a text together below their item, whatever they begin with.
func inside(text, indent string) string {
	return strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), "\n", "\n"+indent)
}

// maxExcerpt is how many characters of a communication stand in the package; the record has all of it.
const maxExcerpt = 500

func excerpt(text string) string {
	text = strings.TrimSpace(text)
	if r := []rune(text); len(r) > maxExcerpt {
		return string(r[:maxExcerpt]) + "…"
	}
	return text
}

// joined puts the texts that say something behind one another.
func joined(texts ...string) string {
	var said []string
	for _, t := range texts {
		if t != "" {
			said = append(said, t)
		}
	}
	return strings.Join(said, ", ")
}
