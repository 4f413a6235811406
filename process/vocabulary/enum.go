package vocabulary

import (
	"io"
	"slices"
	"strconv"
)

// Enum is one enumeration as clients see it.
type Enum struct {
	Name   string
	Label  Text
	Values []EnumEntry
}

// EnumEntry is one value of an enumeration with its label in both languages.
type EnumEntry struct {
	Value string
	Label Text
	// Todo says what to do about it, where it is something in the way.
	Todo Text
}

// enumsByName indexes the table once: enumerations are unmarshalled on every request.
var enumsByName = func() map[string][]string {
	byName := map[string][]string{}
	for _, e := range Enums() {
		for _, v := range e.Values {
			byName[e.Name] = append(byName[e.Name], v.Value)
		}
	}
	return byName
}()

// LabelOf is the label of a value of an enumeration.
func LabelOf(name, value string) Text { return entryOf(name, value).Label }

func entryOf(name, value string) EnumEntry {
	for _, e := range Enums() {
		for _, v := range e.Values {
			if e.Name == name && v.Value == value {
				return v
			}
		}
	}
	return EnumEntry{Value: value, Label: Text{EN: value, ZH: value}}
}

// EnumValues are the values of the enumeration called name.
func EnumValues(name string) []string { return slices.Clone(enumsByName[name]) }

// IsEnumEntry reports whether value belongs to the enumeration called name.
func IsEnumEntry(name, value string) bool { return slices.Contains(enumsByName[name], value) }

func marshalEnum(w io.Writer, value string) { _, _ = io.WriteString(w, strconv.Quote(value)) }

func unmarshalEnum(name string, into *string, v any) error {
	value, ok := v.(string)
	if !ok || !IsEnumEntry(name, value) {
		return Invalid("", MsgEnumUnknown, "enum", name)
	}
	*into = value
	return nil
}
