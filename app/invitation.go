package app

import (
	"net/http"

	"bidwell/desk"
	"bidwell/process"
)

// invitation tells whoever has a link what it is for.
func (s *site) invitation(w http.ResponseWriter, r *http.Request) {
	var in struct{ Token string }
	err := readJSON(w, r, &in)
	var open *desk.OpenLink
	if err == nil {
		open, err = s.office.SignInLinkOf(r.Context(), in.Token, comesFrom(r))
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, struct {
		Purpose process.LinkPurpose `json:"purpose"`
		Name    string              `json:"name"`
		Email   string              `json:"email"`
	}{open.Purpose, open.Name, open.Email})
}

// acceptInvitation sets the password of whoever has a link, and signs them in.
func (s *site) acceptInvitation(w http.ResponseWriter, r *http.Request) {
	var in struct{ Token, Name, Password string }
	if err := readJSON(w, r, &in); err != nil {
		s.refuse(w, r, err)
		return
	}
	signedIn, err := s.office.AcceptSignInLink(r.Context(), desk.AcceptSignInLinkInput{
		Token: in.Token, Name: in.Name, Password: in.Password, Browser: r.UserAgent(), From: comesFrom(r),
	})
	s.welcome(w, r, signedIn, err)
}

// comesFrom is the address a request comes from, as far as anybody is believed about it.
func comesFrom(r *http.Request) string {
	if v := visitOf(r.Context()); v != nil {
		return v.origin.address.String()
	}
	return ""
}
