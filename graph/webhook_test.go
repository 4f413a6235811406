package graph

import (
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

// A webhook endpoint over GraphQL: its secret is shown once and by nothing else, others find nothing, and it is put away like any
// record.
func TestLifeOfAWebhookEndpoint(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		user := at(t, o.do(`mutation { createUser(input: {name: "Mei", role: SALES, email: "mei@lantern.example"}) { user { id } } }`, nil), "createUser", "user", "id").(string)
		token := at(t, o.do(`mutation($u: ID!) { createAPIToken(input: {name: "erp", scope: READ, userID: $u}) { apiToken { id } } }`, map[string]any{"u": user}), "createAPIToken", "apiToken", "id").(string)
		mei := o.as(&process.Viewer{UserID: user, Role: process.UserRoleSales, Scope: process.TokenScopeAdmin})
		made := at(t, mei.do(`mutation($t: ID!) { createWebhookEndpoint(input: {tokenID: $t, url: "https://erp.example/hook", description: "ERP", types: ["Customer"]}) {
			secret change webhookEndpoint { id version url types state disabledReason position failingSince token { id } user { id } deliveries { totalCount } } } }`, map[string]any{"t": token}), "createWebhookEndpoint")
		id, secret := at(t, made, "webhookEndpoint", "id").(string), at(t, made, "secret").(string)
		if !strings.HasPrefix(id, "whk_") || !strings.HasPrefix(secret, "whsec_") || at(t, made, "webhookEndpoint", "state") != "ACTIVE" || at(t, made, "webhookEndpoint", "deliveries", "totalCount") != 0.0 {
			t.Errorf("made %v", made)
		}
		for _, field := range []string{"secret", "signingSecret", "previousSecret"} {
			if code, _ := mei.refused(`{ webhookEndpoints { edges { node { `+field+` } } } }`, nil); code != "GRAPHQL_VALIDATION_FAILED" {
				t.Errorf("%s can be asked for: %s", field, code)
			}
		}
		kim := o.as(&process.Viewer{UserID: "usr_00000000000000000000000001", Role: process.UserRoleSales, Scope: process.TokenScopeAdmin})
		for _, q := range []string{
			`mutation($id: ID!) { updateWebhookEndpoint(input: {id: $id, version: 1, paused: true}) { change } }`, `mutation($id: ID!) { rotateWebhookSecret(input: {id: $id, version: 1}) { secret } }`,
			`mutation($id: ID!) { pingWebhookEndpoint(id: $id) { status } }`, `mutation($id: ID!) { replayWebhookEndpoint(input: {id: $id, version: 1, after: 0}) { change } }`,
			`mutation($id: ID!) { archiveRecord(input: {id: $id, version: 1}) { change } }`,
		} {
			if code, _ := kim.refused(q, map[string]any{"id": id}); code != "NOT_FOUND" {
				t.Errorf("another's endpoint answers %s to %s", code, q)
			}
		}
		if n := at(t, kim.do(`{ webhookEndpoints { totalCount } webhookDeliveries { totalCount } }`, nil), "webhookEndpoints", "totalCount"); n != 0.0 {
			t.Errorf("another sees %v endpoints", n)
		}
		for query, want := range map[string]string{
			`mutation($id: ID!) { updateWebhookEndpoint(input: {id: $id, version: 1, url: "http://erp.example/"}) { change } }`: "VALIDATION_FAILED",
			`mutation($id: ID!) { updateWebhookEndpoint(input: {id: $id, version: 7, paused: true}) { change } }`:               "CONFLICT",
			`mutation($id: ID!) { updateWebhookEndpoint(input: {id: $id, version: 1, types: ["x"]}) { change } }`:               "VALIDATION_FAILED",
			`mutation($id: ID!) { replayWebhookEndpoint(input: {id: $id, version: 1, after: 99999}) { change } }`:               "VALIDATION_FAILED",
			`mutation($id: ID!) { pingWebhookEndpoint(id: $id) { status } }`:                                                    "UNAVAILABLE",
		} {
			if code, _ := mei.refused(query, map[string]any{"id": id}); code != want {
				t.Errorf("%s answers %s", query, code)
			}
		}
		changed := at(t, mei.do(`mutation($id: ID!) { updateWebhookEndpoint(input: {id: $id, version: 1, types: [], description: "ERP of the north", paused: true}) { webhookEndpoint { version types state description } } }`,
			map[string]any{"id": id}), "updateWebhookEndpoint", "webhookEndpoint")
		if at(t, changed, "state") != "PAUSED" || at(t, changed, "version") != 2.0 || len(at(t, changed, "types").([]any)) != 0 {
			t.Errorf("changed %v", changed)
		}
		mei.do(`mutation($id: ID!) { archiveRecord(input: {id: $id, version: 2}) { change } }`, map[string]any{"id": id})
		if n := at(t, mei.do(`{ webhookEndpoints { totalCount } }`, nil), "webhookEndpoints", "totalCount"); n != 0.0 {
			t.Errorf("%v endpoints are left", n)
		}
		if n := at(t, o.do(`{ webhookEndpoints(archived: true) { totalCount } }`, nil), "webhookEndpoints", "totalCount"); n != 1.0 {
			t.Errorf("administrators see %v endpoints", n)
		}
		if _, err := o.desk.CreateWebhookEndpoint(o.ctx, desk.CreateWebhookEndpointInput{URL: "https://erp.example/", Description: "x"}); process.CodeOf(err) != process.CodeValidationFailed {
			t.Errorf("the command line has no token of its own: %v", err)
		}
	})
}
