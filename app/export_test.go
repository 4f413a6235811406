package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bidwell/desk"
	"bidwell/ent"
)

const exportOf = `{"query":"{opportunities{edges{node{name amount expectedCloseOn createdAt owner{name}}}}}","format":%q,"file":%q}`

func TestAListIsSentAsAFile(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		sys := desk.AsSystem(f.Context())
		sales, err := f.office.Authenticate(f.Context(), f.secrets["sales"])
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range []string{"北港 3 号码头", "=HYPERLINK(\"http://evil\")", "a,\"b\"\nc"} {
			in := ent.CreateOpportunityInput{Name: name, OwnerID: &sales.UserID, Amount: new(int64(123450)), ExpectedCloseOn: new(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))}
			if _, err := f.office.CreateOpportunity(sys, in); err != nil {
				f.Fatal(err)
			}
		}
		w := f.play("as CSV", scene{path: "/export", cookie: "sales", body: fmt.Sprintf(exportOf, "csv", `../商机 2026.csv`), status: 200, contains: "\uFEFFname,amount,expectedCloseOn,createdAt,owner.name\n"})
		if d := w.Header().Get("Content-Disposition"); !strings.Contains(d, "%E5%95%86%E6%9C%BA%202026.csv") || strings.Contains(d, "..") || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || w.Header().Get("Cache-Control") != "no-store" {
			f.Errorf("%v", w.Header())
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\uFEFF"))).ReadAll()
		if err != nil || len(rows) != 4 || rows[1][0] != "北港 3 号码头" || rows[2][0] != "'=HYPERLINK(\"http://evil\")" || rows[3][0] != "a,\"b\"\nc" || rows[1][2] != "2026-11-23" || rows[1][4] != "sales" {
			f.Errorf("%q, %v", rows, err)
		}
		w = f.play("without a mark", scene{path: "/export", cookie: "sales", body: strings.Replace(fmt.Sprintf(exportOf, "csv", ""), "{", `{"bom":false,`, 1), status: 200, contains: "name,amount"})
		if strings.Contains(w.Body.String(), "\uFEFF") || !strings.Contains(w.Header().Get("Content-Disposition"), "opportunities.csv") {
			f.Errorf("%v %.100q", w.Header(), w.Body)
		}
		w = f.play("as lines", scene{path: "/export", bearer: "read", body: fmt.Sprintf(exportOf, "jsonl", "x"), status: 200, contains: "北港"})
		lines := strings.Split(strings.TrimSuffix(w.Body.String(), "\n"), "\n")
		var first struct{ Owner struct{ Name string } }
		if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || len(lines) != 3 || first.Owner.Name != "sales" {
			f.Errorf("%q, %v", lines, err)
		}
		w = f.play("as a workbook", scene{path: "/export", cookie: "sales", body: fmt.Sprintf(exportOf, "xlsx", ""), status: 200})
		f.wantBook(w.Body.Bytes(), rows)
		if !strings.Contains(f.log.String(), "msg=export list=opportunities format=csv rows=3") {
			f.Errorf("the log does not tell who took what: %s", f.log)
		}
	})
}

// wantBook holds that a workbook has the rows of a table, with days, moments and amounts as such.
func (f *front) wantBook(book []byte, rows [][]string) {
	f.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		f.Fatal(err)
	}
	defer x.Close()
	got, err := x.GetRows("opportunities", excelize.Options{RawCellValue: true})
	if err != nil || len(got) != len(rows) {
		f.Fatalf("%q, %v", got, err)
	}
	if got[2][0] != rows[2][0] || got[3][0] != rows[3][0] || got[1][1] != "1234.5" || got[1][2] != "46349" {
		f.Errorf("%q", got)
	}
	if formula, err := x.GetCellFormula("opportunities", "A3"); formula != "" || err != nil {
		f.Errorf("a formula: %q, %v", formula, err)
	}
	if kind, err := x.GetCellType("opportunities", "B2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		f.Errorf("an amount is of type %v, %v", kind, err)
	}
	shown, err := x.GetCellValue("opportunities", "D2")
	made, bad := time.Parse(time.RFC3339, rows[1][3])
	if err != nil || bad != nil || shown != made.In(f.office.Zone()).Round(time.Second).Format(time.DateTime) {
		f.Errorf("made at %q, shown %q", rows[1][3], shown)
	}
}

