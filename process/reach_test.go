package process

import (
	"slices"
	"testing"
)

// Every kind of record stands in one list: a new one has to be thought about, or nobody sees it.
func TestEveryKindHasItsReach(t *testing.T) {
	for e := range Entities() {
		in := 0
		for _, is := range []bool{
			belongings[e] != nil && !slices.Contains(personal, e), slices.Contains(company, e), slices.Contains(reference, e), slices.Contains(personal, e),
			e == "Opportunity" || e == "Customer",
		} {
			if is {
				in++
			}
		}
		if in != 1 {
			t.Errorf("%s is in %d lists", e, in)
		}
		for _, b := range belongings[e] {
			for _, to := range b.To {
				if belongings[to] == nil && to != "Opportunity" && to != "Customer" && (!b.Each || !slices.Contains(company, to) && !slices.Contains(personal, to)) {
					t.Errorf("%s belongs to %s, which belongs to nothing", e, to)
				}
			}
		}
	}
}

func TestHowFarViewersReach(t *testing.T) {
	bound := &Viewer{Role: UserRoleSales, Scope: TokenScopeRead, Customers: []string{"cus_1"}}
	for _, c := range []struct {
		name string
		v    *Viewer
		e    Entity
		want Reach
	}{
		{"nobody", nil, "Opportunity", ReachNothing},
		{"a role that is none", &Viewer{Role: "JANITOR"}, "Product", ReachNothing},
		{"the command line", &Viewer{System: true}, "SavedSearch", ReachAll},
		{"an administrator and what is personal", &Viewer{Role: UserRoleAdmin, Scope: TokenScopeAdmin}, "SavedSearch", ReachOwn},
		{"an administrator and webhook endpoints", &Viewer{Role: UserRoleAdmin, Scope: TokenScopeAdmin}, "WebhookEndpoint", ReachAll},
		{"an administrator by a credential that writes, and webhook endpoints", &Viewer{Role: UserRoleAdmin, Scope: TokenScopeWrite}, "WebhookEndpoint", ReachOwn},
		{"an administrator and API tokens", &Viewer{Role: UserRoleAdmin, Scope: TokenScopeAdmin}, "APIToken", ReachAll},
		{"sales and opportunities", &Viewer{Role: UserRoleSales}, "Opportunity", ReachBelonging},
		{"sales and certificates", &Viewer{Role: UserRoleSales}, "Certificate", ReachAll},
		{"a bound credential and certificates", bound, "Certificate", ReachNothing},
		{"a bound credential and products", bound, "Product", ReachAll},
		{"a bound credential and proposals", bound, "Proposal", ReachBelonging},
		{"a credential for customers alone", &Viewer{Role: UserRoleSales, ReadsOnly: []Entity{"Customer"}}, "Proposal", ReachNothing},
		{"a partner and lessons", &Viewer{Role: UserRolePartner}, "Lesson", ReachNothing},
		{"an auditor and approvals", &Viewer{Role: UserRoleAuditor}, "Approval", ReachBelonging},
	} {
		if got := ReachOf(c.v, c.e); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestNobodyChangesMoreThanTheySee(t *testing.T) {
	for _, reads := range rowScopes {
		for _, writes := range rowScopes {
			v := &Viewer{Role: UserRoleSales, Rows: reads, RowsChanged: writes}
			if got := v.Changes(); scopeRank(got) > scopeRank(reads) || scopeRank(writes) <= scopeRank(reads) && got != writes {
				t.Errorf("reads %s, writes %s: changes %s", reads, writes, got)
			}
			if err := CheckAccessRule(UserRoleSales, reads, writes); (err == nil) != (scopeRank(writes) <= scopeRank(reads)) {
				t.Errorf("a rule of %s and %s: %v", reads, writes, err)
			}
		}
	}
	for role, reads := range map[UserRole]RowScope{UserRoleAdmin: RowScopeOwn, UserRoleAuditor: RowScopeTeam, UserRolePartner: RowScopeAll, UserRoleSales: "WORLD"} {
		if CheckAccessRule(role, reads, reads) == nil {
			t.Errorf("%s may be made to reach %s", role, reads)
		}
	}
}

func TestClearance(t *testing.T) {
	for clearance, want := range map[Classification]int{"": 2, ClassificationInternal: 1, ClassificationConfidential: 2, ClassificationSecret: 3} {
		v := &Viewer{Role: UserRoleSales, Clearance: clearance}
		if got := v.ClearedFor(); len(got) != want || len(v.NotClearedFor()) != 3-want {
			t.Errorf("cleared for %q: %v", clearance, got)
		}
		for _, c := range classifications {
			if err := CheckClassification(v, c); (err == nil) != slices.Contains(v.ClearedFor(), c) {
				t.Errorf("who is cleared for %q classifies as %s: %v", clearance, c, err)
			}
		}
	}
	if Stricter("", ClassificationSecret) != ClassificationSecret || Stricter(ClassificationConfidential, ClassificationInternal) != ClassificationConfidential || Stricter("", "") != ClassificationInternal {
		t.Error("the stricter of two is not")
	}
}
