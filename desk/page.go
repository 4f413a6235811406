package desk

import (
	"context"

	"bidwell/document"
)

// Page is a text in Markdown as HTML that can stand in a page; see document.Page. It takes work, so it is not begun when a request
// has ended.
func Page(ctx context.Context, markdown string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return document.Page(markdown), nil
}