func TestWhoMayExportWhat(t *testing.T) {
	const body = `{"query":"{customers{edges{node{name}}}}","format":"csv"}`
	fronts(t, "http://bidwell.example", func(f *front) {
		for name, s := range map[string]scene{
			"nobody":                    {path: "/export", body: body, status: 401, contains: `"errors":[{"message"`},
			"an ended session":          {path: "/export", body: body, cookie: strings.Repeat("A", 43), status: 401, contains: "UNAUTHENTICATED"},
			"a revoked token":           {path: "/export", body: body, bearer: "revoked", status: 401, contains: `"errors":[`},
			"an expired token":          {path: "/export", body: body, bearer: "bwt_" + strings.Repeat("A", 43), status: 401, contains: `"errors":[`},
			"by GET":                    {method: "GET", path: "/export?query=%7Bcustomers%7Bedges%7Bnode%7Bname%7D%7D%7D%7D&format=csv", cookie: "sales", status: 404},
			"another site":              {path: "/export", body: body, cookie: "sales", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403, contains: "FORBIDDEN"},
			"a form of another site":    {path: "/export", body: body, cookie: "sales", headers: map[string]string{"Content-Type": "text/plain"}, status: 415, contains: "Content-Type"},
			"what is no list":           {path: "/export", body: `{"query":"{viewer{scope}}","format":"csv"}`, cookie: "sales", status: 400, contains: "VALIDATION_FAILED"},
			"in Chinese":                {path: "/export", body: `{"query":"{viewer{scope}}","format":"csv"}`, cookie: "sales", headers: map[string]string{"Accept-Language": "zh"}, status: 400, contains: "无法导出"},
			"a list that is for others": {path: "/export", body: `{"query":"{apiTokens{edges{node{name}}}}","format":"csv"}`, bearer: "read", status: 200},
		} {
			f.play(name, s)
		}
	})
}

// What is behind the wall is not in the file, and whoever is shown what is guarded is noted before it leaves.
func TestAnExportKeepsToTheWallAndIsNoted(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		sys := desk.AsSystem(f.Context())
		sales, err := f.office.Authenticate(f.Context(), f.secrets["sales"])
		if err != nil {
			f.Fatal(err)
		}
		made, err := f.office.CreateOpportunity(sys, ent.CreateOpportunityInput{Name: "quay", OwnerID: &sales.UserID})
		if err != nil {
			f.Fatal(err)
		}
		if _, err := f.office.CreateOpportunity(sys, ent.CreateOpportunityInput{Name: "open"}); err != nil {
			f.Fatal(err)
		}
		_, err = f.office.ProtectOpportunity(sys, desk.ProtectOpportunityInput{RecordInput: desk.RecordInput{ID: made.Record.ID, Version: made.Record.Version}, NeedToKnow: new(true)})
		if err != nil {
			f.Fatal(err)
		}
		f.pass(time.Minute)
		for _, format := range []string{"csv", "jsonl"} {
			body := fmt.Sprintf(exportOf, format, "")
			f.play("its owner", scene{path: "/export", cookie: "sales", body: body, status: 200, contains: "quay"})
			if w := f.play("an administrator, who is not let in", scene{path: "/export", cookie: "admin", body: body, status: 200, contains: "open"}); strings.Contains(w.Body.String(), "quay") {
				f.Errorf("what is closed is exported: %s", w.Body)
			}
		}
		trail, err := f.office.ReadingTrail(sys, nil, nil, nil)
		if err != nil || len(trail.Readings) != 2 {
			f.Fatalf("%+v, %v", trail, err)
		}
		if r := trail.Readings[0]; *r.ActorID != sales.UserID || r.GuardedID != made.Record.ID || *r.Address != "192.0.2.1" {
			f.Errorf("%+v", r)
		}
		if _, err := f.office.Store().DB().Exec(`DROP TABLE sealed_reads`); err != nil {
			f.Fatal(err)
		}
		if w := f.play("when it cannot be noted", scene{path: "/export", cookie: "sales", body: fmt.Sprintf(exportOf, "csv", ""), status: 500, contains: `"INTERNAL"`}); strings.Contains(w.Body.String(), "quay") {
			f.Errorf("it is shown all the same: %s", w.Body)
		}
	})
}

