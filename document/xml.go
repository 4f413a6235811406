package document

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// element is the beginning of an XML element. Names are without their prefix: the two variants of the office formats
// differ in name spaces only, and no two elements that are read share a name within their parent.
type element struct {
	name  string
	attrs []xml.Attr
}

// attr is an attribute by its name without prefix; empty if it is not there.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// prefixed is an attribute of another name space, such as r:id beside id.
func (e *element) prefixed(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name && a.Name.Space != "" && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// isOn reads an element that is a switch: it is on by being there.
func (e *element) isOn() bool {
	switch e.attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// walker goes through an XML file once, forwards, in bounds. It refuses document types, so there are no entities to
// expand and nothing to fetch.
type walker struct {
	ctx    context.Context
	d      *xml.Decoder
	open   []xml.Name
	limits *Limits
	tokens int
}

func newWalker(ctx context.Context, r io.Reader, l *Limits) *walker {
	in := bufio.NewReaderSize(r, 32<<10)
	wide := false
	if mark, err := in.Peek(2); err == nil && (bytes.Equal(mark, []byte{0xff, 0xfe}) || bytes.Equal(mark, []byte{0xfe, 0xff})) {
		wide = true
		in = bufio.NewReader(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(in))
	}
	d := xml.NewDecoder(in)
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		if wide && strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return r, nil
		}
		if e := encodingNamed(label); e != nil {
			return e.NewDecoder().Reader(r), nil
		}
		return nil, fmt.Errorf("encoding %q", label)
	}
	return &walker{ctx: ctx, d: d, limits: l}
}

// token is the next token; it keeps count of the elements that are open.
func (x *walker) token() (xml.Token, error) {
	if x.tokens++; x.tokens%1024 == 0 && x.ctx.Err() != nil {
		return nil, x.ctx.Err()
	}
	t, err := x.d.RawToken()
	if err == io.EOF && len(x.open) > 0 {
		return nil, io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case xml.StartElement:
		if x.open = append(x.open, t.Name); len(x.open) > x.limits.Depth {
			return nil, tooLarge(BoundDepth, int64(x.limits.Depth), int64(len(x.open)))
		}
	case xml.EndElement:
		last := len(x.open) - 1
		if last < 0 || x.open[last] != t.Name {
			return nil, fmt.Errorf("</%s> closes nothing", t.Name.Local)
		}
		x.open = x.open[:last]
	case xml.Directive:
		return nil, broken("document type", nil)
	}
	return t, nil
}

// root goes to the root element.
func (x *walker) root() (*element, error) {
	for {
		t, err := x.token()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		if s, ok := t.(xml.StartElement); ok {
			return &element{s.Name.Local, s.Attr}, nil
		}
	}
}

// each calls do for every child of the element that was opened last, and ends behind that element. What do leaves of a
// child is skipped.
func (x *walker) each(do func(e *element) error) error {
	level := len(x.open)
	for {
		t, err := x.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := do(&element{t.Name.Local, t.Attr}); err != nil {
				return err
			}
			if err := x.skip(level); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip goes on until no more than level elements are open.
func (x *walker) skip(level int) error {
	for len(x.open) > level {
		if _, err := x.token(); err != nil {
			return err
		}
	}
	return nil
}

// text is the text in the element that was opened last, without that of elements in it; it ends behind the element.
func (x *walker) text() (string, error) {
	level := len(x.open)
	var text strings.Builder
	for len(x.open) >= level {
		t, err := x.token()
		if err != nil {
			return "", err
		}
		if c, ok := t.(xml.CharData); ok && len(x.open) == level {
			text.Write(c)
		}
	}
	return text.String(), nil
}

// rest reads to the end, so that a file that is cut off or goes on after its root is noticed.
func (x *walker) rest() error {
	for {
		t, err := x.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if s, ok := t.(xml.StartElement); ok && len(x.open) == 1 {
			return fmt.Errorf("<%s> after the root", s.Name.Local)
		}
	}
}

// choice goes into mc:AlternateContent, which holds the same thing in several ways: read gets the first one only.
func (x *walker) choice(read func() error) error {
	taken := false
	return x.each(func(e *element) error {
		if taken || e.name != "Choice" && e.name != "Fallback" {
			return nil
		}
		taken = true
		return read()
	})
}
