package app

import (
	"context"
	"errors"
	"fmt"

	"bidwell/ent/store"
	"bidwell/search"
)

type (
	reindexCommand struct{}
	checkCommand   struct {
		Contents bool     `help:"Read every uploaded file and compare its hash, not only its size."`
		Anchor   []string `help:"The last row of a log as an earlier check printed it: proves that nothing up to it was changed since." placeholder:"changes:NUMBER:HASH"`
	}
)

// Run builds the index anew; where a server runs, it is asked to.
func (reindexCommand) Run(sh *shell) error {
	err := sh.work(true, func(ctx context.Context, o *office) error {
		shown, all := -1, 0
		err := o.Reindex(ctx, func(done, total int) {
			all = total
			if percent := 100 * done / max(total, 1); percent/10 != shown {
				shown = percent / 10
				fmt.Fprintf(sh.stderr, "indexed %d of %d\n", done, total)
			}
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(sh.stdout, "the index is built from %d records\n", all)
		return nil
	})
	if errors.Is(err, store.ErrInUse) || errors.Is(err, search.ErrLocked) {
		return sh.askToReindex()
	}
	return err
}

// Run compares the index and the uploaded files with the database, and proves that the audit trail is as it was written.
func (c checkCommand) Run(sh *shell) error {
	return sh.work(true, func(ctx context.Context, o *office) error {
		return errors.Join(checkIndex(ctx, sh, o), c.checkFiles(ctx, sh, o), checkChains(ctx, sh, o, c.Anchor))
	})
}

func checkIndex(ctx context.Context, sh *shell, o *office) error {
	found, err := o.CheckIndex(ctx)
	if err != nil {
		return fmt.Errorf("the index cannot be compared: %w: run `bidwell reindex`", err)
	}
	fmt.Fprintf(sh.stdout, "%d documents: %d missing, %d stale, %d extra\n", found.Documents, found.Missing, found.Stale, found.Extra)
	for _, example := range found.Examples {
		fmt.Fprintln(sh.stdout, " ", example)
	}
	if !found.Whole() {
		return fmt.Errorf("the index differs from the database: run `bidwell reindex`")
	}
	return nil
}

func (c checkCommand) checkFiles(ctx context.Context, sh *shell, o *office) error {
	found, err := o.CheckFiles(ctx, c.Contents)
	if err != nil {
		return fmt.Errorf("the uploaded files cannot be looked at: %w", err)
	}
	fmt.Fprintf(sh.stdout, "%d files: %d missing, %d damaged\n", found.Files, found.Missing, found.Damaged)
	for _, example := range found.Examples {
		fmt.Fprintln(sh.stdout, " ", example)
	}
	if !found.Whole() {
		return errors.New("uploaded files are missing or damaged: take them from a backup, or upload them again")
	}
	return nil
}
