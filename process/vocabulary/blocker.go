package vocabulary

// Blocker is one thing in the way of a step of the process, as data: what kind, which record, what to do about it.
type Blocker struct {
	Code BlockerCode
	// RecordID is the record it is about; empty when there is none yet.
	RecordID string
	// Subject says in the record's own words which one it is.
	Subject string
}

// LabelIn is what is in the way, in a language.
func (b Blocker) LabelIn(lang Language) string {
	return LabelOf("BlockerCode", string(b.Code)).In(lang)
}

// TodoIn is what to do about it, in a language.
func (b Blocker) TodoIn(lang Language) string {
	return entryOf("BlockerCode", string(b.Code)).Todo.In(lang)
}

// Blocked is the GATE_BLOCKED error that carries the blockers; nil when there are none.
func Blocked(blockers []Blocker) error {
	if len(blockers) == 0 {
		return nil
	}
	e := NewError(CodeGateBlocked, MsgBlocked)
	e.Blockers = blockers
	return e
}
