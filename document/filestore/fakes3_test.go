package filestore

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// fakeS3 is a storage in memory that speaks as much of the protocol as the client uses. It believes every signature.
type fakeS3 struct {
	mu      sync.Mutex
	objects map[string][]byte
	parts   map[string]map[int][]byte // by upload
	uploads int
	fail    func(r *http.Request) bool // answers 500
	multi   int                        // completed uploads in parts
}

func newFakeS3() *fakeS3 {
	return &fakeS3{objects: map[string][]byte{}, parts: map[string]map[int][]byte{}}
}

const fakeBucket = "files"

func (s *fakeS3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	bucket, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	q := r.URL.Query()
	switch {
	case s.fail != nil && s.fail(r):
		s.refuse(w, http.StatusForbidden, "AccessDenied")
	case bucket != fakeBucket:
		s.refuse(w, http.StatusNotFound, "NoSuchBucket")
	case key == "" && q.Has("location"):
		fmt.Fprint(w, `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"></LocationConstraint>`)
	case key == "" && r.Method == http.MethodGet:
		s.list(w, q.Get("prefix"), q.Get("continuation-token"))
	case key == "":
	case r.Method == http.MethodPost && q.Has("uploads"):
		s.uploads++
		id := strconv.Itoa(s.uploads)
		s.parts[id] = map[int][]byte{}
		fmt.Fprintf(w, `<InitiateMultipartUploadResult><Bucket>%s</Bucket><Key>%s</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>`, bucket, key, id)
	case r.Method == http.MethodPost && q.Has("uploadId"):
		s.complete(w, r, key, q.Get("uploadId"))
	case r.Method == http.MethodPut:
		s.put(w, r, key, q.Get("uploadId"), q.Get("partNumber"))
	case r.Method == http.MethodDelete:
		if q.Has("uploadId") {
			delete(s.parts, q.Get("uploadId"))
		} else {
			delete(s.objects, key)
		}
		w.WriteHeader(http.StatusNoContent)
	default:
		s.get(w, r, key)
	}
}

func (s *fakeS3) refuse(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `<Error><Code>%s</Code><Message>no</Message></Error>`, code)
}

func etag(data []byte) string {
	sum := md5.Sum(data)
	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func (s *fakeS3) put(w http.ResponseWriter, r *http.Request, key, upload, part string) {
	data, err := body(r)
	if err != nil {
		s.refuse(w, http.StatusBadRequest, "IncompleteBody")
		return
	}
	if upload == "" {
		s.objects[key] = data
	} else {
		n, _ := strconv.Atoi(part)
		s.parts[upload][n] = data
	}
	w.Header().Set("ETag", etag(data))
}

// body reads a request, out of the signed chunks that the client sends where there is no TLS.
func body(r *http.Request) ([]byte, error) {
	if r.Header.Get("X-Amz-Decoded-Content-Length") == "" {
		return io.ReadAll(r.Body)
	}
	var data bytes.Buffer
	for in := bufio.NewReader(r.Body); ; {
		head, err := in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		size, err := strconv.ParseInt(strings.TrimSpace(strings.Split(head, ";")[0]), 16, 64)
		if err != nil {
			return nil, err
		}
		if size == 0 {
			_, err := io.Copy(io.Discard, in)
			return data.Bytes(), err
		}
		if _, err := io.CopyN(&data, in, size); err != nil {
			return nil, err
		}
		in.ReadString('\n')
	}
}

func (s *fakeS3) complete(w http.ResponseWriter, r *http.Request, key, upload string) {
	var list struct {
		Part []struct{ PartNumber int }
	}
	if err := xml.NewDecoder(r.Body).Decode(&list); err != nil {
		s.refuse(w, http.StatusBadRequest, "MalformedXML")
		return
	}
	var data []byte
	for _, p := range list.Part {
		data = append(data, s.parts[upload][p.PartNumber]...)
	}
	s.objects[key] = data
	s.multi++
	delete(s.parts, upload)
	fmt.Fprintf(w, `<CompleteMultipartUploadResult><Bucket>%s</Bucket><Key>%s</Key><ETag>%s</ETag></CompleteMultipartUploadResult>`, fakeBucket, key, etag(data))
}

func (s *fakeS3) get(w http.ResponseWriter, r *http.Request, key string) {
	data, ok := s.objects[key]
	if !ok {
		s.refuse(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("ETag", etag(data))
	http.ServeContent(w, r, "", time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), bytes.NewReader(data))
}

// list gives three names at a time, so that a longer list takes several requests.
func (s *fakeS3) list(w http.ResponseWriter, prefix, after string) {
	var keys []string
	for k := range s.objects {
		if strings.HasPrefix(k, prefix) && k > after {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	more := len(keys) > 3
	keys = keys[:min(len(keys), 3)]
	fmt.Fprintf(w, `<ListBucketResult><Name>%s</Name><IsTruncated>%v</IsTruncated>`, fakeBucket, more)
	if more {
		fmt.Fprintf(w, `<NextContinuationToken>%s</NextContinuationToken>`, keys[len(keys)-1])
	}
	for _, k := range keys {
		fmt.Fprintf(w, `<Contents><Key>%s</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>%d</Size></Contents>`, k, len(s.objects[k]))
	}
	fmt.Fprint(w, `</ListBucketResult>`)
}
