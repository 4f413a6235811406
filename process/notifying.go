package process

import "slices"

// defaultPreferences hold for users who chose none: what cannot wait comes by e-mail, the rest with the digest.
var defaultPreferences = NotificationPreferences{
	Mail:   []NotificationKind{NotificationKindMention, NotificationKindApproval, NotificationKindEscalation},
	Digest: true,
}

// Effective are the preferences that hold for a user: those chosen, else the default.
func (p NotificationPreferences) Effective() NotificationPreferences {
	if p.Mail == nil && p.Muted == nil && !p.Digest {
		return defaultPreferences
	}
	return p
}

// Mutes tells whether the user does not want to hear of a kind at all.
func (p NotificationPreferences) Mutes(k NotificationKind) bool {
	return slices.Contains(p.Effective().Muted, k)
}

// ChosenPreferences are preferences as a user chooses them, each kind once. Errors: VALIDATION_FAILED for a kind that
// is unknown, or both sent by e-mail and muted.
func ChosenPreferences(mail []NotificationKind, digest bool, muted []NotificationKind) (NotificationPreferences, error) {
	p := NotificationPreferences{Mail: each(mail), Digest: digest, Muted: each(muted)}
	for _, k := range slices.Concat(p.Mail, p.Muted) {
		if !slices.Contains(k.Values(), string(k)) {
			return p, Invalid("", MsgEnumUnknown, "enum", "NotificationKind")
		}
	}
	for _, k := range p.Muted {
		if slices.Contains(p.Mail, k) {
			return p, Invalid("muted", MsgMutedAndMailed)
		}
	}
	return p, nil
}

// each is a list without repetitions, never nil.
func each[T comparable](list []T) []T {
	once := []T{}
	for _, v := range list {
		if !slices.Contains(once, v) {
			once = append(once, v)
		}
	}
	return once
}
