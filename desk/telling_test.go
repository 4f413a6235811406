package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/ent/notification"
	"bidwell/ent/store"
	"bidwell/process"
)

// The table of package process names tables and columns: a row that names none would be silent for ever.
func TestEveryTellingNamesColumnsThatExist(t *testing.T) {
	crews(t, func(c *crew) {
		for _, row := range process.Tellings() {
			columns := row.Field
			if row.To == process.AudienceField {
				columns += ", " + row.Recipient()
			}
			if name := process.NameColumn(row.Entity); name != "" {
				columns += ", " + name
			}
			rows, err := c.Store().DB().Query("SELECT " + columns + " FROM " + ent.TableOf(string(row.Entity)))
			if err != nil {
				c.Errorf("%+v: %v", row, err)
				continue
			}
			c.want(rows.Close(), "")
		}
	})
}

// Who does something, and who hears of it: one change a row.
func TestChangesAreToldToWhomTheyConcern(t *testing.T) {
	crews(t, func(c *crew) {
		o := does(c, c.by("mei"), ent.CreateOpportunityInput{Name: "栖桐大学等保", OwnerID: c.id("mei"), PresalesLeadID: c.id("bo")}, c.CreateOpportunity)
		c.wantTold("mei") // it is her own doing
		c.wantTold("bo", "ASSIGNED 栖桐大学等保")

		task := does(c, c.by("lin"), ent.CreateTaskInput{Title: "提纲", OwnerID: c.id("dan")}, c.CreateTask)
		task = does(c, c.by("lin"), ent.UpdateTaskInput{ID: task.ID, Version: 1, Title: pointer("提纲二稿")}, c.UpdateTask) // no new owner
		c.wantTold("dan", "ASSIGNED 提纲")
		task = does(c, c.by("lin"), ent.UpdateTaskInput{ID: task.ID, Version: 2, OwnerID: c.id("bo")}, c.UpdateTask)
		task = does(c, c.by("lin"), ent.UpdateTaskInput{ID: task.ID, Version: 3, OwnerID: c.id("dan")}, c.UpdateTask) // back again is news again
		does(c, c.by("dan"), ent.UpdateTaskInput{ID: task.ID, Version: 4, ClearOwner: true}, c.UpdateTask)
		c.wantTold("dan", "ASSIGNED 提纲", "ASSIGNED 提纲二稿")

		request := c.support("mei", desk.CreateSupportRequestInput{Title: "勘察", AssigneeID: c.id("eve"), Raci: []process.Raci{
			{Part: process.RaciPartResponsible, UserID: *c.id("eve")}, {Part: process.RaciPartInformed, UserID: *c.id("kim")},
		}})
		c.wantTold("eve", "ASSIGNED 勘察") // once, although named twice
		c.wantTold("kim", "ASSIGNED 勘察")
		does(c, c.by("mei"), desk.SetSupportRaciInput{ID: request.ID, Version: 1, Raci: []process.Raci{{Part: process.RaciPartInformed, UserID: *c.id("kim")}, {Part: process.RaciPartConsulted, UserID: *c.id("fin")}}}, c.SetSupportRaci)
		c.wantTold("kim", "ASSIGNED 勘察")
		c.wantTold("fin", "ASSIGNED 勘察")

		c.write(func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
			return tx.Clarification.Create().SetID(id(ent.TypeClarification)).SetOpportunityID(o.ID).SetIssuedAt(c.now()).SetText("延期").Exec(ctx)
		})
		c.wantTold("mei", "ASSIGNED 栖桐大学等保")
		c.wantTold("bo", "ASSIGNED 栖桐大学等保", "ASSIGNED 提纲二稿", "ASSIGNED 栖桐大学等保")
	})
}

