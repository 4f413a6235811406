// Package story tells what Bidwell is for in one scenario: a lead becomes a tender, is won in spite of an addendum, a
// deviation, an unauthorised promise and an expiring certificate, is handed over, delivered and looked back on, and grows
// into the next opportunity. Every step is one GraphQL call of one person; the files are named after the steps of the
// process, in its order. `make story` tells it against a server, the test tells it against both databases.
package story

import (
	"context"
	"fmt"
	"time"

	"bidwell/process"
)

// Chapter is one step of the process.
type Chapter struct {
	Title process.Text
	Steps []Step
}

// Step is one call of one person: what they want, the document they send, and what has to come back.
type Step struct {
	// Title says what happens, for readers.
	Title process.Text
	Who   Person
	// Ask is the GraphQL document.
	Ask string
	// Input is the variable $input; Vars are the variables of documents that have others.
	Input, Vars Input
	// Each names a list that an earlier step kept: the step is taken for each of its items; the function Each names
	// the record of the item.
	Each string
	// Shows is what the answer has to say.
	Shows Shows
	// Keeps names what later steps refer to: the name, and where it stands in the answer.
	Keeps Keeps
	// Blocked is what is in the way of the step, in this order; it is then refused and changes nothing.
	Blocked []Block
	// Refused is the code of the error that the step is refused with, followed by the field when it has one.
	Refused string
}

// Input are arguments of a call by name.
type Input map[string]any

// Shows says what stands where in an answer. A path begins below the one field asked for, and leads through lists by
// position; its last part may be # for the length of a list.
type Shows []Fact

// Fact is what stands at a path of an answer.
type Fact struct {
	Path string
	Is   any
}

// Keeps says where in an answer stands what later steps refer to by a name.
type Keeps map[string]string

// Block is what is in the way of a step: its code, and what it is about as far as that is said.
type Block struct {
	Code    process.BlockerCode
	Subject string
}

// Chapters is the whole story, told by a clock: deadlines lie days and weeks ahead of now.
func Chapters(now time.Time) []Chapter {
	c := Clock{now}
	return []Chapter{
		company(), intake(c), qualification(c), requirements(c), planning(c), proposal(c), review(c),
		bid(c), result(c), negotiation(c), contract(c),
		handover(c), delivery(c), acceptance(c), retrospective(c), closeout(c), renewal(c), lookingBack(c),
	}
}

// Clock gives the dates of the story.
type Clock struct{ now time.Time }

// Day is a calendar day so many days from now.
func (c Clock) Day(days int) string { return c.now.AddDate(0, 0, days).Format(time.DateOnly) }

// Time is an instant so many days from now.
func (c Clock) Time(days int) string { return c.now.AddDate(0, 0, days).UTC().Format(time.RFC3339) }

// Listener hears the story as it is told.
type Listener interface {
	// Begin announces a chapter.
	Begin(number int, c Chapter)
	// Hear tells of a step and what came of it.
	Hear(s Step, o Outcome)
}

// Tell tells the story: secret is that of an administrator of a server that has nobody else yet. The first difference
// between the story and what the server answers is an error, for what follows rests on it.
func Tell(ctx context.Context, ask Asker, secret string, chapters []Chapter, listen Listener) error {
	t := &telling{ask: ask, kept: map[string]any{secretOf(ada): secret}, versions: map[string]any{}}
	for i, c := range chapters {
		listen.Begin(i, c)
		for _, s := range c.Steps {
			outcome, err := t.take(ctx, s)
			if err != nil {
				return fmt.Errorf("chapter %d, %s: %q by %s: %w", i, c.Title.EN, s.Title.EN, s.Who.Name, err)
			}
			listen.Hear(s, outcome)
		}
	}
	return nil
}
