package attack

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// outward are ways to take more out than one may, and to be sent where one cannot go.
func outward() []attack {
	table := func(query string) func(*Target) request {
		return func(t *Target) request { return taken(t.token, query) }
	}
	return []attack{
		sent("a table without signing in", func(*Target) request { return taken("", allUsers) }, 401, "UNAUTHENTICATED"),
		sent("a table that writes", table(`mutation{createCustomer(input:{name:"x"}){change}}`), 400, "VALIDATION_FAILED"),
		sent("two tables in one", table(`{customers{edges{node{name}}} users{edges{node{name}}}}`), 400, "VALIDATION_FAILED"),
		sent("a table of a million lists", table(`{customers{edges{node{opportunities{edges{node{proposals{edges{node{id}}}}}}}}}}`), 400, "QUERY_TOO_COMPLEX"),
		sent("a table with a list in each row", table(`{customers{edges{node{opportunities(first:1){edges{node{id}}}}}}}`), 400, "VALIDATION_FAILED"),
		sent("a table asked for by a foreign page", func(t *Target) request {
			r := taken("", allUsers)
			r.cookie, r.headers = t.session, map[string]string{"Origin": "https://evil.example"}
			return r
		}, 403, "FORBIDDEN"),
		{"a table of what a partner may not see", partnersTable},
		{"formulas in a table", formulas},
		{"webhooks into the server's own network", inward},
		{"a webhook that speaks for somebody else", ventriloquist},
	}
}

const allUsers = `{users{edges{node{name email}}}}`

// taken asks for a table.
func taken(bearer, query string) request {
	body, _ := json.Marshal(map[string]any{"query": query, "format": "csv", "bom": false}) // plain values
	return request{method: http.MethodPost, path: "/export", bearer: bearer, headers: map[string]string{"Content-Type": "application/json"}, body: strings.NewReader(string(body))}
}

func partnersTable(ctx context.Context, t *Target) (string, error) {
	a, err := t.ask(ctx, taken(t.partner, `{lessons{edges{node{id title}}}}`))
	if err != nil {
		return "", err
	}
	if a.status == http.StatusOK && strings.TrimSpace(a.body) != "id,title" {
		return "", fmt.Errorf("it holds %.200q", a.body)
	}
	return fmt.Sprintf("%d, and no row", a.status), nil
}

func formulas(ctx context.Context, t *Target) (string, error) {
	const formula = `=HYPERLINK("https://evil.example","x")`
	for _, name := range []string{formula, " \t" + formula, "+1", "@SUM(1)", "-2+3"} {
		if _, err := t.do(ctx, "mutation($n:String!){createCustomer(input:{name:$n}){change}}", map[string]any{"n": name}); err != nil {
			continue // refused before it was there
		}
	}
	a, err := t.ask(ctx, taken(t.token, `{customers{edges{node{name}}}}`))
	if err != nil {
		return "", err
	}
	rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
	if err != nil || a.status != http.StatusOK {
		return "", fmt.Errorf("%d %.200s, %v", a.status, a.body, err)
	}
	n := 0
	for _, row := range rows {
		cell := strings.TrimSpace(row[0])
		if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
			return "", fmt.Errorf("%q is a formula", row[0])
		}
		if strings.HasPrefix(cell, "'") {
			n++
		}
	}
	if n == 0 {
		return "", fmt.Errorf("none of %d rows is the attacker's", len(rows))
	}
	return fmt.Sprintf("%d are text", n), nil
}

// inward gives addresses within. Those that are refused at once have to be; for the others a ping may not tell more than that
// nobody was reached.
func inward(ctx context.Context, t *Target) (string, error) {
	refused, unreached := 0, 0
	for _, url := range []string{
		"http://169.254.169.254/latest/meta-data/", "http://127.0.0.1/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://2130706433/",
		"https://0x7f.1/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/", "https://user:secret@example.com/", "file:///etc/passwd", "gopher://example.com/",
	} {
		a, err := t.ask(ctx, graphql(t.token, `mutation($u:String!){createWebhookEndpoint(input:{url:$u,description:"x"}){webhookEndpoint{id}}}`, map[string]any{"u": url}))
		if err != nil {
			return "", err
		}
		if a.code != "" {
			if a.code != "VALIDATION_FAILED" {
				return "", fmt.Errorf("%s was answered %d %s", url, a.status, a.body)
			}
			refused++
			continue
		}
		id := text(a.data, "createWebhookEndpoint", "webhookEndpoint", "id")
		ping, err := t.ask(ctx, graphql(t.token, `mutation($id:ID!){pingWebhookEndpoint(id:$id){outcome status}}`, map[string]any{"id": id}))
		if err != nil {
			return "", err
		}
		if outcome := text(ping.data, "pingWebhookEndpoint", "outcome"); outcome != "UNREACHABLE" {
			return "", fmt.Errorf("%s was reached: %q %s", url, outcome, ping.body)
		}
		unreached++
	}
	return fmt.Sprintf("%d refused, %d not reached", refused, unreached), nil
}

// ventriloquist makes an endpoint that would be told what the administrator's token sees.
func ventriloquist(ctx context.Context, t *Target) (string, error) {
	tokens, err := t.do(ctx, `{apiTokens(first:100){edges{node{id userID}}}}`, nil)
	if err != nil {
		return "", err
	}
	edges, _ := at(tokens, "apiTokens", "edges").([]any)
	for _, e := range edges {
		if text(e, "node", "userID") == t.user {
			continue
		}
		a, err := t.ask(ctx, graphql(t.token, `mutation($t:ID!){createWebhookEndpoint(input:{tokenID:$t,url:"https://example.com/",description:"x"}){secret}}`,
			map[string]any{"t": text(e, "node", "id")}))
		if err != nil {
			return "", err
		}
		if a.code != "NOT_FOUND" && a.code != "FORBIDDEN" {
			return "", fmt.Errorf("a token of somebody else: %d %s", a.status, a.body)
		}
		return a.code, nil
	}
	return "", fmt.Errorf("there is no token of anybody else among %d", len(edges))
}
