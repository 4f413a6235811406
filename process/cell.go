package process

import "strings"

// Cell is a text as it stands in a cell of an exported table. A spreadsheet would execute what looks like a formula, some of
// them also behind spaces and characters that take no room; an apostrophe before it makes it the text it is.
func Cell(text string) string {
	if seen := strings.TrimLeft(text, blanks); seen != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(seen)[0]) {
		return "'" + text
	}
	return text
}

// blanks are spaces of all widths, and what is none but is not seen either.
const blanks = " \v\f\u00a0\u00ad\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029" +
	"\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066\u2067\u2068\u2069\u3000\ufeff"
