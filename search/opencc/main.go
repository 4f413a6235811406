// Command opencc writes the character table that folds traditional Chinese to
// simplified Chinese.
//
// Its input is the text form of OpenCC's dictionary TSCharacters (Debian
// package libopencc1.1, Apache-2.0):
//
//	opencc_dict -i /usr/share/opencc/TSCharacters.ocd2 -f ocd2 -o ts.txt -t text
//	go run ./search/opencc ts.txt search/han_table.txt
//
// Every line holds one traditional character, a tab and its simplified forms,
// the usual one first. The output is one line of character pairs in ascending
// order, which the search package embeds.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: opencc TSCharacters.txt table.txt")
		os.Exit(2)
	}
	if err := convert(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "opencc:", err)
		os.Exit(1)
	}
}

func convert(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	table, err := read(in)
	if err != nil {
		return fmt.Errorf("read %s: %w", from, err)
	}
	return os.WriteFile(to, []byte(write(table)), 0o644)
}

func read(in io.Reader) (map[rune]rune, error) {
	table := map[rune]rune{}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		from, forms, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			continue
		}
		to, _, _ := strings.Cut(forms, " ")
		f, t := []rune(from), []rune(to)
		if len(f) == 1 && len(t) == 1 && f[0] != t[0] {
			table[f[0]] = t[0]
		}
	}
	return table, lines.Err()
}

// write resolves chains (a→b, b→c becomes a→c) so that folding twice is
// folding once; a character that leads back to itself is left out.
func write(table map[rune]rune) string {
	keys := make([]rune, 0, len(table))
	for from := range table {
		keys = append(keys, from)
	}
	slices.Sort(keys)
	var out strings.Builder
	for _, from := range keys {
		to, seen := table[from], map[rune]bool{from: true}
		for !seen[to] {
			next, ok := table[to]
			if !ok {
				break
			}
			seen[to] = true
			to = next
		}
		if to != from {
			out.WriteRune(from)
			out.WriteRune(to)
		}
	}
	out.WriteByte('\n')
	return out.String()
}
