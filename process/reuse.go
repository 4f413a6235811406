package process

import "strconv"

// MaxSources is the most sources one section is made from.
const MaxSources = 20

// CheckReuse refuses a text of one's own that is no adaptation, and one source more than a section may have. Errors:
// VALIDATION_FAILED.
func CheckReuse(mode ReuseMode, text *string, sources int) error {
	if text != nil && mode != ReuseModeAdapted {
		return Invalid("body", MsgTextOnlyAdapted)
	}
	if sources >= MaxSources {
		return Invalid("sourceID", MsgTooMany, "max", strconv.Itoa(MaxSources))
	}
	return nil
}

// CheckSource refuses a library item that was retired. Errors: VALIDATION_FAILED.
func CheckSource(s VerifyState) error {
	if s == VerifyStateRetired {
		return Invalid("sourceID", MsgSourceRetired)
	}
	return nil
}

// Inserted is the text of a section after something was inserted: below what is there already, after an empty line. What
// is only referred to leaves it as it is.
func Inserted(mode ReuseMode, body, text string) string {
	switch {
	case mode == ReuseModeReferenced || text == "":
		return body
	case body == "":
		return text
	default:
		return body + "\n\n" + text
	}
}
