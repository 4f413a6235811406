package pgtemp

import (
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// ErrNoServer says that this machine has no PostgreSQL server binaries, and what to do about it.
var ErrNoServer = errors.New("no PostgreSQL server found (initdb and postgres, in PATH or /usr/lib/postgresql/*/bin): " +
	"install Debian's package postgresql, or set BIDWELL_TEST_POSTGRES_URL to a server where databases may be created")

// binaries are the server's programs.
type binaries struct{ initdb, postgres string }

// find takes Debian's newest version first: its directory holds a pair that belongs together.
func find(pattern string) (binaries, error) {
	dirs, err := filepath.Glob(pattern)
	if err != nil {
		return binaries{}, err
	}
	slices.SortFunc(dirs, func(a, b string) int { return major(b) - major(a) })
	for _, dir := range append(dirs, "") {
		initdb, errI := lookUp(dir, "initdb")
		postgres, errP := lookUp(dir, "postgres")
		if errI == nil && errP == nil {
			return binaries{initdb, postgres}, nil
		}
	}
	return binaries{}, ErrNoServer
}

// lookUp resolves links, because the programs find each other beside themselves.
func lookUp(dir, name string) (string, error) {
	path, err := exec.LookPath(filepath.Join(dir, name))
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// major is the version in …/<version>/bin, 0 where there is none.
func major(bin string) int {
	v, err := strconv.Atoi(filepath.Base(filepath.Dir(bin)))
	if err != nil {
		return 0
	}
	return v
}
