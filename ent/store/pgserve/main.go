// Command pgserve runs a throw-away PostgreSQL server, gone with its files when pgserve ends.
//
//	go run ./ent/store/pgserve --install go test ./...
//
// runs a command with BIDWELL_TEST_POSTGRES_URL set to the server, and ends with the command's exit code. Without a
// command it prints the server's URL on standard output and runs until standard input ends or it is told to stop.
// --install first installs Debian's postgresql package when the server's programs are missing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"bidwell/ent/store/internal/pgtemp"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run returns the exit code: the command's own, else 0, 1 when there is no server, 2 for wrong usage.
func run(ctx context.Context, args []string, std streams) int {
	flags := flag.NewFlagSet("pgserve", flag.ContinueOnError)
	flags.SetOutput(std.err)
	install := flags.Bool("install", false, "install Debian's postgresql package when the server is missing")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	err := serve(ctx, *install, flags.Args(), std)
	if err == nil {
		return 0
	}
	fmt.Fprintln(std.err, "pgserve:", err)
	return exitCode(err)
}

func exitCode(err error) int {
	if command := new(commandError); errors.As(err, &command) && command.ExitCode() > 0 {
		return command.ExitCode()
	}
	return 1
}

// commandError is the failure of the command itself, whose exit code is passed on, not that of a program which helps,
// such as apt-get.
type commandError struct{ *exec.ExitError }

func serve(ctx context.Context, install bool, command []string, std streams) (err error) {
	server, err := pgtemp.Start(ctx)
	if install && errors.Is(err, pgtemp.ErrNoServer) {
		if err = pgtemp.Install(ctx, std.err); err != nil {
			return err
		}
		server, err = pgtemp.Start(ctx)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if len(command) > 0 {
		return with(ctx, server.URL("postgres"), command, std)
	}
	if _, err := fmt.Fprintln(std.out, server.URL("postgres")); err != nil {
		return err
	}
	return untilEnd(ctx, std.in)
}

// with runs the command; told to stop, it asks the command to stop first.
func with(ctx context.Context, url string, command []string, std streams) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "BIDWELL_TEST_POSTGRES_URL="+url)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = std.in, std.out, std.err
	err := cmd.Run()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return &commandError{exit}
	}
	return err
}

func untilEnd(ctx context.Context, in io.Reader) error {
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, in)
		ended <- err
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return nil
	}
}
