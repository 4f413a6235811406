package document

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// numberings are the ways in which headings of plain texts are numbered, from the outermost to the innermost. The
// levels of a text are those of them that it uses.
var numberings = []*regexp.Regexp{
	regexp.MustCompile(`^(?:第[一二三四五六七八九十百零〇两\d]{1,5}[编部篇]|(?i:part)\s+[\dIVXivx]+\b)`),
	regexp.MustCompile(`^(?:第[一二三四五六七八九十百零〇两\d]{1,5}章|(?i:chapter)\s+[\dIVXivx]+\b|(?:附录|附件|附表)\s*[一二三四五六七八九十\dA-Z]{0,3}(?:[:：\s]|$))`),
	regexp.MustCompile(`^第[一二三四五六七八九十百零〇两\d]{1,5}节`),
	regexp.MustCompile(`^第[一二三四五六七八九十百零〇两\d]{1,5}条`),
	regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、．.]`),
	regexp.MustCompile(`^[（(][一二三四五六七八九十]{1,3}[）)]`),
}

// decimal is a heading such as 1.2 or 1.2.3; a single number is one only where the text numbers in this way.
var decimal = regexp.MustCompile(`^(\d{1,2}(?:[.．]\d{1,2}){0,5})[.．、]?(?:\s+|(\p{Han}))`)

// contentsLine is a line of a table of contents.
var contentsLine = regexp.MustCompile(`(?:[.…·]{3,}|\t)\s*\d+$`)

// maxNumbered bounds a line that may be a heading, in characters.
const maxNumbered = 50

// readText reads plain text. Short lines with a number in front are headings. If the text parts its paragraphs by blank
// lines, the lines of one belong together; else each line is a paragraph.
func readText(ctx context.Context, text string, w *writer) error {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n").Replace(text)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	ranks, err := ranksOf(ctx, lines)
	if err != nil {
		return err
	}
	used := levelsOf(ranks)
	parted := partedByBlanks(lines)
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			w.add(block{text: strings.Join(paragraph, "\n")}) //nolint:errcheck // the writer keeps its error
			paragraph = paragraph[:0]
		}
	}
	for i, line := range lines {
		line = oneLine(line)
		switch {
		case line == "":
			flush()
		case ranks[i] > 0:
			flush()
			w.open(used[ranks[i]], line)
		default:
			if paragraph = append(paragraph, line); !parted {
				flush()
			}
		}
		if w.err != nil {
			return w.err
		}
	}
	flush()
	return w.err
}

// ranksOf finds headings: the rank of each line's numbering, from 1; 0 for a line that is none.
func ranksOf(ctx context.Context, lines []string) ([]int, error) {
	ranks := make([]int, len(lines))
	deep := map[string]bool{} // numbers that have others under them
	var single []int          // lines with one number
	for i, line := range lines {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		line = oneLine(line)
		rank, number := rankOf(line)
		if contentsLine.MatchString(lines[i]) {
			continue
		}
		switch dots := strings.Count(number, "."); {
		case number == "":
			ranks[i] = rank
		case dots == 0:
			single = append(single, i)
		default:
			outer, _, _ := strings.Cut(number, ".")
			deep[outer] = true
			ranks[i] = rank
		}
	}
	for _, i := range single {
		if rank, number := rankOf(oneLine(lines[i])); deep[number] {
			ranks[i] = rank
		}
	}
	return ranks, nil
}

// rankOf tells the rank of a line that may be a heading, and its number if it is a decimal one.
func rankOf(line string) (rank int, number string) {
	if line == "" || utf8.RuneCountInString(line) > maxNumbered || strings.ContainsAny(lastOf(line), "。；，、;,！!") {
		return 0, ""
	}
	for i, n := range numberings {
		if n.MatchString(line) {
			return i + 1, ""
		}
	}
	m := decimal.FindStringSubmatch(line)
	if m == nil || strings.HasSuffix(line, ".") && strings.Count(line, " ") > 3 {
		return 0, ""
	}
	number = strings.ReplaceAll(m[1], "．", ".")
	return len(numberings) + 1 + strings.Count(number, "."), number
}

func lastOf(line string) string {
	_, size := utf8.DecodeLastRuneInString(line)
	return line[len(line)-size:]
}

// levelsOf gives the ranks that are used levels from 1.
func levelsOf(ranks []int) map[int]int {
	distinct := slices.Clone(ranks)
	slices.Sort(distinct)
	levels := map[int]int{}
	for _, r := range slices.Compact(distinct) {
		if r > 0 {
			levels[r] = len(levels) + 1
		}
	}
	return levels
}

// partedByBlanks tells whether blank lines part the paragraphs: one of them for at most eight lines with text.
func partedByBlanks(lines []string) bool {
	blank, filled := 0, 0
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			blank++
		} else {
			filled++
		}
	}
	return blank*8 >= filled
}
