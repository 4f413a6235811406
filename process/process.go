// Package process holds the rules of the business as tables and pure functions: stages, roles, figures, the one
// error type and the enumerations with their labels. It does no I/O, reads no clock and makes no ids: those come in
// as arguments. It imports nothing but the standard library, so that a rule can be read and tested on its own.
package process

import "bidwell/process/vocabulary"

// What rules are about, as package vocabulary declares it.
type (
	// Text: see vocabulary.
	Text = vocabulary.Text
	// Language: see vocabulary.
	Language = vocabulary.Language
	// ExternalRef: see vocabulary.
	ExternalRef = vocabulary.ExternalRef
	// AppliesTo: see vocabulary.
	AppliesTo = vocabulary.AppliesTo
	// FieldChange: see vocabulary.
	FieldChange = vocabulary.FieldChange
	// Code: see vocabulary.
	Code = vocabulary.Code
	// Error: see vocabulary.
	Error = vocabulary.Error
	// Message: see vocabulary.
	Message = vocabulary.Message
	// Blocker: see vocabulary.
	Blocker = vocabulary.Blocker
	// Enum: see vocabulary.
	Enum = vocabulary.Enum
	// EnumEntry: see vocabulary.
	EnumEntry = vocabulary.EnumEntry
	// ScoreItem: see vocabulary.
	ScoreItem = vocabulary.ScoreItem
	// GateCheck: see vocabulary.
	GateCheck = vocabulary.GateCheck
	// HandoverPart: see vocabulary.
	HandoverPart = vocabulary.HandoverPart
	// Instalment: see vocabulary.
	Instalment = vocabulary.Instalment
	// Debrief: see vocabulary.
	Debrief = vocabulary.Debrief
	// EvaluatorScore: see vocabulary.
	EvaluatorScore = vocabulary.EvaluatorScore
	// Pause: see vocabulary.
	Pause = vocabulary.Pause
	// NotificationPreferences: see vocabulary.
	NotificationPreferences = vocabulary.NotificationPreferences
	// TemplateDefinition: see vocabulary.
	TemplateDefinition = vocabulary.TemplateDefinition
	// Applicability: see vocabulary.
	Applicability = vocabulary.Applicability
	// StageDef: see vocabulary.
	StageDef = vocabulary.StageDef
	// GateDef: see vocabulary.
	GateDef = vocabulary.GateDef
	// CriterionDef: see vocabulary.
	CriterionDef = vocabulary.CriterionDef
	// ScoreDef: see vocabulary.
	ScoreDef = vocabulary.ScoreDef
	// Raci: see vocabulary.
	Raci = vocabulary.Raci
)

// The languages of messages and labels.
const (
	LanguageEN = vocabulary.LanguageEN
	LanguageZH = vocabulary.LanguageZH
)

// The codes a client can meet.
const (
	CodeUnauthenticated   = vocabulary.CodeUnauthenticated
	CodeForbidden         = vocabulary.CodeForbidden
	CodeNotFound          = vocabulary.CodeNotFound
	CodeConflict          = vocabulary.CodeConflict
	CodeValidationFailed  = vocabulary.CodeValidationFailed
	CodeIllegalTransition = vocabulary.CodeIllegalTransition
	CodeGateBlocked       = vocabulary.CodeGateBlocked
	CodeRateLimited       = vocabulary.CodeRateLimited
	CodeQueryTooComplex   = vocabulary.CodeQueryTooComplex
	CodeIndexRebuilding   = vocabulary.CodeIndexRebuilding
	CodeUnavailable       = vocabulary.CodeUnavailable
	CodeInternal          = vocabulary.CodeInternal
)

// NewError makes an Error; args are name, value pairs for the message.
func NewError(code Code, message Message, args ...string) *Error {
	return vocabulary.NewError(code, message, args...)
}

// Invalid is the VALIDATION_FAILED error about one field.
func Invalid(field string, message Message, args ...string) *Error {
	return vocabulary.Invalid(field, message, args...)
}

// NotFound is what a missing and a hidden record both answer with.
func NotFound(id string) *Error { return vocabulary.NotFound(id) }

// CodeOf returns the code of err: that of the Error inside it, else INTERNAL.
func CodeOf(err error) Code { return vocabulary.CodeOf(err) }

// Wrap adds what a function was doing to its error, once, by `defer process.Wrap(&err, "desk.Import(%s)", name)`.
func Wrap(err *error, format string, args ...any) { vocabulary.Wrap(err, format, args...) }

// Blocked is the GATE_BLOCKED error that carries the blockers; nil when there are none.
func Blocked(blockers []Blocker) error { return vocabulary.Blocked(blockers) }

// Enums lists every enumeration of the process with its values and their labels.
func Enums() []Enum { return vocabulary.Enums() }

// IsEnumEntry reports whether value belongs to the enumeration called name.
func IsEnumEntry(name, value string) bool { return vocabulary.IsEnumEntry(name, value) }

func enumValues(name string) []string { return vocabulary.EnumValues(name) }

func labelOf(enum, value string) Text { return vocabulary.LabelOf(enum, value) }
