package app

import (
	"net/http"
	"time"

	"bidwell/desk"
)

// place is where somebody is signed in.
type place struct {
	ID      string    `json:"id"`
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until"`
	Browser string    `json:"browser"`
	// Here is the one that asks.
	Here bool `json:"here"`
}

// sessions tells where the signed-in user is signed in.
func (s *site) sessions(w http.ResponseWriter, r *http.Request) {
	all, err := s.office.Sessions(r.Context())
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	answer := struct {
		Sessions []place `json:"sessions"`
	}{[]place{}}
	here := desk.ViewerOf(r.Context()).Credential
	for _, one := range all {
		answer.Sessions = append(answer.Sessions, place{one.ID, one.CreatedAt, one.ExpiresAt, one.UserAgent, one.ID == here})
	}
	writeJSON(w, http.StatusOK, answer)
}

// endSession signs the user out in one place.
func (s *site) endSession(w http.ResponseWriter, r *http.Request) {
	if err := s.office.EndSession(r.Context(), r.PathValue("id")); err != nil {
		s.refuse(w, r, err)
		return
	}
	noContent(w)
}

// endOtherSessions signs the user out everywhere but here.
func (s *site) endOtherSessions(w http.ResponseWriter, r *http.Request) {
	if err := s.office.EndOtherSessions(r.Context()); err != nil {
		s.refuse(w, r, err)
		return
	}
	noContent(w)
}
