package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// checkImport imports every set, holds the number of records against what the files hold, imports everything again and
// holds that this changed nothing. It gives the counts of rows.
func checkImport(ctx context.Context, h *house, data folder, to *sheet) (tableCounts, error) {
	var all outcome
	for _, s := range sets() {
		before, err := h.counts(ctx)
		if err != nil {
			return nil, err
		}
		one, err := importAll(ctx, h.desk, data, s.sources, func(string) {})
		if err != nil {
			return nil, err
		}
		all.add(one)
		if err := checkSet(ctx, h, data, s.name, before, one, to); err != nil {
			return nil, err
		}
		if s.name == "cn_tenders" {
			if err := checkAgain(ctx, h, data, s.name+" again", s.sources, to); err != nil {
				return nil, err
			}
		}
	}
	to.add(line{
		check: "rows refused", want: "0", got: fmt.Sprint(len(all.refused)), ok: len(all.refused) == 0,
		examples: all.refused[:min(exampleLimit, len(all.refused))],
	})
	if err := h.analyse(ctx); err != nil {
		return nil, err
	}
	counts, err := h.counts(ctx)
	if err != nil {
		return nil, err
	}
	return counts, checkAgain(ctx, h, data, "everything again", lastSources(), to)
}

// checkAgain imports what was imported before.
func checkAgain(ctx context.Context, h *house, data folder, name string, sources []source, to *sheet) error {
	const last = "SELECT COALESCE(MAX(id), 0) FROM change_log"
	before, err := h.number(ctx, last)
	if err != nil {
		return err
	}
	rows, err := h.counts(ctx)
	if err != nil {
		return err
	}
	again, err := importAll(ctx, h.desk, data, sources, func(string) {})
	if err != nil {
		return err
	}
	to.equal("import "+name+": created, updated", "0, 0", fmt.Sprintf("%d, %d", again.Created, again.Updated))
	after, err := h.number(ctx, last)
	if err != nil {
		return err
	}
	to.equal("import "+name+": last change", before, after)
	return compareCounts(ctx, h, "import "+name+": rows of tables", rows, to)
}

// compareCounts holds the rows of all tables against what they should be.
func compareCounts(ctx context.Context, h *house, check string, want tableCounts, to *sheet) error {
	got, err := h.counts(ctx)
	if err != nil {
		return err
	}
	t := &tally{check: check}
	for _, table := range slices.Sorted(maps.Keys(want)) {
		t.count(table, want[table], got[table])
	}
	to.sum(t)
	return nil
}

// checkSet holds the rows that a set added against the records of its files, counted without the product.
func checkSet(ctx context.Context, h *house, data folder, name string, before tableCounts, did outcome, to *sheet) error {
	after, err := h.counts(ctx)
	if err != nil {
		return err
	}
	want, err := recordsOf(data, name)
	if err != nil {
		return err
	}
	if name == eventSet { // events that only repeat or correct may leave no trace
		to.atLeast("import "+name+": external_refs", float64(want["external_refs"]), float64(after["external_refs"]-before["external_refs"]))
		return nil
	}
	var expected, got []string
	for _, table := range slices.Sorted(maps.Keys(want)) {
		expected = append(expected, fmt.Sprintf("%s +%d", table, want[table]))
		got = append(got, fmt.Sprintf("%s +%d", table, after[table]-before[table]))
	}
	if name == "cn_tenders with texts" {
		expected, got = append(expected, "updated 767"), append(got, fmt.Sprintf("updated %d", did.Updated))
	}
	to.equal("import "+name, strings.Join(expected, ", "), strings.Join(got, ", "))
	return nil
}
