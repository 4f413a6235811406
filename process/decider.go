package process

import "slices"

// AuthorityFacts are one row of the authority matrix; a missing limit is none.
type AuthorityFacts struct {
	Role         UserRole
	LimitAmount  *int64
	LimitPercent *int
	Currency     string
}

// RequestFacts are what an approval is asked for.
type RequestFacts struct {
	Amount   *int64
	Currency string
	Percent  *int
}

// Deciders are the roles that may decide a request by the rows of the authority matrix for its type.
func Deciders(rules []AuthorityFacts, r RequestFacts) (roles []UserRole) {
	for _, a := range rules {
		amount := r.Amount == nil || a.LimitAmount == nil || a.Currency == r.Currency && *r.Amount <= *a.LimitAmount
		percent := r.Percent == nil || a.LimitPercent == nil || *r.Percent <= *a.LimitPercent
		if amount && percent && !slices.Contains(roles, a.Role) {
			roles = append(roles, a.Role)
		}
	}
	return roles
}

// GatesOf are the gates of a template that a role may decide.
func (d TemplateDefinition) GatesOf(role UserRole) (kinds []GateKind) {
	for _, g := range d.Gates {
		if slices.Contains(g.Deciders, role) {
			kinds = append(kinds, g.Kind)
		}
	}
	return kinds
}

// DecidersOf are the roles that may decide a gate of a template.
func (d TemplateDefinition) DecidersOf(kind GateKind) []UserRole {
	for _, g := range d.Gates {
		if g.Kind == kind {
			return g.Deciders
		}
	}
	return nil
}
