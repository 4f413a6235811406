package desk_test

import (
	"context"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// The change feed says from what an opportunity grew, and to where a task moved, only to who sees that.
func TestChangesNameNothingThatIsHidden(t *testing.T) {
	crews(t, func(c *crew) {
		before, err := c.LastChange(c.system)
		c.want(err, "")
		hidden, open := c.opportunity("灯塔", "mei"), c.opportunity("码头", "mei")
		task := does(c, c.by("lin"), ent.CreateTaskInput{Title: "提纲", OpportunityID: &hidden.ID}, c.CreateTask)
		c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
			if err := tx.Opportunity.UpdateOneID(open.ID).SetOriginID(hidden.ID).SetName("新码头").Exec(ctx); err != nil {
				return err
			}
			return tx.Task.UpdateOneID(task.ID).SetOpportunityID(open.ID).SetTitle("新提纲").Exec(ctx)
		})
		c.protects(hidden.ID, desk.ProtectOpportunityInput{NeedToKnow: new(true)})
		for name, sees := range map[string]bool{"mei": true, "aud": true, "bo": false, "lin": false, "ada": false} {
			all := 100
			feed, err := c.Changes(c.by(name), &before, &all, nil)
			c.want(err, "")
			told, renamed := 0, 0
			for _, change := range feed.Changes {
				for field, f := range change.Fields {
					if f.From == hidden.ID || f.To == hidden.ID {
						told++
					}
					if change.EntityID == open.ID && field == "name" {
						renamed++
					}
				}
			}
			if (told == 2) != sees || told > 0 && !sees || renamed != 1 {
				c.Errorf("%s is told of it %d times, and %d times of the name", name, told, renamed)
			}
		}
	})
}

// What is not looked at because it cannot be hidden is what the predicate of queries leaves alone.
func TestWhatCannotBeHiddenIsNotNarrowed(t *testing.T) {
	bound := &process.Viewer{UserID: "u", Role: process.UserRoleSales, Customers: []string{"c"}}
	for _, v := range []*process.Viewer{
		{System: true},
		{UserID: "u", Role: process.UserRoleAdmin, Scope: process.TokenScopeAdmin},
		{UserID: "u", Role: process.UserRoleAuditor},
		{UserID: "u", Role: process.UserRoleSales},
		{UserID: "u", Role: process.UserRoleSales, Clearance: process.ClassificationSecret},
		{UserID: "u", Role: process.UserRoleFinance},
		{UserID: "u", Role: process.UserRolePresalesConsultant},
		{UserID: "u", Role: process.UserRoleAuditor, GroupsOnly: []process.FieldGroup{process.FieldGroupPersonal}},
		{UserID: "u", Role: process.UserRolePartner},
		{UserID: "u", Role: process.UserRoleLegal, Rows: process.RowScopeOwn},
		{UserID: "u", Role: process.UserRoleSales, ReadsOnly: []process.Entity{ent.TypeTask}},
		bound,
	} {
		for e := range process.Entities() {
			if desk.Narrows(v, e) && !process.MayBeHidden(v, e) {
				t.Errorf("%s may be hidden from %+v", e, *v)
			}
		}
	}
}

// Who may not see a library item reads no talk of it.
func TestCommentsOnAClassifiedLibraryItemAreHidden(t *testing.T) {
	crews(t, func(c *crew) {
		item := did(c, ent.CreateContentItemInput{Title: "等保手册"}, c.CreateContentItem)
		said := does(c, c.by("lin"), desk.AddCommentInput{SubjectID: item.ID, Body: "价格在附录三 @" + *c.id("bo")}, c.AddComment)
		comments := func(name string) int {
			n, err := c.Read(c.by(name)).Comment.Query().Count(c.by(name))
			c.want(err, "")
			return n
		}
		if comments("bo") != 1 {
			c.Error("an open item hides talk of it")
		}
		did(c, ent.UpdateContentItemInput{ID: item.ID, Version: 1, Classification: new(process.ClassificationSecret)}, c.UpdateContentItem)
		if comments("bo") != 0 || comments("aud") != 1 {
			c.Errorf("bo reads %d of it, the auditor %d", comments("bo"), comments("aud"))
		}
		if _, err := c.Node(c.by("bo"), said.ID, nil); process.CodeOf(err) != process.CodeNotFound {
			c.Errorf("node: %v", err)
		}
	})
}
