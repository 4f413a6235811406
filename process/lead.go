package process

import (
	"slices"
	"strings"
	"unicode"
)

var leadTransitions = transitions[LeadStatus]{
	LeadStatusNew:          {LeadStatusContacted},
	LeadStatusContacted:    {LeadStatusQualifying},
	LeadStatusQualifying:   {LeadStatusConverted, LeadStatusDisqualified},
	LeadStatusDisqualified: {LeadStatusQualifying},
}

// CheckLeadStatus holds the lead's state machine (domain model §4): a lead is disqualified, and taken up again, only with
// a reason.
func CheckLeadStatus(from, to LeadStatus, reason string) error {
	if err := leadTransitions.check(from, to); err != nil {
		return err
	}
	if reason == "" && (from == LeadStatusDisqualified || to == LeadStatusDisqualified) {
		return Invalid("reason", MsgReasonRequired)
	}
	return nil
}

// NormalPhone writes a telephone number so that the same number is the same text: digits alone, without the country
// code of China, the extension kept behind a dash. Text without digits is empty.
func NormalPhone(phone string) string {
	number, extension, _ := strings.Cut(narrow(phone), "转")
	if n, x, ok := strings.Cut(strings.ToLower(number), "ext"); ok {
		number, extension = n, x
	}
	international := strings.HasPrefix(strings.TrimSpace(number), "+")
	number, extension = digits(number), digits(extension)
	switch {
	case international && strings.HasPrefix(number, "86"):
		number = number[2:]
	case international:
		number = "+" + number
	case strings.HasPrefix(number, "0086"):
		number = number[4:]
	}
	if number == "" || number == "+" || extension == "" {
		return strings.TrimSuffix(number, "+")
	}
	return number + "-" + extension
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// narrow turns full-width letters, digits and signs into ordinary ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		}
		return r
	}, s)
}

// chineseForms and latinForms are the legal forms that do not tell companies apart.
var (
	chineseForms = []string{"股份有限公司", "有限责任公司", "有限公司", "公司", "集团"}
	latinForms   = []string{"incorporated", "corporation", "limited", "company", "gmbh", "corp", "inc", "llc", "ltd", "plc", "co"}
)

// CompanyKey is what names of the same company have in common: lower case, without width, space, punctuation and legal
// form. A name that is nothing but a legal form keeps it.
func CompanyKey(name string) string {
	words := companyWords(name)
	for len(words) > 1 && slices.Contains(latinForms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	key := strings.Join(words, "")
	for _, form := range chineseForms {
		if rest, ok := strings.CutSuffix(key, form); ok && len([]rune(rest)) > 1 {
			key = rest
		}
	}
	return key
}

// CompanyProbe is a part of a company's name that every spelling of it has: what to ask a database for before the keys
// are compared.
func CompanyProbe(name string) string {
	words := companyWords(name)
	if len(words) == 0 {
		return ""
	}
	return CompanyKey(words[0])
}

func companyWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(narrow(name)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CheckCreditCode checks a unified social credit code by its check character (GB 32100-2015); an empty one is none.
func CheckCreditCode(code string) error {
	bad := Invalid("creditCode", MsgCreditCodeBad)
	if code == "" {
		return nil
	}
	if len(code) != 18 {
		return bad
	}
	sum, weight := 0, 1
	for _, r := range code[:17] {
		n := strings.IndexRune(creditAlphabet, r)
		if n < 0 {
			return bad
		}
		sum += n * weight
		weight = weight * 3 % 31
	}
	if creditAlphabet[(31-sum%31)%31] != code[17] {
		return bad
	}
	return nil
}