func TestApprovalsAndGatesAreToldToThoseWhoMayDecide(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("栖桐大学等保", "mei")
		limit := int64(500_000_00)
		for role, limit := range map[process.UserRole]*int64{process.UserRoleFinance: &limit, process.UserRoleAdmin: nil} {
			did(c, ent.CreateAuthorityRuleInput{Type: process.ApprovalTypePrice, Role: role, LimitAmount: limit}, c.CreateAuthorityRule)
		}
		ask := func(by string, amount int64) {
			c.Helper()
			err := c.writeAs(c.by(by), func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
				return tx.Approval.Create().SetID(id(ent.TypeApproval)).SetType(process.ApprovalTypePrice).SetSubjectID(o.ID).SetOpportunityID(o.ID).
					SetAmount(amount).SetRequestedByID(*c.id(by)).Exec(ctx)
			})
			c.want(err, "")
		}
		ask("mei", limit)
		c.wantTold("fin", "APPROVAL 栖桐大学等保")
		c.wantTold("ada", "APPROVAL 栖桐大学等保")
		ask("mei", limit+1)
		c.wantTold("fin", "APPROVAL 栖桐大学等保")
		c.wantTold("ada", "APPROVAL 栖桐大学等保", "APPROVAL 栖桐大学等保")
		ask("fin", 1) // not to fin's own
		c.wantTold("fin", "APPROVAL 栖桐大学等保")
		c.wantTold("lin")
		one, err := c.Read(c.system).Approval.Query().First(c.system)
		c.want(err, "")
		c.want(c.writeAs(c.by("ada"), func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
			return tx.Approval.UpdateOneID(one.ID).SetStatus(process.ApprovalStatusApproved).Exec(ctx)
		}), "")
		c.wantTold("mei", "ASSIGNED 栖桐大学等保", "DECISION 栖桐大学等保")

		c.write(func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
			definition := process.TemplateDefinition{Gates: []process.GateDef{{Kind: process.GateKindPursuit, Deciders: []process.UserRole{process.UserRolePresalesManager}}}}
			template, err := tx.ProcessTemplate.Create().SetID(id(ent.TypeProcessTemplate)).SetCode("T").SetNumber(1).SetName("招标").SetDefinition(definition).Save(ctx)
			if err != nil {
				return err
			}
			if err := tx.Opportunity.UpdateOneID(o.ID).SetTemplateID(template.ID).Exec(ctx); err != nil {
				return err
			}
			gate, err := tx.Gate.Create().SetID(id(ent.TypeGate)).SetOpportunityID(o.ID).SetKind(process.GateKindPursuit).SetStage(process.OpportunityStageIntake).Save(ctx)
			if err != nil {
				return err
			}
			return gate.Update().SetStatus(process.GateStatusOpen).Exec(ctx)
		})
		c.wantTold("lin", "APPROVAL 栖桐大学等保")
		gate, err := c.Read(c.system).Gate.Query().Only(c.system)
		c.want(err, "")
		c.want(c.writeAs(c.by("lin"), func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
			return tx.Gate.UpdateOneID(gate.ID).SetDecision(process.GateDecisionAdvance).SetStatus(process.GateStatusDecided).Exec(ctx)
		}), "")
		c.wantTold("mei", "ASSIGNED 栖桐大学等保", "DECISION 栖桐大学等保", "DECISION 栖桐大学等保")
	})
}

func TestMutedKindsAndPeopleWhoLeftAreNotTold(t *testing.T) {
	crews(t, func(c *crew) {
		does(c, c.by("bo"), desk.SetNotificationPreferencesInput{Version: 1, Muted: []process.NotificationKind{process.NotificationKindAssigned}}, c.SetNotificationPreferences)
		does(c, c.system, ent.UpdateUserInput{ID: *c.id("dan"), Version: 1, Active: pointer(false)}, c.UpdateUser)
		for _, name := range []string{"bo", "dan"} {
			does(c, c.by("lin"), ent.CreateTaskInput{Title: "提纲", OwnerID: c.id(name)}, c.CreateTask)
			c.wantTold(name)
		}
		does(c, c.by("lin"), desk.AddCommentInput{SubjectID: *c.id("lin"), Body: "@" + *c.id("bo")}, c.AddComment)
		if got := c.told("bo"); len(got) != 1 {
			c.Errorf("bo was told %q", got)
		}
	})
}

// Telling nobody costs no statement: a change that concerns only who makes it takes as many as one that concerns nobody.
func TestNobodyToldNoStatement(t *testing.T) {
	crews(t, func(c *crew) {
		statements := func(in ent.CreateOpportunityInput) int {
			ctx, counter := store.CountStatements(c.by("mei"))
			_, err := c.CreateOpportunity(ctx, in)
			c.want(err, "")
			return counter.N()
		}
		statements(ent.CreateOpportunityInput{Name: "第一次"}) // reads templates that are kept
		nobody, oneself := statements(ent.CreateOpportunityInput{Name: "甲"}), statements(ent.CreateOpportunityInput{Name: "乙", OwnerID: c.id("mei")})
		another := statements(ent.CreateOpportunityInput{Name: "丙", OwnerID: c.id("bo")})
		// The people, how far their roles reach, whether they see it, and the notification; the log may take its additional row
		// with a statement of its own.
		if nobody != oneself || another <= nobody || another > nobody+5 {
			c.Errorf("%d statements when nobody is named, %d when oneself, %d when another", nobody, oneself, another)
		}
	})
}

