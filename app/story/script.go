package story

import (
	"fmt"
	"io"
	"strings"

	"bidwell/process"
)

// Script writes a story down for people as it is told, in Chinese and English.
type Script struct {
	to    io.Writer
	steps int
	// refusals are the steps that were refused, as they had to be.
	refusals int
}

// NewScript is a script that has nothing yet.
func NewScript(to io.Writer) *Script { return &Script{to: to} }

// Begin writes the title of a chapter.
func (s *Script) Begin(number int, c Chapter) {
	fmt.Fprintf(s.to, "\n%d. %s — %s\n", number, c.Title.ZH, c.Title.EN)
}

// Hear writes a step down: what happens, who does it, what they call, and what comes of it.
func (s *Script) Hear(step Step, o Outcome) {
	s.steps++
	fmt.Fprintf(s.to, "\n  %3d  %s\n       %s\n", s.steps, step.Title.ZH, step.Title.EN)
	fmt.Fprintf(s.to, "       %s (%s %s) → %s", step.Who.Full, label(step.Who.Role, process.LanguageZH), label(step.Who.Role, process.LanguageEN), called(step.Ask))
	if o.Times > 1 {
		fmt.Fprintf(s.to, " × %d", o.Times)
	}
	fmt.Fprintln(s.to)
	if len(o.Refusals) > 0 {
		s.refusals++
	}
	for _, f := range o.Facts {
		fmt.Fprintf(s.to, "       ✓ %s = %v\n", f.Path, f.Is)
	}
	for _, r := range o.Refusals {
		s.refuse(r)
	}
}

func (s *Script) refuse(r Told) {
	subject := ""
	if r.Subject != "" {
		subject = " [" + r.Subject + "]"
	}
	fmt.Fprintf(s.to, "       ✗ %s%s\n         %s — %s\n", r.Code, subject, r.Label.ZH, r.Label.EN)
	if r.Todo.ZH != "" {
		fmt.Fprintf(s.to, "         → %s — %s\n", r.Todo.ZH, r.Todo.EN)
	}
}

// End writes how it went.
func (s *Script) End() {
	fmt.Fprintf(s.to, "\n%d 步,其中 %d 步按规则被拒绝。 %d steps, %d of them refused as the rules demand.\n", s.steps, s.refusals, s.steps, s.refusals)
}

// label is what people call a role.
func label(role process.UserRole, language process.Language) string {
	for _, e := range process.Enums() {
		for _, v := range e.Values {
			if e.Name == "UserRole" && v.Value == string(role) {
				return v.Label.In(language)
			}
		}
	}
	return string(role)
}

// called is the field a document asks for, whatever name it gives it.
func called(document string) string {
	_, body, _ := strings.Cut(document, "{")
	name := strings.TrimSpace(body[:strings.IndexAny(body+"(", "({")])
	if _, field, renamed := strings.Cut(name, ":"); renamed {
		name = strings.TrimSpace(field)
	}
	return name
}
