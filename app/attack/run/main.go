// Command run starts a server freshly and tries the known attacks on it, a line each. Its argument is the program: run
// ./bidwell. The exit code is 0 when the server refused them all.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"

	"bidwell/app/attack"
	"bidwell/app/story"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "run: name the program, for example `run ./bidwell`")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
		os.Exit(1) //nolint:gocritic // the process ends, and with it what listens to signals
	}
}

func run(ctx context.Context, program string) (err error) {
	dir, err := os.MkdirTemp("", "bidwell-attack-")
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
	target, err := attack.Prepare(ctx, server.Base, secret)
	if err != nil {
		return err
	}
	return attack.Run(ctx, target, os.Stdout)
}
