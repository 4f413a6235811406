package app

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"bidwell/desk"
	"bidwell/ent/apitoken"
	"bidwell/process"
)

type tokenCommands struct {
	Create tokenCreate `cmd:"" help:"Make an API token and print its secret, this once."`
	List   tokenList   `cmd:"" help:"List the API tokens that work."`
	Rotate tokenRotate `cmd:"" help:"Make an API token in place of another, which goes on to work for a while."`
	Revoke tokenRevoke `cmd:"" help:"End an API token."`
}

type tokenCreate struct {
	Email string `arg:"" help:"E-mail address of the user the token acts for."`
	Name  string `help:"What the token is for." required:""`
	Scope string `help:"What it may be used for: read, write or admin." default:"read"`
	Days  int    `help:"For how many days it works; at most 366." default:"90"`

	Reads       []string `help:"Types of record it may read, for example Opportunity; all that its owner may without it." placeholder:"TYPE"`
	Writes      []string `help:"Types of record it may write; all that its owner and its scope may without it." placeholder:"TYPE"`
	Customer    []string `help:"Ids of customers it is bound to, with their opportunities and all that belongs to them." placeholder:"cus_…"`
	Opportunity []string `help:"Ids of opportunities it is bound to, with all that belongs to them." placeholder:"opp_…"`
	FieldGroups []string `help:"Groups of fields it may read, with commas: price, cost, personal, internal. All that its user may unless told."`
}

// Run makes a token; only its secret goes to standard output.
func (c *tokenCreate) Run(sh *shell) error {
	var scope process.TokenScope
	if err := scope.UnmarshalGQL(strings.ToUpper(c.Scope)); err != nil {
		return fmt.Errorf("--scope: %q is none of read, write and admin", c.Scope)
	}
	if c.Days < 1 || c.Days > 366 {
		return fmt.Errorf("--days: %d is not between 1 and 366", c.Days)
	}
	groups, err := fieldGroups(c.FieldGroups)
	if err != nil {
		return err
	}
	return sh.work(false, func(ctx context.Context, o *office) error {
		u, err := o.userByEmail(ctx, c.Email)
		if err != nil {
			return err
		}
		expires := time.Now().AddDate(0, 0, c.Days)
		made, err := o.CreateAPIToken(ctx, desk.CreateAPITokenInput{
			Name: c.Name, Scope: scope, ExpiresAt: &expires, UserID: &u.ID, FieldGroups: groups,
			Reads: c.Reads, Writes: c.Writes, CustomerIDs: c.Customer, OpportunityIDs: c.Opportunity,
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(sh.stderr, "%s works until %s; keep the secret, it is shown this once\n", made.Record.ID, expires.Format(time.DateOnly))
		fmt.Fprintln(sh.stdout, made.Secret)
		return nil
	})
}

// fieldGroups reads the names of groups.
func fieldGroups(names []string) ([]process.FieldGroup, error) {
	groups := make([]process.FieldGroup, len(names))
	for i, name := range names {
		if err := groups[i].UnmarshalGQL(strings.ToUpper(strings.TrimSpace(name))); err != nil {
			return nil, fmt.Errorf("--field-groups: %q is none of price, cost, personal and internal", name)
		}
	}
	return groups, nil
}

type tokenList struct{}

// Run lists the tokens that are neither revoked nor too old.
func (tokenList) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		tokens, err := o.Read(ctx).APIToken.Query().Where(apitoken.ArchivedAtIsNil(), apitoken.ExpiresAtGT(time.Now().UTC())).
			Order(apitoken.ByCreatedAt(), apitoken.ByID()).WithUser().All(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(sh.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tBEGINS\tNAME\tUSER\tSCOPE\tEXPIRES\tLAST USED")
		for _, t := range tokens {
			fmt.Fprintf(table, "%s\t%s…\t%s\t%s\t%s\t%s\t%s\n", t.ID, t.Prefix, t.Name, t.Edges.User.Name, t.Scope, day(&t.ExpiresAt), day(t.LastUsedAt))
		}
		return table.Flush()
	})
}

func day(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return t.Format(time.DateOnly)
}

type tokenRevoke struct {
	ID string `arg:"" help:"Id of the token, tok_…"`
}

// Run ends a token.
func (c *tokenRevoke) Run(sh *shell) error {
	return sh.work(false, func(ctx context.Context, o *office) error {
		t, err := o.tokenByID(ctx, c.ID)
		if err != nil {
			return err
		}
		_, err = o.RevokeAPIToken(ctx, desk.RecordInput{ID: t.ID, Version: t.Version})
		return err
	})
}
