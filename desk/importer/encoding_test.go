package importer

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEncodingsAreFoundOut(t *testing.T) {
	text := "编号,名称\n1,青禾实业有限公司\n"
	cases := []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, encodingUTF8},
		{"ASCII", []byte("id,name\n"), encodingUTF8},
		{"UTF-8", []byte(text), encodingUTF8},
		{"UTF-8 with a damaged byte", []byte(text + "\xff"), encodingUTF8},
		{"UTF-8 cut in a character", []byte(text)[:len(text)-2], encodingUTF8},
		{"GB18030", inGB18030(text), encodingGB18030},
		{"GB18030 cut in a character", inGB18030(text)[:9], encodingGB18030},
		{"GB18030 far behind ASCII", append(bytes.Repeat([]byte("a,b\n"), 100_000), inGB18030(text)...), encodingGB18030},
		{"GB18030 with its mark", append([]byte{0x84, 0x31, 0x95, 0x33}, inGB18030(text)...), encodingGB18030},
		{"UTF-16LE", inUTF16(text, 0), encodingUTF16LE},
		{"UTF-16BE", inUTF16(text, 1), encodingUTF16BE},
		{"noise", []byte{0xff, 0x00, 0xc3, 0x28, 0x81}, encodingUTF8},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := encodingOf(bytes.NewReader(c.data), "")
			if err != nil || got != c.want {
				t.Errorf("%s %v, want %s", got, err, c.want)
			}
		})
	}
}

// reading collects what a textReader gives, with the lines of the line ends and the offsets of faults.
func reading(t interface{ Fatal(...any) }, data []byte, encoding string) (text string, faults []int64) {
	r, err := newTextReader(bytes.NewReader(data), encoding)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	lines := 1
	for {
		peeked, _ := r.peek()
		c, ok := r.next()
		if !ok {
			break
		}
		if c != peeked {
			t.Fatal("peek shows", peeked, "and next gives", c)
		}
		b.WriteByte(c)
		if c == '\n' {
			lines++
		}
		if r.line != lines {
			t.Fatal("line", r.line, "want", lines)
		}
		if r.faultAt >= 0 {
			faults = append(faults, r.faultAt)
			r.takeFault()
		}
	}
	return b.String(), faults
}

func TestLineEndsBecomeLF(t *testing.T) {
	for in, want := range map[string]string{"a\r\nb": "a\nb", "a\rb\r": "a\nb\n", "\r\r\n\n": "\n\n\n", "\n\r": "\n\n", "\r\n": "\n"} {
		if got, _ := reading(t, []byte(in), "utf-8"); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func TestDecodingDoesNotDependOnWhereTheChunksEnd(t *testing.T) {
	sample := rapid.SampledFrom([]string{"a", "中", "𠮷", "é", "\n", "\xff", "\x81", "\x81\x30", "\xd8\x3d", "\xe4\xb8", "\x84\x31\xa4\x37"})
	rapid.Check(t, func(t *rapid.T) {
		data := []byte(strings.Join(rapid.SliceOfN(sample, 0, 20).Draw(t, "data"), ""))
		encoding := rapid.SampledFrom([]string{encodingUTF8, encodingGB18030, encodingUTF16LE, encodingUTF16BE}).Draw(t, "encoding")
		decode := decoderOf(encoding)
		wholeText, wholeFaults, used := decode(nil, nil, data, true)
		if used != len(data) {
			t.Fatalf("%d of %d bytes used", used, len(data))
		}
		at := rapid.IntRange(0, len(data)).Draw(t, "at")
		first, faults, used := decode(nil, nil, data[:at], false)
		second, more, _ := decode(nil, nil, data[used:], true)
		for _, f := range more {
			faults = append(faults, fault{f.source + used, f.text + len(first)})
		}
		if string(wholeText) != string(first)+string(second) {
			t.Fatalf("%q cut at %d: %q, whole %q", data, at, string(first)+string(second), wholeText)
		}
		if diff := cmp.Diff(places(wholeFaults), places(faults)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A four-byte character of GB18030 has digits in second place; the table takes what follows them in ASCII too.
func TestGB18030TakesOnlyDigitsInSecondPlace(t *testing.T) {
	for second := byte(0x30); second < 0x40; second++ {
		data := []byte{0xd8, second, 0x81, '0', 0xc3, 0xa9} // whole characters, however the second byte is read
		text, faults, used := decodeGB18030(nil, nil, data, true)
		if digit := second <= '9'; (len(faults) == 0) != digit || used != len(data) {
			t.Errorf("%q gives %q with faults %v", data, text, faults)
		}
	}
}

func places(faults []fault) []int {
	out := []int{}
	for _, f := range faults {
		out = append(out, f.source, f.text)
	}
	return out
}

func TestChunkBordersOfTheReader(t *testing.T) {
	for shift := range 6 {
		text := strings.Repeat("x", chunkBytes-shift) + "\r\n中文𠮷\r\n" + strings.Repeat("y", chunkBytes)
		want := strings.ReplaceAll(text, "\r\n", "\n")
		for encoding, data := range map[string][]byte{"utf-8": []byte(text), "gb18030": inGB18030(text), "utf-16le": inUTF16(text, 0)} {
			if got, faults := reading(t, data, encoding); got != want || len(faults) > 0 {
				t.Errorf("%s shifted by %d: %d bytes, want %d; faults %v", encoding, shift, len(got), len(want), faults)
			}
		}
	}
}

func TestGB18030KnowsItsOwnReplacementCharacter(t *testing.T) {
	got, faults := reading(t, []byte{'a', 0x84, 0x31, 0xa4, 0x37, 'b'}, "gb18030")
	if got != "a\uFFFDb" || len(faults) != 0 {
		t.Errorf("%q %v", got, faults)
	}
}

func TestAReadErrorEndsTheFile(t *testing.T) {
	m, err := LoadMapping("m", strings.NewReader("encoding: utf-8"+itemMapping))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read("a.csv", &failing{Reader: strings.NewReader("id,name\n1,a\n2,b\n"), after: 12}, 16, m)
	if err != nil {
		t.Fatal(err)
	}
	if row, err := r.Next(); err != nil || len(row.Records) != 1 {
		t.Fatal(row, err)
	}
	if _, err := r.Next(); asFileError(t, err).Code != CodeUnreadable {
		t.Error(err)
	}
}

// failing breaks after some bytes, like a lost network drive.
type failing struct {
	*strings.Reader
	after int
}

func (f *failing) Read(p []byte) (int, error) {
	at := int(f.Size()) - f.Len()
	if at >= f.after {
		return 0, io.ErrClosedPipe
	}
	return f.Reader.Read(p[:min(len(p), f.after-at)])
}
