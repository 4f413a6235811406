package desk_test

import (
	"context"
	"slices"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

// Who may not see what a column names learns no more by filters than the column shows, which is nothing: an opportunity that
// grew from a hidden one is found by the same filters as one that grew from none.
func TestFiltersTellNothingOfWhatIsHidden(t *testing.T) {
	crews(t, func(c *crew) {
		hidden, open, other := c.opportunity("灯塔", "mei"), c.opportunity("码头", "mei"), c.opportunity("泵站", "mei")
		root := c.opportunity("旧泵站", "mei")
		c.write(func(ctx context.Context, tx *ent.Tx, _ func(process.Entity) string) error {
			if err := tx.Opportunity.UpdateOneID(open.ID).SetOriginID(hidden.ID).Exec(ctx); err != nil {
				return err
			}
			return tx.Opportunity.UpdateOneID(other.ID).SetOriginID(root.ID).Exec(ctx)
		})
		c.protects(hidden.ID, desk.ProtectOpportunityInput{NeedToKnow: new(true)})
		all := []*ent.Opportunity{open, other, root}
		found := func(who string, where *ent.OpportunityWhereInput) (names []string) {
			t.Helper()
			ctx := c.by(who)
			first := 100
			rows, err := c.Read(ctx).Opportunity.Query().Paginate(ctx, nil, &first, nil, nil, &ent.OpportunityOrder{}, where, nil)
			c.want(err, "")
			for _, e := range rows.Edges {
				if slices.ContainsFunc(all, func(o *ent.Opportunity) bool { return o.ID == e.Node.ID }) {
					names = append(names, e.Node.Name)
				}
			}
			slices.Sort(names)
			return names
		}
		for name, x := range map[string]struct {
			where       *ent.OpportunityWhereInput
			bo, auditor []string // bo does not see the hidden one
		}{
			"equal":              {&ent.OpportunityWhereInput{OriginID: &hidden.ID}, nil, []string{"码头"}},
			"equal to another":   {&ent.OpportunityWhereInput{OriginID: &root.ID}, []string{"泵站"}, []string{"泵站"}},
			"among":              {&ent.OpportunityWhereInput{OriginIDIn: []string{hidden.ID, root.ID}}, []string{"泵站"}, []string{"泵站", "码头"}},
			"not among":          {&ent.OpportunityWhereInput{OriginIDNotIn: []string{root.ID}}, nil, []string{"码头"}},
			"none":               {&ent.OpportunityWhereInput{OriginIDIsNil: true}, []string{"旧泵站", "码头"}, []string{"旧泵站"}},
			"any":                {&ent.OpportunityWhereInput{OriginIDNotNil: true}, []string{"泵站"}, []string{"泵站", "码头"}},
			"not equal":          {&ent.OpportunityWhereInput{Not: &ent.OpportunityWhereInput{OriginID: &hidden.ID}}, []string{"泵站"}, []string{"泵站"}},
			"not none":           {&ent.OpportunityWhereInput{Not: &ent.OpportunityWhereInput{OriginIDIsNil: true}}, []string{"泵站"}, []string{"泵站", "码头"}},
			"one or the other":   {&ent.OpportunityWhereInput{Or: []*ent.OpportunityWhereInput{{OriginID: &hidden.ID}, {OriginID: &root.ID}}}, []string{"泵站"}, []string{"泵站", "码头"}},
			"and something else": {&ent.OpportunityWhereInput{And: []*ent.OpportunityWhereInput{{OriginIDIsNil: true}}, ID: &open.ID}, []string{"码头"}, nil},
		} {
			for who, want := range map[string][]string{"bo": x.bo, "aud": x.auditor} {
				if got := found(who, x.where); !slices.Equal(got, want) {
					t.Errorf("%s: %s finds %v, want %v", name, who, got, want)
				}
			}
		}
	})
}
