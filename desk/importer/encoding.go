package importer

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// Names of encodings, as declared in a mapping and shown in messages.
const (
	encodingUTF8    = "UTF-8"
	encodingUTF16LE = "UTF-16LE"
	encodingUTF16BE = "UTF-16BE"
	encodingGB18030 = "GB18030"
)

// encodingOf finds the encoding of in and leaves it positioned behind the byte order mark. A byte order mark wins
// over the declaration: it is only ever there on purpose.
func encodingOf(in io.ReadSeeker, declared string) (string, error) {
	head := make([]byte, 4)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", err
	}
	name, mark := byMark(head[:n])
	if name == "" {
		if name, err = declaredOrDetected(in, declared); err != nil {
			return "", err
		}
	}
	_, err = in.Seek(int64(mark), io.SeekStart)
	return name, err
}

func byMark(head []byte) (name string, length int) {
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		return encodingUTF8, 3
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return encodingUTF16LE, 2
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return encodingUTF16BE, 2
	case bytes.HasPrefix(head, []byte{0x84, 0x31, 0x95, 0x33}):
		return encodingGB18030, 4
	}
	return "", 0
}

func declaredOrDetected(in io.ReadSeeker, declared string) (string, error) {
	if declared == "" {
		return detect(in)
	}
	switch strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(declared)) {
	case "utf8":
		return encodingUTF8, nil
	case "utf16le", "utf16":
		return encodingUTF16LE, nil
	case "utf16be":
		return encodingUTF16BE, nil
	case "gb18030", "gbk", "gb2312":
		return encodingGB18030, nil
	}
	return "", fileError("", 0, CodeFormat, nil, "value", declared)
}

// detect reads the whole file: valid UTF-8 is UTF-8; what is not mostly UTF-8, and GB18030 but for a little damage, is
// GB18030; all else is UTF-8 with errors. So a file with a few damaged bytes keeps its encoding.
func detect(in io.ReadSeeker) (string, error) {
	utf, err := countCharacters(in, decodeUTF8)
	if err != nil || utf.faults == 0 || utf.wide >= 4*utf.faults {
		return encodingUTF8, err
	}
	gb, err := countCharacters(in, decodeGB18030)
	if err == nil && utf.faults > 4*gb.faults {
		return encodingGB18030, nil
	}
	return encodingUTF8, err
}

// census counts, in one encoding, the characters beyond ASCII and the bytes that cannot be decoded.
type census struct{ wide, faults int }

func countCharacters(in io.ReadSeeker, decode decoder) (c census, err error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return c, err
	}
	var rest, text []byte
	var faults []fault
	buf := make([]byte, chunkBytes)
	for err != io.EOF {
		var n, used int
		if n, err = in.Read(buf); err != nil && err != io.EOF {
			return c, err
		}
		rest = append(rest, buf[:n]...)
		text, faults, used = decode(text[:0], faults[:0], rest, err == io.EOF)
		rest = append(rest[:0], rest[used:]...)
		c.faults += len(faults)
		c.wide += wide(text) - len(faults) // each fault stands in the text as U+FFFD
	}
	return c, nil
}

func wide(text []byte) (n int) {
	for _, b := range text {
		if b >= utf8.RuneSelf && utf8.RuneStart(b) {
			n++
		}
	}
	return n
}
