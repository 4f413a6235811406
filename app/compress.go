package app

import (
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// leastToCompress is the size below which compression saves no packet.
const leastToCompress = 1 << 10

// compressed sends text longer than 1 KiB through gzip to those who take it.
func compressed(next http.Handler) http.Handler {
	writers := &sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // its only error is an unknown level
		return w
	}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if r.Method == http.MethodHead || r.Header.Get("Range") != "" || r.Header.Get("Upgrade") != "" || !takesGzip(r.Header.Get("Accept-Encoding")) {
			next.ServeHTTP(w, r)
			return
		}
		c := &compressor{ResponseWriter: w, writers: writers, status: http.StatusOK}
		whole := false
		defer func() { c.close(whole) }()
		next.ServeHTTP(c, r)
		whole = true
	})
}

func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, parameter, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q, weighed := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !weighed || err == nil && weight > 0
	}
	return false
}

// compressor holds the status back until the first bytes tell whether the answer is worth compressing.
type compressor struct {
	http.ResponseWriter
	writers *sync.Pool
	gzip    *gzip.Writer
	status  int
	begun   bool
}

// Unwrap lets http.ResponseController set deadlines.
func (c *compressor) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// WriteHeader keeps the status for the first Write.
func (c *compressor) WriteHeader(status int) {
	if !c.begun {
		c.status = status
	}
}

// Write sends the bytes, compressed or as they are.
func (c *compressor) Write(p []byte) (int, error) {
	if !c.begun {
		c.begin(len(p) >= leastToCompress && c.compressible())
	}
	if c.gzip != nil {
		return c.gzip.Write(p)
	}
	return c.ResponseWriter.Write(p)
}

func (c *compressor) compressible() bool {
	h := c.Header()
	if c.status < 200 || c.status == http.StatusNoContent || c.status == http.StatusNotModified || h.Get("Content-Encoding") != "" {
		return false
	}
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if kind == "text/event-stream" { // it is to arrive as it happens
		return false
	}
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || kind == "image/svg+xml"
}

func (c *compressor) begin(compress bool) {
	c.begun = true
	if compress {
		h := c.Header()
		h.Del("Content-Length")
		h.Del("Accept-Ranges")
		h.Set("Content-Encoding", "gzip")
		// The tag named other bytes; as a weak one it still serves to ask for changes.
		if tag := h.Get("Etag"); tag != "" && !strings.HasPrefix(tag, "W/") {
			h.Set("Etag", "W/"+tag)
		}
		c.gzip = c.writers.Get().(*gzip.Writer)
		c.gzip.Reset(c.ResponseWriter)
	}
	c.ResponseWriter.WriteHeader(c.status)
}

// close ends the answer, unless it was broken off: then it must not look whole.
func (c *compressor) close(whole bool) {
	if whole && !c.begun {
		c.begin(false)
	}
	if c.gzip == nil {
		return
	}
	if whole {
		_ = c.gzip.Close() // a client that is gone needs no end
	}
	c.writers.Put(c.gzip)
}
