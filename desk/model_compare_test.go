package desk_test

import (
	"reflect"

	"bidwell/desk"
)

// compare reads all records of a history back and holds them against the model, then puts away what later histories would
// come across.
func (m *model) compare() {
	m.name = "at the end"
	for _, compare := range []func(*model){
		(*model).compareLeads, (*model).compareDeals, (*model).compareNeeds, (*model).compareOffers, (*model).compareMatrix, (*model).compareReviews,
		(*model).compareApprovals, (*model).comparePromises, (*model).compareContracts, (*model).compareHandovers, (*model).compareDelivery, (*model).compareLearning,
		(*model).compareScorecards, (*model).compareSimples, (*model).compareShelf, (*model).compareVaults, (*model).compareErrands, (*model).compareQuestions, (*model).compareCitations, (*model).comparePeople,
		(*model).compareTemplates, (*model).compareAfter,
	} {
		compare(m)
	}
	for _, l := range m.lessons {
		if !l.archived {
			_, err := m.ArchiveRecord(m.system, desk.RecordInput{ID: l.id, Version: l.version})
			m.check(err)
		}
	}
}

// same holds what the database says of a record against what the model says.
func (m *model) same(id, what string, want, got []any) {
	if !reflect.DeepEqual(want, got) {
		m.rt.Fatalf("%s: the database says of %s (%s) %v, the model %v", m.name, id, what, got, want)
	}
}

func (m *model) compareScorecards() {
	for _, q := range m.scorecards {
		r, err := m.Read(m.system).Qualification.Get(m.system, q.id)
		m.check(err)
		total := max(0, q.score) * 20
		m.same(q.id, "version decision total", []any{q.version, q.decision, total}, []any{r.Version, string(value(r.Decision)), r.Total})
	}
}
