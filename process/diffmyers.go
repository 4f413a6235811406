package process

// compare finds the edits between old[a0:a1] and new[b0:b1].
func (d *differ) compare(a0, a1, b0, b1 int) {
	for a0 < a1 && b0 < b1 && d.old[a0] == d.new[b0] {
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && d.old[a1-1] == d.new[b1-1] {
		a1, b1 = a1-1, b1-1
	}
	if a0 == a1 && b0 == b1 {
		return
	}
	if a0 < a1 && b0 < b1 {
		if x, y, ok := d.middle(a0, a1, b0, b1); ok {
			d.compare(a0, x, b0, y)
			d.compare(x, a1, y, b1)
			return
		}
	}
	d.note(edit{a0, a1, b0, b1})
}

// note adds an edit, to the last one where it follows on.
func (d *differ) note(e edit) {
	if n := len(d.edits); n > 0 && d.edits[n-1].a1 == e.a0 && d.edits[n-1].b1 == e.b0 {
		d.edits[n-1].a1, d.edits[n-1].b1 = e.a1, e.b1
		return
	}
	d.edits = append(d.edits, e)
}

// middle finds a point halfway on a shortest way through a stretch whose first lines differ and whose last lines differ.
// Two searches, one from each corner, look one edit further in turn until they meet. It is not ok when the steps that
// the stretch may take are used up.
func (d *differ) middle(a0, a1, b0, b1 int) (x, y int, ok bool) {
	n, m := a1-a0, b1-b0
	if size := 2*(n+m) + 4; len(d.ahead) < size {
		d.ahead, d.back = make([]int, size), make([]int, size)
	}
	zero, delta := n+m+2, n-m // of the diagonals: on k, the new lines are k behind the old ones
	d.ahead[zero+1], d.back[zero+1] = 0, 0
	for cost := 0; 2*cost <= n+m+1; cost++ {
		low, high := -cost+2*max(0, cost-m), cost-2*max(0, cost-n)
		for k := low; k <= high; k += 2 {
			at := furthest(d.ahead, zero+k, k == -cost, k == cost)
			for ; at < n && at-k < m && d.old[a0+at] == d.new[b0+at-k]; at++ {
				d.left--
			}
			d.ahead[zero+k] = at
			if r := delta - k; delta&1 != 0 && -cost < r && r < cost && at+d.back[zero+r] >= n {
				return a0 + at, b0 + at - k, true
			}
		}
		for k := low; k <= high; k += 2 {
			at := furthest(d.back, zero+k, k == -cost, k == cost)
			for ; at < n && at-k < m && d.old[a1-1-at] == d.new[b1-1-at+k]; at++ {
				d.left--
			}
			d.back[zero+k] = at
			if r := delta - k; delta&1 == 0 && -cost <= r && r <= cost && at+d.ahead[zero+r] >= n {
				return a1 - at, b1 - at + k, true
			}
		}
		if d.left -= high - low + 2; d.left < 0 {
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// furthest is how far a search comes on a diagonal with one more edit, from the better of its neighbours.
func furthest(reached []int, at int, lowest, highest bool) int {
	if lowest || !highest && reached[at-1] < reached[at+1] {
		return reached[at+1]
	}
	return reached[at-1] + 1
}
