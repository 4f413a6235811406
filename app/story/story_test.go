package story_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"bidwell/app"
	"bidwell/app/story"
	"bidwell/ent/store/storetest"
)

// TestMain turns a re-executed test binary into the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("BIDWELL_TEST_MAIN") != "" {
		os.Exit(app.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	storetest.Main(m)
}

func TestTheWholeStoryOnSQLite(t *testing.T) { tell(t) }

func TestTheWholeStoryOnPostgres(t *testing.T) {
	database := "BIDWELL_DATABASE_URL=" + storetest.Postgres(t)
	if said, err := program(t, []string{database}, "migrate", "up").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	tell(t, database)
}

// program is the program running by itself.
func program(t *testing.T, environment []string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = append(os.Environ(), append(environment, "BIDWELL_TEST_MAIN=1", "BIDWELL_DIR="+t.TempDir())...)
	return c
}

// tell tells the story against a server that was just started.
func tell(t *testing.T, environment ...string) {
	t.Helper()
	command := program(t, environment)
	command.Stderr = t.Output()
	server, err := story.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			t.Errorf("the server ends: %v", err)
		}
	}()
	secret, err := server.SetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := story.Tell(t.Context(), server, secret, story.Chapters(time.Now()), story.NewScript(t.Output())); err != nil {
		t.Fatal(err)
	}
}
