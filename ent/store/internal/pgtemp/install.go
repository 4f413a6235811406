package pgtemp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// clusterSettings is where Debian's postgresql-common looks whether to create, and so start, a cluster for the machine.
const clusterSettings = "/etc/postgresql-common/createcluster.d"

// Install installs Debian's postgresql package without leaving a server of the machine's own behind. It needs root and
// apt-get; without them the error says so. progress gets what apt-get prints.
func Install(ctx context.Context, progress io.Writer) error {
	if os.Geteuid() != 0 {
		return fmt.Errorf("%w (installing it needs root)", ErrNoServer)
	}
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("%w (there is no apt-get here)", ErrNoServer)
	}
	return install(ctx, clusterSettings, progress)
}

func install(ctx context.Context, settings string, progress io.Writer) error {
	if err := aptGet(ctx, progress, "update"); err != nil {
		return err
	}
	if err := aptGet(ctx, progress, "install", "-y", "--no-install-recommends", "postgresql-common"); err != nil {
		return err
	}
	undo, err := withoutMainCluster(settings)
	if err != nil {
		return fmt.Errorf("keep Debian from starting a cluster: %w", err)
	}
	return errors.Join(aptGet(ctx, progress, "install", "-y", "--no-install-recommends", "postgresql"), undo())
}

// withoutMainCluster tells Debian not to create a cluster until the returned function is called.
func withoutMainCluster(dir string) (undo func() error, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "bidwell.conf")
	if err := os.WriteFile(path, []byte("create_main_cluster = false\n"), 0o644); err != nil {
		return nil, err
	}
	return func() error { return os.Remove(path) }, nil
}

func aptGet(ctx context.Context, progress io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, "apt-get", args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	cmd.Stdout, cmd.Stderr = progress, progress
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("apt-get %s: %w", args[0], err)
	}
	return nil
}
