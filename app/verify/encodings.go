package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// checkEncodings imports the tenders from three files with other encodings and line ends into databases of their own,
// and holds that every field of every record is the same.
func checkEncodings(ctx context.Context, data folder, databases *databases, to *sheet) error {
	var want map[string]string
	for _, file := range []string{tenderCSV, "cn_tenders/opportunities.utf8bom.crlf.csv", "cn_tenders/opportunities.gb18030.crlf.csv"} {
		got, err := tendersFrom(ctx, data, databases, file)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if want == nil {
			want = got
			continue
		}
		t := &tally{check: file + ": same rows"}
		t.count("rows", len(want), len(got))
		for _, id := range slices.Sorted(maps.Keys(want)) {
			t.compare(want[id] == got[id], "%s differs from %s", id, tenderCSV)
		}
		to.sum(t)
	}
	return nil
}

// tendersFrom imports the tenders from a file into a fresh database and reads them back whole.
func tendersFrom(ctx context.Context, data folder, databases *databases, file string) (rows map[string]string, err error) {
	where, err := databases.fresh(ctx)
	if err != nil {
		return nil, err
	}
	// With a clock that stands still, times that the files do not tell are the same too.
	noon := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	h, err := openHouse(ctx, where, func() time.Time { return noon })
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if _, err := importAll(ctx, h.desk, data, tenderSources(file), func(string) {}); err != nil {
		return nil, err
	}
	return wholeTenders(ctx, h)
}

// wholeTenders reads all that the files say about each tender and buyer, by their ids there; ids of this database are
// left out.
func wholeTenders(ctx context.Context, h *house) (map[string]string, error) {
	rows := map[string]string{}
	keep := func(list string) func(map[string]any) {
		return func(node map[string]any) {
			text, err := json.Marshal(node)
			if err != nil { // it was read from JSON
				panic(err)
			}
			rows[fmt.Sprint(list, " ", node["externalRefs"])] = string(text)
		}
	}
	const own = "externalRefs { system id } tags archivedAt version "
	err := eachNode(ctx, h, "customers", own+"code name nameEn kind industry region city level notes", nil, keep("customers"))
	return rows, errors.Join(err, eachNode(ctx, h, "opportunities", own+`code name description type stage status source amount
		budgetAmount awardAmount currency industry region winner tenderNo decidedAt lossReason outcomeNote
		customer { name industry region city externalRefs { system id } }
		stageEntries(first: 10) { edges { node { position stage direction enteredAt dated leftAt reason } } }`, nil, keep("opportunities")))
}
