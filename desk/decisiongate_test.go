package desk_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/change"
	entgate "bidwell/ent/gate"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

func TestAGateSaysAllThatIsInTheWayAndThenMovesTheOpportunity(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.through(r.tender())
		r.wantStage(o, process.OpportunityStageQualification, process.OpportunityStatusOpen)
		g := r.open(o)
		if g.Kind != process.GateKindPursuit || g.Stage != process.OpportunityStageQualification || g.Attempt != 1 || g.Status != process.GateStatusOpen {
			t.Fatalf("opened %+v", g)
		}
		want := []process.BlockerCode{process.BlockerCodeCriterionOpen, process.BlockerCodeQualificationMissing}
		before, err := r.GateBlockers(r.sales(), g)
		r.ok(err)
		blocked := r.decide(r.manager(), g, process.GateDecisionAdvance)
		if blocked.Record != nil || blocked.Change != 0 || !slices.Equal(inTheWay(blocked.Blockers), want) || !slices.Equal(inTheWay(before), want) {
			t.Errorf("blocked %+v, asked before %+v, want %v", blocked, before, want)
		}
		r.qualify(o)
		done := r.decide(r.manager(), r.judge(g), process.GateDecisionAdvance)
		if done.Record == nil || *done.Record.Decision != process.GateDecisionAdvance || !slices.Equal(done.Record.Deciders, []string{r.staff[process.UserRolePresalesManager].UserID}) {
			t.Fatalf("decided %+v, %+v", done.Record, done.Blockers)
		}
		r.wantStage(o, process.OpportunityStageRequirements, process.OpportunityStatusOpen)
		entry, err := r.Read(r.system).StageEntry.Query().Where(stageentry.OpportunityID(o.ID), stageentry.StageEQ(process.OpportunityStageRequirements)).Only(r.system)
		r.ok(err)
		if entry.GateID == nil || *entry.GateID != g.ID {
			t.Errorf("the entry does not name its gate: %+v", entry)
		}
		if after, err := r.GateBlockers(r.sales(), done.Record); err != nil || after != nil {
			t.Errorf("a decided gate is blocked by %+v, %v", after, err)
		}
	})
}

func TestForwardOnlyThroughTheGate(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		move := func(ctx context.Context, to process.OpportunityStage, reason string) error {
			_, err := r.ChangeOpportunityStage(ctx, desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: to, Reason: &reason})
			return err
		}
		r.want(move(r.sales(), process.OpportunityStageQualification, ""), "GATE_BLOCKED")
		r.want(move(r.system, process.OpportunityStageQualification, ""), "GATE_BLOCKED")
		r.open(o)
		r.want(move(r.sales(), process.OpportunityStageQualification, "hurry"), "GATE_BLOCKED")
		r.want(move(r.sales(), process.OpportunityStageBid, "hurry"), "ILLEGAL_TRANSITION stage")
		r.want(move(r.by(process.UserRoleLegal), process.OpportunityStageQualification, ""), "FORBIDDEN")
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusOpen)
		o = r.through(r.tender())
		r.want(move(r.sales(), process.OpportunityStageIntake, ""), "VALIDATION_FAILED reason")
		r.want(move(r.sales(), process.OpportunityStageIntake, "another customer after all"), "")
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusOpen)
	})
}

// Going back makes the gates after it count no more, whatever they said; coming again takes a new attempt.
func TestComingAgainToAStageTakesItsGateAnew(t *testing.T) {
	rounds(t, func(r *round) {
		back := func(o *ent.Opportunity) {
			_, err := r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{
				ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageIntake, Reason: pointer("the customer changed"),
			})
			r.ok(err)
		}
		o := r.through(r.tender())
		r.qualify(o)
		first := r.open(o)
		back(o)
		gone, err := r.Read(r.system).Gate.Get(r.system, first.ID)
		r.ok(err)
		if gone.Status != process.GateStatusDecided || *gone.Decision != process.GateDecisionDefer || gone.Reason != "the customer changed" {
			t.Errorf("the gate left behind is %+v", gone)
		}
		_, err = r.DecideGate(r.manager(), desk.DecideGateInput{ID: gone.ID, Version: gone.Version, Decision: process.GateDecisionAdvance})
		r.want(err, "ILLEGAL_TRANSITION")
		again := r.open(o)
		if again.Kind != process.GateKindInterest || again.Attempt != 2 {
			t.Errorf("INTAKE is left through %s, attempt %d", again.Kind, again.Attempt)
		}
		_, err = r.ChangeOpportunityStage(r.sales(), desk.ChangeOpportunityStageInput{ID: o.ID, Version: r.again(o).Version, Stage: process.OpportunityStageQualification})
		r.want(err, "GATE_BLOCKED")
		r.decide(r.manager(), r.judge(again), process.GateDecisionAdvance)
		second := r.open(o)
		if second.ID == first.ID || second.Attempt != 2 || second.Checklist[0].State != process.CriterionStateOpen {
			t.Errorf("the second attempt is %+v", second)
		}
		r.wantStage(o, process.OpportunityStageQualification, process.OpportunityStatusOpen)
	})
}

