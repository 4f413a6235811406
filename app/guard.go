package app

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"strings"

	"bidwell/desk"
	"bidwell/graph"
)

// guardSettings bound what callers may ask for, and say whom to believe.
type guardSettings struct {
	PointsPerMinute  int                 `help:"Points of GraphQL a user may spend a minute, half of it with one session or token; a record is a point. 0 for no bound." env:"BIDWELL_POINTS_PER_MINUTE" default:"300000"`
	TrustedDocuments string              `help:"JSON file of GraphQL operations that clients may name by id or sha256 instead of sending." env:"BIDWELL_TRUSTED_DOCUMENTS" placeholder:"FILE"`
	TrustedOnly      bool                `help:"Answer only the operations of --trusted-documents. The start page and GraphiQL then need theirs in it." env:"BIDWELL_TRUSTED_ONLY"`
	Introspection    graph.Introspection `help:"Who may see the GraphQL schema: all who are signed in, admin or none." env:"BIDWELL_INTROSPECTION" enum:"all,admin,none" default:"all"`
	TrustedProxy     []string            `help:"Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; of others they are not." env:"BIDWELL_TRUSTED_PROXY" placeholder:"10.0.0.7,10.1.0.0/16"`
}

// Validate is called by kong. It refuses what would quietly guard nothing.
func (g *guardSettings) Validate() error {
	if g.PointsPerMinute < 0 {
		return fmt.Errorf("--points-per-minute: %d is less than nothing; 0 is no bound", g.PointsPerMinute)
	}
	if g.TrustedOnly && g.TrustedDocuments == "" {
		return fmt.Errorf("--trusted-only: name the operations with --trusted-documents")
	}
	_, err := g.proxies()
	return err
}

func (g *guardSettings) options(o *office) (graph.Options, error) {
	options := graph.Options{Log: o.log, PointsPerMinute: g.PointsPerMinute, TrustedOnly: g.TrustedOnly, Introspection: g.Introspection}
	if g.TrustedDocuments == "" {
		return options, nil
	}
	file, err := os.Open(g.TrustedDocuments)
	if err != nil {
		return options, fmt.Errorf("--trusted-documents: %w", err)
	}
	defer file.Close()
	if options.Documents, err = graph.ReadDocuments(file); err != nil {
		return options, fmt.Errorf("%s: %w", g.TrustedDocuments, err)
	}
	return options, nil
}

// proxies are the networks whose word is taken for where a request comes from.
type proxies []netip.Prefix

func (g *guardSettings) proxies() (all proxies, err error) {
	for _, text := range g.TrustedProxy {
		text = strings.TrimSpace(text)
		network, err := netip.ParsePrefix(text)
		if err != nil {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return nil, fmt.Errorf("--trusted-proxy: %q is neither an address nor a network like 10.1.0.0/16", text)
			}
			network = netip.PrefixFrom(address, address.BitLen())
		}
		all = append(all, network.Masked())
	}
	return all, nil
}

func (p proxies) include(a netip.Addr) bool {
	for _, network := range p {
		if network.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// origin is where a request comes from: the caller's address, and whether it was encrypted on its way.
type origin struct {
	address netip.Addr
	https   bool
}

// of finds the origin of a request. Proxies add to X-Forwarded-For at its end, so it is read from there, past the proxies
// that are believed; what stands before is anybody's invention.
func (p proxies) of(r *http.Request) origin {
	from := origin{https: r.TLS != nil}
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		from.address = peer.Addr().Unmap()
	}
	if !p.include(from.address) {
		return from
	}
	if proto := r.Header.Values("X-Forwarded-Proto"); len(proto) == 1 {
		from.https = from.https || strings.EqualFold(proto[0], "https")
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && p.include(from.address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		from.address = hop.Unmap()
	}
	return from
}

// arrived notes where each request comes from.
func (s *site) arrived(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if v := visitOf(r.Context()); v != nil {
			v.origin = s.proxies.of(r)
			r = r.WithContext(desk.WithAddress(r.Context(), v.origin.address.String()))
		}
		next.ServeHTTP(w, r)
	})
}

// encrypted tells whether a request came to the site, or to the proxy before it, over HTTPS.
func (s *site) encrypted(ctx context.Context) bool {
	v := visitOf(ctx)
	return s.public.Scheme == "https" || v != nil && v.origin.https
}
