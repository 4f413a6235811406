package app

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

// person is the user as the pages know them.
type person struct {
	ID    string           `json:"id"`
	Name  string           `json:"name"`
	Email string           `json:"email"`
	Role  process.UserRole `json:"role"`
}

// session tells who is signed in; nobody is null and no refusal.
func (s *site) session(w http.ResponseWriter, r *http.Request) {
	var answer struct {
		User *person `json:"user"`
	}
	if v := desk.ViewerOf(r.Context()); v != nil {
		u, err := s.office.ViewerUser(r.Context(), v)
		if err != nil {
			s.refuse(w, r, err)
			return
		}
		answer.User = &person{ID: u.ID, Name: u.Name, Role: u.Role}
		if u.Email != nil {
			answer.User.Email = *u.Email
		}
	}
	writeJSON(w, http.StatusOK, answer)
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	var in struct{ Email, Password string }
	if err := readJSON(w, r, &in); err != nil {
		s.refuse(w, r, err)
		return
	}
	signedIn, err := s.office.SignIn(r.Context(), desk.SignInInput{Email: in.Email, Password: in.Password, Browser: r.UserAgent()})
	s.welcome(w, r, signedIn, err)
}

// setUp makes the first administrator; the token may stand in the address or in the body.
func (s *site) setUp(w http.ResponseWriter, r *http.Request) {
	var in struct{ Token, Name, Email, Password string }
	if err := readJSON(w, r, &in); err != nil {
		s.refuse(w, r, err)
		return
	}
	if in.Token == "" {
		in.Token = r.URL.Query().Get("token")
	}
	signedIn, err := s.office.SetUp(r.Context(), desk.SetUpInput{
		Token: in.Token, Name: in.Name, Email: in.Email, Password: in.Password, Browser: r.UserAgent(),
	})
	s.welcome(w, r, signedIn, err)
}

func (s *site) welcome(w http.ResponseWriter, r *http.Request, in desk.SignedIn, err error) {
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	http.SetCookie(w, s.cookie(r, in.Secret, in.Expires))
	noContent(w)
}

func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(cookieName); err == nil {
		if err := s.office.SignOut(r.Context(), c.Value); err != nil {
			s.refuse(w, r, err)
			return
		}
	}
	http.SetCookie(w, s.cookie(r, "", time.Unix(0, 0)))
	noContent(w)
}

const cookieName = "bidwell_session"

// cookie carries a session's secret; scripts cannot read it and other sites' forms do not send it.
func (s *site) cookie(r *http.Request, secret string, expires time.Time) *http.Cookie {
	c := &http.Cookie{
		Name: cookieName, Value: secret, Path: "/", Expires: expires, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: s.encrypted(r.Context()),
	}
	if secret == "" {
		c.MaxAge = -1
	}
	return c
}

// readJSON reads a small JSON object. The content type is one that foreign pages cannot send unasked.
func readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	const most = 64 << 10
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return process.NewError(process.CodeValidationFailed, process.MsgRequestBad, "what", "Content-Type")
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, most))
	bad := d.Decode(into)
	if bad == nil {
		if _, after := d.Token(); errors.Is(after, io.EOF) {
			return nil
		}
	}
	return process.NewError(process.CodeValidationFailed, process.MsgRequestBad, "what", "JSON")
}

func noContent(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		panic(err) // bodies are made of plain values
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(encoded)
}
