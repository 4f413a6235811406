package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/ent/session"
	"bidwell/ent/user"
	"bidwell/process"
)

// SessionLife is how long a browser stays signed in.
const SessionLife = 7 * 24 * time.Hour

// SignInInput is an attempt to sign in; Browser is what the browser calls itself.
type SignInInput struct {
	Email, Password, Browser string
}

// SignedIn is a new session with its secret, which is told this once.
type SignedIn struct {
	Secret  string
	Expires time.Time
	User    *ent.User
}

// SignIn starts a session. Unknown accounts, those without a password and wrong passwords take the same work and get the
// same answer; five failures lock the account for 15 minutes. Errors: UNAUTHENTICATED, RATE_LIMITED.
func (d *Desk) SignIn(ctx context.Context, in SignInInput) (SignedIn, error) {
	email := normalEmail(in.Email)
	if process.CheckText("email", email) != nil {
		email = "" // nobody's; PostgreSQL refuses to look for it
	}
	u, err := d.reader.User.Query().Where(user.Email(email), user.Active(true), user.ArchivedAtIsNil(), user.PasswordHashNEQ("")).Only(AsSystem(ctx))
	hash := ""
	switch {
	case ent.IsNotFound(err):
		err = d.gate.strangers.attempt(email, d.now())
	case err == nil:
		hash, err = u.PasswordHash, d.countAttempt(ctx, u.ID)
	}
	if err != nil {
		return SignedIn{}, err
	}
	matches, err := d.gate.matches(ctx, limited(in.Password), hash)
	if err != nil {
		return SignedIn{}, err
	}
	if !matches {
		return SignedIn{}, process.NewError(process.CodeUnauthenticated, process.MsgSignInFailed)
	}
	return d.openSession(ctx, u, in.Browser)
}

// limited bounds the work of hashing what somebody sends as a password; nothing longer was ever accepted as one.
func limited(password string) string {
	const longest = process.MaxPassword * 4 // bytes of a character in UTF-8
	return password[:min(len(password), longest+1)]
}

// openSession starts a session for a user whose password was right a moment ago and who may still sign in by it.
func (d *Desk) openSession(ctx context.Context, u *ent.User, browser string) (SignedIn, error) {
	in := SignedIn{Secret: newSecret(), Expires: d.now().Add(SessionLife)}
	ctx = allow(WithViewer(ctx, &process.Viewer{UserID: u.ID, Role: u.Role, Scope: process.TokenScopeAdmin}))
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		if err := w.stillMaySignIn(ctx, u); err != nil {
			return err
		}
		if err := w.dropExpired(ctx, u.ID); err != nil {
			return err
		}
		hash := digestOf(in.Secret)
		return w.tx.Session.Create().SetID(w.newID(ent.TypeSession)).SetUserID(u.ID).SetSecretHash(hash[:]).
			SetExpiresAt(in.Expires).SetUserAgent(browserName(browser)).Exec(ctx)
	})
	in.User = u
	return in, err
}

func (w *writing) stillMaySignIn(ctx context.Context, before *ent.User) error {
	// The write comes first: it holds the row against others until the transaction ends.
	if err := w.keepAttempts(ctx, before.ID, attempts{}); err != nil {
		return err
	}
	now, err := w.tx.User.Get(AsSystem(ctx), before.ID)
	if err != nil {
		return err
	}
	if !now.Active || now.ArchivedAt != nil || now.PasswordHash != before.PasswordHash {
		return process.NewError(process.CodeUnauthenticated, process.MsgSignInFailed)
	}
	return nil
}

// SignOut ends the session of a secret; an unknown or ended one is fine.
func (d *Desk) SignOut(ctx context.Context, secret string) error {
	hash := digestOf(secret)
	s, err := d.reader.Session.Query().Where(session.SecretHash(hash[:]), session.ExpiresAtGT(d.now())).WithUser().Only(AsSystem(ctx))
	if ent.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx = allow(WithViewer(ctx, &process.Viewer{UserID: s.UserID, Role: s.Edges.User.Role, Scope: process.TokenScopeAdmin}))
	_, err = d.transact(ctx, func(ctx context.Context, w *writing) error {
		return w.tx.Session.UpdateOneID(s.ID).SetExpiresAt(w.desk.now()).Exec(ctx)
	})
	d.gate.viewers.forget()
	return err
}

// endSessions signs a user out everywhere but in the session except.
func (w *writing) endSessions(ctx context.Context, userID, except string) error {
	now := w.desk.now()
	ids, err := w.tx.Session.Query().Where(session.UserID(userID), session.IDNEQ(except), session.ExpiresAtGT(now)).IDs(AsSystem(ctx))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.tx.Session.UpdateOneID(id).SetExpiresAt(now).Exec(allow(AsSystem(ctx))); err != nil { // others' too
			return err
		}
	}
	return nil
}

// dropExpired removes a user's ended sessions, so that their number stays small; the change log remembers them.
func (w *writing) dropExpired(ctx context.Context, userID string) error {
	_, err := w.tx.ExecContext(ctx, `DELETE FROM sessions WHERE user_id = $1 AND expires_at <= $2`, userID, w.desk.now())
	return err
}

// newSecret makes 256 random bits to be used in headers and addresses.
func newSecret() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// browserName makes what a browser says of itself storable.
func browserName(s string) string {
	const longest = 300 // bytes
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	return strings.ToValidUTF8(s[:min(len(s), longest)], "")
}
