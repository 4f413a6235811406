package process

import (
	"unicode/utf8"
)

// CheckText refuses text that not every store can hold: invalid UTF-8, U+0000 and the other control characters except
// tab, line feed and carriage return.
func CheckText(field, s string) error {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			return Invalid(field, MsgControlCharacter)
		}
	}
	if !utf8.ValidString(s) {
		return Invalid(field, MsgControlCharacter)
	}
	return nil
}
