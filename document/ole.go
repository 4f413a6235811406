package document

import (
	"encoding/binary"
	"io"
	"slices"
	"unicode/utf16"
)

// oleMagic begins a compound file (MS-CFB): the formats of before 2007, and the envelope of an encrypted one of today.
var oleMagic = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// oleStreams tell by their names what a compound file is.
var oleStreams = []struct {
	stream, format string
	reason         Reason
}{
	{"EncryptedPackage", "", ReasonEncrypted},
	{"EncryptionInfo", "", ReasonEncrypted},
	{"WordDocument", "doc", ReasonLegacyFormat},
	{"PowerPoint Document", "ppt", ReasonLegacyFormat},
	{"Workbook", "xls", ReasonLegacyFormat},
	{"Book", "xls", ReasonLegacyFormat},
}

// detectOLE says why a compound file is refused. WPS's own formats carry the streams of those they imitate; there the
// extension is the name people know.
func detectOLE(src io.ReaderAt, size int64, ext string) error {
	names := oleNames(src, size)
	isLegacy := slices.Contains(legacy, ext)
	for _, s := range oleStreams {
		if !slices.Contains(names, s.stream) {
			continue
		}
		format := s.format
		if s.reason == ReasonLegacyFormat && isLegacy {
			format = ext[1:]
		}
		return &Error{Reason: s.reason, Detail: format}
	}
	if isLegacy {
		return &Error{Reason: ReasonLegacyFormat, Detail: ext[1:]}
	}
	if slices.Contains(packed, ext) {
		return broken("compound file", nil)
	}
	return &Error{Reason: ReasonUnsupported, Detail: "compound file"}
}

const (
	oleEntry      = 128  // bytes of a directory entry
	oleMaxSectors = 4096 // of the directory; more are not looked at
)

// oleNames lists the names in the directory of a compound file, as far as it can be followed.
func oleNames(src io.ReaderAt, size int64) []string {
	head := make([]byte, 512)
	if _, err := src.ReadAt(head, 0); err != nil {
		return nil
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift < 7 || shift > 12 {
		return nil
	}
	sector := int64(1) << shift
	read := func(n uint32) []byte {
		at := (int64(n) + 1) * sector
		if at >= size {
			return nil
		}
		b := make([]byte, min(sector, size-at))
		if _, err := src.ReadAt(b, at); err != nil && err != io.EOF {
			return nil
		}
		return b
	}
	var names []string
	at := binary.LittleEndian.Uint32(head[48:])
	for range oleMaxSectors {
		directory := read(at)
		for len(directory) >= oleEntry {
			names = append(names, oleName(directory[:oleEntry]))
			directory = directory[oleEntry:]
		}
		next, ok := oleNext(head, read, at, sector)
		if !ok {
			break
		}
		at = next
	}
	return names
}

// oleNext is the sector behind another, by the allocation table whose first 109 sectors the header names.
func oleNext(head []byte, read func(uint32) []byte, at uint32, sector int64) (uint32, bool) {
	perSector := uint32(sector / 4)
	if at/perSector >= 109 {
		return 0, false
	}
	table := read(binary.LittleEndian.Uint32(head[76+4*(at/perSector):]))
	i := int(at%perSector) * 4
	if i+4 > len(table) {
		return 0, false
	}
	next := binary.LittleEndian.Uint32(table[i:])
	return next, next < 0xfffffffa
}

func oleName(entry []byte) string {
	n := min(int(binary.LittleEndian.Uint16(entry[64:])), 64)/2 - 1
	if n <= 0 {
		return ""
	}
	units := make([]uint16, n)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(entry[2*i:])
	}
	return string(utf16.Decode(units))
}
