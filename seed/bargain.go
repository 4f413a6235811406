package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	entapproval "bidwell/ent/approval"
	"bidwell/ent/commercialterm"
	entcommitment "bidwell/ent/commitment"
	"bidwell/process"
)

// term is a commercial condition; Path is the decision, with what was agreed in the words.
type term struct {
	Key, Deal, Title, By, Offered, Asked string
	Kind                                 process.TermKind
	Cost                                 minor
	Cash, Risk, Day                      int
	Path                                 []deed
}

// promise is a commitment. Said holds for one that was entered only after it was made: to whom.
type promise struct {
	Key, Deal, Text, By, Owner, Term, Said, Note string
	Kind                                         process.CommitmentKind
	Day, Due                                     int
	// Path is MAKE to somebody in the words, CONTRACT with the clause, and FULFIL, WAIVE, BREACH and WITHDRAW with what
	// shows it; AUTHORISED happens with the approval, TAKEN_IN and HANDED_OVER with the handover.
	Path []deed
}

// approval is asked for something, named by its kind and key; Path is APPROVE, REJECT and WITHDRAW with the comment.
type approval struct {
	Of, By, Reason string
	Type           process.ApprovalType
	Amount         minor
	Percent, Day   int
	Path           []deed
}

// bargain tells of what was negotiated and promised. Who approves is not who asked.
func (s *story) bargain() {
	for _, t := range s.book.Terms {
		s.on(t.Day, t.By, func(ctx context.Context) error { return s.term(ctx, t) })
		s.follow("term", t.Key, commercialterm.Table, t.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			decision := desk.DecideTermInput{ID: in.ID, Version: in.Version, Decision: process.TermDecision(d.What), Note: given(d.Words)}
			if decision.Decision == process.TermDecisionAccepted {
				decision.Agreed, decision.Note = given(d.Words), nil
			}
			return did(s.desk.DecideTerm(ctx, decision))
		})
	}
	for _, p := range s.book.Promises {
		s.on(p.Day, p.By, func(ctx context.Context) error { return s.promise(ctx, p) })
		s.follow("promise", p.Key, entcommitment.Table, p.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			return s.promiseDeed(ctx, p, in, d)
		})
	}
}

// approvals tells of what was asked for; it comes after all that approvals are asked for.
func (s *story) approvals() {
	for _, a := range s.book.Approvals {
		key := a.Of + " " + string(a.Type)
		s.on(a.Day, a.By, func(ctx context.Context) error { return s.approval(ctx, a, key) })
		s.follow("approval", key, entapproval.Table, a.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
			if d.What == "WITHDRAW" {
				return did(s.desk.WithdrawApproval(ctx, in))
			}
			return did(s.desk.DecideApproval(ctx, desk.DecideApprovalInput{
				ID: in.ID, Version: in.Version, Approve: d.What == "APPROVE", Comment: given(d.Words),
			}))
		})
	}
}

func (s *story) term(ctx context.Context, t term) error {
	opp := s.ids["deal "+t.Deal]
	find := s.read.CommercialTerm.Query().Where(commercialterm.OpportunityID(opp), commercialterm.Title(t.Title))
	return once(s, "term", t.Key, find, func() (desk.Written[ent.CommercialTerm], error) {
		return s.desk.CreateCommercialTerm(ctx, ent.CreateCommercialTermInput{
			OpportunityID: opp, Kind: &t.Kind, Title: t.Title, Offered: given(t.Offered), Asked: given(t.Asked), CostImpact: new(int64(t.Cost)),
			CashDays: given(t.Cash), RiskScore: given(t.Risk),
		})
	})
}

func (s *story) promise(ctx context.Context, p promise) error {
	opp := s.ids["deal "+p.Deal]
	find := s.read.Commitment.Query().Where(entcommitment.OpportunityID(opp), entcommitment.Text(p.Text))
	return once(s, "promise", p.Key, find, func() (desk.Written[ent.Commitment], error) {
		if p.Said == "" {
			return s.desk.ProposeCommitment(ctx, desk.ProposeCommitmentInput{
				OpportunityID: opp, Text: p.Text, Kind: p.Kind, TermID: s.ref("term", p.Term), OwnerID: s.ref("user", p.Owner), DueOn: s.date(p.Due),
			})
		}
		return s.desk.RecordCommitment(ctx, desk.RecordCommitmentInput{
			OpportunityID: opp, Text: p.Text, Kind: p.Kind, TermID: s.ref("term", p.Term), OwnerID: s.ref("user", p.Owner), DueOn: s.date(p.Due),
			MadeToID: s.ids["contact "+p.Said], SourceNote: given(p.Note),
		})
	})
}

func (s *story) promiseDeed(ctx context.Context, p promise, in desk.RecordInput, d deed) error {
	switch d.What {
	case "MAKE":
		return did(s.desk.MakeCommitment(ctx, desk.MakeCommitmentInput{
			ID: in.ID, Version: in.Version, MadeToID: s.ids["contact "+d.Words], SourceNote: &p.Note,
		}))
	case "CONTRACT":
		return did(s.desk.ContractCommitment(ctx, desk.ContractCommitmentInput{
			ID: in.ID, Version: in.Version, ContractID: s.ids["contract "+p.Deal], Clause: d.Words,
		}))
	case "FULFIL":
		return did(s.desk.FulfilCommitment(ctx, desk.FulfilCommitmentInput{ID: in.ID, Version: in.Version, Evidence: d.Words}))
	case "WAIVE":
		return did(s.desk.WaiveCommitment(ctx, desk.WaiveCommitmentInput{ID: in.ID, Version: in.Version, Evidence: d.Words}))
	case "BREACH":
		return did(s.desk.BreachCommitment(ctx, desk.BreachCommitmentInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	case "WITHDRAW":
		return did(s.desk.WithdrawCommitment(ctx, desk.WithdrawCommitmentInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	default:
		return errUnknownDeed
	}
}

func (s *story) approval(ctx context.Context, a approval, key string) error {
	of := s.ids[a.Of]
	find := s.read.Approval.Query().Where(entapproval.SubjectID(of), entapproval.TypeEQ(a.Type))
	return once(s, "approval", key, find, func() (desk.Written[ent.Approval], error) {
		return s.desk.RequestApproval(ctx, desk.RequestApprovalInput{
			SubjectID: of, Type: a.Type, Amount: given(int64(a.Amount)), Percent: given(a.Percent), Reason: given(a.Reason),
		})
	})
}
