// Package app is the program: its command line, its configuration, the HTTP server and how the parts are put together.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"bidwell/document"
	"bidwell/ent/store"
	"bidwell/process"
	"bidwell/search"
)

// commands is the command line. Settings may stand before or after the command.
type commands struct {
	settings

	Serve   serveCommand   `cmd:"" help:"Serve GraphQL and the pages."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date, or tell how it is."`
	Import  importCommand  `cmd:"" help:"Import CSV, XLSX or JSON Lines files by a mapping."`
	Reindex reindexCommand `cmd:"" help:"Build the case library's index anew from the database."`
	Check   checkCommand   `cmd:"" help:"Prove that the index equals the database, that uploaded files are there, and that the audit trail is as it was written."`
	Audit   auditCommand   `cmd:"" help:"Write the audit trail to standard output: who changed what, or who was shown what is guarded."`
	Export  exportCommand  `cmd:"" help:"Write a list of records as CSV, XLSX or JSON Lines: by name, or by a GraphQL query."`
	Seed    seedCommand    `cmd:"" help:"Fill the database with a sample company; a second time changes nothing."`
	User    userCommands   `cmd:"" help:"Manage users."`
	Token   tokenCommands  `cmd:"" help:"Manage API tokens."`
	Backup  backupCommand  `cmd:"" help:"Copy the SQLite database, also while the server runs. Uploaded files lie in DIR/files."`
	Version versionCommand `cmd:"" help:"Tell the version."`
}

// The exit codes of Main.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Main runs the command that args name and returns the exit code: 0 when it is done, 1 when it failed, 2 when it was
// not understood. A failure is one line on stderr that says what to do. SIGINT and SIGTERM end it in good order.
func Main(args []string, stdout, stderr io.Writer) int {
	if len(args) == 1 && args[0] == document.PDFCommand { // started by this program, see document.PDFProcess
		return document.PDFChild(os.Stdin, stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

// shell is what a command has beside its own flags.
type shell struct {
	settings

	ctx            context.Context
	stdout, stderr io.Writer
}

// exit carries the exit code of --help out of the parser.
type exit int

func run(ctx context.Context, args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if cause := recover(); cause != nil {
			asked, ok := cause.(exit)
			if !ok {
				panic(cause)
			}
			code = int(asked)
		}
	}()
	var all commands
	parser, err := newParser(&all, stdout, stderr)
	if err != nil {
		return fail(stderr, err, exitFailed)
	}
	if len(args) == 0 {
		fmt.Fprintln(stderr, "bidwell: name a command, for example `bidwell serve`; `bidwell --help` lists them")
		return exitUsage
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return fail(stderr, err, exitUsage)
	}
	if err := chosen.Run(&shell{settings: all.settings, ctx: ctx, stdout: stdout, stderr: stderr}); err != nil {
		return fail(stderr, err, exitFailed)
	}
	return exitDone
}

func newParser(all *commands, stdout, stderr io.Writer) (*kong.Kong, error) {
	return kong.New(all,
		kong.Name("bidwell"),
		kong.Description("Bidwell keeps customers, opportunities, proposals and lessons, and finds the passage to reuse."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.Configuration(configFile),
		kong.Resolvers(kong.ResolverFunc(secretFile)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
}

// fail says in one line what is wrong.
func fail(stderr io.Writer, err error, code int) int {
	fmt.Fprintln(stderr, "bidwell:", strings.Join(strings.FieldsFunc(explain(err), func(r rune) bool { return r == '\n' }), "; "))
	if code == exitUsage {
		fmt.Fprintln(stderr, "bidwell: `bidwell --help` lists the commands, `bidwell <command> --help` their flags")
	}
	return code
}

// explain puts an error in the words of somebody at the command line.
func explain(err error) string {
	var refused *process.Error
	switch {
	case errors.Is(err, store.ErrInUse), errors.Is(err, search.ErrLocked):
		return err.Error() + "; stop that process first, or name another directory with --dir"
	case errors.As(err, &refused) && refused.Field != "":
		return refused.Field + ": " + refused.Text(process.LanguageEN)
	case errors.As(err, &refused):
		return refused.Text(process.LanguageEN)
	default:
		return err.Error()
	}
}
