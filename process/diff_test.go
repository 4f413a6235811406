package process

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDiffTellsWhatChanged(t *testing.T) {
	for name, c := range map[string]struct {
		older, newer string
		want         []DiffHunk
	}{
		"nothing":              {"a\nb", "a\nb", nil},
		"both empty":           {"", "", nil},
		"a line in the middle": {"a\nb\nc", "a\nx\nc", []DiffHunk{{1, 1, []string{"b"}, []string{"x"}}}},
		"a line added":         {"a\nc", "a\nb\nc", []DiffHunk{{1, 1, []string{}, []string{"b"}}}},
		"a line removed":       {"a\nb\nc", "a\nc", []DiffHunk{{1, 1, []string{"b"}, []string{}}}},
		"the last line's end":  {"a", "a\n", []DiffHunk{{1, 1, []string{}, []string{""}}}},
		"Chinese": {
			"一、概述\n采用双回路供电。\n三、结论", "一、概述\n采用双回路供电,并配柴油发电机。\n三、结论",
			[]DiffHunk{{1, 1, []string{"采用双回路供电。"}, []string{"采用双回路供电,并配柴油发电机。"}}},
		},
		"two places":       {"a\nb\nc\nd\ne", "x\nb\nc\nd\ny", []DiffHunk{{0, 0, []string{"a"}, []string{"x"}}, {4, 4, []string{"e"}, []string{"y"}}}},
		"only line ends":   {"a\r\nb", "a\nb", []DiffHunk{{0, 0, []string{"a\r"}, []string{"a"}}}},
		"a repeated block": {"x\nx\na\nx\nx", "x\nx\nb\nx\nx", []DiffHunk{{2, 2, []string{"a"}, []string{"b"}}}},
	} {
		got := Diff(c.older, c.newer)
		same := slices.EqualFunc(got, c.want, func(a, b DiffHunk) bool {
			return a.OldStart == b.OldStart && a.NewStart == b.NewStart && slices.Equal(a.Removed, b.Removed) && slices.Equal(a.Added, b.Added)
		})
		if !same {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// someLines draws a text of few different lines, so that much is shared and repeated.
func someLines(rt *rapid.T, name string) []string {
	n := rapid.IntRange(1, 40).Draw(rt, name+" lines")
	return rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "c", "d", "标", "书"}), n, n).Draw(rt, name)
}

func TestHunksTurnTheOldTextIntoTheNew(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		older := strings.Join(someLines(rt, "old"), "\n")
		newer := strings.Join(someLines(rt, "new"), "\n")
		wantSound(rt, older, newer)
	})
}

// A change here and there in a long text: anchors and stretches work together.
func TestHunksOfEditedTexts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := make([]string, rapid.IntRange(1, 300).Draw(rt, "lines"))
		for i := range lines {
			lines[i] = strconv.Itoa(rapid.IntRange(0, 100).Draw(rt, "line"))
		}
		newer := slices.Clone(lines)
		for range rapid.IntRange(0, 10).Draw(rt, "edits") {
			at := rapid.IntRange(0, len(newer)-1).Draw(rt, "at")
			switch rapid.IntRange(0, 2).Draw(rt, "edit") {
			case 0:
				newer[at] = "edited"
			case 1:
				newer = slices.Insert(newer, at, "inserted", newer[at])
			case 2:
				if len(newer) > 1 {
					newer = slices.Delete(newer, at, at+1)
				}
			}
		}
		wantSound(rt, strings.Join(lines, "\n"), strings.Join(newer, "\n"))
	})
}

type failer interface{ Fatalf(string, ...any) }

