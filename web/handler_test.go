package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func request(method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL.Path = target
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w
}

func TestPagesAreServedUnderCleanAddresses(t *testing.T) {
	for address, script := range map[string]string{
		"/": "/assets/index-", "/sign-in": "/assets/sign-in-", "/setup": "/assets/setup-", "/accept-invitation": "/assets/accept-invitation-", "/graphiql": "/assets/graphiql-",
	} {
		w := request(http.MethodGet, address)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), script) {
			t.Errorf("%s: %d, want the page that loads %s…", address, w.Code, script)
		}
		want(t, w, "Content-Type", "text/html; charset=utf-8")
		want(t, w, "Cache-Control", "no-cache")
		want(t, w, "Content-Security-Policy", Policy)
		want(t, w, "X-Content-Type-Options", "nosniff")
		want(t, w, "Referrer-Policy", "same-origin")
	}
}

func TestAssetsMayBeKeptForEver(t *testing.T) {
	for extension, contentType := range map[string]string{
		".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	} {
		for name, body := range read(t, extension) {
			w := request(http.MethodGet, "/"+name)
			if w.Code != http.StatusOK || w.Body.String() != body {
				t.Errorf("%s: %d and %d bytes, want %d", name, w.Code, w.Body.Len(), len(body))
			}
			want(t, w, "Content-Type", contentType)
			want(t, w, "Cache-Control", "public, max-age=31536000, immutable")
		}
	}
}

func TestFilesWithoutHashAreRevalidated(t *testing.T) {
	for address, contentType := range map[string]string{
		"/icon.svg": "image/svg+xml", "/licenses.md": "text/plain; charset=utf-8",
	} {
		w := request(http.MethodGet, address)
		want(t, w, "Content-Type", contentType)
		want(t, w, "Cache-Control", "no-cache")
	}
}

func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	first := request(http.MethodGet, "/")
	again := request(http.MethodGet, "/", "If-None-Match", first.Header().Get("Etag"))
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("the same page: %d with %d bytes, want 304 with none", again.Code, again.Body.Len())
	}
	other := request(http.MethodGet, "/", "If-None-Match", request(http.MethodGet, "/setup").Header().Get("Etag"))
	if other.Code != http.StatusOK {
		t.Errorf("another page's tag: %d, want 200", other.Code)
	}
}

func TestHeadHasNoBody(t *testing.T) {
	w := request(http.MethodHead, "/graphiql")
	if w.Code != http.StatusOK || w.Body.Len() != 0 {
		t.Errorf("%d with %d bytes, want 200 with none", w.Code, w.Body.Len())
	}
}

func TestUnknownAddressesAreNotFound(t *testing.T) {
	for _, address := range []string{
		"/nothing", "/assets", "/assets/", "/assets/none.js", "/index.html", "/index", "/setup.html", "/graphiql/",
		"//", "", "/../embed.go", "/assets/../index.html", "/.", "/%00", "/\x00", `/..\embed.go`, "/dist/index.html",
	} {
		w := request(http.MethodGet, address)
		if w.Code != http.StatusNotFound {
			t.Errorf("%q: %d, want 404", address, w.Code)
		}
		if strings.Contains(w.Body.String(), "assets") {
			t.Errorf("%q lists files: %s", address, w.Body)
		}
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, http.MethodPatch} {
		w := request(method, "/")
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d, want 405", method, w.Code)
		}
		want(t, w, "Allow", "GET, HEAD")
	}
}

func TestPolicyAllowsNothingInline(t *testing.T) {
	for _, forbidden := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} {
		if strings.Contains(Policy, forbidden) {
			t.Errorf("the policy allows %s", forbidden)
		}
	}
}

func TestFileOfUnknownTypeIsRefused(t *testing.T) {
	if _, err := load(fstest.MapFS{"assets/font.woff2": {Data: []byte("x")}}); err == nil {
		t.Error("a file without a content type was taken")
	}
}

func TestUnreadableFilesAreRefused(t *testing.T) {
	if _, err := load(broken{}); err == nil {
		t.Error("a file system that fails was taken")
	}
}

type broken struct{}

func (broken) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

func want(t *testing.T, w *httptest.ResponseRecorder, header, value string) {
	t.Helper()
	if got := w.Header().Get(header); got != value {
		t.Errorf("%s: %q, want %q", header, got, value)
	}
}
