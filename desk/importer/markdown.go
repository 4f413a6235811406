package importer

import "strings"

// markdownHeadings finds ATX headings ("## Title") and setext headings (a line underlined with = or -). Nothing
// inside a code fence is a heading; nor is an underlined line of a longer paragraph, list, quote or table.
func markdownHeadings() func(lines []string, i int) found {
	fence := ""
	return func(lines []string, i int) found {
		line, indent := unindent(lines[i])
		if indent > 3 {
			return found{}
		}
		if mark := fenceMark(line); mark != "" && (fence == "" || closesFence(line, fence)) {
			if fence == "" {
				fence = mark
			} else {
				fence = ""
			}
			return found{}
		}
		if fence != "" {
			return found{}
		}
		if h := atx(line); h.lines > 0 {
			return h
		}
		return setext(lines, i)
	}
}

// unindent gives a line without its indentation and trailing white space.
func unindent(line string) (text string, indent int) {
	text = strings.TrimLeft(line, " ")
	indent = len(line) - len(text)
	if strings.HasPrefix(text, "\t") {
		indent += 4
	}
	return strings.TrimRight(text, " \t\r\n"), indent
}

// fenceMark is the run of backticks or tildes that opens or closes a code block.
func fenceMark(line string) string {
	for _, c := range []string{"`", "~"} {
		n := len(line) - len(strings.TrimLeft(line, c))
		if n >= 3 && (c != "`" || !strings.Contains(line[n:], "`")) {
			return line[:n]
		}
	}
	return ""
}

func closesFence(line, fence string) bool {
	return strings.HasPrefix(line, fence) && strings.Trim(line, fence[:1]) == ""
}

func atx(line string) found {
	title := strings.TrimLeft(line, "#")
	depth := len(line) - len(title)
	if depth == 0 || depth > 6 || title != "" && title[0] != ' ' && title[0] != '\t' {
		return found{}
	}
	title = strings.TrimSpace(title)
	if closing := strings.TrimRight(title, "#"); closing == "" || strings.HasSuffix(closing, " ") || strings.HasSuffix(closing, "\t") {
		title = strings.TrimSpace(closing)
	}
	return found{1, title, depth}
}

func setext(lines []string, i int) found {
	if i+1 >= len(lines) || i > 0 && !blank(lines[i-1]) && !isHeadingLine(lines, i-1) {
		return found{}
	}
	title, _ := unindent(lines[i])
	under, indent := unindent(lines[i+1])
	if title == "" || indent > 3 || strings.ContainsAny(title[:1], "#>|-*+=`~<") || isOrdered(title) {
		return found{}
	}
	switch {
	case len(under) >= 2 && strings.Trim(under, "=") == "":
		return found{2, title, 1}
	case len(under) >= 3 && strings.Trim(under, "-") == "":
		return found{2, title, 2}
	}
	return found{}
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

// isHeadingLine reports whether the line ends a heading, so that a paragraph can begin on the next one.
func isHeadingLine(lines []string, i int) bool {
	line, indent := unindent(lines[i])
	return indent <= 3 && (atx(line).lines > 0 || line != "" && (strings.Trim(line, "=") == "" || strings.Trim(line, "-") == ""))
}

// isOrdered reports whether a line begins an ordered list ("1. ", "2) ").
func isOrdered(line string) bool {
	rest := strings.TrimLeft(line, "0123456789")
	return rest != line && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") "))
}
