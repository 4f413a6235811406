package story

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Server is a server that was just started and has nobody yet.
type Server struct {
	HTTP

	command *exec.Cmd
	out     *bufio.Reader
}

// Start starts a server by its command, on a free port, and waits until it tells its address. The command's standard
// output is taken.
func Start(command *exec.Cmd) (*Server, error) {
	command.Args = append(command.Args, "serve", "--listen", "127.0.0.1:0", "--log-level", "error")
	pipe, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &Server{command: command, out: bufio.NewReader(pipe)}
	address, err := s.line("Bidwell serves ")
	if err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	s.Base = strings.TrimSuffix(address, "/")
	return s, nil
}

// line reads what the server says until a line with that beginning, and gives what follows it.
func (s *Server) line(beginning string) (string, error) {
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			return "", fmt.Errorf("the server ended before it said %q: %w", beginning, err)
		}
		if rest, found := strings.CutPrefix(line, beginning); found {
			return strings.TrimSpace(rest), nil
		}
	}
}

// SetUp makes the first administrator by the link that the server printed, and gives the secret of their session.
func (s *Server) SetUp(ctx context.Context) (secret string, err error) {
	line, err := s.line("  ")
	if err != nil {
		return "", err
	}
	link, err := url.Parse(line)
	if err != nil {
		return "", err
	}
	body := fmt.Sprintf(`{"name":%q,"email":"ada@lantern-works.example","password":"lantern orchard nine"}`, ada.Full)
	address := s.Base + "/auth/setup?token=" + strings.TrimPrefix(link.Fragment, "token=")
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	for _, c := range w.Cookies() {
		return c.Value, nil
	}
	return "", fmt.Errorf("set-up: %s", w.Status)
}

// OwnEnvironment is the environment without the settings of another Bidwell, whose database a program started for a try must
// not touch.
func OwnEnvironment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "BIDWELL_") })
}

// patience is how long a server may take to end in good order.
const patience = 20 * time.Second

// Stop ends the server in good order, or at once when that takes too long.
func (s *Server) Stop() error {
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return errors.Join(err, s.command.Wait())
	}
	late := time.AfterFunc(patience, func() { _ = s.command.Process.Kill() })
	defer late.Stop()
	_, _ = io.Copy(io.Discard, s.out)
	return s.command.Wait()
}
