package document

import (
	"context"
	"errors"
	"strings"
)

// docx reads a word processor's file: the main text with its lists, tables, text boxes and notes. Headers, footers,
// comments and tables of contents are left out.
type docx struct {
	ctx     context.Context
	pack    *archive
	w       *writer
	styles  map[string]*docxStyle
	lists   docxLists
	notes   map[string]string // text by kind and id
	pending []block           // notes of the section that is open
	noted   int
	joined  string // text of a paragraph whose end was deleted
}

func readDOCX(ctx context.Context, a *archive, w *writer) error {
	d := &docx{ctx: ctx, pack: a, w: w, notes: map[string]string{}}
	relations, err := a.relations(ctx, a.main)
	if err != nil {
		return err
	}
	if d.styles, err = readStyles(ctx, a, related(relations, "styles")); err != nil {
		return err
	}
	if d.lists, err = readLists(ctx, a, related(relations, "numbering")); err != nil {
		return err
	}
	for _, kind := range []string{"footnotes", "endnotes"} {
		if err := d.readNotes(related(relations, kind), kind); err != nil {
			return err
		}
	}
	err = a.walk(ctx, a.main, func(x *walker) error {
		return x.each(func(e *element) error {
			if e.name != "body" {
				return nil
			}
			return d.blocks(x, d.emit)
		})
	})
	if errors.Is(err, errMissing) {
		return broken("no main part", nil)
	}
	if err != nil {
		return err
	}
	d.endNotes()
	if w.title == "" {
		w.title, err = a.coreTitle(ctx)
	}
	return err
}

// emit hands a block of the main text on. Notes stand at the end of the section that refers to them.
func (d *docx) emit(b block) error {
	if b.kind == blockHeading {
		if b.level == 0 {
			if d.w.title == "" {
				d.w.title = oneLine(b.text)
				return nil
			}
			b.kind = blockText
			return d.w.add(b)
		}
		d.endNotes()
	}
	return d.w.add(b)
}

func (d *docx) endNotes() {
	for _, n := range d.pending {
		d.w.add(n) //nolint:errcheck // the writer keeps its error
	}
	d.pending = nil
}

// sink takes blocks in order.
type sink func(b block) error

// blocks reads what an element holds of paragraphs and tables.
func (d *docx) blocks(x *walker, to sink) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "p":
			return d.paragraph(x, to)
		case "tbl":
			return d.table(x, to)
		case "sdt":
			return d.control(x, to)
		case "ins", "moveTo", "customXml", "smartTag":
			return d.blocks(x, to)
		case "AlternateContent":
			return x.choice(func() error { return d.blocks(x, to) })
		}
		return nil // deleted revisions among the rest
	})
}

// control reads a content control. A table of contents says again what the headings say, in whatever style.
func (d *docx) control(x *walker, to sink) error {
	contents := false
	return x.each(func(e *element) error {
		switch e.name {
		case "sdtPr":
			return x.each(func(e *element) error {
				if e.name != "docPartObj" {
					return nil
				}
				return x.each(func(e *element) error {
					contents = contents || e.name == "docPartGallery" && e.attr("val") == "Table of Contents"
					return nil
				})
			})
		case "sdtContent":
			if contents {
				return nil
			}
			return d.blocks(x, to)
		}
		return nil
	})
}

// paragraph is what is known of a paragraph while it is read.
type paragraph struct {
	style   string
	outline int // -1: not said
	list    listPlace
	joins   bool // its end was deleted: the next one continues it
	text    strings.Builder
	boxes   []block
}

func (d *docx) paragraph(x *walker, to sink) error {
	p := &paragraph{outline: -1}
	if err := d.inline(x, p); err != nil {
		return err
	}
	text := d.joined + p.text.String()
	d.joined = ""
	if p.joins {
		d.joined = text
		return nil
	}
	if b := d.blockOf(p, text); b.text != "" {
		if err := to(b); err != nil {
			return err
		}
	}
	for _, b := range p.boxes {
		if err := to(b); err != nil {
			return err
		}
	}
	return nil
}

// blockOf tells what a paragraph is: by what it says of itself, then by its style.
func (d *docx) blockOf(p *paragraph, text string) block {
	style := d.styles[p.style]
	if style == nil {
		style = &docxStyle{name: p.style, outline: -1}
	}
	if style.isContents(d.styles) {
		return block{}
	}
	level, isHeading := style.heading(d.styles)
	if p.outline >= 0 {
		level, isHeading = p.outline+1, p.outline < 9
	}
	if isHeading {
		return block{kind: blockHeading, level: level, text: text}
	}
	list := p.list
	if list.id == "" {
		list = style.listPlace(d.styles)
	}
	if kind, ok := d.lists.kind(list); ok {
		return block{kind: kind, level: list.level, text: text}
	}
	return block{text: text}
}

// inline reads what a paragraph, or a part of one, holds.
func (d *docx) inline(x *walker, p *paragraph) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "pPr":
			return d.properties(x, p)
		case "r":
			return d.run(x, p)
		case "del", "moveFrom", "rt", "sdtPr":
			return nil
		case "AlternateContent":
			return x.choice(func() error { return d.inline(x, p) })
		case "footnoteReference", "endnoteReference":
			return nil
		}
		return d.inline(x, p) // links, insertions, fields, controls, formulas
	})
}

func (d *docx) properties(x *walker, p *paragraph) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "pStyle":
			p.style = e.attr("val")
		case "outlineLvl":
			p.outline = number(e.attr("val"))
		case "numPr":
			return readListPlace(x, &p.list)
		case "rPr":
			return x.each(func(e *element) error {
				p.joins = p.joins || e.name == "del" || e.name == "moveFrom"
				return nil
			})
		}
		return nil
	})
}

// run reads a run of characters. The properties come first: hidden text is passed over.
func (d *docx) run(x *walker, p *paragraph) error {
	hidden := false
	return x.each(func(e *element) error {
		if e.name == "rPr" {
			return x.each(func(e *element) error {
				hidden = hidden || e.name == "vanish" && e.isOn()
				return nil
			})
		}
		if hidden {
			return nil
		}
		return d.character(x, e, p)
	})
}

func (d *docx) character(x *walker, e *element, p *paragraph) error {
	switch e.name {
	case "t":
		text, err := x.text()
		p.text.WriteString(text)
		return err
	case "tab", "ptab":
		p.text.WriteByte('\t')
	case "br", "cr":
		p.text.WriteByte('\n')
	case "noBreakHyphen":
		p.text.WriteByte('-')
	case "footnoteReference":
		d.refer("footnotes"+e.attr("id"), p)
	case "endnoteReference":
		d.refer("endnotes"+e.attr("id"), p)
	case "AlternateContent":
		return x.choice(func() error { return d.drawing(x, p) })
	case "drawing", "pict", "object":
		return d.drawing(x, p)
	case "ruby":
		return d.inline(x, p)
	}
	return nil
}

// drawing finds the text boxes in a drawing; they follow the paragraph they hang on.
func (d *docx) drawing(x *walker, p *paragraph) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "txbxContent":
			joined := d.joined
			d.joined = ""
			err := d.blocks(x, func(b block) error {
				p.boxes = append(p.boxes, b)
				return nil
			})
			d.joined = joined
			return err
		case "AlternateContent":
			return x.choice(func() error { return d.drawing(x, p) })
		}
		return d.drawing(x, p)
	})
}

func number(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 1<<20 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
