package app

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"bidwell/document/filestore"
)

type backupCommand struct {
	To string `help:"File to make; it must not exist yet. Uploaded files go into a directory of that name with .files behind it." required:"" placeholder:"FILE"`
}

// Run copies the database as of one moment, without waiting for the server nor stopping it, and after it the uploaded files,
// which never change: those that the copy of the database names are among them. The index is not copied: it is built from
// the database.
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
	if err := c.copyFiles(sh); err != nil {
		return errors.Join(err, os.RemoveAll(partial))
	}
	if err := os.Rename(partial, c.To); err != nil {
		return err
	}
	fmt.Fprintln(sh.stdout, c.To)
	return nil
}

// copyFiles copies the uploaded files into a directory beside the copy of the database. Files in an S3-compatible storage
// stay there.
func (c *backupCommand) copyFiles(sh *shell) error {
	if sh.S3.Bucket != "" {
		fmt.Fprintf(sh.stderr, "uploaded files are in the bucket %s and not in the copy\n", sh.S3.Bucket)
		return nil
	}
	dir := filepath.Join(sh.Dir, "files")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	from, err := filestore.OpenDir(dir)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := filestore.OpenDir(c.To + ".files")
	if err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	defer to.Close()
	for info, err := range from.List(sh.ctx) {
		if err := errors.Join(err, copyFile(sh, from, to, info)); err != nil {
			return fmt.Errorf("copy of the uploaded files: %w", err)
		}
	}
	fmt.Fprintln(sh.stdout, c.To+".files")
	return nil
}

// copyFile copies a file that an earlier copy does not have yet; one that is not what its hash says is refused.
func copyFile(sh *shell, from, to filestore.Store, info filestore.Info) error {
	if has, err := to.Stat(sh.ctx, info.Hash); err == nil && has.Size == info.Size {
		return nil
	}
	f, err := from.Open(sh.ctx, info.Hash)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = to.Put(sh.ctx, f, info.Hash, info.Size)
	return err
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
