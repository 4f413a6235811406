package search

import "context"

// The longest lists tell how much they can add to a score by more than their
// term's weight: in most documents a frequent word occurs once, somewhere in the
// body, and adds a third of what it could. Where such a list is needed again
// and again, a view keeps which documents stand out in it, so that the others
// need not be read to know that they cannot be among the best (foresight.go).

// peaks tell where a term adds much, in levels: all its documents, those that
// stand out, the few that stand out of these.
type peaks [len(highShares) + 1]level

// level is a set of documents, and what a term adds to those that are not in
// the next one at most, of its weight.
type level struct {
	docs  docList // of the first level they are left to the list
	count int
	most  float32
}

// highShares are the shares of a list's documents that the levels above the
// first one have at most.
var highShares = [...]int{8, 64}

const (
	// longList is the share of all documents from which a list has peaks.
	longList = 64
	// maxPeaks bounds the lists whose peaks a view keeps: lists that long are
	// few.
	maxPeaks  = 1024
	gainSteps = 512
)

// peaks returns the peaks of a list that is read for the second time at least:
// they cost as much as reading it once more.
func (v *view) peaks(ctx context.Context, b *base, term *weighted) (*peaks, error) {
	if term.prefix || term.lists[0].count < b.size/longList {
		return nil, nil
	}
	v.mu.Lock()
	known, asked := v.standsOut[term.term]
	if !asked && len(v.standsOut) < maxPeaks {
		v.standsOut[term.term] = nil
	}
	v.mu.Unlock()
	if known != nil || !asked {
		return known, nil
	}
	made, err := readPeaks(ctx, b, term)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.standsOut[term.term] = made
	return made, nil
}

func readPeaks(ctx context.Context, b *base, term *weighted) (*peaks, error) {
	list := &term.lists[0]
	docs, gains := make([]uint32, 0, list.count), make([]float32, 0, list.count)
	most := mostGain(b, titleBonus)
	var steps [gainSteps]int
	step := func(gain float32) int { return min(int(gain/most*gainSteps), gainSteps-1) }
	err := list.each(ctx, func(some []uint32, numbers []uint64) {
		for i, doc := range some {
			gain := b.gain(term.found(doc, numbers[i]), titleBonus)
			docs, gains = append(docs, doc), append(gains, gain)
			steps[step(gain)]++
		}
	})
	if err != nil {
		return nil, err
	}
	p := &peaks{{count: len(docs)}}
	var froms [len(highShares)]int // the steps at which the levels begin
	for i, share := range highShares {
		froms[i] = gainSteps
		for l := &p[i+1]; froms[i] > 0 && l.count+steps[froms[i]-1] <= len(docs)/share; {
			froms[i]--
			l.count += steps[froms[i]]
		}
	}
	for i, gain := range gains {
		at := 0
		for at < len(froms) && step(gain) >= froms[at] {
			at++
			p[at].docs.docs = append(p[at].docs.docs, docs[i])
		}
		p[at].most = max(p[at].most, gain)
	}
	for i := range p[1:] {
		p[i+1].most = max(p[i+1].most, p[i].most) // also of a level without documents
		if l := &p[i+1]; l.count > b.size/32 {    // then a set takes less
			l.docs = docList{set: newDocSet(b.size).addAll(l.docs.docs)}
		}
	}
	return p, nil
}
