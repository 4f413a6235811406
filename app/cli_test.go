package app

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bidwell/document/filestore"
	"bidwell/ent/store/storetest"
)

func TestWhatIsNotUnderstoodIsAUsageError(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"srve"},
		{"serve", "--lisen", "x"},
		{"user"},
		{"user", "add"},
		{"token", "create", "a@b.example"},
		{"migrate", "down"},
		{"serve", "--durability", "none"},
		{"serve", "--log-level", "loud"},
		{"serve", "--log-format", "xml"},
		{"serve", "--time-zone", "Mars/Olympus"},
		{"serve", "--time-zone", "../../etc/passwd"},
		{"serve", "--currency", "yuan"},
		{"serve", "--memory-limit", "much"},
		{"check", "--config", "/nowhere/config.yaml"},
		{"", ""},
		{"\x00"},
	} {
		got := bidwell(t, args...)
		if got.code != exitUsage || got.out != "" || !strings.HasPrefix(got.errors, "bidwell: ") || !strings.Contains(got.errors, "--help") {
			t.Errorf("%q: exit code %d, stdout %q, stderr %q", args, got.code, got.out, got.errors)
		}
	}
}

func TestHelpIsNoError(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-h"}, {"serve", "--help"}, {"user", "--help"}, {"user", "add", "--help"}} {
		if got := bidwell(t, args...); got.code != exitDone || !strings.Contains(got.out, "Usage: bidwell") || got.errors != "" {
			t.Errorf("%q: %+v", args, got)
		}
	}
	bidwell(t, "version").want(t, exitDone, "bidwell ")
}

func TestUsersAndTokensFromTheCommandLine(t *testing.T) {
	t.Setenv("BIDWELL_DIR", t.TempDir())
	usersAndTokens(t)
}

func TestUsersAndTokensFromTheCommandLineOnPostgres(t *testing.T) {
	t.Setenv("BIDWELL_DATABASE_URL", storetest.Postgres(t))
	bidwell(t, "migrate", "up").want(t, exitDone, "migrated")
	usersAndTokens(t)
}

func usersAndTokens(t *testing.T) {
	good, short := file(t, "password", password+"\r\nmore"), file(t, "password", "short")
	const mei = "mei@lantern-works.example"
	bidwell(t, "user", "add", "Mei@Lantern-Works.example", "--name", "Mei Chen", "--role", "presales_manager", "--password-file", good).want(t, exitDone, "usr_")
	bidwell(t, "user", "add", mei, "--password-file", good).want(t, exitFailed, "email: Another record already has this value")
	bidwell(t, "user", "add", "bo", "--password-file", good).want(t, exitFailed, "email: This is not an e-mail address")
	bidwell(t, "user", "add", "bo@lantern-works.example", "--role", "boss", "--password-file", good).want(t, exitFailed, "ADMIN")
	bidwell(t, "user", "add", "bo@lantern-works.example", "--password-file", short).want(t, exitFailed, "12 characters")
	bidwell(t, "user", "add", "cy@lantern-works.example", "--password-file", "/nowhere/password").want(t, exitFailed, "--password-file")
	bidwell(t, "user", "set-password", mei, "--password-file", good).want(t, exitDone, "")
	bidwell(t, "user", "set-password", "nobody@lantern-works.example", "--password-file", good).want(t, exitFailed, "bidwell user list")
	bidwell(t, "user", "list").want(t, exitDone, "PRESALES_MANAGER")

	made := bidwell(t, "token", "create", mei, "--name", "export", "--scope", "write").want(t, exitDone, "tok_")
	if !strings.HasPrefix(made.out, "bwt_") || strings.Count(made.out, "\n") != 1 || strings.Contains(made.errors, strings.TrimSpace(made.out)) {
		t.Errorf("standard output is the secret alone, got %+v", made)
	}
	bidwell(t, "token", "create", mei, "--name", "x", "--scope", "admin").want(t, exitFailed, "not allowed")
	bidwell(t, "token", "create", mei, "--name", "x", "--scope", "all").want(t, exitFailed, "--scope")
	bidwell(t, "token", "create", mei, "--name", "x", "--days", "400").want(t, exitFailed, "--days")
	bidwell(t, "token", "create", mei, "--name", "x", "--field-groups", "price,wages").want(t, exitFailed, "--field-groups")
	bidwell(t, "token", "create", mei, "--name", "prices", "--field-groups", "price,cost").want(t, exitDone, "tok_")
	bidwell(t, "token", "create", mei, "--name", "").want(t, exitFailed, "name")
	bidwell(t, "token", "create", "nobody@lantern-works.example", "--name", "x").want(t, exitFailed, "bidwell user list")
	listed := bidwell(t, "token", "list").want(t, exitDone, made.out[:12]+"…")
	if strings.Contains(listed.out, strings.TrimSpace(made.out)) {
		t.Error("the list shows a secret")
	}
	id, _, _ := strings.Cut(made.errors, " ")
	bidwell(t, "token", "revoke", id).want(t, exitDone, "")
	bidwell(t, "token", "revoke", id).want(t, exitFailed, "archived")
	bidwell(t, "token", "revoke", "tok_none").want(t, exitFailed, "bidwell token list")
	if left := bidwell(t, "token", "list"); strings.Contains(left.out, id) {
		t.Error("a revoked token is listed")
	}
	bidwell(t, "user", "deactivate", mei).want(t, exitDone, "")
	bidwell(t, "user", "list").want(t, exitDone, "false")
}

