package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestMappedFilesDoNotStay: with a bound of one byte next to nothing of the
// index is in the process after a search, and the next one answers alike.
func TestMappedFilesDoNotStay(t *testing.T) {
	for _, test := range []struct {
		name     string
		resident int64
		stays    bool
	}{{"bounded", 1, false}, {"by default", 0, true}} {
		t.Run(test.name, func(t *testing.T) {
			l, err := Open(t.TempDir(), Options{Resident: test.resident})
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			fillInvented(t, l, 1500)
			q := Query{Text: newWriter().doc(0).Body, Limit: 50, Highlight: true}
			first := find(t, l, q)
			const few = 1 << 10 // the system counts pages by the handful
			if got := mappedOf(t, l.gen.dir); (got > few) != test.stays {
				t.Errorf("%d KiB of the index stay in the process", got)
			}
			if again := find(t, l, q); fmt.Sprint(again) != fmt.Sprint(first) {
				t.Errorf("%+v, then %+v", first, again)
			}
		})
	}
}

// mappedOf is how much of the files below dir is in this process, in KiB.
func mappedOf(t *testing.T, dir string) (sum int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Skip(err)
	}
	ours := false
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "-") && strings.Contains(line, " r") {
			ours = strings.Contains(line, dir)
		}
		var n int
		if _, err := fmt.Sscanf(line, "Rss: %d kB", &n); err == nil && ours {
			sum += n
		}
	}
	return sum
}

// TestSearchesWaitForTheirTurn: no more than a few run at once, and who waits
// may give up.
func TestSearchesWaitForTheirTurn(t *testing.T) {
	l := newLibrary(t)
	running, end := make(chan struct{}), make(chan struct{})
	for range cap(l.asking) {
		go func() {
			_ = l.ask(context.Background(), func(*view) error {
				running <- struct{}{}
				<-end
				return nil
			})
		}()
	}
	for range cap(l.asking) {
		<-running
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := l.Search(ctx, Query{Text: "x", Scopes: []string{"all"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("while all places are taken: %v", err)
	}
	close(end)
	find(t, l, Query{Text: "x"})
}
