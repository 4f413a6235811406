package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"bidwell/ent"
	"bidwell/ent/customer"
	"bidwell/ent/lead"
	"bidwell/ent/predicate"
	"bidwell/process"
)

// Duplicate is a lead or customer that may be the same as one that is described, with the fields that agree.
type Duplicate struct {
	Record ent.Noder
	Fields []string
}

// likeness is what is known of an organisation whose duplicates are looked for, in the form in which equal is equal.
type likeness struct {
	company, creditCode, phone string
	// probe is a part of the name that every spelling of it has.
	probe string
	// except is the id of a record that is not looked for.
	except string
}

// maxDuplicates bounds the candidates of one look.
const maxDuplicates = 50

// Duplicates finds the leads and customers that agree in credit code, telephone number or name (without legal form, width
// and case), those that agree most first. Errors: FORBIDDEN for a
// telephone number from who sees none, UNAUTHENTICATED, VALIDATION_FAILED when nothing is given.
func (d *Desk) Duplicates(ctx context.Context, company, creditCode, phone, except *string) ([]*Duplicate, error) {
	like := likeness{
		company: process.CompanyKey(value(company)), probe: process.CompanyProbe(value(company)),
		creditCode: strings.ToUpper(strings.TrimSpace(value(creditCode))), phone: process.NormalPhone(value(phone)), except: value(except),
	}
	if like.company == "" && like.creditCode == "" && like.phone == "" {
		return nil, process.Invalid("company", process.MsgRequired)
	}
	if like.phone != "" { // whether it agrees would tell it
		if err := process.CheckFieldUse(ViewerOf(ctx), ent.TypeLead, "phone"); err != nil {
			return nil, err
		}
	}
	leads, err := d.leadsLike(ctx, like)
	if err != nil {
		return nil, err
	}
	customers, err := d.customersLike(ctx, like)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(customers, leads)
	slices.SortStableFunc(all, func(a, b *Duplicate) int { return cmp.Compare(len(b.Fields), len(a.Fields)) })
	return all, nil
}

func (d *Desk) leadsLike(ctx context.Context, like likeness) ([]*Duplicate, error) {
	var either []predicate.Lead
	if like.creditCode != "" {
		either = append(either, lead.CreditCode(like.creditCode))
	}
	if like.phone != "" {
		either = append(either, lead.Phone(like.phone))
	}
	if like.probe != "" {
		either = append(either, lead.CompanyContainsFold(like.probe))
	}
	found, err := d.reader.Lead.Query().Where(lead.Or(either...), lead.ArchivedAtIsNil(), lead.IDNEQ(like.except)).Order(lead.ByID(descending)).Limit(maxDuplicates).All(ctx)
	if err != nil {
		return nil, err
	}
	var all []*Duplicate
	for _, l := range found {
		if fields := like.agree(l.Company, l.CreditCode, l.Phone); len(fields) > 0 {
			all = append(all, &Duplicate{Record: l, Fields: fields})
		}
	}
	return all, nil
}

func (d *Desk) customersLike(ctx context.Context, like likeness) ([]*Duplicate, error) {
	if like.company == "" && like.creditCode == "" {
		return nil, nil
	}
	var either []predicate.Customer
	if like.creditCode != "" {
		either = append(either, customer.CreditCode(like.creditCode))
	}
	if like.probe != "" {
		either = append(either, customer.NameContainsFold(like.probe))
	}
	found, err := d.reader.Customer.Query().Where(customer.Or(either...), customer.ArchivedAtIsNil(), customer.IDNEQ(like.except)).Order(customer.ByID(descending)).Limit(maxDuplicates).All(ctx)
	if err != nil {
		return nil, err
	}
	var all []*Duplicate
	for _, c := range found {
		if fields := like.agree(c.Name, value(c.CreditCode), ""); len(fields) > 0 {
			all = append(all, &Duplicate{Record: c, Fields: fields})
		}
	}
	return all, nil
}

// agree lists the fields in which a record is like the description.
func (like likeness) agree(company, creditCode, phone string) (fields []string) {
	if like.creditCode != "" && creditCode == like.creditCode {
		fields = append(fields, "creditCode")
	}
	if like.phone != "" && phone == like.phone {
		fields = append(fields, "phone")
	}
	if like.company != "" && process.CompanyKey(company) == like.company {
		fields = append(fields, "company")
	}
	return fields
}
