// Command bench measures Bidwell beside hand-written SQL, both in one run on the same rows, and prints Markdown tables
// for docs/performance.md:
//
//	go run ./ent/store/pgserve --install go run ./app/bench
//
// It loads a company of n opportunities into SQLite and PostgreSQL, checks that both servers answer the same, and
// measures five operations under load, the case library's index, how soon it has a change, and the start and memory of
// the program. Progress goes
// to standard error. A slow figure is a figure; only what goes wrong ends it with exit code 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := 0
	if spec := os.Getenv(childEnv); spec != "" {
		code = runChild(ctx, spec, os.Stdin, os.Stdout, os.Stderr)
	} else {
		code = run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	}
	stop()
	os.Exit(code)
}

// The parts of a run.
const (
	partRatios  = "ratios"
	partSearch  = "search"
	partProgram = "program"
	partFresh   = "fresh"
	partAccess  = "access"
)

// options are what the command line says.
type options struct {
	opportunities int
	docs          []int
	window        time.Duration
	repeats       int
	clients       int
	stores        []string
	parts         []string
	keep          string
	program       string
	progress      io.Writer
}

// library is how many documents the case library gets beside the opportunities: the largest number of -docs.
func (o *options) library() int { return slices.Max(append([]int{0}, o.docs...)) }

func (o *options) say(format string, args ...any) {
	fmt.Fprintf(o.progress, "bench: "+format+"\n", args...)
}

func parse(args []string, progress io.Writer) (*options, error) {
	o := &options{progress: progress}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(progress)
	flags.IntVar(&o.opportunities, "n", 100_000, "opportunities")
	docs := flags.String("docs", "10000,100000", "documents of the search index, one measurement each; the program serves the largest number")
	seconds := flags.Float64("seconds", 5, "seconds each operation is measured, each time")
	flags.IntVar(&o.repeats, "repeats", 3, "times each operation is measured; the median counts")
	flags.IntVar(&o.clients, "clients", 16, "clients at the same time")
	stores := flags.String("store", "sqlite,postgres", "the databases to measure on")
	parts := flags.String("part", "ratios,search,program,fresh,access", "the parts to measure")
	flags.StringVar(&o.keep, "keep", "", "folder that keeps what was loaded for the next run; on PostgreSQL the database is kept")
	flags.StringVar(&o.program, "program", "", "the built program to measure; built from the module unless told")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	var err error
	if o.docs, err = numbers(*docs); err != nil {
		return nil, fmt.Errorf("-docs: %w", err)
	}
	o.stores, o.parts = strings.Split(*stores, ","), strings.Split(*parts, ",")
	o.window = time.Duration(*seconds * float64(time.Second))
	return o, o.check()
}

func (o *options) check() error {
	if o.opportunities < minOpportunities {
		return fmt.Errorf("-n: at least %d, so that every page of a stage is full", minOpportunities)
	}
	if o.window <= 0 || o.repeats < 1 || o.clients < 1 {
		return errors.New("-seconds, -repeats and -clients must be positive")
	}
	for _, name := range o.stores {
		if name != storeSQLite && name != storePostgres {
			return fmt.Errorf("-store: %q is neither %s nor %s", name, storeSQLite, storePostgres)
		}
	}
	for _, name := range o.parts {
		if !slices.Contains([]string{partRatios, partSearch, partProgram, partFresh, partAccess}, name) {
			return fmt.Errorf("-part: %q is none of %s, %s, %s, %s and %s", name, partRatios, partSearch, partProgram, partFresh, partAccess)
		}
	}
	return nil
}

func numbers(list string) (all []int, err error) {
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		n, err := strconv.Atoi(part)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of documents", part)
		}
		all = append(all, n)
	}
	return all, nil
}

// run returns the exit code: 0 when everything was measured, 1 when something went wrong, 2 for wrong usage.
func run(ctx context.Context, args []string, out, progress io.Writer) int {
	o, err := parse(args, progress)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(progress, "bench:", err)
		return 2
	}
	if err := measure(ctx, o, out); err != nil {
		fmt.Fprintln(progress, "bench:", err)
		return 1
	}
	return 0
}

// measure runs the parts that were asked for. The report is printed as far as it came.
func measure(ctx context.Context, o *options, out io.Writer) (err error) {
	r := &report{options: o}
	scratch, err := os.MkdirTemp("", "bidwell-bench-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.print(out), os.RemoveAll(scratch)) }()
	if err := r.describe(ctx); err != nil {
		return err
	}
	b := &bench{options: o, report: r, scratch: scratch}
	if slices.ContainsFunc(o.parts, func(part string) bool { return part != partSearch }) {
		if err := b.stores(ctx); err != nil {
			return err
		}
	}
	if slices.Contains(o.parts, partSearch) {
		return b.search(ctx)
	}
	return nil
}
