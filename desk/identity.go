package desk

import (
	"context"
	"strings"
	"unicode"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// SignInByIdentityInput is somebody an issuer of OpenID Connect vouches for. What the issuer signed was checked before.
type SignInByIdentityInput struct {
	process.Identity
	process.Newcomers

	Browser string
}

// SignInByIdentity starts a session for somebody an issuer vouches for: the user tied to its subject, else the one with the
// same verified e-mail address, who is tied then, else a new one where newcomers have a role. Whoever is refused is told the
// same; the log says why. Errors: UNAUTHENTICATED.
func (d *Desk) SignInByIdentity(ctx context.Context, in SignInByIdentityInput) (SignedIn, error) {
	if email, err := checkEmail(&in.Email); err == nil && process.CheckText("email", *email) == nil {
		in.Email = *email
	} else {
		in.Email = ""
	}
	u, admission, err := d.admit(AsSystem(ctx), in)
	if process.CodeOf(err) == process.CodeValidationFailed { // the same person came twice at once: the second finds the first
		u, admission, err = d.admit(AsSystem(ctx), in)
	}
	if err != nil {
		return SignedIn{}, err
	}
	if admission.Refused() {
		d.options.Log.WarnContext(ctx, "somebody an issuer vouches for was refused", "why", string(admission), "subject", in.Subject)
		return SignedIn{}, process.NewError(process.CodeUnauthenticated, process.MsgIdentityRefused)
	}
	done, err := d.openSession(ctx, u, in.Browser)
	if process.CodeOf(err) == process.CodeUnauthenticated { // shut out this moment
		err = process.NewError(process.CodeUnauthenticated, process.MsgIdentityRefused)
	}
	return done, err
}

// admit finds, ties or makes the user of an identity.
func (d *Desk) admit(ctx context.Context, in SignInByIdentityInput) (u *ent.User, a process.Admission, err error) {
	_, err = d.transact(ctx, func(ctx context.Context, w *writing) error {
		tied, namesake, err := w.holders(ctx, in.Identity)
		if err != nil {
			return err
		}
		switch a = process.Admit(in.Identity, holder(tied), holder(namesake), in.Newcomers); a {
		case process.AdmitKnown:
			u = tied
		case process.AdmitTie:
			u, err = endLink(w.tx.User.UpdateOneID(namesake.ID), namesake).SetIdentityIssuer(in.Issuer).SetIdentitySubject(in.Subject).Save(ctx)
		case process.AdmitNew:
			u, err = w.tx.User.Create().SetID(w.newID(ent.TypeUser)).SetName(nameOr(in.Name, in.Email)).SetEmail(in.Email).SetRole(in.Role).
				SetIdentityIssuer(in.Issuer).SetIdentitySubject(in.Subject).Save(ctx)
		}
		return err
	})
	if u != nil && err == nil && a != process.AdmitKnown {
		u = u.Unwrap()
	}
	return u, a, err
}

// holders are the users that somebody may be: by subject, and by address. The latter is held until the transaction ends.
func (w *writing) holders(ctx context.Context, i process.Identity) (tied, namesake *ent.User, err error) {
	if process.CheckText("subject", i.Subject) == nil {
		tied, err = w.tx.User.Query().Where(user.IdentityIssuer(i.Issuer), user.IdentitySubject(i.Subject)).Only(ctx)
	}
	if tied != nil || err != nil && !ent.IsNotFound(err) || i.Email == "" {
		return tied, nil, ignoreMissing(err)
	}
	namesake, err = w.tx.User.Query().Where(user.Email(i.Email)).Only(ctx)
	if err != nil {
		return nil, nil, ignoreMissing(err)
	}
	if err := w.hold(ctx, ent.TypeUser, namesake.ID, nil, true); err != nil {
		return nil, nil, err
	}
	namesake, err = w.tx.User.Get(ctx, namesake.ID)
	if err == nil && value(namesake.IdentityIssuer) == i.Issuer && value(namesake.IdentitySubject) == i.Subject {
		return namesake, nil, nil // tied a moment ago: the same person came twice at once
	}
	return nil, namesake, err
}

func ignoreMissing(err error) error {
	if ent.IsNotFound(err) {
		return nil
	}
	return err
}

func holder(u *ent.User) *process.Holder {
	if u == nil {
		return nil
	}
	return &process.Holder{Issuer: value(u.IdentityIssuer), Subject: value(u.IdentitySubject), In: u.Active && u.ArchivedAt == nil}
}

// nameOr makes what an issuer calls somebody storable; the address stands in for no name.
func nameOr(name, email string) string {
	const longest = 200 // characters
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	if runes := []rune(name); len(runes) > longest {
		name = string(runes[:longest])
	}
	if name == "" {
		name = string([]rune(email)[:min(len([]rune(email)), longest)])
	}
	return name
}

// UntieIdentity parts a user from the subject an issuer knows them by, and signs them out: the next who comes with their
// verified address is tied instead. Errors: CONFLICT, also for a user who is tied to none, FORBIDDEN for all but
// administrators, NOT_FOUND.
func (d *Desk) UntieIdentity(ctx context.Context, in RecordInput) (Written[ent.User], error) {
	if err := adminsOnly(ctx); err != nil {
		return Written[ent.User]{}, err
	}
	defer d.gate.viewers.forget()
	return update(ctx, d, ent.TypeUser, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.User, error) {
		u, err := w.tx.User.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if u.IdentitySubject == nil {
			return nil, process.NewError(process.CodeConflict, process.MsgIdentityNone)
		}
		if err := w.endSessions(ctx, in.ID, ""); err != nil {
			return nil, err
		}
		return w.tx.User.UpdateOneID(in.ID).ClearIdentityIssuer().ClearIdentitySubject().Save(ctx)
	})
}
