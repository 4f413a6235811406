package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent/opportunity"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// otherSystem names the records of an imaginary other system.
const otherSystem = "ledger"

func row(line int, entity, id string, fields map[string]any) importer.Record {
	return importer.Record{Entity: entity, System: otherSystem, ExternalID: id, Fields: fields, Line: line}
}

func theirs(entity, id string) importer.Ref {
	return importer.Ref{Entity: entity, By: "externalId", System: otherSystem, Value: id}
}

func day(month time.Month, d int) time.Time { return time.Date(2025, month, d, 0, 0, 0, 0, time.UTC) }

// year is a small ledger: a customer, a product, two opportunities with line item, stages and outcome, a proposal.
func year() []importer.Record {
	won := row(4, "opportunity", "O-1", map[string]any{
		"name": "港口调度平台", "customer": theirs("customer", "C-1"), "amount": importer.Money{Minor: 120_000_00, Currency: "CNY"}, "tags": []string{"5G专网"},
	})
	won.Stages = []importer.StageMark{{Stage: "INTAKE", At: day(time.January, 5)}, {Stage: "BID", At: day(time.March, 1)}}
	won.Outcome = &importer.Outcome{Status: "WON", DecidedAt: day(time.April, 2)}
	open := row(5, "opportunity", "O-2", map[string]any{"name": "Harbour lights", "customer": theirs("customer", "C-1")})
	open.Stages = []importer.StageMark{{Stage: "INTAKE"}}
	proposal := row(7, "proposal", "P-1", map[string]any{"title": "技术方案", "opportunity": theirs("opportunity", "O-1"), "status": "AWARDED"})
	proposal.Sections = []importer.Section{{Title: "架构", Depth: 1, Body: "双活"}, {Title: "服务", Depth: 1, Body: "7×24"}}
	return []importer.Record{
		row(2, "customer", "C-1", map[string]any{"name": "Lantern Works", "level": "A"}),
		row(3, "product", "G-1", map[string]any{"name": "Gate", "listPrice": importer.Money{Minor: 550_00, Currency: "CNY"}}),
		won, open,
		row(6, "lineItem", "O-1/1", map[string]any{"opportunity": theirs("opportunity", "O-1"), "product": theirs("product", "G-1"), "quantity": int64(3)}),
		proposal,
	}
}

func (d *door) imports(records []importer.Record) desk.ImportResult {
	d.Helper()
	result, err := d.Import(d.system, records)
	if err != nil {
		d.Fatal(err)
	}
	return result
}

func (d *door) counted(want string, got desk.ImportResult) {
	d.Helper()
	if s := fmt.Sprintf("created %d updated %d unchanged %d refused %d", got.Created, got.Updated, got.Unchanged, len(got.Errors)); s != want {
		d.Errorf("%s, want %s; %v", s, want, got.Errors)
	}
}

// state is everything an import could have changed, as text.
func (d *door) state(system string) string {
	d.Helper()
	var b strings.Builder
	for _, o := range d.Read(d.system).Opportunity.Query().Order(opportunity.ByName()).WithCustomer().WithStageEntries().WithLineItems().AllX(d.system) {
		if o.ExternalRefs[0].System != system {
			continue
		}
		fmt.Fprintf(&b, "%s %s %s %v %d %s v%d ref %s lines %d\n", o.Name, o.Stage, o.Status, o.DecidedAt, o.Amount, o.Currency, o.Version, o.ExternalRefs[0].ID, len(o.Edges.LineItems))
		for _, e := range o.Edges.StageEntries {
			fmt.Fprintf(&b, "  %d %s %s %v\n", e.Position, e.Stage, e.Direction, e.Dated)
		}
	}
	for _, p := range d.Read(d.system).Proposal.Query().WithVersions().WithSections().AllX(d.system) {
		if p.ExternalRefs[0].System != system {
			continue
		}
		fmt.Fprintf(&b, "%s %s versions %d sections %d\n", p.Title, p.Status, len(p.Edges.Versions), len(p.Edges.Sections))
	}
	return b.String()
}

func TestImportingTheSameAgainChangesNothing(t *testing.T) {
	doors(t, func(d *door) {
		d.counted("created 6 updated 0 unchanged 0 refused 0", d.imports(year()))
		before, number := d.state(otherSystem), d.text(`SELECT max(id) FROM change_log`)
		d.counted("created 0 updated 0 unchanged 6 refused 0", d.imports(year()))
		if after := d.state(otherSystem); after != before {
			d.Errorf("changed from\n%s\nto\n%s", before, after)
		}
		if now := d.text(`SELECT max(id) FROM change_log`); now != number {
			d.Errorf("the change log grew from %s to %s", number, now)
		}
	})
}

