package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"bidwell/desk"
)

// bench is one run.
type bench struct {
	*options

	report  *report
	scratch string
}

// stores measures what needs a database, one after the other.
func (b *bench) stores(ctx context.Context) error {
	if slices.Contains(b.parts, partProgram) && b.program == "" {
		b.build(ctx)
	}
	for _, kind := range b.options.stores {
		if err := b.store(ctx, kind); err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
	}
	return nil
}

func (b *bench) store(ctx context.Context, kind string) (err error) {
	p, err := b.newPlace(ctx, kind)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.drop()) }()
	if err := b.load(ctx, p); err != nil {
		return err
	}
	var s *samples
	result := &storeResult{kind: kind}
	b.report.stores = append(b.report.stores, result)
	err = p.work(ctx, func(ctx context.Context, d *desk.Desk) (err error) {
		if s, err = sample(ctx, d, b.opportunities); err != nil {
			return err
		}
		if result.version, err = databaseVersion(ctx, d.Store()); err != nil {
			return err
		}
		if result.proposals, err = d.Read(ctx).Proposal.Query().Count(ctx); err != nil {
			return err
		}
		result.statements, err = countStatements(ctx, d, s)
		return err
	})
	if err != nil {
		return err
	}
	if b.program != "" {
		if err := b.index(ctx, p, result); err != nil {
			return err
		}
	}
	if slices.Contains(b.parts, partRatios) {
		if err := b.ratios(ctx, p, s, result); err != nil {
			return err
		}
	}
	if b.program != "" && slices.Contains(b.parts, partProgram) {
		if err := b.serving(ctx, p, s, result); err != nil {
			return err
		}
	}
	if slices.Contains(b.parts, partFresh) {
		if err := b.fresh(ctx, p, s.user, result); err != nil {
			return err
		}
	}
	if slices.Contains(b.parts, partAccess) {
		return b.access(ctx, p, s, result)
	}
	return nil
}

// build makes the program from the module's root. A tree that does not compile is said loudly and leaves out what needs
// the program.
func (b *bench) build(ctx context.Context) {
	root, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "bidwell").Output()
	if err == nil {
		path := filepath.Join(b.scratch, "bidwell")
		cmd := exec.CommandContext(ctx, "go", "build", "-o", path, ".")
		cmd.Dir = strings.TrimSpace(string(root))
		var said []byte
		if said, err = cmd.CombinedOutput(); err == nil {
			b.program = path
			return
		}
		_, _ = b.progress.Write(said)
	}
	b.report.missing = append(b.report.missing, "the program itself: it did not compile")
	b.say("THE PROGRAM IS NOT MEASURED, it does not compile: %v", err)
}

// command is the program on a place.
func (b *bench) command(ctx context.Context, p *place, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.program, append(args, "--dir", p.dir)...)
	cmd.Env = append(os.Environ(), "BIDWELL_DATABASE_URL="+p.url)
	return cmd
}

// serve starts the program as a user does. Its log goes nowhere, but is written.
func (b *bench) serve(ctx context.Context, p *place) (*server, error) {
	return startServer(b.command(ctx, p, "serve", "--listen", "127.0.0.1:0", "--points-per-minute", "0"))
}
