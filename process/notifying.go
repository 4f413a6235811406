package process

import (
	"slices"
	"time"
)

// defaultPreferences hold for users who chose none: what cannot wait comes by e-mail, the rest with the digest.
var defaultPreferences = NotificationPreferences{
	Mail:   []NotificationKind{NotificationKindMention, NotificationKindApproval, NotificationKindEscalation},
	Digest: true,
}

// EffectivePreferences are the preferences that hold for a user: those chosen, else the default.
func EffectivePreferences(p NotificationPreferences) NotificationPreferences {
	if p.Mail == nil && p.Muted == nil && !p.Digest {
		return defaultPreferences
	}
	return p
}

// Mutes tells whether the user does not want to hear of a kind at all.
func Mutes(p NotificationPreferences, k NotificationKind) bool {
	return slices.Contains(EffectivePreferences(p).Muted, k)
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

// digestMinutes is when the daily letter goes out: 8:30.
const digestMinutes = 8*60 + 30

// DigestDue is the latest instant up to now at which the daily letter goes out: 8:30 of a working day where the calendar
// is.
func DigestDue(c Calendar, now time.Time) time.Time {
	day := c.Today(now)
	for range maxCalendarDays {
		at := time.Date(day.Year, day.Month, day.Date, digestMinutes/60, digestMinutes%60, 0, 0, c.Zone())
		if c.Works(day) && !at.After(now) {
			return at
		}
		day = DayOf(day.In(time.UTC).AddDate(0, 0, -1))
	}
	return time.Time{}
}

// NotificationLabel is what a kind of notification tells, in a language.
func NotificationLabel(k NotificationKind, lang Language) string {
	return labelOf("NotificationKind", string(k)).In(lang)
}
