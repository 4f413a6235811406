package app

import (
	"context"
	"fmt"
	"strings"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

type userInvite struct {
	Email string `arg:"" help:"E-mail address of whom to invite."`
	Name  string `help:"Name until they give their own; the address without it."`
	Role  string `help:"Job role, for example ADMIN, SALES or PRESALES_CONSULTANT." default:"SALES"`
}

// Run makes a user without a password and prints the link by which they set one.
func (c *userInvite) Run(sh *shell) error {
	role, err := roleNamed(c.Role)
	if err != nil {
		return err
	}
	return sh.work(false, func(ctx context.Context, o *office) error {
		in := desk.InviteUserInput{Email: c.Email, Role: role}
		if c.Name != "" {
			in.Name = &c.Name
		}
		made, err := o.InviteUser(ctx, in)
		if err != nil {
			return err
		}
		sh.tellLink(made)
		return nil
	})
}

type userLink struct {
	Email string `arg:"" help:"The user's e-mail address."`
}

// Run makes a new link for a user, by which they set their password; an older one stops working.
func (c *userLink) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		u, err := o.userByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		made, err := o.RenewSignInLink(ctx, desk.RecordInput{ID: u.ID, Version: u.Version})
		if err != nil {
			return err
		}
		sh.tellLink(made)
		return nil
	})
}

// tellLink prints a link; only its address goes to standard output.
func (sh *shell) tellLink(made desk.SignInLink) {
	fmt.Fprintf(sh.stderr, "the link works once, until %s, below the server's address; it is shown this once\n", day(made.Record.LinkUntil))
	fmt.Fprintf(sh.stdout, "%s#token=%s\n", invitationPath, made.Secret)
}

type userUntie struct {
	Email string `arg:"" help:"The user's e-mail address."`
}

// Run parts a user from the subject that an issuer of OpenID Connect knows them by.
func (c *userUntie) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		u, err := o.userByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		_, err = o.UntieIdentity(ctx, desk.RecordInput{ID: u.ID, Version: u.Version})
		return err
	})
}

// roleNamed reads a role as it is written on a command line.
func roleNamed(text string) (role process.UserRole, err error) {
	if err := role.UnmarshalGQL(strings.ToUpper(text)); err != nil {
		return role, fmt.Errorf("--role: %q is none of %s", text, strings.Join(role.Values(), ", "))
	}
	return role, nil
}

type tokenRotate struct {
	ID      string `arg:"" help:"Id of the token, tok_…"`
	Overlap int    `help:"For how many hours the old secret goes on to work, from 0 to 168." default:"24"`
}

// Run makes a token in place of another; only its secret goes to standard output.
func (c *tokenRotate) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		t, err := o.tokenByID(ctx, c.ID)
		if err != nil {
			return err
		}
		made, err := o.RotateAPIToken(ctx, desk.RotateAPITokenInput{ID: t.ID, Version: t.Version, OverlapHours: &c.Overlap})
		if err != nil {
			return err
		}
		fmt.Fprintf(sh.stderr, "%s works in its place until %s; keep the secret, it is shown this once\n", made.Record.ID, day(&made.Record.ExpiresAt))
		fmt.Fprintln(sh.stdout, made.Secret)
		return nil
	})
}

func (o *office) tokenByID(ctx context.Context, id string) (*ent.APIToken, error) {
	t, err := o.Read(ctx).APIToken.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, fmt.Errorf("there is no API token %s; `bidwell token list` lists them", id)
	}
	return t, err
}
