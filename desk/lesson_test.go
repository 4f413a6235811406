package desk_test

import (
	"context"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bargain) learned(by context.Context) *ent.Lesson {
	b.Helper()
	return agreed(b, ent.Lesson{})(b.CreateLesson(by, ent.CreateLessonInput{
		Title: "接口要先确认", DrivingEvent: pointer("接口延误两周"), Lesson: pointer("接口人未定"), Recommendation: pointer("评审前确认接口人"), Evidence: pointer("周报第 7 期"),
	}))
}

func (b *bargain) moved(by context.Context, l *ent.Lesson, to process.LessonStatus) *ent.Lesson {
	b.Helper()
	return agreed(b, ent.Lesson{})(b.ChangeLessonStatus(by, desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: to}))
}

func TestALessonBecomesPracticeByTheWordOfOthers(t *testing.T) {
	bargains(t, func(b *bargain) {
		l := b.learned(b.delivery())
		manager, product := b.by(process.UserRolePresalesManager), b.by(process.UserRoleProduct)
		step := func(by context.Context, to process.LessonStatus) error {
			return second(b.ChangeLessonStatus(by, desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: to}))
		}
		l = b.moved(b.delivery(), l, process.LessonStatusSubmitted)
		b.want(step(b.delivery(), process.LessonStatusValidated), "FORBIDDEN")
		b.want(step(b.sales(), process.LessonStatusValidated), "FORBIDDEN")
		b.want(step(b.by(process.UserRoleFinance), process.LessonStatusValidated), "FORBIDDEN")
		for field, in := range map[string]ent.UpdateLessonInput{"evidence": {ClearEvidence: true}, "recommendation": {Recommendation: pointer(" ")}} {
			before := l
			in.ID, in.Version = l.ID, l.Version
			l = agreed(b, ent.Lesson{})(b.UpdateLesson(b.delivery(), in))
			b.want(step(manager, process.LessonStatusValidated), "VALIDATION_FAILED "+field)
			l = agreed(b, ent.Lesson{})(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: l.ID, Version: l.Version, Evidence: &before.Evidence, Recommendation: &before.Recommendation}))
		}
		l = b.moved(manager, l, process.LessonStatusValidated)
		b.want(step(b.delivery(), process.LessonStatusAdopted), "FORBIDDEN")
		l = b.moved(product, l, process.LessonStatusAdopted)
		b.want(second(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: l.ID, Version: l.Version, Recommendation: pointer("随意")})), "ILLEGAL_TRANSITION")
		b.want(second(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: l.ID, Version: l.Version, ClearEvidence: true})), "ILLEGAL_TRANSITION")
		l = agreed(b, ent.Lesson{})(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: l.ID, Version: l.Version, Title: pointer("先定接口人"), Tags: []string{"接口"}}))
		b.want(second(b.ArchiveRecord(b.delivery(), desk.RecordInput{ID: l.ID, Version: l.Version})), "ILLEGAL_TRANSITION")
		if l = b.moved(b.delivery(), l, process.LessonStatusRetired); l.Status != process.LessonStatusRetired {
			b.Errorf("retired %+v", l)
		}
	})
}

// Every step is tried in every state.
func TestALessonTakesOnlyTheStepsOfItsStateMachine(t *testing.T) {
	bargains(t, func(b *bargain) {
		allowed := map[string]bool{"DRAFT SUBMITTED": true, "SUBMITTED VALIDATED": true, "SUBMITTED REJECTED": true, "VALIDATED ADOPTED": true, "ADOPTED RETIRED": true}
		for _, from := range process.LessonStatus("").Values() {
			for _, to := range process.LessonStatus("").Values() {
				l := b.learned(b.delivery())
				b.set(`UPDATE lessons SET status = $1 WHERE id = $2`, from, l.ID)
				_, err := b.ChangeLessonStatus(b.by(process.UserRolePresalesManager), desk.ChangeLessonStatusInput{ID: l.ID, Version: l.Version, Status: process.LessonStatus(to)})
				if may := allowed[from+" "+to]; may != (err == nil) || err != nil && process.CodeOf(err) != process.CodeIllegalTransition {
					b.Errorf("%s to %s: %v", from, to, err)
				}
			}
		}
	})
}

func TestBadLessonsAreRefused(t *testing.T) {
	bargains(t, func(b *bargain) {
		for field, in := range map[string]ent.CreateLessonInput{
			"title": {}, "lesson": {Title: "x", Lesson: pointer("a\x00")}, "evidence": {Title: "x", Evidence: pointer(strings.Repeat("x", 1<<20+1))},
			"ownerID": {Title: "x", OwnerID: &b.deal.ID}, "supersedesID": {Title: "x", SupersedesID: pointer("")},
		} {
			b.want(second(b.CreateLesson(b.delivery(), in)), "VALIDATION_FAILED "+field)
		}
		b.want(second(b.CreateLesson(b.delivery(), ent.CreateLessonInput{Title: "x", RetrospectiveID: pointer("ret_" + strings.Repeat("0", 26))})), "NOT_FOUND")
		b.want(second(b.CreateLesson(b.by(process.UserRoleFinance), ent.CreateLessonInput{Title: "x"})), "FORBIDDEN")
		bare := agreed(b, ent.Lesson{})(b.CreateLesson(b.delivery(), ent.CreateLessonInput{Title: "x", DrivingEvent: pointer(" "), Lesson: pointer("l"), Recommendation: pointer("r")}))
		submit := desk.ChangeLessonStatusInput{ID: bare.ID, Version: bare.Version, Status: process.LessonStatusSubmitted}
		b.want(second(b.ChangeLessonStatus(b.delivery(), submit)), "VALIDATION_FAILED drivingEvent")
		submit.Version++
		b.want(second(b.ChangeLessonStatus(b.delivery(), submit)), "CONFLICT")
		old, heir := b.learned(b.delivery()), b.learned(b.delivery())
		agreed(b, ent.Lesson{})(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: heir.ID, Version: heir.Version, SupersedesID: &old.ID}))
		for _, by := range []string{old.ID, heir.ID} {
			b.want(second(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: old.ID, Version: old.Version, SupersedesID: &by})), "VALIDATION_FAILED supersedesID")
		}
		_, err := b.ArchiveRecord(b.delivery(), desk.RecordInput{ID: old.ID, Version: old.Version})
		b.want(err, "")
		b.want(second(b.UpdateLesson(b.delivery(), ent.UpdateLessonInput{ID: old.ID, Version: old.Version + 1, Title: pointer("y")})), "CONFLICT")
	})
}
