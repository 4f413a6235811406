package process

import (
	"cmp"
	"slices"
)

// Passage is a section of a version as far as versions are compared.
type Passage struct {
	ID, Title, Body string
	Depth           int
}

// SectionDiff is what became of one section between two versions.
type SectionDiff struct {
	// OldID and OldTitle are null when the section was added, NewID and NewTitle when it was removed.
	OldID, NewID       *string
	OldTitle, NewTitle *string
	// Moved tells that it stands elsewhere among the sections that stayed.
	Moved bool
	// Changed tells that its heading or its text is another.
	Changed bool
	// Hunks are the changes of the text, all of it for one that was added or removed.
	Hunks []DiffHunk
}

// alike is the similarity from which a section with another heading and another text is taken for the same.
const alike = 0.5

// maxComparisons bounds the pairs of sections whose texts are compared for likeness.
const maxComparisons = 2500

// DiffSections tells what became of each section, in the order of the new version; those that were removed follow the
// one they followed. Sections belong together that say the same, else that have the same heading, else the same text
// below another heading, else a text that is alike; among equals the order decides.
func DiffSections(older, newer []Passage) []SectionDiff {
	from := pair(older, newer)
	var kept, order []int
	removedAfter := map[int][]int{} // by the index of the old section before; -1 for the beginning
	stays := make([]bool, len(older))
	for j, i := range from {
		if i >= 0 {
			kept, order, stays[i] = append(kept, j), append(order, i), true
		}
	}
	inPlace := map[int]bool{} // by index of the new section
	for _, n := range longestRise(order) {
		inPlace[kept[n]] = true
	}
	last := -1
	for i := range older {
		if stays[i] {
			last = i
		} else {
			removedAfter[last] = append(removedAfter[last], i)
		}
	}
	var all []SectionDiff
	removed := func(after int) {
		for _, i := range removedAfter[after] {
			o := older[i]
			all = append(all, SectionDiff{OldID: &o.ID, OldTitle: &o.Title, Changed: true, Hunks: Diff(o.Body, "")})
		}
	}
	removed(-1)
	for j := range newer {
		n := newer[j]
		if from[j] < 0 {
			all = append(all, SectionDiff{NewID: &n.ID, NewTitle: &n.Title, Changed: true, Hunks: Diff("", n.Body)})
			continue
		}
		o := older[from[j]]
		all = append(all, SectionDiff{
			OldID: &o.ID, OldTitle: &o.Title, NewID: &n.ID, NewTitle: &n.Title, Moved: !inPlace[j],
			Changed: o.Title != n.Title || o.Body != n.Body || o.Depth != n.Depth, Hunks: Diff(o.Body, n.Body),
		})
		removed(from[j])
	}
	return all
}

// pair finds for each new section the old one it was, -1 for none.
func pair(older, newer []Passage) []int {
	from := make([]int, len(newer))
	for j := range from {
		from[j] = -1
	}
	taken := make([]bool, len(older))
	for _, key := range []func(Passage) string{
		func(p Passage) string { return p.Title + "\x00" + p.Body },
		func(p Passage) string { return p.Title },
		func(p Passage) string { return p.Body },
	} {
		waiting := map[string][]int{}
		for i, p := range older {
			if k := key(p); !taken[i] && k != "" {
				waiting[k] = append(waiting[k], i)
			}
		}
		for j, p := range newer {
			k := key(p)
			if from[j] < 0 && len(waiting[k]) > 0 {
				from[j], waiting[k] = waiting[k][0], waiting[k][1:]
				taken[from[j]] = true
			}
		}
	}
	pairAlike(older, newer, from, taken)
	return from
}

// pairAlike pairs what is left by how alike the texts are, the most alike first.
func pairAlike(older, newer []Passage, from []int, taken []bool) {
	type candidate struct {
		i, j  int
		score float64
	}
	var left, found []int
	for i := range older {
		if !taken[i] {
			left = append(left, i)
		}
	}
	for j := range newer {
		if from[j] < 0 {
			found = append(found, j)
		}
	}
	if len(left)*len(found) == 0 || len(left)*len(found) > maxComparisons {
		return
	}
	texts := make([]Shingles, len(newer))
	for _, j := range found {
		texts[j] = ShinglesOf(newer[j].Body)
	}
	var all []candidate
	for _, i := range left {
		text := ShinglesOf(older[i].Body)
		for _, j := range found {
			if s := text.Similarity(texts[j]); s >= alike && older[i].Body != "" && newer[j].Body != "" {
				all = append(all, candidate{i, j, s})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	for _, c := range all {
		if !taken[c.i] && from[c.j] < 0 {
			taken[c.i], from[c.j] = true, c.i
		}
	}
}