func TestMigrateOnSQLite(t *testing.T) {
	dir := t.TempDir()
	bidwell(t, "migrate", "status", "--dir", dir).want(t, exitFailed, "sqlite, schema version 0")
	bidwell(t, "migrate", "up", "--dir", dir).want(t, exitDone, "migrated from version 0")
	bidwell(t, "--dir", dir, "migrate", "status").want(t, exitDone, "sqlite, schema version 2")
	db, err := sql.Open("sqlite", filepath.Join(dir, "bidwell.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (29990101000000, 1)`); err != nil {
		t.Fatal(err)
	}
	bidwell(t, "serve", "--dir", dir, "--listen", "127.0.0.1:0").want(t, exitFailed, "too new")
}

func TestIndexCommands(t *testing.T) {
	dir := t.TempDir()
	bidwell(t, "check", "--dir", dir).want(t, exitDone, "0 documents")
	bidwell(t, "reindex", "--dir", dir).want(t, exitDone, "0 records")
}

func TestBackupIsAWholeDatabaseMadeBesideTheServer(t *testing.T) {
	dir, to := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	bidwell(t, "backup", "--dir", dir, "--to", to).want(t, exitFailed, "no database")
	p := serve(t, "--dir", dir)
	p.setUp()
	files, err := filestore.OpenDir(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	kept, err := files.Put(t.Context(), strings.NewReader("a drawing"), filestore.HashOf([]byte("a drawing")), 9)
	if err != nil {
		t.Fatal(err)
	}
	bidwell(t, "backup", "--dir", dir, "--to", to).want(t, exitDone, to)
	bidwell(t, "backup", "--dir", dir, "--to", to).want(t, exitFailed, "exists already")
	bidwell(t, "backup", "--dir", dir, "--to", filepath.Join(dir, "none", "copy.db")).want(t, exitFailed, "--to")
	bidwell(t, "backup", "--database-url", "postgres://localhost/none", "--to", to).want(t, exitFailed, "pg_dump")
	info, err := os.Stat(to)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, err %v", info, err)
	}
	restored := t.TempDir()
	if err := errors.Join(os.Rename(to, filepath.Join(restored, "bidwell.db")), os.Rename(to+".files", filepath.Join(restored, "files"))); err != nil {
		t.Fatal(err)
	}
	if drawing, err := os.ReadFile(filepath.Join(restored, "files", kept.Hash.String()[:2], kept.Hash.String())); err != nil || string(drawing) != "a drawing" {
		t.Errorf("of the uploaded file there is %q, %v", drawing, err)
	}
	bidwell(t, "user", "list", "--dir", restored).want(t, exitDone, "ada@lantern-works.example")
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(to), "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSeedFillsOnceAndIsIndexed(t *testing.T) {
	dir := t.TempDir()
	first := bidwell(t, "seed", "--dir", dir).want(t, exitDone, "Sign in as")
	if again := bidwell(t, "seed", "--dir", dir).want(t, exitDone, "Sign in as"); again.out != first.out {
		t.Errorf("a second time it says %q", again.out)
	}
	bidwell(t, "check", "--dir", dir, "--contents").want(t, exitDone, "0 missing, 0 stale, 0 extra\n0 files: 0 missing, 0 damaged")
}

func TestFlagThenEnvironmentThenFileThenDefault(t *testing.T) {
	config := file(t, "config.yaml", "currency: EUR\ntime-zone: Europe/Paris\nlisten: 127.0.0.1:1\nmemory-limit: 7\ndatabase-url: postgres://file\n")
	read := func(args ...string) commands {
		t.Helper()
		var all commands
		parser, err := newParser(&all, t.Output(), t.Output())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(append([]string{"serve"}, args...)); err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := read(); got.Currency != "CNY" || got.Dir != "./bidwell_data" || got.Serve.Listen != "127.0.0.1:8686" || got.DatabaseURL != "" {
		t.Errorf("defaults: %+v", got)
	}
	if got := read("--config", config); got.Currency != "EUR" || got.TimeZone != "Europe/Paris" || got.Serve.MemoryLimit != 7 || got.DatabaseURL != "postgres://file" {
		t.Errorf("file: %+v", got)
	}
	t.Setenv("BIDWELL_CONFIG", config)
	t.Setenv("BIDWELL_CURRENCY", "USD")
	t.Setenv("BIDWELL_DATABASE_URL_FILE", file(t, "secret", "postgres://secret\n"))
	if got := read(); got.Currency != "USD" || got.TimeZone != "Europe/Paris" || got.DatabaseURL != "postgres://secret" {
		t.Errorf("environment over file: %+v", got)
	}
	t.Setenv("BIDWELL_DATABASE_URL", "postgres://plain")
	if got := read("--currency", "JPY"); got.Currency != "JPY" || got.DatabaseURL != "postgres://plain" {
		t.Errorf("flag over environment: %+v", got)
	}
	for _, name := range []string{"BIDWELL_CONFIG", "BIDWELL_CURRENCY"} {
		if err := os.Unsetenv(name); err != nil { // t.Setenv above puts it back
			t.Fatal(err)
		}
	}
	for text, complaint := range map[string]string{"curency: EUR": "curency", "{": "configuration file", "- a": "configuration file", "currency: [1]": "--currency"} {
		bidwell(t, "version", "--config", file(t, "bad.yaml", text)).want(t, exitUsage, complaint)
	}
	t.Setenv("BIDWELL_DATABASE_URL", "")
	t.Setenv("BIDWELL_DATABASE_URL_FILE", "/nowhere/secret")
	bidwell(t, "version").want(t, exitUsage, "BIDWELL_DATABASE_URL_FILE")
}

func TestServeRefusesAnAddressThatIsNone(t *testing.T) {
	for _, public := range []string{"bidwell.example", "ftp://bidwell.example", "https://", "https://bidwell.example/path", "https://bidwell.example?x", "://"} {
		bidwell(t, "serve", "--dir", t.TempDir(), "--listen", "127.0.0.1:0", "--public-url", public).want(t, exitFailed, "--public-url")
	}
	bidwell(t, "serve", "--dir", t.TempDir(), "--listen", "nowhere").want(t, exitFailed, "--listen")
	bidwell(t, "serve", "--dir", t.TempDir(), "--listen", "127.0.0.1:0", "--database-url", "mysql://user:hunter2@db/x").want(t, exitFailed, "postgres://")
	if got := bidwell(t, "migrate", "status", "--database-url", "postgres://user:hunter2@127.0.0.1:1/x?connect_timeout=1"); got.code != exitFailed || strings.Contains(got.errors, "hunter2") {
		t.Errorf("%+v", got)
	}
}

func TestTheOwnNetworkIsCalledOnlyWhereItIsNamed(t *testing.T) {
	storage := []string{"check", "--dir", t.TempDir(), "--s3-bucket", "files", "--s3-key", "k", "--s3-secret", "s", "--s3-endpoint"}
	bidwell(t, append(storage, "http://127.0.0.1:9")...).want(t, exitFailed, "--outgoing-network")
	bidwell(t, append(storage, "http://127.0.0.1:9", "--outgoing-network", "10.0.0.0/8")...).want(t, exitFailed, "--outgoing-network")
	bidwell(t, append(storage, "http://127.0.0.1:9", "--outgoing-network", "127.0.0.0/8")...).want(t, exitFailed, "connection refused")
	bidwell(t, append(storage, "http://127.0.0.1:9", "--outgoing-network", "somewhere")...).want(t, exitUsage, "outgoing-network")
}
