package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// Policy is the Content-Security-Policy that the pages need and are sent with. Data images are CodeMirror's squiggly
// lines under faulty code; nothing needs inline scripts, inline styles, eval or fonts.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const (
	cacheForever    = "public, max-age=31536000, immutable"
	cacheRevalidate = "no-cache"
)

// Handler serves the pages under clean addresses (/, /sign-in, /setup, /accept-invitation, /graphiql) and their assets. Assets carry a hash of
// their content in their names and may be kept for ever; the rest is revalidated by ETag. Anything else is 404, and any
// method but GET and HEAD 405.
func Handler() http.Handler {
	files, err := load(Files())
	if err != nil {
		panic(err) // the files are part of the program: it was built wrongly
	}
	return files
}

// file is one thing to serve, by its address.
type file struct {
	body    []byte
	headers map[string]string
}

type files map[string]file

// The types are spelled out because those of package mime depend on the machine.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".md":   "text/plain; charset=utf-8",
	".svg":  "image/svg+xml",
}

func load(source fs.FS) (files, error) {
	all := files{}
	err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		contentType, known := contentTypes[path.Ext(name)]
		if !known {
			return fmt.Errorf("web: no content type for %s", name)
		}
		body, err := fs.ReadFile(source, name)
		all[address(name)] = file{body, headers(name, contentType, body)}
		return err
	})
	return all, err
}

// address is where a file is served: pages without their extension, the start page at the root.
func address(name string) string {
	page, isPage := strings.CutSuffix(name, ".html")
	if isPage && page == "index" {
		return "/"
	}
	return "/" + page
}

func headers(name, contentType string, body []byte) map[string]string {
	sum := sha256.Sum256(body)
	all := map[string]string{
		"Content-Type":           contentType,
		"Cache-Control":          cacheRevalidate,
		"Etag":                   `"` + hex.EncodeToString(sum[:16]) + `"`,
		"X-Content-Type-Options": "nosniff",
	}
	if strings.HasPrefix(name, "assets/") {
		all["Cache-Control"] = cacheForever
	}
	if path.Ext(name) == ".html" {
		all["Content-Security-Policy"] = Policy
		all["Referrer-Policy"] = "same-origin"
	}
	return all
}

func (all files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	found, ok := all[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	for name, value := range found.headers {
		w.Header().Set(name, value)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(found.body))
}
