package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// folder is where the real records are, with the answers in its folder reference.
type folder string

// findFolder takes the folder that was named, else the one in the environment, else the one beside the module.
func findFolder(named string) folder {
	if named == "" {
		named = os.Getenv("BIDWELL_SHARED_DATA")
	}
	if named == "" {
		named = filepath.Join(moduleRoot(), "..", "shared", "data")
	}
	if whole, err := filepath.Abs(named); err == nil {
		named = whole
	}
	return folder(named)
}

// moduleRoot is the folder of go.mod; the current one when there is no module around.
func moduleRoot() string {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	root := filepath.Dir(strings.TrimSpace(string(out)))
	if err != nil || strings.TrimSpace(string(out)) == os.DevNull {
		return "."
	}
	return root
}

// check fails when the folder, or an answer that everything is compared with, is missing.
func (f folder) check() error {
	for _, name := range []string{"reference/crm_kpi_public.json", "queries.jsonl", "term_oracle.jsonl"} {
		if _, err := os.Stat(f.path(name)); err != nil {
			return fmt.Errorf("the real records are not at %s (%w); name their folder with -data or BIDWELL_SHARED_DATA", f, err)
		}
	}
	return nil
}

func (f folder) path(name string) string { return filepath.Join(string(f), filepath.FromSlash(name)) }

// reference reads answers that were computed elsewhere.
func reference[T any](f folder, name string) (answers T, err error) {
	data, err := os.ReadFile(f.path("reference/" + name))
	if err != nil {
		return answers, err
	}
	if err := json.Unmarshal(data, &answers); err != nil {
		return answers, fmt.Errorf("%s: %w", name, err)
	}
	return answers, nil
}

// readLines reads a file of JSON Lines.
func readLines[T any](f folder, name string) (all []T, err error) {
	file, err := os.Open(f.path(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, len(all)+1, err)
		}
		all = append(all, one)
	}
	return all, lines.Err()
}

// column reads one column of a CSV file.
func column(f folder, name, title string) (values []string, err error) {
	file, err := os.Open(f.path(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, t := range rows[0] {
		if t != title {
			continue
		}
		for _, row := range rows[1:] {
			values = append(values, row[i])
		}
		return values, nil
	}
	return nil, fmt.Errorf("%s has no column %s", name, title)
}
