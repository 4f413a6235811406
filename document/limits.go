package document

import "time"

// Limits bound what one file may cost. A zero field takes the value of DefaultLimits.
type Limits struct {
	Bytes    int64 // of the file
	Plain    int64 // bytes of a file that is not packed (HTML, Markdown, text), which is held in memory
	Expanded int64 // bytes of all members of a packed file together, unpacked
	Member   int64 // bytes of one member that is read, unpacked
	Ratio    int64 // how many times larger a member may become when it is unpacked; from ratioFrom bytes on
	Members  int   // of a packed file
	Depth    int   // of elements in each other
	Text     int64 // bytes of all sections together
	Sections int
	Cells    int // of all sheets together
	Pages    int // of a PDF, slides of a presentation

	Time time.Duration // by the clock

	// Of the child process that reads a PDF.
	CPU    time.Duration // of processors, from when the engine is ready
	Memory int64         // bytes, of the engine's own memory
}

// DefaultLimits are the limits that an upload of at most 200 MB needs.
func DefaultLimits() Limits {
	return Limits{
		Bytes: 200 << 20, Plain: 32 << 20, Expanded: 1 << 30, Member: 256 << 20, Ratio: 200, Members: 20_000, Depth: 256,
		Text: 32 << 20, Sections: 20_000, Cells: 1_000_000, Pages: 5_000,
		Time: 2 * time.Minute, CPU: time.Minute, Memory: 512 << 20,
	}
}

// ratioFrom is the size from which on a member's ratio counts: sheets of equal cells pack very well, and below this
// size a large ratio costs nothing.
const ratioFrom = 16 << 20

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	for _, f := range []struct{ have, otherwise *int64 }{
		{&l.Bytes, &d.Bytes},
		{&l.Plain, &d.Plain},
		{&l.Expanded, &d.Expanded},
		{&l.Member, &d.Member},
		{&l.Ratio, &d.Ratio},
		{&l.Text, &d.Text},
		{&l.Memory, &d.Memory},
		{(*int64)(&l.Time), (*int64)(&d.Time)},
		{(*int64)(&l.CPU), (*int64)(&d.CPU)},
	} {
		if *f.have == 0 {
			*f.have = *f.otherwise
		}
	}
	for _, f := range []struct{ have, otherwise *int }{
		{&l.Members, &d.Members},
		{&l.Depth, &d.Depth},
		{&l.Sections, &d.Sections},
		{&l.Cells, &d.Cells},
		{&l.Pages, &d.Pages},
	} {
		if *f.have == 0 {
			*f.have = *f.otherwise
		}
	}
	return l
}
