package importer

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// convert makes the value of a field; nil when there is none.
func (v *view) convert(f *fieldPlan, c Cell) (any, *problem) {
	if f.target.Kind == KindList {
		return v.list(f, c)
	}
	if c.List != nil {
		if f.Join == "" && len(c.List) > 1 {
			return nil, newProblem(CodeList, strings.Join(c.List, " | "))
		}
		c = Cell{Text: strings.Join(c.List, f.Join)}
	}
	text, p := v.translated(f, c.Text)
	if text == "" || p != nil {
		return nil, p
	}
	return v.typed(f, text)
}

// translated gives the trimmed text with entities resolved and the declared translation applied.
func (v *view) translated(f *fieldPlan, text string) (string, *problem) {
	if f.HTML != "" {
		text = v.cleanText(f.from.label(f.name), html.UnescapeString(text))
	}
	text = strings.TrimSpace(text)
	if to, ok := f.Translate[text]; ok {
		return to, nil
	}
	if text == "" || f.Translate == nil {
		return text, nil
	}
	switch {
	case f.OnUnknown == unknownSkip:
		return "", nil
	case f.OnUnknown == unknownError, f.OnUnknown == "" && f.target.Kind == KindEnum && !f.target.has(text):
		return "", newProblem(CodeUnknownValue, text, "field", f.name)
	}
	return text, nil
}

func (v *view) typed(f *fieldPlan, text string) (any, *problem) {
	switch f.target.Kind {
	case KindInt:
		return v.integer(text)
	case KindMoney:
		return v.money(f, text)
	case KindDate, KindDateTime:
		m, p := v.moment(text)
		if p != nil {
			return nil, p
		}
		if f.target.Kind == KindDate {
			return m.day(), nil
		}
		return m.utc(), nil
	case KindBool:
		return boolean(text)
	case KindEnum:
		if !f.target.has(text) {
			return nil, newProblem(CodeUnknownValue, text, "field", f.name)
		}
	case KindRef:
		return reference(f, text)
	case KindText:
		return text, tooLong(text, f.target.Max)
	}
	return text, nil
}

func tooLong(text string, limit int) *problem {
	length := len(text)
	if limit < longText && length > limit { // short fields count characters, long texts bytes
		length = utf8.RuneCountInString(text)
	}
	if length > limit {
		return newProblem(CodeTooLong, text, "limit", strconv.Itoa(limit))
	}
	return nil
}

func boolean(text string) (any, *problem) {
	switch strings.ToLower(text) {
	case "true", "yes", "y", "1", "是":
		return true, nil
	case "false", "no", "n", "0", "否":
		return false, nil
	}
	return nil, newProblem(CodeBool, text)
}

const maxExternalID = 300

func reference(f *fieldPlan, text string) (any, *problem) {
	if p := tooLong(text, maxExternalID); p != nil {
		return nil, p
	}
	return Ref{Entity: f.lookup.Entity, By: f.lookup.By, System: f.lookup.System, Value: text, Create: f.lookup.Create}, nil
}

func (v *view) list(f *fieldPlan, c Cell) (any, *problem) {
	items := c.List
	if items == nil {
		items = []string{c.Text}
	}
	list := []string{}
	for _, item := range items {
		parts := []string{item}
		if f.Split != "" {
			parts = strings.Split(item, f.Split)
		}
		for _, part := range parts {
			text, p := v.translated(f, part)
			if p == nil {
				p = tooLong(text, f.target.Max)
			}
			if p != nil {
				return nil, p
			}
			if text != "" && !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	return list, nil
}
