package app

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	guard := guardSettings{TrustedProxy: []string{"10.0.0.7", "10.1.0.0/16", "fd00::/8"}}
	believed, err := guard.proxies()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		peer, forwardedFor, proto string
		address                   string
		https                     bool
	}{
		"nobody between":            {"203.0.113.9:5000", "", "", "203.0.113.9", false},
		"a caller who lies":         {"203.0.113.9:5000", "10.0.0.7", "https", "203.0.113.9", false},
		"a neighbour who lies":      {"10.0.0.8:5000", "192.0.2.1", "https", "10.0.0.8", false},
		"a proxy":                   {"10.0.0.7:5000", "192.0.2.1", "https", "192.0.2.1", true},
		"a proxy of a network":      {"10.1.9.9:5000", "192.0.2.1", "HTTPS", "192.0.2.1", true},
		"a proxy over plain HTTP":   {"10.0.0.7:5000", "192.0.2.1", "http", "192.0.2.1", false},
		"two proxies":               {"10.0.0.7:5000", "192.0.2.1, 10.1.0.1", "https", "192.0.2.1", true},
		"a caller who invents hops": {"10.0.0.7:5000", "10.0.0.7, 127.0.0.1, 192.0.2.1", "https", "192.0.2.1", true},
		"a proxy that says rubbish": {"10.0.0.7:5000", "sesame", "https", "10.0.0.7", true},
		"rubbish behind a hop":      {"10.0.0.7:5000", "sesame, 192.0.2.1", "", "192.0.2.1", false},
		"a proxy that says nothing": {"10.0.0.7:5000", "", "", "10.0.0.7", false},
		"a proxy over IPv6":         {"[fd00::1]:5000", "2001:db8::1", "https", "2001:db8::1", true},
		"IPv4 as IPv6":              {"[::ffff:10.0.0.7]:5000", "::ffff:192.0.2.1", "https", "192.0.2.1", true},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		if c.forwardedFor != "" {
			r.Header.Set("X-Forwarded-For", c.forwardedFor)
		}
		if c.proto != "" {
			r.Header.Set("X-Forwarded-Proto", c.proto)
		}
		if got := believed.of(r); got.address.String() != c.address || got.https != c.https {
			t.Errorf("%s: %v, want %s and %v", name, got, c.address, c.https)
		}
		if got := (proxies{}).of(r); got.https {
			t.Errorf("%s: believed without a list", name)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if r.TLS = (&tls.ConnectionState{}); !(proxies{}).of(r).https {
		t.Error("HTTPS of our own is none")
	}
}

func FuzzOriginOfAnyHeader(f *testing.F) {
	f.Add("192.0.2.1, 10.0.0.7", "https")
	f.Add(",,,", "")
	f.Fuzz(func(t *testing.T, forwardedFor, proto string) {
		believed, err := (&guardSettings{TrustedProxy: []string{"10.0.0.7"}}).proxies()
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"], r.Header["X-Forwarded-Proto"] = "10.0.0.7:1", []string{forwardedFor}, []string{proto}
		if got := believed.of(r); !got.address.IsValid() {
			t.Errorf("%q: no address", forwardedFor)
		}
	})
}

// What the cookie and the header say of HTTPS follows the proxy that is believed, and nobody else.
func TestBehindATrustedProxyCookiesAreSecure(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		believed, err := (&guardSettings{TrustedProxy: []string{"192.0.2.1"}}).proxies() // where httptest's requests come from
		if err != nil {
			f.Fatal(err)
		}
		for _, trusted := range []proxies{nil, believed} {
			f.proxies = trusted
			w := f.play("sign in", scene{
				path: "/auth/sign-in", body: `{"email":"sales@lantern-works.example","password":"` + password + `"}`,
				headers: map[string]string{"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.77"}, status: 204,
			})
			secure := w.Result().Cookies()[0].Secure
			hsts := w.Header().Get("Strict-Transport-Security") != ""
			if want := trusted != nil; secure != want || hsts != want || strings.Contains(f.log.String(), "203.0.113.77") != want {
				f.Errorf("trusted %v: secure %v, HSTS %v, log %s", want, secure, hsts, f.log)
			}
		}
	})
}

func TestSettingsThatWouldGuardNothingAreRefused(t *testing.T) {
	for flags, want := range map[string]string{
		"--points-per-minute=-1":                       "less than nothing",
		"--points-per-minute=many":                     "points-per-minute",
		"--trusted-only":                               "--trusted-documents",
		"--trusted-proxy=everybody":                    "neither an address nor a network",
		"--trusted-proxy=10.0.0.1/99":                  "neither an address nor a network",
		"--introspection=some":                         "introspection",
		"--tls-cert=x":                                 "--tls-key go together",
		"--tls-key=x":                                  "go together",
		"--tls-cert=x --tls-key=y --acme-host=x.exa":   "not both",
		"--tls-cert=/nothing --tls-key=/nothing":       "--tls-cert: stat /nothing",
		"--trusted-documents=/nothing":                 "--trusted-documents: open /nothing",
		"--trusted-documents=" + file(t, "d", `["a"]`): "no JSON object",
	} {
		args := append([]string{"serve", "--dir", t.TempDir(), "--listen", "127.0.0.1:0"}, strings.Fields(flags)...)
		if said := bidwell(t, args...); said.code == exitDone || !strings.Contains(said.errors, want) {
			t.Errorf("%s: %d %s, want %q", flags, said.code, said.errors, want)
		}
	}
}
