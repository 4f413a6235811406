package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bidwell/graph"
)

type exportCommand struct {
	List      string `arg:"" optional:"" help:"The list, named as in GraphQL: opportunities, customers, lineItems … Its records' own fields become columns."`
	Query     string `help:"File with a GraphQL query of one list instead, which says the columns, filter and order; - for standard input." placeholder:"FILE"`
	Variables string `help:"Variables of the query, a JSON object." placeholder:"JSON"`
	Format    string `help:"csv, xlsx or jsonl (a JSON object a line); by the ending of --out without it, else csv." enum:",csv,xlsx,jsonl" default:""`
	Out       string `help:"File to write; standard output without it." placeholder:"FILE"`
	BOM       bool   `name:"bom" help:"Begin CSV with a mark by which spreadsheets know UTF-8, and so Chinese." default:"true" negatable:""`
	As        string `help:"Export what the user with this e-mail address sees; everything without it." placeholder:"EMAIL"`
}

// Help is shown by --help.
func (*exportCommand) Help() string {
	return `Examples:
  bidwell export opportunities --out opportunities.xlsx
  bidwell export opportunities --as mei@company.example --format jsonl
  bidwell export --out won.csv --query - <<< '{ opportunities(where: {status: WON}, orderBy: {field: AMOUNT, direction: DESC})
    { edges { node { name amount currency customer { name } } } } }'

A query has one list at its root. Fields of the records at the end of its edges become columns like customer.name, aliases
become headings, "first" is how many rows there are at most. A running server exports too, to people and programs: POST /export.`
}

// Run writes the file.
func (c *exportCommand) Run(sh *shell) error {
	asked, err := c.request()
	if err != nil {
		return err
	}
	return sh.work(false, func(ctx context.Context, o *office) error {
		if c.As != "" {
			if ctx, err = o.AsUser(ctx, c.As); err != nil {
				return err
			}
		}
		server := graph.NewHandler(o.Desk, graph.Options{Log: o.log, RequestTime: time.Hour, SQLTime: time.Hour})
		defer server.Close()
		e, err := server.Open(ctx, asked)
		if err != nil {
			return err
		}
		defer e.Close()
		return c.write(sh, o, e)
	})
}

// request is what is asked for.
func (c *exportCommand) request() (*graph.ExportRequest, error) {
	format := graph.ExportFormat(c.Format)
	if format == "" {
		format = graph.ExportCSV
		if ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Out)), "."); slices.Contains(graph.ExportFormats, ending) {
			format = graph.ExportFormat(ending)
		}
	}
	query, err := c.query()
	if err != nil {
		return nil, err
	}
	var variables map[string]any
	if c.Variables != "" {
		d := json.NewDecoder(strings.NewReader(c.Variables))
		d.UseNumber()
		if err := d.Decode(&variables); err != nil {
			return nil, fmt.Errorf("--variables: no JSON object: %w", err)
		}
	}
	asked := graph.ExportQuery(query, variables, format)
	asked.BOM = &c.BOM
	return asked, nil
}

func (c *exportCommand) query() (string, error) {
	switch {
	case (c.List == "") == (c.Query == ""):
		return "", errors.New("name either a list, for example `bidwell export opportunities`, or a --query")
	case c.List != "":
		return graph.QueryOfList(c.List)
	case c.Query == "-":
		text, err := io.ReadAll(os.Stdin)
		return string(text), err
	default:
		text, err := os.ReadFile(c.Query)
		return string(text), err
	}
}

// write writes to standard output, or to a file that appears when it is whole.
func (c *exportCommand) write(sh *shell, o *office, e *graph.Export) (err error) {
	rows, shown := 0, time.Now()
	counted := func() {
		if rows++; rows%1000 == 0 && time.Since(shown) > 2*time.Second {
			shown = time.Now()
			fmt.Fprintf(sh.stderr, "%d rows\n", rows)
		}
	}
	if c.Out == "" {
		out := bufio.NewWriter(sh.stdout)
		return errors.Join(writeExport(e, out, o.Zone(), counted), out.Flush())
	}
	file, err := os.CreateTemp(filepath.Dir(c.Out), ".bidwell-export-*") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	out := bufio.NewWriter(file)
	if err := errors.Join(writeExport(e, out, o.Zone(), counted), out.Flush(), file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), c.Out); err != nil {
		return fmt.Errorf("--out: %w", err)
	}
	fmt.Fprintf(sh.stderr, "%d rows in %s\n", rows, c.Out)
	return nil
}
