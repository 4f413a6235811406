package desk

import (
	"context"
	"crypto/sha256"
	"runtime"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"bidwell/process"
)

// gate is what the desk keeps in memory about people coming in: nothing of it is needed after a restart.
type gate struct {
	// hashing bounds the memory and CPU that passwords take, 19 MiB a slot, whatever the number of requests.
	hashing   chan struct{}
	viewers   *viewers
	rules     accessRules
	strangers *strangers
	touching  sync.Mutex
	setup     setupLink
	guarding  guarding
}

func newGate() *gate {
	return &gate{
		hashing:   make(chan struct{}, runtime.GOMAXPROCS(0)),
		viewers:   &viewers{known: map[digest]knownViewer{}},
		strangers: &strangers{counted: map[digest]attempts{}},
	}
}

// digest is all that is kept of a secret. Secrets are 256 random bits, so a plain hash suffices.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

// hashParams are OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
var hashParams = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobodysHash costs as much to compare with as a real one and matches no password.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// hashPatience is how long a password waits for its turn before the caller is told to come again.
const hashPatience = 5 * time.Second

// slot waits for a turn at hashing. Errors: RATE_LIMITED.
func (g *gate) slot(ctx context.Context) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	select {
	case g.hashing <- struct{}{}:
		return func() { <-g.hashing }, nil
	case <-ctx.Done():
		return nil, process.NewError(process.CodeRateLimited, process.MsgSignInBusy)
	}
}

// hash makes the hash of a new password.
func (g *gate) hash(ctx context.Context, password string) (string, error) {
	release, err := g.slot(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return argon2id.CreateHash(password, &hashParams)
}

// matches compares a password with a hash, at the same cost when there is none.
func (g *gate) matches(ctx context.Context, password, hash string) (bool, error) {
	release, err := g.slot(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	if hash == "" {
		_, err := argon2id.ComparePasswordAndHash(password, nobodysHash)
		return false, err
	}
	return argon2id.ComparePasswordAndHash(password, hash)
}
