package document

import (
	"strconv"
	"strings"
)

// readNotes reads the footnotes or endnotes of a file.
func (d *docx) readNotes(part, kind string) error {
	if part == "" {
		return nil
	}
	return d.pack.walkIfThere(d.ctx, part, func(x *walker) error {
		return x.each(func(e *element) error {
			if t := e.attr("type"); t != "" && t != "normal" {
				return nil // the line above the notes
			}
			text, err := d.plainText(x)
			d.notes[kind+e.attr("id")] = text
			return err
		})
	})
}

// plainText reads blocks as lines of text.
func (d *docx) plainText(x *walker) (string, error) {
	var lines []string
	err := d.blocks(x, linesTo(&lines))
	return strings.Join(lines, "\n"), err
}

// linesTo takes blocks as lines of text, for where there is no room for blocks.
func linesTo(lines *[]string) sink {
	return func(b block) error {
		if b.kind == blockTable {
			*lines = append(*lines, b.table.lines()...)
		} else if strings.TrimSpace(b.text) != "" {
			*lines = append(*lines, b.text)
		}
		return nil
	}
}

// refer numbers a note where the text refers to it, and keeps it for the end of the section. A note is told once.
func (d *docx) refer(note string, p *paragraph) {
	text, ok := d.notes[note]
	if !ok {
		return
	}
	delete(d.notes, note)
	if strings.TrimSpace(text) == "" {
		return
	}
	d.noted++
	p.text.WriteString("[^" + strconv.Itoa(d.noted) + "]")
	d.pending = append(d.pending, block{kind: blockNote, level: d.noted, text: text})
}

// table reads a table. Tables in its cells become lines of text there.
func (d *docx) table(x *walker, to sink) error {
	g := &grid{w: d.w}
	if err := d.rows(x, g); err != nil {
		return err
	}
	return to(block{kind: blockTable, table: g})
}

func (d *docx) rows(x *walker, g *grid) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "tr":
			return d.row(x, g)
		case "sdt", "sdtContent", "ins", "customXml":
			return d.rows(x, g)
		}
		return nil
	})
}

func (d *docx) row(x *walker, g *grid) error {
	g.row()
	deleted := false
	err := d.cells(x, g, &deleted)
	if deleted {
		g.rows = g.rows[:len(g.rows)-1]
	}
	if err == nil {
		err = d.w.err
	}
	return err
}

func (d *docx) cells(x *walker, g *grid, deleted *bool) error {
	return x.each(func(e *element) error {
		switch e.name {
		case "trPr":
			return x.each(func(e *element) error {
				*deleted = *deleted || e.name == "del"
				if e.name == "gridBefore" {
					g.cell("", number(e.attr("val")), 1)
				}
				return nil
			})
		case "tc":
			return d.cell(x, g)
		case "sdt", "sdtContent", "customXml":
			return d.cells(x, g, deleted)
		}
		return nil
	})
}

// cell reads a cell; its properties come first.
func (d *docx) cell(x *walker, g *grid) error {
	columns, continues := 1, false
	var lines []string
	take := linesTo(&lines)
	err := x.each(func(e *element) error {
		switch e.name {
		case "tcPr":
			return x.each(func(e *element) error {
				switch e.name {
				case "gridSpan":
					columns = number(e.attr("val"))
				case "vMerge":
					continues = e.attr("val") != "restart"
				}
				return nil
			})
		case "p":
			return d.paragraph(x, take)
		case "tbl":
			return d.table(x, take)
		case "sdt", "customXml", "ins":
			return d.blocks(x, take)
		}
		return nil
	})
	text := strings.Join(lines, "\n")
	if continues && text == "" {
		text = g.above()
	}
	g.cell(text, columns, 1)
	return err
}
