package app

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"bidwell/desk"
	"bidwell/document/filestore"
	"bidwell/process"
)

const (
	// uploadOffset tells how much of a file is there, or where a piece of it belongs, in bytes; uploadLength is the size of
	// the whole file.
	uploadOffset = "Upload-Offset"
	uploadLength = "Upload-Length"
	// uploadPause is how long an upload may stand still.
	uploadPause = 30 * time.Second
)

// uploaded is the answer to the last piece of a file.
type uploaded struct {
	// ID is that of the attachment, and Change the number of the change that made it.
	ID     string `json:"id"`
	Change int64  `json:"change"`
}

// uploadState tells where an upload goes on, in a header.
func (s *site) uploadState(w http.ResponseWriter, r *http.Request) {
	have, err := s.office.UploadOffset(r.Context(), r.PathValue("sha256"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set(uploadOffset, strconv.FormatInt(have, 10))
	w.WriteHeader(http.StatusNoContent)
}

// upload takes a file, or the next piece of one, as the body of the request. It answers 202 and where to go on while more is
// to come, 201 and the attachment when the file is whole. A piece that belongs elsewhere is 409 with the place in a header.
func (s *site) upload(w http.ResponseWriter, r *http.Request) {
	in := desk.Upload{SHA256: r.PathValue("sha256"), FileName: r.URL.Query().Get("name"), SubjectID: r.URL.Query().Get("subject")}
	var err error
	if in.Offset, err = size(r.Header.Get(uploadOffset), 0); err == nil {
		whole := int64(-1)
		if r.ContentLength >= 0 {
			whole = in.Offset + r.ContentLength
		}
		in.Total, err = size(r.Header.Get(uploadLength), whole)
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	have, done, err := s.office.TakeUpload(r.Context(), in, &patient{r.Body, http.NewResponseController(w)})
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set(uploadOffset, strconv.FormatInt(have, 10))
	switch {
	case errors.Is(err, filestore.ErrTooLarge):
		s.refuseAs(w, r, http.StatusRequestEntityTooLarge, err)
	case err != nil:
		s.refuse(w, r, err)
	case done.Record == nil:
		w.WriteHeader(http.StatusAccepted)
	default:
		writeJSON(w, http.StatusCreated, uploaded{done.Record.ID, done.Change})
	}
}

// size reads a number of bytes from a header.
func size(header string, otherwise int64) (int64, error) {
	if header == "" {
		if otherwise < 0 {
			return 0, process.Invalid("size", process.MsgRequired)
		}
		return otherwise, nil
	}
	n, err := strconv.ParseInt(header, 10, 64)
	if err != nil || n < 0 {
		return 0, process.Invalid("size", process.MsgValueBad)
	}
	return n, nil
}

// patient lets a request go on reading as long as something comes: a large file takes longer than any query may.
type patient struct {
	body    io.Reader
	control *http.ResponseController
}

func (p *patient) Read(b []byte) (int, error) {
	deadline := time.Now().Add(uploadPause)
	_ = p.control.SetReadDeadline(deadline) // a connection that has none waits as long as the server lets it
	_ = p.control.SetWriteDeadline(deadline.Add(uploadPause))
	return p.body.Read(b)
}

// attachment sends the file of an attachment, always to be saved: nothing that was uploaded is shown as a page.
func (s *site) attachment(w http.ResponseWriter, r *http.Request) {
	f, a, err := s.office.OpenAttachment(r.Context(), r.PathValue("id"))
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", a.MediaType)
	h.Set("Content-Disposition", disposition(a.FileName))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", strconv.Quote(a.Sha256))
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour)) // 200 MB over a slow line
	http.ServeContent(w, r, "", a.CreatedAt, f)
}

// disposition names a file for saving, as RFC 6266 has it: by its name, and in ASCII for clients that know no better.
func disposition(name string) string {
	if d := mime.FormatMediaType("attachment", map[string]string{"filename": name}); d != "" {
		return d
	}
	return "attachment; filename*=UTF-8''" + url.PathEscape(name)
}
