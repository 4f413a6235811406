package store_test

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"bidwell/ent/store"
)

func TestAcknowledgedWritesSurviveKill(t *testing.T) {
	dir := t.TempDir()
	var last int64
	for round := range 5 {
		acknowledged := killAfter(t, dir, 40*(round+1))
		st := open(t, store.Config{Dir: dir, Migrations: migrations})
		var integrity string
		if err := st.DB().QueryRow(`PRAGMA integrity_check`).Scan(&integrity); err != nil || integrity != "ok" {
			t.Fatalf("integrity %q, err %v", integrity, err)
		}
		if acknowledged <= last || number(t, st, `SELECT count(*) FROM customers WHERE id <= $1`, acknowledged) != acknowledged {
			t.Fatalf("round %d: a write up to %d was acknowledged and is gone", round, acknowledged)
		}
		last = number(t, st, `SELECT max(id) FROM customers`)
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killAfter lets another process write, kills it in the middle and returns the last id it said was written.
func killAfter(t *testing.T, dir string, writes int) (last int64) {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), "STORE_WRITER_DIR="+dir)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	defer writer.Wait()
	lines := bufio.NewReader(out)
	for n := 0; ; n++ {
		if n == writes {
			refusedToASecondProcess(t, dir, writer.Process.Pid)
			writer.Process.Kill()
		}
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return last
		}
		if last, err = strconv.ParseInt(strings.TrimSpace(line), 10, 64); err != nil {
			writer.Process.Kill()
			t.Fatalf("the writer said %q", line)
		}
	}
}

func refusedToASecondProcess(t *testing.T, dir string, pid int) {
	t.Helper()
	start := time.Now()
	st, err := store.Open(t.Context(), store.Config{Dir: dir})
	if !errors.Is(err, store.ErrInUse) || !strings.Contains(err.Error(), "process "+strconv.Itoa(pid)) {
		t.Errorf("got %v, want ErrInUse naming process %d", err, pid)
	}
	if st != nil {
		t.Error("a refused directory was opened")
	}
	if waited := time.Since(start); waited > 3*time.Second {
		t.Errorf("the refusal took %v, more than the promised 3 s", waited)
	}
}
