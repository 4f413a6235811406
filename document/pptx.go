package document

import (
	"context"
	"errors"
	"strings"
)

// pptx reads a presentation: a section a slide, under its title; text in the order in which it was placed, tables,
// diagrams; the speaker's notes as a quotation at the end. Masters and layouts, dates, footers and slide numbers are
// left out.
type pptx struct {
	ctx  context.Context
	pack *archive
	w    *writer
}

func readPPTX(ctx context.Context, a *archive, w *writer) error {
	p := &pptx{ctx, a, w}
	slides, err := p.slides()
	if err != nil {
		return err
	}
	if len(slides) > w.limits.Pages {
		return tooLarge(BoundPages, int64(w.limits.Pages), int64(len(slides)))
	}
	for i, part := range slides {
		w.place = i + 1
		if err := p.slide(part); err != nil {
			return err
		}
	}
	if w.title == "" {
		w.title, err = a.coreTitle(ctx)
	}
	return err
}

// slides lists the parts of the slides in the order of the show.
func (p *pptx) slides() ([]string, error) {
	relations, err := p.pack.relations(p.ctx, p.pack.main)
	if err != nil {
		return nil, err
	}
	parts := map[string]string{}
	for _, r := range relations {
		parts[r.id] = r.target
	}
	var slides []string
	err = p.pack.walk(p.ctx, p.pack.main, func(x *walker) error {
		return x.each(func(e *element) error {
			if e.name != "sldIdLst" {
				return nil
			}
			return x.each(func(e *element) error {
				if part := parts[e.prefixed("id")]; part != "" {
					slides = append(slides, part)
				}
				return nil
			})
		})
	})
	if errors.Is(err, errMissing) {
		return nil, broken("no main part", nil)
	}
	return slides, err
}

// shapes is what a slide or a page of notes shows.
type shapes struct {
	w      *writer
	title  string
	opens  bool // the title is that of an opening slide
	blocks []block
}

func (p *pptx) slide(part string) error {
	s := &shapes{w: p.w}
	err := p.pack.walk(p.ctx, part, func(x *walker) error { return s.tree(x) })
	if errors.Is(err, errMissing) {
		return broken("slide", nil)
	}
	if err != nil {
		return err
	}
	relations, err := p.pack.relations(p.ctx, part)
	if err != nil {
		return err
	}
	for _, r := range relations {
		if r.kind != "diagramData" {
			continue
		}
		if err := p.pack.walkIfThere(p.ctx, r.target, s.diagram); err != nil {
			return err
		}
	}
	if p.w.title == "" && s.opens {
		p.w.title = oneLine(s.title)
	}
	p.w.open(1, s.title)
	for _, b := range s.blocks {
		if err := p.w.add(b); err != nil {
			return err
		}
	}
	return p.notes(related(relations, "notesSlide"))
}

func (p *pptx) notes(part string) error {
	if part == "" {
		return p.w.err
	}
	s := &shapes{w: p.w}
	if err := p.pack.walkIfThere(p.ctx, part, func(x *walker) error { return s.tree(x) }); err != nil {
		return err
	}
	var lines []string
	for _, b := range s.blocks {
		if b.kind != blockTable {
			lines = append(lines, b.text)
		}
	}
	return p.w.add(block{kind: blockQuote, text: strings.Join(lines, "\n")})
}

// tree finds the shapes in groups and in alternatives.
func (s *shapes) tree(x *walker) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "sp":
			return s.shape(x)
		case "tbl":
			return s.table(x)
		case "AlternateContent":
			return x.choice(func() error { return s.tree(x) })
		case "txBody":
			return s.text(x, false)
		}
		return s.tree(x)
	})
}

// skipped are the placeholders whose text is the same on every slide, or not text of the slide at all.
var skipped = map[string]bool{"dt": true, "ftr": true, "sldNum": true, "hdr": true, "sldImg": true}

// shape reads a shape; what it is a placeholder for comes before its text.
func (s *shapes) shape(x *walker) error {
	holds, placed := "", false
	return x.each(func(e *element) error {
		switch e.name {
		case "nvSpPr":
			return x.each(func(e *element) error {
				if e.name != "nvPr" {
					return nil
				}
				return x.each(func(e *element) error {
					if e.name == "ph" {
						holds, placed = e.attr("type"), true
					}
					return nil
				})
			})
		case "txBody":
			switch {
			case skipped[holds]:
				return nil
			case holds == "title" || holds == "ctrTitle":
				return s.heading(x, holds == "ctrTitle")
			}
			return s.text(x, placed && (holds == "" || holds == "obj"))
		}
		return nil
	})
}

func (s *shapes) heading(x *walker, opens bool) error {
	title := &shapes{w: s.w}
	if err := title.text(x, false); err != nil {
		return err
	}
	var lines []string
	for _, b := range title.blocks {
		lines = append(lines, b.text)
	}
	text := oneLine(strings.Join(lines, " "))
	if s.title == "" {
		s.title, s.opens = text, opens
		return nil
	}
	s.blocks = append(s.blocks, block{text: text})
	return nil
}

// text reads paragraphs. In the main placeholder of a slide they are items unless they say that they have no mark;
// elsewhere they are items if they say that they have one.
func (s *shapes) text(x *walker, items bool) error {
	return x.each(func(e *element) error {
		if e.name != "p" {
			return nil
		}
		b := block{}
		if items {
			b.kind = blockItem
		}
		var text strings.Builder
		if err := paragraphDML(x, &b, &text); err != nil {
			return err
		}
		if b.text = text.String(); strings.TrimSpace(b.text) != "" {
			s.blocks = append(s.blocks, b)
		}
		return nil
	})
}

// paragraphDML reads a paragraph of DrawingML.
func paragraphDML(x *walker, b *block, text *strings.Builder) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "pPr":
			b.level = number(e.attr("lvl"))
			return x.each(func(e *element) error {
				switch e.name {
				case "buNone":
					b.kind = blockText
				case "buChar", "buBlip":
					b.kind = blockItem
				case "buAutoNum":
					b.kind = blockNumbered
				}
				return nil
			})
		case "t":
			t, err := x.text()
			text.WriteString(t)
			return err
		case "br":
			text.WriteByte('\n')
			return nil
		case "fld":
			if strings.HasPrefix(e.attr("type"), "slidenum") {
				return nil
			}
		}
		return paragraphDML(x, b, text)
	})
}

// table reads a table; a cell says how many it covers, and covered ones stand there empty.
func (s *shapes) table(x *walker) error {
	g := &grid{w: s.w}
	err := x.each(func(e *element) error {
		if e.name != "tr" {
			return nil
		}
		g.row()
		return x.each(func(e *element) error {
			if e.name != "tc" {
				return nil
			}
			below := e.attr("vMerge")
			cell := &shapes{w: s.w}
			if err := cell.tree(x); err != nil {
				return err
			}
			var lines []string
			for _, b := range cell.blocks {
				lines = append(lines, b.text)
			}
			text := strings.Join(lines, "\n")
			if text == "" && (below == "1" || below == "true") {
				text = g.above()
			}
			g.cell(text, 1, 1)
			return s.w.err
		})
	})
	s.blocks = append(s.blocks, block{kind: blockTable, table: g})
	return err
}

// diagram reads the texts of a diagram's boxes.
func (s *shapes) diagram(x *walker) error {
	return x.each(func(e *element) error {
		if e.name == "t" {
			return s.text(x, true)
		}
		if e.name == "dataModel" || e.name == "ptLst" || e.name == "pt" {
			return s.diagram(x)
		}
		return nil
	})
}
