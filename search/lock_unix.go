//go:build unix && !solaris && !aix && !illumos

package search

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// lockFile takes the exclusive lock on path, waiting two seconds for a process
// that is just ending. The system drops the lock with the process.
func lockFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return file, nil
		case !errors.Is(err, syscall.EWOULDBLOCK):
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
		case try == 20:
			return nil, errors.Join(fmt.Errorf("%w: %s", ErrLocked, path), file.Close())
		}
		time.Sleep(100 * time.Millisecond)
	}
}
