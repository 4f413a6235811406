package app

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
)

type backupCommand struct {
	To string `help:"File to make; it must not exist yet." required:"" placeholder:"FILE"`
}

// Run copies the database as of one moment, without waiting for the server nor stopping it. The index is not in the
// copy: it is built from the database.
func (c *backupCommand) Run(sh *shell) (err error) {
	if sh.DatabaseURL != "" {
		return errors.New("backup copies SQLite; use pg_dump for PostgreSQL")
	}
	path, err := filepath.Abs(filepath.Join(sh.Dir, "bidwell.db"))
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no database in %s; name the data directory with --dir", sh.Dir)
	}
	if _, err := os.Lstat(c.To); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("--to: %s exists already", c.To)
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: "_pragma=busy_timeout(10000)"}).String())
	if err != nil {
		return err
	}
	defer db.Close()
	partial := c.To + ".partial"
	if err := errors.Join(os.RemoveAll(partial), copyDatabase(sh, db, partial)); err != nil {
		return errors.Join(err, os.RemoveAll(partial))
	}
	if err := os.Rename(partial, c.To); err != nil {
		return err
	}
	fmt.Fprintln(sh.stdout, c.To)
	return nil
}

// copyDatabase makes a copy that only its owner can read and that is on the disk.
func copyDatabase(sh *shell, db *sql.DB, to string) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	defer f.Close()
	if _, err := db.ExecContext(sh.ctx, `VACUUM INTO ?`, to); err != nil {
		return fmt.Errorf("copy: %w", err)
	}
	return f.Sync()
}
