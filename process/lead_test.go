package process

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLeadsMoveAsTheProcessSays(t *testing.T) {
	allowed := map[[2]LeadStatus]bool{
		{LeadStatusNew, LeadStatusContacted}: true, {LeadStatusContacted, LeadStatusQualifying}: true,
		{LeadStatusQualifying, LeadStatusConverted}: true, {LeadStatusQualifying, LeadStatusDisqualified}: true,
		{LeadStatusDisqualified, LeadStatusQualifying}: true,
	}
	for _, from := range LeadStatusNew.Values() {
		for _, to := range LeadStatusNew.Values() {
			pair := [2]LeadStatus{LeadStatus(from), LeadStatus(to)}
			err := CheckLeadStatus(pair[0], pair[1], "because")
			if allowed[pair] != (err == nil) || err != nil && CodeOf(err) != CodeIllegalTransition {
				t.Errorf("%s to %s: %v", from, to, err)
			}
		}
	}
	for _, pair := range [][2]LeadStatus{{LeadStatusQualifying, LeadStatusDisqualified}, {LeadStatusDisqualified, LeadStatusQualifying}} {
		if err := CheckLeadStatus(pair[0], pair[1], ""); CodeOf(err) != CodeValidationFailed {
			t.Errorf("%v without a reason: %v", pair, err)
		}
	}
}

func TestTheSameNumberIsTheSameText(t *testing.T) {
	for given, want := range map[string]string{
		"138 0013 8000": "13800138000", "+86-138-0013-8000": "13800138000", "0086 13800138000": "13800138000", "１３８００１３８０００": "13800138000",
		"010-6655 4433 转 801": "01066554433-801", "01066554433 ext. 801": "01066554433-801", "+1 (212) 555-0100": "+12125550100",
		"": "", "+": "", "unknown": "", "转": "",
	} {
		if got := NormalPhone(given); got != want {
			t.Errorf("%q became %q, want %q", given, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := NormalPhone(rapid.String().Draw(t, "phone"))
		if again := NormalPhone(once); again != once && !strings.Contains(once, "-") {
			t.Errorf("%q became %q", once, again)
		}
	})
}

func TestNamesOfOneCompanyHaveOneKey(t *testing.T) {
	same := [][]string{
		{"沧垣港务集团有限公司", "沧垣港务集团", " 沧垣港务（集团）有限公司 ", "沧垣港务"},
		{"Brindlemoor Trust Ltd.", "BRINDLEMOOR TRUST", "Brindlemoor Trust Limited", "brindlemoor-trust co., ltd"},
	}
	for _, names := range same {
		for _, name := range names {
			if CompanyKey(name) != CompanyKey(names[0]) {
				t.Errorf("%q has %q, %q has %q", name, CompanyKey(name), names[0], CompanyKey(names[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"沧垣港务集团", "沧垣水务集团"}, {"公司", "集团"}, {"Coco", "Co"}} {
		if CompanyKey(pair[0]) == CompanyKey(pair[1]) {
			t.Errorf("%q and %q are not one company", pair[0], pair[1])
		}
	}
}

func TestCreditCodesAreCheckedByTheirLastCharacter(t *testing.T) {
	for code, good := range map[string]bool{
		"": true, "91350100M000100Y43": true, "91350100M000100Y44": false, "91350100M000100Y4": false,
		"91350100m000100y43": false, "91350100I000100Y43": false, strings.Repeat("医", 6): false,
	} {
		if err := CheckCreditCode(code); (err == nil) != good {
			t.Errorf("%q: %v", code, err)
		}
	}
}
