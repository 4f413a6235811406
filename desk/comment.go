package desk

import (
	"context"
	"slices"

	"bidwell/ent"
	"bidwell/ent/user"
	"bidwell/process"
)

// AddCommentInput is something said about a record.
type AddCommentInput struct {
	SubjectID string
	Body      string
	ReplyToID *string
}

// AddComment says something to colleagues about a record the viewer may see; @ and a user's id mentions them. What
// somebody else than the requester says of a support request answers it. Errors: CONFLICT for an archived record,
// FORBIDDEN, NOT_FOUND for a record that is missing or hidden, VALIDATION_FAILED.
func (d *Desk) AddComment(ctx context.Context, in AddCommentInput) (Written[ent.Comment], error) {
	return create(ctx, d, ent.TypeComment, func(ctx context.Context, w *writing, id string) (*ent.Comment, error) {
		subject, err := w.commentable(ctx, in.SubjectID)
		if err != nil {
			return nil, err
		}
		if err := w.checkReply(ctx, in); err != nil {
			return nil, err
		}
		opportunity, err := w.opportunityBehind(ctx, in.SubjectID)
		if err != nil {
			return nil, err
		}
		mentions, err := w.mentioned(ctx, in.Body, subject, in.SubjectID)
		if err != nil {
			return nil, err
		}
		if subject == ent.TypeSupportRequest {
			if err := w.answerSupport(ctx, in.SubjectID); err != nil {
				return nil, err
			}
		}
		c := w.tx.Comment.Create().SetID(id).SetSubjectID(in.SubjectID).SetBody(in.Body).SetMentions(mentions).SetNillableReplyToID(in.ReplyToID)
		if opportunity != "" {
			c.SetOpportunityID(opportunity)
		}
		c.SetNillableAuthorID(w.hand())
		return c.Save(ctx)
	})
}

// commentable refuses a record that nobody talks about: it is missing, hidden or archived, or private to its user.
func (w *writing) commentable(ctx context.Context, id string) (process.Entity, error) {
	e, err := process.EntityOf(id)
	if err != nil {
		return e, field("subjectID", err)
	}
	if slices.Contains([]process.Entity{ent.TypeSession, ent.TypeAPIToken, ent.TypeNotification, ent.TypeWebhookEndpoint, ent.TypeWebhookDelivery}, e) {
		return e, process.NotFound(id)
	}
	return e, field("subjectID", w.hold(ctx, e, id, nil, false))
}

// checkReply refuses to answer a comment about another record.
func (w *writing) checkReply(ctx context.Context, in AddCommentInput) error {
	if in.ReplyToID == nil {
		return nil
	}
	if err := w.hold(ctx, ent.TypeComment, *in.ReplyToID, nil, false); err != nil {
		return field("replyToID", err)
	}
	about, err := w.text(ctx, ent.TypeComment, "subject_id", *in.ReplyToID)
	if err == nil && about != in.SubjectID {
		err = process.Invalid("replyToID", process.MsgOtherSubject)
	}
	return err
}

// mentioned are the users a text mentions who work here and may see the record.
func (w *writing) mentioned(ctx context.Context, body string, e process.Entity, id string) ([]string, error) {
	mentioned := []string{}
	ids := process.Mentions(body)
	if len(ids) == 0 {
		return mentioned, nil
	}
	found, err := w.tx.User.Query().Where(user.IDIn(ids...), user.Active(true), user.ArchivedAtIsNil()).Order(ent.Asc(user.FieldID)).All(AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	for _, u := range found {
		sees, err := w.sees(ctx, u, e, id)
		if err != nil {
			return nil, err
		}
		if sees {
			mentioned = append(mentioned, u.ID)
		}
	}
	return mentioned, nil
}

// answerSupport notes the first response to a support request that the comment is.
func (w *writing) answerSupport(ctx context.Context, id string) error {
	r, err := w.tx.SupportRequest.Get(ctx, id)
	if err != nil || r.FirstResponseAt != nil || process.SupportEnded(r.Status) || !process.CountsAsResponse(value(r.RequesterID), w.viewer.UserID) {
		return err
	}
	return r.Update().SetFirstResponseAt(w.desk.now()).Exec(ctx)
}

// EditCommentInput is a comment said better.
type EditCommentInput struct {
	ID      string
	Version int
	Body    string
}

// EditComment changes what the viewer said; users mentioned anew are told. Errors: CONFLICT, FORBIDDEN for the comments
// of others, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) EditComment(ctx context.Context, in EditCommentInput) (Written[ent.Comment], error) {
	return update(ctx, d, ent.TypeComment, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.Comment, error) {
		c, err := w.tx.Comment.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if c.AuthorID == nil || *c.AuthorID != w.viewer.UserID {
			return nil, process.NewError(process.CodeForbidden, process.MsgForbidden)
		}
		subject, err := w.commentable(ctx, c.SubjectID)
		if err != nil {
			return nil, err
		}
		mentions, err := w.mentioned(ctx, in.Body, subject, c.SubjectID)
		if err != nil {
			return nil, err
		}
		return c.Update().SetBody(in.Body).SetMentions(mentions).Save(ctx)
	})
}
