package app

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// A command that finds the data directory taken says what to do when it is no server that has it.
func TestReindexBesideSomethingThatIsNoServer(t *testing.T) {
	dir := t.TempDir()
	sh := &shell{settings: settings{Dir: dir}, stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}}
	if err := sh.askToReindex(); err == nil || !strings.Contains(err.Error(), "stop it first") {
		t.Errorf("without a server: %v", err)
	}
	if err := os.WriteFile(sh.runningFile(), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sh.askToReindex(); err == nil {
		t.Error("a broken file passes")
	}
}

func TestAServerLeavesItsAddressWhileItRuns(t *testing.T) {
	s := &settings{Dir: t.TempDir()}
	forget, err := s.noteRunning("http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	process, address, err := s.running()
	if err != nil || process.Pid != os.Getpid() || address != "http://127.0.0.1:1/" {
		t.Errorf("%v %s %v", process, address, err)
	}
	if err := forget(); err != nil {
		t.Error(err)
	}
	if _, _, err := s.running(); err == nil {
		t.Error("it is still noted")
	}
}
