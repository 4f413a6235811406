package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"bidwell/ent"
	"bidwell/process"
)

// The rule of who may decide is asked of one approval in Go and of all of them in SQL: both must say the same.
func TestWhoIsToldToApproveHasItInTheirWork(t *testing.T) {
	crews(t, func(c *crew) {
		rate := 7.1534
		euro := did(c, ent.CreateOpportunityInput{Name: "欧元", Currency: pointer("EUR")}, c.CreateOpportunity)
		yuan := did(c, ent.CreateOpportunityInput{Name: "人民币"}, c.CreateOpportunity)
		c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
			return tx.Opportunity.UpdateOneID(euro.ID).SetExchangeRate(rate).Exec(ctx)
		})
		limit := int64(500_000_000) // of the shipped matrix
		worth := int64(float64(limit) / rate)
		ask := func(rules string) {
			for i, stake := range []struct {
				of       *ent.Opportunity
				amount   *int64
				currency string
				percent  *int
			}{
				{yuan, nil, "CNY", nil},
				{yuan, &limit, "CNY", pointer(10)},
				{yuan, pointer(limit + 1), "CNY", nil},
				{yuan, &limit, "CNY", pointer(11)},
				{euro, pointer(worth), "EUR", nil},
				{euro, pointer(worth + 1), "EUR", nil},
				{yuan, pointer(int64(1)), "EUR", nil},
				{euro, &limit, "CNY", nil},
			} {
				title := fmt.Sprint(rules, i)
				c.write(func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
					a := tx.Approval.Create().SetID(id(ent.TypeApproval)).SetType(process.ApprovalTypePrice).SetSubjectID(stake.of.ID).SetOpportunityID(stake.of.ID).
						SetReason(title).SetCurrency(stake.currency).SetNillableAmount(stake.amount).SetNillablePercent(stake.percent).SetRequestedByID(*c.id("mei"))
					return a.Exec(ctx)
				})
			}
			approvals, err := c.Read(c.system).Approval.Query().All(c.system)
			c.want(err, "")
			titles := map[string]string{}
			for _, a := range approvals {
				titles[a.ID] = a.Reason
			}
			for _, name := range []string{"lin", "fin", "ada", "mei", "aud"} {
				var told, work []string
				notes, err := c.Read(c.by(name)).Notification.Query().All(c.by(name))
				c.want(err, "")
				for _, n := range notes {
					if n.Kind == process.NotificationKindApproval {
						told = append(told, titles[n.SubjectID])
					}
				}
				page, err := c.MyWork(c.by(name), pointer(100), nil, nil)
				c.want(err, "")
				for _, item := range page.Items {
					if item.Type == ent.TypeApproval {
						work = append(work, item.Title)
					}
				}
				slices.Sort(told)
				slices.Sort(work)
				if !slices.Equal(told, work) {
					c.Errorf("%s: %s was told of %q and has %q in the work", rules, name, told, work)
				}
				if name == "fin" && len(work) == 0 {
					c.Errorf("%s: nothing to decide for finance", rules)
				}
			}
			c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
				for _, a := range approvals {
					if a.Status == process.ApprovalStatusRequested {
						if err := tx.Approval.UpdateOneID(a.ID).SetStatus(process.ApprovalStatusWithdrawn).Exec(ctx); err != nil {
							return err
						}
					}
				}
				return nil
			})
			_, err = c.Store().DB().Exec(`DELETE FROM notifications`)
			c.want(err, "")
		}
		ask("shipped")
		did(c, ent.CreateAuthorityRuleInput{Type: process.ApprovalTypePrice, Role: process.UserRoleFinance, LimitAmount: pointer(worth), Currency: pointer("EUR")}, c.CreateAuthorityRule)
		did(c, ent.CreateAuthorityRuleInput{Type: process.ApprovalTypePrice, Role: process.UserRoleAdmin, LimitPercent: pointer(10)}, c.CreateAuthorityRule)
		ask("own")
	})
}