// long makes opportunities whose descriptions are long, so that a file of them is.
func (f *front) long(n, bytes int) {
	f.Helper()
	text := strings.Repeat("a pier of stone ", bytes/16)
	for i := range n {
		if _, err := f.office.CreateOpportunity(desk.AsSystem(f.Context()), ent.CreateOpportunityInput{Name: fmt.Sprintf("pier %03d", i), Description: &text}); err != nil {
			f.Fatal(err)
		}
	}
}

// fetch asks for an export of long rows over a real connection; its body is the client's to read.
func (f *front) fetch(server *httptest.Server, format, encoding string) *http.Response {
	f.Helper()
	ctx, cancel := context.WithTimeout(f.Context(), time.Minute)
	f.Cleanup(cancel)
	body := fmt.Sprintf(`{"query":"{opportunities{edges{node{name description tags}}}}","format":%q}`, format)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/export", strings.NewReader(body))
	if err != nil {
		f.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+f.secret("read"))
	r.Header.Set("Accept-Encoding", encoding)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

// A page that fails in the middle breaks the connection off, compressed or not: half a file does not look like a whole one. What
// is known before the first byte is an error.
func TestHalfAFileIsNoFile(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.long(130, 3000)
		server := httptest.NewServer(f.handler)
		f.Cleanup(server.Close)
		for _, format := range []string{"csv", "jsonl"} {
			if _, err := io.ReadAll(f.fetch(server, format, "identity").Body); err != nil {
				f.Errorf("a whole %s: %v", format, err)
			}
		}
		if _, err := f.office.Store().DB().Exec(`UPDATE opportunities SET tags = '7' WHERE name = 'pier 120'`); err != nil { // no list of texts
			f.Fatal(err)
		}
		for _, format := range []string{"csv", "jsonl"} {
			answer := f.fetch(server, format, "identity")
			got, err := io.ReadAll(answer.Body)
			if answer.StatusCode != 200 || !errors.Is(err, io.ErrUnexpectedEOF) || len(got) < 100_000 || bytes.Contains(got, []byte("errors")) {
				f.Errorf("%s: %d, %d bytes, %v", format, answer.StatusCode, len(got), err)
			}
			answer = f.fetch(server, format, "gzip")
			text, err := gzip.NewReader(answer.Body)
			if err != nil || answer.Header.Get("Content-Encoding") != "gzip" {
				f.Fatalf("%s is not compressed: %v", format, err)
			}
			if _, err = io.Copy(io.Discard, text); err == nil {
				f.Errorf("compressed, half a %s looks whole", format)
			}
		}
		answer := f.fetch(server, "xlsx", "identity")
		if got, err := io.ReadAll(answer.Body); answer.StatusCode != 500 || err != nil || !bytes.Contains(got, []byte(`"INTERNAL"`)) || answer.Header.Get("Content-Disposition") != "" {
			f.Errorf("a workbook: %d %v %.200s %v", answer.StatusCode, answer.Header, got, err)
		}
	})
}

// A file may take longer than the server lets other answers take.
func TestAFileOutlivesTheTimeOfAnswers(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.long(150, 150_000) // more than the buffers of a connection hold
		server := httptest.NewUnstartedServer(f.handler)
		server.Config.WriteTimeout = 300 * time.Millisecond
		server.Start()
		f.Cleanup(server.Close)
		answer := f.fetch(server, "jsonl", "identity")
		time.Sleep(500 * time.Millisecond) // while the server waits for its client
		if rows, err := io.ReadAll(answer.Body); err != nil || bytes.Count(rows, []byte("\n")) != 150 {
			f.Errorf("%d bytes, %v", len(rows), err)
		}
	})
}

