package desk_test

import (
	"testing"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent/migrate"
	"bidwell/ent/store"
	"bidwell/ent/store/storetest"
	"bidwell/seed"
)

// BenchmarkImport writes a company of 2,000 opportunities, about 6,000 records, 500 a transaction as `bidwell import` does:
//
//	go test ./desk -run '^$' -bench Import
func BenchmarkImport(b *testing.B) {
	var batches [][]importer.Record
	records := 0
	for r := range seed.Records(2000) {
		if records%500 == 0 {
			batches = append(batches, nil)
		}
		records++
		batches[len(batches)-1] = append(batches[len(batches)-1], r)
	}
	run := func(b *testing.B, open func() *store.Store) {
		for b.Loop() {
			b.StopTimer()
			d := desk.New(open(), nil, desk.Options{})
			b.StartTimer()
			for _, batch := range batches {
				if result, err := d.Import(desk.AsSystem(b.Context()), batch); err != nil || len(result.Errors) > 0 {
					b.Fatal(result.Errors, err)
				}
			}
		}
		b.ReportMetric(float64(records*b.N)/b.Elapsed().Seconds(), "records/s")
	}
	b.Run("sqlite", func(b *testing.B) {
		run(b, func() *store.Store { return storetest.OpenSQLite(b, migrate.Migrations()) })
	})
	b.Run("postgres", func(b *testing.B) {
		run(b, func() *store.Store { return storetest.OpenPostgres(b, migrate.Migrations()) })
	})
}
