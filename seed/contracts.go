package seed

import (
	"context"
	"fmt"
	"strconv"

	"bidwell/desk"
	"bidwell/ent"
	entcontract "bidwell/ent/contract"
	enthandover "bidwell/ent/handover"
	"bidwell/process"
)

// contract of a deal; its payment plan is set on the day it is drawn up.
type contract struct {
	Deal, Title, Number, By, Terms string
	Amount                         minor
	Day, Starts, Ends              int
	Plan                           []instalment
	// Path begins with PLANNED, and goes on with SIGN, PAY with the number of the instalment, counted from 1, and CLOSE.
	Path []deed
}

type instalment struct {
	Label, Condition string
	Amount           minor
	Due              int
}

// handover is the package of the contract of a deal.
type handover struct {
	Deal, By string
	Day      int
	// Path is a part of the package, RESPONSIBILITIES and RETURN with the words, REFRESH, SUBMIT and ACCEPT.
	Path []deed
}

// contracts tells of what was signed and handed over. Who takes a package over had no hand in it.
func (s *story) contracts() {
	for _, c := range s.book.Contracts {
		s.on(c.Day, c.By, func(ctx context.Context) error { return s.contract(ctx, c) })
		s.follow("contract", c.Deal, entcontract.Table, c.Path, s.contractDeed)
	}
	for _, h := range s.book.Handovers {
		s.on(h.Day, h.By, func(ctx context.Context) error { return s.handover(ctx, h) })
		s.follow("handover", h.Deal, enthandover.Table, h.Path, s.handoverDeed)
	}
}

func (s *story) contract(ctx context.Context, c contract) error {
	opp := s.ids["deal "+c.Deal]
	err := once(s, "contract", c.Deal, s.read.Contract.Query().Where(entcontract.OpportunityID(opp)), func() (desk.Written[ent.Contract], error) {
		made, err := s.desk.CreateContract(ctx, desk.CreateContractInput{
			OpportunityID: opp, Title: c.Title, Number: &c.Number, ProposalID: s.ref("proposal of", c.Deal), Amount: int64(c.Amount),
			StartsOn: s.date(c.Starts), EndsOn: s.date(c.Ends), Terms: given(c.Terms),
		})
		return made, did(made, err)
	})
	if err != nil {
		return err
	}
	in, err := s.record("contract", c.Deal, entcontract.Table)
	if err != nil || done(in.Version, 1) {
		return err
	}
	var plan []process.Instalment
	for _, i := range c.Plan {
		plan = append(plan, process.Instalment{Label: i.Label, Condition: i.Condition, Amount: int64(i.Amount), DueOn: s.date(i.Due)})
	}
	return name(did(s.desk.SetPaymentPlan(ctx, desk.SetPaymentPlanInput{ID: in.ID, Version: in.Version, Instalments: plan})), c.Title)
}

func (s *story) contractDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "SIGN":
		return did(s.desk.SignContract(ctx, desk.SignContractInput{ID: in.ID, Version: in.Version}))
	case "PAY":
		number, err := strconv.Atoi(d.Words)
		if err != nil {
			return fmt.Errorf("instalment %q: %w", d.Words, err)
		}
		return did(s.desk.RecordPayment(ctx, desk.RecordPaymentInput{ID: in.ID, Version: in.Version, Index: number - 1}))
	case "CLOSE":
		return did(s.desk.CloseContract(ctx, desk.CloseContractInput(in)))
	default:
		return errUnknownDeed
	}
}

func (s *story) handover(ctx context.Context, h handover) error {
	of := s.ids["contract "+h.Deal]
	return once(s, "handover", h.Deal, s.read.Handover.Query().Where(enthandover.ContractID(of)), func() (desk.Written[ent.Handover], error) {
		return s.desk.PrepareHandover(ctx, desk.PrepareHandoverInput{ContractID: of})
	})
}

func (s *story) handoverDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "SUBMIT":
		return did(s.desk.SubmitHandover(ctx, desk.SubmitHandoverInput(in)))
	case "RETURN":
		return did(s.desk.ReturnHandover(ctx, desk.ReturnHandoverInput{ID: in.ID, Version: in.Version, Reason: d.Words}))
	case "ACCEPT":
		return did(s.desk.AcceptHandover(ctx, desk.AcceptHandoverInput(in)))
	case "REFRESH":
		return did(s.desk.RefreshHandover(ctx, desk.RefreshHandoverInput(in)))
	case "RESPONSIBILITIES":
		return did(s.desk.UpdateHandover(ctx, desk.UpdateHandoverInput{ID: in.ID, Version: in.Version, Responsibilities: &d.Words}))
	default:
		return did(s.desk.UpdateHandoverPart(ctx, desk.UpdateHandoverPartInput{
			ID: in.ID, Version: in.Version, Part: process.HandoverPartKind(d.What), Text: d.Words,
		}))
	}
}
