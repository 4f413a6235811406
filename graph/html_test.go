package graph

import "testing"

func TestTextsAreToldAsHTMLForPages(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		body := "**forty** piles <script>alert(1)</script> [here](javascript:x)"
		const want = "<p><strong>forty</strong> piles &lt;script&gt;alert(1)&lt;/script&gt; here</p>\n"
		with := func(id any) map[string]any { return map[string]any{"id": id, "body": body} }
		data := o.do(`mutation($body: String!) { createContentItem(input: {title: "Piles", body: $body}) { contentItem { id body bodyHTML } } }`, map[string]any{"body": body})
		if got := at(t, data, "createContentItem", "contentItem", "bodyHTML"); got != want {
			t.Errorf("an item: %q", got)
		}
		if got := at(t, data, "createContentItem", "contentItem", "body"); got != body {
			t.Errorf("what was written is not what is kept: %q", got)
		}
		item := at(t, data, "createContentItem", "contentItem", "id")
		data = o.do(`mutation($id: ID!, $body: String!) { addComment(input: {subjectID: $id, body: $body}) { comment { bodyHTML } } }`, with(item))
		if got := at(t, data, "addComment", "comment", "bodyHTML"); got != want {
			t.Errorf("a comment: %q", got)
		}
		data = o.do(`query($id: ID!) { node(id: $id) { ... on ContentItem { bodyHTML } } }`, map[string]any{"id": item}) // without the body
		if got := at(t, data, "node", "bodyHTML"); got != want {
			t.Errorf("alone: %q", got)
		}
		data = o.do(`mutation { createProposal(input: {title: "Quay"}) { proposal { versions { edges { node { id } } } } } }`, nil)
		version := at(t, data, "createProposal", "proposal", "versions", "edges", 0, "node", "id")
		data = o.do(`mutation($id: ID!, $body: String!) { createProposalSection(input: {proposalVersionID: $id, position: 0, title: "Piles", body: $body}) { proposalSection { bodyHTML } } }`, with(version))
		if got := at(t, data, "createProposalSection", "proposalSection", "bodyHTML"); got != want {
			t.Errorf("a section: %q", got)
		}
	})
}
