package app

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bidwell/document"
	"bidwell/ent/store/storetest"
)

// TestMain turns a re-executed test binary into the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("BIDWELL_TEST_MAIN") != "" || len(os.Args) == 2 && os.Args[1] == document.PDFCommand {
		os.Exit(Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	storetest.Main(m)
}

const password = "lantern orchard nine"

// said is what a command answered.
type said struct {
	code        int
	out, errors string
}

// bidwell runs a command inside the test.
func bidwell(t *testing.T, args ...string) said {
	t.Helper()
	var out, errors bytes.Buffer
	code := run(t.Context(), args, &out, &errors)
	return said{code, out.String(), errors.String()}
}

func (s said) want(t *testing.T, code int, text string) said {
	t.Helper()
	if s.code != code || !strings.Contains(s.out+s.errors, text) {
		t.Errorf("exit code %d, want %d with %q\nstdout: %s\nstderr: %s", s.code, code, text, s.out, s.errors)
	}
	return s
}

// file writes a file of the test.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// running is the program running by itself.
type running struct {
	*exec.Cmd
	t    *testing.T
	out  *bufio.Reader
	base string
}

func program(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, os.Args[0], args...)
	c.Env = append(os.Environ(), "BIDWELL_TEST_MAIN=1")
	return c
}

// serve starts a server on a free port and waits until it tells its address.
func serve(t *testing.T, args ...string) *running {
	t.Helper()
	c := program(t.Context(), append([]string{"serve", "--listen", "127.0.0.1:0", "--log-level", "error"}, args...)...)
	c.Stderr = t.Output()
	pipe, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	p := &running{Cmd: c, t: t, out: bufio.NewReader(pipe)}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	p.base = strings.TrimSuffix(p.line("Bidwell serves "), "/")
	return p
}

// line reads a line of standard output and gives what follows its beginning.
func (p *running) line(beginning string) string {
	p.t.Helper()
	for {
		line, err := p.out.ReadString('\n')
		if err != nil {
			p.t.Fatalf("the program ended before it said %q: %v", beginning, err)
		}
		if rest, ok := strings.CutPrefix(line, beginning); ok {
			return strings.TrimSpace(rest)
		}
	}
}

// stop ends the program in good order and gives its exit code.
func (p *running) stop() int {
	p.t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, p.out)
	_ = p.Wait()
	return p.ProcessState.ExitCode()
}

// post sends JSON and gives the status, the body and the session that began.
func (p *running) post(path, secret, body string) (status int, answer, session string) {
	p.t.Helper()
	w, answer, err := p.send(path, secret, body)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range w.Cookies() {
		session = c.Value
	}
	return w.StatusCode, answer, session
}

// try is post to a server that may be gone.
func (p *running) try(path, secret, body string) (status int, answer string, err error) {
	w, answer, err := p.send(path, secret, body)
	if err != nil {
		return 0, "", err
	}
	return w.StatusCode, answer, nil
}

func (p *running) send(path, secret, body string) (*http.Response, string, error) {
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path, strings.NewReader(body))
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("Content-Type", "application/json")
	if secret != "" {
		r.Header.Set("Authorization", "Bearer "+secret)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer w.Body.Close()
	answer, err := io.ReadAll(w.Body)
	return w, string(answer), err
}

// setUp makes the first administrator by the link that the server printed, and gives their session.
func (p *running) setUp() string {
	p.t.Helper()
	link, err := url.Parse(p.line("  "))
	if err != nil {
		p.t.Fatal(err)
	}
	token := strings.TrimPrefix(link.Fragment, "token=")
	status, body, secret := p.post("/auth/setup?token="+token, "", `{"name":"Ada Lin","email":"ada@lantern-works.example","password":"`+password+`"}`)
	if status != http.StatusNoContent || secret == "" {
		p.t.Fatalf("set-up: %d %s", status, body)
	}
	return secret
}

// within waits until what is true, at most ten seconds.
func within(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within ten seconds: %s", what)
		}
	}
}
