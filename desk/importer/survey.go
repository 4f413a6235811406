package importer

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
)

// sheetFacts are what must be known of a sheet before it is read: the row iterator ends without a word where the XML
// breaks off.
type sheetFacts struct {
	rows     int // <row> elements
	last     int // highest row number
	complete bool
}

func (f sheetFacts) lastRow() int { return max(f.rows, f.last, 1) }

// surveyWorkbook reads every part of the workbook once as a stream, before anything is loaded: a part that is cut
// off, a bomb, or a text larger than a cell may be, refuses the workbook while memory is still small. The facts are
// by sheet name.
func surveyWorkbook(name string, in io.ReaderAt, size int64) (map[string]sheetFacts, error) {
	archive, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fileError(name, 0, CodeTruncated, err)
	}
	byPath, left := map[string]sheetFacts{}, int64(maxUnzippedBytes)
	for _, part := range archive.File {
		s := partSurvey{}
		n, err := s.read(part, left)
		switch {
		case s.tooLarge:
			return nil, fileError(name, 0, CodeCellTooLarge, nil, "limit", strconv.Itoa(MaxCellBytes>>20))
		case err != nil:
			return nil, fileError(name, 0, CodeTruncated, err)
		case n == left:
			return nil, fileError(name, 0, CodeSheet, nil, "what", "> "+strconv.Itoa(maxUnzippedBytes>>20)+" MiB")
		}
		left -= n
		byPath[part.Name] = s.facts
	}
	return factsByName(archive, byPath), nil
}

// factsByName follows the workbook's relations from sheet names to parts.
func factsByName(archive *zip.Reader, byPath map[string]sheetFacts) map[string]sheetFacts {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	readPart(archive, "xl/workbook.xml", &book)
	readPart(archive, "xl/_rels/workbook.xml.rels", &relations)
	target := map[string]string{}
	for _, r := range relations.Relations {
		target[r.ID] = strings.TrimPrefix(path.Join("xl", r.Target), "xl/xl/")
		if strings.HasPrefix(r.Target, "/") {
			target[r.ID] = strings.TrimPrefix(r.Target, "/")
		}
	}
	facts := map[string]sheetFacts{}
	for _, s := range book.Sheets {
		f, ok := byPath[target[s.ID]]
		f.complete = f.complete || !ok
		facts[s.Name] = f
	}
	return facts
}

// readPart decodes one XML part; a part that is missing or odd leaves v as it is, and the workbook library judges it.
func readPart(archive *zip.Reader, name string, v any) {
	f, err := archive.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	_ = xml.NewDecoder(f).Decode(v)
}

// partSurvey scans one XML part without building anything of it.
type partSurvey struct {
	facts    sheetFacts
	tooLarge bool
	run      int // bytes since the last < or >
	inTag    bool
	tag      []byte // beginning of the tag
}

func (s *partSurvey) read(part *zip.File, limit int64) (int64, error) {
	r, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	if !strings.HasSuffix(part.Name, ".xml") {
		return io.Copy(io.Discard, io.LimitReader(r, limit))
	}
	return io.Copy(s, io.LimitReader(r, limit))
}

// Write implements io.Writer over the bytes of the part.
func (s *partSurvey) Write(p []byte) (int, error) {
	for _, b := range p {
		switch b {
		case '<':
			s.run, s.inTag, s.tag = 0, true, s.tag[:0]
			continue
		case '>':
			if s.inTag {
				s.element(string(s.tag))
			}
			s.run, s.inTag = 0, false
			continue
		}
		if s.run++; s.run > MaxCellBytes {
			s.tooLarge = true
			return 0, io.ErrShortWrite
		}
		if s.inTag && len(s.tag) < 64 {
			s.tag = append(s.tag, b)
		}
	}
	return len(p), nil
}

func (s *partSurvey) element(tag string) {
	name, attributes, _ := strings.Cut(tag, " ")
	closing := strings.HasPrefix(name, "/")
	if i := strings.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	switch strings.Trim(name, "/") {
	case "row":
		if closing {
			return
		}
		s.facts.rows++
		if _, after, ok := strings.Cut(" "+attributes, ` r="`); ok {
			number, _, _ := strings.Cut(after, `"`)
			n, _ := strconv.Atoi(number)
			s.facts.last = max(s.facts.last, n)
		}
	case "sheetData":
		s.facts.complete = s.facts.complete || closing || strings.HasSuffix(tag, "/")
	}
}
