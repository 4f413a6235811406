package process

import "strings"

// Cell is a text as it stands in a cell of an exported table. A spreadsheet would execute what looks like a formula; an
// apostrophe before it makes it the text it is.
func Cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}
