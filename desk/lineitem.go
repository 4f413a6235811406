package desk

import (
	"context"

	"bidwell/ent"
	"bidwell/ent/lineitem"
	"bidwell/process"
)

// CreateLineItem offers a product in an opportunity, in its currency; without a price at the product's list price, which
// has to be in that currency. Errors: FORBIDDEN, NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) CreateLineItem(ctx context.Context, in ent.CreateLineItemInput) (Written[ent.LineItem], error) {
	return createWithin(ctx, d, ent.TypeLineItem, in.OpportunityID, func(ctx context.Context, w *writing, id string, o *ent.Opportunity) (*ent.LineItem, error) {
		if in.Currency == nil {
			in.Currency = &o.Currency
		}
		if err := process.OneCurrency("currency", *in.Currency, o.Currency); err != nil {
			return nil, err
		}
		if err := w.there(ctx, "productID", ent.TypeProduct, in.ProductID); err != nil {
			return nil, err
		}
		if in.UnitPrice == nil {
			p, err := w.tx.Product.Get(ctx, in.ProductID)
			if err != nil {
				return nil, err
			}
			if err := process.OneCurrency("unitPrice", p.Currency, o.Currency); err != nil {
				return nil, err
			}
			in.UnitPrice = &p.ListPrice
		}
		quantity := 1
		if in.Quantity != nil {
			quantity = *in.Quantity
		}
		if err := process.CheckLine(quantity, *in.UnitPrice, in.UnitCost); err != nil {
			return nil, err
		}
		return w.tx.LineItem.Create().SetID(id).SetInput(in).Save(ctx)
	})
}

// UpdateLineItem changes what is offered; it stays with its opportunity and in its currency. Errors: CONFLICT, FORBIDDEN,
// NOT_FOUND, VALIDATION_FAILED.
func (d *Desk) UpdateLineItem(ctx context.Context, in ent.UpdateLineItemInput) (Written[ent.LineItem], error) {
	return within(ctx, d, ent.TypeLineItem, in.ID, in.Version, func(ctx context.Context, w *writing, o *ent.Opportunity) (*ent.LineItem, error) {
		if err := stays(in.OpportunityID, o); err != nil {
			return nil, err
		}
		if in.Currency != nil {
			if err := process.OneCurrency("currency", *in.Currency, o.Currency); err != nil {
				return nil, err
			}
		}
		if in.ProductID != nil {
			if err := w.there(ctx, "productID", ent.TypeProduct, *in.ProductID); err != nil {
				return nil, err
			}
		}
		line, err := w.tx.LineItem.Get(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		quantity, price, cost := line.Quantity, line.UnitPrice, line.UnitCost
		if in.Quantity != nil {
			quantity = *in.Quantity
		}
		if in.UnitPrice != nil {
			price = *in.UnitPrice
		}
		if in.UnitCost != nil {
			cost = in.UnitCost
		}
		if err := process.CheckLine(quantity, price, cost); err != nil {
			return nil, err
		}
		return line.Update().SetInput(in).Save(ctx)
	})
}

// PriceSheet is what an opportunity offers with price, cost and margin, in its currency, in three statements. Cost and
// margin are left out for viewers who may not see them; GraphQL hides prices too. Errors: NOT_FOUND, UNAUTHENTICATED, VALIDATION_FAILED for lines in
// another currency and sums that are too large.
func (d *Desk) PriceSheet(ctx context.Context, opportunityID string) (*process.PriceSheet, error) {
	viewer, err := signedIn(ctx)
	if err != nil {
		return nil, err
	}
	o, err := d.seenOpportunity(ctx, opportunityID)
	if err != nil {
		return nil, err
	}
	items, err := d.reader.LineItem.Query().Where(lineitem.OpportunityID(o.ID), lineitem.ArchivedAtIsNil()).
		Order(lineitem.ByCreatedAt(), lineitem.ByID()).WithProduct().All(ctx)
	if err != nil {
		return nil, err
	}
	lines := make([]process.PricedLine, len(items))
	for i, item := range items {
		lines[i] = process.PricedLine{Currency: item.Currency, PriceLine: process.PriceLine{
			OpportunityID: o.ID, LineItemID: item.ID, ProductID: item.ProductID, Description: item.Description,
			Quantity: item.Quantity, UnitPrice: item.UnitPrice, UnitCost: item.UnitCost,
		}}
		if item.Edges.Product != nil {
			lines[i].Product = item.Edges.Product.Name
		}
	}
	sheet, err := process.SheetOf(o.Currency, process.SeesCost(viewer, value(o.OwnerID)), lines)
	if err != nil {
		return nil, err
	}
	sheet.OpportunityID = o.ID
	return sheet, nil
}