func TestImportsTellNobody(t *testing.T) {
	crews(t, func(c *crew) {
		file := importer.Record{Line: 1, Entity: "Opportunity", System: "crm", ExternalID: "1", Fields: map[string]any{"name": "旧商机", "owner": importer.Ref{Entity: "user", By: "name", Value: "bo"}}}
		result, err := c.Import(c.system, []importer.Record{file})
		c.want(err, "")
		if result.Created != 1 {
			c.Fatalf("%+v", result)
		}
		owner, err := c.Read(c.system).Opportunity.Query().QueryOwner().Only(c.system)
		c.want(err, "")
		if owner.Name != "bo" {
			c.Errorf("it belongs to %s", owner.Name)
		}
		c.wantTold("bo")
	})
}

func TestNotificationsAreOnesOwn(t *testing.T) {
	crews(t, func(c *crew) {
		for i := range 3 {
			does(c, c.by("lin"), ent.CreateTaskInput{Title: fmt.Sprint("任务", i), OwnerID: c.id("bo")}, c.CreateTask)
		}
		unread := func(name string) int {
			n, err := c.UnreadNotifications(c.by(name))
			c.want(err, "")
			return n
		}
		ids, err := c.Read(c.by("bo")).Notification.Query().IDs(c.by("bo"))
		c.want(err, "")
		if len(ids) != 3 || unread("bo") != 3 || unread("lin") != 0 {
			c.Fatalf("bo has %d", len(ids))
		}
		if others, err := c.Read(c.by("ada")).Notification.Query().Count(c.by("ada")); err != nil || others != 0 {
			c.Errorf("an administrator sees %d of bo's, %v", others, err)
		}
		_, err = c.MarkNotificationsRead(c.by("lin"), desk.MarkNotificationsReadInput{IDs: ids})
		c.want(err, "NOT_FOUND ids")
		_, err = c.MarkNotificationsRead(c.by("bo"), desk.MarkNotificationsReadInput{IDs: append(slices.Clone(ids), "ntf_00000000000000000000000000")})
		c.want(err, "NOT_FOUND ids")
		_, err = c.MarkNotificationsRead(c.by("bo"), desk.MarkNotificationsReadInput{IDs: make([]string, 101)})
		c.want(err, "VALIDATION_FAILED ids")
		if unread("bo") != 3 {
			c.Error("a refused call marked something")
		}
		done, err := c.MarkNotificationsRead(c.by("bo"), desk.MarkNotificationsReadInput{IDs: []string{ids[0], ids[0], ids[1]}})
		c.want(err, "")
		again, err := c.MarkNotificationsRead(c.by("bo"), desk.MarkNotificationsReadInput{IDs: ids[:2]})
		c.want(err, "")
		if done.Read != 2 || done.Change == 0 || again.Read != 0 || again.Change != 0 || unread("bo") != 1 {
			c.Errorf("%+v, then %+v, %d unread", done, again, unread("bo"))
		}
		if nothing, err := c.MarkNotificationsRead(c.by("bo"), desk.MarkNotificationsReadInput{}); err != nil || nothing.Read != 0 {
			c.Errorf("%+v %v", nothing, err)
		}
	})
}

func TestPreferencesAreOnesOwn(t *testing.T) {
	crews(t, func(c *crew) {
		in := desk.SetNotificationPreferencesInput{Version: 1, Mail: []process.NotificationKind{process.NotificationKindDue}, Digest: true}
		u := does(c, c.by("bo"), in, c.SetNotificationPreferences)
		if len(u.Notifying.Mail) != 1 || !u.Notifying.Digest || u.Version != 2 {
			c.Errorf("%+v", u.Notifying)
		}
		refuses(c, "CONFLICT", c.by("bo"), in, c.SetNotificationPreferences)
		in.Version, in.Muted = 2, in.Mail
		refuses(c, "VALIDATION_FAILED muted", c.by("bo"), in, c.SetNotificationPreferences)
		refuses(c, "FORBIDDEN", c.by("aud"), desk.SetNotificationPreferencesInput{Version: 1}, c.SetNotificationPreferences)
		refuses(c, "UNAUTHENTICATED", c.Context(), in, c.SetNotificationPreferences)
		in.Muted = nil
		refuses(c, "VALIDATION_FAILED id", c.system, in, c.SetNotificationPreferences)
	})
}

