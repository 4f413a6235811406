package seed

import (
	"context"
	"slices"

	"bidwell/desk"
	"bidwell/ent"
	entacceptance "bidwell/ent/acceptance"
	"bidwell/ent/acceptancecriterion"
	"bidwell/ent/changerequest"
	entfinding "bidwell/ent/finding"
	entproject "bidwell/ent/project"
	"bidwell/process"
)

// project carries out the contract of a deal. Path is START and CLOSE; DELAYED happens with a change that takes days.
type project struct {
	Deal, Name, By, Manager string
	Day                     int
	Path                    []deed
	Changes                 []change
	Acceptances             []acceptance
}

// change is asked for in a project. Path is SUBMIT, ASSESS with the advice, APPROVE, REJECT with the reason, IMPLEMENT.
type change struct {
	Title, Description, Asked, By string
	Cost                          minor
	Days, Day                     int
	Path                          []deed
}

// acceptance of a project. Path is REQUEST, and the result with the words: who signed for a pass, why for a failure.
type acceptance struct {
	Kind         process.AcceptanceKind
	By           string
	Day, Planned int
	Path         []deed
	// Shown is what was shown of the criteria, with the evidence in the words: MISSED, before anything else was shown, the
	// last one, MET all that are open, REMEDIED all that failed.
	Shown  []deed
	Issues []finding
}

// delivery tells of the projects.
func (s *story) delivery() {
	for _, p := range s.book.Projects {
		s.on(p.Day, p.By, func(ctx context.Context) error { return s.project(ctx, p) })
		for _, c := range p.Changes {
			s.on(c.Day, c.By, func(ctx context.Context) error { return s.change(ctx, p, c) })
			s.follow("change", c.Title, changerequest.Table, c.Path, func(ctx context.Context, in desk.RecordInput, d deed) error {
				return s.changeDeed(ctx, c, in, d)
			})
		}
		for _, a := range p.Acceptances {
			s.acceptances(p, a)
		}
		s.follow("project", p.Deal, entproject.Table, p.Path, s.projectDeed)
	}
}

func (s *story) acceptances(p project, a acceptance) {
	key := p.Deal + " " + string(a.Kind)
	s.on(a.Day, a.By, func(ctx context.Context) error { return s.acceptance(ctx, p, a, key) })
	for _, d := range a.Shown {
		s.on(d.Day, d.By, func(ctx context.Context) error { return name(s.shown(ctx, key, d), key+" "+d.What) })
	}
	s.follow("acceptance", key, entacceptance.Table, a.Path, s.acceptanceDeed)
	for _, f := range a.Issues {
		s.on(f.Day, f.By, func(ctx context.Context) error { return s.issue(ctx, key, f) })
		s.follow("finding", f.Text, entfinding.Table, f.Path, s.findingDeed)
	}
}

func (s *story) project(ctx context.Context, p project) error {
	of := s.ids["contract "+p.Deal]
	return once(s, "project", p.Deal, s.read.Project.Query().Where(entproject.ContractID(of)), func() (desk.Written[ent.Project], error) {
		return s.desk.CreateProject(ctx, desk.CreateProjectInput{ContractID: of, Name: given(p.Name), ManagerID: s.ref("user", p.Manager)})
	})
}

func (s *story) projectDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	switch d.What {
	case "START":
		return did(s.desk.StartProject(ctx, in))
	case "CLOSE":
		return did(s.desk.CloseProject(ctx, in))
	default:
		return errUnknownDeed
	}
}

func (s *story) change(ctx context.Context, p project, c change) error {
	of := s.ids["project "+p.Deal]
	find := s.read.ChangeRequest.Query().Where(changerequest.ProjectID(of), changerequest.Title(c.Title))
	return once(s, "change", c.Title, find, func() (desk.Written[ent.ChangeRequest], error) {
		return s.desk.CreateChangeRequest(ctx, desk.CreateChangeRequestInput{
			ProjectID: of, Title: c.Title, Description: given(c.Description), RequestedBy: given(c.Asked),
		})
	})
}

