package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/process"
)

// UnreadNotifications counts what the viewer was told and has not read. Errors: UNAUTHENTICATED.
func (d *Desk) UnreadNotifications(ctx context.Context) (int, error) {
	v, err := signedIn(ctx)
	if err != nil {
		return 0, err
	}
	return d.reader.Notification.Query().Where(notification.UserID(v.UserID), notification.ReadAtIsNil(), notification.ArchivedAtIsNil()).Count(ctx)
}

// MarkNotificationsReadInput names notifications that were read.
type MarkNotificationsReadInput struct {
	IDs []string
}

// NotificationsRead is what marking answers: how many were unread before, and the number of the last change, 0 when
// none was.
type NotificationsRead struct {
	Read   int
	Change int64
}

// MarkNotificationsRead notes that the viewer has read notifications; those read before stay as they are. Errors:
// NOT_FOUND for one that is missing or somebody else's, and then none is marked; VALIDATION_FAILED for more than 100.
func (d *Desk) MarkNotificationsRead(ctx context.Context, in MarkNotificationsReadInput) (done NotificationsRead, err error) {
	if len(in.IDs) > maxNodes {
		return done, process.Invalid("ids", process.MsgPageSize, "max", "100")
	}
	done.Change, err = d.transact(ctx, func(ctx context.Context, w *writing) error {
		ids := distinct(in.IDs)
		for _, id := range ids { // in the order of ids, so that two calls do not wait for each other
			if err := w.hold(ctx, ent.TypeNotification, id, nil, false); err != nil {
				return field("ids", err)
			}
		}
		unread, err := w.tx.Notification.Query().Where(notification.IDIn(ids...), notification.UserID(w.viewer.UserID), notification.ReadAtIsNil()).All(ctx)
		if err != nil {
			return err
		}
		for _, n := range unread {
			if err := n.Update().SetReadAt(d.now()).Exec(ctx); err != nil {
				return err
			}
		}
		done.Read = len(unread)
		return nil
	})
	return done, err
}

// SetNotificationPreferencesInput says how the viewer wants to be told of things.
type SetNotificationPreferencesInput struct {
	Version int
	Mail    []process.NotificationKind
	Digest  bool
	Muted   []process.NotificationKind
}

// SetNotificationPreferences says how the viewer wants to be told of things; version is that of the viewer's user.
// Errors: CONFLICT, FORBIDDEN for credentials that only read, VALIDATION_FAILED for a kind that is unknown, or both sent
// and muted.
func (d *Desk) SetNotificationPreferences(ctx context.Context, in SetNotificationPreferencesInput) (Written[ent.User], error) {
	v, err := signedIn(ctx)
	if err != nil {
		return Written[ent.User]{}, err
	}
	chosen, err := process.ChosenPreferences(in.Mail, in.Digest, in.Muted)
	if err != nil {
		return Written[ent.User]{}, err
	}
	if !process.May(v, process.ActionWrite, ent.TypeNotification) {
		return Written[ent.User]{}, process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return update(ctx, d, ent.TypeUser, v.UserID, in.Version, func(ctx context.Context, w *writing) (*ent.User, error) {
		return w.tx.User.UpdateOneID(v.UserID).SetNotifying(chosen).Save(allow(ctx))
	})
}
