package filestore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// each runs a test on a directory and on a storage. files tells what lies in the local directory.
func each(t *testing.T, test func(t *testing.T, s Store, local string)) {
	t.Run("directory", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "files")
		s, err := OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		test(t, s, dir)
	})
	t.Run("S3", func(t *testing.T) {
		s, _, dir := openFake(t)
		test(t, s, dir)
	})
}

func openFake(t *testing.T) (*S3, *fakeS3, string) {
	t.Helper()
	fake := newFakeS3()
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	s, err := OpenS3(t.Context(), S3Config{Endpoint: server.URL, Bucket: fakeBucket, Prefix: "bidwell", Key: "k", Secret: "s", Workspace: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, fake, dir
}

// leftovers are what is not complete in a local directory.
func leftovers(t *testing.T, dir string) (names []string) {
	t.Helper()
	for _, d := range []string{tmpDir, partialDir} {
		entries, err := os.ReadDir(filepath.Join(dir, d))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
	}
	return names
}

func content(t *testing.T, s Store, h Hash) string {
	t.Helper()
	f, err := s.Open(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestStoreKeepsFiles(t *testing.T) {
	each(t, func(t *testing.T, s Store, dir string) {
		ctx := t.Context()
		text := "投标方案\n" + strings.Repeat("正文", 1000)
		h := HashOf([]byte(text))
		for range 2 { // the second time it is there already
			info, err := s.Put(ctx, strings.NewReader(text), h, int64(len(text)))
			if err != nil || info != (Info{h, int64(len(text))}) {
				t.Fatal(info, err)
			}
		}
		if info, err := s.Put(ctx, strings.NewReader("别的"), Hash{}, -1); err != nil || info.Hash != HashOf([]byte("别的")) {
			t.Error("unannounced:", info, err)
		}
		if got := content(t, s, h); got != text {
			t.Errorf("got %d bytes", len(got))
		}
		f, err := s.Open(ctx, h)
		if err != nil {
			t.Fatal(err)
		}
		part := make([]byte, 6)
		if _, err := f.ReadAt(part, 6); err != nil || string(part) != "方案" {
			t.Errorf("at: %q %v", part, err)
		}
		if _, err := f.Seek(-6, io.SeekEnd); err != nil {
			t.Error(err)
		}
		if rest, _ := io.ReadAll(f); string(rest) != "正文" {
			t.Errorf("end: %q", rest)
		}
		f.Close()
		if info, err := s.Stat(ctx, h); err != nil || info.Size != int64(len(text)) {
			t.Error(info, err)
		}
		if err := Verify(ctx, s, h); err != nil {
			t.Error(err)
		}
		for range 2 {
			if err := s.Delete(ctx, h); err != nil {
				t.Error(err)
			}
		}
		if _, err := s.Stat(ctx, h); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if _, err := s.Open(ctx, h); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if l := leftovers(t, dir); len(l) > 0 {
			t.Error(l)
		}
	})
}

func TestStoreRefusesWhatIsNotAsAnnounced(t *testing.T) {
	each(t, func(t *testing.T, s Store, dir string) {
		h := HashOf([]byte("abc"))
		for name, c := range map[string]struct {
			text string
			want Hash
			size int64
		}{
			"another content": {"abd", h, 3}, "longer": {"abcd", h, 3}, "shorter": {"ab", h, 3}, "another size": {"abc", h, 4}, "size alone": {"abc", Hash{}, 2},
		} {
			if _, err := s.Put(t.Context(), strings.NewReader(c.text), c.want, c.size); !errors.Is(err, ErrMismatch) {
				t.Errorf("%s: %v", name, err)
			}
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Put(cancelled, strings.NewReader("abc"), h, 3); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		broken := io.MultiReader(strings.NewReader("a"), failing{})
		if _, err := s.Put(t.Context(), broken, h, 3); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
		if _, err := s.Stat(t.Context(), h); !errors.Is(err, ErrNotFound) {
			t.Error("it was stored:", err)
		}
		if l := leftovers(t, dir); len(l) > 0 {
			t.Error(l)
		}
		if _, err := s.Stat(t.Context(), Hash{}); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
		if _, err := s.Open(t.Context(), Hash{}); !errors.Is(err, ErrNotFound) {
			t.Error(err)
		}
	})
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestStoreLists(t *testing.T) {
	each(t, func(t *testing.T, s Store, dir string) {
		want := map[Hash]int64{}
		for i := range 20 {
			text := strings.Repeat("文", i)
			info, err := s.Put(t.Context(), strings.NewReader(text), Hash{}, -1)
			if err != nil {
				t.Fatal(err)
			}
			want[info.Hash] = info.Size
		}
		last := ""
		for info, err := range s.List(t.Context()) {
			if err != nil || want[info.Hash] != info.Size || info.Hash.String() <= last {
				t.Error(info, err)
			}
			last = info.Hash.String()
			delete(want, info.Hash)
		}
		if len(want) > 0 {
			t.Errorf("%d left out", len(want))
		}
		n := 0
		for range s.List(t.Context()) {
			if n++; n == 2 {
				break
			}
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		failed := false
		for _, err := range s.List(cancelled) {
			failed = failed || err != nil
		}
		if !failed {
			t.Error("listed without a context")
		}
	})
}

func TestStoreTakesTheSameFileManyTimesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s Store, dir string) {
		text := strings.Repeat("同一个文件", 10_000)
		h := HashOf([]byte(text))
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				if _, err := s.Put(t.Context(), strings.NewReader(text), h, int64(len(text))); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if content(t, s, h) != text || len(leftovers(t, dir)) > 0 {
			t.Error("not stored once")
		}
	})
}

func TestDirStaysInside(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	s, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := HashOf([]byte("x"))
	if err := os.Symlink(outside, filepath.Join(dir, h.String()[:2])); err != nil {
		t.Skip(err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("x"), h, 1); err == nil {
		t.Error("wrote through a link")
	}
	if entries, _ := os.ReadDir(outside); len(entries) > 0 {
		t.Error(entries)
	}
	os.WriteFile(filepath.Join(dir, "ab"), nil, 0o600) // what is no folder of ours ends a listing with an error, not a panic
	for _, err := range s.List(t.Context()) {
		if err == nil {
			t.Error("listed a file as a folder")
		}
	}
}

func TestDirLeavesOthersFilesAlone(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	info, _ := s.Put(t.Context(), strings.NewReader("文"), Hash{}, -1)
	shard := filepath.Join(dir, info.Hash.String()[:2])
	os.WriteFile(filepath.Join(shard, "Thumbs.db"), []byte("x"), 0o600)
	os.WriteFile(filepath.Join(shard, strings.Repeat("0", 64)), []byte("x"), 0o600)
	n := 0
	for range s.List(t.Context()) {
		n++
	}
	if n != 1 {
		t.Errorf("%d listed", n)
	}
	if err := os.WriteFile(filepath.Join(shard, info.Hash.String()), []byte("坏"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Verify(t.Context(), s, info.Hash); !errors.Is(err, ErrMismatch) {
		t.Error(err)
	}
	s.Put(t.Context(), strings.NewReader("文"), info.Hash, -1)
	if err := Verify(t.Context(), s, info.Hash); err != nil {
		t.Error("not healed by another upload:", err)
	}
}

func TestHashes(t *testing.T) {
	good := HashOf(nil).String()
	if h, err := ParseHash(good); err != nil || h.String() != good || h.IsZero() {
		t.Error(h, err)
	}
	for _, bad := range []string{"", "ab", good[1:], good + "0", strings.ToUpper(good), "../" + good[3:], strings.Repeat("g", 64), strings.Repeat("中", 64)} {
		if _, err := ParseHash(bad); !errors.Is(err, ErrBadHash) {
			t.Error(bad)
		}
	}
}

func TestS3SendsLargeFilesInParts(t *testing.T) {
	s, fake, _ := openFake(t)
	data := bytes.Repeat([]byte("0123456789abcdef"), (2*partSize+1000)/16)
	info, err := s.Put(t.Context(), bytes.NewReader(data), HashOf(data), int64(len(data)))
	if err != nil || fake.multi != 1 {
		t.Fatal(info, err, fake.multi)
	}
	if err := Verify(t.Context(), s, info.Hash); err != nil {
		t.Error(err)
	}
	if key := "bidwell/" + info.Hash.path(); len(fake.objects[key]) != len(data) {
		t.Error("not under its name")
	}
}

func TestS3ThatDoesNotAnswer(t *testing.T) {
	s, fake, dir := openFake(t)
	h := HashOf([]byte("x"))
	fake.fail = func(*http.Request) bool { return true }
	if _, err := s.Put(t.Context(), strings.NewReader("x"), h, 1); err == nil {
		t.Error("put")
	}
	if _, err := s.Open(t.Context(), h); err == nil || errors.Is(err, ErrNotFound) {
		t.Error("open:", err)
	}
	if _, err := s.Stat(t.Context(), h); err == nil || errors.Is(err, ErrNotFound) {
		t.Error("stat:", err)
	}
	if err := s.Delete(t.Context(), h); err == nil {
		t.Error("delete")
	}
	if l := leftovers(t, dir); len(l) > 0 {
		t.Error(l)
	}
	// An upload whose sending failed is kept, and its last piece can be sent again.
	if _, err := s.Uploads().Append(t.Context(), "u", h, 1, 0, strings.NewReader("x")); err == nil {
		t.Error("append")
	}
	fake.fail = nil
	if have, err := s.Uploads().Append(t.Context(), "u", h, 1, 1, strings.NewReader("")); have != 1 || err != nil {
		t.Error("again:", have, err)
	}
	if content(t, s, h) != "x" {
		t.Error("not stored")
	}
}

func TestS3Configuration(t *testing.T) {
	server := httptest.NewServer(newFakeS3())
	defer server.Close()
	for name, c := range map[string]S3Config{
		"no scheme": {Endpoint: "localhost"}, "a path": {Endpoint: server.URL + "/x", Bucket: fakeBucket}, "another scheme": {Endpoint: "ftp://x"},
		"no bucket": {Endpoint: server.URL, Bucket: "others"},
	} {
		c.Workspace = t.TempDir()
		if _, err := OpenS3(t.Context(), c); err == nil {
			t.Error(name)
		}
	}
}

func ExampleParseHash() {
	h, err := ParseHash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
	fmt.Println(h == HashOf(nil), err)
	// Output: true <nil>
}
