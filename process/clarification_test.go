package process

import (
	"testing"
	"time"
)

func TestClarificationsInTheirOrder(t *testing.T) {
	const addendum, query, asked = ClarificationKindAddendum, ClarificationKindQuery, ClarificationKindClarification
	for name, c := range map[string]struct {
		kind     ClarificationKind
		issued   time.Time
		deadline *time.Time
		code     Code
	}{
		"an addendum with a deadline ahead":  {addendum, day(10), new(day(20)), ""},
		"an addendum without":                {addendum, day(10), nil, ""},
		"one issued now":                     {addendum, day(12), new(day(13)), ""},
		"one that has not come":              {addendum, day(13), nil, CodeValidationFailed},
		"a deadline that has passed":         {addendum, day(10), new(day(11)), CodeValidationFailed},
		"a deadline of this moment":          {addendum, day(10), new(day(12)), CodeValidationFailed},
		"a deadline before it was issued":    {addendum, day(10), new(day(9)), CodeValidationFailed},
		"a deadline when it was issued":      {addendum, day(10), new(day(10)), CodeValidationFailed},
		"a question that moves the deadline": {query, day(10), new(day(20)), CodeValidationFailed},
		"a clarification that moves it":      {asked, day(10), new(day(20)), CodeValidationFailed},
		"a question":                         {query, day(10), nil, ""},
	} {
		wantCode(t, name, CheckClarification(c.kind, c.issued, day(12), c.deadline), c.code)
	}
	for name, c := range map[string]struct {
		kind   ClarificationKind
		answer string
		at     time.Time
		code   Code
	}{
		"our answer":               {asked, "as drawn on page 3", day(11), ""},
		"the tenderer's answer":    {query, "yes", day(12), ""},
		"nothing":                  {asked, "", day(11), CodeValidationFailed},
		"tomorrow":                 {asked, "yes", day(13), CodeValidationFailed},
		"before it was asked":      {asked, "yes", day(9), CodeValidationFailed},
		"an answer to an addendum": {addendum, "noted", day(11), CodeIllegalTransition},
	} {
		wantCode(t, name, CheckClarificationAnswer(c.kind, c.answer, c.at, day(10), day(12)), c.code)
	}
}
