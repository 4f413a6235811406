package seed

import (
	"context"
	"fmt"

	"bidwell/desk"
	"bidwell/ent"
	entgate "bidwell/ent/gate"
	"bidwell/ent/lessonexposure"
	"bidwell/ent/qualification"
	"bidwell/process"
)

// gatekeeper is who decides the gates of the sample company.
const gatekeeper = "bai.zhi"

// passages are how a deal under way leaves a stage. Each can be taken up where it was interrupted.
var passages = map[process.OpportunityStage]func(s *story, ctx context.Context, d deal, o *ent.Opportunity, m move) error{
	process.OpportunityStageIntake:        (*story).leaveIntake,
	process.OpportunityStageQualification: (*story).leaveQualification,
	process.OpportunityStageRequirements:  (*story).walk,
	process.OpportunityStagePlanning:      (*story).leavePlanning,
	process.OpportunityStageReview:        (*story).walk,
}

// walk goes to the next stage where there is no gate to pass, or it was left out.
func (s *story) walk(ctx context.Context, _ deal, o *ent.Opportunity, m move) error {
	_, err := s.desk.ChangeOpportunityStage(ctx, desk.ChangeOpportunityStageInput{
		ID: o.ID, Version: o.Version, Stage: process.OpportunityStage(m.To), Reason: given(m.Reason),
	})
	return err
}

// leaveIntake passes the gate of interest; a direct sale has none.
func (s *story) leaveIntake(ctx context.Context, d deal, o *ent.Opportunity, m move) error {
	if o.Type == process.OpportunityTypeDirect || o.Type == process.OpportunityTypeRenewal {
		return s.walk(ctx, d, o, m)
	}
	return s.passGate(ctx, d, o)
}

func (s *story) leaveQualification(ctx context.Context, d deal, o *ent.Opportunity, _ move) error {
	if err := s.qualify(ctx, d, o); err != nil {
		return err
	}
	return s.passGate(ctx, d, o)
}

// leavePlanning leaves the preliminary bid gate out, as the template lets them.
func (s *story) leavePlanning(ctx context.Context, d deal, o *ent.Opportunity, m move) error {
	g, err := s.openGate(ctx, o)
	if err != nil {
		return err
	}
	if err := s.answerLessons(ctx, d, g); err != nil {
		return err
	}
	_, err = s.desk.TailorGate(ctx, desk.TailorGateInput{
		ID: g.ID, Version: g.Version, How: d.says("在方案策划会上一并决策，结论记入会议纪要。", "Decided at the planning meeting; the minutes have it."),
		Reason: d.says("公司启用评审点时，本项目策划已经完成。", "Planning was done when the company began to use gates."),
	})
	if err != nil {
		return err
	}
	return s.walk(ctx, d, o, m)
}

// says is a text in the language in which a deal is kept.
func (d deal) says(zh, en string) string {
	if d.Owner == "basil.thornfield" {
		return en
	}
	return zh
}

// openGate opens the gate at which an opportunity is, or finds it open.
func (s *story) openGate(ctx context.Context, o *ent.Opportunity) (*ent.Gate, error) {
	g, err := s.read.Gate.Query().Where(entgate.OpportunityID(o.ID), entgate.StageEQ(o.Stage), entgate.StatusEQ(process.GateStatusOpen)).Only(s.ctx)
	if !ent.IsNotFound(err) {
		return g, err
	}
	opened, err := s.desk.OpenGate(ctx, desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version})
	return opened.Record, err
}

// passGate confirms the criteria of a gate, answers its lessons, and has it decided.
func (s *story) passGate(ctx context.Context, d deal, o *ent.Opportunity) error {
	g, err := s.openGate(ctx, o)
	if err != nil {
		return err
	}
	for _, c := range g.Checklist {
		if c.State == process.CriterionStateMet {
			continue
		}
		judged, err := s.desk.CheckGateCriterion(ctx, desk.CheckGateCriterionInput{
			ID: g.ID, Version: g.Version, Code: c.Code, State: process.CriterionStateMet, Evidence: new(d.says("见评审会纪要与沟通记录。", "See the minutes and the communication record.")),
		})
		if err != nil {
			return err
		}
		g = judged.Record
	}
	if err := s.answerLessons(ctx, d, g); err != nil {
		return err
	}
	decided, err := s.desk.DecideGate(s.as(gatekeeper), desk.DecideGateInput{
		ID: g.ID, Version: g.Version, Decision: process.GateDecisionAdvance, Reason: new(d.says("条件具备，继续投入。", "The conditions are met; go on.")),
	})
	if err == nil && decided.Record == nil {
		err = fmt.Errorf("the gate %s is blocked: %v", g.Kind, decided.Blockers)
	}
	return err
}

func (s *story) answerLessons(ctx context.Context, d deal, g *ent.Gate) error {
	open, err := s.read.LessonExposure.Query().Where(lessonexposure.GateID(g.ID), lessonexposure.ResponseIsNil()).Order(lessonexposure.ByRank()).All(s.ctx)
	if err != nil {
		return err
	}
	for _, e := range open {
		in := desk.AnswerLessonInput{
			ID: e.ID, Version: e.Version, Response: process.ExposureResponseApplied,
			Reason: d.says("已写入本项目的评估与计划。", "Taken into the assessment and the plan of this deal."),
		}
		if e.Rank > 1 {
			in.Response, in.Reason = process.ExposureResponseNotApplicable, d.says("本项目没有该情形。", "This deal has no such situation.")
		}
		if _, err := s.desk.AnswerLesson(ctx, in); err != nil {
			return err
		}
	}
	return nil
}

// qualify fills in the scorecard of a deal and has it decided.
func (s *story) qualify(ctx context.Context, d deal, o *ent.Opportunity) error {
	q, err := s.read.Qualification.Query().Where(qualification.OpportunityID(o.ID)).Only(s.ctx)
	if ent.IsNotFound(err) {
		made, failed := s.desk.CreateQualification(ctx, desk.CreateQualificationInput{OpportunityID: o.ID})
		q, err = made.Record, failed
	}
	if err != nil || q.Decision != nil {
		return err
	}
	if len(q.Items) != len(d.Scores) {
		return fmt.Errorf("%d scores for %d lines", len(d.Scores), len(q.Items))
	}
	var scores []*desk.ScoreInput
	for i, line := range q.Items {
		scores = append(scores, &desk.ScoreInput{Code: line.Code, Score: &d.Scores[i], Evidence: new(d.says("评估会讨论结论。", "As discussed at the qualification meeting."))})
	}
	scored, err := s.desk.ScoreQualification(ctx, desk.ScoreQualificationInput{ID: q.ID, Version: q.Version, Items: scores})
	if err != nil {
		return err
	}
	_, err = s.desk.DecideQualification(s.as(gatekeeper), desk.DecideQualificationInput{
		ID: q.ID, Version: scored.Record.Version, Decision: process.BidDecisionBid, Reason: d.says("真实、可行，与我方能力匹配。", "It is real, feasible and a fit."),
	})
	return err
}
