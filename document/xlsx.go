package document

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// xlsx reads a workbook: each sheet that is shown is a table. A long one goes on in further sections under the same
// heading, each with the sheet's first row. Columns and rows without text are left out. Comments, drawings and charts
// are not read, and formulas only as the value that was stored with them.
type xlsx struct {
	ctx     context.Context
	pack    *archive
	w       *writer
	strings []string
	formats []cellFormat // by style
	is1904  bool
}

// sheetRows is how many rows go into one section.
const sheetRows = 500

type sheet struct{ name, part string }

func readXLSX(ctx context.Context, a *archive, w *writer) error {
	r := &xlsx{ctx: ctx, pack: a, w: w}
	relations, err := a.relations(ctx, a.main)
	if err != nil {
		return err
	}
	sheets, err := r.sheets(relations)
	if err != nil {
		return err
	}
	if err := r.sharedStrings(related(relations, "sharedStrings")); err != nil {
		return err
	}
	if r.formats, err = readFormats(ctx, a, related(relations, "styles")); err != nil {
		return err
	}
	for i, s := range sheets {
		w.place = i + 1
		if err := r.sheet(s); err != nil {
			return err
		}
	}
	w.title, err = a.coreTitle(ctx)
	return err
}

// sheets lists the sheets that are shown, in the order of their tabs.
func (r *xlsx) sheets(relations []relation) (shown []sheet, err error) {
	parts := map[string]string{}
	for _, rel := range relations {
		if rel.kind == "worksheet" {
			parts[rel.id] = rel.target
		}
	}
	err = r.pack.walk(r.ctx, r.pack.main, func(x *walker) error {
		return x.each(func(e *element) error {
			switch e.name {
			case "workbookPr":
				r.is1904 = e.attr("date1904") == "1" || e.attr("date1904") == "true"
			case "sheets":
				return x.each(func(e *element) error {
					part, state := parts[e.prefixed("id")], e.attr("state")
					if part != "" && (state == "" || state == "visible") {
						shown = append(shown, sheet{e.attr("name"), part})
					}
					return nil
				})
			}
			return nil
		})
	})
	if errors.Is(err, errMissing) {
		return nil, broken("no main part", nil)
	}
	return shown, err
}

func (r *xlsx) sharedStrings(part string) error {
	if part == "" {
		return nil
	}
	size := int64(0)
	return r.pack.walkIfThere(r.ctx, part, func(x *walker) error {
		return x.each(func(*element) error {
			text, err := richText(x)
			r.strings = append(r.strings, text)
			if size += int64(len(text)) + 16; size > 2*r.w.limits.Text {
				return tooLarge(BoundText, r.w.limits.Text, 0)
			}
			return err
		})
	})
}

// richText reads the runs of a text, without how it is spoken.
func richText(x *walker) (string, error) {
	var b strings.Builder
	var read func(e *element) error
	read = func(e *element) error {
		switch e.name {
		case "t":
			t, err := x.text()
			b.WriteString(t)
			return err
		case "r":
			return x.each(read)
		}
		return nil
	}
	err := x.each(read)
	return b.String(), err
}

// cellAt is a cell with text; columns count from 0, rows from 1.
type cellAt struct {
	column int
	text   string
}

type sheetRow struct {
	at    int
	cells []cellAt
}

// sheetData is what a sheet holds, without what is empty.
type sheetData struct {
	rows   []sheetRow
	merges []rectangle
}

func (r *xlsx) sheet(s sheet) error {
	var data sheetData
	size, cells := r.w.size, r.w.cells
	err := r.pack.walk(r.ctx, s.part, func(x *walker) error {
		return x.each(func(e *element) error {
			switch e.name {
			case "sheetData":
				return r.rows(x, &data)
			case "mergeCells":
				return x.each(func(e *element) error {
					if m, ok := parseRectangle(e.attr("ref")); ok && len(data.merges) < r.w.limits.Cells {
						data.merges = append(data.merges, m)
					}
					return nil
				})
			}
			return nil
		})
	})
	if errors.Is(err, errMissing) {
		return broken("sheet", nil)
	}
	if err != nil {
		return err
	}
	if err := r.fillMerged(&data); err != nil {
		return err
	}
	r.w.size, r.w.cells = size, cells // what was counted while reading is counted as it is written
	return r.write(s.name, data)
}

