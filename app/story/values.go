package story

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
)

// reference is a value that is known when a step is taken.
type reference func(t *telling) (any, error)

// Ref is what an earlier step kept under a name, mostly the id of a record.
func Ref(name string) any {
	return reference(func(t *telling) (any, error) {
		if v, kept := t.kept[name]; kept {
			return v, nil
		}
		return nil, fmt.Errorf("nothing was kept as %q", name)
	})
}

// Each are the arguments that name the record of the item of a list that a step is taken for, at the version it was last
// seen at, and others. The lists are those of edges and nodes.
func Each(others Input) Input {
	in := Input{"id": item("node.id"), "version": reference(func(t *telling) (any, error) {
		id, _ := at(t.item, "node.id").(string)
		return t.seen(id)
	})}
	maps.Copy(in, others)
	return in
}

func item(path string) any {
	return reference(func(t *telling) (any, error) {
		if v := at(t.item, path); v != nil {
			return v, nil
		}
		return nil, fmt.Errorf("the item has no %q: %v", path, t.item)
	})
}

// At are the arguments that name a record at the version it was last seen at, and others.
func At(name string, others ...Input) Input {
	in := Input{"id": Ref(name), "version": version(name)}
	for _, other := range others {
		maps.Copy(in, other)
	}
	return in
}

func version(name string) any {
	return reference(func(t *telling) (any, error) {
		id, kept := t.kept[name].(string)
		if !kept {
			return nil, fmt.Errorf("nothing was kept as %q", name)
		}
		return t.seen(id)
	})
}

// seen is the version at which a record was last seen.
func (t *telling) seen(id string) (any, error) {
	if v, seen := t.versions[id]; seen {
		return v, nil
	}
	return nil, fmt.Errorf("no version of %q was seen", id)
}

// Some is any value but nothing: not null, empty, zero or false.
type Some struct{}

// resolve gives a value with what was kept in the place of references.
func (t *telling) resolve(v any) (any, error) {
	switch v := v.(type) {
	case reference:
		return v(t)
	case Input:
		out := map[string]any{}
		for name, one := range v {
			resolved, err := t.resolve(one)
			if err != nil {
				return nil, err
			}
			out[name] = resolved
		}
		return out, nil
	case []Input:
		return resolveAll(t, v)
	case []any:
		return resolveAll(t, v)
	default:
		return v, nil
	}
}

func resolveAll[T any](t *telling, all []T) (any, error) {
	out := make([]any, len(all))
	for i, one := range all {
		resolved, err := t.resolve(one)
		if err != nil {
			return nil, err
		}
		out[i] = resolved
	}
	return out, nil
}

// rootOf is what an answer says below the one field asked for; all of it when there are several.
func rootOf(data map[string]any) any {
	if len(data) == 1 {
		for _, v := range data {
			return v
		}
	}
	return data
}

// at is what stands at a path of an answer: names, and positions in lists, with dots between; # is the length of a list.
func at(v any, path string) any {
	if path == "" {
		return v
	}
	for part := range strings.SplitSeq(path, ".") {
		switch here := v.(type) {
		case map[string]any:
			v = here[part]
		case []any:
			if part == "#" {
				return len(here)
			}
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(here) {
				return nil
			}
			v = here[i]
		default:
			return nil
		}
	}
	return v
}

func matches(got, want any) bool {
	if _, some := want.(Some); some {
		return got != nil && got != "" && got != false && got != 0.0
	}
	if got == nil || want == nil {
		return got == want
	}
	if n, number := want.(int); number {
		want = float64(n)
		if length, counted := got.(int); counted {
			got = float64(length)
		}
	}
	return fmt.Sprint(got) == fmt.Sprint(want)
}
