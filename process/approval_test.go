package process

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestApprovalStateMachine(t *testing.T) {
	all(t, "ApprovalStatus", `REQUESTED>APPROVED REQUESTED>REJECTED REQUESTED>WITHDRAWN APPROVED>WITHDRAWN`,
		func(from, to string) error { return CheckApprovalStatus(ApprovalStatus(from), ApprovalStatus(to)) })
}

// matrix is a small authority matrix: managers up to 100.00 and 10 %, engineers up to 5.00, finance without limit.
func matrix() []AuthorityLimit {
	return []AuthorityLimit{
		{Type: ApprovalTypePrice, Role: UserRoleFinance, Currency: "CNY"},
		{Type: ApprovalTypePrice, Role: UserRolePresalesManager, Amount: new(int64(100_00)), Currency: "CNY", Percent: new(10)},
		{Type: ApprovalTypePrice, Role: UserRoleSolutionEngineer, Amount: new(int64(5_00)), Currency: "CNY"},
		{Type: ApprovalTypeLegal, Role: UserRoleLegal, Currency: "CNY"},
	}
}

func TestAuthority(t *testing.T) {
	yuan := func(amount int64, percent int) Stake {
		return Stake{Amount: &amount, Currency: "CNY", Percent: &percent}
	}
	dollars := func(amount int64, worth *int64) Stake {
		return Stake{Amount: &amount, Currency: "USD", Worth: worth, WorthIn: "CNY"}
	}
	const price = ApprovalTypePrice
	for name, c := range map[string]struct {
		of    ApprovalType
		role  UserRole
		stake Stake
		may   bool
		least UserRole
	}{
		"at the limit":                        {price, UserRolePresalesManager, yuan(100_00, 10), true, UserRolePresalesManager},
		"a cent above it":                     {price, UserRolePresalesManager, yuan(100_01, 0), false, UserRoleFinance},
		"a percent above it":                  {price, UserRolePresalesManager, yuan(1, 11), false, UserRoleSolutionEngineer},
		"nothing at stake":                    {price, UserRoleSolutionEngineer, Stake{}, true, UserRoleSolutionEngineer},
		"without limit":                       {price, UserRoleFinance, yuan(math.MaxInt64-1, 100), true, UserRoleFinance},
		"the tightest row is the least role":  {price, UserRoleFinance, yuan(4_00, 0), true, UserRoleSolutionEngineer},
		"another type":                        {ApprovalTypeLegal, UserRoleFinance, yuan(1, 0), false, UserRoleLegal},
		"a type nobody may approve":           {ApprovalTypeSeal, UserRoleLegal, Stake{}, false, ""},
		"an administrator":                    {price, UserRoleAdmin, yuan(1, 0), false, UserRoleSolutionEngineer},
		"a currency without rate":             {price, UserRolePresalesManager, dollars(1, nil), false, UserRoleFinance},
		"a currency worth the limit":          {price, UserRolePresalesManager, dollars(14_00, new(int64(100_00))), true, UserRolePresalesManager},
		"a currency worth more than it":       {price, UserRolePresalesManager, dollars(14_00, new(int64(100_01))), false, UserRoleFinance},
		"a currency, without limit":           {price, UserRoleFinance, dollars(1, nil), true, UserRoleFinance},
		"a role that is no role of the table": {price, "", Stake{}, false, UserRoleSolutionEngineer},
	} {
		err := CheckAuthority(matrix(), c.of, c.role, c.stake)
		if (err == nil) != c.may || err != nil && CodeOf(err) != CodeForbidden {
			t.Errorf("%s: %v", name, err)
		}
		if least := RequiredRole(matrix(), c.of, c.stake); least != c.least {
			t.Errorf("%s: least role %q, want %q", name, least, c.least)
		}
	}
}

// More at stake never lets a role in that had to stay out with less, and whoever is the least role may approve.
func TestAuthorityGrowsWithTheLimit(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		less, more := rapid.Int64Range(0, 200_00).Draw(r, "less"), rapid.Int64Range(0, 200_00).Draw(r, "more")
		if less > more {
			less, more = more, less
		}
		for _, role := range []UserRole{UserRoleFinance, UserRolePresalesManager, UserRoleSolutionEngineer, UserRoleAdmin} {
			small := CheckAuthority(matrix(), ApprovalTypePrice, role, Stake{Amount: &less, Currency: "CNY"})
			large := CheckAuthority(matrix(), ApprovalTypePrice, role, Stake{Amount: &more, Currency: "CNY"})
			if small != nil && large == nil {
				r.Fatalf("%s may approve %d but not %d", role, more, less)
			}
		}
		stake := Stake{Amount: &more, Currency: "CNY"}
		if err := CheckAuthority(matrix(), ApprovalTypePrice, RequiredRole(matrix(), ApprovalTypePrice, stake), stake); err != nil {
			r.Fatalf("the least role may not approve %d", more)
		}
	})
}

func TestShippedAuthority(t *testing.T) {
	type row struct {
		of   ApprovalType
		role UserRole
	}
	seen := map[row]bool{}
	for _, r := range ShippedAuthority() {
		if seen[row{r.Type, r.Role}] {
			t.Errorf("%s by %s is there twice", r.Type, r.Role)
		}
		seen[row{r.Type, r.Role}] = true
		if err := CheckLimit(r.Amount, r.Percent); err != nil || len(r.Currency) != 3 {
			t.Errorf("%+v: %v", r, err)
		}
		if r.Role == UserRoleAdmin {
			t.Errorf("administrators approve %s by their role", r.Type)
		}
	}
	huge := Stake{Amount: new(int64(math.MaxInt64 - 1)), Currency: "XTS", Percent: new(100)}
	for _, of := range ApprovalTypePrice.Values() {
		if RequiredRole(ShippedAuthority(), ApprovalType(of), huge) == "" {
			t.Errorf("nobody may approve any %s", of)
		}
		if approvable[ApprovalType(of)] == nil {
			t.Errorf("%s is approval of nothing", of)
		}
	}
}

