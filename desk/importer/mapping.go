package importer

// Mapping says how the rows of one file become records. It is written in YAML and read by LoadMapping, which checks
// all of it; a Mapping made otherwise cannot be opened.
type Mapping struct {
	// Name is what the mapping was loaded as.
	Name string `yaml:"-"`

	Format      string   `yaml:"format"`      // csv, xlsx or jsonl; empty: by the file name
	Sheet       string   `yaml:"sheet"`       // sheet of a workbook; empty: the first
	Encoding    string   `yaml:"encoding"`    // empty: found out
	Delimiter   string   `yaml:"delimiter"`   // one character, or tab; empty: comma
	System      string   `yaml:"system"`      // namespace of the external ids
	Timezone    string   `yaml:"timezone"`    // of times without one; empty: UTC
	DateFormats []string `yaml:"dateFormats"` // yyyy-MM-dd HH:mm style, or rfc3339, unix, unixMillis; empty: the usual ones
	Controls    string   `yaml:"controls"`    // reject (default) or drop: what to do with control characters

	// Headings splits columns of text into further columns by their headings: with "text: markdown" there is a
	// column "text/Lesson learned".
	Headings map[string]string `yaml:"headings"`
	// Rewrite corrects known wrong values of columns before anything else sees them.
	Rewrite map[string]map[string]string `yaml:"rewrite"`
	// Defaults are values by target field for every record that has such a field and no value for it.
	Defaults map[string]any `yaml:"defaults"`

	// One record per row is declared at the top, several in Records.
	RecordMapping `yaml:",inline"`
	Records       []RecordMapping `yaml:"records"`

	plan *plan
}

// RecordMapping says how a row becomes one record.
type RecordMapping struct {
	Entity string     `yaml:"entity"`
	Key    string     `yaml:"key"`  // external id: a column, or a template such as "{order}/{line}"
	When   *Condition `yaml:"when"` // rows that do not meet it make no such record
	// Duplicates says what a repeated external id is: error (default), or the first or last row counts.
	Duplicates string `yaml:"duplicates"`
	// OnlyIfMissing marks records that are known only in passing: they never change one that exists. Repeats of
	// them are no error.
	OnlyIfMissing bool             `yaml:"onlyIfMissing"`
	Fields        map[string]Field `yaml:"fields"`
	Stages        []StageRule      `yaml:"stages"`   // stage history, of an opportunity
	Outcome       *OutcomeRule     `yaml:"outcome"`  // of an opportunity
	Sections      *SectionRule     `yaml:"sections"` // ordered sections, of a proposal
}

// Field says where the value of a target field comes from. A field that is only a column is written as its name.
type Field struct {
	Column    string   `yaml:"column"`
	Columns   []string `yaml:"columns"`   // the first that is not empty; with join, or for a list, all of them
	Const     any      `yaml:"const"`     // the same value for every row
	Template  string   `yaml:"template"`  // "{account} - {product}"; empty when one of its columns is
	Templates []string `yaml:"templates"` // the first that is not empty

	Translate map[string]string `yaml:"translate"`
	OnUnknown string            `yaml:"onUnknown"` // a value not in translate: error (default for enumerations), keep (default for all else) or skip
	HTML      string            `yaml:"html"`      // unescape
	Split     string            `yaml:"split"`     // separator of a list inside a text
	Join      string            `yaml:"join"`      // separator with which a list or several columns become a text
	Scale     int64             `yaml:"scale"`     // an amount in the file is this many units of the currency; 0: one
	Currency  string            `yaml:"currency"`  // code or "{column}"; empty: the record's currency
	Default   any               `yaml:"default"`   // for rows without a value
	Required  bool              `yaml:"required"`
	Optional  bool              `yaml:"optional"` // the file may lack the column
	Type      Kind              `yaml:"type"`     // stated for the reader; must be the target's
	Lookup    *Lookup           `yaml:"lookup"`   // of a reference
}

// UnmarshalYAML accepts a column name in place of a mapping.
func (f *Field) UnmarshalYAML(unmarshal func(any) error) error {
	var column string
	if err := unmarshal(&column); err == nil {
		f.Column = column
		return nil
	}
	type plain Field
	return unmarshal((*plain)(f))
}

// Lookup says how a reference finds its record.
type Lookup struct {
	Entity string `yaml:"entity"` // stated for the reader; must be the target's
	By     string `yaml:"by"`     // externalId (default), name or code
	System string `yaml:"system"` // namespace of the external id; empty: the mapping's
	Create bool   `yaml:"create"` // make a record with this name or id when there is none
}

// Condition is met by rows whose column has one of the values, or, without values, is not empty.
type Condition struct {
	Column string   `yaml:"column"`
	In     []string `yaml:"in"`
}

// StageRule says that the opportunity entered Stage at the time in column At; rows without that time give no entry.
type StageRule struct {
	Stage string     `yaml:"stage"`
	At    string     `yaml:"at"`
	When  *Condition `yaml:"when"`
	// Undated makes an entry without a time when the row gives no other.
	Undated bool `yaml:"undated"`
}

// OutcomeRule says how the opportunity ended. The time in column At counts for ends, not for OPEN.
type OutcomeRule struct {
	Column    string            `yaml:"column"`
	Translate map[string]string `yaml:"translate"`
	OnUnknown string            `yaml:"onUnknown"` // error (default) or skip
	At        string            `yaml:"at"`
	Reason    string            `yaml:"reason"` // column
}

// SectionRule splits a column of text into sections at its headings.
type SectionRule struct {
	Column string `yaml:"column"`
	Format string `yaml:"format"` // markdown or rst
}
