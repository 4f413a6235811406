// Command tell starts a server freshly, tells the story against it and writes it down step by step. Its argument is the
// program: tell ./bidwell. The exit code is 0 when the server answered as the story goes.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"time"

	"bidwell/app/story"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "tell: name the program, for example `tell ./bidwell`")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := tell(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "tell:", err)
		os.Exit(1) //nolint:gocritic // the process ends, and with it what listens to signals
	}
}

func tell(ctx context.Context, program string) (err error) {
	dir, err := os.MkdirTemp("", "bidwell-story-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	command := exec.CommandContext(ctx, program)
	command.Env, command.Stderr = append(story.OwnEnvironment(), "BIDWELL_DIR="+dir), os.Stderr
	server, err := story.Start(command)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	secret, err := server.SetUp(ctx)
	if err != nil {
		return err
	}
	script := story.NewScript(os.Stdout)
	if err := story.Tell(ctx, server, secret, story.Chapters(time.Now()), script); err != nil {
		return err
	}
	script.End()
	return nil
}