func TestADeferredGateComesUpAgain(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		g := r.open(o)
		until := r.now().AddDate(0, 0, 14)
		_, err := r.DecideGate(r.manager(), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionDefer, DeferUntil: &until})
		r.want(err, "VALIDATION_FAILED reason")
		done, err := r.DecideGate(r.manager(), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionDefer, Reason: pointer("spring festival"), DeferUntil: &until})
		r.ok(err)
		if done.Record.DeferUntil == nil || !done.Record.DeferUntil.Equal(until) {
			t.Fatalf("deferred %+v", done.Record)
		}
		blocked := r.decide(r.manager(), done.Record, process.GateDecisionAdvance)
		if !slices.Contains(inTheWay(blocked.Blockers), process.BlockerCodeGateDeferred) {
			t.Errorf("a deferred gate advances: %+v", blocked)
		}
		early, err := r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version})
		if err != nil || early.Record != nil || !slices.Equal(inTheWay(early.Blockers), []process.BlockerCode{process.BlockerCodeGateDeferred}) {
			t.Errorf("it opens before its day: %+v, %v", early, err)
		}
		reopened, err := r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version, Reason: pointer("they called")})
		r.ok(err)
		if reopened.Record.ID != g.ID || reopened.Record.Status != process.GateStatusOpen || reopened.Record.Decision != nil || reopened.Record.DeferUntil != nil {
			t.Errorf("reopened %+v", reopened.Record)
		}
		row, err := r.Read(r.system).Change.Query().Where(change.EntityID(g.ID)).Order(change.ByID(sql.OrderDesc())).First(r.system)
		r.ok(err)
		if row.Fields["reason"].To != "they called" {
			t.Errorf("the change log does not say why it was reopened: %+v", row.Fields)
		}
		_, err = r.DecideGate(r.manager(), desk.DecideGateInput{ID: g.ID, Version: reopened.Record.Version, Decision: process.GateDecisionDefer, Reason: pointer("again"), DeferUntil: &until})
		r.ok(err)
		r.pass(15 * 24 * time.Hour)
		if r.open(o).Status != process.GateStatusOpen {
			t.Error("it does not open on its day")
		}
	})
}

func TestEndingAtAGate(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		g := r.open(o)
		_, err := r.DecideGate(r.manager(), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionEnd, Reason: pointer("x"), Outcome: pointer(process.OpportunityStatusWon)})
		r.want(err, "ILLEGAL_TRANSITION outcome")
		r.decide(r.manager(), g, process.GateDecisionEnd)
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusQualifiedOut)
		if r.again(o).DecidedAt == nil {
			t.Error("nobody knows when it ended")
		}
		_, err = r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: r.again(o).Version})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.ReopenOpportunity(r.sales(), desk.ReopenOpportunityInput{ID: o.ID, Version: r.again(o).Version, Reason: "they came back"})
		r.want(err, "FORBIDDEN")
		_, err = r.ReopenOpportunity(r.manager(), desk.ReopenOpportunityInput{ID: o.ID, Version: r.again(o).Version, Reason: "they came back"})
		r.ok(err)
		if again := r.open(o); again.Attempt != 2 {
			t.Errorf("after reopening it is attempt %d", again.Attempt)
		}
		r.wantStage(o, process.OpportunityStageIntake, process.OpportunityStatusOpen)
	})
}

