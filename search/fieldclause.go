package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFieldName and maxValues bound a field clause: the bytes of its name, and
// its values.
const (
	maxFieldName = 24
	maxValues    = 16
)

// fieldNamed knows the fields by the names people give them.
func fieldNamed(name string) (FacetName, bool) {
	switch Fold(name) {
	case "kind", "type", "类型":
		return FacetNameKind, true
	case "industry", "行业":
		return FacetNameIndustry, true
	case "region", "地区":
		return FacetNameRegion, true
	case "organization", "组织":
		return FacetNameOrganization, true
	case "outcome", "结果":
		return FacetNameOutcome, true
	case "status", "状态":
		return FacetNameStatus, true
	case "language", "语言":
		return FacetNameLanguage, true
	case "tag", "标签":
		return FacetNameTag, true
	case "customer", "客户":
		return FacetNameCustomer, true
	case "year", "年份":
		return FacetNameYear, true
	case "date", "日期":
		return FieldDate, true
	case "amount", "金额":
		return FieldAmount, true
	case "title", "标题":
		return FieldTitle, true
	}
	return "", false
}

// numeric tells the fields of intervals.
func (n FacetName) numeric() bool { return n == FacetNameYear || n == FieldDate || n == FieldAmount }

// readField takes field:value off the front of text. A field without a value,
// or with one it cannot have, is none.
func readField(text string) (c clause, size int, ok bool) {
	colon := strings.IndexAny(cut(text, maxFieldName), ":：")
	if colon <= 0 {
		return c, 0, false
	}
	field, ok := fieldNamed(text[:colon])
	if !ok {
		return c, 0, false
	}
	_, width := utf8.DecodeRuneInString(text[colon:])
	from := colon + width
	values, size, exact := readValues(field, text[from:])
	c = clause{kind: ClauseField, field: field, values: values, exact: exact, text: strings.Join(values, " ")}
	if len(values) == 0 {
		return c, 0, false
	}
	if field.numeric() {
		for _, value := range values {
			within, one, ok := readInterval(field, value)
			if !ok {
				return c, 0, false
			}
			c.within, c.bound = append(c.within, within), one && len(values) == 1
		}
	}
	return c, from + size, true
}

// readValues reads one quoted value, or a word that may list several.
func readValues(field FacetName, text string) (values []string, size int, quoted bool) {
	if value, size := quotedValue(text); size > 0 {
		if value = strings.TrimSpace(value); value != "" {
			values = []string{value}
		}
		return values, size, true
	}
	word := untilSpace(text)
	if field == FieldTitle || field == FieldAmount { // there a comma is a part of the value
		if word != "" {
			values = []string{word}
		}
		return values, len(word), false
	}
	for value := range strings.FieldsFuncSeq(word, func(r rune) bool { return r == ',' || r == '，' || r == '、' }) {
		if len(values) < maxValues {
			values = append(values, value)
		}
	}
	return values, len(word), false
}

// quotedValue takes a value in marks off the front of text; size is 0 when
// there is none. Behind a colon the marks quote whatever follows them.
func quotedValue(text string) (value string, size int) {
	open, width := utf8.DecodeRuneInString(text)
	shut := partner(open)
	switch open {
	case '《':
		shut = "》"
	case '「':
		shut = "」"
	}
	if shut == "" {
		return "", 0
	}
	end := strings.IndexAny(text[width:], shut)
	if end < 0 {
		return "", 0
	}
	_, closing := utf8.DecodeRuneInString(text[width+end:])
	return text[width : width+end], width + end + closing
}

// readPrefix recognizes a word with a star behind it. A single character is
// too short to be the beginning of a word, and in scripts without spaces every
// word is found inside others anyway.
func readPrefix(word string) (prefix string, ok bool) {
	prefix = strings.TrimRight(word, "*＊")
	if prefix == word || utf8.RuneCountInString(prefix) < minPrefix {
		return "", false
	}
	folded := Fold(prefix)
	for _, r := range folded {
		if !isWord(r) || isHan(r) || unicode.IsSpace(r) {
			return "", false
		}
	}
	return prefix, utf8.RuneCountInString(folded) <= maxWord
}

// minPrefix is the shortest prefix, in characters.
const minPrefix = 2
