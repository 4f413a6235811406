package process

import "slices"

// MayNameHidden tells whether an id that a record of a kind holds in a column may name one that the viewer does not see, and
// so has to be looked at before it is told. What a record belongs to is seen by who sees the record, and the ids of users
// are told to everybody: they sign what they did.
func MayNameHidden(v *Viewer, of Entity, column string, named Entity) bool {
	if named == "User" || slices.ContainsFunc(belongings[of], func(b Belonging) bool { return b.Column == column }) {
		return false
	}
	return MayBeHidden(v, named)
}

// MayBeHidden tells whether there may be records of a kind that the viewer does not see; where not, nothing has to be looked
// up.
func MayBeHidden(v *Viewer, e Entity) bool {
	switch ReachOf(v, e) {
	case ReachAll:
		return false
	case ReachBelonging:
	default:
		return true
	}
	switch {
	case v.Sees() != RowScopeAll || ofVolume(e) && !SeesEveryVolume(v):
		return true
	case !PassesGuards(v) && (e == "Opportunity" || e == "Attachment" || e == "ContentItem"):
		return true
	}
	return slices.ContainsFunc(belongings[e], func(b Belonging) bool {
		return slices.ContainsFunc(b.To, func(to Entity) bool { return to != e && MayBeHidden(v, to) })
	})
}

// ofVolume tells a kind of record that may be content of a commercial volume.
func ofVolume(e Entity) bool {
	return slices.ContainsFunc(belongings[e], func(b Belonging) bool { return b.Content })
}
