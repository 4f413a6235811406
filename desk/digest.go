package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/ent/predicate"
	"bidwell/ent/user"
	"bidwell/process"
)

// Letter is an e-mail that a user is to get: what they were told and have not read.
type Letter struct {
	User          *ent.User
	Notifications []*ent.Notification
	// Digest tells the daily letter from one sent at once.
	Digest bool
	// Unread is how many notifications the user has not read in all.
	Unread int
}

// ErrLater is what a send function answers to keep a letter for the next call without calling it a failure.
var ErrLater = errors.New("desk: not now")

// lettersAtMost bounds how many notifications one letter tells of, and how many links one call sends.
const lettersAtMost = 5000

// SendLetters hands the letters that are due to send, one after the other: for each user first what their preferences
// want at once, then, from 8:30 of each working day where the organisation is, what was told before that and was not
// sent yet, less what they may no longer see. What send takes is noted as mailed right after, so that a letter is sent twice only when the program dies in
// between; what it refuses stays due. It returns what send failed with. While another process sends, it does nothing.
func (d *Desk) SendLetters(ctx context.Context, send func(ctx context.Context, l Letter) error) error {
	return d.once(AsSystem(ctx), &d.mailing, func(ctx context.Context) error {
		people, err := d.reader.User.Query().Where(user.Active(true), user.ArchivedAtIsNil(), user.EmailNotNil()).All(ctx)
		if err != nil {
			return err
		}
		var errs []error
		for _, collect := range []func(context.Context, []*ent.User) ([]due, error){d.dueAtOnce, d.digests} {
			waiting, err := collect(ctx, people)
			errs = append(errs, err)
			for _, w := range waiting {
				errs = append(errs, d.sendLetter(ctx, w, send))
			}
		}
		return errors.Join(errs...)
	})
}

func (d *Desk) sendLetter(ctx context.Context, w due, send func(ctx context.Context, l Letter) error) error {
	if ctx.Err() != nil {
		return nil
	}
	l, err := d.letter(ctx, w)
	if err != nil || l == nil {
		return err
	}
	err = send(ctx, *l)
	if errors.Is(err, ErrLater) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = d.transact(context.WithoutCancel(ctx), func(ctx context.Context, w *writing) error {
		for _, n := range l.Notifications {
			if err := w.tx.Notification.UpdateOneID(n.ID).SetMailedAt(d.now()).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// dueAtOnce are the letters of kinds that users want to hear of at once. Users with the same wishes share a statement.
func (d *Desk) dueAtOnce(ctx context.Context, people []*ent.User) ([]due, error) {
	type wish struct {
		kinds []process.NotificationKind
		of    []*ent.User
	}
	wishes := map[string]*wish{}
	for _, u := range people {
		kinds := slices.Sorted(slices.Values(process.EffectivePreferences(u.Notifying).Mail))
		key := joined(kinds)
		if wishes[key] == nil {
			wishes[key] = &wish{kinds: kinds}
		}
		wishes[key].of = append(wishes[key].of, u)
	}
	var all []due
	for _, w := range wishes {
		if len(w.kinds) == 0 {
			continue
		}
		some, err := d.dueFor(ctx, w.of, false, notification.KindIn(w.kinds...))
		if err != nil {
			return all, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// digests are the daily letters that are due.
func (d *Desk) digests(ctx context.Context, people []*ent.User) ([]due, error) {
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	begins := process.DigestDue(calendar, d.now())
	daily := slices.DeleteFunc(slices.Clone(people), func(u *ent.User) bool { return !process.EffectivePreferences(u.Notifying).Digest })
	return d.dueFor(ctx, daily, true, notification.CreatedAtLT(begins.UTC()))
}

// due is that a letter to a user is due: which notifications belong into it.
type due struct {
	userID string
	digest bool
	which  predicate.Notification
}

// waiting narrows notifications to those that belong into a letter, whoever reads them.
func (w due) waiting() predicate.Notification {
	return notification.And(notification.ReadAtIsNil(), notification.MailedAtIsNil(), notification.ArchivedAtIsNil(), w.which)
}

// dueFor finds the users to whom a letter may be due.
func (d *Desk) dueFor(ctx context.Context, people []*ent.User, digest bool, which predicate.Notification) (all []due, err error) {
	for some := range slices.Chunk(people, logBatch/2) {
		ids := make([]string, len(some))
		for i, u := range some {
			ids[i] = u.ID
		}
		var told []string
		err := d.reader.Notification.Query().Where(notification.UserIDIn(ids...), due{which: which}.waiting()).
			Unique(true).Order(ent.Asc(notification.FieldUserID)).Select(notification.FieldUserID).Scan(ctx, &told)
		if err != nil {
			return nil, err
		}
		for _, id := range told {
			all = append(all, due{userID: id, digest: digest, which: which})
		}
	}
	return all, nil
}

// letter writes a letter that is due, at the moment it is sent and with the eyes of whom it is for: nobody is sent what they
// may no longer see, or after they have left. What is hidden from them stays due, should they be let in again. It is nil when
// nothing is left to tell.
func (d *Desk) letter(ctx context.Context, w due) (*Letter, error) {
	u, err := d.reader.User.Query().Where(user.ID(w.userID), user.Active(true), user.ArchivedAtIsNil(), user.EmailNotNil()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v, err := d.standIn(ctx, d.reader, u)
	if err != nil {
		return nil, err
	}
	ctx = WithViewer(ctx, v)
	told, err := d.reader.Notification.Query().Where(w.waiting()).
		Order(ent.Desc(notification.FieldCreatedAt, notification.FieldID)).Limit(lettersAtMost).All(ctx)
	if err != nil || len(told) == 0 {
		return nil, err
	}
	unread, err := d.UnreadNotifications(ctx)
	return &Letter{User: u, Notifications: told, Digest: w.digest, Unread: unread}, err
}

func joined[S ~string](values []S) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return strings.Join(texts, " ")
}

// MailEvery is how often the server looks for letters without a signal that there are some.
const MailEvery = 30 * time.Second

// Changed signals that something was written; signals close together become one. Without it polling alone finds what is
// new.
func (d *Desk) Changed(ctx context.Context) <-chan struct{} { return d.listen(ctx) }