func TestImportedRecordsAreWhole(t *testing.T) {
	doors(t, func(d *door) {
		d.imports(year())
		o := d.Read(d.system).Opportunity.Query().Where(opportunity.Name("港口调度平台")).WithCustomer().WithLineItems().OnlyX(d.system)
		if o.Stage != process.OpportunityStageBid || o.Status != process.OpportunityStatusWon || !o.DecidedAt.Equal(day(time.April, 2)) || o.Edges.Customer.Name != "Lantern Works" {
			d.Errorf("imported %v", o)
		}
		if item := o.Edges.LineItems[0]; item.UnitPrice != 550_00 || item.Quantity != 3 {
			d.Errorf("the line item has not its product's price: %v", item)
		}
		entries := d.Read(d.system).StageEntry.Query().Where(stageentry.OpportunityID(o.ID)).Order(stageentry.ByPosition()).AllX(d.system)
		if len(entries) != 2 || !entries[0].LeftAt.Equal(day(time.March, 1)) || entries[1].LeftAt != nil || !entries[0].Dated {
			d.Errorf("entries %v", entries)
		}
	})
}

func TestChangedRowsUpdateWhatTheyName(t *testing.T) {
	doors(t, func(d *door) {
		d.imports(year())
		rows := year()
		rows[0].Fields["level"] = "B"
		rows[2].Fields["amount"] = importer.Money{Minor: 130_000_00, Currency: "CNY"}
		rows[3].Stages = append(rows[3].Stages, importer.StageMark{Stage: "QUALIFICATION", At: day(time.February, 1)})
		rows[5].Sections[1].Body = "5×8"
		d.counted("created 0 updated 4 unchanged 2 refused 0", d.imports(rows))
		o := d.Read(d.system).Opportunity.Query().Where(opportunity.Name("Harbour lights")).WithStageEntries().OnlyX(d.system)
		if o.Stage != process.OpportunityStageQualification || len(o.Edges.StageEntries) != 2 {
			d.Errorf("stage %s, entries %v", o.Stage, o.Edges.StageEntries)
		}
		if p := d.Read(d.system).Proposal.Query().WithVersions().OnlyX(d.system); len(p.Edges.Versions) != 2 {
			d.Errorf("changed sections make a new version: %v", p.Edges.Versions)
		}
	})
}

func TestRefusedRowsLeaveTheGoodOnesIn(t *testing.T) {
	long := row(9, "customer", "C-9", map[string]any{"name": strings.Repeat("长", 301)})
	cases := map[string]struct {
		bad   []importer.Record
		field string
	}{
		"unknown reference":     {[]importer.Record{row(9, "opportunity", "O-9", map[string]any{"name": "x", "customer": theirs("customer", "C-nobody")})}, "customer"},
		"text too long":         {[]importer.Record{long}, "name"},
		"value taken":           {[]importer.Record{row(9, "customer", "C-9", map[string]any{"name": "a", "code": "K1"}), row(9, "customer", "C-10", map[string]any{"name": "b", "code": "K1"})}, "code"},
		"two currencies":        {[]importer.Record{row(9, "opportunity", "O-9", map[string]any{"name": "x", "amount": importer.Money{Minor: 1, Currency: "CNY"}, "budgetAmount": importer.Money{Minor: 1, Currency: "USD"}})}, "currency"},
		"control character":     {[]importer.Record{row(9, "customer", "C-9", map[string]any{"name": "a\x00b"})}, "name"},
		"negative quantity":     {[]importer.Record{row(9, "lineItem", "L-9", map[string]any{"opportunity": theirs("opportunity", "O-1"), "product": theirs("product", "G-1"), "quantity": int64(-1)})}, "quantity"},
		"second record refused": {[]importer.Record{row(9, "customer", "C-9", map[string]any{"name": "good"}), row(9, "contact", "N-9", map[string]any{"name": "x", "customer": theirs("customer", "C-nobody")})}, "customer"},
	}
	doors(t, func(d *door) {
		d.imports(year()[:2])
		for name, c := range cases {
			d.Run(name, func(t *testing.T) {
				result, err := d.Import(d.system, append(year()[2:], c.bad...))
				if err != nil {
					t.Fatal(err)
				}
				if len(result.Errors) != 1 || result.Errors[0].Line != 9 || process.CodeOf(result.Errors[0].Err) == process.CodeInternal {
					t.Fatalf("errors %v", result.Errors)
				}
				if field := fieldOf(result.Errors[0].Err); field != c.field {
					t.Errorf("the refusal names %q, want %q: %v", field, c.field, result.Errors[0].Err)
				}
				if n := d.Read(d.system).Opportunity.Query().CountX(d.system); n != 2 {
					t.Errorf("%d good rows are in", n)
				}
				if n := d.Read(d.system).Customer.Query().CountX(d.system); n != 1 {
					t.Errorf("half of a refused row was written: %d customers", n)
				}
			})
		}
	})
}

