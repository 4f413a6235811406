package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/golang/snappy"
)

// TestStoredFieldsAreReadAsTheIndexReadsThem, from files and from memory, long
// documents and bare ones.
func TestStoredFieldsAreReadAsTheIndexReadsThem(t *testing.T) {
	l := newLibrary(t)
	fillInvented(t, l, 600)
	long := note("long", strings.Repeat("a long one 很长 ", 20000))
	apply(t, l, 2, long, &Doc{ID: "bare", Scopes: []string{"all"}}, newWriter().doc(3))
	err := l.ask(context.Background(), func(v *view) error {
		fromFile := 0
		for doc := range uint32(v.size()) {
			i, local := v.segment(uint64(doc))
			var want [][2]string
			err := v.reader.Segments()[i].VisitDocument(local, func(name string, _ byte, value []byte, _ []uint64) bool {
				want = append(want, [2]string{name, string(value)})
				return true
			})
			if err != nil {
				return err
			}
			if v.files[i] == nil {
				continue
			}
			var got [][2]string
			known, err := v.files[i].visit(local, func(name string, value []byte) bool {
				got = append(got, [2]string{name, string(value)})
				return true
			})
			if !known || err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("document %d: %.200q, %v, %v, want %.200q", doc, got, known, err, want)
			}
			fromFile++
		}
		if fromFile < 600 {
			t.Errorf("%d documents were read from files", fromFile)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if hit := find(t, l, Query{Text: "很长", Limit: 1}).Hits[0]; hit.ID != "long" {
		t.Errorf("found %s", hit.ID)
	}
}

// TestHitsOfARemovedFileComeFromWhatIsMapped: a merge removes files that a
// search still uses.
func TestHitsOfARemovedFileComeFromWhatIsMapped(t *testing.T) {
	l := newLibrary(t)
	fillInvented(t, l, 50)
	err := l.ask(context.Background(), func(v *view) error {
		for _, s := range v.reader.Segments() {
			if err := os.Remove(s.Segment().(interface{ Path() string }).Path()); err != nil {
				return err
			}
		}
		if s, err := v.read(7); err != nil || !strings.HasPrefix(s.id, "doc_") || s.body == "" {
			t.Errorf("document 7 is %+v, %v", s, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func storedDocument(directory []uint64, id, text string) []byte {
	var head []byte
	for _, n := range directory {
		head = binary.AppendUvarint(head, n)
	}
	body := append([]byte(id), snappy.Encode(nil, []byte(text))...)
	raw := binary.AppendUvarint(nil, uint64(len(head)))
	raw = binary.AppendUvarint(raw, uint64(len(body)))
	return append(append(raw, head...), body...)
}

// TestDamagedStoredDocuments: whatever the bytes say, the answer is an error.
func TestDamagedStoredDocuments(t *testing.T) {
	whole := storedDocument([]uint64{2, 1, 't', 0, 3, 0}, "ab", "one")
	for _, test := range []struct {
		name string
		raw  []byte
		ok   bool
	}{
		{"whole", whole, true},
		{"empty", nil, false},
		{"cut short", whole[:len(whole)-1], false},
		{"a length without an end", []byte{0xff, 0xff}, false},
		{"an ID longer than all", storedDocument([]uint64{99, 1, 't', 0, 3, 0}, "ab", "one"), false},
		{"an unknown field", storedDocument([]uint64{2, 7, 't', 0, 3, 0}, "ab", "one"), false},
		{"a value behind the end", storedDocument([]uint64{2, 1, 't', 2, 3, 0}, "ab", "one"), false},
		{"a value longer than a number", storedDocument([]uint64{2, 1, 't', 1, 1<<64 - 1, 0}, "ab", "one"), false},
		{"a directory that breaks off", storedDocument([]uint64{2, 1, 't', 0}, "ab", "one"), false},
		{"places that never end", storedDocument([]uint64{2, 1, 't', 0, 3, 1 << 62}, "ab", "one"), false},
		{"more text than can be", []byte{1, 6, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 0}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			err := new(storedSpace).visit(test.raw, []string{"_id", "t"}, func(name string, value []byte) bool {
				got = append(got, name+"="+string(value))
				return true
			})
			if (err == nil) != test.ok {
				t.Errorf("%v, read %q", err, got)
			}
			if test.ok && fmt.Sprint(got) != "[_id=ab t=one]" {
				t.Errorf("read %q", got)
			}
		})
	}
}

func FuzzStoredDocument(f *testing.F) {
	f.Add(storedDocument([]uint64{2, 1, 't', 0, 3, 0}, "ab", "one"))
	f.Add(storedDocument([]uint64{2, 1, 't', 0, 3, 2, 1, 1, 0, 't', 3, 0, 0}, "ab", "one"))
	f.Add([]byte{1, 1, 0xff, 0})
	fields := []string{"_id", "t"}
	f.Fuzz(func(t *testing.T, raw []byte) {
		space, read := new(storedSpace), 0
		err := space.visit(raw, fields, func(string, []byte) bool { read++; return true })
		if err == nil && read == 0 {
			t.Error("nothing is read, and nothing is wrong")
		}
		if len(space.text) > mostPacked*len(raw) {
			t.Errorf("%d bytes of %d, %v", len(space.text), len(raw), err)
		}
	})
}