func (s *story) changeDeed(ctx context.Context, c change, in desk.RecordInput, d deed) error {
	switch d.What {
	case "SUBMIT":
		return did(s.desk.SubmitChangeRequest(ctx, in))
	case "ASSESS":
		return did(s.desk.AssessChangeRequest(ctx, desk.AssessChangeRequestInput{
			ID: in.ID, Version: in.Version, CostImpact: int64(c.Cost), DaysImpact: c.Days, Advice: given(d.Words),
		}))
	case "APPROVE", "REJECT":
		return did(s.desk.DecideChangeRequest(ctx, desk.DecideChangeRequestInput{
			ID: in.ID, Version: in.Version, Approve: d.What == "APPROVE", Reason: given(d.Words),
		}))
	case "IMPLEMENT":
		return did(s.desk.ImplementChangeRequest(ctx, in))
	default:
		return errUnknownDeed
	}
}

func (s *story) acceptance(ctx context.Context, p project, a acceptance, key string) error {
	of := s.ids["project "+p.Deal]
	find := s.read.Acceptance.Query().Where(entacceptance.ProjectID(of), entacceptance.KindEQ(a.Kind))
	return once(s, "acceptance", key, find, func() (desk.Written[ent.Acceptance], error) {
		return s.desk.PlanAcceptance(ctx, desk.PlanAcceptanceInput{ProjectID: of, Kind: a.Kind, PlannedFor: s.date(a.Planned)})
	})
}

func (s *story) acceptanceDeed(ctx context.Context, in desk.RecordInput, d deed) error {
	if d.What == "REQUEST" {
		return did(s.desk.RequestAcceptance(ctx, in))
	}
	decision := desk.DecideAcceptanceInput{ID: in.ID, Version: in.Version, Result: process.AcceptanceStatus(d.What)}
	if decision.Result == process.AcceptanceStatusFailed {
		decision.Summary = &d.Words
	} else {
		decision.SignedBy = &d.Words
	}
	return did(s.desk.DecideAcceptance(ctx, decision))
}

// shown records what was shown of the criteria of an acceptance. What was recorded before an interruption has another
// result already, and stays.
func (s *story) shown(ctx context.Context, key string, d deed) error {
	from, to := process.CriterionResultOpen, process.CriterionResultPassed
	switch d.What {
	case "MISSED":
		to = process.CriterionResultFailed
	case "REMEDIED":
		from = process.CriterionResultFailed
	}
	all, err := s.read.AcceptanceCriterion.Query().Where(acceptancecriterion.AcceptanceID(s.ids["acceptance "+key])).Order(acceptancecriterion.ByID()).All(s.ctx)
	if err != nil {
		return err
	}
	criteria := slices.DeleteFunc(slices.Clone(all), func(c *ent.AcceptanceCriterion) bool { return c.Result != from })
	if d.What == "MISSED" {
		if len(criteria) < len(all) {
			return nil
		}
		criteria = criteria[len(criteria)-1:]
	}
	for _, c := range criteria {
		err := did(s.desk.RecordCriterionResult(ctx, desk.RecordCriterionResultInput{ID: c.ID, Version: c.Version, Result: to, Evidence: &d.Words}))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *story) issue(ctx context.Context, key string, f finding) error {
	of := s.ids["acceptance "+key]
	find := s.read.Finding.Query().Where(entfinding.AcceptanceID(of), entfinding.Text(f.Text))
	return once(s, "finding", f.Text, find, func() (desk.Written[ent.Finding], error) {
		return s.desk.RaiseIssue(ctx, desk.RaiseIssueInput{
			AcceptanceID: of, Severity: f.Severity, Text: f.Text, OwnerID: s.ref("user", f.Owner), DueAt: s.at(f.Due),
		})
	})
}
