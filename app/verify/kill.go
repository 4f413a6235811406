package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"bidwell/desk"
)

// childFlag makes this program the import that is killed; the environment names its database.
const (
	childFlag = "import-and-be-killed"
	childDir  = "BIDWELL_VERIFY_DIR"
	childURL  = "BIDWELL_VERIFY_URL"
)

// killPoint is after a batch of a file, in the middle of the next one.
type killPoint struct {
	file    string
	batches int
}

// killPoints are in a file of opportunities with line items, in one of stage events, and in one of lessons.
func killPoints() []killPoint {
	return []killPoint{
		{"crm_maven/sales_pipeline.csv", 5}, {"cn_tenders/stage_events.jsonl", 1}, {"nasa_llis/lessons.jsonl", 2},
	}
}

// intoBatch is how long after a batch the process is killed: a batch takes longer.
const intoBatch = 20 * time.Millisecond

// checkKills imports everything in a process of its own, kills it three times where it is, imports again to the end, and
// holds that there are the same rows as after the import that nobody disturbed.
func checkKills(ctx context.Context, data folder, databases *databases, want tableCounts, to *sheet) error {
	if want == nil {
		return errors.New("there is no undisturbed import to compare with")
	}
	where, err := databases.fresh(ctx)
	if err != nil {
		return err
	}
	for _, point := range killPoints() {
		killed, err := killAt(ctx, data, where, point)
		if err != nil {
			return fmt.Errorf("kill in %s: %w", point.file, err)
		}
		to.equal(fmt.Sprintf("kill -9 after batch %d of %s: killed before its end", point.batches, point.file), true, killed)
	}
	h, err := openHouse(ctx, where, nil)
	if err != nil {
		return err
	}
	defer func() { _ = h.Close() }()
	if _, err := importAll(ctx, h.desk, data, lastSources(), func(string) {}); err != nil {
		return err
	}
	return compareCounts(ctx, h, "import after 3 × kill -9: rows of tables", want, to)
}

// killAt runs an import and kills it; false says that it had ended before.
func killAt(ctx context.Context, data folder, where place, point killPoint) (killed bool, err error) {
	self, err := os.Executable()
	if err != nil {
		return false, err
	}
	child := exec.CommandContext(ctx, self, "-"+childFlag, "-data", string(data))
	child.Env = append(os.Environ(), childDir+"="+where.dir, childURL+"="+where.url)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := child.Start(); err != nil {
		return false, err
	}
	lines := bufio.NewScanner(out)
	for left := point.batches; left > 0 && lines.Scan(); {
		if lines.Text() == point.file {
			left--
		}
	}
	time.Sleep(intoBatch)
	err = child.Process.Kill()
	exit := new(exec.ExitError)
	return err == nil && errors.As(child.Wait(), &exit) && !exit.Exited(), nil
}

// importAsChild is the import that is killed: it names the file after each batch that is written.
func importAsChild(ctx context.Context, data folder, out, progress io.Writer) int {
	st, err := openStore(ctx, place{dir: os.Getenv(childDir), url: os.Getenv(childURL)})
	if err == nil {
		_, err = importAll(ctx, desk.New(st, nil, desk.Options{}), data, lastSources(), func(file string) { fmt.Fprintln(out, file) })
		err = errors.Join(err, st.Close())
	}
	if err != nil {
		fmt.Fprintln(progress, "verify: import:", err)
		return 1
	}
	return 0
}
