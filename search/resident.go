package search

import (
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// defaultResident is Options.Resident unless told, or what the index has beside
// the stored documents where that is more: these parts are what queries read.
const defaultResident = 128 << 20

// resident bounds how much of the mapped index files stays in the memory of
// this process. A search touches pages all over the files, and the system
// leaves each of them, with its neighbours, in the process until memory is
// short: in the end a process would hold the whole index. Pages that are given
// back stay in the system's cache; touching them again costs no reading.
type resident struct {
	limit int64 // 0 for the default
	mu    sync.Mutex
	floor int64 // what is mapped when nothing of the index is
}

// boundNewest bounds the newest state of an index that is written.
func (r *resident) boundNewest(g *generation) error {
	state, err := snapshot(g.inner)
	if err != nil {
		return err
	}
	r.bound(state)
	return state.Close()
}

// bound gives the pages of an index back when there are too many. The state
// must be in use.
func (r *resident) bound(state *scorch.IndexSnapshot) {
	if !r.mu.TryLock() { // another search is at it
		return
	}
	defer r.mu.Unlock()
	if mappedBytes()-r.floor <= r.most(state) {
		return
	}
	for _, segment := range state.Segments() {
		if file, ok := segment.Segment().(interface{ Data() []byte }); ok {
			giveBack(file.Data())
		}
	}
	r.floor = mappedBytes()
}

// most is how much of an index may stay.
func (r *resident) most(state *scorch.IndexSnapshot) int64 {
	if r.limit != 0 {
		return r.limit
	}
	read := int64(0)
	for _, segment := range state.Segments() {
		if file, ok := segment.Segment().(interface {
			Data() []byte
			StoredIndexOffset() uint64
		}); ok {
			read += int64(len(file.Data())) - int64(file.StoredIndexOffset())
		}
	}
	return max(defaultResident, read)
}

// statm is where the system tells, kept open because every search asks; nil
// where there is none.
var statm = sync.OnceValue(func() *os.File {
	file, err := os.Open("/proc/self/statm")
	if err != nil {
		return nil
	}
	return file
})

// mappedBytes is how much of mapped files is in the memory of this process, 0
// where the system does not tell.
func mappedBytes() int64 {
	file := statm()
	if file == nil {
		return 0
	}
	var text [128]byte
	n, _ := file.ReadAt(text[:], 0) // ends with io.EOF
	fields := strings.Fields(string(text[:n]))
	const shared = 2
	if len(fields) <= shared {
		return 0
	}
	pages, err := strconv.ParseInt(fields[shared], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
