package document

import (
	"bytes"
	"context"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// readMarkdown cuts a Markdown file at its headings; what stands between them stays as it is. Headings in quotations
// and lists belong to those.
func readMarkdown(ctx context.Context, source string, w *writer) error {
	source = strings.ReplaceAll(source, "\r\n", "\n")
	source = strings.ReplaceAll(source, "\x00", "\uFFFD")
	source, w.title = frontMatter(source)
	if depth := nesting(source); depth > w.limits.Depth {
		return tooLarge(BoundDepth, int64(w.limits.Depth), int64(depth))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	src := []byte(source)
	at, first := 0, true
	for n := blocksOf(src).FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok || h.Lines().Len() == 0 {
			continue
		}
		begin, end := extent(src, h)
		title := headingText(h.Lines().Value(src))
		if begin < at || oneLine(title) == "" {
			continue
		}
		w.raw(blockText, strings.Trim(source[at:begin], "\n"))
		w.open(h.Level, title)
		if first && h.Level == 1 && w.title == "" {
			w.title = oneLine(title)
		}
		at, first = end, false
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	w.raw(blockText, strings.Trim(source[at:], "\n"))
	return w.err
}

// blocksOf parses the blocks of a text alone: inline marks and references, whose parsing hostile texts can make slow,
// are not looked at.
func blocksOf(src []byte) ast.Node {
	p := parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...))
	return p.Parse(text.NewReader(src))
}

// extent is where a heading begins and where the line after it does. The underline of a heading without number signs
// is part of it.
func extent(src []byte, h *ast.Heading) (begin, end int) {
	first, last := h.Lines().At(0), h.Lines().At(h.Lines().Len()-1)
	begin = bytes.LastIndexByte(src[:first.Start], '\n') + 1
	end = lineEnd(src, max(last.Start, last.Stop-1))
	if !bytes.HasPrefix(bytes.TrimLeft(src[begin:], " "), []byte("#")) {
		end = lineEnd(src, end)
	}
	return begin, end
}

// lineEnd is where the line after the one at i begins.
func lineEnd(src []byte, i int) int {
	if i >= len(src) {
		return len(src)
	}
	if n := bytes.IndexByte(src[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(src)
}

// headingText is the text of a heading without its marks.
func headingText(source []byte) string {
	if len(source) > 4*maxHeading {
		return string(source)
	}
	var b strings.Builder
	err := ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(util.UnescapePunctuations(n.Value(source)))
				if n.SoftLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		case *ast.AutoLink:
			if entering {
				b.Write(n.Label(source))
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil || oneLine(b.String()) == "" {
		return string(source)
	}
	return b.String()
}

// frontMatter takes the properties off the beginning of a file and reads the title among them.
func frontMatter(source string) (rest, title string) {
	if !strings.HasPrefix(source, "---\n") {
		return source, ""
	}
	properties, rest, found := strings.Cut(source[4:], "\n---\n")
	if !found || len(properties) > headBytes || !strings.Contains(properties, ":") || strings.Contains(properties, "\n\n") {
		return source, ""
	}
	for line := range strings.SplitSeq(properties, "\n") {
		if value, ok := strings.CutPrefix(line, "title:"); ok {
			title = oneLine(strings.Trim(strings.TrimSpace(value), `"'`))
		}
	}
	return rest, title
}

// nesting is the number of quotations and items that a line begins at most: the parser's work grows with it.
func nesting(source string) (most int) {
	for line := range strings.SplitSeq(source, "\n") {
		n := 0
		for i := range len(line) {
			c := line[i]
			if c == '>' || (c == '-' || c == '+' || c == '*' || c == '.' || c == ')') && i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
				n++
			} else if c != ' ' && c != '\t' && (c < '0' || c > '9') {
				break
			}
		}
		most = max(most, n)
	}
	return most
}
