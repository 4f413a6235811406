package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of /proc/<pid>/stat: the kernel shows user programs hundredths of a second on every architecture.
const tick = 10 * time.Millisecond

// usage is what /proc says of a process.
type usage struct {
	name     string
	parent   int
	own      time.Duration // CPU of the process
	children time.Duration // CPU of children that ended
}

func usageOf(pid int) (usage, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return usage{}, err
	}
	return parseUsage(string(text))
}

// parseUsage reads a stat line. The name stands in parentheses and may hold anything, so the fields count from the last
// parenthesis.
func parseUsage(stat string) (usage, error) {
	open, end := strings.IndexByte(stat, '('), strings.LastIndexByte(stat, ')')
	if open < 0 || end < open {
		return usage{}, errors.New("/proc/<pid>/stat has no name")
	}
	fields := strings.Fields(stat[end+1:])
	const parent, user, most = 1, 11, 15
	if len(fields) < most {
		return usage{}, errors.New("/proc/<pid>/stat is too short")
	}
	var numbers [5]int64
	for i, at := range []int{parent, user, user + 1, user + 2, user + 3} {
		n, err := strconv.ParseInt(fields[at], 10, 64)
		if err != nil {
			return usage{}, err
		}
		numbers[i] = n
	}
	return usage{
		name: stat[open+1 : end], parent: int(numbers[0]),
		own: time.Duration(numbers[1]+numbers[2]) * tick, children: time.Duration(numbers[3]+numbers[4]) * tick,
	}, nil
}

// meter reads the CPU that a database has used so far.
type meter struct {
	postmaster int // 0 when the database is part of the server
}

// newMeter finds the processes of a PostgreSQL server on this machine.
func newMeter(ctx context.Context, db *sql.DB) (meter, error) {
	var backend int
	if err := db.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		return meter{}, err
	}
	u, err := usageOf(backend)
	if err != nil || !strings.Contains(u.name, "postgres") {
		return meter{}, errors.New("the PostgreSQL server does not run on this machine: its CPU cannot be measured")
	}
	return meter{postmaster: u.parent}, nil
}

// used is the CPU of the postmaster, its children, and those of them that ended.
func (m meter) used() (time.Duration, error) {
	if m.postmaster == 0 {
		return 0, nil
	}
	top, err := usageOf(m.postmaster)
	if err != nil {
		return 0, err
	}
	sum := top.own + top.children
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if u, err := usageOf(pid); err == nil && u.parent == m.postmaster { // one that ended meanwhile is its parent's
			sum += u.own
		}
	}
	return sum, nil
}

// memory is what a process holds: all that is resident, and what of it is not a mapped file.
type memory struct{ Resident, Anonymous int64 }

// memoryOf reads a process's memory in bytes.
func memoryOf(pid int) (m memory, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return m, err
	}
	for line := range strings.Lines(string(text)) {
		name, rest, _ := strings.Cut(line, ":")
		var kib int64
		if name == "VmRSS" || name == "RssAnon" {
			if kib, err = strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64); err != nil {
				return m, err
			}
		}
		switch name {
		case "VmRSS":
			m.Resident = kib << 10
		case "RssAnon":
			m.Anonymous = kib << 10
		}
	}
	return m, nil
}
