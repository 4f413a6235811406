package document

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What a text may be to be set; what is more is shown as it was written. Marks that never close, and lists in lists, take the
// square of their number to set.
const (
	maxPage     = 256 << 10 // bytes
	maxMarks    = 20_000    // in all
	maxMarksRow = 2_000     // without a blank line between them
	maxInside   = 32        // lists and quotes in each other on one line
)

// setter sets Markdown with tables and struck-out text. What is HTML in it is text.
var setter = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.CJK),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(harmless{}, 100))),
)

// Page is Markdown as HTML that can stand in a page of others. HTML of the writer's is shown as the text that it is;
// links lead to http, https and mailto and nowhere else, and pictures are links to them, because a picture that is loaded tells
// its owner who reads.
func Page(markdown string) string {
	markdown = strings.ToValidUTF8(markdown, "\uFFFD") // goldmark panics where a line ends in half a character
	var b bytes.Buffer
	if !settable(markdown) || setter.Convert([]byte(markdown), &b) != nil {
		return "<pre>" + html.EscapeString(markdown) + "</pre>\n"
	}
	return b.String()
}

// settable tells whether a text is set in reasonable time.
func settable(markdown string) bool {
	if len(markdown) > maxPage {
		return false
	}
	all, row := 0, 0
	for line := range strings.SplitSeq(markdown, "\n") {
		if strings.TrimSpace(line) == "" {
			row = 0
		}
		if len(inside.FindAllString(containers.FindString(line), maxInside+1)) > maxInside {
			return false
		}
		for i := range len(line) {
			if strings.IndexByte("[]*_~`<", line[i]) >= 0 {
				all, row = all+1, row+1
			}
		}
		if all > maxMarks || row > maxMarksRow {
			return false
		}
	}
	return true
}

// containers are the marks of lists and quotes at the beginning of a line, inside is one of them.
var (
	containers = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*]|[0-9]{1,9}[.)]))+`)
	inside     = regexp.MustCompile(`>|[-+*]|[0-9]+[.)]`)
)

// harmless takes out of a text what could do something in a page.
type harmless struct{}

// Transform is for goldmark.
func (harmless) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	var links []*ast.Link
	var pictures []*ast.Image
	var addresses []*ast.AutoLink
	var tags []*ast.RawHTML
	var blocks []*ast.HTMLBlock
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // it fails only when told to
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			links = append(links, n)
		case *ast.Image:
			pictures = append(pictures, n)
		case *ast.AutoLink:
			addresses = append(addresses, n)
		case *ast.RawHTML:
			tags = append(tags, n)
		case *ast.HTMLBlock:
			blocks = append(blocks, n)
		}
		return ast.WalkContinue, nil
	})
	for _, p := range pictures {
		link := ast.NewLink()
		link.Destination, link.Title = p.Destination, p.Title
		takeChildren(link, p)
		if link.FirstChild() == nil {
			link.AppendChild(link, ast.NewString(asText(p.Destination)))
		}
		p.Parent().ReplaceChild(p.Parent(), p, link)
		links = append(links, link)
	}
	for _, l := range links {
		if !leadsOut(l.Destination) || within(l) {
			unwrap(l)
		}
	}
	for _, tag := range tags {
		tag.Parent().ReplaceChild(tag.Parent(), tag, ast.NewString(asText(tag.Segments.Value(reader.Source()))))
	}
	for _, b := range blocks {
		lines := b.Lines().Value(reader.Source())
		if b.HasClosure() {
			lines = append(lines, b.ClosureLine.Value(reader.Source())...)
		}
		shown := ast.NewParagraph()
		shown.AppendChild(shown, ast.NewString(asText(bytes.TrimSpace(lines))))
		b.Parent().ReplaceChild(b.Parent(), b, shown)
	}
	for _, a := range addresses {
		if destination := a.URL(reader.Source()); a.AutoLinkType == ast.AutoLinkURL && !leadsOut(destination) {
			a.Parent().ReplaceChild(a.Parent(), a, ast.NewString(asText(destination)))
		}
	}
}

// asText is something of the source as the text of a page.
func asText(source []byte) []byte { return []byte(html.EscapeString(string(source))) }

// leadsOut tells whether an address is one of the few kinds that only lead somewhere.
func leadsOut(destination []byte) bool {
	u, err := url.Parse(strings.TrimSpace(string(util.UnescapePunctuations(destination))))
	return err == nil && slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(u.Scheme))
}

// within tells that a link stands in another one, as a picture in a link does.
func within(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

// unwrap leaves of a node what is in it.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

func takeChildren(to, from ast.Node) {
	for c := from.FirstChild(); c != nil; {
		next := c.NextSibling()
		to.AppendChild(to, c)
		c = next
	}
}
