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

// lettersAtMost bounds how many notifications one call takes on.
const lettersAtMost = 5000

// SendLetters hands the letters that are due to send, one after the other: for each user first what their preferences
// want at once, then, from 8:30 of each working day where the organisation is, what was told before that and was not
// sent yet. What send takes is noted as mailed right after, so that a letter is sent twice only when the program dies in
// between; what it refuses stays due. It returns what send failed with. While another process sends, it does nothing.
func (d *Desk) SendLetters(ctx context.Context, send func(ctx context.Context, l Letter) error) error {
	return d.once(AsSystem(ctx), &d.mailing, func(ctx context.Context) error {
		people, err := d.reader.User.Query().Where(user.Active(true), user.ArchivedAtIsNil(), user.EmailNotNil()).All(ctx)
		if err != nil {
			return err
		}
		var errs []error
		for _, collect := range []func(context.Context, []*ent.User) ([]Letter, error){d.lettersAtOnce, d.digests} {
			letters, err := collect(ctx, people)
			errs = append(errs, err)
			for _, l := range letters {
				errs = append(errs, d.sendLetter(ctx, l, send))
			}
		}
		return errors.Join(errs...)
	})
}

func (d *Desk) sendLetter(ctx context.Context, l Letter, send func(ctx context.Context, l Letter) error) error {
	if ctx.Err() != nil {
		return nil
	}
	err := send(ctx, l)
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

// lettersAtOnce are the letters of kinds that users want to hear of at once. Users with the same wishes share a
// statement.
func (d *Desk) lettersAtOnce(ctx context.Context, people []*ent.User) ([]Letter, error) {
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
	var letters []Letter
	for _, w := range wishes {
		if len(w.kinds) == 0 {
			continue
		}
		some, err := d.letters(ctx, w.of, false, notification.KindIn(w.kinds...))
		if err != nil {
			return letters, err
		}
		letters = append(letters, some...)
	}
	return letters, nil
}

// digests are the daily letters that are due.
func (d *Desk) digests(ctx context.Context, people []*ent.User) ([]Letter, error) {
	calendar, err := d.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	due := process.DigestDue(calendar, d.now())
	daily := slices.DeleteFunc(slices.Clone(people), func(u *ent.User) bool { return !process.EffectivePreferences(u.Notifying).Digest })
	return d.letters(ctx, daily, true, notification.CreatedAtLT(due.UTC()))
}

// letters are what users were told, have not read and were not sent, a letter each.
func (d *Desk) letters(ctx context.Context, people []*ent.User, digest bool, which predicate.Notification) ([]Letter, error) {
	var letters []Letter
	for some := range slices.Chunk(people, logBatch/2) {
		ids := make([]string, len(some))
		for i, u := range some {
			ids[i] = u.ID
		}
		rows, err := d.reader.Notification.Query().Where(notification.UserIDIn(ids...), notification.ReadAtIsNil(), notification.MailedAtIsNil(),
			notification.ArchivedAtIsNil(), which).Order(ent.Desc(notification.FieldCreatedAt, notification.FieldID)).Limit(lettersAtMost).All(ctx)
		if err != nil {
			return nil, err
		}
		byUser := map[string][]*ent.Notification{}
		for _, n := range rows {
			byUser[n.UserID] = append(byUser[n.UserID], n)
		}
		for _, u := range some {
			told := byUser[u.ID]
			if len(told) == 0 {
				continue
			}
			unread, err := d.reader.Notification.Query().Where(notification.UserID(u.ID), notification.ReadAtIsNil(), notification.ArchivedAtIsNil()).Count(ctx)
			if err != nil {
				return nil, err
			}
			letters = append(letters, Letter{User: u, Notifications: told, Digest: digest, Unread: unread})
		}
	}
	return letters, nil
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
