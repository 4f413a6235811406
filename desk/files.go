package desk

import (
	"context"
	"errors"
	"io"
	"mime"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"bidwell/document/filestore"
	"bidwell/ent"
	"bidwell/ent/attachment"
	"bidwell/process"
)

// maxFileName bounds the name of a file, in characters.
const maxFileName = 300

// Upload is a piece of a file that is being uploaded.
type Upload struct {
	// SHA256 is that of the whole file, in lower-case hexadecimal.
	SHA256 string
	// Total is the size of the whole file, Offset where the piece belongs.
	Total, Offset int64
	// FileName is what the file is called, and SubjectID the record it belongs to: the viewer's user until it has found
	// its place. Both matter with the last piece.
	FileName, SubjectID string
}

// UploadOffset tells how much of a file the viewer has uploaded so far: that is where to go on. Errors: FORBIDDEN,
// UNAUTHENTICATED, UNAVAILABLE without a place for files, VALIDATION_FAILED.
func (d *Desk) UploadOffset(ctx context.Context, sha256 string) (int64, error) {
	v, h, err := d.uploading(ctx, sha256)
	if err != nil {
		return 0, err
	}
	have, err := d.options.Files.Uploads().Offset(v.UserID, h)
	return have, refuseFile(err)
}

// TakeUpload takes the next piece of a file and tells how much of it is there now. With the last one the file is stored and
// becomes an attachment; before, Record is nil. A hash alone opens no file: who uploads sends all of it. What came in
// before src failed is kept, and the upload goes on from there.
//
// Errors: CONFLICT when the piece does not continue what is there, or the same upload is under way; FORBIDDEN; NOT_FOUND
// for a subject that is missing or hidden; UNAUTHENTICATED; UNAVAILABLE without a place for files; VALIDATION_FAILED for a
// bad hash, name or size, and for content that is not what its hash says, which begins anew.
func (d *Desk) TakeUpload(ctx context.Context, in Upload, src io.Reader) (have int64, done Written[ent.Attachment], err error) {
	v, h, err := d.uploading(ctx, in.SHA256)
	if err != nil {
		return 0, done, err
	}
	name := path.Base(strings.ReplaceAll(strings.TrimSpace(in.FileName), `\`, "/"))
	switch {
	case name == "." || name == "/":
		return 0, done, process.Invalid("name", process.MsgRequired)
	case utf8.RuneCountInString(name) > maxFileName:
		return 0, done, process.Invalid("name", process.MsgTooLong, "max", strconv.Itoa(maxFileName))
	}
	if err := process.CheckText("name", name); err != nil {
		return 0, done, err
	}
	if in.SubjectID == "" {
		in.SubjectID = v.UserID
	}
	if err := d.takesFiles(ctx, v, in.SubjectID); err != nil {
		return 0, done, field("subject", err)
	}
	have, err = d.options.Files.Uploads().Append(ctx, v.UserID, h, in.Total, in.Offset, src)
	if err != nil || have < in.Total {
		return have, done, refuseFile(err)
	}
	done, err = create(ctx, d, ent.TypeAttachment, func(ctx context.Context, w *writing, id string) (*ent.Attachment, error) {
		return w.tx.Attachment.Create().SetID(id).SetSubjectID(in.SubjectID).SetFileName(name).SetMediaType(mediaType(name)).
			SetSize(in.Total).SetSha256(h.String()).SetStored(true).Save(ctx)
	})
	return have, done, err
}

// uploading is the viewer who may upload, and the file by its hash.
func (d *Desk) uploading(ctx context.Context, sha256 string) (v *process.Viewer, h filestore.Hash, err error) {
	if v, err = signedIn(ctx); err != nil {
		return nil, h, err
	}
	switch {
	case d.options.Files == nil:
		return nil, h, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	case v.UserID == "" || !process.May(v, process.ActionWrite, ent.TypeAttachment):
		return nil, h, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	h, err = filestore.ParseHash(sha256)
	return v, h, refuseFile(err)
}

// mediaType is what a file is by its name. What it really is, is looked at when it is read; nobody is served a file as a
// page.
func mediaType(name string) string {
	if t := mime.TypeByExtension(strings.ToLower(path.Ext(name))); t != "" {
		return t
	}
	return "application/octet-stream"
}

// OpenAttachment opens the file of an attachment the viewer may see; close it. Errors: NOT_FOUND for an attachment that is
// missing, hidden or without a file here; UNAUTHENTICATED; UNAVAILABLE without a place for files.
func (d *Desk) OpenAttachment(ctx context.Context, id string) (filestore.File, *ent.Attachment, error) {
	if err := process.CheckID("id", id, ent.TypeAttachment); err != nil {
		return nil, nil, process.NotFound(id)
	}
	ctx = WithReading(ctx)
	a, err := d.reader.Attachment.Query().Where(attachment.ID(id), attachment.ArchivedAtIsNil(), attachment.Stored(true)).Only(ctx)
	if err != nil {
		return nil, nil, explain(err)
	}
	if err := d.NoteReading(ctx); err != nil {
		return nil, nil, err
	}
	if d.options.Files == nil {
		return nil, nil, process.NewError(process.CodeUnavailable, process.MsgUnavailable)
	}
	h, err := filestore.ParseHash(a.Sha256)
	if err != nil {
		return nil, nil, err
	}
	f, err := d.options.Files.Open(ctx, h)
	return f, a, err
}

// refuseFile turns what the file store answers into the error a client can act on.
func refuseFile(err error) error {
	var offset *filestore.OffsetError
	var refused *process.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, filestore.ErrBadHash):
		refused = process.Invalid("sha256", process.MsgHashBad)
	case errors.Is(err, filestore.ErrMismatch):
		refused = process.Invalid("sha256", process.MsgFileOther)
	case errors.Is(err, filestore.ErrTooLarge):
		refused = process.Invalid("size", process.MsgFileTooLarge, "max", strconv.Itoa(filestore.MaxBytes/1_000_000))
	case errors.As(err, &offset):
		refused = process.NewError(process.CodeConflict, process.MsgUploadOffset, "offset", strconv.FormatInt(offset.Have, 10))
	case errors.Is(err, filestore.ErrBusy):
		refused = process.NewError(process.CodeConflict, process.MsgUploadBusy)
	default:
		return err
	}
	refused.Cause = err
	return refused
}
