package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent/notification"
)

// readUp is the day up to which everybody has read what they were told.
const readUp = 14

// notices lets everybody read what they were told long ago, so that what is unread is of these days.
func (s *story) notices() {
	for _, p := range s.book.Users {
		s.on(readUp, p.Key, func(ctx context.Context) error {
			unread := s.read.Notification.Query().Where(
				notification.UserID(s.ids["user "+p.Key]), notification.ReadAtIsNil(), notification.CreatedAtLT(s.morning(readUp)))
			ids, err := unread.IDs(s.ctx)
			if err != nil || len(ids) == 0 {
				return err
			}
			_, err = s.desk.MarkNotificationsRead(ctx, desk.MarkNotificationsReadInput{IDs: ids})
			return err
		})
	}
}
