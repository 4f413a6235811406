package filestore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Config says where an S3-compatible storage is.
type S3Config struct {
	Endpoint string // an address: https://host, or http://host within one's own network
	Region   string // empty: as the storage says
	Bucket   string // has to be there
	Prefix   string // a folder in the bucket; may be empty
	Key      string
	Secret   string
	// Workspace is a local directory for what is not complete: files are checked there before they go out.
	Workspace string
	// Transport is for tests; nil is the usual one.
	Transport http.RoundTripper
}

// S3 keeps files in an S3-compatible storage, under the names that Dir gives them.
type S3 struct {
	client    *minio.Client
	bucket    string
	prefix    string
	workspace *os.Root
	uploads   *Uploads
}

// OpenS3 opens a storage and looks whether the bucket is there.
func OpenS3(ctx context.Context, c S3Config) (*S3, error) {
	at, err := url.Parse(c.Endpoint)
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" || strings.Trim(at.Path, "/") != "" {
		return nil, errors.New("S3 endpoint: want https://host")
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds:  credentials.NewStaticV4(c.Key, c.Secret, ""),
		Secure: at.Scheme == "https", Region: c.Region, Transport: c.Transport,
	})
	if err != nil {
		return nil, fmt.Errorf("S3: %w", err)
	}
	there, err := client.BucketExists(ctx, c.Bucket)
	if err == nil && !there {
		err = fmt.Errorf("no bucket %q", c.Bucket)
	}
	if err != nil {
		return nil, fmt.Errorf("S3: %w", err)
	}
	root, err := openWorkspace(c.Workspace)
	if err != nil {
		return nil, err
	}
	s := &S3{client: client, bucket: c.Bucket, prefix: strings.Trim(c.Prefix, "/"), workspace: root}
	s.uploads = newUploads(root, s.send)
	return s, nil
}

func (s *S3) key(h Hash) string { return path.Join(s.prefix, h.path()) }

// Put implements Store. The file is checked in the workspace first: what was sent to a storage is there.
func (s *S3) Put(ctx context.Context, src io.Reader, want Hash, size int64) (Info, error) {
	name, info, err := spool(ctx, s.workspace, src, want, size)
	if err != nil {
		return Info{}, err
	}
	if err := s.send(ctx, name, info); err != nil {
		_ = s.workspace.Remove(name)
		return Info{}, err
	}
	return info, nil
}

// partSize is how much of a large file is sent at a time; it is held in memory.
const partSize = 16 << 20

// send sends a file of the workspace and removes it there.
func (s *S3) send(ctx context.Context, name string, info Info) error {
	f, err := s.workspace.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sent, err := s.client.PutObject(ctx, s.bucket, s.key(info.Hash), f, info.Size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", PartSize: partSize, NumThreads: 2,
	})
	if err != nil {
		return fmt.Errorf("S3 put: %w", err)
	}
	if sent.Size != info.Size {
		return fmt.Errorf("S3 put: %d of %d bytes", sent.Size, info.Size)
	}
	return s.workspace.Remove(name)
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, h Hash) (File, error) {
	if h.IsZero() {
		return nil, ErrNotFound
	}
	o, err := s.client.GetObject(ctx, s.bucket, s.key(h), minio.GetObjectOptions{})
	if err == nil {
		_, err = o.Stat() // nothing was asked so far
	}
	if err != nil {
		return nil, missing(err)
	}
	return o, nil
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, h Hash) (Info, error) {
	if h.IsZero() {
		return Info{}, ErrNotFound
	}
	o, err := s.client.StatObject(ctx, s.bucket, s.key(h), minio.StatObjectOptions{})
	if err != nil {
		return Info{}, missing(err)
	}
	return Info{h, o.Size}, nil
}

// missing tells a file that is not there from a storage that does not answer.
func missing(err error) error {
	if r := minio.ToErrorResponse(err); r.Code == minio.NoSuchKey || r.StatusCode == http.StatusNotFound && r.Code != minio.NoSuchBucket {
		return ErrNotFound
	}
	return fmt.Errorf("S3: %w", err)
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, h Hash) error {
	if h.IsZero() {
		return nil
	}
	err := s.client.RemoveObject(ctx, s.bucket, s.key(h), minio.RemoveObjectOptions{})
	if err != nil && !errors.Is(missing(err), ErrNotFound) {
		return missing(err)
	}
	return nil
}

// List implements Store.
func (s *S3) List(ctx context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel() // ends the listing when the caller has enough
		prefix := s.prefix
		if prefix != "" {
			prefix += "/"
		}
		for o := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
			if o.Err != nil {
				yield(Info{}, fmt.Errorf("S3 list: %w", o.Err))
				return
			}
			h, err := ParseHash(path.Base(o.Key))
			if err != nil || s.key(h) != o.Key {
				continue
			}
			if !yield(Info{h, o.Size}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Info{}, err)
		}
	}
}

// Uploads implements Store.
func (s *S3) Uploads() *Uploads { return s.uploads }

// Close implements Store.
func (s *S3) Close() error { return s.workspace.Close() }
