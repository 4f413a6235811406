package importer

import (
	"strings"
	"unicode/utf8"
)

const rstMarks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

// rstHeadings finds reStructuredText titles: a line underlined, or over- and underlined, with one repeated mark. The
// depth of a style is its order of appearance.
func rstHeadings() func(lines []string, i int) found {
	var styles []string
	return func(lines []string, i int) found {
		h, style := rstTitle(lines, i)
		if h.lines == 0 {
			return found{}
		}
		for n, s := range styles {
			if s == style {
				h.depth = n + 1
				return h
			}
		}
		styles = append(styles, style)
		h.depth = len(styles)
		return h
	}
}

func rstTitle(lines []string, i int) (h found, style string) {
	if i > 0 && !blank(lines[i-1]) && rstMark(lines[i-1]) == "" {
		return found{}, ""
	}
	if mark := rstMark(lines[i]); mark != "" && i+2 < len(lines) && !blank(lines[i+1]) && rstMark(lines[i+1]) == "" &&
		strings.TrimRight(lines[i], " \r\n") == strings.TrimRight(lines[i+2], " \r\n") && fits(lines[i+1], lines[i]) {
		return found{lines: 3, title: strings.TrimSpace(lines[i+1])}, mark + mark
	}
	if i+1 >= len(lines) || blank(lines[i]) || strings.HasPrefix(lines[i], ">>> ") || lines[i][0] == ' ' || lines[i][0] == '\t' || rstMark(lines[i]) != "" {
		return found{}, ""
	}
	if mark := rstMark(lines[i+1]); mark != "" && fits(lines[i], lines[i+1]) {
		return found{lines: 2, title: strings.TrimSpace(lines[i])}, mark
	}
	return found{}, ""
}

// rstMark is the mark of which a line consists, at least two of it; empty for other lines.
func rstMark(line string) string {
	line = strings.TrimRight(line, " \t\r\n")
	if len(line) < 2 || !strings.Contains(rstMarks, line[:1]) || strings.Trim(line, line[:1]) != "" {
		return ""
	}
	return line[:1]
}

// fits reports whether a rule is long enough for a title: as long as the title, or at least four marks, which the
// reference implementation accepts with a warning.
func fits(title, rule string) bool {
	n := len(strings.TrimSpace(rule))
	return n >= 4 || n >= utf8.RuneCountInString(strings.TrimSpace(title))
}
