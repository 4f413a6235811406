package importer

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Limits of a mapping file; the parser's time grows with the square of the nesting.
const (
	maxMappingBytes = 256 << 10
	maxMappingDepth = 32
)

// LoadMapping reads and checks a mapping; name stands in messages. What is wrong is a *FileError with the line, or
// several joined by errors.Join.
func LoadMapping(name string, r io.Reader) (m *Mapping, err error) {
	defer guard(name, CodeMapping, &err)
	data, err := io.ReadAll(io.LimitReader(r, maxMappingBytes+1))
	if err != nil {
		return nil, fileError(name, 0, CodeUnreadable, err)
	}
	source, err := parseMapping(name, data)
	if err != nil {
		return nil, err
	}
	m = &Mapping{}
	if err := yaml.NewDecoder(strings.NewReader(string(data)), yaml.Strict()).Decode(m); err != nil {
		return nil, yamlError(name, err)
	}
	m.Name = name
	c := compiler{mapping: m, source: source}
	m.plan = c.compile()
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	return m, nil
}

// mappingSource is the syntax tree, kept to tell lines.
type mappingSource struct {
	name string
	root ast.Node
}

func parseMapping(name string, data []byte) (mappingSource, error) {
	if what := tooMuch(data); what != "" {
		return mappingSource{}, fileError(name, 0, CodeMapping, nil, "what", what)
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return mappingSource{}, yamlError(name, err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return mappingSource{}, fileError(name, 0, CodeMapping, nil, "what", strconv.Itoa(len(file.Docs))+" documents")
	}
	var found aliasFinder
	ast.Walk(&found, file.Docs[0].Body)
	if found.line > 0 {
		return mappingSource{}, fileError(name, found.line, CodeMapping, nil, "what", "anchors and aliases (&, *) are not accepted")
	}
	return mappingSource{name, file.Docs[0].Body}, nil
}

func tooMuch(data []byte) string {
	if len(data) > maxMappingBytes {
		return "> " + strconv.Itoa(maxMappingBytes>>10) + " KiB"
	}
	depth, deepest := 0, 0
	for _, b := range data {
		switch b {
		case '[', '{':
			depth++
		case ']', '}':
			depth = max(0, depth-1)
		}
		deepest = max(deepest, depth)
	}
	for line := range strings.Lines(string(data)) {
		deepest = max(deepest, strings.Count(line, "- "), strings.Count(line, "? "))
	}
	if deepest > maxMappingDepth {
		return "nesting > " + strconv.Itoa(maxMappingDepth)
	}
	return ""
}

// aliasFinder finds anchors and aliases: a few of them can stand for gigabytes.
type aliasFinder struct{ line int }

// Visit implements ast.Visitor.
func (a *aliasFinder) Visit(n ast.Node) ast.Visitor {
	switch n.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType:
		if a.line == 0 {
			a.line = max(1, lineOf(n))
		}
		return nil
	}
	return a
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 0
}

func yamlError(name string, err error) error {
	var y yaml.Error
	if !errors.As(err, &y) {
		return fileError(name, 0, CodeMapping, nil, "what", err.Error())
	}
	line := 0
	if t := y.GetToken(); t != nil && t.Position != nil {
		line = t.Position.Line
	}
	return fileError(name, line, CodeMapping, nil, "what", y.GetMessage())
}

// line finds the line of the node that the keys and indices lead to; of the nearest one above when it is not there.
func (s mappingSource) line(steps ...string) int {
	n := s.root
	best := 0
	for _, step := range steps {
		next, line := child(n, step)
		if next == nil {
			break
		}
		n, best = next, line
	}
	return best
}

func child(n ast.Node, step string) (ast.Node, int) {
	switch v := n.(type) {
	case *ast.MappingNode:
		for _, entry := range v.Values {
			if next, line := child(entry, step); next != nil {
				return next, line
			}
		}
	case *ast.MappingValueNode:
		if v.Key.GetToken().Value == step {
			return v.Value, lineOf(v.Key)
		}
	case *ast.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i < len(v.Values) {
			return v.Values[i], lineOf(v.Values[i])
		}
	}
	return nil, 0
}
