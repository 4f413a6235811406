package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"bidwell/desk"
	"bidwell/desk/importer"
)

// source is a file of real records with the mapping that reads it.
type source struct{ mapping, file string }

// set is what is imported together.
type set struct {
	name    string
	sources []source
}

// tenderCSV is the first of three files with the same rows in different encodings.
const tenderCSV = "cn_tenders/opportunities.csv"

// eventSet adds stage events to the tenders.
const eventSet = "cn_tenders stage events"

// sets are all the records, in an order in which what is referred to comes first. The tenders come first without and
// then with the text of their notices.
func sets() []set {
	return []set{
		{"crm_maven", []source{
			{"crm_maven/accounts", "crm_maven/accounts.csv"},
			{"crm_maven/products", "crm_maven/products.csv"},
			{"crm_maven/sales_teams", "crm_maven/sales_teams.csv"},
			{"crm_maven/sales_pipeline", "crm_maven/sales_pipeline.csv"},
		}},
		{"cn_tenders", tenderSources(tenderCSV)},
		{"cn_tenders with texts", []source{{"cn_tenders/opportunities", "cn_tenders/opportunities.jsonl"}}},
		{eventSet, []source{{"cn_tenders/stage_events", "cn_tenders/stage_events.jsonl"}}},
		{"cn_cases", []source{{"cn_cases/customers", "cn_cases/customers.jsonl"}, {"cn_cases/documents", "cn_cases/documents.jsonl"}}},
		{"nasa_llis", []source{{"nasa_llis/lessons", "nasa_llis/lessons.jsonl"}}},
		{"peps", []source{{"peps/proposals", "peps/proposals.jsonl"}}},
		{"ocds", []source{
			{"ocds/uk_contracts_finder", "ocds/uk-contracts-finder.opportunities.jsonl"},
			{"ocds/canada_montreal", "ocds/canada_montreal.opportunities.jsonl"},
		}},
	}
}

func tenderSources(opportunities string) []source {
	return []source{{"cn_tenders/customers", "cn_tenders/customers.jsonl"}, {"cn_tenders/opportunities", opportunities}}
}

// lastSources are the files that a second import of everything reads: of those that say more and more about the same
// records only the last, because going back to an earlier one is a change.
func lastSources() (all []source) {
	for _, s := range sets() {
		for _, f := range s.sources {
			if f.file != tenderCSV {
				all = append(all, f)
			}
		}
	}
	return all
}

// batchRows is how many rows go into one transaction, as on the command line.
const batchRows = 500

// outcome is what an import did.
type outcome struct {
	desk.ImportResult
	rows    int
	refused []string
}

func (o *outcome) add(more outcome) {
	o.Add(more.ImportResult)
	o.rows += more.rows
	o.refused = append(o.refused, more.refused...)
}

// importAll imports files one after the other; done is called after each batch.
func importAll(ctx context.Context, d *desk.Desk, data folder, sources []source, done func(file string)) (all outcome, err error) {
	for _, s := range sources {
		one, err := importFile(ctx, d, data, s, func() { done(s.file) })
		all.add(one)
		if err != nil {
			return all, fmt.Errorf("%s: %w", s.file, err)
		}
	}
	return all, nil
}

func importFile(ctx context.Context, d *desk.Desk, data folder, s source, done func()) (all outcome, err error) {
	mapping, err := importer.Shipped(s.mapping)
	if err != nil {
		return all, err
	}
	reader, err := importer.Open(data.path(s.file), mapping)
	if err != nil {
		return all, err
	}
	defer reader.Close()
	ctx = desk.AsSystem(ctx)
	for last := false; !last; {
		var records []importer.Record
		if records, last, err = nextBatch(reader, &all); err != nil {
			return all, err
		}
		result, err := d.Import(ctx, records)
		if err != nil {
			return all, err
		}
		all.Add(result)
		done()
	}
	for _, e := range all.Errors {
		all.refused = append(all.refused, fmt.Sprintf("%s:%d: %s %s: %v", s.file, e.Line, e.Entity, e.ExternalID, e.Err))
	}
	return all, nil
}

// nextBatch reads the records of the next rows.
func nextBatch(reader *importer.Reader, all *outcome) (records []importer.Record, last bool, err error) {
	for range batchRows {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return records, true, nil
		}
		if err != nil {
			return nil, false, err
		}
		all.rows++
		for _, e := range row.Errors {
			all.refused = append(all.refused, e.Error())
		}
		records = append(records, row.Records...)
	}
	return records, false, nil
}
