package desk

import (
	"context"
	"strings"

	"bidwell/ent"
	"bidwell/process"
)

// OpenLink is what whoever has a link is told before they use it.
type OpenLink struct {
	Purpose     process.LinkPurpose
	Name, Email string
}

// SignInLinkOf tells what a link is for. From is the address that asks: five wrong links in a row shut it out for 15
// minutes. Errors: FORBIDDEN for a link that is wrong, was used or is too old, RATE_LIMITED.
func (d *Desk) SignInLinkOf(ctx context.Context, secret, from string) (*OpenLink, error) {
	u, err := d.tryLink(ctx, secret, from)
	if err != nil {
		return nil, err
	}
	return &OpenLink{Purpose: value(u.LinkPurpose), Name: u.Name, Email: value(u.Email)}, nil
}

// tryLink finds the user of a link, and counts the wrong ones of whoever asks.
func (d *Desk) tryLink(ctx context.Context, secret, from string) (*ent.User, error) {
	key := "links from " + from
	if err := d.gate.strangers.attempt(key, d.now()); err != nil {
		return nil, err
	}
	u, err := d.linked(ctx, d.reader, secret)
	if process.CodeOf(err) != process.CodeForbidden {
		d.gate.strangers.forget(key)
	}
	return u, err
}

// AcceptSignInLinkInput uses a link: it sets the password, and the name when one is given.
type AcceptSignInLinkInput struct {
	Token, Name, Password string
	// Browser is what the browser calls itself, and From the address it asks from.
	Browser, From string
}

// AcceptSignInLink sets the password of whoever has a link, ends their sessions elsewhere and signs them in. The link is used
// up. Errors: FORBIDDEN for a link that is wrong, was used or is too old, RATE_LIMITED, VALIDATION_FAILED.
func (d *Desk) AcceptSignInLink(ctx context.Context, in AcceptSignInLinkInput) (SignedIn, error) {
	if err := checkPassword(in.Password); err != nil {
		return SignedIn{}, err
	}
	u, err := d.tryLink(ctx, in.Token, in.From)
	if err != nil {
		return SignedIn{}, err
	}
	hash, err := d.gate.hash(ctx, in.Password)
	if err != nil {
		return SignedIn{}, err
	}
	defer d.gate.viewers.forget()
	// Who has the link signs for what they do, whatever their role may do with users.
	own := WithViewer(ctx, &process.Viewer{UserID: u.ID, Role: u.Role, Scope: process.TokenScopeAdmin})
	_, err = d.transact(own, func(ctx context.Context, w *writing) error {
		// The write comes first: it holds the row against others until the transaction ends.
		if err := w.keepAttempts(ctx, u.ID, attempts{}); err != nil {
			return err
		}
		if u, err = d.linked(ctx, w.tx.Client(), in.Token); err != nil { // of two at once, one uses it
			return err
		}
		ctx = allow(AsSystem(ctx))
		if name := strings.TrimSpace(in.Name); name != "" && name != u.Name {
			if err := w.tx.User.UpdateOneID(u.ID).SetName(name).Exec(ctx); err != nil {
				return err
			}
		}
		u, err = w.keepPassword(ctx, u.ID, hash)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	return d.openSession(ctx, u.Unwrap(), in.Browser)
}
