package desk_test

import (
	"context"
	"crypto/rand"
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/lessonexposure"
	"bidwell/ent/opportunity"
	"bidwell/process"
)

// round is a desk with people in their roles, who take opportunities through gates.
type round struct {
	*door
	staff map[process.UserRole]*process.Viewer
}

func rounds(t *testing.T, test func(r *round)) {
	t.Helper()
	doors(t, func(d *door) {
		r := &round{door: d, staff: map[process.UserRole]*process.Viewer{}}
		r.ok(d.InstallAuthority(d.system))
		test(r)
	})
}

func (r *round) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// by is the context of the one person in a role.
func (r *round) by(role process.UserRole) context.Context {
	r.Helper()
	if r.staff[role] == nil {
		r.staff[role] = r.another(role)
	}
	return desk.WithViewer(r.Context(), r.staff[role])
}

func (r *round) another(role process.UserRole) *process.Viewer {
	r.Helper()
	u, err := r.CreateUser(r.system, ent.CreateUserInput{Name: string(role), Role: &role})
	r.ok(err)
	return &process.Viewer{UserID: u.Record.ID, Role: role, Scope: process.TokenScopeWrite, Rows: process.RowScopeAll}
}

func (r *round) manager() context.Context { return r.by(process.UserRolePresalesManager) }
func (r *round) sales() context.Context   { return r.by(process.UserRoleSales) }

func (r *round) tender() *ent.Opportunity {
	r.Helper()
	return r.opportunity(ent.CreateOpportunityInput{Name: "智慧病房", Type: pointer(process.OpportunityTypeTender), Amount: pointer(int64(90_000_000))})
}

func (r *round) opportunity(in ent.CreateOpportunityInput) *ent.Opportunity {
	r.Helper()
	done, err := r.CreateOpportunity(r.sales(), in)
	r.ok(err)
	return done.Record
}

// imported is an opportunity that came from another system with its history.
func (r *round) imported(kind process.OpportunityType, stage process.OpportunityStage) *ent.Opportunity {
	r.Helper()
	id := rand.Text()
	_, err := r.Import(r.system, []importer.Record{{
		Entity: "opportunity", System: "crm", ExternalID: id, Stages: []importer.StageMark{{Stage: string(stage)}},
		Fields: map[string]any{"name": "机房改造 " + id, "type": string(kind)},
	}})
	r.ok(err)
	o, err := r.Read(r.system).Opportunity.Query().Where(opportunity.Name("机房改造 " + id)).Only(r.system)
	r.ok(err)
	return o
}

// again is an opportunity as it is now.
func (r *round) again(o *ent.Opportunity) *ent.Opportunity {
	r.Helper()
	now, err := r.Read(r.system).Opportunity.Get(r.system, o.ID)
	r.ok(err)
	return now
}

// open opens the gate of an opportunity's stage, which must be possible.
func (r *round) open(o *ent.Opportunity) *ent.Gate {
	r.Helper()
	done, err := r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: r.again(o).Version})
	r.ok(err)
	if done.Record == nil {
		r.Fatalf("the gate does not open: %+v", done.Blockers)
	}
	return done.Record
}

// judge confirms all criteria of a gate and answers its lessons.
func (r *round) judge(g *ent.Gate) *ent.Gate {
	r.Helper()
	for _, c := range g.Checklist {
		done, err := r.CheckGateCriterion(r.manager(), desk.CheckGateCriterionInput{
			ID: g.ID, Version: g.Version, Code: c.Code, State: process.CriterionStateMet, Evidence: pointer("minutes"),
		})
		r.ok(err)
		g = done.Record
	}
	for _, e := range r.shown(g) {
		if e.Response == nil {
			_, err := r.AnswerLesson(r.manager(), desk.AnswerLessonInput{ID: e.ID, Version: e.Version, Response: process.ExposureResponseApplied, Reason: "in the plan"})
			r.ok(err)
		}
	}
	return g
}

func (r *round) shown(g *ent.Gate) []*ent.LessonExposure {
	r.Helper()
	all, err := r.Read(r.system).LessonExposure.Query().Where(lessonexposure.GateID(g.ID)).Order(lessonexposure.ByRank()).All(r.system)
	r.ok(err)
	return all
}

func (r *round) decide(ctx context.Context, g *ent.Gate, decision process.GateDecision) desk.Written[ent.Gate] {
	r.Helper()
	done, err := r.DecideGate(ctx, desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: decision, Reason: pointer("as discussed")})
	r.ok(err)
	return done
}

// through takes an opportunity through the gate of its stage, or on to the next stage where there is none.
func (r *round) through(o *ent.Opportunity) *ent.Opportunity {
	r.Helper()
	o = r.again(o)
	t, err := r.Dossier(r.system, o.ID)
	r.ok(err)
	if process.GateAt(t.Definition, o.Stage) == nil {
		next, _ := process.NextStage(t.Definition, o.Stage)
		_, err := r.ChangeOpportunityStage(r.manager(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: o.Version, Stage: next})
		r.ok(err)
		return r.again(o)
	}
	if done := r.decide(r.manager(), r.judge(r.open(o)), process.GateDecisionAdvance); done.Record == nil {
		r.Fatalf("the gate of %s is blocked: %+v", o.Stage, done.Blockers)
	}
	return r.again(o)
}

// qualify decides to bid, so that the pursuit gate has nothing against it.
func (r *round) qualify(o *ent.Opportunity) *ent.Qualification {
	r.Helper()
	made, err := r.CreateQualification(r.sales(), desk.CreateQualificationInput{OpportunityID: o.ID})
	r.ok(err)
	q := made.Record
	scored, err := r.ScoreQualification(r.sales(), desk.ScoreQualificationInput{ID: q.ID, Version: q.Version, Items: scores(q, 4)})
	r.ok(err)
	decided, err := r.DecideQualification(r.manager(), desk.DecideQualificationInput{
		ID: q.ID, Version: scored.Record.Version, Decision: process.BidDecisionBid, Reason: "a key customer",
	})
	r.ok(err)
	return decided.Record
}

// scores judges all lines of a scorecard alike.
func scores(q *ent.Qualification, score int) []*desk.ScoreInput {
	var all []*desk.ScoreInput
	for _, item := range q.Items {
		all = append(all, &desk.ScoreInput{Code: item.Code, Score: &score, Evidence: pointer("call of 2 March")})
	}
	return all
}

// wantStage holds stage and status of an opportunity and invariant 1: the stage is that of the last entry, entries follow
// each other, and only the last is open.
func (r *round) wantStage(o *ent.Opportunity, stage process.OpportunityStage, status process.OpportunityStatus) {
	r.Helper()
	o = r.again(o)
	if o.Stage != stage || o.Status != status {
		r.Errorf("it is %s in %s, want %s in %s", o.Status, o.Stage, status, stage)
	}
	entries, err := o.QueryStageEntries().All(r.system)
	r.ok(err)
	slices.SortFunc(entries, func(a, b *ent.StageEntry) int { return a.Position - b.Position })
	for i, e := range entries {
		last := i == len(entries)-1
		switch {
		case e.Position != i, last != (e.LeftAt == nil), !last && e.LeftAt.Before(e.EnteredAt):
			r.Errorf("entry %d of %d: %+v", i, len(entries), e)
		case last && e.Stage != o.Stage:
			r.Errorf("the last entry says %s, the opportunity %s", e.Stage, o.Stage)
		}
	}
}

// inTheWay are what kinds of thing are in the way.
func inTheWay(blockers []*process.Blocker) (all []process.BlockerCode) {
	for _, b := range blockers {
		all = append(all, b.Code)
	}
	return all
}