// wantSound holds what hunks promise: in order, apart, none empty, their lines those of the texts, and the way from one
// text to the other.
func wantSound(t failer, older, newer string) {
	hunks := Diff(older, newer)
	if got := ApplyDiff(older, hunks); got != newer {
		t.Fatalf("applied: %q, want %q; hunks %+v", got, newer, hunks)
	}
	a, b := strings.Split(older, "\n"), strings.Split(newer, "\n")
	lastOld, lastNew := -1, -1
	for _, h := range hunks {
		if len(h.Removed)+len(h.Added) == 0 || h.OldStart <= lastOld || h.NewStart <= lastNew {
			t.Fatalf("hunk %+v is empty or follows on line %d, %d: %+v", h, lastOld, lastNew, hunks)
		}
		lastOld, lastNew = h.OldStart+len(h.Removed), h.NewStart+len(h.Added)
		if !slices.Equal(a[h.OldStart:lastOld], h.Removed) || !slices.Equal(b[h.NewStart:lastNew], h.Added) {
			t.Fatalf("hunk %+v is not of the texts", h)
		}
	}
}

// Between anchors, with steps enough, the way is a shortest one: as many lines stay as a longest common subsequence has.
func TestStretchesTakeTheShortestWay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := someLines(rt, "old"), someLines(rt, "new")
		d := &differ{left: 1 << 30}
		d.old, d.new = numbered(a, b)
		d.compare(0, len(a), 0, len(b))
		edits := 0
		for _, e := range d.edits {
			edits += e.a1 - e.a0 + e.b1 - e.b0
		}
		if want := len(a) + len(b) - 2*commonLines(a, b); edits != want {
			rt.Fatalf("%d lines edited, %d suffice: %v", edits, want, d.edits)
		}
	})
}

// commonLines is the length of a longest common subsequence, by the book.
func commonLines(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

func TestLongestRise(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5, 6, 7}).Draw(rt, "order")
		rise := longestRise(order)
		for i := 1; i < len(rise); i++ {
			if rise[i] <= rise[i-1] || order[rise[i]] <= order[rise[i-1]] {
				rt.Fatalf("%v does not rise in %v", rise, order)
			}
		}
		best := 0
		for set := range 1 << len(order) {
			n, last := 0, -1
			for i, v := range order {
				if set>>i&1 == 1 {
					if v < last {
						n = -1
						break
					}
					n, last = n+1, v
				}
			}
			best = max(best, n)
		}
		if len(rise) != best {
			rt.Fatalf("a rise of %d in %v, there is one of %d", len(rise), order, best)
		}
	})
}

// Texts of 1 MB that were made to be hard to compare are compared in a time that no request notices much.
func TestDiffOfLargeTextsIsBounded(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	lines := func(n, kinds, width int) string {
		out := make([]string, n)
		for i := range out {
			out[i] = strings.Repeat("x", width) + strconv.Itoa(random.IntN(kinds))
		}
		return strings.Join(out, "\n")
	}
	half := lines(60_000, 1<<30, 0) + "\n"
	for name, c := range map[string][2]string{
		"half a million lines of few kinds": {lines(500_000, 5, 0), lines(500_000, 5, 0)},
		"empty lines against none":          {strings.Repeat("\n", 1<<20), strings.Repeat("x\n", 1<<19)},
		"nothing in common":                 {lines(100_000, 1<<30, 0), lines(100_000, 1<<30, 1)},
		"each line twice":                   {half + half, half + half[:len(half)/2] + "x" + half[len(half)/2:]},
		"one line":                          {strings.Repeat("x", 1<<20), strings.Repeat("y", 1<<20)},
	} {
		began := time.Now()
		hunks := Diff(c[0], c[1])
		took := time.Since(began)
		t.Logf("%s: %d hunks in %s", name, len(hunks), took)
		if took > 10*time.Second {
			t.Errorf("%s took %s", name, took)
		}
		wantSound(t, c[0], c[1])
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("a\nb\nc", "a\nc")
	f.Add("", "\n\n")
	f.Add("a\nb\na\nb\na", "b\na\nb\na\nb")
	f.Add("标书\n\r\n标", "标\r\n标书\xff")
	f.Fuzz(func(t *testing.T, older, newer string) { wantSound(t, older, newer) })
}
