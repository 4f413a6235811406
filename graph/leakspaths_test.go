package graph

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"bidwell/desk"
	"bidwell/process"
	"bidwell/process/vocabulary"
)

// askElsewhere asks what is no list: the case library, what helps to type, the change feed, figures.
func (w *prying) askElsewhere(who *office, known map[string]bool, told string) int {
	title := w.titles[pick(w, slices.Sorted(maps.Keys(w.titles)))]
	word := string([]rune(title)[:min(4, len([]rune(title)))])
	var closed []string
	for id, name := range w.titles {
		if !known[id] && !slices.ContainsFunc(slices.Collect(maps.Keys(known)), func(k string) bool { return w.titles[k] == name }) {
			closed = append(closed, name)
		}
	}
	asked := 0
	ask := func(name, query string, variables map[string]any) map[string]any {
		asked++
		answer, errs := who.ask(who.ctx, query, variables)
		for _, e := range errs {
			if code := e.Extensions["code"]; code != "FORBIDDEN" && code != "NOT_FOUND" {
				w.t.Errorf("%s: %v, asked by %s", name, e, told)
			}
		}
		w.wantKnown(name, answer, known, told)
		return answer
	}
	found := ask("search", `query($q: String!) { search(query: $q, first: 100, grouped: false, facets: [{name: KIND}]) { total hits { id node { id `+w.guardedNodes()+` } } facets { values { count } } } }`, map[string]any{"q": word})
	if found != nil {
		hits, total := at(w.t, found, "search", "hits").([]any), at(w.t, found, "search", "total").(float64)
		if len(hits) < 100 && int(total) != len(hits) {
			w.t.Errorf("search for %q counts %v and shows %d, to %s", word, total, len(hits), told)
		}
		counted := 0.0
		for _, f := range at(w.t, found, "search", "facets").([]any) {
			for _, v := range f.(map[string]any)["values"].([]any) {
				counted += v.(map[string]any)["count"].(float64)
			}
		}
		if counted != total {
			w.t.Errorf("search for %q finds %v and its facets %v, for %s", word, total, counted, told)
		}
	}
	ask("similar", `query($q: String!) { similar(text: $q, first: 50) { hits { id } } }`, map[string]any{"q": title})
	ask("similar cases", `query($q: String!) { similarCases(text: $q) { won { hit { id } opportunity { id } } lost { hit { id } opportunity { id } } } }`, map[string]any{"q": title})
	figures := ask("figures", `{ kpi(code: PIPELINE_VALUE) { overall { n } } opportunities(where: {status: OPEN}, first: 1) { totalCount } }`, nil)
	if figures != nil && figures["kpi"] != nil {
		if counted, listed := at(w.t, figures, "kpi", "overall", "n"), at(w.t, figures, "opportunities", "totalCount"); counted != listed {
			w.t.Errorf("the pipeline is of %v opportunities and %v are listed, for %s", counted, listed, told)
		}
	}
	typed := ask("suggest", `query($q: String!) { suggest(text: $q, first: 20) { text } }`, map[string]any{"q": word})
	if typed != nil {
		for _, s := range at(w.t, typed, "suggest").([]any) {
			if text := s.(map[string]any)["text"].(string); slices.Contains(closed, text) {
				w.t.Errorf("suggestions name %q to %s", text, told)
			}
		}
	}
	after, read := 0.0, 0
	for more := true; more; {
		feed := ask("changes", `query($after: Int64) { changes(first: 100, after: $after) { end hasMore changes { recordID fields { name } } } }`, map[string]any{"after": int64(after)})
		if feed == nil {
			break
		}
		after, more = at(w.t, feed, "changes", "end").(float64), at(w.t, feed, "changes", "hasMore").(bool)
		for _, c := range at(w.t, feed, "changes", "changes").([]any) {
			read++
			id := c.(map[string]any)["recordID"].(string)
			if !known[id] {
				w.t.Errorf("the change feed names %s to %s", id, told)
			}
			for _, f := range c.(map[string]any)["fields"].([]any) {
				w.wantTold(id, f.(map[string]any)["name"].(string), told)
			}
		}
	}
	logged := maps.Clone(known)
	maps.DeleteFunc(logged, func(id string, _ bool) bool { return strings.HasPrefix(id, process.IDOf("WebhookDelivery", "")) })
	if read < len(logged) { // each record was made
		w.t.Errorf("the change feed has %d changes of %d records for %s", read, len(logged), told)
	}
	return asked + w.askWebhook(who, known, told)
}

// askWebhook asks what a webhook endpoint would be told, batch by batch.
func (w *prying) askWebhook(who *office, known map[string]bool, told string) (asked int) {
	last, err := w.desk.LastChange(w.ctx)
	w.must(err)
	batched := map[string]bool{}
	for after := int64(0); after < last; {
		asked++
		batch, err := w.desk.WebhookBatch(who.ctx, after, last, nil)
		w.must(err)
		raw, err := json.Marshal(batch)
		w.must(err)
		var m struct {
			Changes []struct {
				RecordID, OpportunityID string
				Fields                  []struct{ Name string }
			}
		}
		w.must(json.Unmarshal(raw, &m))
		for _, c := range m.Changes {
			batched[c.RecordID] = true
			if !known[c.RecordID] || c.OpportunityID != "" && !known[c.OpportunityID] {
				w.t.Errorf("a webhook tells of %s of %s to %s", c.RecordID, c.OpportunityID, told)
			}
			for _, f := range c.Fields {
				w.wantTold(c.RecordID, f.Name, told)
			}
		}
		if batch.End <= after {
			w.t.Fatalf("a batch after %d ends at %d", after, batch.End)
		}
		after = batch.End
	}
	for id := range known {
		if !batched[id] && !strings.HasPrefix(id, process.IDOf("WebhookDelivery", "")) {
			w.t.Errorf("webhooks do not tell of %s to %s", id, told)
		}
	}
	return asked
}

// wire gives some users webhook endpoints with an attempt each.
func (w *prying) wire() {
	for _, u := range w.users[:min(4, len(w.users))] {
		token, err := w.desk.CreateAPIToken(w.ctx, desk.CreateAPITokenInput{Name: "erp", Scope: process.TokenScopeRead, UserID: &u.ID})
		w.must(err)
		e, err := w.desk.CreateWebhookEndpoint(w.ctx, desk.CreateWebhookEndpointInput{TokenID: &token.Record.ID, URL: "https://erp.example/", Description: "erp"})
		w.must(err)
		_, err = w.desk.Store().DB().Exec(`INSERT INTO webhook_deliveries (id, version, created_at, updated_at, user_id, endpoint_id, message_id, after, "end", changes, outcome, duration_ms)
			SELECT $1, 1, created_at, updated_at, user_id, id, 'msg_x', 0, 1, 1, 'DELIVERED', 1 FROM webhook_endpoints WHERE id = $2`, strings.Replace(e.Record.ID, "whk_", "whd_", 1), e.Record.ID)
		w.must(err)
	}
}

// wantTold holds that the change feed tells of no field that node hides.
func (w *prying) wantTold(id, field, told string) {
	e, _ := process.EntityOf(id)
	if vocabulary.Guarded(string(e), field) != nil && !w.fieldOpens(w.asking, string(e), field, id, w.behind[id]) {
		w.t.Errorf("the change feed tells %s of %s to %s", field, id, told)
	}
}
