package process

import (
	"cmp"
	"math"
	"slices"
)

// AuthorityLimit is one row of the authority matrix: up to what a role may approve. Without an amount or a percentage
// there is no such bound.
type AuthorityLimit struct {
	Type ApprovalType
	Role UserRole
	// Amount is in minor units of Currency.
	Amount   *int64
	Currency string
	Percent  *int
}

// Stake is what an approval is about. What is not given is not at stake.
type Stake struct {
	// Amount is in minor units of Currency.
	Amount   *int64
	Currency string
	// Worth is the same amount in the currency WorthIn, at the rate fixed for the opportunity; nil when there is no rate.
	Worth   *int64
	WorthIn string
	// Percent is a discount or a penalty.
	Percent *int
}

// ShippedAuthority is the authority matrix a new installation starts with; administrators change it as records.
func ShippedAuthority() []AuthorityLimit {
	const yuan = 100
	up := func(amount int64, percent *int) (*int64, *int) { amount *= yuan; return &amount, percent }
	tenth := 10
	price, discount := up(5_000_000, &tenth)
	promise, penalty := up(500_000, &tenth)
	return []AuthorityLimit{
		{Type: ApprovalTypePrice, Role: UserRolePresalesManager, Amount: price, Percent: discount, Currency: "CNY"},
		{Type: ApprovalTypePrice, Role: UserRoleFinance, Currency: "CNY"},
		{Type: ApprovalTypeLegal, Role: UserRoleLegal, Currency: "CNY"},
		{Type: ApprovalTypeCommitment, Role: UserRolePresalesManager, Amount: promise, Percent: penalty, Currency: "CNY"},
		{Type: ApprovalTypeCommitment, Role: UserRoleFinance, Currency: "CNY"},
		{Type: ApprovalTypeSeal, Role: UserRolePresalesManager, Currency: "CNY"},
		{Type: ApprovalTypeSeal, Role: UserRoleLegal, Currency: "CNY"},
		{Type: ApprovalTypeTailoring, Role: UserRolePresalesManager, Currency: "CNY"},
		{Type: ApprovalTypeDeviation, Role: UserRolePresalesManager, Currency: "CNY"},
	}
}

// CheckAuthority holds invariant 7: a role approves what a row of the matrix covers, and nothing else. No role is above
// the matrix. Error: FORBIDDEN.
func CheckAuthority(rules []AuthorityLimit, t ApprovalType, role UserRole, stake Stake) error {
	if slices.ContainsFunc(rules, func(r AuthorityLimit) bool { return r.Role == role && r.covers(t, stake) }) {
		return nil
	}
	return NewError(CodeForbidden, MsgAuthorityLacking)
}

// RequiredRole is the least role that may approve: that of the tightest row that covers the stake; empty when none does.
func RequiredRole(rules []AuthorityLimit, t ApprovalType, stake Stake) UserRole {
	var least *AuthorityLimit
	for i, r := range rules {
		if r.covers(t, stake) && (least == nil || r.tighter(*least)) {
			least = &rules[i]
		}
	}
	if least == nil {
		return ""
	}
	return least.Role
}

// covers tells whether a row reaches as far as the stake. A limit says nothing of an amount in another currency unless
// its worth is known.
func (r AuthorityLimit) covers(t ApprovalType, stake Stake) bool {
	if r.Type != t {
		return false
	}
	if r.Percent != nil && stake.Percent != nil && *stake.Percent > *r.Percent {
		return false
	}
	if r.Amount == nil || stake.Amount == nil {
		return true
	}
	switch r.Currency {
	case stake.Currency:
		return *stake.Amount <= *r.Amount
	case stake.WorthIn:
		return stake.Worth != nil && *stake.Worth <= *r.Amount
	default:
		return false
	}
}

// tighter orders rows by how little they allow, then by role, so that the least one is always the same.
func (r AuthorityLimit) tighter(than AuthorityLimit) bool {
	reach := func(r AuthorityLimit) (amount int64, percent int) {
		amount, percent = math.MaxInt64, math.MaxInt
		if r.Amount != nil {
			amount = *r.Amount
		}
		if r.Percent != nil {
			percent = *r.Percent
		}
		return amount, percent
	}
	rankOf := func(r AuthorityLimit) int { return slices.Index(r.Role.Values(), string(r.Role)) }
	amount, percent := reach(r)
	otherAmount, otherPercent := reach(than)
	return cmp.Or(cmp.Compare(amount, otherAmount), cmp.Compare(percent, otherPercent), cmp.Compare(rankOf(r), rankOf(than))) < 0
}

// Converted is an amount at a rate, rounded to the minor unit; nil without a rate and when it does not fit.
func Converted(amount *int64, rate *float64) *int64 {
	if amount == nil || rate == nil {
		return nil
	}
	worth, err := Convert(*amount, *rate)
	if err != nil {
		return nil
	}
	return &worth
}

// CheckLimit refuses a row of the matrix with a bound that is none. Error: VALIDATION_FAILED.
func CheckLimit(amount *int64, percent *int) error {
	if err := checkAmount("limitAmount", amount); err != nil {
		return err
	}
	return checkPercent("limitPercent", percent)
}

func checkAmount(field string, amount *int64) error {
	if amount == nil || *amount >= 0 {
		return nil
	}
	return Invalid(field, MsgOutOfRange, "min", "0", "max", FormatMoney(math.MaxInt64-1))
}

func checkPercent(field string, percent *int) error {
	if percent == nil || *percent >= 0 && *percent <= 100 {
		return nil
	}
	return Invalid(field, MsgOutOfRange, "min", "0", "max", "100")
}
