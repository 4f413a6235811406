// Command verify imports the real records of a folder into a fresh database, asks for figures and searches through
// GraphQL, and compares the answers with those that were computed elsewhere and lie beside the records:
//
//	go run ./app/verify -store sqlite,postgres -data ../shared/data
//
// It prints one table and ends with exit code 1 when anything differs or nothing could be compared.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// options are what the command line says.
type options struct {
	stores []string
	data   folder
	child  bool
}

// run returns the exit code: 0 when all is equal, 1 when not, 2 for wrong usage.
func run(ctx context.Context, args []string, out, progress io.Writer) int {
	o, err := parse(args, progress)
	if err != nil {
		return 2
	}
	if err := o.data.check(); err != nil {
		fmt.Fprintln(progress, "verify: NOTHING WAS VERIFIED:", err)
		return 1
	}
	if o.child {
		return importAsChild(ctx, o.data, out, progress)
	}
	r := &report{}
	v := &verifier{data: o.data, report: r, out: progress, began: time.Now()}
	for _, name := range o.stores {
		v.store(ctx, name)
	}
	return r.print(out)
}

func parse(args []string, out io.Writer) (options, error) {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.SetOutput(out)
	stores := flags.String("store", "sqlite,postgres", "the databases to verify on")
	data := flags.String("data", "", "folder of the real records (BIDWELL_SHARED_DATA, else ../shared/data beside the module)")
	child := flags.Bool(childFlag, false, "only import, into the database that the environment names; for the test that kills an import")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	o := options{stores: strings.Split(*stores, ","), data: findFolder(*data), child: *child}
	for _, s := range o.stores {
		if s != storeSQLite && s != storePostgres {
			err := fmt.Errorf("-store %q: want sqlite, postgres or both with a comma", s)
			fmt.Fprintln(out, "verify:", err)
			return o, err
		}
	}
	return o, nil
}

// verifier carries out the checks.
type verifier struct {
	data   folder
	report *report
	out    io.Writer
	began  time.Time
}

// say tells on standard error how far the work is.
func (v *verifier) say(format string, args ...any) {
	fmt.Fprintf(v.out, "%6.1fs  %s\n", time.Since(v.began).Seconds(), fmt.Sprintf(format, args...))
}

// store does everything on one kind of database.
func (v *verifier) store(ctx context.Context, name string) {
	to := v.report.sheet(name)
	databases, err := openDatabases(ctx, name, v.out)
	if err != nil {
		to.failed("a fresh database", err)
		return
	}
	err = v.work(ctx, databases, to)
	if err := errors.Join(err, databases.Close()); err != nil {
		to.failed("databases", err)
	}
}

// work checks on a first database what the import leaves, and on further ones what must lead to the same.
func (v *verifier) work(ctx context.Context, databases *databases, to *sheet) error {
	where, err := databases.fresh(ctx)
	if err != nil {
		return err
	}
	h, err := openHouse(ctx, where, nil)
	if err != nil {
		return err
	}
	first := v.inspect(ctx, h, to)
	if err := h.Close(); err != nil {
		return err
	}
	v.step(ctx, to, "encodings", func(ctx context.Context) error { return checkEncodings(ctx, v.data, databases, to) })
	v.step(ctx, to, "kill -9", func(ctx context.Context) error { return checkKills(ctx, v.data, databases, first, to) })
	return ctx.Err()
}

// inspect runs all checks on one database and gives its counts of rows right after the import.
func (v *verifier) inspect(ctx context.Context, h *house, to *sheet) (counts tableCounts) {
	v.step(ctx, to, "import", func(ctx context.Context) (err error) {
		counts, err = checkImport(ctx, h, v.data, to)
		return err
	})
	follow := h.follow(ctx)
	for _, s := range []struct {
		name  string
		check func(context.Context, *house, folder, *sheet) error
	}{
		{"index", checkIndexed},
		{"sales figures", checkSales},
		{"tender figures", checkTenders},
		{"proposal figures", checkPassRate},
		{"facets", checkFacets},
		{"known items", checkKnownItems},
		{"terms", checkTerms},
		{"similar", checkSimilar},
		{"edits", checkEdits},
	} {
		v.step(ctx, to, s.name, func(ctx context.Context) error { return s.check(ctx, h, v.data, to) })
	}
	if err := follow(); err != nil {
		to.failed("index follows the database", err)
	}
	v.step(ctx, to, "parity", func(ctx context.Context) error { return checkParity(ctx, h, to) })
	return counts
}

// step does a part of the work; what stops it is a failed line of its own and the next part goes on.
func (v *verifier) step(ctx context.Context, to *sheet, name string, do func(context.Context) error) {
	v.say("%s: %s", to.store, name)
	if err := do(ctx); err != nil {
		to.failed(name, err)
	}
}
