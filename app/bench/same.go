package main

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// comparedInputs is how many requests of each operation are compared.
const comparedInputs = 25

// same checks that two servers answer the same data to the same requests: what is faster must not be less.
func (op *operation) same(s *samples, plainly, bidwell *server) error {
	left, err := connect(plainly.address)
	if err != nil {
		return err
	}
	defer left.close()
	right, err := connect(bidwell.address)
	if err != nil {
		return err
	}
	defer right.close()
	asked, answered := op.requests(s, true, ""), op.requests(s, false, "")
	for i := range min(comparedInputs, len(asked)) {
		want, err := left.ask(asked[i])
		if err != nil {
			return fmt.Errorf("hand-written: %w", err)
		}
		got, err := right.ask(answered[i])
		if err != nil {
			return fmt.Errorf("answer of Bidwell: %w", err)
		}
		if err := compare(got, want, op.writes); err != nil {
			return err
		}
	}
	return nil
}

// compare compares answers as values; of what was written only the shape, as each has an id of its own.
func compare(got, want []byte, shapeOnly bool) error {
	var x, y any
	if err := json.Unmarshal(got, &x); err != nil {
		return err
	}
	if err := json.Unmarshal(want, &y); err != nil {
		return err
	}
	if answer, ok := x.(map[string]any); ok {
		delete(answer, "extensions") // what it cost, which the hand-written servers do not tell
	}
	if shapeOnly {
		x, y = shape(x), shape(y)
	}
	if !reflect.DeepEqual(x, y) {
		return fmt.Errorf("the answers differ:\nBidwell:      %.2000s\nhand-written: %.2000s", got, want)
	}
	return nil
}

// shape replaces values by their types.
func shape(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = shape(v[name])
		}
		return v
	case []any:
		for i := range v {
			v[i] = shape(v[i])
		}
		return v
	}
	return fmt.Sprintf("%T", v)
}