// Who loses their credential in the middle gets no more, even when they let the file wait.
func TestAnExportEndsWithItsCredential(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		f.long(150, 150_000) // more than the buffers of a connection hold
		over := make(chan time.Time, 1)
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() { over <- time.Now() }()
			f.handler.ServeHTTP(w, r)
		}))
		f.Cleanup(server.Close)
		answer := f.fetch(server, "jsonl", "identity")
		if _, err := io.ReadFull(answer.Body, make([]byte, 1000)); err != nil {
			f.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond) // until it waits for the client
		select {
		case <-over:
			f.Fatal("the file fits into the buffers of the connection: make it longer")
		default:
		}
		sys := desk.AsSystem(f.Context())
		tokens, err := f.office.Read(sys).APIToken.Query().All(sys)
		if err != nil {
			f.Fatal(err)
		}
		start := time.Now()
		for _, token := range tokens {
			if token.Name == "read" {
				if _, err := f.office.RevokeAPIToken(sys, desk.RecordInput{ID: token.ID, Version: token.Version}); err != nil {
					f.Fatal(err)
				}
			}
		}
		select {
		case end := <-over:
			if took := end.Sub(start); took > 5*time.Second {
				f.Errorf("it ended after %v", took)
			}
		case <-time.After(10 * time.Second):
			f.Fatal("it goes on")
		}
		if _, err := io.Copy(io.Discard, answer.Body); err == nil {
			f.Error("half a file looks whole")
		}
	})
}

func TestNamesOfExportsAreNames(t *testing.T) {
	for given, want := range map[string]string{
		"": "opportunities.csv", "won": "won.csv", "won.csv": "won.csv", "won.xlsx": "won.xlsx.csv", "../../etc/passwd": "passwd.csv", `C:\x\y.csv`: "y.csv",
		"/": "opportunities.csv", "..": "opportunities.csv", ".": "opportunities.csv", ".csv": "opportunities.csv", "a\r\nSet-Cookie: x": "aSet-Cookie x.csv", "商机": "商机.csv",
		strings.Repeat("长", 200): strings.Repeat("长", 100) + ".csv", "a. ": "a.csv",
	} {
		if got := exportFileName(given, "opportunities", "csv"); got != want {
			t.Errorf("%q is saved as %q, want %q", given, got, want)
		}
	}
}

func TestListsAreExportedFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	bidwell(t, "user", "add", "mei@lantern-works.example", "--dir", dir, "--password-file", file(t, "password", password), "--role", "SALES").want(t, exitDone, "usr_")
	bidwell(t, "export", "users", "--dir", dir).want(t, exitDone, "mei@lantern-works.example")
	bidwell(t, "export", "users", "--dir", dir, "--format", "jsonl").want(t, exitDone, `"email":"mei@lantern-works.example"`)
	query := file(t, "query", `query($n: Int) { users(first: $n) { edges { node { who: name team { name } } } } }`)
	if got := bidwell(t, "export", "--dir", dir, "--query", query, "--no-bom", "--variables", `{"n":1}`).want(t, exitDone, "who,team.name"); strings.Contains(got.out, "\uFEFF") {
		t.Errorf("%q", got.out)
	}
	out := filepath.Join(dir, "users.xlsx")
	bidwell(t, "export", "users", "--dir", dir, "--out", out).want(t, exitDone, "")
	book, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read %v, %v", info.Mode(), err)
	}
	// As somebody: sales sees no tokens of others and reads only.
	bidwell(t, "export", "users", "--dir", dir, "--as", "mei@lantern-works.example").want(t, exitDone, "mei")
	bidwell(t, "export", "accessRules", "--dir", dir, "--as", "nobody@lantern-works.example").want(t, exitFailed, "nobody@lantern-works.example")
	for name, args := range map[string][]string{
		"nothing to export": {}, "both": {"users", "--query", query}, "no such list": {"user"}, "no such file": {"--query", filepath.Join(dir, "none")},
		"bad variables": {"--query", query, "--variables", "n=1"}, "what is no list": {"--query", file(t, "bad", "{viewer{scope}}")},
		"a mutation": {"--query", file(t, "mutation", `mutation{archiveRecord(input:{id:"x",version:1}){change}}`)}, "nowhere": {"users", "--out", filepath.Join(dir, "none", "x.csv")},
	} {
		if got := bidwell(t, append([]string{"export", "--dir", dir}, args...)...); got.code != exitFailed || strings.Count(got.errors, "\n") != 1 {
			t.Errorf("%s: %d %q", name, got.code, got.errors)
		}
	}
	bidwell(t, "export", "users", "--dir", dir, "--format", "pdf").want(t, exitUsage, "--format")
	if left, _ := filepath.Glob(filepath.Join(dir, ".bidwell-export-*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
