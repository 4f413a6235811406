package desk_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/document"
	"bidwell/document/filestore"
	"bidwell/ent"
	"bidwell/ent/contentitem"
	"bidwell/process"
)

// archive is a shelf with a place for files.
func archives(t *testing.T, test func(s *shelf)) {
	shelves(t, func(s *shelf) {
		s.files = t.TempDir()
		files, err := filestore.OpenDir(s.files)
		s.must(err)
		t.Cleanup(func() { _ = files.Close() })
		s.Desk = desk.New(s.store, s.Library(), desk.Options{Files: files, Documents: &document.Reader{}})
		test(s)
	})
}

// uploaded uploads a file at once.
func (s *shelf) uploaded(ctx context.Context, name, content string) *ent.Attachment {
	s.Helper()
	_, done, err := s.TakeUpload(ctx, desk.Upload{SHA256: filestore.HashOf([]byte(content)).String(), Total: int64(len(content)), FileName: name}, strings.NewReader(content))
	s.must(err)
	return done.Record
}

func TestAFileIsUploadedInPiecesAndHadAgainByWhoSeesItsAttachment(t *testing.T) {
	archives(t, func(s *shelf) {
		id, mei := s.staff("Mei", process.UserRoleSales)
		_, bo := s.staff("Bo", process.UserRoleSales)
		o := s.opportunity("泵站", nil)
		content := strings.Repeat("泵站改造方案。", 1000)
		in := desk.Upload{SHA256: filestore.HashOf([]byte(content)).String(), Total: int64(len(content)), FileName: `C:\\docs\方案.txt`, SubjectID: o.ID}
		have, done, err := s.TakeUpload(mei, in, strings.NewReader(content[:5000]))
		s.must(err)
		if have != 5000 || done.Record != nil {
			t.Fatalf("after a piece: %d, %v", have, done.Record)
		}
		if have, err := s.UploadOffset(mei, in.SHA256); err != nil || have != 5000 {
			t.Errorf("it goes on at %d, %v", have, err)
		}
		if have, err := s.UploadOffset(bo, in.SHA256); err != nil || have != 0 {
			t.Errorf("somebody else's is at %d, %v", have, err)
		}
		_, _, err = s.TakeUpload(mei, in, strings.NewReader(content))
		s.wantRefused(err, "CONFLICT")
		in.Offset = 5000
		have, done, err = s.TakeUpload(mei, in, strings.NewReader(content[5000:]))
		s.must(err)
		a := done.Record
		if have != in.Total || a.FileName != "方案.txt" || a.SubjectID != o.ID || !a.Stored || a.Size != in.Total || a.CreatedBy != id || !strings.HasPrefix(a.MediaType, "text/plain") {
			t.Errorf("attachment %+v", a)
		}
		f, _, err := s.OpenAttachment(bo, a.ID)
		s.must(err)
		got, err := io.ReadAll(f)
		s.must(err)
		s.must(f.Close())
		if string(got) != content {
			t.Error("another file comes back")
		}

		// Whoever only claims a hash gets no file by it.
		claimed := shelved[ent.Attachment](s)(s.CreateAttachment(bo, ent.CreateAttachmentInput{SubjectID: o.ID, FileName: "x", MediaType: "x", Size: in.Total, Sha256: in.SHA256}))
		_, _, err = s.OpenAttachment(bo, claimed.ID)
		s.wantRefused(err, "NOT_FOUND")
		_, err = s.UpdateAttachment(mei, ent.UpdateAttachmentInput{ID: a.ID, Version: a.Version, Sha256: new(strings.Repeat("0", 64))})
		s.wantRefused(err, "VALIDATION_FAILED sha256")
		shelved[ent.Attachment](s)(s.UpdateAttachment(mei, ent.UpdateAttachmentInput{ID: a.ID, Version: a.Version, FileName: new("新名.txt")}))
		_, err = s.ArchiveRecord(mei, desk.RecordInput{ID: a.ID, Version: 2})
		s.must(err)
		_, _, err = s.OpenAttachment(mei, a.ID)
		s.wantRefused(err, "NOT_FOUND")
	})
}