func (r *xlsx) rows(x *walker, data *sheetData) error {
	at := 0
	return x.each(func(e *element) error {
		if e.name != "row" {
			return nil
		}
		at++
		if n := number(e.attr("r")); n > 0 {
			at = n
		}
		row := sheetRow{at: at}
		column := -1
		err := x.each(func(e *element) error {
			if column++; column >= maxSheetColumns {
				return broken("column", nil)
			}
			if c, _, ok := parseCell(e.attr("r")); ok {
				column = c
			}
			text, err := r.cell(x, e)
			if text = oneLine(text); err != nil || text == "" {
				return err
			}
			row.cells = append(row.cells, cellAt{column, text})
			if !r.w.countCells(1) {
				return r.w.err
			}
			r.w.count(text)
			return r.w.err
		})
		if len(row.cells) > 0 {
			data.rows = append(data.rows, row)
		}
		return err
	})
}

func (r *xlsx) cell(x *walker, e *element) (text string, err error) {
	kind, style := e.attr("t"), number(e.attr("s"))
	err = x.each(func(e *element) (err error) {
		switch e.name {
		case "v":
			text, err = x.text()
		case "is":
			text, err = richText(x)
		}
		return err
	})
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || i < 0 || i >= len(r.strings) {
			return "", nil
		}
		return r.strings[i], nil
	case "b":
		return map[string]string{"0": "FALSE", "1": "TRUE"}[text], err
	case "", "n":
		f := cellFormat{}
		if style < len(r.formats) {
			f = r.formats[style]
		}
		return f.show(text, r.is1904), err
	}
	return text, err
}

// fillMerged repeats the text of merged cells in the rows that they cover, so that every row can be understood alone.
func (r *xlsx) fillMerged(data *sheetData) error {
	slices.SortStableFunc(data.rows, func(a, b sheetRow) int { return cmp.Compare(a.at, b.at) })
	for _, m := range data.merges {
		i, found := slices.BinarySearchFunc(data.rows, m.top, func(r sheetRow, at int) int { return cmp.Compare(r.at, at) })
		if !found {
			continue
		}
		at := slices.IndexFunc(data.rows[i].cells, func(c cellAt) bool { return c.column == m.left })
		if at < 0 {
			continue
		}
		text := data.rows[i].cells[at].text
		for i++; i < len(data.rows) && data.rows[i].at <= m.bottom; i++ {
			data.rows[i].cells = append(data.rows[i].cells, cellAt{m.left, text})
			if r.w.count(text); !r.w.countCells(1) {
				return r.w.err
			}
		}
	}
	return r.w.err
}

// write makes sections of a sheet.
func (r *xlsx) write(name string, data sheetData) error {
	if len(data.rows) == 0 {
		return nil
	}
	columns := data.columns()
	if !r.w.countCells(len(data.rows) * len(columns)) {
		return r.w.err
	}
	dense := make([][]string, len(data.rows))
	for i, row := range data.rows {
		dense[i] = make([]string, len(columns))
		for _, c := range row.cells {
			at, _ := slices.BinarySearch(columns, c.column)
			dense[i][at] = c.text
		}
	}
	head, rest := dense[:1], dense[1:]
	for first := true; first || len(rest) > 0; first = false {
		n := min(len(rest), sheetRows-1)
		g := grid{w: r.w, rows: slices.Concat(head, rest[:n]), width: len(columns)}
		r.w.open(1, name)
		r.w.raw(blockTable, g.markdown())
		rest = rest[n:]
	}
	return r.w.err
}

// columns lists the columns that hold text, sorted.
func (data *sheetData) columns() []int {
	seen := map[int]bool{}
	var columns []int
	for _, row := range data.rows {
		for _, c := range row.cells {
			if !seen[c.column] {
				seen[c.column] = true
				columns = append(columns, c.column)
			}
		}
	}
	slices.Sort(columns)
	return columns
}

const (
	maxSheetColumns = 16_384
	maxSheetRows    = 1_048_576
)

// parseCell reads the name of a cell: B3 is column 1 of row 3.
func parseCell(name string) (column, row int, ok bool) {
	i := 0
	for ; i < len(name) && i < 4; i++ {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	row = number(name[i:])
	return column - 1, row, i > 0 && column <= maxSheetColumns && row > 0 && row <= maxSheetRows
}

type rectangle struct{ left, top, bottom int }

func parseRectangle(ref string) (m rectangle, ok bool) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, ok1 := parseCell(from)
	_, bottom, ok2 := parseCell(to)
	return rectangle{left, top, bottom}, ok1 && ok2 && bottom > top
}
