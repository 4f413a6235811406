package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// source is a file of generated code, with the stretches of it that are to go.
type source struct {
	name string
	text []byte
	cuts []stretch
}

type stretch struct{ from, to int }

// method is a method of gqlgen's execution context and the names in it.
type method struct {
	in    *source
	at    stretch
	names map[string]bool
}

// code is what was generated: the methods of the execution context by name, and the names in all the rest.
type code struct {
	sources  []*source
	methods  map[string]*method
	rest     map[string]bool
	replaced int
}

// rewrite takes out of gqlgen's code the methods that straight has written anew, as many as it must find, and those that
// nothing calls any more.
func rewrite(dir string, anew int) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	// The straight methods are read first: of two with one name the second is gqlgen's, and goes.
	slices.SortStableFunc(files, func(a, b string) int { return isStraight(b) - isStraight(a) })
	c := &code{methods: map[string]*method{}, rest: map[string]bool{}}
	for _, name := range files {
		if err := c.read(name); err != nil {
			return err
		}
	}
	if c.replaced != anew {
		return fmt.Errorf("of %d objects %d are marshalled the way this generator knows; look at gqlgen's template", anew, c.replaced)
	}
	c.cutUncalled()
	for _, s := range c.sources {
		if err := s.write(); err != nil {
			return err
		}
	}
	return nil
}

func isStraight(file string) int {
	if filepath.Base(file) == straightFile {
		return 1
	}
	return 0
}

func (c *code) read(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	s := &source{name: name, text: text}
	c.sources = append(c.sources, s)
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil || !namesIn(f.Recv)["executionContext"] {
			for name := range namesIn(d) {
				c.rest[name] = true
			}
			continue
		}
		m := &method{in: s, at: stretch{set.Position(f.Pos()).Offset, set.Position(f.End()).Offset}, names: namesIn(f.Body)}
		if c.methods[f.Name.Name] != nil {
			s.cuts = append(s.cuts, m.at)
			c.replaced++
			continue
		}
		c.methods[f.Name.Name] = m
	}
	return nil
}

func namesIn(n ast.Node) map[string]bool {
	found := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			found[id.Name] = true
		}
		return true
	})
	return found
}

// cutUncalled walks from what is no method through the methods; what it does not reach goes.
func (c *code) cutUncalled() {
	called := map[*method]bool{}
	var walk func(names map[string]bool)
	walk = func(names map[string]bool) {
		for name := range names {
			if m := c.methods[name]; m != nil && !called[m] {
				called[m] = true
				walk(m.names)
			}
		}
	}
	walk(c.rest)
	for _, m := range c.methods {
		if !called[m] {
			m.in.cuts = append(m.in.cuts, m.at)
		}
	}
}

// write writes the file without what is cut, and without the imports that this leaves unused.
func (s *source) write() error {
	if len(s.cuts) == 0 {
		return nil
	}
	s.text = without(s.text, s.cuts)
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, s.name, s.text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); !ok || g.Tok != token.IMPORT {
			for name := range namesIn(d) {
				used[name] = true
			}
		}
	}
	var unused []stretch
	for _, spec := range file.Imports {
		name := path.Base(strings.Trim(spec.Path.Value, `"`))
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name != "_" && !used[name] {
			unused = append(unused, stretch{set.Position(spec.Pos()).Offset, set.Position(spec.End()).Offset})
		}
	}
	text, err := format.Source(without(s.text, unused))
	if err != nil {
		return err
	}
	return os.WriteFile(s.name, text, 0o644)
}

// without cuts stretches that do not overlap out of a text.
func without(text []byte, cuts []stretch) []byte {
	slices.SortFunc(cuts, func(a, b stretch) int { return a.from - b.from })
	var left []byte
	at := 0
	for _, c := range cuts {
		left = append(left, text[at:c.from]...)
		at = c.to
	}
	return append(left, text[at:]...)
}
