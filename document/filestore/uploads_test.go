package filestore

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestMain lets the test program be one that is killed while it takes an upload.
func TestMain(m *testing.M) {
	if dir := os.Getenv("FILESTORE_TEST_UPLOAD"); dir != "" {
		s, err := OpenDir(dir)
		if err != nil {
			os.Exit(1)
		}
		have, _ := s.Uploads().Offset("u", HashOf(upload))
		src := &slow{bytes.NewReader(upload[have:])}
		s.Uploads().Append(context.Background(), "u", HashOf(upload), int64(len(upload)), have, src)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// upload is the content that the tests upload.
var upload = bytes.Repeat([]byte("分段上传的文件。"), 20_000)

// slow gives a piece every millisecond.
type slow struct{ *bytes.Reader }

func (s *slow) Read(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return s.Reader.Read(p[:min(len(p), 4096)])
}

func TestUploadSurvivesBeingKilled(t *testing.T) {
	dir := t.TempDir()
	h, total := HashOf(upload), int64(len(upload))
	var before int64
	for i := range 5 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "FILESTORE_TEST_UPLOAD="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+10*i) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		s, err := OpenDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		have, err := s.Uploads().Offset("u", h)
		if err != nil || have < before {
			t.Fatalf("went back from %d to %d: %v", before, have, err)
		}
		before = have
		s.Close()
	}
	t.Logf("%d of %d bytes after five kills", before, total)
	s, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if have, err := s.Uploads().Append(t.Context(), "u", h, total, before, bytes.NewReader(upload[before:])); have != total || err != nil {
		t.Fatal(have, err)
	}
	if err := Verify(t.Context(), s, h); err != nil {
		t.Error(err)
	}
}

func TestUploadInPieces(t *testing.T) {
	each(t, func(t *testing.T, s Store, dir string) {
		rapid.Check(t, func(r *rapid.T) {
			data := rapid.SliceOfN(rapid.Byte(), 0, 5000).Draw(r, "data")
			h, total := HashOf(data), int64(len(data))
			u := s.Uploads()
			for have := int64(0); ; {
				n := rapid.Int64Range(0, total-have).Draw(r, "piece")
				piece := io.Reader(bytes.NewReader(data[have : have+n]))
				if rapid.Bool().Draw(r, "breaks off") {
					piece = io.MultiReader(piece, failing{})
				}
				now, err := u.Append(t.Context(), "u", h, total, have, piece)
				if now != have+n {
					r.Fatalf("have %d after %d more of %d: %v", now, n, have, err)
				}
				have = now
				if have == total && err == nil {
					break
				}
				if offset, err := u.Offset("u", h); offset != have || err != nil {
					r.Fatalf("offset %d, want %d: %v", offset, have, err)
				}
			}
			if err := Verify(t.Context(), s, h); err != nil {
				r.Fatal(err)
			}
		})
		if l := leftovers(t, dir); len(l) > 0 {
			t.Error(l)
		}
	})
}

func TestUploadRefuses(t *testing.T) {
	each(t, func(t *testing.T, s Store, dir string) {
		ctx, u, h := t.Context(), s.Uploads(), HashOf([]byte("abcdef"))
		if _, err := u.Append(ctx, "u", h, 6, 0, strings.NewReader("abc")); err != nil {
			t.Fatal(err)
		}
		for _, at := range []int64{-1, 0, 2, 4, 6, 100} {
			_, err := u.Append(ctx, "u", h, 6, at, strings.NewReader("def"))
			if e, ok := errors.AsType[*OffsetError](err); !ok || e.Have != 3 {
				t.Errorf("at %d: %v", at, err)
			}
		}
		// Another owner has their own: they cannot complete what they do not have.
		if have, err := u.Offset("v", h); have != 0 || err != nil {
			t.Error(have, err)
		}
		if _, err := u.Append(ctx, "v", h, 6, 3, strings.NewReader("def")); err == nil {
			t.Error("completed another's upload")
		}
		if have, err := u.Append(ctx, "u", h, 6, 3, strings.NewReader("deX")); !errors.Is(err, ErrMismatch) || have != 0 {
			t.Error(have, err)
		}
		if have, _ := u.Offset("u", h); have != 0 {
			t.Error("a wrong upload stays")
		}
		if have, err := u.Append(ctx, "u", h, 6, 0, strings.NewReader("abcdefg")); !errors.Is(err, ErrTooLarge) {
			t.Error(have, err)
		}
		if _, err := u.Append(ctx, "u", h, MaxBytes+1, 0, strings.NewReader("")); !errors.Is(err, ErrTooLarge) {
			t.Error(err)
		}
		for _, bad := range []struct {
			h     Hash
			total int64
		}{{Hash{}, 6}, {h, -1}} {
			if _, err := u.Append(ctx, "u", bad.h, bad.total, 0, strings.NewReader("")); !errors.Is(err, ErrBadHash) {
				t.Error(err)
			}
		}
		if _, err := s.Stat(ctx, h); !errors.Is(err, ErrNotFound) {
			t.Error("stored:", err)
		}
	})
}

func TestUploadIsTakenByOneAtATime(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h, total := HashOf(upload), int64(len(upload))
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			for {
				have, err := s.Uploads().Offset("u", h)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := s.Stat(t.Context(), h); err == nil {
					return
				}
				_, err = s.Uploads().Append(t.Context(), "u", h, total, have, &slow{bytes.NewReader(upload[have:])})
				if _, moved := errors.AsType[*OffsetError](err); err != nil && !errors.Is(err, ErrBusy) && !moved {
					t.Error(err)
					return
				}
				time.Sleep(5 * time.Millisecond)
			}
		})
	}
	wait.Wait()
	if err := Verify(t.Context(), s, h); err != nil {
		t.Error(err)
	}
}

func TestUploadsAreSweptAndCancelled(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h := HashOf([]byte("ab"))
	s.Uploads().Append(t.Context(), "u", h, 2, 0, strings.NewReader("a"))
	os.WriteFile(filepath.Join(dir, tmpDir, "left"), []byte("x"), 0o600)
	if n, err := s.Uploads().Sweep(time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Error("young ones:", n, err)
	}
	if n, err := s.Uploads().Sweep(time.Now().Add(time.Hour)); n != 2 || err != nil {
		t.Error(n, err)
	}
	s.Uploads().Append(t.Context(), "u", h, 2, 0, strings.NewReader("a"))
	for range 2 {
		if err := s.Uploads().Cancel("u", h); err != nil {
			t.Error(err)
		}
	}
	if l := leftovers(t, dir); len(l) > 0 {
		t.Error(l)
	}
}
