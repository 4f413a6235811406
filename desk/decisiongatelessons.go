package desk

import (
	"context"
	"strings"

	"bidwell/ent"
	entgate "bidwell/ent/gate"
	"bidwell/ent/lesson"
	"bidwell/ent/lessonexposure"
	"bidwell/ent/opportunity"
	"bidwell/process"
	"bidwell/search"
)

// alikeLessons is how many lessons the case library is asked for that are like an opportunity.
const alikeLessons = 100

// lessonsLike finds out how like an opportunity the lessons of the case library are, from 0 to 1 for the most alike. It is
// asked before the transaction, which must not wait for it; without a library that can answer, lessons are chosen by what
// they say of themselves.
func (d *Desk) lessonsLike(ctx context.Context, opportunityID string) map[string]float64 {
	if d.library == nil {
		return nil
	}
	o, err := d.reader.Opportunity.Query().Where(opportunity.ID(opportunityID)).Only(ctx)
	if err != nil {
		return nil // the transaction will say why
	}
	text := strings.TrimSpace(o.Name + "\n" + o.Description)
	if r := []rune(text); len(r) > maxSimilarText {
		text = string(r[:maxSimilarText])
	}
	bounded, cancel := context.WithTimeout(ctx, searchTime)
	defer cancel()
	found, err := d.library.Similar(bounded, search.SimilarQuery{
		Text: text, Limit: alikeLessons, Scopes: []string{scopeAll},
		Filter: search.Filter{Kinds: []string{string(process.SearchKindLesson)}},
	})
	if err != nil {
		d.options.Log.WarnContext(ctx, "lessons are chosen without the case library", "opportunity", opportunityID, "error", err)
		return nil
	}
	alike := map[string]float64{}
	for _, h := range found.Hits {
		alike[h.ID] = h.Score / found.Hits[0].Score
	}
	return alike
}

// showLessons notes which lessons are shown at a gate, beside those that it shows already: the most relevant ones that
// this opportunity has not answered for good at another.
func (w *writing) showLessons(ctx context.Context, p *passage, alike map[string]float64) error {
	shown, err := w.tx.LessonExposure.Query().Where(lessonexposure.OpportunityID(p.opportunity.ID)).All(AsSystem(ctx))
	if err != nil {
		return err
	}
	rank, known := 0, map[string]bool{}
	for _, e := range shown {
		if e.GateID == p.gate.ID {
			rank = max(rank, e.Rank)
		}
		deferred := e.Response == nil || *e.Response == process.ExposureResponseDeferred
		known[e.LessonID] = known[e.LessonID] || e.GateID == p.gate.ID || !deferred
	}
	candidates, err := w.lessonsInForce(ctx, known, alike)
	if err != nil {
		return err
	}
	in := process.LessonContext{Stage: p.def.Stage, Gate: p.def.Kind, Type: p.opportunity.Type, Industry: p.opportunity.Industry}
	if in.Industry == "" && p.opportunity.CustomerID != nil {
		c, err := w.tx.Customer.Get(AsSystem(ctx), *p.opportunity.CustomerID)
		if err != nil {
			return err
		}
		in.Industry = c.Industry
	}
	var rows []*ent.LessonExposureCreate
	for _, l := range process.RankLessons(candidates, in, p.def.Lessons-rank) {
		rank++
		rows = append(rows, w.tx.LessonExposure.Create().SetID(w.newID(ent.TypeLessonExposure)).SetGateID(p.gate.ID).SetLessonID(l.ID).
			SetOpportunityID(p.opportunity.ID).SetRank(rank).SetScore(l.Score))
	}
	return w.tx.LessonExposure.CreateBulk(rows...).Exec(ctx)
}

// lessonsInForce are the lessons that hold, without those that another has taken the place of. Those of protected
// opportunities are shown at no gate, not even at one of their own.
func (w *writing) lessonsInForce(ctx context.Context, known map[string]bool, alike map[string]float64) ([]process.LessonFacts, error) {
	rows, err := w.tx.Lesson.Query().
		Where(lesson.StatusIn(process.LessonStatusAdopted, process.LessonStatusValidated), lesson.ArchivedAtIsNil()).
		Select(lesson.FieldID, lesson.FieldStatus, lesson.FieldAppliesTo, lesson.FieldSupersedesID).All(asAnybody(ctx))
	if err != nil {
		return nil, err
	}
	replaced := map[string]bool{}
	for _, l := range rows {
		replaced[value(l.SupersedesID)] = true
	}
	var all []process.LessonFacts
	for _, l := range rows {
		if !replaced[l.ID] && !known[l.ID] {
			all = append(all, process.LessonFacts{ID: l.ID, Status: l.Status, AppliesTo: l.AppliesTo, Similarity: alike[l.ID]})
		}
	}
	return all, nil
}

// AnswerLessonInput says what became of a lesson that was shown at a gate.
type AnswerLessonInput struct {
	ID       string
	Version  int
	Response process.ExposureResponse
	Reason   string
}

// AnswerLesson answers a lesson shown at a gate: how it was applied, or why not. It can be answered anew until the gate is
// decided. Errors: CONFLICT, FORBIDDEN, ILLEGAL_TRANSITION, NOT_FOUND, VALIDATION_FAILED without a reason.
func (d *Desk) AnswerLesson(ctx context.Context, in AnswerLessonInput) (Written[ent.LessonExposure], error) {
	return update(ctx, d, ent.TypeLessonExposure, in.ID, in.Version, func(ctx context.Context, w *writing) (*ent.LessonExposure, error) {
		e, err := w.tx.LessonExposure.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		g, err := w.tx.Gate.Query().Where(entgate.ID(e.GateID)).Only(AsSystem(ctx))
		if err != nil {
			return nil, err
		}
		if err := w.mayAnswer(ctx, g); err != nil {
			return nil, err
		}
		if process.CheckGateStatus(facts(g), process.GateStatusTailoredOut) != nil {
			return nil, process.NewError(process.CodeIllegalTransition, process.MsgExposureClosed)
		}
		if strings.TrimSpace(in.Reason) == "" {
			return nil, process.Invalid("reason", process.MsgReasonRequired)
		}
		return e.Update().SetResponse(in.Response).SetReason(in.Reason).SetAnsweredAt(d.now()).SetNillableAnsweredByID(w.hand()).Save(allow(ctx))
	})
}

// mayAnswer holds that lessons are answered by those who work on the opportunity or decide its gate.
func (w *writing) mayAnswer(ctx context.Context, g *ent.Gate) error {
	if w.mayWrite(ent.TypeLessonExposure) == nil {
		return nil
	}
	o, err := w.tx.Opportunity.Get(AsSystem(ctx), g.OpportunityID)
	if err != nil {
		return err
	}
	_, t, err := w.follow(ctx, o)
	if err != nil {
		return err
	}
	if def := process.GateAt(t, g.Stage); def == nil || !process.MayDecideGate(w.viewer, *def) {
		return process.NewError(process.CodeForbidden, process.MsgForbidden)
	}
	return nil
}
