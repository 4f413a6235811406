package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bargain) ask(who *ent.Contact) desk.SentSurvey {
	b.Helper()
	sent, err := b.SendSurvey(b.sales(), desk.SendSurveyInput{OpportunityID: b.deal.ID, ContactID: who.ID, Touchpoint: process.SurveyTouchpointAcceptance})
	b.want(err, "")
	return sent
}

func TestASurveyIsAnsweredOnceThroughItsLink(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.set(`UPDATE contacts SET language = 'zh-CN' WHERE id = $1`, b.contact.ID)
		sent := b.ask(b.contact)
		if len(sent.Secret) < 32 || strings.Contains(fmt.Sprintf("%+v", sent.Record), sent.Secret) {
			b.Errorf("the secret is %q, the record %+v", sent.Secret, sent.Record)
		}
		if found := b.text(`SELECT count(*) FROM change_log WHERE CAST(fields AS TEXT) LIKE $1`, "%"+sent.Secret+"%"); found != "0" {
			b.Error("the change log holds the secret")
		}
		open, err := b.Survey(b.Context(), sent.Secret)
		b.want(err, "")
		if *open != (desk.OpenSurvey{Language: process.LanguageZH, Touchpoint: process.SurveyTouchpointAcceptance}) {
			b.Errorf("the customer sees %+v", open)
		}
		for field, answer := range map[string]desk.SurveyAnswer{
			"score": {Score: 0}, "recommend": {Score: 5, Recommend: pointer(11)}, "comment": {Score: 5, Comment: "a\x00"},
		} {
			b.want(b.AnswerSurvey(b.Context(), sent.Secret, answer), "VALIDATION_FAILED "+field)
		}
		for _, answer := range []desk.SurveyAnswer{{Score: 6}, {Score: -1}, {Score: 1 << 40}, {Score: 5, Recommend: pointer(-1)}, {Score: 5, Comment: strings.Repeat("x", 1<<20+1)}} {
			if err := b.AnswerSurvey(b.Context(), sent.Secret, answer); process.CodeOf(err) != process.CodeValidationFailed {
				b.Errorf("%d of 5: %v", answer.Score, err)
			}
		}
		b.want(b.AnswerSurvey(b.Context(), sent.Secret, desk.SurveyAnswer{Score: 4, Recommend: pointer(9), Comment: "按期交付"}), "")
		got, err := b.Read(b.system).Survey.Get(b.system, sent.Record.ID)
		b.want(err, "")
		if *got.Score != 4 || *got.Recommend != 9 || got.Comment != "按期交付" || !got.AnsweredAt.Equal(b.now()) {
			b.Errorf("answered %+v", got)
		}
		b.want(b.AnswerSurvey(b.Context(), sent.Secret, desk.SurveyAnswer{Score: 1}), "CONFLICT")
		_, err = b.Survey(b.Context(), sent.Secret)
		b.want(err, "CONFLICT")
	})
}

func TestALinkThatNeverWasHasEndedOrWasTakenBackIsRefused(t *testing.T) {
	bargains(t, func(b *bargain) {
		sent := b.ask(b.contact)
		for name, secret := range map[string]string{
			"empty": "", "one more": sent.Secret + "A", "one less": sent.Secret[1:], "U+0000": "\x00", "1 MB": strings.Repeat("x", 1<<20),
			"the id": sent.Record.ID, "SQL": "' OR 1=1 --",
		} {
			_, err := b.Survey(b.Context(), secret)
			b.Run(name, func(*testing.T) { b.want(err, "NOT_FOUND") })
			b.want(b.AnswerSurvey(b.Context(), secret, desk.SurveyAnswer{Score: 5}), "NOT_FOUND")
		}
		late := b.ask(b.contact)
		b.pass(30*24*time.Hour - time.Microsecond)
		_, err := b.Survey(b.Context(), late.Secret)
		b.want(err, "")
		b.pass(time.Microsecond)
		b.want(b.AnswerSurvey(b.Context(), late.Secret, desk.SurveyAnswer{Score: 5}), "CONFLICT")
		gone := b.ask(b.contact)
		_, err = b.ArchiveRecord(b.sales(), desk.RecordInput{ID: gone.Record.ID, Version: gone.Record.Version})
		b.want(err, "")
		b.want(b.AnswerSurvey(b.Context(), gone.Secret, desk.SurveyAnswer{Score: 5}), "NOT_FOUND")
	})
}

// A bad mark is not put away by those it is about.
func TestAnAnswerIsNotPutAway(t *testing.T) {
	bargains(t, func(b *bargain) {
		sent := b.ask(b.contact)
		b.want(b.AnswerSurvey(b.Context(), sent.Secret, desk.SurveyAnswer{Score: 1}), "")
		b.want(second(b.ArchiveRecord(b.sales(), desk.RecordInput{ID: sent.Record.ID, Version: sent.Record.Version + 1})), "ILLEGAL_TRANSITION")
	})
}

func TestOfTwoAnswersAtOnceOneCounts(t *testing.T) {
	bargains(t, func(b *bargain) {
		sent := b.ask(b.contact)
		results := make(chan error, 4)
		for i := range cap(results) {
			go func() { results <- b.AnswerSurvey(b.Context(), sent.Secret, desk.SurveyAnswer{Score: i + 1}) }()
		}
		counted := 0
		for range cap(results) {
			if err := <-results; err == nil {
				counted++
			} else if process.CodeOf(err) != process.CodeConflict {
				b.Errorf("refused with %v", err)
			}
		}
		if counted != 1 || b.text(`SELECT version FROM surveys`) != "2" {
			b.Errorf("%d answers counted", counted)
		}
	})
}