func TestUploadsThatAreRefused(t *testing.T) {
	archives(t, func(s *shelf) {
		_, mei := s.staff("Mei", process.UserRoleSales)
		good := filestore.HashOf([]byte("content")).String()
		for what, c := range map[string]struct {
			ctx  context.Context
			in   desk.Upload
			body string
			want string
		}{
			"nobody":                 {s.Context(), desk.Upload{SHA256: good, Total: 7, FileName: "a"}, "content", "UNAUTHENTICATED"},
			"a partner":              {s.as(process.UserRolePartner), desk.Upload{SHA256: good, Total: 7, FileName: "a"}, "content", "FORBIDDEN"},
			"the command line":       {s.ctx, desk.Upload{SHA256: good, Total: 7, FileName: "a"}, "content", "FORBIDDEN"},
			"no hash":                {mei, desk.Upload{SHA256: "../../etc/passwd", Total: 7, FileName: "a"}, "content", "VALIDATION_FAILED sha256"},
			"another content":        {mei, desk.Upload{SHA256: good, Total: 7, FileName: "a"}, "CONTENT", "VALIDATION_FAILED sha256"},
			"too large":              {mei, desk.Upload{SHA256: good, Total: 300_000_000, FileName: "a"}, "content", "VALIDATION_FAILED size"},
			"more than it said":      {mei, desk.Upload{SHA256: good, Total: 3, FileName: "a"}, "content", "VALIDATION_FAILED size"},
			"no name":                {mei, desk.Upload{SHA256: good, Total: 7, FileName: " "}, "content", "VALIDATION_FAILED name"},
			"a long name":            {mei, desk.Upload{SHA256: good, Total: 7, FileName: strings.Repeat("长", 301)}, "content", "VALIDATION_FAILED name"},
			"a control sign":         {mei, desk.Upload{SHA256: good, Total: 7, FileName: "a\x00b"}, "content", "VALIDATION_FAILED name"},
			"a missing subject":      {mei, desk.Upload{SHA256: good, Total: 7, FileName: "a", SubjectID: "opp_00000000000000000000000001"}, "content", "NOT_FOUND subject"},
			"a subject that is none": {mei, desk.Upload{SHA256: good, Total: 7, FileName: "a", SubjectID: "x"}, "content", "VALIDATION_FAILED subject"},
		} {
			_, done, err := s.TakeUpload(c.ctx, c.in, strings.NewReader(c.body))
			if err == nil || done.Record != nil {
				t.Errorf("%s is taken", what)
				continue
			}
			t.Log(what)
			s.wantRefused(err, c.want)
		}
		n, err := s.Read(s.ctx).Attachment.Query().Count(s.ctx)
		s.must(err)
		if n != 0 {
			t.Errorf("%d attachments were left", n)
		}
		_, err = desk.New(s.store, s.Library(), desk.Options{}).UploadOffset(mei, good)
		s.wantRefused(err, "UNAVAILABLE")
	})
}

func TestADocumentBecomesAnItemWhosePassagesAreFoundAndReused(t *testing.T) {
	archives(t, func(s *shelf) {
		_, mei := s.staff("Mei", process.UserRolePresalesConsultant)
		a := s.uploaded(mei, "泵站方案.md", "# 泵站方案\n\n总述。\n\n## 供电\n\n双回路供电,互为备用。\n\n### 切换\n\n| 项 | 值 |\n|---|---|\n| 时间 | 3 秒 |\n\n## 排水\n\n雨污分流。\n")
		done, err := s.ReadDocument(mei, desk.ReadDocumentInput{AttachmentID: a.ID, Industry: new("水务"), Tags: []string{"泵站"}})
		s.must(err)
		whole := done.Record
		parts, err := s.Read(mei).ContentItem.Query().Where(contentitem.PartOfID(whole.ID)).Order(contentitem.ByPosition()).All(mei)
		s.must(err)
		var titles []string
		for _, p := range parts {
			titles = append(titles, p.Title)
		}
		if got := strings.Join(titles, "|"); got != "泵站方案|泵站方案 › 供电|泵站方案 › 供电 › 切换|泵站方案 › 排水" || whole.Title != "泵站方案" || whole.Language != "zh" {
			t.Fatalf("%q of %+v", got, whole)
		}
		if !strings.Contains(parts[2].Body, "| 时间 | 3 秒 |") || parts[1].Industry != "水务" {
			t.Errorf("parts %+v", parts)
		}
		s.wantFound("双回路", parts[1].ID)
		s.catchUp()
		found, err := s.Search(mei, desk.SearchRequest{Query: "供电 切换", Grouped: true})
		s.must(err)
		if found.Total != 1 || found.Hits[0].Root != whole.ID {
			t.Errorf("grouped %+v", found.Hits)
		}

		p := s.proposal("水厂方案", s.opportunity("水厂", nil), "概述")
		in := s.sections(p)[0]
		edge := shelved[ent.ReuseEdge](s)(s.InsertFromLibrary(mei, desk.InsertFromLibraryInput{SectionID: &in.ID, Version: &in.Version, SourceID: parts[1].ID, Mode: process.ReuseModeVerbatim}))
		if edge.SourceID != parts[1].ID {
			t.Errorf("reuse %+v", edge)
		}
		_, err = s.ReadDocument(mei, desk.ReadDocumentInput{AttachmentID: a.ID})
		s.wantRefused(err, "CONFLICT")
		renamed := shelved[ent.ContentItem](s)(s.UpdateContentItem(mei, ent.UpdateContentItemInput{ID: whole.ID, Version: whole.Version, Title: new("提升泵站方案")}))
		s.wantFound("提升", renamed.ID, parts[0].ID, parts[1].ID, parts[2].ID, parts[3].ID)
		s.wantWhole()
		_, err = s.ArchiveRecord(mei, desk.RecordInput{ID: whole.ID, Version: renamed.Version})
		s.must(err)
		s.wantFound("双回路 -水厂")
		s.wantWhole()

		short := s.uploaded(mei, "note.txt", "A single passage about cranes.")
		one, err := s.ReadDocument(mei, desk.ReadDocumentInput{AttachmentID: short.ID, Title: new("Cranes"), Kind: new(process.ContentKindAnswer)})
		s.must(err)
		if one.Record.Body != "A single passage about cranes." || one.Record.Language != "en" || one.Record.Kind != process.ContentKindAnswer {
			t.Errorf("a single passage: %+v", one.Record)
		}
	})
}

