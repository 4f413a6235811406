package outgoing

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestWhatIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "1.1.1.1": true, "2606:4700:4700::1111": true, "100.63.255.255": true, "172.32.0.1": true,
		"127.0.0.1": false, "127.8.8.8": false, "::1": false, "0.0.0.0": false, "::": false, "10.1.2.3": false, "172.16.0.1": false,
		"192.168.1.1": false, "169.254.169.254": false, "fe80::1": false, "fd00::1": false, "100.64.0.1": false, "224.0.0.1": false,
		"255.255.255.255": false, "240.0.0.1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "64:ff9b::7f00:1": false,
		"2002:7f00:1::": false, "fe80::1%eth0": false, "ff02::1": false, "192.0.2.1": false, "2001:db8::1": false,
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is public: %v", address, got)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// Names are looked at by where they lead, and only there: a name that is harmless when it is checked and private when it is
// connected to is the usual way around such a check.
func TestCallsIntoTheOwnNetworkAreNotMade(t *testing.T) {
	asked := 0
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++ }))
	defer own.Close()
	port := own.URL[strings.LastIndex(own.URL, ":"):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"} {
		answer, err := Client().Get("http://" + host + port)
		if err == nil {
			_ = answer.Body.Close()
			t.Errorf("%s was called", host)
		}
	}
	if _, err := Client().Get(own.URL); !errors.Is(err, ErrPrivate) {
		t.Errorf("the refusal does not say why: %v", err)
	}
	if asked != 0 {
		t.Errorf("%d calls arrived", asked)
	}
	answer, err := Client(netip.MustParsePrefix("127.0.0.0/8")).Get(own.URL)
	if err != nil {
		t.Fatalf("a network that is named: %v", err)
	}
	_ = answer.Body.Close()
	if _, err := Client(netip.MustParsePrefix("10.0.0.0/8")).Get(own.URL); !errors.Is(err, ErrPrivate) {
		t.Errorf("another network is named: %v", err)
	}
}

// What goes without encryption goes to the networks named and nowhere else, however public.
func TestCallsWithinTheNamedNetworks(t *testing.T) {
	named := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for address, want := range map[string]bool{
		"10.1.2.3:80": true, "[fd00::1]:80": true, "[::ffff:10.1.2.3]:80": true, "1.1.1.1:80": false, "127.0.0.1:80": false,
		"[2606:4700:4700::1111]:80": false, "192.168.1.1:80": false, "": false, "x": false,
	} {
		if err := checkWithin(address, named); (err == nil) != want || err != nil && !errors.Is(err, ErrPrivate) {
			t.Errorf("%q: %v", address, err)
		}
	}
	asked := 0
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { asked++ }))
	defer own.Close()
	for loopback, calls := range map[string]int{"127.0.0.0/8": 1, "10.0.0.0/8": 0} {
		asked = 0
		client := &http.Client{Transport: Within(netip.MustParsePrefix(loopback))}
		answer, err := client.Get(own.URL)
		if err == nil {
			_ = answer.Body.Close()
		}
		if asked != calls {
			t.Errorf("%s is named: %d calls, %v", loopback, asked, err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	asked := 0
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	defer own.Close()
	if _, err := Client(netip.MustParsePrefix("127.0.0.0/8")).Get(own.URL); !errors.Is(err, ErrRedirect) || asked != 1 {
		t.Errorf("%v after %d calls", err, asked)
	}
}

func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"127.0.0.1:80", "[::1]:80", "1.1.1.1:443", "", "x", "[fe80::1%lo]:1", "[::ffff:10.0.0.1]:9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if check(address, nil) != nil {
			return
		}
		to, err := netip.ParseAddrPort(address)
		if err != nil || to.Addr().IsLoopback() || to.Addr().Unmap().IsPrivate() {
			t.Errorf("%q may be called", address)
		}
	})
}

func TestAnAnswerIsReadUpToItsBound(t *testing.T) {
	own := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("x", 1000))
	}))
	defer own.Close()
	for most, whole := range map[int64]bool{1000: true, 999: false} {
		client := http.Client{Transport: Bounded(Transport(netip.MustParsePrefix("127.0.0.0/8")), most)}
		answer, err := client.Get(own.URL)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if (err == nil) != whole || int64(len(body)) != most {
			t.Errorf("%d bytes of at most %d, %v", len(body), most, err)
		}
	}
}
