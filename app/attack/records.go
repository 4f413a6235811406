package attack

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// records are ways to records, and to fields of records, that are not the attacker's.
func records() []attack {
	return []attack{
		{"cursors that were tampered with", cursors},
		{"hidden records told from missing ones", enumerate},
		{"fields that are not the caller's to set", assign},
		{"a role of one's own choosing", promote},
		{"a token that may do more than its owner", overreach},
	}
}

func cursors(ctx context.Context, t *Target) (string, error) {
	for i := range 3 {
		if _, err := t.do(ctx, "mutation($n:String!){createCustomer(input:{name:$n}){change}}", map[string]any{"n": fmt.Sprint("Harbour ", i)}); err != nil {
			return "", err
		}
	}
	const page = `query($c:Cursor){customers(first:1,after:$c,orderBy:{field:NAME}){edges{cursor}}}`
	first, err := t.do(ctx, page, nil)
	if err != nil {
		return "", err
	}
	edges, _ := at(first, "customers", "edges").([]any)
	if len(edges) != 1 {
		return "", errors.New("there is no first page")
	}
	whole := text(edges[0], "cursor")
	for _, bad := range []string{
		whole[:len(whole)-1], whole + "A", "A" + whole, "' OR 1=1 --", strings.Repeat("A", 10_000),
		base64.RawURLEncoding.EncodeToString([]byte(`["' OR 1=1 --"]`)), base64.StdEncoding.EncodeToString([]byte("{}")),
	} {
		a, err := t.ask(ctx, graphql(t.token, page, map[string]any{"c": bad}))
		if err != nil {
			return "", err
		}
		if a.code != "VALIDATION_FAILED" {
			return "", fmt.Errorf("%.40q was answered %d %q: %.200s", bad, a.status, a.code, a.body)
		}
	}
	return "VALIDATION_FAILED", nil
}

// enumerate asks for a record that is hidden and one that is missing: but for the id the answers have to be the same.
func enumerate(ctx context.Context, t *Target) (string, error) {
	missing := t.lesson[:len(t.lesson)-4] + "0000"
	for _, q := range []string{
		`query($id:ID!){node(id:$id){id}}`, `query($id:ID!){nodes(ids:[$id]){id}}`, `query($id:ID!){changes(recordID:$id){end}}`,
		`mutation($id:ID!){updateLesson(input:{id:$id,version:1,title:"x"}){change}}`, `mutation($id:ID!){archiveRecord(input:{id:$id,version:1}){change}}`,
	} {
		hidden, err := t.ask(ctx, graphql(t.partner, q, map[string]any{"id": t.lesson}))
		if err != nil {
			return "", err
		}
		none, err := t.ask(ctx, graphql(t.partner, q, map[string]any{"id": missing}))
		if err != nil {
			return "", err
		}
		if hidden.status != none.status || strings.ReplaceAll(withoutBill(hidden.body), t.lesson, missing) != withoutBill(none.body) {
			return "", fmt.Errorf("hidden: %d %s; missing: %d %s", hidden.status, hidden.body, none.status, none.body)
		}
	}
	return "the answers are the same", nil
}

// withoutBill is an answer without what it cost, which grows with each.
func withoutBill(body string) string {
	before, _, _ := strings.Cut(body, `,"extensions":{"cost"`)
	return before
}

func assign(ctx context.Context, t *Target) (string, error) {
	for _, field := range []string{`id:"cus_01J0000000000000000000000Z"`, `version:7`, `createdAt:"2020-01-01T00:00:00Z"`, `createdBy:"x"`, `archivedAt:null`, `passwordHash:"x"`} {
		a, err := t.ask(ctx, graphql(t.token, `mutation{createCustomer(input:{name:"x",`+field+`}){change}}`, nil))
		if err != nil {
			return "", err
		}
		name, value, _ := strings.Cut(field, ":")
		b, err := t.ask(ctx, raw(t.token, fmt.Sprintf(`{"query":"mutation($in:CreateCustomerInput!){createCustomer(input:$in){change}}","variables":{"in":{"name":"x",%q:%s}}}`, name, value)))
		if err != nil {
			return "", err
		}
		if a.status != 400 || b.status != 400 {
			return "", fmt.Errorf("%s: %d %s, %d %s", field, a.status, a.body, b.status, b.body)
		}
	}
	return "GRAPHQL_VALIDATION_FAILED", nil
}

func promote(ctx context.Context, t *Target) (string, error) {
	a, err := t.ask(ctx, graphql(t.token, `mutation($id:ID!){updateUser(input:{id:$id,version:1,role:ADMIN}){change}}`, map[string]any{"id": t.user}))
	return refusedAs(a, err, 200, "FORBIDDEN")
}

func overreach(ctx context.Context, t *Target) (string, error) {
	a, err := t.ask(ctx, graphql(t.token, `mutation{createAPIToken(input:{name:"x",scope:ADMIN}){secret}}`, nil))
	return refusedAs(a, err, 200, "FORBIDDEN")
}
