package document

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// encodingNamed knows the encodings that Chinese files declare; nil for UTF-8 and for names that are not known.
func encodingNamed(label string) encoding.Encoding {
	switch strings.ToLower(strings.TrimSpace(label)) {
	case "gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "ms936":
		return simplifiedchinese.GB18030
	case "big5", "big5-hkscs", "cn-big5", "cp950":
		return traditionalchinese.Big5
	case "utf-16le":
		return utf16LE
	case "utf-16be":
		return utf16BE
	}
	return nil
}

// marks are byte order marks.
var marks = []struct {
	mark string
	as   encoding.Encoding
}{
	{"\xef\xbb\xbf", encoding.Nop},
	{"\xff\xfe", utf16LE},
	{"\xfe\xff", utf16BE},
	{"\x84\x31\x95\x33", simplifiedchinese.GB18030},
}

// readPlain reads a file that is text, as UTF-8.
func readPlain(ctx context.Context, src io.ReaderAt, size int64, l *Limits) (string, error) {
	if size > l.Plain {
		return "", tooLarge(BoundBytes, l.Plain, size)
	}
	data := make([]byte, size)
	if n, err := src.ReadAt(data, 0); int64(n) < size {
		return "", broken("read", errors.Join(err, io.ErrUnexpectedEOF))
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	text := decode(data)
	if strings.Count(text, "\x00") > len(text)/1000 || faults(text)*10 > len(text) {
		return "", &Error{Reason: ReasonUnsupported, Detail: "binary"}
	}
	return text, nil
}

// decode finds the encoding of a text: by its mark; UTF-8 if it is valid as such; by what it declares; else of UTF-8
// and GB18030 the one with fewer characters that are none.
func decode(data []byte) string {
	for _, m := range marks {
		if rest, ok := bytes.CutPrefix(data, []byte(m.mark)); ok {
			return decodeAs(rest, m.as)
		}
	}
	if wide := unmarkedUTF16(data); wide != nil {
		return decodeAs(data, wide)
	}
	if utf8.Valid(data) {
		return string(data)
	}
	if e := declared(data); e != nil {
		return decodeAs(data, e)
	}
	plain, gb := decodeAs(data, encoding.Nop), decodeAs(data, simplifiedchinese.GB18030)
	if faults(plain) > 4*faults(gb) {
		return gb
	}
	return plain
}

func decodeAs(data []byte, e encoding.Encoding) string {
	if e == encoding.Nop {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		text = append(text, "\uFFFD"...)
	}
	return string(text)
}

// decodeHead is decode for the beginning of a file, which may end within a character.
func decodeHead(head []byte) string {
	for _, m := range marks {
		if rest, ok := bytes.CutPrefix(head, []byte(m.mark)); ok {
			return decodeAs(rest, m.as)
		}
	}
	return string(head)
}

func faults(text string) int { return strings.Count(text, "\uFFFD") }

// unmarkedUTF16 knows UTF-16 without a mark by its line ends and spaces, which are characters that hardly occur when
// their bytes are swapped.
func unmarkedUTF16(data []byte) encoding.Encoding {
	if len(data)%2 != 0 {
		return nil
	}
	little, big := 0, 0
	for i := 0; i+1 < len(data); i += 2 {
		switch a, b := data[i], data[i+1]; {
		case a == 0 && b == 0:
			return nil
		case b == 0 && isPlainSpace(a):
			little++
		case a == 0 && isPlainSpace(b):
			big++
		}
	}
	switch {
	case little > 10*big:
		return utf16LE
	case big > 10*little:
		return utf16BE
	}
	return nil
}

func isPlainSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' }

var charset = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_-]+)`)

// declared is the encoding that a page or an XML file declares in its beginning.
func declared(data []byte) encoding.Encoding {
	if m := charset.FindSubmatch(data[:min(len(data), headBytes)]); m != nil {
		return encodingNamed(string(m[1]))
	}
	return nil
}