func TestOnlyAContactOfTheCustomerIsAsked(t *testing.T) {
	bargains(t, func(b *bargain) {
		stranger := b.meet(agreed(b, ent.Customer{})(b.CreateCustomer(b.system, ent.CreateCustomerInput{Name: "Orchard"})), "Lin Ye")
		p, _ := b.running()
		in := desk.SendSurveyInput{OpportunityID: b.deal.ID, ProjectID: &p.ID, ContactID: b.contact.ID, Touchpoint: process.SurveyTouchpointDelivery}
		sent, err := b.SendSurvey(b.delivery(), in)
		b.want(err, "")
		if open, err := b.Survey(b.Context(), sent.Secret); err != nil || open.Project != p.Name || open.Language != "" && open.Language != process.LanguageEN && open.Language != process.LanguageZH {
			b.Errorf("the customer sees %+v, %v", open, err)
		}
		for name, c := range map[string]struct {
			change  func(in *desk.SendSurveyInput)
			refusal string
		}{
			"somebody else's contact": {func(in *desk.SendSurveyInput) { in.ContactID = stranger.ID }, "VALIDATION_FAILED contactID"},
			"no such contact":         {func(in *desk.SendSurveyInput) { in.ContactID = "con_" + strings.Repeat("0", 26) }, "NOT_FOUND"},
			"a project elsewhere":     {func(in *desk.SendSurveyInput) { in.OpportunityID = b.opportunity("CNY").ID }, "VALIDATION_FAILED projectID"},
			"ended before it begins":  {func(in *desk.SendSurveyInput) { in.ExpiresAt = pointer(b.now()) }, "VALIDATION_FAILED expiresAt"},
			"no such touchpoint":      {func(in *desk.SendSurveyInput) { in.Touchpoint = "LUNCH" }, "VALIDATION_FAILED touchpoint"},
		} {
			bad := in
			c.change(&bad)
			err := second(b.SendSurvey(b.delivery(), bad))
			b.Run(name, func(*testing.T) { b.want(err, c.refusal) })
		}
		b.want(second(b.SendSurvey(b.by(process.UserRoleLegal), in)), "FORBIDDEN")
		b.want(second(b.SendSurvey(b.by(process.UserRoleAuditor), in)), "FORBIDDEN")
	})
}

// Worked out by hand: of the six people two answered twice, the later counts: 5, 4, 3, 2, 5 and 1 of 5; 10, 9, 8, 6, 9 and
// 0 of 10. Content are 3 of 6; promoters 3, detractors 2: 100 × (3 − 2) ÷ 6.
func TestSatisfactionIsThatOfTheLatestAnswers(t *testing.T) {
	bargains(t, func(b *bargain) {
		empty, err := b.Satisfaction(b.sales(), nil)
		b.want(err, "")
		if *empty != (process.Satisfaction{}) {
			b.Errorf("of nobody: %+v", empty)
		}
		answers := [][]desk.SurveyAnswer{
			{{Score: 1, Recommend: pointer(1)}, {Score: 5, Recommend: pointer(10)}},
			{{Score: 4, Recommend: pointer(9)}},
			{{Score: 3, Recommend: pointer(8)}},
			{{Score: 2, Recommend: pointer(6)}},
			{{Score: 3, Recommend: pointer(3)}, {Score: 5, Recommend: pointer(9)}},
			{{Score: 1, Recommend: pointer(0)}},
		}
		for i, given := range answers {
			who := b.meet(b.customer, fmt.Sprint("contact ", i))
			for _, answer := range given {
				b.pass(time.Minute)
				b.want(b.AnswerSurvey(b.Context(), b.ask(who).Secret, answer), "")
			}
			if i == 3 {
				if few, err := b.Satisfaction(b.sales(), nil); err != nil || few.CSAT != nil || few.Mean != nil || few.NPS != nil || few.Content != nil || few.Promoters != nil || few.Detractors != nil || few.Scored != 4 {
					b.Errorf("of four: %+v, %v", few, err)
				}
			}
		}
		b.ask(b.contact) // does not answer
		got, err := b.Satisfaction(b.sales(), &desk.SatisfactionFilter{OpportunityID: &b.deal.ID})
		b.want(err, "")
		if got.Sent != 9 || got.Answered != 8 || got.Scored != 6 || *got.Content != 3 || *got.Promoters != 3 || *got.Detractors != 2 || *got.ResponseRate != 8.0/9 || got.Asked != 6 {
			b.Errorf("counted %+v", got)
		}
		if *got.CSAT != 0.5 || *got.Mean != 20.0/6 || *got.NPS != 100.0/6 {
			b.Errorf("CSAT %v, mean %v, NPS %v", *got.CSAT, *got.Mean, *got.NPS)
		}
		until := b.now()
		for name, filter := range map[string]desk.SatisfactionFilter{
			"another touchpoint": {Touchpoint: pointer(process.SurveyTouchpointSupport)}, "another opportunity": {OpportunityID: pointer("opp_" + strings.Repeat("0", 26))},
			"later": {From: pointer(until.Add(time.Hour))}, "earlier": {Until: pointer(until.Add(-time.Hour))},
		} {
			if got, err := b.Satisfaction(b.sales(), &filter); err != nil || *got != (process.Satisfaction{}) {
				b.Errorf("%s: %+v, %v", name, got, err)
			}
		}
		if partner, err := b.Satisfaction(b.by(process.UserRolePartner), nil); err != nil || partner.Sent != 0 {
			b.Errorf("a partner counts %+v, %v", partner, err)
		}
		b.want(second(b.Satisfaction(b.Context(), nil)), "UNAUTHENTICATED")
	})
}
