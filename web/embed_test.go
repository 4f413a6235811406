package web

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	pageLoads  = regexp.MustCompile(`(?s)<(?:script|link|img|iframe|source|use)\b[^>]*?\b(?:src|href)="([^"]*)"`)
	styleLoads = regexp.MustCompile(`@import\s*["']?([^"';]*)|url\(\s*["']?([^"')]*)`)
	chunkLoads = regexp.MustCompile("(?:import|from)\\s*\\(?\\s*[\"'`](\\.{0,2}/[^\"'`]+|https?:[^\"'`]+)[\"'`]")
	inline     = regexp.MustCompile(`(?is)<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script\b[^>]*>[^<\s]`)
)

func TestEveryPageIsBuilt(t *testing.T) {
	for _, page := range []string{"index.html", "sign-in.html", "setup.html", "accept-invitation.html", "graphiql.html", "icon.svg", "licenses.md"} {
		if body, err := fs.ReadFile(Files(), page); err != nil || len(body) == 0 {
			t.Errorf("%s: %d bytes, %v", page, len(body), err)
		}
	}
}

func TestPagesLoadOnlyWhatIsEmbedded(t *testing.T) {
	scripts := 0
	for name, body := range read(t, ".html") {
		for _, load := range pageLoads.FindAllStringSubmatch(body, -1) {
			wantEmbedded(t, name, load[1])
		}
		scripts += strings.Count(body, `<script type="module"`)
	}
	if scripts != 5 {
		t.Errorf("%d module scripts in the pages, want one in each of the 5", scripts)
	}
}

func TestPagesHoldNoInlineCode(t *testing.T) {
	for name, body := range read(t, ".html") {
		if found := inline.FindString(body); found != "" {
			t.Errorf("%s holds %q, which the policy forbids", name, found)
		}
	}
}

func TestStylesLoadOnlyDataImages(t *testing.T) {
	for name, body := range read(t, ".css") {
		for _, load := range styleLoads.FindAllStringSubmatch(body, -1) {
			if target := load[1] + load[2]; !strings.HasPrefix(target, "data:image/") {
				t.Errorf("%s loads %q", name, target)
			}
		}
		if strings.Contains(body, "@font-face") {
			t.Errorf("%s brings fonts, which the policy forbids", name)
		}
	}
}

func TestScriptsImportOnlyWhatIsEmbedded(t *testing.T) {
	imports := 0
	for name, body := range read(t, ".js") {
		for _, load := range chunkLoads.FindAllStringSubmatch(body, -1) {
			wantEmbedded(t, name, path.Join("/"+path.Dir(name), load[1]))
			imports++
		}
	}
	if imports < 10 {
		t.Errorf("only %d imports seen between the scripts: the pattern no longer matches the build", imports)
	}
}

func TestScriptsCompileNoText(t *testing.T) {
	compiles := regexp.MustCompile(`\bnew Function\b|[^.\w]eval\(`)
	for name, body := range read(t, ".js") {
		if found := compiles.FindString(body); found != "" {
			t.Errorf("%s holds %q, which the policy forbids", name, found)
		}
	}
}

func TestPatternsSeeForeignLoads(t *testing.T) {
	for text, pattern := range map[string]*regexp.Regexp{
		`<script src="https://cdn.example/x.js">`:            pageLoads,
		"<link rel=\"stylesheet\"\n href=\"//cdn.example\">": pageLoads,
		`@import "https://cdn.example/x.css";`:               styleLoads,
		`src:url(https://cdn.example/x.woff2)`:               styleLoads,
		`import("https://cdn.example/x.js")`:                 chunkLoads,
		`<p style="color:red">`:                              inline,
		`<script>alert(1)</script>`:                          inline,
	} {
		if !pattern.MatchString(text) {
			t.Errorf("%s goes unseen", text)
		}
	}
}

// wantEmbedded fails unless target is an absolute path of this server with a file behind it.
func wantEmbedded(t *testing.T, name, target string) {
	t.Helper()
	local, ok := strings.CutPrefix(target, "/")
	if _, err := fs.Stat(Files(), local); !ok || err != nil {
		t.Errorf("%s loads %q, which is not embedded", name, target)
	}
}

// read returns the files with an extension by name; none at all is a failure.
func read(t *testing.T, extension string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(Files(), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != extension {
			return err
		}
		body, err := fs.ReadFile(Files(), name)
		found[name] = string(body)
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d files %s, %v", len(found), extension, err)
	}
	return found
}
