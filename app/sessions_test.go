package app

import (
	"encoding/json"
	"testing"
)

func TestSessionsAreListedAndEndedOverHTTP(t *testing.T) {
	fronts(t, "http://bidwell.example", func(f *front) {
		sign := func() string {
			w := f.play("sign in", scene{method: "POST", path: "/auth/sign-in", body: `{"email":"sales@lantern-works.example","password":"` + password + `"}`, status: 204})
			return w.Result().Cookies()[0].Value
		}
		here, there, elsewhere := sign(), sign(), sign()
		f.play("nobody", scene{path: "/auth/sessions", status: 401})
		f.play("a token", scene{path: "/auth/sessions", bearer: "read", status: 403})
		var told struct{ Sessions []place }
		if err := json.Unmarshal(f.play("where", scene{path: "/auth/sessions", cookie: there, status: 200}).Body.Bytes(), &told); err != nil {
			f.Fatal(err)
		}
		id := ""
		for _, p := range told.Sessions {
			if p.Here {
				id = p.ID
			}
		}
		if len(told.Sessions) < 3 || id == "" {
			f.Fatalf("signed in at %+v", told.Sessions)
		}
		f.play("from another site", scene{method: "DELETE", path: "/auth/sessions/" + id, cookie: here, headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: 403})
		f.play("there", scene{method: "DELETE", path: "/auth/sessions/" + id, cookie: here, status: 204})
		f.play("there again", scene{method: "DELETE", path: "/auth/sessions/" + id, cookie: here, status: 404})
		f.play("no id", scene{method: "DELETE", path: "/auth/sessions/x", cookie: here, status: 422})
		f.play("is signed out", scene{path: "/auth/session", cookie: there, status: 200, contains: `{"user":null}`})
		f.play("elsewhere", scene{method: "POST", path: "/auth/sign-out-elsewhere", cookie: here, status: 204})
		f.play("is signed out", scene{path: "/auth/session", cookie: elsewhere, status: 200, contains: `{"user":null}`})
		f.play("here is not", scene{path: "/auth/session", cookie: here, status: 200, contains: "SALES"})
	})
}
