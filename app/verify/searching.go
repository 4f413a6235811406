package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"bidwell/desk"
)

// hit is what a search finds, with the record it is of or a part of.
type hit struct {
	RootID string
	Node   *struct {
		ExternalRefs []externalRef
		Proposal     *struct{ ExternalRefs []externalRef }
	}
}

// hitFields asks for the ids that the files have.
const hitFields = `rootID node {
	... on Opportunity { externalRefs { system id } } ... on Proposal { externalRefs { system id } }
	... on ContentItem { externalRefs { system id } } ... on Lesson { externalRefs { system id } }
	... on ProposalSection { proposal { externalRefs { system id } } }
}`

// ref is the id in the files of the whole document; none when it is no imported one.
func (x hit) ref() externalRef {
	if x.Node == nil {
		return externalRef{}
	}
	refs := x.Node.ExternalRefs
	if x.Node.Proposal != nil {
		refs = x.Node.Proposal.ExternalRefs
	}
	if len(refs) == 0 {
		return externalRef{}
	}
	return refs[0]
}

type searchPage struct {
	Total       int
	Hits        []hit
	HasNextPage bool
	EndCursor   *string
}

// checkIndexed waits until the index has everything that was imported.
func checkIndexed(ctx context.Context, h *house, _ folder, to *sheet) error {
	bounded, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	for {
		lag, err := h.desk.Lag(desk.AsSystem(bounded))
		if err != nil {
			return err
		}
		if lag == 0 {
			to.equal("index: changes not in it", 0, lag)
			return nil
		}
		select {
		case <-bounded.Done():
			return fmt.Errorf("%d changes are not indexed: %w", lag, bounded.Err())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// checkKnownItems looks for items in everything there is.
func checkKnownItems(ctx context.Context, h *house, data folder, to *sheet) error {
	items, err := readLines[struct{ QID, Query, Expected string }](data, "queries.jsonl")
	if err != nil {
		return err
	}
	var first, five int
	var below []string
	for _, item := range items {
		answer, err := ask[struct{ Search searchPage }](ctx, h,
			`query ($q: String!) { search(query: $q, first: 10, grouped: true) { hits { `+hitFields+` } } }`, map[string]any{"q": item.Query})
		if err != nil {
			return err
		}
		rank := 1 + slices.IndexFunc(answer.Search.Hits, func(x hit) bool { return x.ref().ID == item.Expected })
		if rank == 1 {
			first++
		} else {
			below = append(below, fmt.Sprintf("%s %s: rank %d", item.QID, item.Expected, rank))
		}
		if rank >= 1 && rank <= 5 {
			five++
		}
	}
	const bar = 0.9
	n := float64(len(items))
	to.atLeast(fmt.Sprintf("known items at rank 1, of %d", len(items)), bar*n, float64(first))
	to.atLeast(fmt.Sprintf("known items in the first 5, of %d", len(items)), n, float64(five))
	to.explain(below)
	return nil
}

// explain puts examples to the last line when it failed, or the one before it did.
func (s *sheet) explain(examples []string) {
	for i := len(s.lines) - 2; i < len(s.lines); i++ {
		if !s.lines[i].ok {
			s.lines[i].examples = examples
		}
	}
}

// term is a line of the oracle: the whole documents that contain a text.
type term struct {
	Lang, Term string
	IDs        []string
}

// wholeKinds stand for whole documents of the oracle's files.
const wholeKinds = "kinds: [PROPOSAL, CASE, LESSON, OPPORTUNITY]"

// oracleSystems are the files that the oracle was made of.
func oracleSystems() []string { return []string{"nasa_llis", "peps", "cn_cases", tenderSystem} }

// checkTerms holds that a quoted Chinese text finds exactly the documents with it, and an English one at least those.
func checkTerms(ctx context.Context, h *house, data folder, to *sheet) error {
	terms, err := readLines[term](data, "term_oracle.jsonl")
	if err != nil {
		return err
	}
	zh, en := &tally{check: "quoted Chinese terms, the exact set"}, &tally{check: "quoted English terms, at least the set"}
	for _, term := range terms {
		got, err := findQuoted(ctx, h, term.Term)
		if err != nil {
			return err
		}
		missing, extra := without(term.IDs, got), without(got, term.IDs)
		what := fmt.Sprintf("%s: %d missing %v, %d extra %v", term.Term, len(missing), some5(missing), len(extra), some5(extra))
		if term.Lang == "zh" {
			zh.compare(len(missing)+len(extra) == 0, "%s", what)
		} else {
			en.compare(len(missing) == 0, "%s", what)
		}
	}
	to.sum(zh)
	to.sum(en)
	return nil
}

// findQuoted gives the ids of all documents of the oracle's files that a quoted text finds.
func findQuoted(ctx context.Context, h *house, text string) (ids []string, err error) {
	for variables := map[string]any{"q": `"` + text + `"`}; ; {
		answer, err := ask[struct{ Search searchPage }](ctx, h, `query ($q: String!, $after: String) {
			search(query: $q, filter: {`+wholeKinds+`}, first: 100, after: $after) { hits { `+hitFields+` } hasNextPage endCursor }
		}`, variables)
		if err != nil {
			return nil, err
		}
		for _, x := range answer.Search.Hits {
			if ref := x.ref(); slices.Contains(oracleSystems(), ref.System) {
				ids = append(ids, ref.ID)
			}
		}
		if !answer.Search.HasNextPage {
			return ids, nil
		}
		variables["after"] = answer.Search.EndCursor
	}
}

func without(ids, others []string) (left []string) {
	known := names{}
	known.add(others...)
	for _, id := range ids {
		if !known[id] {
			left = append(left, id)
		}
	}
	return left
}

func some5(ids []string) string { return strings.Join(ids[:min(exampleLimit, len(ids))], " ") }

// checkParity holds that the index is what the database says.
func checkParity(ctx context.Context, h *house, to *sheet) error {
	parity, err := h.desk.CheckIndex(ctx)
	if err != nil {
		return err
	}
	to.add(line{
		check: fmt.Sprintf("index equals database (%d documents): missing, stale, extra", parity.Documents), want: "0, 0, 0",
		got: fmt.Sprintf("%d, %d, %d", parity.Missing, parity.Stale, parity.Extra), ok: parity.Whole() && parity.Documents > 0, examples: parity.Examples,
	})
	return nil
}
