package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// issue writes a certificate for 127.0.0.1 by itself, and gives the pool that trusts it.
func issue(t *testing.T, dir string, serial int64) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return pool
}

func TestServerSpeaksHTTPSByCertificateFiles(t *testing.T) {
	dir := t.TempDir()
	pool := issue(t, dir, 1)
	p := serve(t, "--dir", filepath.Join(dir, "data"), "--tls-cert", filepath.Join(dir, "cert.pem"), "--tls-key", filepath.Join(dir, "key.pem"))
	if !strings.HasPrefix(p.base, "https://127.0.0.1:") {
		t.Fatalf("serves %s", p.base)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	for _, path := range []string{"/healthz", "/"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		w, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = w.Body.Close()
		if w.StatusCode != http.StatusOK || w.ProtoMajor != 2 || w.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %d %s %v", path, w.StatusCode, w.Proto, w.Header)
		}
	}
	old := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}}} //nolint:gosec // that is the point
	if _, err := old.Get(p.base); err == nil {                                                                                 //nolint:noctx,bodyclose // it fails
		t.Error("TLS 1.1 was accepted")
	}
	client.CloseIdleConnections()
	p.stop()
}

func TestARenewedCertificateIsUsedWithoutARestart(t *testing.T) {
	dir := t.TempDir()
	issue(t, dir, 1)
	clock := clock{at: time.Now()}
	pair := &certificate{cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem"), now: clock.now}
	serial := func() int64 {
		got, err := pair.get(nil)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(got.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return leaf.SerialNumber.Int64()
	}
	renew := func(change func()) {
		change()
		clock.pass(lookAgain)
		if err := os.Chtimes(pair.cert, clock.now(), clock.now()); err != nil {
			t.Fatal(err)
		}
	}
	if got := serial(); got != 1 {
		t.Errorf("certificate %d", got)
	}
	renew(func() { issue(t, dir, 2) })
	if got := serial(); got != 2 {
		t.Errorf("certificate %d after it was renewed", got)
	}
	renew(func() {
		if err := os.WriteFile(pair.cert, []byte("half a certif"), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	if got := serial(); got != 2 {
		t.Errorf("certificate %d while it is written", got)
	}
}

// Certificates are fetched for the hosts that were named, from the authority that was named, and for nobody else.
func TestCertificatesAreFetchedForNamedHostsOnly(t *testing.T) {
	var asked atomic.Int64
	authority := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		http.Error(w, "not today", http.StatusForbidden)
	}))
	defer authority.Close()
	settings := tlsSettings{ACMEHost: []string{"bidwell.example"}, ACMEDirectory: authority.URL}
	config, err := settings.config(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for host, fetched := range map[string]bool{"bidwell.example": true, "evil.example": false, "": false} {
		asked.Store(0)
		_, err := config.GetCertificate(&tls.ClientHelloInfo{ServerName: host, SupportedVersions: []uint16{tls.VersionTLS13}, CipherSuites: []uint16{tls.TLS_AES_128_GCM_SHA256}})
		if err == nil || (asked.Load() > 0) != fetched {
			t.Errorf("%q: the authority was asked %d times, err %v", host, asked.Load(), err)
		}
	}
	if c, err := (&tlsSettings{}).config(""); c != nil || err != nil {
		t.Errorf("without settings: %v, %v", c, err)
	}
}
