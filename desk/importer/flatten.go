package importer

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
)

const maxPathDepth = 32

// flattener turns one JSON object into cells by path. Arrays become lists; an array of objects becomes one list per
// path inside it.
type flattener struct {
	cells   map[string]Cell
	paths   *paths
	problem *problem
	column  string
}

func (f *flattener) object(path string, object map[string]any, depth int, inList bool) {
	if path != "" {
		path += "."
	}
	if depth > maxPathDepth {
		f.refuse(path, newProblem(CodeJSON, "", "what", "depth > "+strconv.Itoa(maxPathDepth)))
		return
	}
	if len(object) == 0 && path != "" {
		f.paths.add(path[:len(path)-1], true)
	}
	for _, key := range sortedKeys(object) {
		f.value(path+key, object[key], depth, inList)
	}
}

func (f *flattener) value(path string, value any, depth int, inList bool) {
	switch v := value.(type) {
	case map[string]any:
		f.object(path, v, depth+1, inList)
	case []any:
		if f.cells[path].List == nil {
			f.cells[path] = Cell{List: []string{}}
		}
		f.paths.add(path, len(v) == 0)
		for _, item := range v {
			f.value(path, item, depth, true)
		}
	case nil:
		f.paths.add(path, true)
	case string:
		f.leaf(path, v, inList)
	case json.Number:
		f.leaf(path, v.String(), inList)
	case bool:
		f.leaf(path, strconv.FormatBool(v), inList)
	}
}

func (f *flattener) leaf(path, text string, inList bool) {
	if len(text) > MaxCellBytes {
		f.refuse(path, newProblem(CodeCellTooLarge, "", "limit", strconv.Itoa(MaxCellBytes>>20)))
		return
	}
	f.paths.add(path, false)
	old, there := f.cells[path]
	switch {
	case inList:
		f.cells[path] = Cell{List: append(old.List, text)}
	case there:
		f.refuse(path, newProblem(CodeJSON, "", "what", "“"+shortened(path, 60)+"” × 2"))
	default:
		f.cells[path] = Cell{Text: text}
	}
}

func (f *flattener) refuse(path string, p *problem) {
	if f.problem == nil {
		f.problem, f.column = p, shortened(path, 120)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// paths collects the columns of JSON Lines. Below a path that was null or empty anything may still come.
type paths struct {
	seen map[string]bool // path → something may be below it
}

// maxPaths bounds the memory of files whose keys are data.
const maxPaths = 10000

func newPaths() *paths { return &paths{seen: map[string]bool{}} }

func (p *paths) add(path string, open bool) {
	if was, ok := p.seen[path]; ok && (was || !open) || !ok && len(p.seen) >= maxPaths {
		return
	}
	p.seen[path] = open
}

func (p *paths) names() []string {
	names := sortedKeys(p.seen)
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

func (p *paths) know(column string) bool {
	if _, ok := p.seen[column]; ok || len(p.seen) == 0 {
		return true
	}
	for i, r := range column {
		if r == '.' && p.seen[column[:i]] {
			return true
		}
	}
	return false
}
