package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	_ "github.com/lib/pq" // the driver of admin
)

// The kinds of database.
const (
	storeSQLite   = "sqlite"
	storePostgres = "postgres"
)

// databases makes fresh databases of one kind, and takes them away in the end.
type databases struct {
	scratch string
	admin   *sql.DB // PostgreSQL only
	url     *url.URL
	server  *server // nil when the environment names one
	names   []string
}

func openDatabases(ctx context.Context, kind string, progress io.Writer) (d *databases, err error) {
	d = &databases{}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if d.scratch, err = os.MkdirTemp("", "bidwell-verify-*"); err != nil || kind == storeSQLite {
		return d, err
	}
	address := os.Getenv("BIDWELL_TEST_POSTGRES_URL")
	if address == "" {
		if d.server, err = startServer(ctx, d.scratch, progress); err != nil {
			return d, err
		}
		address = d.server.url
	}
	if d.url, err = url.Parse(address); err != nil {
		return d, errors.New("the URL of PostgreSQL cannot be read") // it may hold a password
	}
	d.admin, err = sql.Open("postgres", address)
	return d, err
}

// fresh makes an empty database.
func (d *databases) fresh(ctx context.Context) (place, error) {
	if d.admin == nil {
		dir, err := os.MkdirTemp(d.scratch, "data-*")
		return place{dir: dir}, err
	}
	name := fmt.Sprintf("verify_%d_%d", os.Getpid(), len(d.names))
	if _, err := d.admin.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return place{}, err
	}
	d.names = append(d.names, name)
	at := *d.url
	at.Path = "/" + name
	return place{url: at.String()}, nil
}

// Close drops what was made and stops the server that was started.
func (d *databases) Close() error {
	var errs []error
	if d.admin != nil {
		for _, name := range d.names {
			_, err := d.admin.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
			errs = append(errs, err)
		}
		errs = append(errs, d.admin.Close())
	}
	if d.server != nil {
		errs = append(errs, d.server.stop())
	}
	if d.scratch != "" {
		errs = append(errs, os.RemoveAll(d.scratch))
	}
	return errors.Join(errs...)
}

// server is a throw-away PostgreSQL.
type server struct {
	url string
	cmd *exec.Cmd
	in  io.Closer // it runs until this ends
}

// startServer builds and runs the project's own command for it.
func startServer(ctx context.Context, scratch string, progress io.Writer) (*server, error) {
	program := filepath.Join(scratch, "pgserve")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "bidwell/ent/store/pgserve")
	build.Dir, build.Stderr = moduleRoot(), progress
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("build pgserve: %w", err)
	}
	s := &server{cmd: exec.Command(program, "--install")}
	s.cmd.Stderr = progress
	in, errIn := s.cmd.StdinPipe()
	out, errOut := s.cmd.StdoutPipe()
	if err := errors.Join(errIn, errOut); err != nil {
		return nil, err
	}
	s.in = in
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("PostgreSQL did not start: %w", err), s.stop())
	}
	s.url = strings.TrimSpace(line)
	return s, nil
}

func (s *server) stop() error { return errors.Join(s.in.Close(), s.cmd.Wait()) }
