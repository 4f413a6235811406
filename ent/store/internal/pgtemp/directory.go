package pgtemp

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

const (
	dirPattern = "bidwell-pg-*"
	claimFile  = "claim"
	// socketRoom is what a Unix socket's path (107 bytes at most) leaves for the directory before ".s.PGSQL.5432".
	socketRoom = 90
)

// runAs is who the server runs as: nil for the user of this process, the user postgres for root, whom PostgreSQL refuses.
func runAs() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root and there is no user postgres: %w", err)
	}
	uid, errU := strconv.ParseUint(u.Uid, 10, 32)
	gid, errG := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(errU, errG)
}

// makeDir creates the server's directory, under the temporary directory if user can get there and a socket's path stays
// short enough, else under /tmp.
func (s *Server) makeDir(user *syscall.Credential) error {
	base := os.TempDir()
	if len(base)+len(dirPattern)+10 > socketRoom || user != nil && !reachable(base) {
		base = "/tmp"
	}
	dir, err := os.MkdirTemp(base, dirPattern)
	if err != nil {
		return err
	}
	s.dir = dir
	if s.claim, err = claim(dir); err != nil {
		return err
	}
	if user == nil {
		return nil
	}
	return os.Chown(dir, int(user.Uid), int(user.Gid))
}

// reachable tells whether every user may walk down to dir.
func reachable(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
		dir = filepath.Dir(dir)
	}
}

// claim marks a directory as owned by a living process; the kernel takes the mark back with the process. The file gets
// its name only when it is locked, so that a sweep elsewhere cannot take the directory in between.
func claim(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, "claiming-*")
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, claimFile))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// abandoned tells whether the process that claimed dir is gone. A directory without a claim is just being made.
func abandoned(dir string) bool {
	f, err := os.Open(filepath.Join(dir, claimFile))
	if err != nil {
		return false
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// sweep removes what servers of killed processes left behind; what it may not remove belongs to somebody else.
func sweep() {
	for _, base := range []string{os.TempDir(), "/tmp"} {
		dirs, _ := filepath.Glob(filepath.Join(base, dirPattern))
		for _, dir := range dirs {
			if abandoned(dir) {
				_ = os.RemoveAll(dir)
			}
		}
	}
}
