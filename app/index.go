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
	checkCommand   struct{}
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

// Run compares index and database.
func (checkCommand) Run(sh *shell) error {
	return sh.work(true, func(ctx context.Context, o *office) error {
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
	})
}
