package main

import (
	"context"
	"fmt"
)

// The terms whose counts the edits move. The oracle has documents with both.
const (
	addedTerm   = "混沌工程"
	removedTerm = "workmanship"
)

// edited is what a mutation answers.
type edited struct {
	Done struct {
		Change int64
		Record struct {
			ID      string
			Version int
		}
	}
}

// checkEdits makes a lesson, changes one and archives one, and holds that a search that waits for the change finds
// exactly one document more or less.
func checkEdits(ctx context.Context, h *house, _ folder, to *sheet) error {
	added, err := countQuoted(ctx, h, addedTerm, nil)
	if err != nil {
		return err
	}
	removed, err := countQuoted(ctx, h, removedTerm, nil)
	if err != nil {
		return err
	}
	for _, edit := range []struct {
		check, term string
		want        int
		do          func(context.Context, *house) (edited, error)
	}{
		{"lesson made", addedTerm, added + 1, makeLesson},
		{"lesson changed", addedTerm, added + 2, changeLesson},
		{"lesson archived", removedTerm, removed - 1, archiveLesson},
	} {
		done, err := edit.do(ctx, h)
		if err != nil {
			return fmt.Errorf("%s: %w", edit.check, err)
		}
		got, err := countQuoted(ctx, h, edit.term, &done.Done.Change)
		if err != nil {
			return fmt.Errorf("%s: %w", edit.check, err)
		}
		to.equal(edit.check+": documents with the term", edit.want, got)
	}
	return nil
}

// countQuoted counts the documents with a quoted term, once the index has a change.
func countQuoted(ctx context.Context, h *house, text string, change *int64) (int, error) {
	answer, err := ask[struct{ Search searchPage }](ctx, h, `query ($q: String!, $change: Int64) {
		search(query: $q, filter: {`+wholeKinds+`}, first: 0, waitFor: $change) { total }
	}`, map[string]any{"q": `"` + text + `"`, "change": change})
	return answer.Search.Total, err
}

func makeLesson(ctx context.Context, h *house) (edited, error) {
	return ask[edited](ctx, h, `mutation ($in: CreateLessonInput!) { done: createLesson(input: $in) { change record: lesson { id version } } }`,
		map[string]any{"in": map[string]any{"title": "演练之前先约定停手的条件", "lesson": "做" + addedTerm + "演练时没有约定谁来叫停。", "language": "zh"}})
}

// changeLesson adds the term to an imported lesson.
func changeLesson(ctx context.Context, h *house) (edited, error) {
	l, err := importedLesson(ctx, h, removedTerm, 1)
	if err != nil {
		return edited{}, err
	}
	return ask[edited](ctx, h, `mutation ($in: UpdateLessonInput!) { done: updateLesson(input: $in) { change record: lesson { id version } } }`,
		map[string]any{"in": map[string]any{"id": l.ID, "version": l.Version, "recommendation": "另见" + addedTerm + "一节。"}})
}

func archiveLesson(ctx context.Context, h *house) (edited, error) {
	l, err := importedLesson(ctx, h, removedTerm, 0)
	if err != nil {
		return edited{}, err
	}
	return ask[edited](ctx, h, `mutation ($in: RecordInput!) { done: archiveRecord(input: $in) { change record { id } } }`,
		map[string]any{"in": map[string]any{"id": l.ID, "version": l.Version}})
}

type lesson struct {
	ID      string
	Version int
}

// importedLesson is the one at a place among the lessons with a term.
func importedLesson(ctx context.Context, h *house, text string, at int) (lesson, error) {
	answer, err := ask[struct {
		Search struct{ Hits []struct{ Node *lesson } }
	}](ctx, h, `query ($q: String!) { search(query: $q, filter: {kinds: [LESSON]}, first: 5) { hits { node { ... on Lesson { id version } } } } }`,
		map[string]any{"q": `"` + text + `"`})
	if err != nil {
		return lesson{}, err
	}
	if hits := answer.Search.Hits; at < len(hits) && hits[at].Node != nil {
		return *hits[at].Node, nil
	}
	return lesson{}, fmt.Errorf("no lesson with %q", text)
}
