package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestMentionedColleaguesAreToldOnce(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("沧垣港5G", "mei")
		left := did(c, ent.CreateUserInput{Name: "left", Active: pointer(false)}, c.CreateUser)
		comment := does(c, c.by("lin"), desk.AddCommentInput{
			SubjectID: o.ID, Body: fmt.Sprintf("# 请看\n@%s @%s @%s @%s @usr_%s", *c.id("bo"), *c.id("bo"), *c.id("lin"), left.ID, strings.Repeat("0", 26)),
		}, c.AddComment)
		if comment.OpportunityID == nil || *comment.OpportunityID != o.ID || *comment.AuthorID != *c.id("lin") || len(comment.Mentions) != 2 {
			c.Errorf("%v", comment)
		}
		c.wantTold("bo", "MENTION 请看")
		c.wantTold("lin")
		// Who is mentioned anew is told; who was already is not told again.
		does(c, c.by("lin"), desk.EditCommentInput{ID: comment.ID, Version: 1, Body: fmt.Sprintf("请看 @%s @%s", *c.id("bo"), *c.id("dan"))}, c.EditComment)
		c.wantTold("bo", "MENTION 请看")
		if got := c.told("dan"); len(got) != 1 || !strings.HasPrefix(got[0], "MENTION 请看") {
			c.Errorf("dan was told %q", got)
		}
	})
}

func TestWhoMayNotSeeARecordIsNotToldOfIt(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("沧垣港5G", "mei")
		risk := did(c, ent.CreateRiskInput{Title: "延期", OpportunityID: o.ID}, c.CreateRisk)
		comment := does(c, c.by("lin"), desk.AddCommentInput{SubjectID: risk.ID, Body: "@" + *c.id("pat") + " @" + *c.id("bo")}, c.AddComment)
		if len(comment.Mentions) != 1 || *comment.OpportunityID != o.ID {
			c.Errorf("a partner is mentioned on a risk: %v", comment)
		}
		c.wantTold("pat")
	})
}

func TestCommentsRefuse(t *testing.T) {
	crews(t, func(c *crew) {
		o, other := c.opportunity("甲", "mei"), c.opportunity("乙", "mei")
		archived := c.opportunity("丙", "mei")
		_, err := c.ArchiveRecord(c.system, desk.RecordInput{ID: archived.ID, Version: 1})
		c.want(err, "")
		elsewhere := does(c, c.by("bo"), desk.AddCommentInput{SubjectID: other.ID, Body: "x"}, c.AddComment)
		token := c.issue(c.by("bo"), desk.CreateAPITokenInput{Name: "t", Scope: process.TokenScopeRead})
		for name, row := range map[string]struct {
			by      string
			in      desk.AddCommentInput
			refusal string
		}{
			"on nothing":             {"bo", desk.AddCommentInput{SubjectID: "opp_" + strings.Repeat("0", 26), Body: "x"}, "NOT_FOUND subjectID"},
			"on no id":               {"bo", desk.AddCommentInput{SubjectID: "x", Body: "x"}, "VALIDATION_FAILED subjectID"},
			"on an archived record":  {"bo", desk.AddCommentInput{SubjectID: archived.ID, Body: "x"}, "CONFLICT subjectID"},
			"on a token":             {"bo", desk.AddCommentInput{SubjectID: token.Record.ID, Body: "x"}, "NOT_FOUND"},
			"without a word":         {"bo", desk.AddCommentInput{SubjectID: o.ID}, "VALIDATION_FAILED body"},
			"of a megabyte":          {"bo", desk.AddCommentInput{SubjectID: o.ID, Body: strings.Repeat("x", 1<<20)}, "VALIDATION_FAILED body"},
			"with control":           {"bo", desk.AddCommentInput{SubjectID: o.ID, Body: "\x01"}, "VALIDATION_FAILED body"},
			"in reply to elsewhere":  {"bo", desk.AddCommentInput{SubjectID: o.ID, Body: "x", ReplyToID: &elsewhere.ID}, "VALIDATION_FAILED replyToID"},
			"in reply to no comment": {"bo", desk.AddCommentInput{SubjectID: o.ID, Body: "x", ReplyToID: &o.ID}, "VALIDATION_FAILED replyToID"},
			"by an auditor":          {"aud", desk.AddCommentInput{SubjectID: o.ID, Body: "x"}, "FORBIDDEN"},
			"and in reply":           {"mei", desk.AddCommentInput{SubjectID: other.ID, Body: "x", ReplyToID: &elsewhere.ID}, ""},
		} {
			if _, err := c.AddComment(c.by(row.by), row.in); true {
				if c.want(err, row.refusal); c.Failed() {
					c.Fatal(name)
				}
			}
		}
		refuses(c, "FORBIDDEN", c.by("lin"), desk.EditCommentInput{ID: elsewhere.ID, Version: 1, Body: "y"}, c.EditComment)
		refuses(c, "CONFLICT", c.by("bo"), desk.EditCommentInput{ID: elsewhere.ID, Version: 2, Body: "y"}, c.EditComment)
		refuses(c, "VALIDATION_FAILED body", c.by("bo"), desk.EditCommentInput{ID: elsewhere.ID, Version: 1}, c.EditComment)
		hidden := did(c, ent.CreateRiskInput{Title: "x", OpportunityID: o.ID}, c.CreateRisk)
		refuses(c, "NOT_FOUND subjectID", c.by("pat"), desk.AddCommentInput{SubjectID: hidden.ID, Body: "x"}, c.AddComment)
	})
}
