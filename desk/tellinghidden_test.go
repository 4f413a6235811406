package desk_test

import (
	"context"
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// What was told before something was hidden is looked at again when it is read, counted and sent.
func TestWhatWasToldBeforeItWasHiddenIsNeitherShownNorCountedNorSent(t *testing.T) {
	for name, hide := range map[string]func(c *crew, o *ent.Opportunity, item *ent.ContentItem) (back func()){
		"need-to-know": func(c *crew, o *ent.Opportunity, _ *ent.ContentItem) func() {
			c.protects(o.ID, desk.ProtectOpportunityInput{NeedToKnow: new(true)})
			return func() { c.protects(o.ID, desk.ProtectOpportunityInput{NeedToKnow: new(false)}) }
		},
		"classified": func(c *crew, o *ent.Opportunity, _ *ent.ContentItem) func() {
			c.protects(o.ID, desk.ProtectOpportunityInput{Classification: new(process.ClassificationSecret)})
			return func() {
				c.protects(o.ID, desk.ProtectOpportunityInput{Classification: new(process.ClassificationInternal)})
			}
		},
		"shown out": func(c *crew, o *ent.Opportunity, _ *ent.ContentItem) func() {
			m := did(c, desk.AddOpportunityMemberInput{OpportunityID: o.ID, UserID: *c.id("bo")}, c.AddOpportunityMember)
			c.protects(o.ID, desk.ProtectOpportunityInput{NeedToKnow: new(true)})
			if got := c.sees("bo"); got != 3 {
				c.Errorf("a member sees %d", got)
			}
			_, err := c.ArchiveRecord(c.system, desk.RecordInput{ID: m.ID, Version: m.Version})
			c.want(err, "")
			return func() { c.protects(o.ID, desk.ProtectOpportunityInput{NeedToKnow: new(false)}) }
		},
		"a role that reaches its own": func(c *crew, _ *ent.Opportunity, _ *ent.ContentItem) func() {
			rule := did(c, ent.CreateAccessRuleInput{Role: process.UserRolePresalesConsultant, Reads: process.RowScopeOwn, Writes: process.RowScopeOwn}, c.CreateAccessRule)
			return func() {
				_, err := c.ArchiveRecord(c.system, desk.RecordInput{ID: rule.ID, Version: rule.Version})
				c.want(err, "")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			crews(t, func(c *crew) {
				c.shanghai("2026-03-02 10:00")
				o, item := c.tells()
				if sent := c.letters(); !slices.Equal(sent, nil) {
					c.Fatalf("at once were sent %q", sent)
				}
				back := hide(c, o, item)
				if got := c.sees("bo"); got != 1 { // the library item is of no opportunity
					c.Errorf("bo sees and counts %d", got)
				}
				c.shanghai("2026-03-03 09:00")
				if sent := c.letters("bo"); !slices.Equal(sent, []string{"ASSIGNED 等保手册"}) {
					c.Errorf("bo is sent %q", sent)
				}
				back()
				if got := c.sees("bo"); got != 3 {
					c.Errorf("let in again, bo sees and counts %d", got)
				}
				if sent := c.letters("bo"); len(sent) != 2 {
					c.Errorf("let in again, bo is sent %q", sent)
				}
			})
		})
	}
}

// tells bo of a task of an opportunity, is reminded of it, which names no opportunity, and of a library item.
func (c *crew) tells() (*ent.Opportunity, *ent.ContentItem) {
	c.Helper()
	o := c.opportunity("栖桐大学等保", "mei")
	due := c.now().AddDate(0, 0, 1)
	does(c, c.by("lin"), ent.CreateTaskInput{Title: "提纲", OwnerID: c.id("bo"), OpportunityID: &o.ID, DueAt: &due}, c.CreateTask)
	item := does(c, c.by("lin"), ent.CreateContentItemInput{Title: "等保手册", OwnerID: c.id("bo")}, c.CreateContentItem)
	c.want(c.Sweep(c.system), "")
	c.wantTold("bo", "ASSIGNED 提纲", "ASSIGNED 等保手册", "DUE 提纲")
	does(c, c.by("bo"), desk.SetNotificationPreferencesInput{Version: 1, Digest: true}, c.SetNotificationPreferences)
	return o, item
}

// protects says who sees an opportunity.
func (c *crew) protects(id string, in desk.ProtectOpportunityInput) {
	c.Helper()
	now, err := c.Read(c.system).Opportunity.Get(c.system, id)
	c.want(err, "")
	in.RecordInput = desk.RecordInput{ID: id, Version: now.Version}
	did(c, in, c.ProtectOpportunity)
}

// sees is how many notifications somebody is shown, which are as many as are counted.
func (c *crew) sees(name string) int {
	c.Helper()
	u, err := c.Read(c.system).User.Get(c.system, *c.id(name))
	c.want(err, "")
	v, err := c.StandIn(c.Context(), u)
	c.want(err, "")
	ctx := desk.WithViewer(c.Context(), v)
	unread, err := c.UnreadNotifications(ctx)
	c.want(err, "")
	shown, err := c.Read(ctx).Notification.Query().Count(ctx)
	c.want(err, "")
	if shown != unread {
		c.Errorf("%s is shown %d and counts %d", name, shown, unread)
	}
	return shown
}

// letters sends what is due, and answers with what some of the crew are sent; what others are is no matter.
func (c *crew) letters(to ...string) (lines []string) {
	c.Helper()
	c.want(c.SendLetters(c.Context(), func(_ context.Context, l desk.Letter) error {
		for _, n := range l.Notifications {
			if slices.Contains(to, l.User.Name) {
				lines = append(lines, string(n.Kind)+" "+n.Title)
			}
		}
		return nil
	}), "")
	return lines
}

func TestALibraryItemThatWasClassifiedIsNoNews(t *testing.T) {
	crews(t, func(c *crew) {
		_, item := c.tells()
		did(c, ent.UpdateContentItemInput{ID: item.ID, Version: item.Version, Classification: new(process.ClassificationSecret)}, c.UpdateContentItem)
		if got := c.sees("bo"); got != 2 {
			c.Errorf("bo sees and counts %d", got)
		}
	})
}

func TestWhoReadsAKindNoLongerHearsNothingOfIt(t *testing.T) {
	crews(t, func(c *crew) {
		c.tells()
		for kinds, want := range map[process.Entity]int{ent.TypeTask: 2, ent.TypeContentItem: 1, ent.TypeOpportunity: 0} {
			v := *desk.ViewerOf(c.by("bo"))
			v.ReadsOnly = []process.Entity{ent.TypeNotification, kinds}
			if got, err := c.UnreadNotifications(desk.WithViewer(c.Context(), &v)); err != nil || got != want {
				c.Errorf("who reads %s alone counts %d, %v", kinds, got, err)
			}
		}
	})
}

// Between the letters of one round somebody may be locked out, or something hidden.
func TestALetterIsLookedAtWhenItIsSent(t *testing.T) {
	for name, change := range map[string]func(c *crew, o *ent.Opportunity){
		"locked": func(c *crew, _ *ent.Opportunity) {
			did(c, ent.UpdateUserInput{ID: *c.id("bo"), Version: 2, Active: new(false)}, c.UpdateUser)
		},
		"without an address": func(c *crew, _ *ent.Opportunity) {
			did(c, ent.UpdateUserInput{ID: *c.id("bo"), Version: 2, ClearEmail: true}, c.UpdateUser)
		},
		"hidden": func(c *crew, o *ent.Opportunity) {
			c.protects(o.ID, desk.ProtectOpportunityInput{NeedToKnow: new(true), Classification: new(process.ClassificationSecret)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			crews(t, func(c *crew) {
				c.shanghai("2026-03-02 10:00")
				o := c.opportunity("栖桐大学等保", "mei") // mei, who came first, is sent hers first
				due := c.now().AddDate(0, 0, 5)
				does(c, c.by("lin"), ent.CreateTaskInput{Title: "提纲", OwnerID: c.id("bo"), OpportunityID: &o.ID, DueAt: &due}, c.CreateTask)
				does(c, c.by("bo"), desk.SetNotificationPreferencesInput{Version: 1, Digest: true}, c.SetNotificationPreferences)
				c.shanghai("2026-03-03 09:00")
				var to []string
				c.want(c.SendLetters(c.Context(), func(_ context.Context, l desk.Letter) error {
					if to = append(to, l.User.Name); len(to) == 1 {
						change(c, o)
					}
					return nil
				}), "")
				if !slices.Equal(to, []string{"mei"}) {
					c.Errorf("letters went to %q", to)
				}
			})
		})
	}
}

// What a saved search finds is told too: every kind that the library has is one that can be told.
func TestEveryKindThatIsFoundCanBeTold(t *testing.T) {
	for _, e := range []process.Entity{ent.TypeOpportunity, ent.TypeProposal, ent.TypeProposalSection, ent.TypeContentItem, ent.TypeLesson, ent.TypeRetrospective} {
		if !slices.Contains(process.Newsworthy(), e) {
			t.Errorf("%s is never shown as news", e)
		}
	}
	if kinds := len(process.SearchKind("").Values()); kinds != 6 {
		t.Errorf("the library has %d kinds: those above have to be all", kinds)
	}
}
