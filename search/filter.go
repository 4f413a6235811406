package search

import (
	"context"
	"errors"
	"strconv"
)

// allowed is what scopes and filter let through.
func (v *view) allowed(ctx context.Context, b *base, scopes []string, f Filter) (docSet, error) {
	allowed, err := v.any(ctx, b, fieldScope, scopes)
	if err != nil {
		return nil, err
	}
	years := make([]string, len(f.Years))
	for i, year := range f.Years {
		years[i] = strconv.Itoa(year)
	}
	for _, list := range []struct {
		field  string
		values []string
	}{
		{string(FacetNameKind), f.Kinds},
		{string(FacetNameIndustry), f.Industries},
		{string(FacetNameRegion), f.Regions},
		{string(FacetNameOrganization), f.Organizations},
		{string(FacetNameOutcome), f.Outcomes},
		{string(FacetNameLanguage), f.Languages},
		{string(FacetNameTag), f.Tags},
		{string(FacetNameCustomer), f.Customers},
		{string(FacetNameStatus), f.Statuses},
		{string(FacetNameYear), years},
		{fieldRoot, f.Roots},
	} {
		if len(list.values) == 0 {
			continue
		}
		some, err := v.any(ctx, b, list.field, list.values)
		if err != nil {
			return nil, err
		}
		allowed.keep(some)
	}
	if len(f.IDs) > 0 {
		named, err := v.named(b, f.IDs)
		if err != nil {
			return nil, err
		}
		allowed.keep(named)
	}
	return allowed, v.inRange(ctx, b, f, allowed)
}

// named is the set of the documents with these IDs.
func (v *view) named(b *base, ids []string) (docSet, error) {
	some := newDocSet(b.size)
	for _, id := range ids {
		switch doc, err := v.document(id); {
		case err == nil:
			some.add(doc)
		case !errors.Is(err, ErrNotFound):
			return nil, err
		}
	}
	return some, nil
}

// any is the set of documents with one of the values.
func (v *view) any(ctx context.Context, b *base, name string, values []string) (docSet, error) {
	some := newDocSet(b.size)
	for _, value := range values {
		list, err := v.list(ctx, name, value)
		if err != nil {
			return nil, err
		}
		list.addTo(some)
	}
	return some, nil
}

// inRange takes out what is outside the date and amount bounds.
func (v *view) inRange(ctx context.Context, b *base, f Filter, allowed docSet) error {
	if !f.From.IsZero() || !f.To.IsZero() {
		low, high := uint64(0), uint64(maxNumber)
		if !f.From.IsZero() {
			low = dateNumber(f.From)
		}
		if !f.To.IsZero() {
			high = dateNumber(f.To) - 1
		}
		if err := v.between(ctx, b, fieldDate, low, high, allowed); err != nil {
			return err
		}
	}
	if f.MinAmount == nil && f.MaxAmount == nil {
		return nil
	}
	low, high := uint64(0), uint64(maxNumber)
	if f.MinAmount != nil {
		low = amountNumber(*f.MinAmount)
	}
	if f.MaxAmount != nil {
		high = amountNumber(*f.MaxAmount)
	}
	return v.between(ctx, b, fieldAmount, low, high, allowed)
}

func (v *view) between(ctx context.Context, b *base, name string, low, high uint64, allowed docSet) error {
	column, err := v.number(ctx, name)
	if err != nil {
		return err
	}
	out := newDocSet(b.size)
	allowed.each(func(doc uint32) {
		if n := column[doc]; n == 0 || n-1 < low || n-1 > high {
			out.add(doc)
		}
	})
	allowed.remove(out)
	return nil
}
