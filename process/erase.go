package process

import "slices"

// erasable are, by kind of record, the fields that say something of a person and go when the person asks to be erased
// (个人信息保护法 §47, GDPR §17). What a field is called here is what the change log calls it.
var erasable = map[Entity][]string{
	"Absence": {"reason"},
	"Contact": {"name", "title", "department", "email", "phone", "notes"},
	"Lead":    {"contactName", "phone", "email", "text"},
	// Their deputy was told of an absence by its reason.
	"Notification": {"title"},
	"Stakeholder":  {"concerns"},
	"User":         {"name", "email", "region"},
}

// IsErasable tells whether a field holds personal data that can be erased.
func IsErasable(e Entity, field string) bool { return slices.Contains(erasable[e], field) }

// ErasableFields are the fields of a kind of record that hold personal data.
func ErasableFields(e Entity) []string { return erasable[e] }

// Audits tells whether a viewer reads the audit trail: auditors, administrators and the command line.
func Audits(v *Viewer) bool { return v != nil && (v.Role == UserRoleAuditor || IsAdmin(v)) }

// sealedStatuses are where a proposal stands while its contents are nobody's business but ours: sealed or handed in, and not
// opened yet.
var sealedStatuses = []ProposalStatus{ProposalStatusSealed, ProposalStatusSubmitted, ProposalStatusUnderClarification}

// SealedStatuses are where a proposal stands while every reading of its contents is noted.
func SealedStatuses() []ProposalStatus { return slices.Clone(sealedStatuses) }
