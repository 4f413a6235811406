package search

// watch follows the score of one document through a search, for Explain. It
// looks after every part of the query, not at every document, so that a search
// without a watch costs nothing.
type watch struct {
	doc   uint32
	last  float32
	gains []gain
}

// gain is what a part of the query added to the score: all gains add up to it.
type gain struct {
	kind   gainKind
	number int // in the plan
	weight float32
	share  float64
}

type gainKind int

const (
	gainTerm gainKind = iota
	gainSynonym
	gainPhrase
	gainGroup
	gainCharacter
	gainNear
)

// counted tells the watch that a part of the query is counted.
func (t *tally) counted(kind gainKind, number int, weight float32) {
	if t.watch == nil {
		return
	}
	score := t.cells[t.watch.doc].score
	if score != t.watch.last {
		t.watch.gains = append(t.watch.gains, gain{kind, number, weight, float64(score) - float64(t.watch.last)})
	}
	t.watch.last = score
}
