package attack

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// prompt is how long the refusal of a hostile text may take, on a machine that has other things to do; it usually takes a
// hundredth of it.
const prompt = 250 * time.Millisecond

// queries are texts that cost far more to execute, or even to check, than to write.
func queries() []attack {
	const tooComplex, invalid = "QUERY_TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED"
	inner := "{edges{node{proposals(first:100){edges{node{sections(first:100){edges{node{id}}}}}}}}}"
	return []attack{
		hostile("a fragment bomb of 975 bytes", bomb(24), tooComplex),
		hostile("a fragment bomb that nothing spreads", strings.Replace(bomb(30), "{...F0}", "{__typename}", 1), tooComplex),
		hostile("fragments in a circle", "{...A} fragment A on Query{...B ...B} fragment B on Query{...A ...A}", tooComplex),
		hostile("aliases doubled by fragments", doubled(10), tooComplex),
		hostile("a hundred aliases", "{"+numbered("a%d:viewer{scope}", 100)+"}", tooComplex),
		hostile("a thousand guesses of a password by aliases", "mutation{"+numbered(`a%d:signIn(email:"`+email+`",password:"%[1]d"){secret}`, 1000)+"}", tooComplex),
		hostile("guesses of a password in GraphQL at all", `mutation{signIn(email:"`+email+`",password:"x"){secret}}`, invalid),
		hostile("200,000 levels of a query", nested("{a", "{a}", "}", 200_000), "413 or "+tooComplex),
		hostile("15,000 levels of an input", "{opportunities(where:"+nested("{not:", "{}", "}", 15_000)[:60<<10]+")}", tooComplex),
		hostile("a thousand directives", "{viewer"+strings.Repeat("@skip(if:false)", 1000)+"{scope}}", tooComplex),
		hostile("a thousand times the same field", "{"+strings.Repeat("viewer{scope}", 400)+"}", ""),
		hostile("a thousand unknown fields", "{"+numbered("f%d", 900)+"}", invalid),
		hostile("introspection, thrice nested", "{"+numbered("a%d:__schema{types{fields{type{fields{type{fields{name}}}}}}}", 6)+"}", "any"),
		hostile("a million rows by nested pages", "{opportunities(first:100)"+inner+"}", tooComplex),
		hostile("one page of a million", "{opportunities(first:1000000){totalCount}}", "VALIDATION_FAILED"),
		hostile("a page of less than nothing", "{opportunities(first:-1){totalCount}}", "VALIDATION_FAILED"),
		{"a where-input of 100,000 values", wide},
		{"more than one may spend", spend},
	}
}

// hostile asks one query three times and takes the shortest time. Empty expects an answer, any either.
func hostile(name, query, code string) attack {
	return attack{name, func(ctx context.Context, t *Target) (string, error) {
		best, last := time.Duration(math.MaxInt64), (*reply)(nil)
		for range 3 {
			start := time.Now()
			a, err := t.ask(ctx, graphql(t.token, query, nil))
			if err != nil {
				return "", err
			}
			best, last = min(best, time.Since(start)), a
		}
		expected := last.code == code || code == "any" || strings.HasPrefix(code, "413") && (last.status == 413 || strings.HasSuffix(code, last.code) && last.code != "")
		switch {
		case !expected:
			return "", fmt.Errorf("answered %d %q: %.200s", last.status, last.code, last.body)
		case best > prompt:
			return "", fmt.Errorf("it took %v", best)
		case strings.Count(last.body, `"message"`) > 5:
			return "", errors.New("it was told more than five errors")
		}
		return fmt.Sprintf("%d %s, best of 3: %v", last.status, last.code, best.Round(10*time.Microsecond)), nil
	}}
}

// bomb is a query whose every fragment spreads the next twice.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Query {...F%d ...F%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Query {__typename}", n)
	return b.String()
}

func doubled(n int) string {
	var b strings.Builder
	b.WriteString("{...F0}")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Query{a%d:viewer{scope} ...F%d ...F%d}", i, i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Query{z:viewer{scope}}", n)
	return b.String()
}

func nested(open, inside, closing string, n int) string {
	return strings.Repeat(open, n) + inside + strings.Repeat(closing, n)
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format+" ", i)
	}
	return b.String()
}

func wide(ctx context.Context, t *Target) (string, error) {
	names := make([]string, 100_000)
	for i := range names {
		names[i] = "x"
	}
	a, err := t.ask(ctx, graphql(t.token, "query($n:[String!]){opportunities(where:{nameIn:$n}){totalCount}}", map[string]any{"n": names}))
	return refusedAs(a, err, 400, "QUERY_TOO_COMPLEX")
}

// spend asks for dear things until it is told to wait.
func spend(ctx context.Context, t *Target) (string, error) {
	secret, _, err := t.newToken(ctx, t.user)
	if err != nil {
		return "", err
	}
	for n := range 1000 {
		a, err := t.ask(ctx, graphql(secret, "{customers(first:100){edges{node{children(first:45){totalCount}}}}}", nil))
		if err != nil {
			return "", err
		}
		if a.status != 429 {
			continue
		}
		if a.code != "RATE_LIMITED" || a.header.Get("Retry-After") == "" {
			return "", fmt.Errorf("429 %s, Retry-After %q", a.body, a.header.Get("Retry-After"))
		}
		return fmt.Sprintf("429 RATE_LIMITED after %d requests of 4,701 points, come again in %s s", n, a.header.Get("Retry-After")), nil
	}
	return "", errors.New("a thousand of them were answered")
}

// refusedAs checks status and code of an answer.
func refusedAs(a *reply, err error, status int, code string) (string, error) {
	if err != nil {
		return "", err
	}
	if a.status != status || a.code != code {
		return "", fmt.Errorf("answered %d %q, not %d %q: %.200s", a.status, a.code, status, code, a.body)
	}
	return fmt.Sprintf("%d %s", a.status, a.code), nil
}
