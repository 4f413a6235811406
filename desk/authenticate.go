package desk

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"bidwell/process"
)

// tokenPrefix begins every API token, so that people and secret scanners recognise one.
const tokenPrefix = "bwt_"

// Authenticate tells whom a cookie's or bearer's secret stands for. What it says may be up to 4 seconds old when another
// process ended the session or token; in this one it ends at once. Errors: UNAUTHENTICATED.
func (d *Desk) Authenticate(ctx context.Context, secret string) (*process.Viewer, error) {
	const least, most = 43, 64
	if len(secret) < least || len(secret) > most {
		return nil, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)
	}
	key, now := digestOf(secret), d.now()
	v, round := d.gate.viewers.find(key, now)
	if v != nil {
		return v, nil
	}
	query := sessionBySecret
	if strings.HasPrefix(secret, tokenPrefix) {
		query = tokenBySecret
	}
	found, err := d.vouched(ctx, query, key[:], now)
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, process.NewError(process.CodeUnauthenticated, process.MsgSignInRequired)
	}
	d.gate.viewers.keep(key, found, now, round)
	return found.viewer, nil
}

// vouched is the credential that a query finds by a key, with how far it reaches now; nil when there is none that works.
func (d *Desk) vouched(ctx context.Context, query string, key any, now time.Time) (*credential, error) {
	found, err := d.lookUp(ctx, query, key)
	if err != nil || found == nil || !now.Before(found.expires) {
		return nil, err
	}
	if err := d.reaching(ctx, d.reader, found.viewer); err != nil {
		return nil, err
	}
	if found.used != nil && now.Sub(*found.used) >= time.Minute {
		d.touch(ctx, found.viewer.Credential, now)
	}
	return found, nil
}

// credential is a session or API token as stored, with its user's role.
type credential struct {
	viewer  *process.Viewer
	expires time.Time
	used    *time.Time // when a token was last used; nil for sessions
}

const (
	sessionBySecret = `SELECT c.id, c.user_id, u.role, u.clearance, c.expires_at, 'ADMIN', NULL, NULL, NULL, NULL, NULL, NULL FROM sessions c` + ofActiveUser
	tokenBySecret   = tokenRow + ofActiveUser
	tokenByID       = tokenRow + activeUser + ` WHERE c.id = $1` + inForce
	tokenRow        = `SELECT c.id, c.user_id, u.role, u.clearance, c.expires_at, c.scope, c.last_used_at, c.reads, c.writes, c.customer_ids, c.opportunity_ids, c.field_groups FROM api_tokens c`
	ofActiveUser    = activeUser + ` WHERE c.secret_hash = $1` + inForce
	activeUser      = ` JOIN users u ON u.id = c.user_id`
	inForce         = ` AND c.archived_at IS NULL AND u.archived_at IS NULL AND u.active`
)

// lookUp finds a credential by the digest of its secret or by its id; nil when there is none.
func (d *Desk) lookUp(ctx context.Context, query string, key any) (*credential, error) {
	rows, err := d.reader.QueryContext(ctx, query, key)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	c := credential{viewer: &process.Viewer{}}
	var used sql.NullTime
	v := c.viewer
	err = rows.Scan(&v.Credential, &v.UserID, &v.Role, &v.Clearance, &c.expires, &v.Scope, &used,
		stored{&v.ReadsOnly}, stored{&v.WritesOnly}, stored{&v.Customers}, stored{&v.Opportunities}, stored{&v.GroupsOnly})
	if err != nil {
		return nil, err
	}
	if query != sessionBySecret {
		c.used = &used.Time
	}
	return &c, rows.Err()
}

// stored reads a list from a column of JSON.
type stored struct{ into any }

// Scan reads text, bytes, or NULL as no list.
func (s stored) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), s.into)
	case []byte:
		return json.Unmarshal(v, s.into)
	default:
		return fmt.Errorf("%T is no JSON", v)
	}
}

// touch notes that a token is used, beside the request and one at a time: a busy database delays no request, and a
// minute that goes unnoted is made up for by the next use.
func (d *Desk) touch(ctx context.Context, tokenID string, now time.Time) {
	if !d.gate.touching.TryLock() {
		return
	}
	go func() {
		defer d.gate.touching.Unlock()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if _, err := d.writer.ExecContext(ctx, `UPDATE api_tokens SET last_used_at = $1 WHERE id = $2`, now, tokenID); err != nil {
			d.options.Log.WarnContext(ctx, "the use of an API token was not noted", "token", tokenID, "error", err)
		}
	}()
}

// viewers remembers who was authenticated a moment ago.
type viewers struct {
	mu    sync.Mutex
	known map[digest]knownViewer
	round int // grows with forget: what was looked up before must not be kept after
}

type knownViewer struct {
	viewer *process.Viewer
	until  time.Time
}

const (
	viewerLife = 4 * time.Second
	maxViewers = 10_000
)

func (v *viewers) find(key digest, now time.Time) (*process.Viewer, int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if k, ok := v.known[key]; ok && now.Before(k.until) {
		return k.viewer, v.round
	}
	return nil, v.round
}

func (v *viewers) keep(key digest, c *credential, now time.Time, round int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if round != v.round {
		return
	}
	if len(v.known) >= maxViewers {
		clear(v.known)
	}
	until := now.Add(viewerLife)
	if c.expires.Before(until) {
		until = c.expires
	}
	v.known[key] = knownViewer{c.viewer, until}
}

// forget makes every credential be looked up again.
func (v *viewers) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.round++
	clear(v.known)
}