func TestReferencesByNameMakeWhatIsMissing(t *testing.T) {
	doors(t, func(d *door) {
		named := func(id string, create bool) importer.Record {
			return row(2, "opportunity", id, map[string]any{"name": id, "customer": importer.Ref{Entity: "customer", By: "name", Value: "Quay & Sons", Create: create}})
		}
		if result := d.imports([]importer.Record{named("O-0", false)}); len(result.Errors) != 1 {
			d.Errorf("a missing name without create: %v", result)
		}
		d.imports([]importer.Record{named("O-1", true), named("O-2", true)})
		d.imports([]importer.Record{named("O-3", false)})
		if n := d.Read(d.system).Customer.Query().CountX(d.system); n != 1 {
			d.Errorf("%d customers of one name", n)
		}
	})
}

func TestStageEventsOfTheirOwnFile(t *testing.T) {
	event := func(n int64, to string, at time.Time) importer.Record {
		return row(int(n)+1, "stageEntry", fmt.Sprint("O-2/", n), map[string]any{"opportunity": theirs("opportunity", "O-2"), "seq": n, "to": to, "at": at})
	}
	events := []importer.Record{
		event(1, "QUALIFICATION", day(time.February, 1)), event(2, "QUALIFICATION", day(time.February, 3)),
		event(3, "BID", day(time.March, 1)), event(4, "PLANNING", day(time.February, 2)), event(5, "PLANNING", day(time.March, 9)),
	}
	doors(t, func(d *door) {
		d.imports(year())
		d.imports(events)
		once := d.state(otherSystem)
		d.counted("created 0 updated 0 unchanged 5 refused 0", d.imports(events))
		if d.state(otherSystem) != once {
			d.Errorf("the same events again changed\n%s\nto\n%s", once, d.state(otherSystem))
		}
		o := d.Read(d.system).Opportunity.Query().Where(opportunity.Name("Harbour lights")).OnlyX(d.system)
		var got []string
		for _, e := range d.Read(d.system).StageEntry.Query().Where(stageentry.OpportunityID(o.ID)).Order(stageentry.ByPosition()).AllX(d.system) {
			got = append(got, string(e.Stage)+" "+string(e.Direction))
		}
		want := "INTAKE FORWARD, QUALIFICATION FORWARD, BID FORWARD, PLANNING BACK"
		if strings.Join(got, ", ") != want || o.Stage != process.OpportunityStagePlanning {
			d.Errorf("history %v and stage %s, want %s", got, o.Stage, want)
		}
	})
}

// However an import is cut into batches, and however often parts of it are repeated, it ends in the same state.
func TestImportEndsTheSameHoweverItIsCut(t *testing.T) {
	doors(t, func(d *door) {
		d.imports(year())
		want := d.state(otherSystem)
		system := 0
		rapid.Check(d.T, func(r *rapid.T) {
			system++
			name := fmt.Sprint("ledger ", system)
			rows := renamed(year(), name)
			for at := 0; at < len(rows); {
				size := rapid.IntRange(1, len(rows)).Draw(r, "batch")
				end := min(at+size, len(rows))
				if _, err := d.Import(d.system, rows[at:end]); err != nil {
					r.Fatal(err)
				}
				at = end - rapid.IntRange(0, end-at-1).Draw(r, "repeated")
			}
			if got := d.state(name); got != want {
				r.Fatalf("ended in\n%s\nwant\n%s", got, want)
			}
		})
	})
}

// renamed are the same rows from another system.
func renamed(rows []importer.Record, system string) []importer.Record {
	for i := range rows {
		rows[i].System = system
		for name, value := range rows[i].Fields {
			if ref, ok := value.(importer.Ref); ok {
				ref.System = system
				rows[i].Fields[name] = ref
			}
		}
	}
	return rows
}
