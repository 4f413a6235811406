package story

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"bidwell/process"
)

// telling is a story under way: what was kept of the answers, and the version each record was last seen at, as a client
// knows it.
type telling struct {
	ask      Asker
	kept     map[string]any
	versions map[string]any
	// item is the item of a list that a step is taken for.
	item map[string]any
}

// Outcome is what came of a step. A refusal is told in both languages, in the order of the languages of a Text.
type Outcome struct {
	// Times is for how many items of a list it was taken; 1 for a step without a list.
	Times int
	// Facts are what the answer said where the step looks, as it said it.
	Facts []Fact
	// Refusals are what was in the way, in both languages.
	Refusals []Told
}

// Told is one thing in the way of a step: its code, and what it says and what to do in English and Chinese. What it is
// about is Subject, in the record's own words.
type Told struct {
	Code, Subject string
	Label, Todo   process.Text
}

func (t *telling) take(ctx context.Context, s Step) (Outcome, error) {
	if s.Each == "" {
		return t.once(ctx, s)
	}
	items, ok := t.kept[s.Each].([]any)
	if !ok || len(items) == 0 {
		return Outcome{}, fmt.Errorf("no list %q was kept", s.Each)
	}
	defer func() { t.item = nil }()
	var all Outcome
	for _, item := range items {
		t.item, _ = item.(map[string]any)
		one, err := t.once(ctx, s)
		if err != nil {
			return all, err
		}
		one.Times += all.Times
		all = one
	}
	return all, nil
}

func (t *telling) once(ctx context.Context, s Step) (Outcome, error) {
	variables, err := t.variables(s)
	if err != nil {
		return Outcome{}, err
	}
	in := func(language process.Language) (Answer, error) {
		secret, _ := t.kept[secretOf(s.Who)].(string)
		return t.ask.Ask(ctx, secret, language, s.Ask, variables)
	}
	english, err := in(process.LanguageEN)
	if err != nil {
		return Outcome{}, err
	}
	if s.Refused == "" && len(s.Blocked) == 0 {
		facts, err := t.accept(english, s)
		return Outcome{Times: 1, Facts: facts}, err
	}
	// A refusal changes nothing, so the same call has the same answer, in the other language.
	chinese, err := in(process.LanguageZH)
	if err != nil {
		return Outcome{}, err
	}
	refusals, err := refused(english, chinese, s)
	return Outcome{Times: 1, Refusals: refusals}, err
}

func (t *telling) variables(s Step) (map[string]any, error) {
	all := map[string]any{}
	for name, v := range s.Vars {
		resolved, err := t.resolve(v)
		if err != nil {
			return nil, err
		}
		all[name] = resolved
	}
	if s.Input == nil {
		return all, nil
	}
	input, err := t.resolve(s.Input)
	all["input"] = input
	return all, err
}

// accept takes an answer that is no refusal: it holds what it has to say and keeps what later steps refer to.
func (t *telling) accept(a Answer, s Step) ([]Fact, error) {
	if len(a.Errors) > 0 {
		return nil, fmt.Errorf("refused with %s: %s", a.Errors[0], a.Errors[0].Message)
	}
	root := rootOf(a.Data)
	if blockers, _ := at(root, "blockers").([]any); len(blockers) > 0 && !looksAt(s, "blockers") {
		return nil, fmt.Errorf("blocked by %v", blockers)
	}
	t.notice(a.Data)
	var facts []Fact
	for _, f := range s.Shows {
		want, err := t.resolve(f.Is)
		if err != nil {
			return nil, err
		}
		got := at(root, f.Path)
		if !matches(got, want) {
			return nil, fmt.Errorf("%s is %v, not %v, in %v", f.Path, got, want, root)
		}
		facts = append(facts, Fact{f.Path, got})
	}
	for name, path := range s.Keeps {
		v := at(root, path)
		if v == nil {
			return nil, fmt.Errorf("nothing at %s to keep as %s in %v", path, name, root)
		}
		t.kept[name] = v
	}
	return facts, nil
}

func looksAt(s Step, path string) bool {
	return slices.ContainsFunc(s.Shows, func(f Fact) bool { return len(f.Path) >= len(path) && f.Path[:len(path)] == path })
}

// notice remembers the version of every record that an answer shows.
func (t *telling) notice(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			t.notice(one)
		}
	case map[string]any:
		if id, ok := v["id"].(string); ok && v["version"] != nil {
			t.versions[id] = v["version"]
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			t.notice(v[key])
		}
	}
}

// refused holds that a step is refused as told, and tells why in both languages.
func refused(english, chinese Answer, s Step) ([]Told, error) {
	if s.Refused != "" {
		if len(english.Errors) != 1 || len(chinese.Errors) != 1 || english.Errors[0].String() != s.Refused || chinese.Errors[0].String() != s.Refused {
			return nil, fmt.Errorf("it has to be refused with %s, the answer is %+v, then %+v", s.Refused, english, chinese)
		}
		return []Told{{Code: s.Refused, Label: process.Text{EN: english.Errors[0].Message, ZH: chinese.Errors[0].Message}}}, nil
	}
	if len(english.Errors)+len(chinese.Errors) > 0 {
		return nil, fmt.Errorf("it has to be blocked, the answer is %+v, then %+v", english, chinese)
	}
	inEnglish, _ := at(rootOf(english.Data), "blockers").([]any)
	inChinese, _ := at(rootOf(chinese.Data), "blockers").([]any)
	var told []Told
	for i, b := range inEnglish {
		one := Told{Code: text(b, "code"), Subject: text(b, "subject"), Label: process.Text{EN: text(b, "label")}, Todo: process.Text{EN: text(b, "todo")}}
		if i < len(inChinese) && text(inChinese[i], "code") == one.Code {
			one.Label.ZH, one.Todo.ZH = text(inChinese[i], "label"), text(inChinese[i], "todo")
		}
		told = append(told, one)
	}
	if len(inEnglish) != len(inChinese) {
		return told, errors.New("asked again, other things are in the way")
	}
	same := slices.EqualFunc(told, s.Blocked, func(got Told, want Block) bool {
		return got.Code == string(want.Code) && (want.Subject == "" || got.Subject == want.Subject) && got.Label.ZH != "" && got.Todo.ZH != ""
	})
	if !same {
		return told, fmt.Errorf("it is blocked by %v, not %v; the answer is %v", told, s.Blocked, english.Data)
	}
	return told, nil
}

func text(v any, path string) string {
	s, _ := at(v, path).(string)
	return s
}
