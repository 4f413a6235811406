package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"bidwell/desk"
)

// A running server leaves its process id and address in its data directory, so that a command that finds the directory
// taken can ask it to do the work.
func (s *settings) runningFile() string { return filepath.Join(s.Dir, "server") }

// noteRunning writes the file and answers with what removes it.
func (s *settings) noteRunning(address string) (remove func() error, err error) {
	if err := os.WriteFile(s.runningFile(), fmt.Appendf(nil, "%d %s\n", os.Getpid(), address), 0o600); err != nil {
		return nil, err
	}
	return func() error { return os.Remove(s.runningFile()) }, nil
}

// running tells which server has the data directory.
func (s *settings) running() (process *os.Process, address string, err error) {
	file, err := os.ReadFile(s.runningFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", errors.New("another process has the data directory, and it is no server that could do this; stop it first")
	}
	if err != nil {
		return nil, "", err
	}
	var pid int
	if _, err := fmt.Sscan(string(file), &pid, &address); err != nil {
		return nil, "", fmt.Errorf("%s: %w", s.runningFile(), err)
	}
	process, err = os.FindProcess(pid)
	return process, address, err
}

// askToReindex lets the server that has the data directory build its index anew; searches go on meanwhile.
func (sh *shell) askToReindex() error {
	server, address, err := sh.running()
	if err != nil {
		return err
	}
	if err := server.Signal(syscall.SIGUSR1); err != nil {
		return fmt.Errorf("ask the server (process %d) to build the index anew: %w", server.Pid, err)
	}
	fmt.Fprintf(sh.stdout, "the running server (process %d) builds the index anew; searches go on meanwhile, and %sreadyz tells when it is done\n", server.Pid, address)
	return nil
}

// reindexOnRequest builds the index anew whenever this process is asked to, until ctx ends.
func (o *office) reindexOnRequest(ctx context.Context) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGUSR1)
	defer signal.Stop(asked)
	for {
		select {
		case <-ctx.Done():
			return
		case <-asked:
			o.log.Info("the index is built anew on request")
			if err := o.Reindex(desk.AsSystem(ctx), nil); err != nil {
				o.log.Error("the index was not built anew", "error", err)
				continue
			}
			o.log.Info("the index is built anew", "documents", o.Library().Status().Docs)
		}
	}
}