func TestDecisions(t *testing.T) {
	small := Stake{Amount: new(int64(1)), Currency: "CNY"}
	good := Decision{Type: ApprovalTypePrice, Status: ApprovalStatusRequested, Stake: small, RequestedBy: "usr_a", By: "usr_b", Role: UserRolePresalesManager, Approve: true}
	for name, c := range map[string]struct {
		turn func(*Decision)
		to   ApprovalStatus
		code Code
	}{
		"within authority":              {func(*Decision) {}, ApprovalStatusApproved, ""},
		"rejected with a comment":       {func(d *Decision) { d.Approve, d.Comment = false, "too low" }, ApprovalStatusRejected, ""},
		"rejected without":              {func(d *Decision) { d.Approve = false }, "", CodeValidationFailed},
		"their own request":             {func(d *Decision) { d.By = d.RequestedBy }, "", CodeForbidden},
		"their own, rejected":           {func(d *Decision) { d.By, d.Approve, d.Comment = d.RequestedBy, false, "no" }, "", CodeForbidden},
		"the system's own":              {func(d *Decision) { d.By, d.RequestedBy, d.Role = "", "", UserRoleFinance }, "", CodeForbidden},
		"an administrator":              {func(d *Decision) { d.Role = UserRoleAdmin }, "", CodeForbidden},
		"beyond authority":              {func(d *Decision) { d.Stake.Amount = new(int64(100_01)) }, "", CodeForbidden},
		"a rejection beyond authority":  {func(d *Decision) { d.Role, d.Approve, d.Comment = UserRoleSales, false, "no" }, "", CodeForbidden},
		"approved already":              {func(d *Decision) { d.Status = ApprovalStatusApproved }, "", CodeIllegalTransition},
		"rejected already":              {func(d *Decision) { d.Status = ApprovalStatusRejected }, "", CodeIllegalTransition},
		"withdrawn":                     {func(d *Decision) { d.Status = ApprovalStatusWithdrawn }, "", CodeIllegalTransition},
		"withdrawn, and their own also": {func(d *Decision) { d.Status, d.By = ApprovalStatusWithdrawn, d.RequestedBy }, "", CodeIllegalTransition},
	} {
		d := good
		c.turn(&d)
		to, err := CheckDecision(matrix(), d)
		if to != c.to || (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %s, %v", name, to, err)
		}
	}
}

func TestWhoTakesARequestBack(t *testing.T) {
	for name, c := range map[string]struct {
		status ApprovalStatus
		by     string
		code   Code
	}{
		"who asked":            {ApprovalStatusRequested, "usr_a", ""},
		"somebody else":        {ApprovalStatusRequested, "usr_b", CodeForbidden},
		"who asked, too late":  {ApprovalStatusApproved, "usr_a", CodeIllegalTransition},
		"who asked, rejected":  {ApprovalStatusRejected, "usr_a", CodeIllegalTransition},
		"who asked, once more": {ApprovalStatusWithdrawn, "usr_a", CodeIllegalTransition},
	} {
		if err := CheckApprovalWithdrawal(c.status, "usr_a", c.by); (c.code == "") != (err == nil) || err != nil && CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSubjectsAndFiguresOfApprovals(t *testing.T) {
	const ulid = "01J0000000000000000000000Z"
	for name, c := range map[string]struct {
		of      ApprovalType
		subject string
		entity  Entity
	}{
		"price of a proposal":    {ApprovalTypePrice, IDOf("Proposal", ulid), "Proposal"},
		"tailoring of a gate":    {ApprovalTypeTailoring, IDOf("Gate", ulid), "Gate"},
		"seal of a customer":     {ApprovalTypeSeal, IDOf("Customer", ulid), ""},
		"price of an answer":     {ApprovalTypePrice, IDOf("ComplianceItem", ulid), ""},
		"no id":                  {ApprovalTypePrice, "price", ""},
		"nothing":                {ApprovalTypePrice, "", ""},
		"a type that is no type": {"LUNCH", IDOf("Proposal", ulid), ""},
	} {
		e, err := CheckApprovalSubject(c.of, c.subject)
		if e != c.entity || (e == "") != (CodeOf(err) == CodeValidationFailed) {
			t.Errorf("%s: %s, %v", name, e, err)
		}
	}
	for name, s := range map[string]Stake{"negative": {Amount: new(int64(-1))}, "below nothing": {Percent: new(-1)}, "more than all": {Percent: new(101)}} {
		if CodeOf(CheckStake(s)) != CodeValidationFailed {
			t.Errorf("a stake %s passes", name)
		}
		if CodeOf(CheckLimit(s.Amount, s.Percent)) != CodeValidationFailed {
			t.Errorf("a limit %s passes", name)
		}
	}
	if err := CheckStake(Stake{Amount: new(int64(0)), Percent: new(100)}); err != nil {
		t.Error(err)
	}
}

func TestConvertedAmounts(t *testing.T) {
	for name, c := range map[string]struct {
		amount *int64
		rate   *float64
		want   *int64
	}{
		"rounded":       {new(int64(333)), new(7.1), new(int64(2364))},
		"no amount":     {nil, new(7.1), nil},
		"no rate":       {new(int64(1)), nil, nil},
		"too large":     {new(int64(math.MaxInt64 / 2)), new(7.1), nil},
		"no number":     {new(int64(1)), new(math.NaN()), nil},
		"without limit": {new(int64(1)), new(math.Inf(1)), nil},
	} {
		got := Converted(c.amount, c.rate)
		if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
