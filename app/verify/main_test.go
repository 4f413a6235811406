package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNothingIsVerifiedWithoutTheRecords(t *testing.T) {
	var out, progress bytes.Buffer
	code := run(context.Background(), []string{"-data", filepath.Join(t.TempDir(), "nowhere")}, &out, &progress)
	if code != 1 || !strings.Contains(progress.String(), "NOTHING WAS VERIFIED") || out.Len() > 0 {
		t.Fatalf("exit code %d, said %q and printed %q", code, &progress, &out)
	}
}

func TestWrongUsage(t *testing.T) {
	for _, args := range [][]string{{"-nonsense"}, {"-store", "oracle"}, {"-store", ""}, {"-store", "sqlite,"}} {
		var out, progress bytes.Buffer
		if code := run(context.Background(), args, &out, &progress); code != 2 || progress.Len() == 0 {
			t.Errorf("%v: exit code %d and %q, want 2 and a reason", args, code, &progress)
		}
	}
}

func TestAnImportInTheChildFailsLoudlyWithoutADatabase(t *testing.T) {
	t.Setenv(childURL, "nonsense://127.0.0.1")
	var out, progress bytes.Buffer
	if code := importAsChild(context.Background(), folder(t.TempDir()), &out, &progress); code != 1 || progress.Len() == 0 {
		t.Fatalf("exit code %d and %q", code, &progress)
	}
}

func TestTheFolderIsNamedByFlagThenEnvironment(t *testing.T) {
	named, other := t.TempDir(), t.TempDir()
	t.Setenv("BIDWELL_SHARED_DATA", other)
	if got := findFolder(named); got != folder(named) {
		t.Errorf("%s, want the flag's %s", got, named)
	}
	if got := findFolder(""); got != folder(other) {
		t.Errorf("%s, want the environment's %s", got, other)
	}
	t.Setenv("BIDWELL_SHARED_DATA", "")
	if got := string(findFolder("")); !filepath.IsAbs(got) || !strings.HasSuffix(got, filepath.Join("shared", "data")) {
		t.Errorf("%s, want shared/data beside the module", got)
	}
}

// write makes a folder of records with one file.
func write(t *testing.T, name, content string) folder {
	t.Helper()
	f := folder(t.TempDir())
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(f.path(name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestLinesAreReadOrRefused(t *testing.T) {
	type named struct{ Name string }
	got, err := readLines[named](write(t, "a.jsonl", "{\"name\":\"Lantern Works\"}\n{\"name\":\"云帆科技\"}\n"), "a.jsonl")
	if err != nil || len(got) != 2 || got[1].Name != "云帆科技" {
		t.Fatalf("%v, %v", got, err)
	}
	if _, err := readLines[named](write(t, "a.jsonl", "{}\n{\"name\":"), "a.jsonl"); err == nil || !strings.Contains(err.Error(), "a.jsonl, line 2") {
		t.Errorf("half a line: %v", err)
	}
	if _, err := readLines[named](folder(t.TempDir()), "a.jsonl"); err == nil {
		t.Error("a file that is not there was read")
	}
}

func TestColumnsAreReadOrRefused(t *testing.T) {
	f := write(t, "a.csv", "id,name\n1,\"Reed, Lane\"\n2,Quarry\n")
	if got, err := column(f, "a.csv", "name"); err != nil || strings.Join(got, "|") != "Reed, Lane|Quarry" {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := column(f, "a.csv", "amount"); err == nil {
		t.Error("a column that is not there was read")
	}
	if _, err := column(write(t, "a.csv", "id,name\n1\n"), "a.csv", "name"); err == nil {
		t.Error("a row that is too short was read")
	}
}

func TestReferencesAreReadOrRefused(t *testing.T) {
	type answers struct{ Won *float64 }
	if got, err := reference[answers](write(t, "reference/a.json", `{"won": 7}`), "a.json"); err != nil || *got.Won != 7 {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := reference[answers](write(t, "reference/a.json", `{"won": "many"}`), "a.json"); err == nil {
		t.Error("a reference of another form was read")
	}
}
