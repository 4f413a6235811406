package process

import "slices"

const (
	mentionPrefix = "@usr_"
	ulidLength    = 26
	// maxMentions bounds how many people one text calls.
	maxMentions = 50
)

// Mentions are the ids of users that a text mentions, each once, in order: @ and the id, not followed by another
// character of an id. At most 50 count.
func Mentions(text string) (ids []string) {
	for i := 0; i+len(mentionPrefix)+ulidLength <= len(text) && len(ids) < maxMentions; i++ {
		if text[i:i+len(mentionPrefix)] != mentionPrefix {
			continue
		}
		end := i + len(mentionPrefix)
		for end < len(text) && isIDCharacter(text[end]) {
			end++
		}
		if id := text[i+1 : end]; end-i-len(mentionPrefix) == ulidLength && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// isIDCharacter tells the letters and digits of a ULID, in either case, so that a longer word is no id.
func isIDCharacter(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_'
}
