package process

import "slices"

// Reach is how far a viewer reaches among the records of a kind that their role may read.
type Reach int

// The reaches.
const (
	// ReachNothing: no record of the kind.
	ReachNothing Reach = iota
	// ReachOwn: their own records alone.
	ReachOwn
	// ReachBelonging: the records whose opportunity and customer they reach.
	ReachBelonging
	// ReachAll: every record of the kind.
	ReachAll
)

// ReachOf decides how far a viewer reaches among the records of a kind. It is the one decision about rows that does not
// need the rows; RowsOf, guards and clearance decide the rest.
func ReachOf(v *Viewer, e Entity) Reach {
	switch {
	case v == nil:
		return ReachNothing
	case v.System:
		return ReachAll
	case slices.Contains(administered, e) && IsAdmin(v):
		return ReachAll
	case slices.Contains(personal, e):
		return ReachOwn
	case !May(v, ActionRead, e):
		return ReachNothing
	default:
		return ReachBehind(v, e)
	}
}

// ReachBehind is ReachOf for the records that others belong to, whether or not the viewer may read their kind: a credential
// that reads proposals alone reads those of the opportunities it reaches.
func ReachBehind(v *Viewer, e Entity) Reach {
	switch {
	case v == nil:
		return ReachNothing
	case v.System:
		return ReachAll
	case slices.Contains(reference, e), slices.Contains(nameless, e):
		return ReachAll
	case slices.Contains(company, e):
		if v.Sees() == RowScopeBound {
			return ReachNothing
		}
		return ReachAll
	case belongings[e] != nil || e == "Opportunity" || e == "Customer":
		return ReachBelonging
	default:
		return ReachNothing
	}
}

// IsPersonal tells a kind of record of which everybody has their own alone.
func IsPersonal(e Entity) bool { return slices.Contains(personal, e) }

// shippedReads is how far a role sees while no access rule of the installation says otherwise: the company is open inside,
// except where an opportunity is need-to-know or classified; partners see what their credential is bound to.
func shippedReads(r UserRole) RowScope {
	if r == UserRolePartner {
		return RowScopeBound
	}
	return RowScopeAll
}

// Sees is which opportunities the viewer sees, with all that belongs to them. A credential bound to some reaches no other.
func (v *Viewer) Sees() RowScope {
	switch {
	case v.System:
		return RowScopeAll
	case len(v.Customers)+len(v.Opportunities) > 0:
		return RowScopeBound
	case v.Rows != "":
		return v.Rows
	default:
		return shippedReads(v.Role)
	}
}

// TeamsIn are the ids of the teams that count in a scope.
func (v *Viewer) TeamsIn(scope RowScope) []string {
	switch scope {
	case RowScopeTeam:
		return v.Teams
	case RowScopeTeamTree:
		return v.TeamsBelow
	default:
		return nil
	}
}

// Changes is which opportunities the viewer changes, with all that belongs to them: at most those they see.
func (v *Viewer) Changes() RowScope {
	reads := v.Sees()
	if v.RowsChanged == "" || scopeRank(v.RowsChanged) > scopeRank(reads) {
		return reads
	}
	return v.RowsChanged
}

func scopeRank(s RowScope) int { return slices.Index(rowScopes, s) }

// rowScopes are in the order in which they grow.
var rowScopes = []RowScope{RowScopeBound, RowScopeOwn, RowScopeTeam, RowScopeTeamTree, RowScopeAll}

// PassesGuards tells that neither need-to-know nor a classification holds a viewer off: the command line and auditors, who
// read everything and write nothing.
func PassesGuards(v *Viewer) bool { return v.System || v.Role == UserRoleAuditor }

// classifications are in the order in which they grow.
var classifications = []Classification{ClassificationInternal, ClassificationConfidential, ClassificationSecret}

// ClearedFor are the classifications a viewer is cleared for: up to confidential unless told otherwise.
func (v *Viewer) ClearedFor() []Classification {
	if PassesGuards(v) {
		return classifications
	}
	up := v.Clearance
	if up == "" {
		up = ClassificationConfidential
	}
	return classifications[:1+slices.Index(classifications, up)]
}

// NotClearedFor are the others.
func (v *Viewer) NotClearedFor() []Classification { return classifications[len(v.ClearedFor()):] }

// Stricter is the higher of two classifications; an empty one is the lowest.
func Stricter(a, b Classification) Classification {
	return classifications[max(slices.Index(classifications, a), slices.Index(classifications, b), 0)]
}

// MayProtect decides whether a viewer says who sees an opportunity: its owner, its presales lead, presales managers and
// administrators.
func MayProtect(v *Viewer, owner, lead string) bool {
	switch {
	case v == nil || !v.System && v.Scope == TokenScopeRead:
		return false
	case v.System, v.Role == UserRoleAdmin, v.Role == UserRolePresalesManager:
		return true
	default:
		return v.UserID != "" && (v.UserID == owner || v.UserID == lead)
	}
}

// CheckClassification refuses a classification that whoever gives it is not cleared for: they would no longer see what they
// classified. Error: FORBIDDEN.
func CheckClassification(v *Viewer, c Classification) error {
	if !slices.Contains(v.ClearedFor(), c) {
		return NewError(CodeForbidden, MsgNotCleared, "classification", string(c))
	}
	return nil
}

// CheckAccessRule refuses a rule that lets a role change what it does not see, one that narrows administrators or auditors,
// and one that opens the company to partners. Error: VALIDATION_FAILED.
func CheckAccessRule(r UserRole, reads, writes RowScope) error {
	switch {
	case scopeRank(reads) < 0:
		return Invalid("reads", MsgEnumUnknown, "enum", "RowScope")
	case scopeRank(writes) < 0 || scopeRank(writes) > scopeRank(reads):
		return Invalid("writes", MsgScopeWider)
	case (r == UserRoleAdmin || r == UserRoleAuditor) && reads != RowScopeAll, r == UserRolePartner && reads != RowScopeBound:
		return Invalid("role", MsgScopeFixed, "role", string(r))
	default:
		return nil
	}
}
