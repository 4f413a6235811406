package desk_test

import (
	"context"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/process"
)

// stage is a proposal whose seal is asked for, and those whom it concerns.
type stage struct {
	*door
	manager, consultant, seller, chief                   *ent.User
	byManager, byConsultant, bySeller, byChief, byAnyone context.Context
	proposal                                             *ent.Proposal
}

func stages(t *testing.T, test func(s *stage)) {
	t.Helper()
	doors(t, func(d *door) {
		d.want(d.InstallAuthority(d.Context()), "")
		s := &stage{door: d}
		for name, of := range map[string]struct {
			role process.UserRole
			user **ent.User
			by   *context.Context
		}{
			"manager": {process.UserRolePresalesManager, &s.manager, &s.byManager}, "consultant": {process.UserRolePresalesConsultant, &s.consultant, &s.byConsultant},
			"seller": {process.UserRoleSales, &s.seller, &s.bySeller}, "chief": {process.UserRoleAdmin, &s.chief, &s.byChief}, "anyone": {process.UserRolePresalesConsultant, new(*ent.User), &s.byAnyone},
		} {
			*of.user = d.hire(name, of.role)
			*of.by = d.as(d.enter(*of.user))
		}
		o := must[ent.Opportunity](d)(d.CreateOpportunity(d.system, ent.CreateOpportunityInput{Name: "Network upgrade"}))
		s.proposal = must[ent.Proposal](d)(d.CreateProposal(d.system, ent.CreateProposalInput{Title: "Offer", OpportunityID: &o.ID}))
		test(s)
	})
}

func (s *stage) goes(by context.Context, in desk.RecordAbsenceInput, refusal string) *ent.Absence {
	s.Helper()
	if in.DeputyID == "" {
		in.DeputyID = s.consultant.ID
	}
	if in.StartsAt.IsZero() {
		in.StartsAt = s.now()
	}
	if in.EndsAt.IsZero() {
		in.EndsAt = in.StartsAt.AddDate(0, 0, 5)
	}
	if in.Reason == "" {
		in.Reason = "Annual leave"
	}
	done, err := s.RecordAbsence(by, in)
	s.want(err, refusal)
	return done.Record
}

func (s *stage) asks(by context.Context) *ent.Approval {
	s.Helper()
	return must[ent.Approval](s.door)(s.RequestApproval(by, desk.RequestApprovalInput{SubjectID: s.proposal.ID, Type: process.ApprovalTypeSeal}))
}

func (s *stage) decides(by context.Context, a *ent.Approval, stead *ent.User, refusal string) *ent.Approval {
	s.Helper()
	in := desk.DecideApprovalInput{ID: a.ID, Version: a.Version, Approve: true}
	if stead != nil {
		in.ForUserID = &stead.ID
	}
	done, err := s.DecideApproval(by, in)
	s.want(err, refusal)
	return done.Record
}

func TestADeputyDecidesWithinAnAuthorityThatWasPassedOn(t *testing.T) {
	stages(t, func(s *stage) {
		yes := true
		a := s.goes(s.byManager, desk.RecordAbsenceInput{WithAuthority: &yes}, "")
		if n := s.Read(s.system).Notification.Query().Where(notification.UserID(s.consultant.ID), notification.SubjectID(a.ID)).CountX(s.system); n != 1 {
			s.Errorf("the deputy was told %d times", n)
		}
		asked := s.asks(s.bySeller)
		s.decides(s.byConsultant, asked, nil, "FORBIDDEN")
		s.decides(s.byConsultant, asked, s.manager, "FORBIDDEN") // nobody confirmed it
		for _, by := range []context.Context{s.byManager, s.byConsultant, s.bySeller} {
			_, err := s.ConfirmAbsenceAuthority(by, desk.RecordInput{ID: a.ID, Version: 1})
			s.want(err, "FORBIDDEN")
		}
		_, err := s.ConfirmAbsenceAuthority(s.byChief, desk.RecordInput{ID: a.ID, Version: 1})
		s.want(err, "")
		s.decides(s.byAnyone, asked, s.manager, "FORBIDDEN") // is not the deputy
		work, err := s.MyWork(s.byConsultant, nil, nil, nil)
		s.want(err, "")
		if len(work.Items) != 1 || work.Items[0].RecordID != asked.ID || value(work.Items[0].ForUserID) != s.manager.ID {
			s.Errorf("%+v", work.Items)
		}
		decided := s.decides(s.byConsultant, asked, s.manager, "")
		if decided != nil && (value(decided.DecidedByID) != s.consultant.ID || value(decided.DecidedForID) != s.manager.ID) {
			s.Errorf("%+v", decided)
		}
	})
}

