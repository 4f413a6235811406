package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"strings"
	"time"

	"bidwell/ent"
	"bidwell/ent/survey"
	"bidwell/process"
)

// surveyLife is how long a survey's link works unless told.
const surveyLife = 30 * 24 * time.Hour

// SendSurveyInput asks a contact how content they are.
type SendSurveyInput struct {
	OpportunityID string
	ProjectID     *string
	ContactID     string
	Touchpoint    process.SurveyTouchpoint
	// ExpiresAt is when the link stops working; in 30 days unless told.
	ExpiresAt *time.Time
}

// SentSurvey is a survey with the secret of its link, which is shown this once.
type SentSurvey struct {
	Written[ent.Survey]

	Secret string
}

// SendSurvey makes a survey for a contact of the opportunity's customer. The secret of its link is answered once and kept
// only as a hash. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) SendSurvey(ctx context.Context, in SendSurveyInput) (SentSurvey, error) {
	secret := base64.RawURLEncoding.EncodeToString(randomBytes(24))
	hash := digestOf(secret)
	done, err := create(ctx, d, ent.TypeSurvey, func(ctx context.Context, w *writing, id string) (*ent.Survey, error) {
		until := d.now().Add(surveyLife)
		if in.ExpiresAt != nil {
			until = *in.ExpiresAt
		}
		if !until.After(d.now()) {
			return nil, process.Invalid("expiresAt", process.MsgTimeOrder, "after", d.now().Format(time.RFC3339))
		}
		asked, err := w.asked(ctx, in)
		if err != nil {
			return nil, err
		}
		return w.tx.Survey.Create().SetID(id).SetOpportunityID(in.OpportunityID).SetNillableProjectID(in.ProjectID).SetContactID(in.ContactID).
			SetTouchpoint(in.Touchpoint).SetLanguage(asked.Language).SetSecretHash(hash[:]).SetExpiresAt(until).Save(ctx)
	})
	if err != nil {
		return SentSurvey{}, err
	}
	return SentSurvey{Written: done, Secret: secret}, nil
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // crypto/rand does not fail
	return b
}

// asked is the contact a survey goes to: one of the opportunity's customer.
func (w *writing) asked(ctx context.Context, in SendSurveyInput) (*ent.Contact, error) {
	if err := w.hold(ctx, ent.TypeOpportunity, in.OpportunityID, nil, false); err != nil {
		return nil, err
	}
	if err := w.partOf(ctx, "projectID", ent.TypeProject, in.ProjectID, in.OpportunityID); err != nil {
		return nil, err
	}
	if err := w.hold(ctx, ent.TypeContact, in.ContactID, nil, false); err != nil {
		return nil, err
	}
	o, err := w.tx.Opportunity.Get(ctx, in.OpportunityID)
	if err != nil {
		return nil, err
	}
	c, err := w.tx.Contact.Get(ctx, in.ContactID)
	if err == nil && c.CustomerID != value(o.CustomerID) {
		err = process.Invalid("contactID", process.MsgOtherOpportunity, "id", c.ID)
	}
	return c, err
}

// OpenSurvey is what somebody who has the link of a survey sees. The name of an opportunity is ours alone: only that of a
// project, which the customer knows, is shown.
type OpenSurvey struct {
	// Language is the contact's, empty when that is neither Chinese nor English.
	Language   process.Language
	Touchpoint process.SurveyTouchpoint
	// Project is its name, empty when the survey is about none.
	Project string
}

// Survey finds the survey of a link. Errors: NOT_FOUND for a link that never was, CONFLICT for one that was answered or
// has ended.
func (d *Desk) Survey(ctx context.Context, secret string) (*OpenSurvey, error) {
	s, err := d.surveyOf(AsSystem(ctx), d.reader, secret)
	if err != nil {
		return nil, err
	}
	open := &OpenSurvey{Touchpoint: s.Touchpoint}
	base, _, _ := strings.Cut(strings.ToLower(s.Language), "-")
	if lang := process.Language(base); lang == process.LanguageZH || lang == process.LanguageEN {
		open.Language = lang
	}
	if p := s.Edges.Project; p != nil {
		open.Project = p.Name
	}
	return open, nil
}

func (d *Desk) surveyOf(ctx context.Context, client *ent.Client, secret string) (*ent.Survey, error) {
	hash := digestOf(secret)
	s, err := client.Survey.Query().Where(survey.SecretHash(hash[:]), survey.ArchivedAtIsNil()).WithProject().Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, process.NewError(process.CodeNotFound, process.MsgSurveyClosed)
	case err == nil && (s.AnsweredAt != nil || !s.ExpiresAt.After(d.now())):
		return nil, process.NewError(process.CodeConflict, process.MsgSurveyClosed)
	}
	return s, err
}

// SurveyAnswer is what somebody answered.
type SurveyAnswer struct {
	// Score is from 1 to 5, Recommend from 0 to 10.
	Score     int
	Recommend *int
	Comment   string
}

// AnswerSurvey records the one answer to a survey; whoever has the link may give it. Errors: NOT_FOUND, CONFLICT for one
// that was answered or has ended, VALIDATION_FAILED.
func (d *Desk) AnswerSurvey(ctx context.Context, secret string, answer SurveyAnswer) error {
	ctx = AsSystem(ctx)
	_, err := d.transact(ctx, func(ctx context.Context, w *writing) error {
		s, err := d.surveyOf(ctx, w.tx.Client(), secret)
		if err != nil {
			return err
		}
		err = w.lock(ctx, ent.TypeSurvey, s.ID, s.Version)
		if process.CodeOf(err) == process.CodeConflict { // of two answers at once, one counts
			return process.NewError(process.CodeConflict, process.MsgSurveyClosed)
		}
		if err != nil {
			return err
		}
		return s.Update().SetScore(answer.Score).SetNillableRecommend(answer.Recommend).SetComment(answer.Comment).SetAnsweredAt(d.now()).Exec(ctx)
	})
	return err
}
