package document

import (
	"context"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page reads HTML token by token, as browsers do it in spirit: what is not closed is closed by what follows. Nothing is
// fetched. Scripts, styles, forms' choices and hidden elements are left out.
type page struct {
	w       *writer
	text    strings.Builder // of the block that is open
	kind    blockKind
	level   int
	lists   []bool // the lists that are open: whether they are numbered
	tables  []*tableInPage
	pre     int
	skip    atom.Atom // the element whose content is left out; 0 if none
	skipped int
	quote   int
}

// tableInPage is a table that is open.
type tableInPage struct {
	grid          grid
	inCell        bool
	cell          []string // lines
	loose         []string // lines outside of cells, the caption among them
	columns, rows int
}

// maxToken bounds one token of a page, such as a picture written into an attribute.
const maxToken = 16 << 20

func readHTML(ctx context.Context, text string, w *writer) error {
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(maxToken)
	p := &page{w: w}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t := z.Next()
		if t == html.ErrorToken {
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return broken("token", err)
			}
			break
		}
		p.token(t, z)
		if w.err != nil {
			return w.err
		}
		if len(p.tables) > w.limits.Depth || len(p.lists) > w.limits.Depth {
			return tooLarge(BoundDepth, int64(w.limits.Depth), 0)
		}
	}
	for len(p.tables) > 0 {
		p.endTable()
	}
	p.flush()
	return w.err
}

func (p *page) token(t html.TokenType, z *html.Tokenizer) {
	switch t {
	case html.TextToken:
		if p.skip == 0 {
			p.write(string(z.Text()))
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := z.TagName()
		tag := atom.Lookup(name)
		var attrs map[string]string
		if more && wantsAttributes(tag) {
			attrs = attributes(z)
		}
		p.start(tag, attrs, t == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := z.TagName()
		p.end(atom.Lookup(name))
	}
}

func wantsAttributes(tag atom.Atom) bool {
	return tag == atom.Td || tag == atom.Th || tag == atom.Div || tag == atom.Span || tag == atom.P
}

func attributes(z *html.Tokenizer) map[string]string {
	all := map[string]string{}
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		if len(key) < 32 && len(value) < 1024 {
			all[string(key)] = string(value)
		}
	}
	return all
}

func isHidden(attrs map[string]string) bool {
	_, hidden := attrs["hidden"]
	return hidden || strings.Contains(strings.ReplaceAll(strings.ToLower(attrs["style"]), " ", ""), "display:none")
}

// silent are elements whose content is not text of the page.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true,
	atom.Select: true, atom.Svg: true, atom.Math: true, atom.Textarea: true, atom.Rt: true, atom.Rp: true,
}

func (p *page) start(tag atom.Atom, attrs map[string]string, closed bool) {
	if p.skip == atom.P && (isBlock[tag] || tag == atom.Table || tag == atom.Ul || tag == atom.Ol) {
		p.skip = 0 // a paragraph ends where the next begins
	}
	if p.skip != 0 {
		if tag == p.skip && !closed {
			p.skipped++
		}
		return
	}
	if tag == atom.Title {
		p.flush()
		p.kind, p.level = blockHeading, 0
		return
	}
	if silent[tag] || isHidden(attrs) {
		if !closed {
			p.skip, p.skipped = tag, 1
		}
		return
	}
	switch tag {
	case atom.Br:
		p.text.WriteByte('\n')
	case atom.Img, atom.Input, atom.Wbr:
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.flush()
		p.kind, p.level = blockHeading, int(tag.String()[1]-'0')
	case atom.Ul, atom.Ol:
		p.flush()
		p.lists = append(p.lists, tag == atom.Ol)
	case atom.Li:
		p.flush()
		p.item()
	case atom.Table, atom.Tr, atom.Td, atom.Th:
		p.startTable(tag, attrs)
	case atom.Blockquote:
		p.flush()
		p.quote++
	case atom.Pre:
		p.flush()
		p.pre++
	default:
		if isBlock[tag] {
			p.flush()
		}
	}
}

