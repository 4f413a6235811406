package importer

import (
	"io"
	"strconv"
)

const chunkBytes = 64 << 10

// textReader gives a file byte by byte as UTF-8 with every line end (LF, CRLF, CR) as one LF. It counts physical
// lines and remembers the first byte of a row that could not be decoded. Its memory is two chunks.
type textReader struct {
	in       io.Reader
	encoding string
	decode   decoder

	raw    []byte // read and not yet decoded
	base   int64  // offset in the file of raw[0]
	read   int64  // bytes read from the file, for progress
	buf    []byte // decoded
	pos    int
	faults []fault // of buf, with text positions ≥ pos
	met    []fault // the memory of faults
	offset int64   // offset in the file of the start of buf's source

	line    int   // line of the next byte, from 1
	afterCR bool  // a LF that follows belongs to the same line end
	faultAt int64 // first fault since takeFault, -1 when none
	ended   bool
	err     error
}

func newTextReader(in io.ReadSeeker, declared string) (*textReader, error) {
	encoding, err := encodingOf(in, declared)
	if err != nil {
		return nil, err
	}
	base, err := in.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, err
	}
	return &textReader{in: in, encoding: encoding, decode: decoderOf(encoding), base: base, read: base, line: 1, faultAt: -1}, nil
}

// next gives the next byte; ok is false at the end, where err tells whether reading failed.
func (t *textReader) next() (b byte, ok bool) {
	for {
		if t.pos == len(t.buf) && !t.fill() {
			return 0, false
		}
		b = t.buf[t.pos]
		if len(t.faults) > 0 && t.faults[0].text == t.pos {
			t.meetFault()
		}
		t.pos++
		lineFeedOfPair := b == '\n' && t.afterCR
		t.afterCR = b == '\r'
		if lineFeedOfPair {
			continue
		}
		if b == '\r' {
			b = '\n'
		}
		if b == '\n' {
			t.line++
		}
		return b, true
	}
}

// peek looks at the next byte without taking it; a line end shows as LF.
func (t *textReader) peek() (b byte, ok bool) {
	for {
		if t.pos == len(t.buf) && !t.fill() {
			return 0, false
		}
		if b = t.buf[t.pos]; b != '\n' || !t.afterCR {
			break
		}
		t.pos, t.afterCR = t.pos+1, false
	}
	if b == '\r' {
		b = '\n'
	}
	return b, true
}

func (t *textReader) meetFault() {
	if t.faultAt < 0 {
		t.faultAt = t.offset + int64(t.faults[0].source)
	}
	t.faults = t.faults[1:]
}

// takeFault reports the first undecodable byte met since it was last asked.
func (t *textReader) takeFault() *problem {
	at := t.faultAt
	t.faultAt = -1
	if at < 0 {
		return nil
	}
	return newProblem(CodeBytesInvalid, "", "offset", strconv.FormatInt(at, 10), "encoding", t.encoding)
}

// fill decodes the next chunk; false at the end.
func (t *textReader) fill() bool {
	for t.pos == len(t.buf) {
		if t.ended {
			return false
		}
		if t.raw == nil {
			t.raw = make([]byte, 0, chunkBytes+8)
		}
		n, err := t.in.Read(t.raw[len(t.raw) : len(t.raw)+chunkBytes])
		t.raw, t.read = t.raw[:len(t.raw)+n], t.read+int64(n)
		if err != nil {
			t.ended = true
			if err != io.EOF {
				t.err = err
			}
		}
		var used int
		t.offset = t.base
		t.buf, t.met, used = t.decode(t.buf[:0], t.met[:0], t.raw, t.ended)
		t.faults = t.met
		t.pos, t.base = 0, t.base+int64(used)
		t.raw = append(t.raw[:0], t.raw[used:]...)
	}
	return true
}
