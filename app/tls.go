package app

import (
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// tlsSettings say by which certificate the server shows who it is; without any it speaks plain HTTP.
type tlsSettings struct {
	TLSCert       string   `name:"tls-cert" help:"Certificate for HTTPS, with its chain, as PEM; read anew when the file changes." env:"BIDWELL_TLS_CERT" placeholder:"FILE"`
	TLSKey        string   `name:"tls-key" help:"Private key of --tls-cert, as PEM." env:"BIDWELL_TLS_KEY" placeholder:"FILE"`
	ACMEHost      []string `name:"acme-host" help:"Host names to fetch certificates for by ACME, from Let's Encrypt unless told. The server must be reached at port 443; to name hosts is to agree to the authority's terms." env:"BIDWELL_ACME_HOST" placeholder:"bidwell.example"`
	ACMEEmail     string   `name:"acme-email" help:"Whom the authority may write to." env:"BIDWELL_ACME_EMAIL"`
	ACMEDirectory string   `name:"acme-directory" help:"Address of another authority." env:"BIDWELL_ACME_DIRECTORY" placeholder:"URL"`
}

// Validate is called by kong.
func (t *tlsSettings) Validate() error {
	switch {
	case (t.TLSCert == "") != (t.TLSKey == ""):
		return errors.New("--tls-cert and --tls-key go together")
	case t.TLSCert != "" && len(t.ACMEHost) > 0:
		return errors.New("use either --tls-cert or --acme-host, not both")
	default:
		return nil
	}
}

// config is nil for plain HTTP. Certificates fetched by ACME are kept in the data directory.
func (t *tlsSettings) config(dir string) (*tls.Config, error) {
	switch {
	case t.TLSCert != "":
		pair := &certificate{cert: t.TLSCert, key: t.TLSKey, now: time.Now}
		if _, err := pair.get(nil); err != nil {
			return nil, fmt.Errorf("--tls-cert: %w", err)
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.get, NextProtos: []string{"h2", "http/1.1"}}, nil
	case len(t.ACMEHost) > 0:
		m := &autocert.Manager{
			Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(t.ACMEHost...), Email: t.ACMEEmail,
			Cache: autocert.DirCache(filepath.Join(dir, "certificates")),
		}
		if t.ACMEDirectory != "" {
			m.Client = &acme.Client{DirectoryURL: t.ACMEDirectory}
		}
		c := m.TLSConfig()
		c.MinVersion = tls.VersionTLS12
		return c, nil
	default:
		return nil, nil
	}
}

// certificate is read from files, and again when they were written: who renews it need not stop the server.
type certificate struct {
	cert, key string
	now       func() time.Time

	mu      sync.Mutex
	loaded  *tls.Certificate
	written time.Time
	looked  time.Time
}

// lookAgain is how often the files are looked at.
const lookAgain = 10 * time.Second

// get gives the certificate. One that cannot be read anew, for instance while it is written, leaves the old one in place.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.loaded != nil && now.Sub(c.looked) < lookAgain {
		return c.loaded, nil
	}
	c.looked = now
	info, err := os.Stat(c.cert)
	if err == nil && c.loaded != nil && info.ModTime().Equal(c.written) {
		return c.loaded, nil
	}
	if err == nil {
		var pair tls.Certificate
		if pair, err = tls.LoadX509KeyPair(c.cert, c.key); err == nil {
			c.loaded, c.written = &pair, info.ModTime()
		}
	}
	if c.loaded != nil {
		return c.loaded, nil
	}
	return nil, err
}
