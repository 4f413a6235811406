package process

// WhyShown tells why a viewer is shown a guarded field of a record, or is not: whether the opportunity behind it is theirs, and
// whom the record names.
func WhyShown(v *Viewer, f *GuardedField, owner bool, named ...string) (reason FieldAccessReason, shown bool) {
	switch {
	case SeesEverywhere(v, f):
		return FieldAccessReasonRole, true
	case SeesAsNamed(v, f, named...):
		return FieldAccessReasonNamed, true
	case owner && MaySeeOfOwn(v, f):
		return FieldAccessReasonOwner, true
	case v != nil && !v.holds(f.Group):
		return FieldAccessReasonNotHeld, false
	case MaySeeOfOwn(v, f):
		return FieldAccessReasonNotOwner, false
	default:
		return FieldAccessReasonNotRole, false
	}
}
