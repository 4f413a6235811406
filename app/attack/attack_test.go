package attack_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"bidwell/app"
	"bidwell/app/attack"
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

func TestAttacksAreRefusedOnSQLite(t *testing.T) { attacked(t) }

func TestAttacksAreRefusedOnPostgres(t *testing.T) {
	database := "BIDWELL_DATABASE_URL=" + storetest.Postgres(t)
	if said, err := program(t, []string{database}, "migrate", "up").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	attacked(t, database)
}

// The attacks that were not refused are counted: without a bound on what one may spend, that one gets through.
func TestAnAttackThatGetsThroughIsSeen(t *testing.T) {
	var told strings.Builder
	target, stop := prepared(t, "BIDWELL_POINTS_PER_MINUTE=0")
	defer stop()
	if err := attack.Run(t.Context(), target, &told); err == nil || !strings.Contains(told.String(), "THROUGH  more than one may spend") {
		t.Errorf("%v\n%s", err, told.String())
	}
}

// program is the program running by itself.
func program(t *testing.T, environment []string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = append(os.Environ(), append(environment, "BIDWELL_TEST_MAIN=1", "BIDWELL_DIR="+t.TempDir())...)
	return c
}

func attacked(t *testing.T, environment ...string) {
	t.Helper()
	target, stop := prepared(t, environment...)
	defer stop()
	if err := attack.Run(t.Context(), target, t.Output()); err != nil {
		t.Fatal(err)
	}
}

// prepared is a server to attack, and what ends it.
func prepared(t *testing.T, environment ...string) (target *attack.Target, stop func()) {
	t.Helper()
	command := program(t, environment)
	command.Stderr = t.Output()
	server, err := story.Start(command)
	if err != nil {
		t.Fatal(err)
	}
	stop = func() {
		if err := server.Stop(); err != nil {
			t.Errorf("the server ends: %v", err)
		}
	}
	secret, err := server.SetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if target, err = attack.Prepare(t.Context(), server.Base, secret); err != nil {
		t.Fatal(err)
	}
	return target, stop
}
