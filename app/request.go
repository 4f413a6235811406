package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"bidwell/graph"
	"bidwell/process"
)

// visit is what is known about a request beside what it says.
type visit struct {
	id     string
	viewer string
	origin origin
}

type visitKey struct{}

func visitOf(ctx context.Context) *visit {
	v, _ := ctx.Value(visitKey{}).(*visit)
	return v
}

func requestID(ctx context.Context) string {
	if v := visitOf(ctx); v != nil {
		return v.id
	}
	return ""
}

// noteViewer tells the access log whose request it was.
func noteViewer(ctx context.Context, userID string) {
	if v := visitOf(ctx); v != nil {
		v.viewer = userID
	}
}

// identified gives a request its id, the caller's if it is a sensible one, and its language.
func identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !sensible(id) {
			id = rand.Text()
		}
		w.Header().Set("X-Request-Id", id)
		ctx := context.WithValue(r.Context(), visitKey{}, &visit{id: id})
		ctx = graph.WithRequestID(graph.WithLanguage(ctx, languageOf(r.Header.Get("Accept-Language"))), id)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func sensible(id string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
	return id != "" && len(id) <= 64 && strings.Trim(id, letters) == ""
}

// languageOf picks Chinese or English, whichever the client wants more; English when it wants neither.
func languageOf(accept string) process.Language {
	best, chosen := 0.0, process.LanguageEN
	for part := range strings.SplitSeq(accept[:min(len(accept), 200)], ",") {
		tag, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
			weight, _ = strconv.ParseFloat(q, 64)
		}
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if (base == "zh" || base == "en") && weight > best {
			best, chosen = weight, process.Language(base)
		}
	}
	return chosen
}

// logged writes a line for each request, with neither query string nor body: both may hold secrets.
func (s *site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.office.log.Enabled(r.Context(), slog.LevelInfo) {
			next.ServeHTTP(w, r)
			return
		}
		start, meter := time.Now(), &meter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			v := visitOf(r.Context())
			s.office.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
				slog.String("path", pathOf(r)), slog.Int("status", meter.status), slog.Int("bytes", meter.bytes),
				slog.Duration("took", time.Since(start)), slog.String("request", v.id), slog.String("user", v.viewer), slog.String("from", v.origin.address.String()))
		}()
		next.ServeHTTP(meter, r)
	})
}

// meter notes what is answered.
type meter struct {
	http.ResponseWriter
	status, bytes int
}

// WriteHeader notes the status.
func (m *meter) WriteHeader(status int) {
	m.status = status
	m.ResponseWriter.WriteHeader(status)
}

// Write notes the size.
func (m *meter) Write(p []byte) (int, error) {
	n, err := m.ResponseWriter.Write(p)
	m.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController through.
func (m *meter) Unwrap() http.ResponseWriter { return m.ResponseWriter }

// recovered keeps a panic to its request.
func (s *site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause)
			}
			s.office.log.ErrorContext(r.Context(), "panic", "path", pathOf(r), "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			s.refuse(w, r, process.NewError(process.CodeInternal, process.MsgInternal))
		}()
		next.ServeHTTP(w, r)
	})
}

// secured sets the headers that browsers keep out of harm by. The pages bring a content policy of their own.
func (s *site) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if s.encrypted(r.Context()) {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
