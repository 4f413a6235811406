package desk_test

import (
	"context"
	"testing"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent"
	"bidwell/process"
)

// Who does not see a field of a record does not fill it in; whose work it is sees it.
func TestWhoIsNotShownAFieldDoesNotSetIt(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("灯塔", "mei")
		customer := did(c, ent.CreateCustomerInput{Name: "栖桐大学"}, c.CreateCustomer)
		product := did(c, ent.CreateProductInput{Name: "防火墙", ListPrice: pointer(int64(500_00))}, c.CreateProduct)
		p := did(c, ent.CreateProposalInput{Title: "方案", OpportunityID: &o.ID, Price: pointer(int64(7_00))}, c.CreateProposal)
		tested := func(who string, in ent.UpdateProposalInput) error {
			now, err := c.Read(c.system).Proposal.Get(c.system, p.ID)
			c.want(err, "")
			in.ID, in.Version = p.ID, now.Version
			_, err = c.UpdateProposal(c.by(who), in)
			return err
		}
		term := func(who string, in ent.CreateCommercialTermInput) error {
			in.OpportunityID, in.Title = o.ID, "付款"
			_, err := c.CreateCommercialTerm(c.by(who), in)
			return err
		}
		line := func(who string, in ent.CreateLineItemInput) error {
			in.OpportunityID, in.ProductID = o.ID, product.ID
			_, err := c.CreateLineItem(c.by(who), in)
			return err
		}
		for name, row := range map[string]struct {
			err  error
			want string
		}{
			"a consultant changes a price":                    {tested("bo", ent.UpdateProposalInput{Price: pointer(int64(8_00))}), "FORBIDDEN price"},
			"or guesses it":                                   {tested("bo", ent.UpdateProposalInput{Price: pointer(int64(7_00))}), "FORBIDDEN price"},
			"or wipes it out":                                 {tested("bo", ent.UpdateProposalInput{ClearPrice: true}), "FORBIDDEN price"},
			"or gives a discount":                             {tested("bo", ent.UpdateProposalInput{DiscountPercent: pointer(3)}), "FORBIDDEN discountPercent"},
			"an engineer gives none":                          {tested("dan", ent.UpdateProposalInput{DiscountPercent: pointer(0)}), "FORBIDDEN discountPercent"},
			"a consultant changes the rest":                   {tested("bo", ent.UpdateProposalInput{Summary: pointer("双回路")}), ""},
			"a manager changes a price":                       {tested("lin", ent.UpdateProposalInput{Price: pointer(int64(9_00))}), ""},
			"whose opportunity it is offers":                  {term("mei", ent.CreateCommercialTermInput{Offered: pointer("30 天"), CostImpact: pointer(int64(1))}), ""},
			"another seller offers":                           {term("kim", ent.CreateCommercialTermInput{Offered: pointer("30 天")}), "FORBIDDEN offered"},
			"finance says what it costs":                      {term("fin", ent.CreateCommercialTermInput{CostImpact: pointer(int64(1))}), ""},
			"whose opportunity it is prices a line":           {line("mei", ent.CreateLineItemInput{UnitPrice: pointer(int64(3))}), ""},
			"another seller does":                             {line("kim", ent.CreateLineItemInput{UnitPrice: pointer(int64(3))}), "FORBIDDEN unitPrice"},
			"another seller lets the list price be the price": {line("kim", ent.CreateLineItemInput{}), "FORBIDDEN unitPrice"},
			"finance prices a line":                           {line("fin", ent.CreateLineItemInput{UnitPrice: pointer(int64(3)), UnitCost: pointer(int64(2))}), ""},
		} {
			if got := process.CodeOf(row.err); row.want == "" && row.err != nil || row.want != "" && got == "" {
				c.Errorf("%s: %v", name, row.err)
			} else if row.want != "" {
				c.want(row.err, row.want)
			}
		}
		if now, err := c.Read(c.system).Proposal.Get(c.system, p.ID); err != nil || value(now.Price) != 9_00 || now.DiscountPercent != 0 {
			c.Errorf("the price is %v and the discount %v, %v", value(now.Price), now.DiscountPercent, err)
		}
		// Begun by somebody who would not see it; and by somebody who is let write it by a token that does not carry it.
		refuses(c, "FORBIDDEN price", c.by("bo"), ent.CreateProposalInput{Title: "二稿", OpportunityID: &o.ID, Price: pointer(int64(8_00))}, c.CreateProposal)
		does(c, c.by("bo"), ent.CreateProposalInput{Title: "二稿", OpportunityID: &o.ID}, c.CreateProposal)
		v := *desk.ViewerOf(c.by("lin"))
		v.GroupsOnly = []process.FieldGroup{process.FieldGroupCost}
		token := desk.WithViewer(c.Context(), &v)
		refuses(c, "FORBIDDEN price", token, ent.CreateProposalInput{Title: "三稿", OpportunityID: &o.ID, Price: pointer(int64(8_00))}, c.CreateProposal)
		refuses(c, "FORBIDDEN phone", token, ent.CreateContactInput{Name: "唐", CustomerID: customer.ID, Phone: pointer("13900001111")}, c.CreateContact)
		does(c, token, ent.CreateContactInput{Name: "唐", CustomerID: customer.ID}, c.CreateContact)
	})
}

// What the record names lets its people say what it is about, and what an import brings is of the system.
func TestWhoIsNamedSetsWhatIsAtStake(t *testing.T) {
	crews(t, func(c *crew) {
		o := c.opportunity("灯塔", "mei")
		p := did(c, ent.CreateProposalInput{Title: "方案", OpportunityID: &o.ID, Price: pointer(int64(7_00)), DiscountPercent: pointer(5)}, c.CreateProposal)
		asked := does(c, c.by("bo"), desk.RequestApprovalInput{SubjectID: p.ID, Type: process.ApprovalTypePrice}, c.RequestApproval)
		if value(asked.Amount) != 7_00 {
			c.Errorf("what is at stake is %v", value(asked.Amount))
		}
		err := c.writeAs(c.by("dan"), func(ctx context.Context, tx *ent.Tx, id func(process.Entity) string) error {
			return tx.Approval.UpdateOneID(asked.ID).SetAmount(1).Exec(ctx)
		})
		c.want(err, "FORBIDDEN amount")
		file := importer.Record{Line: 1, Entity: "Opportunity", System: "crm", ExternalID: "1", Fields: map[string]any{"name": "旧商机", "outcomeNote": "他们说了"}}
		result, err := c.Import(c.system, []importer.Record{file})
		c.want(err, "")
		if result.Created != 1 {
			c.Errorf("%+v", result)
		}
	})
}
