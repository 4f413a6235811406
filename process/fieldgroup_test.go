package process

import (
	"slices"
	"testing"

	"bidwell/process/vocabulary"
)

func TestWhoSeesWhichGroupOfFields(t *testing.T) {
	type want struct{ unitPrice, listPrice, unitCost, changeCost, phone, notes string } // e everywhere, o own opportunities, empty never
	for role, want := range map[UserRole]want{
		UserRoleAdmin:              {"e", "e", "e", "e", "e", "e"},
		UserRolePresalesManager:    {"e", "e", "e", "e", "e", "e"},
		UserRolePresalesConsultant: {"", "e", "", "", "e", "e"},
		UserRoleSolutionEngineer:   {"", "e", "", "", "e", "e"},
		UserRoleSales:              {"o", "e", "o", "o", "e", "e"},
		UserRoleDelivery:           {"", "", "", "e", "e", "e"},
		UserRoleLegal:              {"e", "e", "", "", "", "e"},
		UserRoleFinance:            {"e", "e", "e", "e", "", "e"},
		UserRoleProduct:            {"", "e", "", "", "", "e"},
		UserRoleMarketing:          {"", "", "", "", "e", "e"},
		UserRolePartner:            {},
		UserRoleAuditor:            {"e", "e", "e", "e", "e", "e"},
	} {
		v := &Viewer{UserID: "usr_me", Role: role, Scope: TokenScopeRead}
		for field, want := range map[[2]string]string{
			{"LineItem", "unitPrice"}: want.unitPrice, {"Product", "listPrice"}: want.listPrice, {"LineItem", "unitCost"}: want.unitCost,
			{"ChangeRequest", "costImpact"}: want.changeCost, {"Contact", "phone"}: want.phone, {"Customer", "notes"}: want.notes,
		} {
			f := vocabulary.Guarded(field[0], field[1])
			got := ""
			switch {
			case SeesEverywhere(v, f):
				got = "e"
			case MaySeeOfOwn(v, f):
				got = "o"
			}
			if got != want {
				t.Errorf("%s sees %s: %q, want %q", role, field, got, want)
			}
			if refused := CheckFieldUse(v, field[0], field[1]) != nil; refused != (want != "e") {
				t.Errorf("%s filters by %s: refused %v", role, field, refused)
			}
		}
	}
}

func TestACredentialNarrowsTheGroups(t *testing.T) {
	cost, price := vocabulary.Guarded("LineItem", "unitCost"), vocabulary.Guarded("LineItem", "unitPrice")
	email := vocabulary.Guarded("User", "email")
	v := &Viewer{UserID: "usr_me", Role: UserRoleFinance, GroupsOnly: []FieldGroup{FieldGroupPrice}}
	if SeesEverywhere(v, cost) || !SeesEverywhere(v, price) || SeesAsNamed(v, email, "usr_me") {
		t.Error("a credential for prices alone shows something else")
	}
	if got := v.FieldGroups(); len(got) != 1 || got[0] != (FieldSight{FieldGroupPrice, true}) {
		t.Errorf("it says that it shows %v", got)
	}
	sales := &Viewer{UserID: "usr_me", Role: UserRoleSales, GroupsOnly: []FieldGroup{FieldGroupPersonal}}
	if MaySeeOfOwn(sales, cost) || !SeesEverywhere(sales, email) {
		t.Error("a salesperson's credential for personal data")
	}
	if SeesEverywhere(nil, cost) || MaySeeOfOwn(nil, cost) || SeesAsNamed(nil, email, "") || !SeesEverywhere(&Viewer{System: true}, cost) {
		t.Error("nobody sees something, or the server itself does not")
	}
	for name, groups := range map[string][]FieldGroup{"unknown": {"PRICES"}, "twice": {FieldGroupCost, FieldGroupCost}, "empty": {""}} {
		if CodeOf(CheckFieldGroups(groups)) != CodeValidationFailed {
			t.Errorf("%s is let through", name)
		}
	}
	if err := CheckFieldGroups(AllFieldGroups()); err != nil {
		t.Error(err)
	}
}

// Who is named by a record, by id or by role, sees what it keeps for them; an empty column names nobody.
func TestWhomARecordNamesSeesTheField(t *testing.T) {
	amount := vocabulary.Guarded("Approval", "amount")
	consultant := &Viewer{UserID: "usr_me", Role: UserRolePresalesConsultant}
	for name, c := range map[string]struct {
		named []string
		want  bool
	}{
		"who asked":         {[]string{"usr_me", "", "FINANCE"}, true},
		"who has to decide": {[]string{"usr_other", "", "PRESALES_CONSULTANT"}, true},
		"somebody else":     {[]string{"usr_other", "", "FINANCE"}, false},
		"nobody":            {[]string{"", "", ""}, false},
	} {
		if got := SeesAsNamed(consultant, amount, c.named...); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if SeesAsNamed(&Viewer{}, amount, "", "") {
		t.Error("an empty viewer is named by an empty column")
	}
}

func TestEveryGroupHasItsRow(t *testing.T) {
	for _, g := range AllFieldGroups() {
		sight, ok := groupSights[g]
		if !ok || !slices.Contains(sight.everywhere, UserRoleAdmin) || !slices.Contains(sight.everywhere, UserRoleAuditor) {
			t.Errorf("%s is not seen by administrators and auditors", g)
		}
		if slices.Contains(slices.Concat(sight.everywhere, sight.owning, sight.catalogue), UserRolePartner) {
			t.Errorf("partners see %s", g)
		}
	}
	if len(groupSights) != len(AllFieldGroups()) {
		t.Error("there is a row of a group that is none")
	}
	seen := map[string]bool{}
	for _, f := range vocabulary.GuardedFields() {
		if key := f.Type + "." + f.Name; seen[key] {
			t.Errorf("%s is in two groups", key)
		} else {
			seen[key] = true
		}
	}
}

func TestFieldsThatLookSensitive(t *testing.T) {
	for name, c := range map[string]struct {
		field, wire string
		want        bool
	}{
		"an amount of money":          {"worth", "Money", true},
		"an hourly rate":              {"hourlyRate", "Float", true},
		"a telephone number":          {"mobilePhone", "String", true},
		"an address for mail":         {"privateEMail", "String", true},
		"a day of birth":              {"birthday", "Date", true},
		"a discount":                  {"maxDiscount", "Int", true},
		"a count":                     {"quantity", "Int", false},
		"when somebody got a message": {"mailedAt", "Time", false},
		"what was done":               {"operation", "ChangeOperation", false},
	} {
		if got := LooksSensitive(c.field, c.wire); got != c.want {
			t.Errorf("%s (%s): %v", name, c.field, got)
		}
	}
}

// What is explained is what is decided.
func TestWhyAFieldIsShownIsWhatDecides(t *testing.T) {
	for _, f := range vocabulary.GuardedFields() {
		for _, role := range UserRole("").Values() {
			for _, groups := range [][]FieldGroup{nil, {FieldGroupPrice}, {FieldGroupPersonal}} {
				v := &Viewer{UserID: mei, Role: UserRole(role), GroupsOnly: groups}
				for _, owner := range []bool{true, false} {
					for _, named := range []string{"", mei, bo, role} {
						_, shown := WhyShown(v, f, owner, named)
						if want := SeesEverywhere(v, f) || SeesAsNamed(v, f, named) || owner && MaySeeOfOwn(v, f); shown != want {
							t.Errorf("%s.%s: explained as %v, decided as %v", f.Type, f.Name, shown, want)
						}
					}
				}
			}
		}
	}
}