func TestLettersAreSentOnceAndKeptWhenTheyCannotBe(t *testing.T) {
	crews(t, func(c *crew) {
		c.shanghai("2026-03-02 10:00")
		o := c.opportunity("商机", "mei") // ASSIGNED waits for the digest
		comment := func(who string) {
			does(c, c.by("lin"), desk.AddCommentInput{SubjectID: o.ID, Body: "看 @" + *c.id(who)}, c.AddComment)
		}
		comment("mei")
		comment("bo")
		var sent []string
		fail := map[string]error{}
		send := func(_ context.Context, l desk.Letter) error {
			if err := fail[l.User.Name]; err != nil {
				return err
			}
			kind := "at once"
			if l.Digest {
				kind = "digest"
			}
			sent = append(sent, fmt.Sprintf("%s %s %d of %d", l.User.Name, kind, len(l.Notifications), l.Unread))
			return nil
		}
		round := func(at string, want ...string) {
			c.Helper()
			c.shanghai(at)
			sent = nil
			_ = c.SendLetters(c.Context(), send)
			slices.Sort(sent)
			if !slices.Equal(sent, want) {
				c.Errorf("at %s were sent %q, want %q", at, sent, want)
			}
		}
		fail["bo"] = desk.ErrLater
		round("2026-03-02 10:01", "mei at once 1 of 2")
		round("2026-03-02 10:02")
		fail["bo"] = fmt.Errorf("no such mailbox")
		if err := c.SendLetters(c.Context(), send); err == nil {
			c.Error("a failure is not told")
		}
		delete(fail, "bo")
		round("2026-03-02 10:03", "bo at once 1 of 1")
		round("2026-03-03 08:29")
		round("2026-03-03 08:30", "mei digest 1 of 2")
		round("2026-03-03 08:31")
		// What is told on Friday after the letter waits for Monday; what was read by then is in none.
		c.shanghai("2026-03-06 12:00")
		does(c, c.by("lin"), ent.CreateTaskInput{Title: "周报", OwnerID: c.id("mei")}, c.CreateTask)
		read := does(c, c.by("lin"), ent.CreateTaskInput{Title: "已读", OwnerID: c.id("dan")}, c.CreateTask)
		round("2026-03-07 12:00")
		n, err := c.Read(c.system).Notification.Query().Where(notification.SubjectID(read.ID)).Only(c.system)
		c.want(err, "")
		_, err = c.MarkNotificationsRead(c.by("dan"), desk.MarkNotificationsReadInput{IDs: []string{n.ID}})
		c.want(err, "")
		round("2026-03-09 09:00", "mei digest 1 of 3")
		// No digest for who wants none, no letter without an address.
		does(c, c.by("mei"), desk.SetNotificationPreferencesInput{Version: 1, Mail: []process.NotificationKind{process.NotificationKindAssigned}}, c.SetNotificationPreferences)
		does(c, c.by("lin"), ent.CreateTaskInput{Title: "周报", OwnerID: c.id("mei")}, c.CreateTask)
		comment("mei")
		does(c, c.system, ent.UpdateUserInput{ID: *c.id("bo"), Version: 1, ClearEmail: true}, c.UpdateUser)
		comment("bo")
		round("2026-03-09 09:05", "mei at once 1 of 5")
		round("2026-03-10 09:05")
	})
}

// Processes that send at the same time send each letter once.
func TestManyMailersSendEachLetterOnce(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("商机", "lin")
		does(c, c.by("lin"), desk.AddCommentInput{SubjectID: o.ID, Body: "@" + *c.id("bo")}, c.AddComment)
		desks := []*desk.Desk{c.Desk}
		if c.Store().Dialect() == "postgres" {
			desks = append(desks, desk.New(c.Store(), nil, desk.Options{Now: c.now}))
		}
		letters := make(chan string, 1000)
		c.race(func(i int) error {
			return desks[i%len(desks)].SendLetters(c.Context(), func(_ context.Context, l desk.Letter) error {
				letters <- l.User.Name
				time.Sleep(time.Millisecond)
				return nil
			})
		})
		if len(letters) != 1 {
			c.Errorf("%d letters were sent", len(letters))
		}
	})
}
