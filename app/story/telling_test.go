package story_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"bidwell/app/story"
	"bidwell/process"
)

// parrot answers every call with what it was given for the language.
type parrot struct{ english, chinese string }

func (p parrot) Ask(_ context.Context, _ string, language process.Language, _ string, _ map[string]any) (story.Answer, error) {
	said := p.english
	if language == process.LanguageZH {
		said = p.chinese
	}
	var a story.Answer
	return a, json.Unmarshal([]byte(said), &a)
}

func TestATaleThatDiffersIsNoStory(t *testing.T) {
	const (
		made      = `{"data":{"createLead":{"lead":{"id":"led_1","version":1,"status":"NEW","tags":["a","b"]}}}}`
		forbidden = `{"data":null,"errors":[{"message":"No.","extensions":{"code":"FORBIDDEN"}}]}`
		bad       = `{"data":null,"errors":[{"message":"No.","extensions":{"code":"VALIDATION_FAILED","field":"name"}}]}`
		blocked   = `{"data":{"decideGate":{"gate":null,"blockers":[{"code":"PLAN_MISSING","label":"no plan","todo":"plan","subject":""}]}}}`
		blockedZH = `{"data":{"decideGate":{"gate":null,"blockers":[{"code":"PLAN_MISSING","label":"缺少方案计划","todo":"请计划","subject":""}]}}}`
		mute      = `{"data":{"decideGate":{"gate":null,"blockers":[{"code":"PLAN_MISSING","label":"","todo":"","subject":""}]}}}`
	)
	plan := []story.Block{{Code: process.BlockerCodePlanMissing}}
	for name, c := range map[string]struct {
		english, chinese string
		step             story.Step
		wrong            string
	}{
		"as told":                        {made, made, story.Step{Shows: story.Shows{{"lead.status", "NEW"}, {"lead.version", 1}, {"lead.tags.#", 2}, {"lead.tags.1", "b"}, {"lead.id", story.Some{}}, {"lead.owner", nil}}}, ""},
		"another value":                  {made, made, story.Step{Shows: story.Shows{{"lead.status", "CONTACTED"}}}, "lead.status is NEW, not CONTACTED"},
		"nothing where something has to": {made, made, story.Step{Shows: story.Shows{{"lead.owner", story.Some{}}}}, "lead.owner is <nil>"},
		"nothing to keep":                {made, made, story.Step{Keeps: story.Keeps{"x": "lead.owner"}}, "nothing at lead.owner"},
		"refused":                        {forbidden, forbidden, story.Step{}, "refused with FORBIDDEN"},
		"blocked":                        {blocked, blockedZH, story.Step{}, "blocked by"},
		"refused as told":                {bad, bad, story.Step{Refused: "VALIDATION_FAILED name"}, ""},
		"refused otherwise":              {forbidden, forbidden, story.Step{Refused: "CONFLICT"}, "has to be refused with CONFLICT"},
		"not refused":                    {made, made, story.Step{Refused: "FORBIDDEN"}, "has to be refused"},
		"not refused the second time":    {forbidden, made, story.Step{Refused: "FORBIDDEN"}, "has to be refused"},
		"blocked as told":                {blocked, blockedZH, story.Step{Blocked: plan}, ""},
		"not blocked":                    {made, made, story.Step{Blocked: plan}, "it is blocked by []"},
		"blocked by more":                {blocked, blockedZH, story.Step{Blocked: append(plan, plan...)}, "it is blocked by"},
		"about something else":           {blocked, blockedZH, story.Step{Blocked: []story.Block{{Code: process.BlockerCodePlanMissing, Subject: "x"}}}, "it is blocked by"},
		"blocked without a word":         {blocked, mute, story.Step{Blocked: plan}, "it is blocked by"},
		"unblocked the second time":      {blocked, made, story.Step{Blocked: plan}, "other things are in the way"},
		"refused in the place of":        {forbidden, forbidden, story.Step{Blocked: plan}, "it has to be blocked"},
		"an unknown name":                {made, made, story.Step{Input: story.At("lead")}, `"lead"`},
		"an unknown list":                {made, made, story.Step{Each: "list"}, `no list "list"`},
	} {
		t.Run(name, func(t *testing.T) {
			c.step.Ask = "mutation { createLead { lead { id } } }"
			told := []story.Chapter{{Steps: []story.Step{c.step}}}
			err := story.Tell(t.Context(), parrot{c.english, c.chinese}, "secret", told, story.NewScript(t.Output()))
			switch {
			case c.wrong == "" && err != nil:
				t.Error(err)
			case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
				t.Errorf("it is told with %v, want %q", err, c.wrong)
			}
		})
	}
}

func TestTheScriptSaysRefusalsInBothLanguages(t *testing.T) {
	var out strings.Builder
	script := story.NewScript(&out)
	script.Begin(3, story.Chapter{Title: process.Text{EN: "Planning", ZH: "方案策划"}})
	script.Hear(story.Step{
		Title: process.Text{EN: "Too early", ZH: "为时过早"}, Who: story.Person{Full: "Yue Lin", Role: process.UserRolePresalesManager},
		Ask: "mutation($input: DecideGateInput!) { first: decideGate(input: $input) { gate { id } } }",
	}, story.Outcome{Times: 2, Refusals: []story.Told{{
		Code: "PLAN_MISSING", Subject: "S", Label: process.Text{EN: "no plan", ZH: "缺少计划"}, Todo: process.Text{EN: "plan", ZH: "请计划"},
	}}})
	script.End()
	for _, want := range []string{"3. 方案策划 — Planning", "为时过早", "Too early", "售前经理 Presales manager", "→ decideGate × 2", "PLAN_MISSING [S]", "缺少计划 — no plan", "请计划 — plan", "1 steps, 1 of them refused"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the script lacks %q:\n%s", want, out.String())
		}
	}
}
