package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"golang.org/x/term"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/user"
)

type userCommands struct {
	Add         userAdd         `cmd:"" help:"Make a user who can sign in."`
	Invite      userInvite      `cmd:"" help:"Make a user without a password and print the link by which they set one."`
	Link        userLink        `cmd:"" help:"Print a new link by which a user sets their password; older ones stop working."`
	Untie       userUntie       `cmd:"" help:"Part a user from whom an issuer of OpenID Connect knows them as, and end their sessions."`
	List        userList        `cmd:"" help:"List the users who can sign in."`
	SetPassword userSetPassword `cmd:"" help:"Set a user's password and end their sessions."`
	Deactivate  userDeactivate  `cmd:"" help:"Shut a user out: no sign-in, sessions and tokens end."`
}

// newPassword is where a password comes from; it is no flag, because others can read a command line.
type newPassword struct {
	PasswordFile string `help:"File whose first line is the password, - for standard input; asked for without it." placeholder:"FILE" env:"BIDWELL_PASSWORD_FILE"`
}

type userAdd struct {
	newPassword

	Email string `arg:"" help:"E-mail address to sign in with."`
	Name  string `help:"Name; the address without it."`
	Role  string `help:"Job role, for example ADMIN, SALES or PRESALES_CONSULTANT." default:"SALES"`
}

// Run makes a user with a password.
func (c *userAdd) Run(sh *shell) error {
	role, err := roleNamed(c.Role)
	if err != nil {
		return err
	}
	if c.Name == "" {
		c.Name = c.Email
	}
	password, err := c.read(sh.stderr)
	if err != nil {
		return err
	}
	return sh.work(false, func(ctx context.Context, o *office) error {
		made, err := o.CreateUser(ctx, ent.CreateUserInput{Name: c.Name, Email: &c.Email, Role: &role})
		if err != nil {
			return err
		}
		if _, err := o.SetPassword(ctx, desk.SetPasswordInput{UserID: made.Record.ID, Password: password}); err != nil {
			return fmt.Errorf("%s was made without a password (%s): run `bidwell user set-password`", c.Email, explain(err))
		}
		fmt.Fprintln(sh.stdout, made.Record.ID)
		return nil
	})
}

type userList struct{}

// Run lists the users who have an address; the others are known from imports only.
func (userList) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		users, err := o.Read(ctx).User.Query().Where(user.EmailNotNil()).Order(user.ByEmail()).All(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(sh.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tEMAIL\tNAME\tROLE\tACTIVE\tPASSWORD")
		for _, u := range users {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%t\t%t\n", u.ID, *u.Email, u.Name, u.Role, u.Active, u.PasswordHash != "")
		}
		return table.Flush()
	})
}

type userSetPassword struct {
	newPassword

	Email string `arg:"" help:"The user's e-mail address."`
}

// Run sets a password.
func (c *userSetPassword) Run(sh *shell) error {
	password, err := c.read(sh.stderr)
	if err != nil {
		return err
	}
	return sh.work(false, func(ctx context.Context, o *office) error {
		u, err := o.userByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		_, err = o.SetPassword(ctx, desk.SetPasswordInput{UserID: u.ID, Password: password})
		return err
	})
}

type userDeactivate struct {
	Email string `arg:"" help:"The user's e-mail address."`
}

// Run shuts a user out.
func (c *userDeactivate) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		u, err := o.userByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		inactive := false
		_, err = o.UpdateUser(ctx, ent.UpdateUserInput{ID: u.ID, Version: u.Version, Active: &inactive})
		return err
	})
}

func (o *office) userByEmail(ctx context.Context, email string) (*ent.User, error) {
	u, err := o.Read(ctx).User.Query().Where(user.Email(strings.ToLower(email))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, fmt.Errorf("there is no user %s; `bidwell user list` lists them", email)
	}
	return u, err
}

// read reads the password from its file or asks for it.
func (p newPassword) read(prompt io.Writer) (string, error) {
	switch {
	case p.PasswordFile == "-":
		return firstLine(os.Stdin)
	case p.PasswordFile != "":
		f, err := os.Open(p.PasswordFile)
		if err != nil {
			return "", fmt.Errorf("--password-file: %w", err)
		}
		defer f.Close()
		return firstLine(f)
	case !term.IsTerminal(int(os.Stdin.Fd())):
		return "", errors.New("there is no terminal to ask for the password: use --password-file")
	}
	fmt.Fprint(prompt, "Password: ")
	typed, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(prompt)
	return string(typed), err
}

func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("--password-file: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), nil
}
