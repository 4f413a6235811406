package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "github.com/lib/pq"
)

func answer(url string) error {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	return errors.Join(db.Ping(), db.Close())
}

func TestServesUntilStandardInputEnds(t *testing.T) {
	in, hold := io.Pipe()
	url, out := io.Pipe()
	code := make(chan int)
	var stderr bytes.Buffer
	go func() { code <- run(context.Background(), nil, streams{in, out, &stderr}) }()
	line := make([]byte, 200)
	n, err := url.Read(line)
	if err != nil {
		t.Fatalf("no address: %v", err)
	}
	address := strings.TrimSpace(string(line[:n]))
	if err := answer(address); err != nil {
		t.Fatalf("%s does not answer: %v", address, err)
	}
	hold.Close()
	if c := <-code; c != 0 {
		t.Fatalf("exit code %d: %s", c, &stderr)
	}
	if answer(address) == nil {
		t.Fatal("the server is still there")
	}
}

func TestServesUntilToldToStop(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	url, out := io.Pipe()
	code := make(chan int)
	go func() { code <- run(ctx, nil, streams{neverEnding{}, out, io.Discard}) }()
	if _, err := url.Read(make([]byte, 200)); err != nil {
		t.Fatal(err)
	}
	stop()
	if c := <-code; c != 0 {
		t.Fatalf("exit code %d", c)
	}
}

type neverEnding struct{}

func (neverEnding) Read([]byte) (int, error) { select {} }

func TestRunsACommandWithTheServersAddress(t *testing.T) {
	var stdout bytes.Buffer
	script := `echo "$BIDWELL_TEST_POSTGRES_URL"; exit 7`
	code := run(context.Background(), []string{"sh", "-c", script}, streams{strings.NewReader(""), &stdout, io.Discard})
	if code != 7 || !strings.HasPrefix(stdout.String(), "postgres://") {
		t.Fatalf("exit code %d and address %q, want the command's 7 and a URL", code, stdout.String())
	}
}

func TestOnlyTheCommandsOwnExitCodeIsPassedOn(t *testing.T) {
	failed := exec.Command("sh", "-c", "exit 100").Run()
	var exit *exec.ExitError
	if !errors.As(failed, &exit) {
		t.Fatal(failed)
	}
	for err, want := range map[error]int{
		fmt.Errorf("apt-get update: %w", failed):              1,
		errors.Join(&commandError{exit}, errors.New("later")): 100,
		context.Canceled: 1,
	} {
		if code := exitCode(err); code != want {
			t.Errorf("%v: exit code %d, want %d", err, code, want)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	if code := run(context.Background(), []string{"--nonsense"}, streams{os.Stdin, io.Discard, io.Discard}); code != 2 {
		t.Fatalf("exit code %d, want 2", code)
	}
}
