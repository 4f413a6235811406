package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
)

// operation is one of the measured requests, in both languages.
type operation struct {
	name  string
	title string
	query string
	// most is the number of statements the design allows; 0 where it says nothing.
	most   int
	writes bool
	// inputs are the variables of the query, made from what is in the database.
	inputs func(s *samples) []map[string]any
	// plain is the same request to the hand-written server.
	plain func(input map[string]any) (method, path string, body any)
}

func get(path, name string) func(map[string]any) (string, string, any) {
	return func(input map[string]any) (string, string, any) {
		if name == "" {
			return "GET", path, nil
		}
		return "GET", path + "?" + url.Values{name: {input[name].(string)}}.Encode(), nil
	}
}

// operations are the five that are measured; the one that writes comes last.
func operations() []operation {
	return []operation{
		{
			name: "one", title: "Single object: opportunity with customer and 5 proposals", most: 3,
			query: `query One($id: ID!) { node(id: $id) { ... on Opportunity { id name stage status amount currency version createdAt
				customer { id name industry region } proposals(first: 5) { edges { node { id title status createdAt } } } } } }`,
			inputs: func(s *samples) []map[string]any { return each("id", s.ids) },
			plain:  get("/one", "id"),
		},
		{
			name: "page", title: "Nested page: 50 of a stage by amount, customer, first 3 proposals and their count", most: 4,
			query: `query Page($stage: OpportunityStage!) { opportunities(first: 50, where: {stage: $stage}, orderBy: {field: AMOUNT, direction: DESC}) {
				edges { node { id name stage amount currency customer { id name } proposals(first: 3) { totalCount edges { node { id title status } } } } } } }`,
			inputs: func(s *samples) []map[string]any { return each("stage", s.stages) },
			plain:  get("/page", "stage"),
		},
		{
			name: "deep", title: "Deep cursor page: 50 from the middle of the list by amount, pageInfo, no totalCount", most: 2,
			query: `query Deep($after: Cursor!) { opportunities(first: 50, after: $after, orderBy: {field: AMOUNT, direction: DESC}) {
				edges { node { id name stage amount currency } cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
			inputs: func(s *samples) []map[string]any { return each("after", s.cursors) },
			plain:  get("/deep", "after"),
		},
		{
			name: "pipeline", title: "Pipeline: open value and number by stage",
			query:  `query Pipeline { kpi(code: PIPELINE_VALUE, groupBy: STAGE, currency: "CNY") { currency overall { n value } groups { key n value } } }`,
			inputs: func(*samples) []map[string]any { return []map[string]any{{}} },
			plain:  get("/pipeline", ""),
		},
		{
			name: "create", title: "Create an opportunity, with its stage entry and change log", writes: true,
			query: `mutation Create($input: CreateOpportunityInput!) { createOpportunity(input: $input) { opportunity { id name version stage } change } }`,
			inputs: func(s *samples) (all []map[string]any) {
				for i, customer := range s.customers {
					all = append(all, map[string]any{"input": map[string]any{
						"name": fmt.Sprintf("New opportunity %d", i), "amount": fmt.Sprintf("%d.50", i*1000), "customerID": customer,
					}})
				}
				return all
			},
			plain: func(input map[string]any) (string, string, any) { return "POST", "/create", input["input"] },
		},
	}
}

func each(name string, values []string) (all []map[string]any) {
	for _, v := range values {
		all = append(all, map[string]any{name: v})
	}
	return all
}

// requests are the operation's HTTP requests to a server, as they go over the wire.
func (op *operation) requests(s *samples, plainly bool, token string) (all [][]byte) {
	for _, input := range op.inputs(s) {
		method, path, body := "POST", "/graphql", any(map[string]any{"query": op.query, "variables": input})
		if plainly {
			method, path, body = op.plain(input)
		}
		all = append(all, request(method, path, body, token))
	}
	return all
}

func request(method, path string, body any, token string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n", method, path)
	if token != "" {
		fmt.Fprintf(&b, "Authorization: Bearer %s\r\n", token)
	}
	if body == nil {
		b.WriteString("\r\n")
		return b.Bytes()
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(err) // bodies are made of plain values
	}
	fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n", len(encoded))
	b.Write(encoded)
	return b.Bytes()
}
