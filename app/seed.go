package app

import (
	"context"
	"fmt"

	"bidwell/ent/user"
	"bidwell/process"
	"bidwell/seed"
)

type seedCommand struct{}

// Run fills the database with the sample company and brings the index up to it.
func (seedCommand) Run(sh *shell) error {
	return sh.work(true, func(ctx context.Context, o *office) error {
		if err := sh.seed(ctx, o); err != nil {
			return err
		}
		if err := o.CatchUp(ctx); err != nil {
			return fmt.Errorf("the sample company is there, but the index is behind and will catch up when the server starts: %w", err)
		}
		return nil
	})
}

// seed plays the sample company and tells how to sign in to it.
func (sh *shell) seed(ctx context.Context, o *office) error {
	if err := seed.Demo(ctx, o.Desk); err != nil {
		return err
	}
	admin, err := o.Read(ctx).User.Query().Where(user.RoleEQ(process.UserRoleAdmin), user.EmailNotNil(), user.Active(true)).
		Order(user.ByCreatedAt(), user.ByID()).First(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(sh.stdout, "The sample company is there. Sign in as %s with %s, which everybody knows: keep strangers out.\n", *admin.Email, seed.DemoPassword)
	return nil
}
