package search

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// lockFile opens path so that nobody else can open it, waiting two seconds for
// a process that is just ending. The system drops the lock with the process.
func lockFile(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	const sharingViolation = syscall.Errno(32)
	for try := 0; ; try++ {
		handle, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil,
			syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
		switch {
		case err == nil:
			return os.NewFile(uintptr(handle), path), nil
		case !errors.Is(err, sharingViolation):
			return nil, fmt.Errorf("lock %s: %w", path, err)
		case try == 20:
			return nil, fmt.Errorf("%w: %s", ErrLocked, path)
		}
		time.Sleep(100 * time.Millisecond)
	}
}
