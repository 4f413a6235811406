package importer

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// sharedFile finds a file of the real records that are kept beside the project and never inside it.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("BIDWELL_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, NOT TESTED: no real records at %s; set BIDWELL_SHARED_DATA to their folder", path)
	}
	return path
}

// readReal reads a real file through a shipped mapping.
func readReal(t *testing.T, mapping, file string) ([]Record, []*RowError, Stats) {
	t.Helper()
	m, err := Shipped(mapping)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(sharedFile(t, file), m)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var records []Record
	var errs []*RowError
	for {
		row, err := r.Next()
		if err == io.EOF {
			return records, errs, r.Stats()
		}
		if err != nil {
			t.Fatal(err)
		}
		records, errs = append(records, row.Records...), append(errs, row.Errors...)
	}
}
