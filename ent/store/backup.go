package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"modernc.org/sqlite"
)

// backUp copies a SQLite database that has tables to a file beside it and returns its path; an empty database needs
// none and gives "". The name is taken only once the copy is whole and on the disk.
func (s *Store) backUp(ctx context.Context, db *sql.DB, version int64) (string, error) {
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&tables); err != nil || tables == 0 {
		return "", err
	}
	partial := s.Path() + ".partial"
	if err := os.Remove(partial); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, partial); err != nil {
		return "", err
	}
	if err := flush(partial); err != nil {
		return "", err
	}
	name, err := freeName(fmt.Sprintf("%s.before-%d", s.Path(), version))
	if err != nil {
		return "", err
	}
	return name, os.Rename(partial, name)
}

func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// freeName keeps the copy of an earlier attempt: it may be the only one of the state before it.
func freeName(name string) (string, error) {
	for i, candidate := 1, name; ; i++ {
		_, err := os.Lstat(candidate)
		if errors.Is(err, os.ErrNotExist) {
			return candidate, nil
		}
		if err != nil {
			return "", err
		}
		candidate = fmt.Sprintf("%s.%d", name, i)
	}
}

// restore writes a copy back over the open database, through SQLite, so that other connections to it stay valid.
func restore(ctx context.Context, db *sql.DB, backup string) error {
	source, err := sqliteURL(backup, nil)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		b, err := c.(interface {
			NewRestore(string) (*sqlite.Backup, error)
		}).NewRestore(source)
		if err != nil {
			return err
		}
		_, err = b.Step(-1)
		return errors.Join(err, b.Finish())
	})
}
