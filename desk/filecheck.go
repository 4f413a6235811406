package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"bidwell/document/filestore"
	"bidwell/ent/attachment"
)

// FileReport is what CheckFiles found: files that attachments name and that are not there, or are there otherwise.
type FileReport struct {
	Files, Missing, Damaged int
	Examples                []string
}

// Whole tells that every file is there as it was uploaded.
func (r *FileReport) Whole() bool { return r.Missing+r.Damaged == 0 }

// CheckFiles looks whether the files of all attachments are there in their size; contents reads each and compares its hash
// too. Archived attachments count: they can be restored.
func (d *Desk) CheckFiles(ctx context.Context, contents bool) (*FileReport, error) {
	r := &FileReport{}
	if d.options.Files == nil {
		return r, nil
	}
	var named []struct {
		Sha256 string
		Size   int64
	}
	err := d.reader.Attachment.Query().Where(attachment.Stored(true)).GroupBy(attachment.FieldSha256, attachment.FieldSize).Scan(AsSystem(ctx), &named)
	if err != nil {
		return nil, err
	}
	for _, f := range named {
		r.Files++
		switch is, err := d.isFile(ctx, f.Sha256, f.Size, contents); {
		case errors.Is(err, filestore.ErrNotFound):
			r.Missing++
			r.note("missing " + f.Sha256)
		case err != nil:
			return nil, err
		case !is:
			r.Damaged++
			r.note("damaged " + f.Sha256)
		}
	}
	return r, nil
}

func (r *FileReport) note(what string) {
	if len(r.Examples) < maxExamples {
		r.Examples = append(r.Examples, what)
	}
}

// isFile tells whether a file is there in its size, and with contents whether it is what its hash says.
func (d *Desk) isFile(ctx context.Context, hash string, size int64, contents bool) (bool, error) {
	h, err := filestore.ParseHash(hash)
	if err != nil {
		return false, err
	}
	info, err := d.options.Files.Stat(ctx, h)
	if err != nil || info.Size != size || !contents {
		return err == nil && info.Size == size, err
	}
	f, err := d.options.Files.Open(ctx, h)
	if err != nil {
		return false, err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == hash, nil
}
