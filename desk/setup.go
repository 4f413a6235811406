package desk

import (
	"context"
	"crypto/subtle"
	"sync"
	"time"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// SetupLife is how long the link for the first administrator works.
const SetupLife = 30 * time.Minute

// setupLink is the one link that makes the first administrator. It lives in memory: a restart gives a new one.
type setupLink struct {
	mu     sync.Mutex
	digest digest
	until  time.Time
}

// SetupToken gives the secret of a new set-up link, good once and for 30 minutes; empty when somebody can sign in
// already: with a password, or an administrator by an issuer who vouches for people, when there is one. An older link stops
// working.
func (d *Desk) SetupToken(ctx context.Context, issuer string) (string, error) {
	ctx = AsSystem(ctx)
	open, err := canSignIn(ctx, d.reader.User.Query())
	if err == nil && !open && issuer != "" { // by whom they came before, or will by their address
		open, err = d.reader.User.Query().Where(user.Active(true), user.ArchivedAtIsNil(), user.RoleEQ(process.UserRoleAdmin),
			user.Or(user.IdentityIssuer(issuer), user.And(user.IdentityIssuerIsNil(), user.EmailNotNil()))).Exist(ctx)
	}
	if err != nil || open {
		return "", err
	}
	secret, link := newSecret(), &d.gate.setup
	link.mu.Lock()
	defer link.mu.Unlock()
	link.digest, link.until = digestOf(secret), d.now().Add(SetupLife)
	return secret, nil
}

// SetUpInput is the first administrator.
type SetUpInput struct {
	Token, Name, Email, Password, Browser string
}

// SetUp makes the first administrator and signs them in. Errors: FORBIDDEN for a link that is wrong, used or too old,
// CONFLICT when somebody can sign in already, VALIDATION_FAILED.
func (d *Desk) SetUp(ctx context.Context, in SetUpInput) (SignedIn, error) {
	email, err := checkEmail(&in.Email)
	if err != nil {
		return SignedIn{}, err
	}
	if err := checkPassword(in.Password); err != nil {
		return SignedIn{}, err
	}
	link := &d.gate.setup
	link.mu.Lock()
	defer link.mu.Unlock()
	given := digestOf(in.Token)
	if d.now().After(link.until) || subtle.ConstantTimeCompare(given[:], link.digest[:]) != 1 {
		return SignedIn{}, process.NewError(process.CodeForbidden, process.MsgSetupTokenBad)
	}
	hash, err := d.gate.hash(ctx, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	first, err := d.firstAdmin(AsSystem(ctx), in.Name, *email, hash)
	if err != nil {
		return SignedIn{}, err
	}
	link.until = time.Time{}
	return d.openSession(ctx, first, in.Browser)
}

func (d *Desk) firstAdmin(ctx context.Context, name, email, hash string) (*ent.User, error) {
	done, err := create(ctx, d, ent.TypeUser, func(ctx context.Context, w *writing, id string) (*ent.User, error) {
		if err := w.alone(ctx); err != nil {
			return nil, err
		}
		open, err := canSignIn(ctx, w.tx.User.Query())
		if err != nil {
			return nil, err
		}
		if open {
			return nil, process.NewError(process.CodeConflict, process.MsgSetupDone)
		}
		return w.tx.User.Create().SetID(id).SetName(name).SetEmail(email).SetRole(process.UserRoleAdmin).SetPasswordHash(hash).Save(ctx)
	})
	return done.Record, err
}

// alone holds other writers of the change log back: of two replicas that are being set up, one is first.
func (w *writing) alone(ctx context.Context) error {
	lock := w.desk.store.ChangeOrderLock()
	if lock == "" {
		return nil
	}
	_, err := w.tx.ExecContext(ctx, lock)
	return err
}

// canSignIn tells whether there is anybody who can sign in by password.
func canSignIn(ctx context.Context, users *ent.UserQuery) (bool, error) {
	return users.Where(user.Active(true), user.ArchivedAtIsNil(), user.PasswordHashNEQ("")).Exist(ctx)
}
