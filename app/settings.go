package app

import (
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // the time zones, for machines that have none

	"github.com/alecthomas/kong"
	"github.com/goccy/go-yaml"

	"bidwell/ent/store"
)

// settings are what every command knows. A flag counts before its environment variable, that before the file, that
// before the default.
type settings struct {
	Config      kong.ConfigFlag  `help:"YAML file with settings by the names of flags." env:"BIDWELL_CONFIG" placeholder:"FILE"`
	Dir         string           `help:"Data directory: the index, and the database when it is SQLite." env:"BIDWELL_DIR" default:"./bidwell_data" placeholder:"DIR"`
	DatabaseURL string           `name:"database-url" help:"PostgreSQL database; SQLite in --dir without it. BIDWELL_DATABASE_URL_FILE names a file that holds it." env:"BIDWELL_DATABASE_URL" secret:"" placeholder:"postgres://…"`
	TimeZone    string           `help:"Time zone whose days the figures count." env:"BIDWELL_TIME_ZONE" default:"Asia/Shanghai"`
	Currency    string           `help:"Currency of the figures." env:"BIDWELL_CURRENCY" default:"CNY"`
	Durability  store.Durability `help:"What a confirmed write survives on SQLite: the death of the process, or a power loss." env:"BIDWELL_DURABILITY" enum:"process,power" default:"process"`
	LogLevel    slog.Level       `help:"Least level to log: debug, info, warn or error." env:"BIDWELL_LOG_LEVEL" default:"info"`
	LogFormat   string           `help:"Log as text or json." env:"BIDWELL_LOG_FORMAT" enum:"text,json" default:"text"`
	Outgoing    []netip.Prefix   `name:"outgoing-network" help:"Networks that are not public and may be called all the same, for example that of an S3-compatible storage or of a system that webhooks tell." env:"BIDWELL_OUTGOING_NETWORK" placeholder:"10.0.0.0/8"`
	S3          s3Settings       `embed:"" prefix:"s3-"`
}

// s3Settings say where uploaded files are kept instead of in the data directory.
type s3Settings struct {
	Bucket   string `help:"Keep uploaded files in this bucket of an S3-compatible storage instead of in --dir." env:"BIDWELL_S3_BUCKET"`
	Endpoint string `help:"Its address, for example https://s3.example.com." env:"BIDWELL_S3_ENDPOINT" placeholder:"URL"`
	Region   string `help:"Its region, where it has any." env:"BIDWELL_S3_REGION"`
	Prefix   string `help:"Folder in the bucket." env:"BIDWELL_S3_PREFIX"`
	Key      string `help:"Access key." env:"BIDWELL_S3_KEY"`
	Secret   string `help:"Secret key. BIDWELL_S3_SECRET_FILE names a file that holds it." env:"BIDWELL_S3_SECRET" secret:""`
}

// logger writes to w what the settings want, without secrets.
func (s *settings) logger(w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel, ReplaceAttr: redact}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// Validate is called by kong. It refuses a time zone and a currency that are none before anything is opened.
func (s *settings) Validate() error {
	if _, err := time.LoadLocation(s.TimeZone); err != nil {
		return fmt.Errorf("--time-zone: there is no time zone %q; name one like Asia/Shanghai", s.TimeZone)
	}
	if len(s.Currency) != 3 || strings.Trim(s.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return fmt.Errorf("--currency: %q is no ISO 4217 code like CNY", s.Currency)
	}
	return nil
}

// configFile reads settings from YAML.
func configFile(r io.Reader) (kong.Resolver, error) {
	values := map[string]any{}
	if err := yaml.NewDecoder(r).Decode(&values); err != nil && err != io.EOF {
		return nil, fmt.Errorf("configuration file: %w", err)
	}
	return fileResolver(values), nil
}

type fileResolver map[string]any

// Validate refuses names that are no flags: a misspelt setting must not go unnoticed.
func (f fileResolver) Validate(app *kong.Application) error {
	known := map[string]bool{}
	_ = kong.Visit(app, func(n kong.Visitable, next kong.Next) error {
		if flag, ok := n.(*kong.Flag); ok {
			known[flag.Name] = true
		}
		return next(nil)
	})
	for name := range f {
		if !known[name] {
			return fmt.Errorf("configuration file: there is no setting %q", name)
		}
	}
	return nil
}

// Resolve leaves the word to the environment where it has one.
func (f fileResolver) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		if os.Getenv(name) != "" || os.Getenv(name+"_FILE") != "" {
			return nil, nil
		}
	}
	value, ok := f[flag.Name]
	if !ok {
		return nil, nil
	}
	return fmt.Sprint(value), nil
}

// secretFile reads a secret from the file that its variable's name with _FILE names.
func secretFile(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if !flag.Tag.Has("secret") {
		return nil, nil
	}
	for _, name := range flag.Envs {
		path := os.Getenv(name + "_FILE")
		if path == "" || os.Getenv(name) != "" {
			continue
		}
		secret, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("%s_FILE: %w", name, err)
		}
		return strings.TrimSpace(string(secret)), nil
	}
	return nil, nil
}
