package main

import "fmt"

// names are distinct names; a nameless record has none.
type names map[string]bool

func (n names) add(values ...string) {
	for _, v := range values {
		if v != "" {
			n[v] = true
		}
	}
}

// recordsOf counts the records in the files of a set, by table, in a few lines that share nothing with the importer.
func recordsOf(data folder, set string) (tableCounts, error) {
	switch set {
	case "crm_maven":
		return salesRecords(data)
	case "cn_tenders", "cn_tenders with texts":
		return tenderRecords(data, set == "cn_tenders")
	case eventSet:
		return eventRecords(data)
	case "cn_cases":
		return caseRecords(data)
	case "nasa_llis":
		return lineRecords(data, "lessons", "nasa_llis/lessons.jsonl")
	case "peps":
		return lineRecords(data, "proposals", "peps/proposals.jsonl")
	case "ocds":
		return contractRecords(data)
	}
	return nil, fmt.Errorf("no count for %s", set)
}

func salesRecords(data folder) (tableCounts, error) {
	counts := tableCounts{}
	for _, c := range []struct{ table, file, column, other string }{
		{"customers", "accounts.csv", "account", "subsidiary_of"},
		{"products", "products.csv", "product", ""},
		{"users", "sales_teams.csv", "sales_agent", "manager"},
		{"teams", "sales_teams.csv", "regional_office", ""},
		{"opportunities", "sales_pipeline.csv", "opportunity_id", ""},
		{"line_items", "sales_pipeline.csv", "opportunity_id", ""},
	} {
		distinct := names{}
		for _, title := range []string{c.column, c.other} {
			if title == "" {
				continue
			}
			values, err := column(data, "crm_maven/"+c.file, title)
			if err != nil {
				return nil, err
			}
			distinct.add(values...)
		}
		counts[c.table] = len(distinct)
	}
	return counts, nil
}

// tenderRecords counts the tenders and their buyers; those are there already when the texts are imported.
func tenderRecords(data folder, first bool) (tableCounts, error) {
	if !first {
		return tableCounts{"customers": 0, "opportunities": 0, "stage_entries": 0}, nil
	}
	ids, err := column(data, tenderCSV, "id")
	if err != nil {
		return nil, err
	}
	buyers, err := column(data, tenderCSV, "customer")
	if err != nil {
		return nil, err
	}
	distinct, opportunities := names{}, names{}
	distinct.add(buyers...)
	opportunities.add(ids...)
	known, err := readLines[struct{ Name string }](data, "cn_tenders/customers.jsonl")
	for _, c := range known {
		distinct.add(c.Name)
	}
	return tableCounts{"customers": len(distinct), "opportunities": len(opportunities)}, err
}

func caseRecords(data folder) (tableCounts, error) {
	known, err := readLines[struct{ Name string }](data, "cn_cases/customers.jsonl")
	if err != nil {
		return nil, err
	}
	documents, err := readLines[struct{ Meta struct{ Customer string } }](data, "cn_cases/documents.jsonl")
	customers := names{}
	for _, c := range known {
		customers.add(c.Name)
	}
	for _, d := range documents {
		customers.add(d.Meta.Customer)
	}
	return tableCounts{"customers": len(customers), "content_items": len(documents)}, err
}

// contractRecords counts by publisher, because the same name there and here are two customers.
func contractRecords(data folder) (tableCounts, error) {
	counts := tableCounts{}
	for _, file := range []string{"uk-contracts-finder", "canada_montreal"} {
		rows, err := readLines[struct{ ID, Customer string }](data, "ocds/"+file+".opportunities.jsonl")
		if err != nil {
			return nil, err
		}
		ids, customers := names{}, names{}
		for _, r := range rows {
			ids.add(r.ID)
			customers.add(r.Customer)
		}
		counts["opportunities"] += len(ids)
		counts["customers"] += len(customers)
	}
	return counts, nil
}

// eventRecords counts the events that open a stage. A correction and a failed round leave the tender where it is.
func eventRecords(data folder) (tableCounts, error) {
	events, err := readLines[struct{ To string }](data, "cn_tenders/stage_events.jsonl")
	counts := tableCounts{"external_refs": 0}
	for _, e := range events {
		if e.To != "amended" && e.To != "failed" {
			counts["external_refs"]++
		}
	}
	return counts, err
}

func lineRecords(data folder, table, file string) (tableCounts, error) {
	rows, err := readLines[struct{}](data, file)
	return tableCounts{table: len(rows)}, err
}
