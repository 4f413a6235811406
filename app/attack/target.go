package attack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Target is the server that is attacked, and what its attackers have: an administrator's session for setting the scene, the
// session and a token of a salesperson, and a token of a partner, from whom much is hidden.
type Target struct {
	Base string

	admin, session, token, partner string
	user                           string // of the salesperson
	lesson                         string // a record that the partner may not see
}

// The salesperson's account.
const (
	email    = "mallory@lantern-works.example"
	password = "lantern orchard nine"
)

// Prepare sets the scene with the secret of an administrator.
func Prepare(ctx context.Context, base, admin string) (*Target, error) {
	t := &Target{Base: base, admin: admin}
	var err error
	if t.user, err = t.person(ctx, "Mallory", email, "SALES"); err != nil {
		return nil, err
	}
	other, err := t.person(ctx, "Partner", "partner@lantern-works.example", "PARTNER")
	if err != nil {
		return nil, err
	}
	if t.token, _, err = t.newToken(ctx, t.user); err != nil {
		return nil, err
	}
	if t.partner, _, err = t.newToken(ctx, other); err != nil {
		return nil, err
	}
	made, err := t.do(ctx, `mutation{createLesson(input:{title:"Ask early",lesson:"It came late."}){lesson{id}}}`, nil)
	if err != nil {
		return nil, err
	}
	t.lesson = text(made, "createLesson", "lesson", "id")
	t.session, _, err = t.signIn(ctx, password, "")
	return t, err
}

func (t *Target) person(ctx context.Context, name, email, role string) (string, error) {
	made, err := t.do(ctx, `mutation($n:String!,$e:String!,$r:UserRole!){createUser(input:{name:$n,email:$e,role:$r}){user{id}}}`,
		map[string]any{"n": name, "e": email, "r": role})
	if err != nil {
		return "", err
	}
	id := text(made, "createUser", "user", "id")
	_, err = t.do(ctx, `mutation($u:ID!,$p:String!){setPassword(input:{userID:$u,password:$p}){change}}`, map[string]any{"u": id, "p": password})
	return id, err
}

// newToken makes a token to write with, and gives its secret and the arguments that revoke it.
func (t *Target) newToken(ctx context.Context, user string) (secret string, revoke map[string]any, err error) {
	made, err := t.do(ctx, `mutation($u:ID!){createAPIToken(input:{name:"attack",scope:WRITE,userID:$u}){secret apiToken{id version}}}`, map[string]any{"u": user})
	if err != nil {
		return "", nil, err
	}
	token, _ := at(made, "createAPIToken", "apiToken").(map[string]any)
	return text(made, "createAPIToken", "secret"), map[string]any{"id": token["id"], "version": token["version"]}, nil
}

// do is a step of the scene that has to succeed.
func (t *Target) do(ctx context.Context, query string, variables map[string]any) (any, error) {
	a, err := t.ask(ctx, graphql(t.admin, query, variables))
	if err != nil {
		return nil, err
	}
	if a.code != "" || a.status != http.StatusOK {
		return nil, fmt.Errorf("%.60s: %d %s", query, a.status, a.body)
	}
	return a.data, nil
}

// request is what is sent.
type request struct {
	method, path, bearer, cookie string
	headers                      map[string]string
	body                         io.Reader
}

// graphql is a request in GraphQL with a bearer's secret.
func graphql(bearer, query string, variables map[string]any) request {
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables}) // plain values
	return raw(bearer, string(body))
}

// raw is a request to GraphQL with any body.
func raw(bearer, body string) request {
	return request{method: http.MethodPost, path: "/graphql", bearer: bearer, body: strings.NewReader(body)}
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
	code   string // of the first error
	data   any
}

func (t *Target) ask(ctx context.Context, r request) (*reply, error) {
	q, err := http.NewRequestWithContext(ctx, r.method, t.Base+r.path, r.body)
	if err != nil {
		return nil, err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Accept", "application/graphql-response+json")
	if r.bearer != "" {
		q.Header.Set("Authorization", "Bearer "+r.bearer)
	}
	if r.cookie != "" {
		q.AddCookie(&http.Cookie{Name: "bidwell_session", Value: r.cookie})
	}
	for name, value := range r.headers {
		q.Header.Set(name, value)
	}
	w, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, err
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		return nil, err
	}
	return understood(w, body), nil
}

func understood(w *http.Response, body []byte) *reply {
	a := &reply{status: w.StatusCode, header: w.Header, body: string(body)}
	var shown struct {
		Data   any
		Code   string
		Errors []struct{ Extensions struct{ Code string } }
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if d.Decode(&shown) != nil {
		return a
	}
	a.data, a.code = shown.Data, shown.Code
	if len(shown.Errors) > 0 {
		a.code = shown.Errors[0].Extensions.Code
	}
	return a
}

// signIn tries a password, with a cookie that the browser has already.
func (t *Target) signIn(ctx context.Context, password, cookie string) (secret string, a *reply, err error) {
	a, err = t.ask(ctx, request{
		method: http.MethodPost, path: "/auth/sign-in", cookie: cookie,
		body: strings.NewReader(fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)),
	})
	if err != nil {
		return "", nil, err
	}
	w := http.Response{Header: a.header}
	for _, c := range w.Cookies() {
		secret = c.Value
	}
	return secret, a, nil
}

// at walks into an answer.
func at(v any, path ...string) any {
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	return v
}

func text(v any, path ...string) string {
	s, _ := at(v, path...).(string)
	return s
}
