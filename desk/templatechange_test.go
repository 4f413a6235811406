package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

// From a lesson to the process: proposed, accepted by somebody else, carried out by a version.
func TestALessonChangesTheProcess(t *testing.T) {
	rounds(t, func(r *round) {
		l := r.learned("check the seal early", process.AppliesTo{}, process.LessonStatusAdopted)
		propose := func(in desk.ProposeTemplateChangeInput) (string, error) {
			done, err := r.ProposeTemplateChange(r.by(process.UserRoleDelivery), in)
			if err != nil {
				return "", err
			}
			return done.Record.ID, nil
		}
		_, err := propose(desk.ProposeTemplateChangeInput{LessonID: l.ID, TemplateCode: "LUNCH", Text: "x"})
		r.want(err, "VALIDATION_FAILED templateCode")
		_, err = propose(desk.ProposeTemplateChangeInput{LessonID: l.ID, TemplateCode: process.TemplateTenderBid})
		r.want(err, "VALIDATION_FAILED text")
		_, err = propose(desk.ProposeTemplateChangeInput{LessonID: "nothing", TemplateCode: process.TemplateTenderBid, Text: "x"})
		r.want(err, "VALIDATION_FAILED lessonID")
		id, err := propose(desk.ProposeTemplateChangeInput{LessonID: l.ID, TemplateCode: process.TemplateTenderBid, Text: "A criterion for the seal."})
		r.ok(err)
		draft := r.draft(process.TemplateTenderBid, func(*process.TemplateDefinition) {})
		publish := func(ids ...string) error {
			_, err := r.PublishTemplateVersion(r.manager(), desk.PublishTemplateVersionInput{ID: draft.ID, Version: draft.Version, ChangeIDs: ids})
			return err
		}
		r.want(publish(id), "ILLEGAL_TRANSITION changeIDs")
		decide := func(role process.UserRole, to process.TemplateChangeStatus, reason string) error {
			now, err := r.Read(r.system).TemplateChange.Get(r.system, id)
			r.ok(err)
			_, err = r.DecideTemplateChange(r.by(role), desk.DecideTemplateChangeInput{ID: id, Version: now.Version, Status: to, Reason: reason})
			return err
		}
		r.want(decide(process.UserRoleDelivery, process.TemplateChangeStatusAccepted, "x"), "FORBIDDEN")
		r.want(decide(process.UserRolePresalesManager, process.TemplateChangeStatusAccepted, ""), "VALIDATION_FAILED reason")
		r.want(decide(process.UserRolePresalesManager, process.TemplateChangeStatusProposed, "x"), "ILLEGAL_TRANSITION")
		r.want(decide(process.UserRolePresalesManager, process.TemplateChangeStatusAccepted, "it happened twice"), "")
		r.want(decide(process.UserRolePresalesManager, process.TemplateChangeStatusRejected, "x"), "ILLEGAL_TRANSITION")
		other := r.draft(process.TemplateDirectProject, func(*process.TemplateDefinition) {})
		_, err = r.PublishTemplateVersion(r.manager(), desk.PublishTemplateVersionInput{ID: other.ID, Version: other.Version, ChangeIDs: []string{id}})
		r.want(err, "VALIDATION_FAILED changeIDs")
		r.want(publish(id), "")
		done, err := r.Read(r.system).TemplateChange.Get(r.system, id)
		r.ok(err)
		if done.TemplateID == nil || *done.TemplateID != draft.ID || done.DecidedByID == nil {
			t.Errorf("carried out: %+v", done)
		}
		draft = r.draft(process.TemplateTenderBid, func(*process.TemplateDefinition) {})
		r.want(publish(id), "ILLEGAL_TRANSITION changeIDs")
		own, err := r.ProposeTemplateChange(r.manager(), desk.ProposeTemplateChangeInput{LessonID: l.ID, TemplateCode: process.TemplateTenderBid, Text: "x"})
		r.ok(err)
		id = own.Record.ID
		r.want(decide(process.UserRolePresalesManager, process.TemplateChangeStatusAccepted, "mine"), "FORBIDDEN")
	})
}
