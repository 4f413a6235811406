package document

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const rlimitAS = 9 // the syscall package does not name it on every processor

// limitProcess bounds what this process may use from now on: processor time, and address space. Past the first it is
// killed, past the second Go's runtime ends it.
func limitProcess(cpu time.Duration, memory int64) error {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	seconds := uint64(used.Utime.Sec+used.Stime.Sec) + uint64((cpu+time.Second-1)/time.Second) + 1
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: seconds, Max: seconds}); err != nil {
		return err
	}
	stat, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	pages, _, _ := strings.Cut(string(stat), " ")
	now, err := strconv.ParseUint(pages, 10, 64)
	if err != nil {
		return err
	}
	most := now*uint64(os.Getpagesize()) + uint64(memory)
	if err := syscall.Setrlimit(rlimitAS, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	none := &syscall.Rlimit{}
	return syscall.Setrlimit(syscall.RLIMIT_CORE, none)
}
