// Package vocabulary holds the words of the business that records are made of: the enumerations with their labels in both
// languages, the structured parts of records, and the one error with its blockers. Package process speaks in them and
// builds its rules on them; package ent stores them. They stand apart from the rules because they change more rarely: a
// rule can change without everything that stores a record being built anew. It imports nothing but the standard library.
package vocabulary

//go:generate go run ./enumgen

// Text is one message in the two languages of the product.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// In returns the text in lang ("zh" or anything else for English).
func (t Text) In(lang Language) string {
	if lang == LanguageZH {
		return t.ZH
	}
	return t.EN
}

// Language is a language the product speaks.
type Language string

// The languages of messages and labels.
const (
	LanguageEN Language = "en"
	LanguageZH Language = "zh"
)

// ExternalRef names a record in another system; (System, ID) is unique among the records of one entity.
type ExternalRef struct {
	System string `json:"system"`
	ID     string `json:"id"`
}

// AppliesTo says where a lesson applies; an empty list means everywhere.
type AppliesTo struct {
	Stages     []OpportunityStage `json:"stages,omitempty"`
	Gates      []GateKind         `json:"gates,omitempty"`
	Industries []string           `json:"industries,omitempty"`
	Types      []OpportunityType  `json:"types,omitempty"`
}

// FieldChange is one field's value before and after a change; nil where there was none.
type FieldChange struct {
	From any `json:"from,omitempty"`
	To   any `json:"to,omitempty"`
	// Salt makes the hash of personal data impossible to guess; it is erased with the values.
	Salt string `json:"salt,omitempty"`
	// Erased is the hash of the values that stood here, when they were erased.
	Erased string `json:"erased,omitempty"`
}
