// Package outgoing makes the calls that leave the server. An address that somebody gave may lead into the network the server
// stands in: to the metadata of its cloud, to a database, to itself. So nothing is called that is not public, unless its
// network is named; and what is looked at is the address that is connected to, after the name was resolved, so that a name
// that leads elsewhere the second time gains nothing. Redirects are refused: they are addresses that nobody looked at.
package outgoing

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// The errors of calls that are not made.
var (
	ErrPrivate  = errors.New("outgoing: the address is not public")
	ErrRedirect = errors.New("outgoing: redirects are not followed")
)

// special are the networks that are not public though netip does not say so.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),       // this network (RFC 791)
	netip.MustParsePrefix("100.64.0.0/10"),   // carriers' own (RFC 6598)
	netip.MustParsePrefix("192.0.0.0/24"),    // protocols (RFC 6890)
	netip.MustParsePrefix("192.0.2.0/24"),    // documentation (RFC 5737)
	netip.MustParsePrefix("198.18.0.0/15"),   // benchmarks (RFC 2544)
	netip.MustParsePrefix("198.51.100.0/24"), // documentation
	netip.MustParsePrefix("203.0.113.0/24"),  // documentation
	netip.MustParsePrefix("240.0.0.0/4"),     // reserved, and broadcast (RFC 1112)
	netip.MustParsePrefix("64:ff9b::/96"),    // IPv4 behind IPv6, whatever it may be (RFC 6052)
	netip.MustParsePrefix("64:ff9b:1::/48"),  // the same (RFC 8215)
	netip.MustParsePrefix("100::/64"),        // discarded (RFC 6666)
	netip.MustParsePrefix("2001::/32"),       // Teredo: IPv4 inside (RFC 4380)
	netip.MustParsePrefix("2001:db8::/32"),   // documentation (RFC 3849)
	netip.MustParsePrefix("2002::/16"),       // 6to4: IPv4 inside (RFC 3056)
	netip.MustParsePrefix("fec0::/10"),       // once site-local (RFC 3879)
}

// Public tells whether an address belongs to the open network.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	switch {
	case !a.IsValid(), a.IsUnspecified(), a.IsLoopback(), a.IsPrivate(), a.IsLinkLocalUnicast(), a.IsMulticast(), a.IsInterfaceLocalMulticast():
		return false
	default:
		return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
	}
}

const (
	dialTime = 10 * time.Second
	// answerTime is how long the other side may take to begin its answer.
	answerTime = 30 * time.Second
)

// Transport makes calls to public addresses and to those in the networks named. It uses no proxy, which would look up names
// by itself.
func Transport(named ...netip.Prefix) *http.Transport {
	return transport(func(address string) error { return check(address, named) })
}

// Within makes calls to the networks named alone, not to public addresses: what goes there without encryption must not go
// anywhere else.
func Within(named ...netip.Prefix) *http.Transport {
	return transport(func(address string) error { return checkWithin(address, named) })
}

func transport(check func(address string) error) *http.Transport {
	d := &net.Dialer{Timeout: dialTime, Control: func(_, address string, _ syscall.RawConn) error { return check(address) }}
	return &http.Transport{
		DialContext: d.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: dialTime, ResponseHeaderTimeout: answerTime,
		MaxIdleConns: 100, MaxIdleConnsPerHost: 16, IdleConnTimeout: 90 * time.Second, ExpectContinueTimeout: time.Second,
	}
}

// check is asked with each address that is about to be connected to.
func check(address string, named []netip.Prefix) error {
	if to, err := netip.ParseAddrPort(address); err == nil && Public(to.Addr()) {
		return nil
	}
	return checkWithin(address, named)
}

func checkWithin(address string, named []netip.Prefix) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrPrivate, address)
	}
	if !Named(to.Addr(), named) {
		return fmt.Errorf("%w: %s", ErrPrivate, to.Addr().Unmap().WithZone(""))
	}
	return nil
}

// Named tells whether an address lies in one of the networks named.
func Named(a netip.Addr, named []netip.Prefix) bool {
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(named, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Client makes calls like Transport and follows no redirect.
func Client(named ...netip.Prefix) *http.Client {
	return &http.Client{Transport: Transport(named...), Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return ErrRedirect }}
}

// Bounded makes answers end with an error after most bytes, for readers that know no bound themselves.
func Bounded(next http.RoundTripper, most int64) http.RoundTripper { return bounded{next, most} }

type bounded struct {
	next http.RoundTripper
	most int64
}

// RoundTrip makes the call.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err == nil {
		answer.Body = http.MaxBytesReader(nil, answer.Body, b.most)
	}
	return answer, err
}
