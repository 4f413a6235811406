package pgtemp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain turns a re-executed test binary into a process that owns a server and waits to be killed.
func TestMain(m *testing.M) {
	if os.Getenv("PGTEMP_OWNER") == "" {
		os.Exit(m.Run())
	}
	s, err := Start(context.Background())
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println(s.dir)
	select {}
}

func TestStopTakesServerAndFilesAway(t *testing.T) {
	s, err := Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	dir, url := s.dir, s.URL("postgres")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s is still there", dir)
	}
	if answers(context.Background(), url) == nil {
		t.Error("the server still answers")
	}
	if err := s.Stop(); err != nil {
		t.Errorf("a second Stop: %v", err)
	}
}

func TestAKilledProcessLeavesNoServerAndTheNextStartNoFiles(t *testing.T) {
	owner := exec.Command(os.Args[0])
	owner.Env = append(os.Environ(), "PGTEMP_OWNER=1")
	out, err := owner.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || strings.HasPrefix(line, "error:") {
		t.Fatalf("%s %v", line, err)
	}
	orphan := &Server{dir: strings.TrimSpace(line)}
	if abandoned(orphan.dir) {
		t.Error("the directory of a living process counts as abandoned")
	}
	if err := owner.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	owner.Wait()
	ended := func() bool { return answers(context.Background(), orphan.URL("postgres")) != nil }
	await(t, "the server to end", ended)
	await(t, "its files to go", func() bool {
		sweep()
		_, err := os.Stat(orphan.dir)
		return errors.Is(err, os.ErrNotExist)
	})
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("gave up waiting for %s", what)
}

func TestFindTakesTheNewestVersion(t *testing.T) {
	root := t.TempDir()
	for _, version := range []string{"9", "15", "16"} {
		fake(t, filepath.Join(root, version, "bin"), "initdb", "postgres")
	}
	fake(t, filepath.Join(root, "17", "bin"), "postgres") // half a package
	bin, err := find(filepath.Join(root, "*", "bin"))
	if err != nil || bin.initdb != filepath.Join(root, "16", "bin", "initdb") {
		t.Fatalf("found %+v, err %v; want version 16", bin, err)
	}
}

func TestFindFallsBackToThePath(t *testing.T) {
	dir := t.TempDir()
	fake(t, dir, "initdb", "postgres")
	t.Setenv("PATH", dir)
	bin, err := find(filepath.Join(t.TempDir(), "*"))
	if err != nil || bin.postgres != filepath.Join(dir, "postgres") {
		t.Fatalf("found %+v, err %v", bin, err)
	}
}

func TestNoServerSaysWhatToInstall(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := find(filepath.Join(t.TempDir(), "*"))
	if !errors.Is(err, ErrNoServer) || !strings.Contains(err.Error(), "install Debian's package postgresql") {
		t.Fatalf("got %v", err)
	}
}

func TestInstallNeedsAptGet(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if err := Install(context.Background(), os.Stderr); !errors.Is(err, ErrNoServer) {
		t.Fatalf("got %v, want ErrNoServer", err)
	}
}

func TestInstallTellsDebianToStartNothing(t *testing.T) {
	bin, log := t.TempDir(), filepath.Join(t.TempDir(), "log")
	t.Setenv("PATH", bin)
	settings := filepath.Join(t.TempDir(), "createcluster.d")
	script := "#!/bin/sh\n[ -e " + settings + "/bidwell.conf ] && echo no cluster >>" + log + "\necho \"$@\" >>" + log + "\n"
	if err := os.WriteFile(filepath.Join(bin, "apt-get"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := install(context.Background(), settings, os.Stderr); err != nil {
		t.Fatal(err)
	}
	calls, _ := os.ReadFile(log)
	want := "update\ninstall -y --no-install-recommends postgresql-common\nno cluster\ninstall -y --no-install-recommends postgresql\n"
	if string(calls) != want {
		t.Errorf("apt-get was called with %q, want %q", calls, want)
	}
	if left, _ := os.ReadDir(settings); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	undo, err := withoutMainCluster(settings)
	if err != nil {
		t.Fatal(err)
	}
	defer undo()
	conf, err := os.ReadFile(filepath.Join(settings, "bidwell.conf"))
	if err != nil || string(conf) != "create_main_cluster = false\n" {
		t.Fatalf("setting %q, err %v", conf, err)
	}
}

func fake(t *testing.T, dir string, names ...string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}
