package desk_test

import (
	"math"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/store"
	"bidwell/process"
)

func (b *bargain) line(quantity int, price, cost *int64) *ent.LineItem {
	b.Helper()
	return agreed(b, ent.LineItem{})(b.CreateLineItem(b.sales(), ent.CreateLineItemInput{OpportunityID: b.deal.ID, ProductID: b.product.ID, Quantity: &quantity, UnitPrice: price, UnitCost: cost}))
}

func TestLinesArePricedInTheCurrencyOfTheOpportunity(t *testing.T) {
	bargains(t, func(b *bargain) {
		if l := b.line(2, nil, nil); l.UnitPrice != 90_00 || l.Currency != "CNY" {
			b.Errorf("at the list price: %+v", l)
		}
		usd := b.opportunity("USD")
		_, err := b.CreateLineItem(b.sales(), ent.CreateLineItemInput{OpportunityID: usd.ID, ProductID: b.product.ID})
		b.want(err, "VALIDATION_FAILED unitPrice")
		for name, c := range map[string]struct {
			in      ent.CreateLineItemInput
			refusal string
		}{
			"another currency":    {ent.CreateLineItemInput{Currency: pointer("USD")}, "VALIDATION_FAILED currency"},
			"a negative price":    {ent.CreateLineItemInput{UnitPrice: pointer(int64(-1))}, "VALIDATION_FAILED unitPrice"},
			"a negative cost":     {ent.CreateLineItemInput{UnitCost: pointer(int64(-1))}, "VALIDATION_FAILED unitCost"},
			"an overflowing line": {ent.CreateLineItemInput{Quantity: pointer(1_000_000_000), UnitPrice: pointer(int64(math.MaxInt64 / 2))}, "VALIDATION_FAILED unitPrice"},
			"none of it":          {ent.CreateLineItemInput{Quantity: pointer(0)}, "VALIDATION_FAILED quantity"},
			"a product of air":    {ent.CreateLineItemInput{ProductID: "prd_" + strings.Repeat("0", 26)}, "NOT_FOUND productID"},
		} {
			c.in.OpportunityID = b.deal.ID
			if c.in.ProductID == "" {
				c.in.ProductID = b.product.ID
			}
			_, err := b.CreateLineItem(b.sales(), c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
	})
}

func TestProductsHaveASensiblePrice(t *testing.T) {
	bargains(t, func(b *bargain) {
		_, err := b.CreateProduct(b.system, ent.CreateProductInput{Name: "x", ListPrice: pointer(int64(-1))})
		b.want(err, "VALIDATION_FAILED listPrice")
		_, err = b.CreateProduct(b.system, ent.CreateProductInput{Name: "x", Currency: pointer("rmb")})
		b.want(err, "VALIDATION_FAILED currency")
		_, err = b.UpdateProduct(b.system, ent.UpdateProductInput{ID: b.product.ID, Version: b.product.Version, ListPrice: pointer(int64(-1))})
		b.want(err, "VALIDATION_FAILED listPrice")
	})
}

func TestLinesStayWhereTheyAre(t *testing.T) {
	bargains(t, func(b *bargain) {
		l := b.line(1, pointer(int64(10)), nil)
		other := b.opportunity("CNY")
		for name, c := range map[string]struct {
			in      ent.UpdateLineItemInput
			refusal string
		}{
			"to another opportunity": {ent.UpdateLineItemInput{OpportunityID: &other.ID}, "VALIDATION_FAILED opportunityID"},
			"to another currency":    {ent.UpdateLineItemInput{Currency: pointer("EUR")}, "VALIDATION_FAILED currency"},
			"a negative price":       {ent.UpdateLineItemInput{UnitPrice: pointer(int64(-5))}, "VALIDATION_FAILED unitPrice"},
			"too many":               {ent.UpdateLineItemInput{Quantity: pointer(1_000_000_000), UnitCost: pointer(int64(math.MaxInt64 / 2))}, "VALIDATION_FAILED unitCost"},
			"a contact as product":   {ent.UpdateLineItemInput{ProductID: &b.contact.ID}, "VALIDATION_FAILED productID"},
		} {
			c.in.ID, c.in.Version = l.ID, l.Version
			_, err := b.UpdateLineItem(b.sales(), c.in)
			if b.want(err, c.refusal); b.Failed() {
				b.Fatal(name)
			}
		}
		l = agreed(b, ent.LineItem{})(b.UpdateLineItem(b.by(process.UserRoleFinance), ent.UpdateLineItemInput{ID: l.ID, Version: l.Version, UnitCost: pointer(int64(7)), OpportunityID: &b.deal.ID}))
		if *l.UnitCost != 7 || l.UnitPrice != 10 {
			b.Errorf("%+v", l)
		}
	})
}

func TestPriceSheetsShowCostsToThoseWhoMaySeeThem(t *testing.T) {
	bargains(t, func(b *bargain) {
		b.line(2, pointer(int64(100_00)), pointer(int64(60_00)))
		gone := b.line(1, pointer(int64(1)), nil)
		if _, err := b.ArchiveRecord(b.system, desk.RecordInput{ID: gone.ID, Version: gone.Version}); err != nil {
			b.Fatal(err)
		}
		sees := map[process.UserRole]bool{
			process.UserRoleSales: true, process.UserRoleFinance: true, process.UserRolePresalesManager: true, process.UserRoleAdmin: true, process.UserRoleAuditor: true,
		}
		for role := range b.people {
			ctx, statements := store.CountStatements(b.by(role))
			sheet, err := b.PriceSheet(ctx, b.deal.ID)
			b.want(err, "")
			if statements.N() > 3 {
				b.Errorf("%d statements", statements.N())
			}
			if sheet.ShowsCost != sees[role] || (sheet.Margin != nil) != sees[role] || (sheet.Lines[0].UnitCost != nil) != sees[role] {
				b.Errorf("%s sees %+v", role, sheet)
			}
			if len(sheet.Lines) != 1 || sheet.Price != 200_00 || sheet.Currency != "CNY" {
				b.Errorf("%+v", sheet)
			}
			if sees[role] && (*sheet.Margin != 80_00 || *sheet.MarginPercent != 40 || sheet.Lines[0].Product != "Lamp") {
				b.Errorf("%+v", sheet)
			}
		}
		others := b.opportunity("CNY")
		b.set(`UPDATE opportunities SET owner_id = $1 WHERE id = $2`, b.people[process.UserRoleAdmin].ID, others.ID)
		if sheet, err := b.PriceSheet(b.sales(), others.ID); err != nil || sheet.ShowsCost {
			b.Errorf("of somebody else's opportunity: %+v, %v", sheet, err)
		}
		b.set(`UPDATE line_items SET currency = 'EUR'`)
		_, err := b.PriceSheet(b.sales(), b.deal.ID)
		b.want(err, "VALIDATION_FAILED currency")
		_, err = b.PriceSheet(b.Context(), b.deal.ID)
		b.want(err, "UNAUTHENTICATED")
	})
}
