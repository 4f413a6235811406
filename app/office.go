package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"bidwell/desk"
	"bidwell/document"
	"bidwell/document/filestore"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/outgoing"
	"bidwell/search"
)

// office is an open installation: the database, the case library and the desk on both.
type office struct {
	*desk.Desk

	log     *slog.Logger
	closers []io.Closer
}

// openStore opens the database as it is.
func (s *settings) openStore(ctx context.Context) (*store.Store, error) {
	return store.Open(ctx, store.Config{DatabaseURL: s.DatabaseURL, Dir: s.Dir, Migrations: migrate.Migrations(), Durability: s.Durability})
}

// open opens the database with today's schema and, when asked, the case library.
func (s *settings) open(ctx context.Context, log *slog.Logger, withLibrary bool) (*office, error) {
	o := &office{log: log}
	if err := o.open(ctx, s, withLibrary); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

func (o *office) open(ctx context.Context, s *settings, withLibrary bool) error {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return err
	}
	st, err := s.openStore(ctx)
	if err != nil {
		return err
	}
	o.closers = append(o.closers, st)
	if err := upToDate(ctx, st); err != nil {
		return err
	}
	var library *search.Library
	if withLibrary {
		if library, err = s.openLibrary(o.log); err != nil {
			return err
		}
		o.closers = append(o.closers, library)
	}
	files, err := s.openFiles(ctx)
	if err != nil {
		return err
	}
	o.closers = append(o.closers, files)
	o.Desk = desk.New(st, library, desk.Options{
		Zone: zone, Currency: s.Currency, Log: o.log, Files: files, Documents: s.documents(), Webhooks: newWebhookPoster(s.Outgoing),
	})
	return nil
}

// openFiles opens the place of uploaded files: the data directory, or a storage that speaks S3. What is not complete lies in
// the data directory either way.
func (s *settings) openFiles(ctx context.Context) (filestore.Store, error) {
	dir := filepath.Join(s.Dir, "files")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create the directory of files: %w", err)
	}
	if s.S3.Bucket == "" {
		return filestore.OpenDir(dir)
	}
	files, err := filestore.OpenS3(ctx, filestore.S3Config{
		Endpoint: s.S3.Endpoint, Region: s.S3.Region, Bucket: s.S3.Bucket, Prefix: s.S3.Prefix, Key: s.S3.Key, Secret: s.S3.Secret, Workspace: dir,
		Transport: outgoing.Transport(s.Outgoing...),
	})
	if errors.Is(err, outgoing.ErrPrivate) {
		err = fmt.Errorf("%w: name its network with --outgoing-network", err)
	}
	if err != nil {
		return nil, err // an interface of no file store would be one
	}
	return files, nil
}

// pdfReaders is how many processes read PDF files at once.
const pdfReaders = 2

// documents reads files; PDF in a process of its own, which is this program started anew.
func (s *settings) documents() *document.Reader {
	return &document.Reader{PDF: document.PDFProcess{
		Args: []string{document.PDFCommand}, Cache: filepath.Join(s.Dir, "cache", "pdf"), Slots: make(chan struct{}, pdfReaders),
	}}
}

// upToDate migrates SQLite, which is this process's alone. PostgreSQL may have other users: its schema is checked only.
func upToDate(ctx context.Context, st *store.Store) error {
	if st.Path() == "" {
		return st.CheckSchema(ctx)
	}
	return st.Migrate(ctx)
}

func (s *settings) openLibrary(log *slog.Logger) (*search.Library, error) {
	if err := os.MkdirAll(s.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("create data directory: %w", err)
	}
	return search.Open(filepath.Join(s.Dir, "index"), search.Options{Logger: log})
}

// close closes what was opened, the last first.
func (o *office) close() error {
	var errs []error
	for i := len(o.closers) - 1; i >= 0; i-- {
		errs = append(errs, o.closers[i].Close())
	}
	o.closers = nil
	return errors.Join(errs...)
}

// work runs f on an open installation as the command line, which may do everything.
func (sh *shell) work(withLibrary bool, f func(ctx context.Context, o *office) error) error {
	o, err := sh.open(sh.ctx, sh.logger(sh.stderr), withLibrary)
	if err != nil {
		return err
	}
	return errors.Join(f(desk.AsSystem(sh.ctx), o), o.close())
}