func TestFourEyesHoldThroughADelegation(t *testing.T) {
	stages(t, func(s *stage) {
		yes := true
		a := s.goes(s.byManager, desk.RecordAbsenceInput{WithAuthority: &yes}, "")
		_, err := s.ConfirmAbsenceAuthority(s.byChief, desk.RecordInput{ID: a.ID, Version: 1})
		s.want(err, "")
		own := s.asks(s.byManager)
		s.decides(s.byConsultant, own, s.manager, "FORBIDDEN")
		_, err = s.WithdrawApproval(s.byManager, desk.RecordInput{ID: own.ID, Version: own.Version})
		s.want(err, "")
		mine := s.asks(s.byConsultant)
		s.decides(s.byConsultant, mine, s.manager, "FORBIDDEN")
		// What was passed on is not passed on again.
		s.goes(s.byConsultant, desk.RecordAbsenceInput{DeputyID: s.seller.ID, WithAuthority: &yes}, "")
		s.decides(s.bySeller, mine, s.manager, "FORBIDDEN")
		s.decides(s.bySeller, mine, s.consultant, "FORBIDDEN")
	})
}

func TestAnAbsenceEndsAndWhatItPassedOnWithIt(t *testing.T) {
	stages(t, func(s *stage) {
		yes := true
		a := s.goes(s.byManager, desk.RecordAbsenceInput{WithAuthority: &yes}, "")
		_, err := s.ConfirmAbsenceAuthority(s.byChief, desk.RecordInput{ID: a.ID, Version: 1})
		s.want(err, "")
		// Another deputy was not confirmed.
		changed := must[ent.Absence](s.door)(s.UpdateAbsence(s.byManager, desk.UpdateAbsenceInput{ID: a.ID, Version: 2, Reason: pointer("Still away")}))
		if changed.ConfirmedAt == nil {
			s.Error("another reason ended the authority")
		}
		longer := a.EndsAt.Add(time.Hour)
		changed = must[ent.Absence](s.door)(s.UpdateAbsence(s.byManager, desk.UpdateAbsenceInput{ID: a.ID, Version: 3, EndsAt: &longer}))
		if changed.ConfirmedAt != nil || changed.ConfirmedByID != nil {
			s.Error("another time did not end the authority")
		}
		_, err = s.ConfirmAbsenceAuthority(s.byChief, desk.RecordInput{ID: a.ID, Version: 4})
		s.want(err, "")
		asked := s.asks(s.bySeller)
		_, err = s.EndAbsence(s.bySeller, desk.RecordInput{ID: a.ID, Version: 5})
		s.want(err, "FORBIDDEN")
		_, err = s.EndAbsence(s.byManager, desk.RecordInput{ID: a.ID, Version: 5})
		s.want(err, "")
		s.decides(s.byConsultant, asked, s.manager, "FORBIDDEN")
		_, err = s.EndAbsence(s.byManager, desk.RecordInput{ID: a.ID, Version: 6})
		s.want(err, "ILLEGAL_TRANSITION")
		if work, err := s.MyWork(s.byConsultant, nil, nil, nil); err != nil || len(work.Items) != 0 {
			s.Errorf("%+v, %v", work, err)
		}
	})
}

func TestBadInputOfAbsences(t *testing.T) {
	stages(t, func(s *stage) {
		partner := s.hire("partner", process.UserRolePartner)
		for refusal, in := range map[string]desk.RecordAbsenceInput{
			"VALIDATION_FAILED deputyID": {DeputyID: s.manager.ID}, "NOT_FOUND": {DeputyID: partner.ID}, "VALIDATION_FAILED endsAt": {EndsAt: s.now().Add(-time.Hour)},
			"VALIDATION_FAILED reason": {Reason: " "}, "FORBIDDEN": {UserID: &s.chief.ID}, "VALIDATION_FAILED userID": {UserID: pointer("x")},
		} {
			by := s.byManager
			if refusal == "FORBIDDEN" {
				by = s.bySeller
			}
			s.goes(by, in, refusal)
		}
		s.goes(s.byManager, desk.RecordAbsenceInput{UserID: &s.seller.ID}, "") // their manager may
		s.goes(s.bySeller, desk.RecordAbsenceInput{StartsAt: s.now().Add(time.Hour)}, "CONFLICT")
		s.goes(s.bySeller, desk.RecordAbsenceInput{StartsAt: s.now().AddDate(0, 0, 5)}, "")
	})
}