func TestWhoDoesWhatAtAGate(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		roles := map[process.UserRole][2]string{ // opening and judging; deciding
			process.UserRolePresalesManager: {"", ""}, process.UserRoleSales: {"", ""}, process.UserRolePresalesConsultant: {"", "FORBIDDEN"},
			process.UserRoleAdmin: {"", ""}, process.UserRoleDelivery: {"FORBIDDEN", "FORBIDDEN"}, process.UserRoleLegal: {"FORBIDDEN", "FORBIDDEN"},
			process.UserRoleSolutionEngineer: {"FORBIDDEN", "FORBIDDEN"}, process.UserRoleMarketing: {"FORBIDDEN", "FORBIDDEN"},
			process.UserRoleAuditor: {"FORBIDDEN", "FORBIDDEN"}, process.UserRolePartner: {"FORBIDDEN", "FORBIDDEN"},
		}
		g := r.open(o)
		until := r.now().AddDate(0, 0, 1)
		for role, want := range roles {
			_, err := r.ScheduleGate(r.by(role), desk.ScheduleGateInput{OpportunityID: o.ID, Version: o.Version, ScheduledFor: until})
			r.want(err, want[0])
			g, err = r.Read(r.system).Gate.Get(r.system, g.ID)
			r.ok(err)
			_, err = r.CheckGateCriterion(r.by(role), desk.CheckGateCriterionInput{ID: g.ID, Version: g.Version, Code: "owner", State: process.CriterionStateNotMet})
			r.want(err, want[0])
			g, err = r.Read(r.system).Gate.Get(r.system, g.ID)
			r.ok(err)
			done, err := r.DecideGate(r.by(role), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionAdvance})
			r.want(err, want[1])
			if done.Record != nil || want[1] == "" && len(done.Blockers) == 0 {
				t.Errorf("%s: %+v", role, done)
			}
		}
		reader := *r.staff[process.UserRolePresalesManager]
		reader.Scope = process.TokenScopeRead
		_, err := r.DecideGate(desk.WithViewer(r.Context(), &reader), desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: process.GateDecisionAdvance})
		r.want(err, "FORBIDDEN")
	})
}

func TestThoseNamedAsDecidersMayDecide(t *testing.T) {
	rounds(t, func(r *round) {
		g := r.open(r.tender())
		seller, lawyer := r.another(process.UserRoleSales).UserID, r.another(process.UserRoleLegal).UserID
		decide := func(deciders ...string) error {
			done, err := r.DecideGate(r.manager(), desk.DecideGateInput{
				ID: g.ID, Version: g.Version, Decision: process.GateDecisionEnd, Reason: pointer("no"), Deciders: deciders,
			})
			if err == nil && !slices.Equal(done.Record.Deciders, append([]string{r.staff[process.UserRolePresalesManager].UserID}, deciders...)) {
				t.Errorf("decided by %v", done.Record.Deciders)
			}
			return err
		}
		r.want(decide(lawyer), "VALIDATION_FAILED deciders")
		r.want(decide(seller, seller), "VALIDATION_FAILED deciders")
		r.want(decide(process.IDOf(ent.TypeUser, strings.Repeat("0", 26))), "NOT_FOUND")
		r.want(decide(g.OpportunityID), "VALIDATION_FAILED deciders")
		r.want(decide(seller), "")
	})
}

func TestBadInputAtGates(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		stale := func(id string, version int) error {
			_, err := r.DecideGate(r.manager(), desk.DecideGateInput{ID: id, Version: version, Decision: process.GateDecisionEnd, Reason: pointer("x")})
			return err
		}
		g := r.open(o)
		r.want(stale(process.IDOf(ent.TypeGate, strings.Repeat("0", 26)), 1), "NOT_FOUND")
		r.want(stale(g.ID, g.Version+1), "CONFLICT")
		r.want(stale(o.ID, 1), "VALIDATION_FAILED id")
		_, err := r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version + 1})
		r.want(err, "CONFLICT")
		_, err = r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: g.ID, Version: 1})
		r.want(err, "VALIDATION_FAILED id")
		_, err = r.ScheduleGate(r.manager(), desk.ScheduleGateInput{OpportunityID: o.ID, Version: o.Version, ScheduledFor: r.now()})
		r.want(err, "VALIDATION_FAILED scheduledFor")
		judge := func(in desk.CheckGateCriterionInput) error {
			in.ID, in.Version = g.ID, g.Version
			_, err := r.CheckGateCriterion(r.manager(), in)
			return err
		}
		r.want(judge(desk.CheckGateCriterionInput{Code: "owner", State: process.CriterionStateMet}), "VALIDATION_FAILED evidence")
		r.want(judge(desk.CheckGateCriterionInput{Code: "owner", State: process.CriterionStateMet, Evidence: pointer(" \n")}), "VALIDATION_FAILED evidence")
		r.want(judge(desk.CheckGateCriterionInput{Code: "luck", State: process.CriterionStateNotMet}), "VALIDATION_FAILED code")
		r.want(judge(desk.CheckGateCriterionInput{Code: "owner", State: process.CriterionStateMet, Evidence: pointer("a\x00")}), "VALIDATION_FAILED evidence")
		r.want(judge(desk.CheckGateCriterionInput{Code: "owner", State: process.CriterionStateMet, Evidence: pointer(strings.Repeat("长", 1<<20))}), "VALIDATION_FAILED evidence")
		_, err = r.ArchiveRecord(r.manager(), desk.RecordInput{ID: g.ID, Version: g.Version})
		r.want(err, "ILLEGAL_TRANSITION")
		_, err = r.ArchiveRecord(r.sales(), desk.RecordInput{ID: o.ID, Version: o.Version})
		r.ok(err)
		r.want(stale(g.ID, g.Version), "CONFLICT")
		_, err = r.OpenGate(r.manager(), desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version + 1})
		r.want(err, "CONFLICT")
	})
}

