package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/document/filestore"
	"bidwell/ent"
	business "bidwell/process"
)

// smallPDF is a file of one page that says so.
const smallPDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 58>>stream
BT /F 18 Tf 20 100 Td (The harbour crane is renewed.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
`

func TestFilesAreUploadedInPiecesAndSavedAgain(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		content := "# 泵站\n\n" + strings.Repeat("双回路供电。", 100)
		path := "/files/" + filestore.HashOf([]byte(content)).String()
		whole := fmt.Sprint(len(content))
		f.play("nobody", scene{method: "PUT", path: path + "?name=a.md", body: content, status: http.StatusUnauthorized})
		f.play("a token that reads", scene{method: "PUT", path: path + "?name=a.md", body: content, bearer: "read", status: http.StatusForbidden})
		f.play("another site", scene{method: "PUT", path: path + "?name=a.md", body: content, cookie: "sales", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: http.StatusForbidden})
		f.play("no name", scene{method: "PUT", path: path, body: content, cookie: "sales", status: http.StatusUnprocessableEntity, contains: "name"})
		f.play("a bad offset", scene{method: "PUT", path: path + "?name=a.md", body: content, cookie: "sales", headers: map[string]string{uploadOffset: "-1"}, status: http.StatusUnprocessableEntity, contains: "size"})
		f.play("too large", scene{method: "PUT", path: path + "?name=a.md", body: content, cookie: "sales", headers: map[string]string{uploadLength: "300000000"}, status: http.StatusRequestEntityTooLarge, contains: "200 MB"})

		first := f.play("a piece", scene{method: "PUT", path: path + "?name=a.md", body: content[:100], cookie: "sales", headers: map[string]string{uploadLength: whole}, status: http.StatusAccepted})
		if got := first.Header().Get(uploadOffset); got != "100" {
			t.Errorf("it goes on at %s", got)
		}
		again := f.play("the same piece", scene{method: "PUT", path: path + "?name=a.md", body: content[:100], cookie: "sales", headers: map[string]string{uploadLength: whole}, status: http.StatusConflict, contains: "100"})
		if got := again.Header().Get(uploadOffset); got != "100" {
			t.Errorf("after a piece that does not fit it goes on at %s", got)
		}
		where := f.play("where", scene{method: "HEAD", path: path, cookie: "sales", status: http.StatusNoContent})
		if got := where.Header().Get(uploadOffset); got != "100" {
			t.Errorf("asked, it goes on at %s", got)
		}
		last := f.play("the rest", scene{method: "PUT", path: path + "?name=" + "%E6%96%B9%E6%A1%88.html", body: content[100:], cookie: "sales", headers: map[string]string{uploadOffset: "100"}, status: http.StatusCreated, contains: "att_"})
		var made uploaded
		if err := json.Unmarshal(last.Body.Bytes(), &made); err != nil || made.Change == 0 {
			t.Fatal(last.Body, err)
		}

		saved := f.play("saving it", scene{path: "/attachments/" + made.ID, bearer: "read", status: http.StatusOK, contains: content})
		h := saved.Header()
		if !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") || !strings.Contains(h.Get("Content-Disposition"), "%E6%96%B9%E6%A1%88.html") ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("a page that was uploaded is served as %v", h)
		}
		f.play("a part of it", scene{path: "/attachments/" + made.ID, bearer: "read", headers: map[string]string{"Range": "bytes=0-4"}, status: http.StatusPartialContent, contains: "# 泵"})
		f.play("nobody saves it", scene{path: "/attachments/" + made.ID, status: http.StatusUnauthorized})
		f.play("a missing one", scene{path: "/attachments/att_00000000000000000000000001", bearer: "read", status: http.StatusNotFound})
		f.play("no id", scene{path: "/attachments/etc", bearer: "read", status: http.StatusNotFound})
	})
}

func TestPDFIsReadInAProcessOfItsOwn(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		if f.office.Store().Dialect() == "postgres" {
			return // the process is the same
		}
		users, err := f.office.Read(t.Context()).User.Query().All(desk.AsSystem(t.Context()))
		if err != nil {
			t.Fatal(err)
		}
		writer := desk.WithViewer(t.Context(), &business.Viewer{UserID: users[0].ID, Role: business.UserRolePresalesConsultant, Scope: business.TokenScopeWrite})
		read := func(name, content string) (desk.Written[ent.ContentItem], error) {
			_, done, err := f.office.TakeUpload(writer, desk.Upload{SHA256: filestore.HashOf([]byte(content)).String(), Total: int64(len(content)), FileName: name}, strings.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			return f.office.ReadDocument(writer, desk.ReadDocumentInput{AttachmentID: done.Record.ID})
		}
		done, err := read("crane.pdf", smallPDF)
		if err != nil || !strings.Contains(done.Record.Body, "The harbour crane is renewed.") {
			t.Errorf("%+v, %v", done.Record, err)
		}
		_, err = read("broken.pdf", "%PDF-1.7\nnothing at all")
		if business.CodeOf(err) != business.CodeValidationFailed {
			t.Errorf("a broken file: %v", err)
		}
	})
}
