package process

import "slices"

// Deciders are the roles that may decide a request for approval by the authority matrix.
func Deciders(rules []AuthorityLimit, t ApprovalType, stake Stake) (roles []UserRole) {
	for _, r := range rules {
		if r.covers(t, stake) && !slices.Contains(roles, r.Role) {
			roles = append(roles, r.Role)
		}
	}
	return roles
}

// GatesOf are the gates of a template that a role may decide.
func GatesOf(d TemplateDefinition, role UserRole) (kinds []GateKind) {
	for _, g := range d.Gates {
		if slices.Contains(g.Deciders, role) {
			kinds = append(kinds, g.Kind)
		}
	}
	return kinds
}

// DecidersOf are the roles that may decide a gate of a template.
func DecidersOf(d TemplateDefinition, kind GateKind) []UserRole {
	for _, g := range d.Gates {
		if g.Kind == kind {
			return g.Deciders
		}
	}
	return nil
}
