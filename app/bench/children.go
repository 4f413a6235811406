package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// childEnv holds what a child process is to do. It is no argument, because arguments can be seen by all and the address
// of a database may hold a password.
const childEnv = "BIDWELL_BENCH_CHILD"

// The roles of child processes.
const (
	rolePlain   = "plain"   // the hand-written server
	roleBidwell = "bidwell" // Bidwell's GraphQL with a viewer given
	roleSearch  = "search"  // the measurement of the index
)

// errand is what a child process is to do.
type errand struct {
	Role, Kind, Dir, URL, User string
	Docs                       int
	Seconds                    float64
}

// runChild does an errand and returns the exit code. Servers end with their standard input.
func runChild(ctx context.Context, spec string, in io.Reader, out, progress io.Writer) int {
	var e errand
	err := json.Unmarshal([]byte(spec), &e)
	if err == nil {
		err = e.run(ctx, in, out, progress)
	}
	if err != nil {
		fmt.Fprintln(progress, "bench child:", err)
		return 1
	}
	return 0
}

func (e *errand) run(ctx context.Context, in io.Reader, out, progress io.Writer) error {
	tuneMemory()
	p := &place{kind: e.Kind, dir: e.Dir, url: e.URL}
	switch e.Role {
	case rolePlain:
		s, err := openPlain(ctx, p, e.User)
		if err != nil {
			return err
		}
		return errors.Join(listen(s.handler(), in, out), s.close())
	case roleBidwell:
		return serveBidwell(ctx, p, e.User, in, out, progress)
	case roleSearch:
		return measureIndex(ctx, e, out, progress)
	}
	return fmt.Errorf("there is no role %q", e.Role)
}

// tuneMemory sets the garbage collector as `bidwell serve` does, for both servers.
func tuneMemory() {
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(450 << 20)
}

// listen serves on a free port, tells the address and ends when the input does.
func listen(h http.Handler, in io.Reader, out io.Writer) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		_ = server.Close()
	}()
	if _, err := fmt.Fprintln(out, l.Addr()); err != nil {
		return err
	}
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// server is a running child process that answers requests.
type server struct {
	cmd     *exec.Cmd
	in      io.Closer
	address string
	began   time.Time
}

func (s *server) pid() int { return s.cmd.Process.Pid }

// startChild starts this program again as a server.
func startChild(e errand) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	spec, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childEnv+"="+string(spec))
	cmd.Stderr = os.Stderr
	return startServer(cmd)
}

// startServer starts a process and reads its address from the end of its first line.
func startServer(cmd *exec.Cmd) (*server, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, in: in, began: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		return nil, errors.Join(errors.New("the server did not start"), s.stop())
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	fields := strings.Fields(line)
	s.address = strings.TrimSuffix(strings.TrimPrefix(fields[len(fields)-1], "http://"), "/")
	return s, nil
}

// stop ends the process in good order.
func (s *server) stop() error {
	_ = s.in.Close()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	late := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	err := s.cmd.Wait()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return nil // it was told to end, perhaps before it had quite begun; what it had to answer is checked elsewhere
	}
	return err
}
