// Package process holds the rules of the business as tables and pure functions: stages, roles, figures, the one
// error type and the enumerations with their labels. It does no I/O, reads no clock and makes no ids: those come in
// as arguments. It imports nothing but the standard library, so that a rule can be read and tested on its own.
package process

import "bidwell/process/vocabulary"

// What rules are about, as package vocabulary declares it.
type (
	// Text is one message in the two languages of the product.
	Text = vocabulary.Text
	// Language is a language the product speaks.
	Language = vocabulary.Language
	// ExternalRef names a record in another system.
	ExternalRef = vocabulary.ExternalRef
	// AppliesTo says where a lesson applies.
	AppliesTo = vocabulary.AppliesTo
	// FieldChange is one field's value before and after a change.
	FieldChange = vocabulary.FieldChange
	// Code says what kind of refusal an Error is.
	Code = vocabulary.Code
	// Error is the one error type of the business.
	Error = vocabulary.Error
	// Message is a text shown to people, in both languages.
	Message = vocabulary.Message
	// Blocker is one thing in the way of a step of the process, as data.
	Blocker = vocabulary.Blocker
	// ScoreItem is one filled-in line of a scorecard.
	ScoreItem = vocabulary.ScoreItem
	// GateCheck is an exit criterion of a gate as it stands.
	GateCheck = vocabulary.GateCheck
	// HandoverPart is one part of a handover package.
	HandoverPart = vocabulary.HandoverPart
	// Instalment is one payment of a contract.
	Instalment = vocabulary.Instalment
	// Debrief is what is known of why an opportunity was won or lost.
	Debrief = vocabulary.Debrief
	// EvaluatorScore is what the evaluators gave for one criterion.
	EvaluatorScore = vocabulary.EvaluatorScore
	// Pause is a stretch in which the clock of a request stands still.
	Pause = vocabulary.Pause
	// NotificationPreferences say how a user wants to be told of things.
	NotificationPreferences = vocabulary.NotificationPreferences
	// TemplateDefinition is what one version of a process template demands.
	TemplateDefinition = vocabulary.TemplateDefinition
	// Applicability says for which opportunities a template is meant.
	Applicability = vocabulary.Applicability
	// StageDef is one stage of a template.
	StageDef = vocabulary.StageDef
	// GateDef is one gate of a template, at the exit of a stage.
	GateDef = vocabulary.GateDef
	// CriterionDef is an exit criterion of a gate, confirmed by a person with evidence.
	CriterionDef = vocabulary.CriterionDef
	// ScoreDef is one line of the scorecard.
	ScoreDef = vocabulary.ScoreDef
	// SearchFilter narrows what the case library finds.
	SearchFilter = vocabulary.SearchFilter
	// Raci is the part a department, or somebody by name, has in a piece of work.
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
	CodeDocumentUnknown   = vocabulary.CodeDocumentUnknown
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
func Enums() []vocabulary.Enum { return vocabulary.Enums() }

// IsEnumEntry reports whether value belongs to the enumeration called name.
func IsEnumEntry(name, value string) bool { return vocabulary.IsEnumEntry(name, value) }

func enumValues(name string) []string { return vocabulary.EnumValues(name) }

func labelOf(enum, value string) Text { return vocabulary.LabelOf(enum, value) }
