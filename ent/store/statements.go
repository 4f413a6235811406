package store

import (
	"container/list"
	"database/sql/driver"
	"strings"
)

const (
	// keptStatements per connection: the query shapes of the whole API are fewer.
	keptStatements = 256
	// keptLength bounds a statement's text in bytes: longer ones are bulk inserts, each of its own length, whose
	// preparation costs little beside their execution and whose texts would fill the memory.
	keptLength = 8 << 10
)

type fullStmt interface {
	driver.Stmt
	driver.StmtQueryContext
	driver.StmtExecContext
}

// statement is a prepared statement of one connection.
type statement struct {
	query    string
	prepared fullStmt
	busy     bool // its rows are being read
	dropped  bool // out of the cache
}

// discard closes a statement that left the cache, or leaves that to the end of its rows.
func (st *statement) discard() error {
	st.dropped = true
	if st.busy {
		return nil
	}
	return st.prepared.Close()
}

// release ends the reading of its rows.
func (st *statement) release() error {
	st.busy = false
	if st.dropped {
		return st.prepared.Close()
	}
	return nil
}

// statementCache keeps the statements used last, by their text.
type statementCache struct {
	byQuery map[string]*list.Element
	order   *list.List // of *statement, the latest used in front
}

func newStatementCache() *statementCache {
	return &statementCache{byQuery: make(map[string]*list.Element), order: list.New()}
}

func (c *statementCache) get(query string) *statement {
	e := c.byQuery[query]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*statement)
}

// put adds a statement and returns the one that had to leave for it, if any.
func (c *statementCache) put(st *statement) *statement {
	c.byQuery[st.query] = c.order.PushFront(st)
	if c.order.Len() <= keptStatements {
		return nil
	}
	oldest := c.order.Back().Value.(*statement)
	c.remove(oldest)
	return oldest
}

func (c *statementCache) remove(st *statement) {
	if e := c.byQuery[st.query]; e != nil && e.Value == st {
		c.order.Remove(e)
		delete(c.byQuery, st.query)
	}
}

func (c *statementCache) all() []*statement {
	var sts []*statement
	for e := c.order.Front(); e != nil; e = e.Next() {
		sts = append(sts, e.Value.(*statement))
	}
	return sts
}

// keepable tells a single statement that reads or changes rows from scripts, DDL, PRAGMA, SET, BEGIN and the like, which
// run directly. A semicolon anywhere counts as a script: being wrong about one inside a literal costs only time.
func keepable(query string) bool {
	if len(query) > keptLength || strings.Contains(query, ";") {
		return false
	}
	text := strings.TrimLeft(query, " \t\r\n")
	end := strings.IndexFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
	if end < 0 {
		return false
	}
	switch strings.ToUpper(text[:end]) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}
