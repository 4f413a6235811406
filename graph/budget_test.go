package graph

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestWhatIsSpentComesBackWithTime(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b := newBudget(60_000, func() time.Time { return at }) // 1,000 a second; 20,000 saved up, 10,000 of a credential
	ann := func(credential string) *process.Viewer {
		return &process.Viewer{UserID: "usr_ann", Credential: credential}
	}
	for i, step := range []struct {
		viewer *process.Viewer
		points int
		later  time.Duration
		left   int
		wait   time.Duration
	}{
		{ann("laptop"), 1000, 0, 9000, 0},
		{ann("laptop"), 9000, 0, 0, 0},
		{ann("laptop"), 1, 0, 0, 2 * time.Millisecond},
		{ann("script"), 10_000, 0, 0, 0},
		{ann("phone"), 5000, 0, 0, 5 * time.Second}, // the user has nothing left, whatever they come with
		{ann("laptop"), 500, time.Second, 0, 0},
		{&process.Viewer{UserID: "usr_bob", Credential: "laptop of bob"}, 10_000, 0, 0, 0},
		{ann("phone"), 5000, 4 * time.Second, 4500, 500 * time.Millisecond},
		{ann("phone"), 4500, 0, 0, 0},
		{ann("laptop"), 10_000, time.Hour, 0, 0},
	} {
		at = at.Add(step.later)
		got := b.spend(step.viewer, step.points)
		if !got.bounded || got.left != step.left || got.wait != step.wait {
			t.Errorf("step %d: %+v, want %d left and a wait of %v", i, got, step.left, step.wait)
		}
	}
	for name, free := range map[string]balance{
		"the system": b.spend(&process.Viewer{System: true}, 1<<30), "nobody": b.spend(nil, 1<<30),
		"without a bound": newBudget(0, time.Now).spend(ann("laptop"), 1<<30),
	} {
		if free.bounded || free.wait > 0 {
			t.Errorf("%s: %+v", name, free)
		}
	}
}

func TestTheDearestRequestCanAlwaysBeMade(t *testing.T) {
	b := newBudget(1, time.Now)
	if got := b.spend(reader, maxCost); got.wait > 0 {
		t.Errorf("%+v", got)
	}
}

func TestBucketsThatAreFullAreDropped(t *testing.T) {
	at := time.Now()
	b := newBudget(600, func() time.Time { return at })
	for i := range maxBuckets {
		b.spend(&process.Viewer{UserID: itoa(i), Credential: itoa(i)}, 1)
	}
	at = at.Add(time.Hour)
	b.spend(reader, 1)
	if n := len(b.buckets); n > 2 {
		t.Errorf("%d buckets are kept", n)
	}
}

// Many requests at once spend no point twice.
func TestABudgetIsSpentOnce(t *testing.T) {
	at := time.Now()
	b := newBudget(60_000, func() time.Time { return at })
	var wg sync.WaitGroup
	var mu sync.Mutex
	granted := 0
	for range 50 {
		wg.Go(func() {
			for range 50 {
				if b.spend(reader, 10).wait == 0 {
					mu.Lock()
					granted += 10
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if granted != 10_000 {
		t.Errorf("%d points were granted of 10,000", granted)
	}
}

func TestWhoHasSpentTooMuchIsTold(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		at := time.Now()
		h := NewHandler(o.desk, Options{PointsPerMinute: 600, Now: func() time.Time { return at }})
		ask := func(accept string) *httptest.ResponseRecorder {
			return call{viewer: reader, accept: accept, body: asJSONQuery("{customers(first:100){edges{node{children(first:47){totalCount}}}}}")}.run(t, h)
		}
		first := ask("")
		if first.Code != 200 || first.Header().Get("RateLimit") != `"points";r=99;t=0` || !strings.Contains(first.Body.String(), `"cost":{"requested":4901,"limit":5000,"left":99}`) {
			t.Errorf("%d %v %.300s", first.Code, first.Header(), first.Body)
		}
		for _, accept := range []string{"", mediaGraphQL, mediaEvents} {
			w := ask(accept)
			seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
			if w.Code != http.StatusTooManyRequests || err != nil || seconds < 1 || !strings.Contains(w.Body.String(), `"RATE_LIMITED"`) || w.Header().Get("RateLimit-Policy") == "" {
				t.Errorf("%q: %d %v %s", accept, w.Code, w.Header(), w.Body)
			}
			at = at.Add(time.Duration(seconds) * time.Second)
			if w := ask(accept); w.Code != 200 {
				t.Errorf("%q: after %d s: %d %s", accept, seconds, w.Code, w.Body)
			}
			at = at.Add(time.Second) // a few points, by which the next request is understood
		}
		// Who has nothing left is told that, whatever is wrong with what they ask.
		h.budget.spend(reader, h.budget.look(reader).left)
		call{viewer: reader, body: asJSONQuery("{nothing}"), status: http.StatusTooManyRequests, code: "RATE_LIMITED"}.check(t, h)
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(asJSONQuery("{customers(first:100){edges{node{children(first:10){totalCount}}}}}")))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(WithLanguage(desk.WithViewer(r.Context(), reader), process.LanguageZH)))
		if !strings.Contains(w.Body.String(), "秒后继续") {
			t.Errorf("in Chinese: %s", w.Body)
		}
	})
}
