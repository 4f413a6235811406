// Package pgtemp runs throw-away PostgreSQL servers for tests: an own cluster in a temporary directory, reachable
// through a Unix socket only, without durability, gone with the process that started it.
package pgtemp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

const (
	debianBinaries = "/usr/lib/postgresql/*/bin"
	startPatience  = 60 * time.Second
	stopPatience   = 10 * time.Second
)

// Server is a running cluster. Its superuser is postgres, without a password.
type Server struct {
	dir    string
	claim  *os.File
	cmd    *exec.Cmd
	log    bytes.Buffer
	exited chan error
}

// Start makes a cluster and waits until it answers. ErrNoServer: there are no server binaries.
func Start(ctx context.Context) (*Server, error) {
	bin, err := find(debianBinaries)
	if err != nil {
		return nil, err
	}
	user, err := runAs()
	if err != nil {
		return nil, err
	}
	sweep()
	s := &Server{exited: make(chan error, 1)}
	if err := s.start(ctx, bin, user); err != nil {
		return nil, errors.Join(fmt.Errorf("start PostgreSQL: %w", err), s.Stop())
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, bin binaries, user *syscall.Credential) error {
	if err := s.makeDir(user); err != nil {
		return err
	}
	initdb := exec.CommandContext(ctx, bin.initdb, "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C", "--no-sync", "--no-instructions")
	initdb.Dir, initdb.SysProcAttr = s.dir, &syscall.SysProcAttr{Credential: user}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := s.run(bin.postgres, user); err != nil {
		return err
	}
	return s.awaitReady(ctx)
}

// run starts the server so that it stops at once when this process ends in whatever way.
func (s *Server) run(postgres string, user *syscall.Credential) error {
	s.cmd = exec.Command(postgres, "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=300",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off",
		"-c", "shared_buffers=128MB", "-c", "max_wal_size=4GB", "-c", "checkpoint_timeout=1h")
	s.cmd.Dir, s.cmd.Stdout, s.cmd.Stderr = s.dir, &s.log, &s.log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: user, Setpgid: true, Pdeathsig: syscall.SIGQUIT}
	started := make(chan error)
	go func() {
		// The kernel sends Pdeathsig when the starting thread ends, so that thread must live as long as the server.
		runtime.LockOSThread()
		err := s.cmd.Start()
		started <- err
		if err == nil {
			s.exited <- s.cmd.Wait()
		}
	}()
	err := <-started
	if err != nil {
		s.cmd = nil
	}
	return err
}

// URL is the address of one database of the server.
func (s *Server) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database}
	u.RawQuery = url.Values{"host": {s.dir}, "sslmode": {"disable"}}.Encode()
	return u.String()
}

// Stop ends the server and removes its files.
func (s *Server) Stop() error {
	var errs []error
	if s.cmd != nil {
		errs = append(errs, s.quit())
	}
	if s.claim != nil {
		errs = append(errs, os.RemoveAll(s.dir), s.claim.Close())
	}
	s.cmd, s.claim = nil, nil
	return errors.Join(errs...)
}

// quit asks for an immediate shutdown: there is nothing to keep.
func (s *Server) quit() error {
	if err := s.cmd.Process.Signal(syscall.SIGQUIT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-s.exited: //nolint:errcheck // how it ended does not matter any more
		return nil
	case <-time.After(stopPatience):
		return errors.Join(errors.New("PostgreSQL did not stop in time"), s.cmd.Process.Kill())
	}
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }
