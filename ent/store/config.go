package store

import (
	"io/fs"
	"runtime"
)

// Durability says what an acknowledged write survives on SQLite. PostgreSQL follows its own synchronous_commit.
type Durability string

// The two promises.
const (
	// DurabilityProcess is synchronous=NORMAL: every acknowledged write survives the death of the process (kill -9); a
	// power loss may take the last ones, never the database's integrity. The default.
	DurabilityProcess Durability = "process"
	// DurabilityPower is synchronous=FULL: each commit waits for the disk and survives a power loss.
	DurabilityPower Durability = "power"
)

// Config says which database to open and how.
type Config struct {
	// DatabaseURL is empty for SQLite in Dir, or a postgres:// or postgresql:// URL. Behind a connection pooler it has to
	// be one in session mode, because statements stay prepared on their connection.
	DatabaseURL string
	// Dir is the data directory of SQLite; created with mode 0700, locked while the store is open.
	Dir string
	// Migrations holds goose SQL files in the folders sqlite and postgres.
	Migrations fs.FS
	// Durability is DurabilityProcess when empty.
	Durability Durability
	// MaxConns bounds the read pool on SQLite and the one pool on PostgreSQL; 0 means 4 per CPU, at least 8.
	MaxConns int
}

func (c Config) maxConns() int {
	if c.MaxConns > 0 {
		return c.MaxConns
	}
	return max(8, 4*runtime.GOMAXPROCS(0))
}

// synchronous is the value of SQLite's pragma for the promise, or false for a word that is none of ours.
func (d Durability) synchronous() (string, bool) {
	switch d {
	case "", DurabilityProcess:
		return "NORMAL", true
	case DurabilityPower:
		return "FULL", true
	}
	return "", false
}
