package importer

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// generated is a file that is never in memory: pieces, each repeated.
type generated struct {
	pieces []piece
	at     int64
}

type piece struct {
	text  string
	times int64
}

func (g *generated) size() (n int64) {
	for _, p := range g.pieces {
		n += int64(len(p.text)) * p.times
	}
	return n
}

// ReadAt implements io.ReaderAt.
func (g *generated) ReadAt(b []byte, at int64) (n int, err error) {
	for _, p := range g.pieces {
		length := int64(len(p.text)) * p.times
		for n < len(b) && at < length {
			k := copy(b[n:], p.text[at%int64(len(p.text)):])
			n, at = n+k, at+int64(k)
		}
		at -= length
		if at < 0 {
			at = 0
		}
	}
	if n < len(b) {
		err = io.EOF
	}
	return n, err
}

// Read implements io.Reader.
func (g *generated) Read(b []byte) (int, error) {
	if g.at >= g.size() {
		return 0, io.EOF
	}
	n, _ := g.ReadAt(b[:min(int64(len(b)), g.size()-g.at)], g.at)
	g.at += int64(n)
	return n, nil
}

// Seek implements io.Seeker.
func (g *generated) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		offset += g.at
	}
	g.at = offset
	return offset, nil
}

func TestEnormousCellsAndLinesAreBadRowsInBoundedMemory(t *testing.T) {
	const huge, cell = 200 << 20, 40 << 20
	cases := []struct {
		name, file string
		pieces     []piece
		errs       []string
		good       string
	}{
		{"unquoted cell", "a.csv", []piece{{"id,name\n1,a\n2,", 1}, {"xyz ", huge / 4}, {"\n3,c\n", 1}}, []string{"3:name:CELL_TOO_LARGE"}, "1 3"},
		{"quoted cell with line ends", "a.csv", []piece{{"id,name\n1,a\n2,\"", 1}, {"xy\n ", cell / 4}, {"\"\n3,c\n", 1}}, []string{"3:name:CELL_TOO_LARGE"}, "1 3"},
		{"row of many cells", "a.csv", []piece{{"id,name\n1,a\n2", 1}, {"," + strings.Repeat("x", 1<<20), 64}, {"\n3,c\n", 1}}, []string{"3::ROW_TOO_LARGE"}, "1 3"},
		{"row of empty cells", "a.csv", []piece{{"id,name\n1,a\n2", 1}, {",,,,", cell / 16}, {"\n3,c\n", 1}}, []string{"3::COLUMN_COUNT"}, "1 3"},
		{"line", "a.jsonl", []piece{{"{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"", 1}, {"xyz ", cell / 4}, {"\"}\n{\"id\":3,\"name\":\"c\"}\n", 1}}, []string{"2::ROW_TOO_LARGE"}, "1 3"},
		{"value", "a.jsonl", []piece{{"{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\"", 1}, {"xyz ", MaxCellBytes/4 + 1}, {"\"}\n{\"id\":3,\"name\":\"c\"}\n", 1}}, []string{"2:name:CELL_TOO_LARGE"}, "1 3"},
		{"undecodable", "a.csv", []piece{{"id,name\n1,a\n2,", 1}, {"\xff", cell / 4}, {"\n3,c\n", 1}}, []string{"3:name:CELL_TOO_LARGE"}, "1 3"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, err := LoadMapping("m", strings.NewReader("encoding: utf-8"+itemMapping))
			if err != nil {
				t.Fatal(err)
			}
			in := &generated{pieces: c.pieces}
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			records, errs := readRows(t, in, c.file, m)
			runtime.ReadMemStats(&after)
			if c.name == "undecodable" { // the first thing wrong with the row is told
				c.errs = []string{"3::BYTES_INVALID"}
			}
			checkOutcome(t, records, errs, nil, c.good, c.errs, "")
			if used := after.TotalAlloc - before.TotalAlloc; used > 160<<20 {
				t.Errorf("%d MiB allocated for a file of %d MiB", used>>20, in.size()>>20)
			}
		})
	}
}

func readRows(t *testing.T, in *generated, file string, m *Mapping) (records []Record, errs []*RowError) {
	t.Helper()
	r, err := Read(file, in, in.size(), m)
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, err := r.Next()
		if err == io.EOF {
			return records, errs
		}
		if err != nil {
			t.Fatal(err)
		}
		records, errs = append(records, row.Records...), append(errs, row.Errors...)
	}
}

// peakHeap reads a table of n rows and gives the largest heap seen on the way, and the number of records.
func peakHeap(t *testing.T, source func() (Source, error), m *Mapping) (peak uint64, records int) {
	t.Helper()
	r, err := open("big", m, source)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for n := 0; ; n++ {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return peak, records
		}
		if err != nil || len(row.Errors) > 0 {
			t.Fatal(row.Errors, err)
		}
		records += len(row.Records)
		if n%500 == 0 {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapSys-now.HeapReleased)
		}
	}
}

func TestAHundredThousandRowsAreReadInLittleMemory(t *testing.T) {
	const rows, limit = 100_000, 200 << 20
	row := func(i int) []string {
		return []string{fmt.Sprintf("N-%06d", i), "项目 " + strings.Repeat("建设", 20), strings.Repeat("说明文字 ", 12), "客户 " + fmt.Sprint(i%977), fmt.Sprintf("%d.50", i), "2024-03-01", "甲|乙", "2024-02-01", "赢", "2024-02-20"}
	}
	t.Run("csv, the last of repeats counts", func(t *testing.T) {
		path, size := bigCSV(t, rows, row)
		m, err := LoadMapping("m", strings.NewReader("duplicates: last\n"+orderMapping))
		if err != nil {
			t.Fatal(err)
		}
		peak, n := peakHeap(t, func() (Source, error) { return OpenSource(path, Options{}) }, m)
		t.Logf("%d records of %d MiB, heap at most %d MiB", n, size>>20, peak>>20)
		if n != rows || peak > limit {
			t.Errorf("%d records, %d MiB", n, peak>>20)
		}
	})
	t.Run("xlsx", func(t *testing.T) {
		path := bigWorkbook(t, rows, row)
		m, err := LoadMapping("m", strings.NewReader(orderMapping))
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		peak, n := peakHeap(t, func() (Source, error) { return OpenSource(path, Options{}) }, m)
		t.Logf("%d records, heap at most %d MiB", n, peak>>20)
		if n != rows || peak > limit {
			t.Errorf("%d records, %d MiB", n, peak>>20)
		}
	})
}

func bigCSV(t *testing.T, rows int, row func(int) []string) (path string, size int) {
	t.Helper()
	path = t.TempDir() + "/big.csv"
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := csv.NewWriter(f)
	for i := -1; i < rows; i++ {
		values := orderHeader
		if i >= 0 {
			values = row(i)
		}
		if err := w.Write(values); err != nil {
			t.Fatal(err)
		}
		size += len(strings.Join(values, ","))
	}
	if w.Flush(); w.Error() != nil {
		t.Fatal(w.Error())
	}
	return path, size
}

func bigWorkbook(t *testing.T, rows int, row func(int) []string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	set := func(n int, values []string) {
		cells := make([]any, len(values))
		for i, v := range values {
			cells[i] = v
		}
		if err := w.SetRow(fmt.Sprintf("A%d", n), cells); err != nil {
			t.Fatal(err)
		}
	}
	set(1, orderHeader)
	for i := range rows {
		set(i+2, row(i))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/big.xlsx"
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}
