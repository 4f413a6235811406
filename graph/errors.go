package graph

import (
	"context"
	"errors"
	"log/slog"
	"maps"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"bidwell/process"
)

type languageKey struct{}

// WithLanguage gives the context the language people are answered in.
func WithLanguage(ctx context.Context, lang process.Language) context.Context {
	return context.WithValue(ctx, languageKey{}, lang)
}

// LanguageOf is the language people are answered in, English unless told.
func LanguageOf(ctx context.Context) process.Language {
	if lang, ok := ctx.Value(languageKey{}).(process.Language); ok {
		return lang
	}
	return process.LanguageEN
}

type requestKey struct{}

// WithRequestID gives the context the id under which the log keeps what went wrong.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// present turns any error into what a client may know: a code, a message in its language, the field. What is not an
// Error of the business is INTERNAL with the request id; the log has the rest.
func present(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var parsed *gqlerror.Error
		var known *process.Error
		path := graphql.GetPath(ctx)
		switch {
		case errors.As(err, &known):
		case errors.As(err, &parsed) && parsed.Err == nil:
			return onText(parsed, LanguageOf(ctx))
		default:
			id, _ := ctx.Value(requestKey{}).(string)
			level := slog.LevelError
			if errors.Is(err, context.Canceled) { // by the client, who is gone
				level = slog.LevelDebug
			}
			log.Log(ctx, level, "request failed", "request", id, "path", path.String(), "error", err)
			known = process.NewError(process.CodeInternal, process.MsgInternal)
			switch {
			case errors.Is(err, context.DeadlineExceeded):
				known = process.NewError(process.CodeUnavailable, process.MsgRequestSlow)
			case errors.Is(err, context.Canceled):
				known = process.NewError(process.CodeUnavailable, process.MsgUnavailable)
			}
			return answer(ctx, known, path, map[string]any{"requestId": id})
		}
		return answer(ctx, known, pathOf(err, path), nil)
	}
}

// onText passes on what the parser and the validator say about the query itself. They speak English alone: to others it
// is quoted.
func onText(e *gqlerror.Error, lang process.Language) *gqlerror.Error {
	told := *e
	told.Extensions = maps.Clone(e.Extensions)
	if told.Extensions == nil {
		told.Extensions = map[string]any{}
	}
	if code, _ := told.Extensions["code"].(string); code == "" {
		told.Extensions["code"] = string(process.CodeValidationFailed)
	}
	if lang != process.LanguageEN {
		told.Message = process.NewError(process.CodeValidationFailed, process.MsgRequestBad, "what", e.Message).Text(lang)
	}
	return &told
}

// presentBlockers shows what is in the way as a client finds it in the type Blocker.
func presentBlockers(blockers []process.Blocker, lang process.Language) []map[string]string {
	shown := make([]map[string]string, len(blockers))
	for i, b := range blockers {
		shown[i] = map[string]string{
			"code": string(b.Code), "label": b.LabelIn(lang), "todo": b.TodoIn(lang), "subject": b.Subject, "recordID": b.RecordID,
		}
	}
	return shown
}

func pathOf(err error, otherwise ast.Path) ast.Path {
	var located *gqlerror.Error
	if errors.As(err, &located) && len(located.Path) > 0 {
		return located.Path
	}
	return otherwise
}

func answer(ctx context.Context, known *process.Error, path ast.Path, extensions map[string]any) *gqlerror.Error {
	if extensions == nil {
		extensions = map[string]any{}
	}
	extensions["code"] = string(known.Code)
	if known.Field != "" {
		extensions["field"] = known.Field
	}
	if len(known.Blockers) > 0 {
		extensions["blockers"] = presentBlockers(known.Blockers, LanguageOf(ctx))
	}
	return &gqlerror.Error{Message: known.Text(LanguageOf(ctx)), Path: path, Extensions: extensions}
}
