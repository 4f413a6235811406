package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/process"
)

// importBatch is how many rows are written in one transaction.
const importBatch = 500

type importCommand struct {
	Files   []string `arg:"" optional:"" help:"CSV, XLSX or JSON Lines files." type:"existingfile"`
	Mapping string   `short:"m" help:"Mapping file, or the name of a shipped mapping such as crm_maven/accounts."`
	DryRun  bool     `help:"Read and check every row and tell what would change; write nothing."`
	Errors  string   `help:"File for the rows that were refused; <file>.errors.csv beside the working directory unless told." placeholder:"FILE"`
	List    bool     `help:"List the shipped mappings."`
}

// Help tells more than the flags do.
func (importCommand) Help() string {
	return `A mapping says which column becomes which field. Records are known by their id in the other system: the same
file again changes nothing, a changed row changes the record. Rows that cannot be read or written go to the error file;
the others go in. An import that was interrupted is finished by running it again.`
}

// Run imports the files one after the other.
func (c importCommand) Run(sh *shell) error {
	if c.List {
		fmt.Fprintln(sh.stdout, strings.Join(importer.ShippedNames(), "\n"))
		return nil
	}
	if len(c.Files) == 0 || c.Mapping == "" {
		return errors.New("name the files and, with --mapping, how they are read; `bidwell import --list` shows the shipped mappings")
	}
	mapping, err := importer.FindMapping(c.Mapping)
	if err != nil {
		return err
	}
	return sh.work(sh.DatabaseURL == "" && !c.DryRun, func(ctx context.Context, o *office) error {
		refusedRows := 0
		for _, file := range c.Files {
			n, err := c.file(ctx, sh, o, file, mapping)
			if err != nil {
				return err
			}
			refusedRows += n
		}
		if !c.DryRun {
			if err := o.Store().Analyze(ctx); err != nil {
				return err
			}
		}
		if o.Library() != nil {
			fmt.Fprintln(sh.stderr, "indexing what was imported …")
			if err := o.CatchUp(ctx); err != nil {
				return fmt.Errorf("everything is imported, but the index is behind and will catch up when the server starts: %w", err)
			}
		}
		if refusedRows > 0 {
			return fmt.Errorf("%d errors; the error file names the rows that were not imported", refusedRows)
		}
		return nil
	})
}

// intake is the import of one file.
type intake struct {
	command  importCommand
	office   *office
	rows     *importer.Reader
	refused  *importer.ErrorFile
	progress importer.ProgressWriter
	began    time.Time
	name     string
	result   desk.ImportResult
	batch    []importer.Record
	inBatch  int
}

// file imports one file and answers with the number of refused rows.
func (c importCommand) file(ctx context.Context, sh *shell, o *office, path string, mapping *importer.Mapping) (int, error) {
	rows, err := importer.Open(path, mapping)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	errorsPath := c.Errors
	if errorsPath == "" {
		errorsPath = filepath.Base(path) + ".errors.csv"
	}
	out := &lazyFile{path: errorsPath}
	refusedRows, err := importer.NewErrorFile(out)
	if err != nil {
		return 0, err
	}
	in := &intake{
		command: c, office: o, rows: rows, refused: refusedRows, began: time.Now(), name: filepath.Base(path),
		progress: importer.ProgressWriter{Out: sh.stderr, Terminal: isTerminal(sh.stderr), Width: 100, Every: 5 * time.Second},
	}
	err = errors.Join(in.run(ctx), refusedRows.Close(), out.finish(refusedRows.Count() > 0))
	_ = in.progress.Finish(in.at())
	fmt.Fprintln(sh.stdout, in.summary(errorsPath))
	return refusedRows.Count(), err
}

// run reads to the end, batch by batch. A file that breaks off keeps what came before.
func (in *intake) run(ctx context.Context) error {
	for {
		row, err := in.rows.Next()
		if errors.Is(err, io.EOF) {
			return in.write(ctx)
		}
		if err != nil {
			return errors.Join(in.write(ctx), err)
		}
		for _, bad := range row.Errors {
			if err := in.refused.Write(bad); err != nil {
				return err
			}
		}
		in.batch = append(in.batch, row.Records...)
		if in.inBatch++; in.inBatch >= importBatch {
			if err := in.write(ctx); err != nil {
				return err
			}
		}
	}
}

func (in *intake) write(ctx context.Context) error {
	if len(in.batch) == 0 {
		return ctx.Err()
	}
	work := in.office.Import
	if in.command.DryRun {
		work = in.office.PreviewImport
	}
	done, err := work(ctx, in.batch)
	if err != nil {
		return err
	}
	for _, e := range done.Errors {
		if err := in.refused.Write(rowError(in.name, e)); err != nil {
			return err
		}
	}
	done.Errors = nil
	in.result.Add(done)
	in.batch, in.inBatch = nil, 0
	return in.progress.Show(in.at())
}

func (in *intake) at() importer.Progress {
	done, total := in.rows.Progress()
	return importer.Progress{File: in.name, Rows: in.rows.Stats().Rows, Errors: in.refused.Count(), Done: done, Total: total, Elapsed: time.Since(in.began)}
}

func (in *intake) summary(errorsPath string) string {
	verb := map[bool]string{false: "created %d, updated %d, unchanged %d", true: "would create %d, update %d, leave %d"}[in.command.DryRun]
	s := fmt.Sprintf("%s: %d rows, "+verb, in.name, in.rows.Stats().Rows, in.result.Created, in.result.Updated, in.result.Unchanged)
	if n := in.refused.Count(); n > 0 {
		s += fmt.Sprintf(", %d errors in %s", n, errorsPath)
	}
	return s
}

// rowError puts a refusal of the desk in the form of the error file.
func rowError(file string, e desk.ImportError) *importer.RowError {
	text := process.Text{EN: e.Err.Error(), ZH: e.Err.Error()}
	column := ""
	var known *process.Error
	if errors.As(e.Err, &known) {
		text, column = process.Text{EN: known.Text(process.LanguageEN), ZH: known.Text(process.LanguageZH)}, known.Field
	}
	return &importer.RowError{File: file, Line: e.Line, Column: column, Code: importer.Code(process.CodeOf(e.Err)), Message: text, Value: e.Entity + " " + e.ExternalID}
}

// lazyFile is a file that is there only when something was refused.
type lazyFile struct {
	path string
	held []byte
	file *os.File
}

// Write keeps the head of the file until there is more.
func (f *lazyFile) Write(p []byte) (int, error) {
	if f.file == nil && len(f.held) < 1<<16 {
		f.held = append(f.held, p...)
		return len(p), nil
	}
	if err := f.open(); err != nil {
		return 0, err
	}
	return f.file.Write(p)
}

func (f *lazyFile) open() (err error) {
	if f.file != nil {
		return nil
	}
	if f.file, err = os.OpenFile(f.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err != nil {
		return fmt.Errorf("error file: %w", err)
	}
	_, err = f.file.Write(f.held)
	return err
}

// finish closes the file, or leaves none when it is not needed.
func (f *lazyFile) finish(needed bool) error {
	if !needed {
		return nil
	}
	if err := f.open(); err != nil {
		return err
	}
	return f.file.Close()
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
