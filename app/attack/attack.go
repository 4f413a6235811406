// Package attack holds the known attacks on a GraphQL server against a running one, each as somebody who may sign in but
// means harm, and says what became of them. Every one has to be refused by a code, cheaply, and without a word more than
// the attacker may know.
package attack

import (
	"context"
	"fmt"
	"io"
	"time"
)

// attack is one way to harm a server. Try gives how it was refused, in few words; an error is a success of the attack.
type attack struct {
	name string
	try  func(ctx context.Context, t *Target) (refused string, err error)
}

// patience is how long one attack may take before the server counts as knocked over.
const patience = 30 * time.Second

// Run tries every attack and writes a line about each. The error counts those that were not refused; the last look is at
// whether the server still answers.
func Run(ctx context.Context, t *Target, out io.Writer) error {
	through := 0
	for _, a := range all() {
		start := time.Now()
		bounded, cancel := context.WithTimeout(ctx, patience)
		refused, err := a.try(bounded, t)
		cancel()
		took := time.Since(start).Round(100 * time.Microsecond)
		if err != nil {
			through++
			fmt.Fprintf(out, "THROUGH  %-46s %v\n", a.name, err)
			continue
		}
		fmt.Fprintf(out, "refused  %-46s %s (%v)\n", a.name, refused, took)
	}
	if through > 0 {
		return fmt.Errorf("%d attacks were not refused", through)
	}
	return nil
}

func all() []attack {
	var list []attack
	for _, group := range [][]attack{queries(), requests(), records(), outward(), credentials(), connections()} {
		list = append(list, group...)
	}
	return list
}
