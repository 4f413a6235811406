package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
)

func (s *Store) openPostgres(ctx context.Context) error {
	s.dialect = dialect.Postgres
	inner, err := postgresConnector(s.cfg.DatabaseURL)
	if err != nil {
		return err
	}
	db := sql.OpenDB(&cachingConnector{connector: inner, singleStream: true})
	db.SetMaxOpenConns(s.cfg.maxConns())
	db.SetMaxIdleConns(s.cfg.maxConns())
	db.SetConnMaxIdleTime(5 * time.Minute)
	s.writer = entsql.OpenDB(dialect.Postgres, db)
	s.reader = s.writer
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	return nil
}

// postgresConnector fills what the URL leaves open: UTC, so that dates computed in SQL equal SQLite's, a name in the
// server's activity list, and an end to waiting for a host that does not answer. PostgreSQL compiles statements it thinks
// dear before it runs them: of the long ones by which visibility is asked for that takes seconds, and gigabytes, for
// milliseconds of work.
func postgresConnector(databaseURL string) (connector, error) {
	cfg, err := pq.NewConfig(databaseURL)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", withoutURL(err))
	}
	if cfg.ApplicationName == "" {
		cfg.ApplicationName = "bidwell"
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 10 * time.Second
	}
	runtime := map[string]string{"timezone": "UTC", "jit": "off"}
	maps.Copy(runtime, cfg.Runtime)
	cfg.Runtime = runtime
	return pq.NewConnectorConfig(cfg)
}
