package desk

import (
	"context"
	"errors"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// LinkLetter is an e-mail that brings somebody the link by which they set their password.
type LinkLetter struct {
	User    *ent.User
	Purpose process.LinkPurpose
	Secret  string
	Until   time.Time
}

// SendLinks hands the links that are to be sent to send, one after the other. The secret of a link is kept nowhere, so the one
// that is sent is made here, beside the one that was told; a letter that has to be sent again brings another one. It returns
// what send failed with, and does nothing while another process sends.
func (d *Desk) SendLinks(ctx context.Context, send func(ctx context.Context, l LinkLetter) error) error {
	return d.once(AsSystem(ctx), &d.mailing, func(ctx context.Context) error {
		due, err := d.reader.User.Query().Where(user.LinkUnsent(true), user.LinkUntilGT(d.now()), user.Active(true), user.ArchivedAtIsNil(),
			user.EmailNotNil()).Order(user.ByCreatedAt(), user.ByID()).Limit(lettersAtMost).All(ctx)
		if err != nil {
			return err
		}
		var errs []error
		for _, u := range due {
			errs = append(errs, d.sendLink(ctx, u, send))
		}
		return errors.Join(errs...)
	})
}

func (d *Desk) sendLink(ctx context.Context, u *ent.User, send func(ctx context.Context, l LinkLetter) error) error {
	if ctx.Err() != nil {
		return nil
	}
	secret := newSecret()
	hash := digestOf(secret)
	// Neither is a change of the record: nothing is decided here that was not decided with the link.
	if err := d.noteLink(ctx, u, user.FieldMailedLinkHash, hash[:]); err != nil {
		return err
	}
	err := send(ctx, LinkLetter{User: u, Purpose: value(u.LinkPurpose), Secret: secret, Until: value(u.LinkUntil)})
	if errors.Is(err, ErrLater) {
		return nil
	}
	if err != nil {
		return err
	}
	return d.noteLink(context.WithoutCancel(ctx), u, user.FieldLinkUnsent, false)
}

// noteLink writes one column of a user whose link is still the one that was read.
func (d *Desk) noteLink(ctx context.Context, u *ent.User, column string, to any) error {
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		query, args := sql.Dialect(d.store.Dialect()).Update(user.Table).Set(column, to).
			Where(sql.And(sql.EQ(user.FieldID, u.ID), sql.EQ(user.FieldLinkHash, u.LinkHash))).Query()
		_, err := w.tx.ExecContext(ctx, query, args...)
		return err
	})
	return err
}