// item begins an item of the list that is open.
func (p *page) item() {
	p.kind, p.level = blockItem, max(0, len(p.lists)-1)
	if len(p.lists) > 0 && p.lists[len(p.lists)-1] {
		p.kind = blockNumbered
	}
}

var isBlock = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Main: true,
	atom.Nav: true, atom.Aside: true, atom.Address: true, atom.Figure: true, atom.Figcaption: true, atom.Hr: true, atom.Dl: true,
	atom.Dt: true, atom.Dd: true, atom.Form: true, atom.Fieldset: true, atom.Body: true, atom.Head: true, atom.Html: true,
	atom.Caption: true, atom.Details: true, atom.Summary: true, atom.Center: true, atom.Meta: true, atom.Link: true,
}

func (p *page) end(tag atom.Atom) {
	if p.skip != 0 {
		if tag == p.skip {
			if p.skipped--; p.skipped == 0 {
				p.skip = 0
			}
		}
		return
	}
	switch tag {
	case atom.Ul, atom.Ol:
		p.flush()
		if len(p.lists) > 0 {
			p.lists = p.lists[:len(p.lists)-1]
		}
	case atom.Table:
		p.endTable()
	case atom.Tr, atom.Td, atom.Th:
		p.endCell()
	case atom.Blockquote:
		p.flush()
		p.quote = max(0, p.quote-1)
	case atom.Pre:
		p.flush()
		p.pre = max(0, p.pre-1)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Title:
		p.flush()
	default:
		if isBlock[tag] {
			p.flush()
		}
	}
}

// write appends text; outside of pre, line ends are spaces.
func (p *page) write(text string) {
	if p.pre == 0 {
		text = strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
	}
	p.text.WriteString(text)
}

// flush ends the block that is open. In a table it is a line of the cell, or stands before the table.
func (p *page) flush() {
	text := p.text.String()
	p.text.Reset()
	kind, level := p.kind, p.level
	if strings.TrimSpace(text) == "" {
		if kind == blockHeading {
			p.kind = blockText
		}
		return // an item may begin with a paragraph
	}
	p.kind, p.level = blockText, 0
	switch {
	case kind == blockHeading && level == 0:
		p.w.title = oneLine(text)
	case len(p.tables) > 0:
		t := p.tables[len(p.tables)-1]
		if t.inCell {
			t.cell = append(t.cell, text)
		} else {
			t.loose = append(t.loose, text)
		}
	default:
		if kind == blockText && p.quote > 0 {
			kind = blockQuote
		}
		p.w.add(block{kind: kind, level: level, text: text}) //nolint:errcheck // the writer keeps its error
	}
}

func (p *page) startTable(tag atom.Atom, attrs map[string]string) {
	if tag == atom.Table {
		p.flush()
		p.tables = append(p.tables, &tableInPage{grid: grid{w: p.w}})
		return
	}
	if len(p.tables) == 0 {
		p.flush()
		return
	}
	p.endCell()
	t := p.tables[len(p.tables)-1]
	if tag == atom.Tr {
		t.grid.row()
		return
	}
	t.inCell, t.columns, t.rows = true, number(attrs["colspan"]), min(number(attrs["rowspan"]), 1000)
}

func (p *page) endCell() {
	p.flush()
	if len(p.tables) == 0 {
		return
	}
	t := p.tables[len(p.tables)-1]
	if !t.inCell {
		return
	}
	t.grid.cell(strings.Join(t.cell, "\n"), t.columns, t.rows)
	t.inCell, t.cell = false, nil
}

// endTable hands a table on: into the text, or as lines into the cell that it stands in.
func (p *page) endTable() {
	p.endCell()
	if len(p.tables) == 0 {
		return
	}
	last := len(p.tables) - 1
	t := p.tables[last]
	p.tables = p.tables[:last]
	if last > 0 {
		outer := p.tables[last-1]
		outer.cell = append(append(outer.cell, t.loose...), t.grid.lines()...)
		return
	}
	for _, text := range t.loose {
		p.w.add(block{text: text}) //nolint:errcheck // the writer keeps its error
	}
	p.w.add(block{kind: blockTable, table: &t.grid}) //nolint:errcheck // the writer keeps its error
}
