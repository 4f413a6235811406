package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func TestWhichFieldsAreShownIsExplained(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("灯塔", "mei")
		p := did(c, ent.CreateProposalInput{Title: "方案", OpportunityID: &o.ID}, c.CreateProposal)
		contact := did(c, ent.CreateContactInput{Name: "唐", CustomerID: did(c, ent.CreateCustomerInput{Name: "栖桐大学"}, c.CreateCustomer).ID}, c.CreateContact)
		var asks *ent.Approval
		c.write(func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) (err error) {
			asks, err = tx.Approval.Create().SetID(id(ent.TypeApproval)).SetType(process.ApprovalTypePrice).SetSubjectID(p.ID).SetOpportunityID(o.ID).
				SetRequestedByID(*c.id("bo")).Save(ctx)
			return err
		})
		token, err := c.CreateAPIToken(c.by("lin"), desk.CreateAPITokenInput{Name: "crm", Scope: process.TokenScopeRead, FieldGroups: []process.FieldGroup{process.FieldGroupPersonal}})
		c.want(err, "")
		none := (*string)(nil)
		for _, row := range []struct {
			who, id string
			token   *string
			want    string
		}{
			{"lin", p.ID, none, "PRICE price discountPercent true ROLE"},
			{"mei", p.ID, none, "PRICE price discountPercent true OWNER"},
			{"kim", p.ID, none, "PRICE price discountPercent false NOT_OWNER"},
			{"bo", p.ID, none, "PRICE price discountPercent false NOT_ROLE"},
			{"lin", p.ID, &token.Record.ID, "PRICE price discountPercent false NOT_HELD"},
			{"bo", asks.ID, none, "PRICE percent true NAMED; COST amount true NAMED"},
			{"dan", asks.ID, none, "PRICE percent false NOT_ROLE; COST amount false NOT_ROLE"},
			{"fin", contact.ID, none, "PERSONAL email phone false NOT_ROLE; INTERNAL notes true ROLE"},
			{"lin", contact.ID, &token.Record.ID, "PERSONAL email phone true ROLE; INTERNAL notes false NOT_HELD"},
			{"bo", *c.id("bo"), none, "PERSONAL email true ROLE"},
			{"pat", *c.id("pat"), none, "PERSONAL email true NAMED"},
			{"lin", c.mustTask(), none, ""},
		} {
			x, err := c.ExplainAccess(c.by("ada"), *c.id(row.who), row.id, row.token)
			c.want(err, "")
			var got []string
			for _, f := range x.Fields {
				got = append(got, fmt.Sprint(f.Group, " ", strings.Join(f.Fields, " "), " ", f.Shown, " ", f.Reason))
				if zh, en := f.Words(process.LanguageZH), f.Words(process.LanguageEN); zh == en || strings.Contains(zh+en, "{") || !strings.Contains(en, f.Fields[0]) {
					c.Errorf("told as %q and %q", zh, en)
				}
			}
			if strings.Join(got, "; ") != row.want {
				c.Errorf("%s and %s: %q, want %q", row.who, row.id[:3], strings.Join(got, "; "), row.want)
			}
		}
		_, err = c.ExplainAccess(c.by("ada"), *c.id("bo"), p.ID, &token.Record.ID)
		c.want(err, "NOT_FOUND tokenID") // it is another one's
		if kinds := process.FieldAccessReason("").Values(); !slices.Contains(kinds, string(process.FieldAccessReasonNotHeld)) || len(kinds) != 6 {
			c.Errorf("there are other reasons: %v", kinds)
		}
	})
}

func (c *crew) mustTask() string {
	return did(c, ent.CreateTaskInput{Title: "提纲"}, c.CreateTask).ID
}
