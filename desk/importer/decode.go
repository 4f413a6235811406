package importer

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// fault is a byte that cannot be decoded: where it was in the source, and where U+FFFD stands for it in the text.
type fault struct{ source, text int }

// decoder appends the UTF-8 form of src to dst and undecodable bytes to faults; it never fails. It says how many bytes
// of src it used: unless last, it leaves a character at the end that may continue.
type decoder func(dst []byte, faults []fault, src []byte, last bool) (text []byte, found []fault, used int)

func decoderOf(encoding string) decoder {
	switch encoding {
	case encodingGB18030:
		return decodeGB18030
	case encodingUTF16LE:
		return func(dst []byte, faults []fault, src []byte, last bool) ([]byte, []fault, int) {
			return decodeUTF16(dst, faults, src, last, binary.LittleEndian)
		}
	case encodingUTF16BE:
		return func(dst []byte, faults []fault, src []byte, last bool) ([]byte, []fault, int) {
			return decodeUTF16(dst, faults, src, last, binary.BigEndian)
		}
	}
	return decodeUTF8
}

func decodeUTF8(dst []byte, faults []fault, src []byte, last bool) (text []byte, found []fault, used int) {
	if utf8.Valid(src) {
		return append(dst, src...), faults, len(src)
	}
	for used < len(src) {
		if !last && !utf8.FullRune(src[used:]) {
			break
		}
		r, size := utf8.DecodeRune(src[used:])
		if r == utf8.RuneError && size == 1 {
			faults = append(faults, fault{used, len(dst)})
		}
		dst = utf8.AppendRune(dst, r)
		used += size
	}
	return dst, faults, used
}

func decodeUTF16(dst []byte, faults []fault, src []byte, last bool, order binary.ByteOrder) (text []byte, found []fault, used int) {
	for used+1 < len(src) {
		r, size := rune(order.Uint16(src[used:])), 2
		if utf16.IsSurrogate(r) {
			if used+3 >= len(src) && !last {
				return dst, faults, used
			}
			if used+3 < len(src) {
				r, size = utf16.DecodeRune(r, rune(order.Uint16(src[used+2:]))), 4
			} else {
				r = utf8.RuneError
			}
			if r == utf8.RuneError {
				faults, size = append(faults, fault{used, len(dst)}), 2
			}
		}
		dst = utf8.AppendRune(dst, r)
		used += size
	}
	if last && used < len(src) {
		faults = append(faults, fault{used, len(dst)})
		dst, used = utf8.AppendRune(dst, utf8.RuneError), len(src)
	}
	return dst, faults, used
}

// encodedReplacement is U+FFFD written in GB18030, the one case in which a decoded U+FFFD is not a fault.
var encodedReplacement = []byte{0x84, 0x31, 0xa4, 0x37}

func decodeGB18030(dst []byte, faults []fault, src []byte, last bool) (text []byte, found []fault, used int) {
	table := simplifiedchinese.GB18030.NewDecoder()
	if end, sound := wholeGB18030(src); sound && (end == len(src) || !last) {
		if whole, err := table.Bytes(src[:end]); err == nil && !bytes.ContainsRune(whole, utf8.RuneError) {
			return append(dst, whole...), faults, end
		}
	}
	for used < len(src) && (last || !unfinishedGB18030(src[used:])) {
		size := sizeGB18030(src[used:])
		char, err := table.Bytes(src[used : used+size])
		if err != nil || bytes.ContainsRune(char, utf8.RuneError) && !bytes.Equal(src[used:used+size], encodedReplacement) {
			faults = append(faults, fault{used, len(dst)})
			char, size = []byte("\uFFFD"), 1
		}
		dst = append(dst, char...)
		used += size
	}
	return dst, faults, used
}

// wholeGB18030 is the length of src without an unfinished character at its end. What is not sound has bytes that the
// table takes for a four-byte character although their second one is no digit: it has to be read a character at a time.
func wholeGB18030(src []byte) (end int, sound bool) {
	sound = true
	for end < len(src) && !unfinishedGB18030(src[end:]) {
		if isLead(src[end]) && src[end+1] > '9' && src[end+1] < 0x40 {
			sound = false
		}
		end += sizeGB18030(src[end:])
	}
	return end, sound
}

func unfinishedGB18030(src []byte) bool {
	return isLead(src[0]) && (len(src) == 1 || isDigit(src[1]) && len(src) < 4)
}

// sizeGB18030 is the number of bytes of the character at the start of src, by its first two bytes; never more than
// there are.
func sizeGB18030(src []byte) int {
	switch {
	case !isLead(src[0]) || len(src) == 1:
		return 1
	case isDigit(src[1]):
		return min(4, len(src))
	}
	return 2
}

func isLead(b byte) bool  { return b >= 0x81 && b <= 0xfe }
func isDigit(b byte) bool { return b >= '0' && b <= '9' }
