package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"bidwell/process"
)

// plain is the server to compare with: net/http, database/sql, statements that stay prepared and JSON put together by
// hand. It answers the measured requests with the same rows and fields as Bidwell does, and nothing else.
type plain struct {
	read, write *sql.DB
	postgres    bool
	statements  map[string]*sql.Stmt
	buffers     sync.Pool
	user        string
}

func openPlain(ctx context.Context, p *place, user string) (*plain, error) {
	s := &plain{postgres: p.kind == storePostgres, statements: map[string]*sql.Stmt{}, user: user}
	s.buffers.New = func() any { return new(buffer) }
	if err := s.connect(p); err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// connect opens the pools with the same sizes and settings as Bidwell's.
func (s *plain) connect(p *place) (err error) {
	conns := max(8, 4*runtime.GOMAXPROCS(0))
	if s.postgres {
		if s.read, err = pool("postgres", p.url, conns); err != nil {
			return errors.New("the URL of PostgreSQL cannot be read") // it may hold a password
		}
		s.write = s.read
		return nil
	}
	settings := url.Values{"_time_format": {"sqlite"}, "_timezone": {"UTC"}}
	for _, pragma := range []string{"busy_timeout(10000)", "foreign_keys(1)", "synchronous(NORMAL)"} {
		settings.Add("_pragma", pragma)
	}
	file := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(p.dir, "bidwell.db"))}
	settings.Set("_txlock", "immediate")
	file.RawQuery = settings.Encode()
	if s.write, err = pool("sqlite", file.String(), 1); err != nil {
		return err
	}
	settings.Del("_txlock")
	settings.Set("_query_only", "1")
	file.RawQuery = settings.Encode()
	s.read, err = pool("sqlite", file.String(), conns)
	return err
}

func pool(driver, address string, conns int) (*sql.DB, error) {
	db, err := sql.Open(driver, address)
	if err == nil {
		db.SetMaxOpenConns(conns)
		db.SetMaxIdleConns(conns)
	}
	return db, err
}

func (s *plain) prepare(ctx context.Context) error {
	for name, text := range plainSQL(s.postgres) {
		db := s.read
		if strings.HasPrefix(name, "insert") {
			db = s.write
		}
		prepared, err := db.PrepareContext(ctx, text)
		if err != nil {
			return fmt.Errorf("prepare %s: %w", name, err)
		}
		s.statements[name] = prepared
	}
	return nil
}

func (s *plain) close() error {
	err := s.read.Close()
	if s.write != s.read {
		err = errors.Join(err, s.write.Close())
	}
	return err
}

func (s *plain) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /one", s.answering(s.one))
	mux.Handle("GET /page", s.answering(s.page))
	mux.Handle("GET /deep", s.answering(s.deep))
	mux.Handle("POST /create", s.answering(s.create))
	mux.Handle("GET /pipeline", s.answering(s.pipeline))
	return mux
}

// answering sends what answer puts into the buffer.
func (s *plain) answering(answer func(b *buffer, r *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := s.buffers.Get().(*buffer)
		defer s.buffers.Put(b)
		b.bytes = b.bytes[:0]
		if err := answer(b, r); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header()["Content-Length"] = []string{decimal(len(b.bytes))}
		_, _ = w.Write(b.bytes) // a client that is gone needs no answer
	})
}

// plainSQL are the statements, with PostgreSQL's own ways where it has some.
func plainSQL(postgres bool) map[string]string {
	texts := map[string]string{
		"one": `SELECT o.id, o.name, o.stage, o.status, o.amount, o.currency, o.version, o.created_at, c.id, c.name, c.industry, c.region
			FROM opportunities o LEFT JOIN customers c ON c.id = o.customer_id WHERE o.id = $1`,
		"oneProposals": `SELECT id, title, status, created_at FROM proposals
			WHERE opportunity_id = $1 AND archived_at IS NULL ORDER BY id LIMIT 5`,
		"page": `SELECT o.id, o.name, o.stage, o.amount, o.currency, c.id, c.name
			FROM opportunities o LEFT JOIN customers c ON c.id = o.customer_id
			WHERE o.stage = $1 AND o.archived_at IS NULL ORDER BY o.amount DESC, o.id DESC LIMIT 50`,
		"pageProposals": `SELECT opportunity_id, id, title, status, total FROM (
			SELECT opportunity_id, id, title, status, COUNT(*) OVER (PARTITION BY opportunity_id) AS total,
				ROW_NUMBER() OVER (PARTITION BY opportunity_id ORDER BY id) AS place
			FROM proposals WHERE opportunity_id IN (SELECT value FROM json_each($1)) AND archived_at IS NULL) AS numbered
			WHERE place <= 3 ORDER BY opportunity_id, place`,
		"deep": `SELECT id, name, stage, amount, currency FROM opportunities
			WHERE (amount, id) < ($1, $2) AND archived_at IS NULL ORDER BY amount DESC, id DESC LIMIT 51`,
		"pipeline": `SELECT stage, currency, COUNT(*), SUM(amount) FROM opportunities
			WHERE status = '` + string(process.OpportunityStatusOpen) + `' AND archived_at IS NULL GROUP BY stage, currency ORDER BY stage`,
		"insertOpportunity": `INSERT INTO opportunities (id, version, created_at, created_by, updated_at, updated_by, name, type, stage, status, amount, currency, customer_id)
			VALUES ($1, 1, $2, $3, $2, $3, $4, 'DIRECT', 'INTAKE', 'OPEN', $5, 'CNY', $6)`,
		"insertEntry": `INSERT INTO stage_entries (id, version, created_at, created_by, updated_at, updated_by, position, stage, direction, entered_at, dated, opportunity_id, entered_by_id)
			VALUES ($1, 1, $2, $3, $2, $3, 0, 'INTAKE', 'FORWARD', $2, TRUE, $4, $3)`,
		"insertChanges": `INSERT INTO change_log (at, actor_id, entity, entity_id, root_id, operation)
			VALUES ($1, $2, 'Opportunity', $3, '', 'CREATE'), ($1, $2, 'StageEntry', $4, $3, 'CREATE') RETURNING id`,
	}
	if postgres { // numbers of changes follow the order of commits; SQLite has one writer
		texts["insertLock"] = "SELECT pg_advisory_xact_lock(1)"
		// Half the CPU of numbering all proposals of the page.
		texts["pageProposals"] = `SELECT o.id, p.id, p.title, p.status, p.total FROM unnest($1::text[]) AS o(id)
			CROSS JOIN LATERAL (SELECT id, title, status, COUNT(*) OVER () AS total FROM proposals
				WHERE opportunity_id = o.id AND archived_at IS NULL ORDER BY id LIMIT 3) AS p`
		return texts
	}
	for name, text := range texts { // SQLite numbers its parameters with a question mark
		texts[name] = strings.ReplaceAll(text, "$", "?")
	}
	return texts
}
