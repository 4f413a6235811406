package graph

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"bidwell/process"
)

// budget keeps what each user and each credential may still spend: a bucket of points that fills up steadily. A
// credential's is half of its user's, so that a program that runs wild leaves something to the person. It lives in memory;
// several servers on one database each keep their own.
type budget struct {
	rate float64 // points a second for a user; 0 for no bound
	now  func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
}

type bucket struct {
	points float64
	at     time.Time
}

// burst is how many seconds' points can be saved up.
const burst = 20

// maxBuckets is how many are kept before the full ones, which are as good as new ones, are dropped.
const maxBuckets = 10_000

func newBudget(pointsPerMinute int, now func() time.Time) *budget {
	return &budget{rate: float64(pointsPerMinute) / 60, now: now, buckets: map[string]bucket{}}
}

// balance is what a viewer has left after a request, or how long to wait for enough.
type balance struct {
	bounded bool
	left    int
	most    int
	wait    time.Duration
}

// spend takes points from a viewer's buckets, from both or from none of them. The system has no bound.
func (b *budget) spend(v *process.Viewer, points int) balance { return b.spendKeeping(v, points, 0) }

// spare is spend for work that can wait: it leaves a quarter of the buckets to what the viewer does beside it.
func (b *budget) spare(v *process.Viewer, points int) balance { return b.spendKeeping(v, points, 4) }

// spendKeeping spends points that are there beside a part of the bucket, or all there is when it holds no more.
func (b *budget) spendKeeping(v *process.Viewer, points, part int) balance {
	if b.rate <= 0 || v == nil || v.System {
		return balance{}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now, user, credential := b.now(), "user "+v.UserID, "credential "+v.Credential
	of, with := b.fill(user, b.rate, now), b.fill(credential, b.rate/2, now)
	wait := max(lack(of, points, part, b.rate), lack(with, points, part, b.rate/2))
	if wait == 0 {
		of.points -= float64(points)
		with.points -= float64(points)
	}
	if len(b.buckets) >= maxBuckets {
		b.dropFull(now)
	}
	b.buckets[user], b.buckets[credential] = of, with
	return balance{bounded: true, left: int(min(of.points, with.points)), most: int(capacity(b.rate / 2)), wait: wait}
}

// look tells what a viewer has left; who has nothing is to come again in a second.
func (b *budget) look(v *process.Viewer) balance {
	has := b.spend(v, 0)
	if has.bounded && has.left < 1 {
		has.wait = time.Second
	}
	return has
}

// capacity holds at least the dearest request, which could else never be made.
func capacity(rate float64) float64 { return max(rate*burst, maxCost) }

func (b *budget) fill(key string, rate float64, now time.Time) bucket {
	old, known := b.buckets[key]
	if !known {
		return bucket{capacity(rate), now}
	}
	gained := max(now.Sub(old.at).Seconds(), 0) * rate
	return bucket{min(old.points+gained, capacity(rate)), now}
}

// lack is how long a bucket takes to hold so many points, and a part of its capacity beside them as far as they leave room.
func lack(b bucket, points, part int, rate float64) time.Duration {
	needed := float64(points)
	if most := capacity(rate); part > 0 {
		needed = max(needed, min(needed+most/float64(part), most))
	}
	if missing := needed - b.points; missing > 0 {
		return time.Duration(math.Ceil(missing/rate*1000)) * time.Millisecond
	}
	return 0
}

func (b *budget) dropFull(now time.Time) {
	for key, old := range b.buckets {
		if now.Sub(old.at) > burst*time.Second {
			delete(b.buckets, key)
		}
	}
}

// seconds rounds a wait up, as headers have it.
func (b balance) seconds() int { return int(math.Ceil(b.wait.Seconds())) }

// tell writes the headers of a balance, as the IETF drafts them.
func (b balance) tell(h http.Header) {
	if !b.bounded {
		return
	}
	h.Set("RateLimit-Policy", fmt.Sprintf(`"points";q=%d;w=%d`, b.most, burst))
	h.Set("RateLimit", fmt.Sprintf(`"points";r=%d;t=%d`, b.left, b.seconds()))
	if b.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(b.seconds()))
	}
}

// refusal is the error for who has not enough left; nil for the others.
func (b balance) refusal() *process.Error {
	if b.wait == 0 {
		return nil
	}
	return process.NewError(process.CodeRateLimited, process.MsgPointsSpent, "seconds", strconv.Itoa(b.seconds()))
}