func TestDocumentsThatCannotBeReadSayWhatToDo(t *testing.T) {
	archives(t, func(s *shelf) {
		_, mei := s.staff("Mei", process.UserRolePresalesConsultant)
		old := append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, bytes.Repeat([]byte{0}, 504)...)
		for name, c := range map[string]struct {
			content string
			want    process.Message
		}{
			"alt.doc":     {string(old), process.MsgDocumentLegacy},
			"empty.txt":   {"", process.MsgDocumentNoText},
			"broken.docx": {"PK\x03\x04 and nothing more", process.MsgDocumentBroken},
			"image.png":   {"\x89PNG\r\n\x1a\n", process.MsgDocumentUnsupported},
			"scan.pdf":    {"%PDF-1.7 but this desk reads none", process.MsgDocumentUnsupported},
		} {
			a := s.uploaded(mei, name, c.content)
			_, err := s.ReadDocument(mei, desk.ReadDocumentInput{AttachmentID: a.ID})
			s.wantRefused(err, "VALIDATION_FAILED attachmentID")
			if got := new(process.Error); !errors.As(err, &got) || got.Message != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		a := s.uploaded(mei, "a.md", "# a\n\nb")
		for what, c := range map[string]struct {
			ctx  context.Context
			id   string
			want string
		}{
			"who writes no items": {s.as(process.UserRoleFinance), a.ID, "FORBIDDEN"}, "nobody": {s.Context(), a.ID, "UNAUTHENTICATED"},
			"a missing file": {mei, "att_00000000000000000000000001", "NOT_FOUND attachmentID"}, "no file": {mei, "opp_00000000000000000000000001", "VALIDATION_FAILED attachmentID"},
		} {
			t.Log(what)
			_, err := s.ReadDocument(c.ctx, desk.ReadDocumentInput{AttachmentID: c.id})
			s.wantRefused(err, c.want)
		}
		many := s.uploaded(mei, "many.md", strings.Repeat("# h\n\nx\n\n", 2001))
		_, err := s.ReadDocument(mei, desk.ReadDocumentInput{AttachmentID: many.ID})
		s.wantRefused(err, "VALIDATION_FAILED attachmentID")
		n, err := s.Read(s.ctx).ContentItem.Query().Count(s.ctx)
		s.must(err)
		if n != 0 {
			t.Errorf("%d items were left", n)
		}
	})
}

func TestCheckingFilesFindsWhatIsMissingAndWhatIsDamaged(t *testing.T) {
	archives(t, func(s *shelf) {
		_, mei := s.staff("Mei", process.UserRoleSales)
		whole, lost, torn := s.uploaded(mei, "a.txt", "whole"), s.uploaded(mei, "b.txt", "lost"), s.uploaded(mei, "c.txt", "torn")
		s.uploaded(mei, "again.txt", "whole")
		found, err := s.CheckFiles(s.ctx, true)
		s.must(err)
		if !found.Whole() || found.Files != 3 {
			t.Fatalf("before any harm: %+v", found)
		}
		s.must(os.Remove(filepath.Join(s.files, lost.Sha256[:2], lost.Sha256)))
		s.must(os.WriteFile(filepath.Join(s.files, torn.Sha256[:2], torn.Sha256), []byte("torn"[:3]+"m"), 0o600))
		for contents, damaged := range map[bool]int{false: 0, true: 1} {
			found, err := s.CheckFiles(s.ctx, contents)
			s.must(err)
			if found.Files != 3 || found.Missing != 1 || found.Damaged != damaged || found.Whole() || slices.Contains(found.Examples, "missing "+whole.Sha256) {
				t.Errorf("reading contents %v: %+v", contents, found)
			}
		}
	})
}
