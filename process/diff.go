package process

import (
	"slices"
	"strings"
)

// DiffHunk is one place where a text was changed: lines of the old one gave way to lines of the new one.
type DiffHunk struct {
	// OldStart and NewStart count the lines before the hunk in either text.
	OldStart int
	NewStart int
	// Removed and Added are the lines without their ends.
	Removed []string
	Added   []string
}

// Diff compares two texts line by line: the hunks, in order, turn the old text into the new one (ApplyDiff). Lines that
// occur once in both anchor the comparison; between them the shortest way is looked for (Myers, An O(ND) Difference
// Algorithm, 1986, in linear space) as long as that costs no more than a fixed multiple of the lines; a stretch that
// would cost more is replaced as a whole. So any two texts are compared in time that grows with their size alone.
func Diff(older, newer string) []DiffHunk {
	if older == newer {
		return nil
	}
	a, b := strings.Split(older, "\n"), strings.Split(newer, "\n")
	d := &differ{}
	d.old, d.new = numbered(a, b)
	d.stretches()
	hunks := make([]DiffHunk, len(d.edits))
	for i, e := range d.edits {
		hunks[i] = DiffHunk{OldStart: e.a0, NewStart: e.b0, Removed: a[e.a0:e.a1], Added: b[e.b0:e.b1]}
	}
	return hunks
}

// ApplyDiff is the old text with the hunks carried out. The hunks have to come from Diff with that text.
func ApplyDiff(older string, hunks []DiffHunk) string {
	lines := strings.Split(older, "\n")
	var out []string
	at := 0
	for _, h := range hunks {
		out = append(append(out, lines[at:h.OldStart]...), h.Added...)
		at = h.OldStart + len(h.Removed)
	}
	return strings.Join(append(out, lines[at:]...), "\n")
}

// numbered gives equal lines equal numbers.
func numbered(a, b []string) (x, y []int) {
	numbers := map[string]int{}
	number := func(lines []string) []int {
		out := make([]int, len(lines))
		for i, l := range lines {
			n, known := numbers[l]
			if !known {
				n = len(numbers)
				numbers[l] = n
			}
			out[i] = n
		}
		return out
	}
	return number(a), number(b)
}

// edit says that the old lines a0 to a1 gave way to the new lines b0 to b1.
type edit struct{ a0, a1, b0, b1 int }

// differ compares two sequences of line numbers.
type differ struct {
	old, new []int
	edits    []edit
	// left are the steps the present stretch may still take.
	left int
	// ahead and back are the furthest points of the two searches of a stretch, by diagonal.
	ahead, back []int
}

// stretches compares what lies between the anchors.
func (d *differ) stretches() {
	a0, b0 := 0, 0
	for _, p := range append(anchors(d.old, d.new), [2]int{len(d.old), len(d.new)}) {
		d.left = 1<<14 + 16*(p[0]-a0+p[1]-b0)
		d.compare(a0, p[0], b0, p[1])
		a0, b0 = p[0], p[1]
	}
}

// anchors pairs the lines that occur exactly once in both texts, as far as they are in the same order.
func anchors(x, y []int) [][2]int {
	in := func(lines []int) map[int]int {
		at := make(map[int]int, len(lines))
		for i, l := range lines {
			if _, again := at[l]; again {
				i = -1
			}
			at[l] = i
		}
		return at
	}
	inX, inY := in(x), in(y)
	var pairs [][2]int
	var order []int
	for i, l := range x {
		if j, ok := inY[l]; ok && j >= 0 && inX[l] >= 0 {
			pairs, order = append(pairs, [2]int{i, j}), append(order, j)
		}
	}
	var kept [][2]int
	for _, i := range longestRise(order) {
		kept = append(kept, pairs[i])
	}
	return kept
}

// longestRise finds the indexes of a longest increasing subsequence of distinct numbers.
func longestRise(of []int) []int {
	var tails []int // tails[n] is the index of the smallest end of a rise of n+1 numbers
	before := make([]int, len(of))
	for i, v := range of {
		n, _ := slices.BinarySearchFunc(tails, v, func(t, v int) int { return of[t] - v })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	rise := make([]int, len(tails))
	if len(tails) > 0 {
		for n, i := len(tails)-1, tails[len(tails)-1]; n >= 0; n, i = n-1, before[i] {
			rise[n] = i
		}
	}
	return rise
}
