package search

import "syscall"

// giveBack takes the pages of a mapped file out of this process. Who reads
// them meanwhile or later gets them from the system's cache.
func giveBack(file []byte) {
	if len(file) > 0 {
		_ = syscall.Madvise(file, syscall.MADV_DONTNEED) // only a hint
	}
}
