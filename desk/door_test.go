package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/process"
)

const password = "lantern orchard nine"

// door is a desk with a clock that only the test moves, seen by people who want in.
type door struct {
	*testing.T
	*desk.Desk
	system context.Context
	log    *strings.Builder

	mu    sync.Mutex
	clock time.Time
}

func doors(t *testing.T, test func(d *door)) {
	t.Helper()
	storetest.Each(t, migrate.Migrations(), func(t *testing.T, st *store.Store) {
		d := &door{T: t, log: &strings.Builder{}, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), system: desk.AsSystem(t.Context())}
		d.Desk = desk.New(st, nil, desk.Options{Now: d.now, Log: slog.New(slog.NewTextHandler(d.log, nil))})
		test(d)
	})
}

func (d *door) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.clock
}

func (d *door) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.clock = d.clock.Add(by)
}

// hire makes a user with a password.
func (d *door) hire(name string, role process.UserRole) *ent.User {
	d.Helper()
	email := name + "@lantern-works.example"
	made, err := d.CreateUser(d.system, ent.CreateUserInput{Name: name, Email: &email, Role: &role})
	if err != nil {
		d.Fatal(err)
	}
	done, err := d.SetPassword(d.system, desk.SetPasswordInput{UserID: made.Record.ID, Password: password})
	if err != nil {
		d.Fatal(err)
	}
	return done.Record
}

// enter signs in and must succeed.
func (d *door) enter(u *ent.User) string {
	d.Helper()
	in, err := d.SignIn(d.Context(), desk.SignInInput{Email: *u.Email, Password: password, Browser: "Lynx/2.9"})
	if err != nil {
		d.Fatalf("sign in as %s: %v", u.Name, err)
	}
	return in.Secret
}

// as is the context of whom a secret stands for.
func (d *door) as(secret string) context.Context {
	d.Helper()
	v, err := d.Authenticate(d.Context(), secret)
	if err != nil {
		d.Fatalf("authenticate: %v", err)
	}
	return desk.WithViewer(d.Context(), v)
}

func (d *door) issue(ctx context.Context, in desk.CreateAPITokenInput) desk.IssuedToken {
	d.Helper()
	token, err := d.CreateAPIToken(ctx, in)
	if err != nil {
		d.Fatal(err)
	}
	return token
}

// want checks code and field of a refusal; an empty code wants success.
func (d *door) want(err error, refusal string) {
	d.Helper()
	got := ""
	if err != nil {
		got = string(process.CodeOf(err))
		if e := new(process.Error); errors.As(err, &e) && e.Field != "" {
			got += " " + e.Field
		}
	}
	if got != refusal {
		d.Errorf("refused with %q (%v), want %q", got, err, refusal)
	}
}

func (d *door) wantOut(secret string) {
	d.Helper()
	_, err := d.Authenticate(d.Context(), secret)
	d.want(err, "UNAUTHENTICATED")
}

// text reads one value of the database as text.
func (d *door) text(query string, args ...any) (value string) {
	d.Helper()
	var raw any
	if err := d.Store().DB().QueryRow(query, args...).Scan(&raw); err != nil {
		d.Fatalf("%s: %v", query, err)
	}
	return fmt.Sprint(raw)
}

func pointer[T any](v T) *T { return &v }
