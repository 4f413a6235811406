package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the import direction of the house: each room and the rooms it may use. A room may use its own
// sub-packages. Tests may use more.
var mayImport = map[string][]string{
	"process":            {"process/vocabulary"},
	"process/vocabulary": {},
	"ent/schema":         {"process/vocabulary"},
	"ent/sdl":            {"process/vocabulary"},
	"ent/page":           {"process/vocabulary"},
	"ent/store":          {},
	"ent":                {"process/vocabulary", "ent"}, // not the rules: else each change of a rule rebuilds everything
	"search":             {},
	"outgoing":           {},
	"document":           {},
	"desk/importer":      {"process"},
	"desk":               {"process", "ent", "search", "document", "desk/importer"},
	"graph":              {"desk", "process", "ent", "search", "graph"},
	"web":                {},
	"seed":               {"desk", "process", "ent", "desk/importer", "search"},
	"app":                {"app", "desk", "desk/importer", "document", "graph", "process", "ent", "outgoing", "search", "seed", "web"},
	"":                   {"app"},
}

// allowed are the modules that may be required directly, each with the reason it earns its place.
var allowed = map[string]string{
	"ariga.io/atlas":                                           "writes the migrations of a changed schema (development only)",
	"entgo.io/contrib":                                         "derives the GraphQL schema from the entities",
	"entgo.io/ent":                                             "the entities and their queries",
	"github.com/99designs/gqlgen":                              "GraphQL server",
	"github.com/RoaringBitmap/roaring/v2":                      "the sets of documents in bleve's files",
	"github.com/alecthomas/kong":                               "flags, environment and file in one struct",
	"github.com/alexedwards/argon2id":                          "password hashes",
	"github.com/blevesearch/bleve/v2":                          "the index of the case library",
	"github.com/blevesearch/bleve_index_api":                   "types of the index that bleve's own API names",
	"github.com/blevesearch/scorch_segment_api/v2":             "types of the segments that bleve's own API names",
	"github.com/coder/websocket":                               "frames, limits and the closing handshake of WebSocket, with contexts",
	"github.com/coreos/go-oidc/v3":                             "OpenID Connect: an issuer's description, its keys, what it signed",
	"github.com/goccy/go-yaml":                                 "import mappings",
	"github.com/golang/snappy":                                 "how bleve's files compress stored fields",
	"github.com/google/go-cmp":                                 "comparisons in tests",
	"github.com/klippa-app/go-pdfium":                          "reads PDFs: PDFium in a sandbox, which gets Chinese right where pure Go readers garble it",
	"github.com/lib/pq":                                        "PostgreSQL",
	"github.com/minio/minio-go/v7":                             "S3-compatible storage: signatures, files in parts",
	"github.com/mozillazg/go-pinyin":                           "how Chinese characters are read, for suggestions while typing",
	"github.com/oklog/ulid/v2":                                 "ids that sort by time",
	"github.com/pressly/goose/v3":                              "applies migrations",
	"github.com/standard-webhooks/standard-webhooks/libraries": "signs webhooks as Standard Webhooks has it",
	"github.com/tetratelabs/wazero":                            "the sandbox that PDFium runs in: its bounds and its cache are ours to set",
	"github.com/vektah/gqlparser/v2":                           "the query language's syntax tree",
	"github.com/wneessen/go-mail":                              "e-mail: MIME, SMTP with TLS and its ways to sign in, which the standard library no longer develops",
	"github.com/xuri/excelize/v2":                              "reads and writes XLSX",
	"github.com/yuin/goldmark":                                 "reads Markdown as the standard defines it: its headings, and how it is set in a page",
	"golang.org/x/crypto":                                      "certificates by ACME",
	"golang.org/x/net":                                         "the tokens of HTML",
	"golang.org/x/oauth2":                                      "the exchange of a code, with PKCE",
	"golang.org/x/sync":                                        "groups of goroutines",
	"golang.org/x/term":                                        "asks for passwords without echo",
	"golang.org/x/text":                                        "encodings, width folding",
	"modernc.org/sqlite":                                       "SQLite without cgo",
	"pgregory.net/rapid":                                       "property and model tests",
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// room is the longest room a package lies in.
func room(path string) string {
	rel := strings.TrimPrefix(strings.TrimPrefix(path, "bidwell"), "/")
	for r := rel; r != ""; r, _ = cutLast(r) {
		if _, ok := mayImport[r]; ok {
			return r
		}
	}
	return ""
}

func cutLast(path string) (string, string) {
	i := strings.LastIndex(path, "/")
	if i < 0 {
		return "", path
	}
	return path[:i], path[i+1:]
}

func TestImportsPointOneWay(t *testing.T) {
	for _, p := range packages(t) {
		from := room(p.ImportPath)
		for _, i := range p.Imports {
			if i != "bidwell" && !strings.HasPrefix(i, "bidwell/") {
				continue
			}
			to := room(i)
			if to != from && !isTool(p.ImportPath) && !allows(from, to) {
				t.Errorf("%s (room %q) imports %s (room %q)", p.ImportPath, from, i, to)
			}
		}
	}
}

// allows tells whether one room may use another, or a room inside it.
func allows(from, to string) bool {
	return slices.ContainsFunc(mayImport[from], func(r string) bool { return to == r || strings.HasPrefix(to, r+"/") })
}

// isTool tells the programs that only developers run; nothing imports them.
func isTool(path string) bool {
	return strings.HasSuffix(path, "/diff") || strings.HasSuffix(path, "/pgserve")
}

func TestDirectDependenciesAreAllowed(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{if not .Indirect}}{{.Path}}{{end}}", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range strings.Fields(string(out)) {
		if m != "bidwell" && allowed[m] == "" {
			t.Errorf("%s is not on the list; say why it earns its place or do without it", m)
		}
	}
	for m := range allowed {
		if !slices.Contains(strings.Fields(string(out)), m) {
			t.Errorf("%s is on the list but not required", m)
		}
	}
}