func TestAPlannedGateIsOpenedAndKeepsItsTime(t *testing.T) {
	rounds(t, func(r *round) {
		o, when := r.tender(), r.now().AddDate(0, 0, 3)
		planned, err := r.ScheduleGate(r.sales(), desk.ScheduleGateInput{OpportunityID: o.ID, Version: o.Version, ScheduledFor: when})
		r.ok(err)
		if planned.Record.Status != process.GateStatusNotStarted || len(planned.Record.Checklist) == 0 {
			t.Fatalf("planned %+v", planned.Record)
		}
		_, err = r.CheckGateCriterion(r.sales(), desk.CheckGateCriterionInput{ID: planned.Record.ID, Version: 1, Code: "owner", State: process.CriterionStateNotMet})
		r.want(err, "GATE_BLOCKED")
		moved, err := r.ScheduleGate(r.sales(), desk.ScheduleGateInput{OpportunityID: o.ID, Version: o.Version, ScheduledFor: when.AddDate(0, 0, 1)})
		r.ok(err)
		if moved.Record.ID != planned.Record.ID {
			t.Error("moving a gate makes another")
		}
		if g := r.open(o); g.ID != planned.Record.ID || g.Attempt != 1 || !g.ScheduledFor.Equal(when.AddDate(0, 0, 1)) {
			t.Errorf("opened %+v", g)
		}
	})
}

// Of 64 who decide at once exactly one does, and the log has each of its changes once.
func TestOnlyOneOfManyDecisionsCounts(t *testing.T) {
	rounds(t, func(r *round) {
		o := r.tender()
		g := r.judge(r.open(o))
		decisions := []process.GateDecision{process.GateDecisionAdvance, process.GateDecisionEnd}
		manager := r.manager()
		var wg sync.WaitGroup
		var mu sync.Mutex
		won, lost := 0, map[process.Code]int{}
		for i := range 64 {
			wg.Go(func() {
				done, err := r.DecideGate(manager, desk.DecideGateInput{ID: g.ID, Version: g.Version, Decision: decisions[i%2], Reason: pointer("now")})
				mu.Lock()
				defer mu.Unlock()
				if err == nil && done.Record != nil {
					won++
				} else {
					lost[process.CodeOf(err)]++
				}
			})
		}
		wg.Wait()
		if won != 1 || lost[process.CodeConflict]+lost[process.CodeIllegalTransition] != 63 {
			t.Errorf("%d won, the others: %v", won, lost)
		}
		rows, err := r.Read(r.system).Change.Query().Where(change.EntityID(g.ID), change.OperationEQ(process.ChangeOperationUpdate)).All(r.system)
		r.ok(err)
		decided := 0
		for _, row := range rows {
			if _, ok := row.Fields["decision"]; ok {
				decided++
			}
		}
		if decided != 1 {
			t.Errorf("the log has %d decisions", decided)
		}
		o = r.again(o)
		r.wantStage(o, o.Stage, o.Status)
	})
}

// Of 64 who open the gate at once exactly one does.
func TestOnlyOneOfManyOpensAGate(t *testing.T) {
	rounds(t, func(r *round) {
		o, manager := r.tender(), r.manager()
		var wg sync.WaitGroup
		var mu sync.Mutex
		opened := 0
		for range 64 {
			wg.Go(func() {
				if done, err := r.OpenGate(manager, desk.OpenGateInput{OpportunityID: o.ID, Version: o.Version}); err == nil && done.Record != nil {
					mu.Lock()
					defer mu.Unlock()
					opened++
				}
			})
		}
		wg.Wait()
		if n, err := r.Read(r.system).Gate.Query().Where(entgate.OpportunityID(o.ID)).Count(r.system); opened != 1 || n != 1 || err != nil {
			t.Errorf("%d opened it, there are %d, %v", opened, n, err)
		}
	})
}
