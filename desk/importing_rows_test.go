package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/desk/importer"
	"bidwell/ent/customer"
	"bidwell/ent/opportunity"
	"bidwell/ent/proposal"
	"bidwell/ent/stageentry"
	"bidwell/process"
)

// firm is a customer of the other system.
func firm(line int, fields ...string) importer.Record {
	r := row(line, "customer", fmt.Sprint("C-", line), map[string]any{"name": fmt.Sprint("Firm ", line)})
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] == "id" {
			r.ExternalID = fields[i+1]
			continue
		}
		r.Fields[fields[i]] = fields[i+1]
	}
	return r
}

func firms(from, to int) (rows []importer.Record) {
	for line := from; line <= to; line++ {
		rows = append(rows, firm(line))
	}
	return rows
}

// with replaces the rows of the same lines.
func with(rows []importer.Record, other ...importer.Record) []importer.Record {
	rows = slices.Clone(rows)
	for _, r := range other {
		i := slices.IndexFunc(rows, func(have importer.Record) bool { return have.Line == r.Line })
		rows[i] = r
	}
	return rows
}

// bid is an opportunity of a customer, with stages on days of 2025.
func bid(line int, id, of string, stages ...string) importer.Record {
	r := row(line, "opportunity", id, map[string]any{"name": "Deal " + id, "customer": theirs("customer", of)})
	for i, stage := range stages {
		r.Stages = append(r.Stages, importer.StageMark{Stage: stage, At: day(time.January, 10*(i+1))})
	}
	return r
}

func moved(line int, id, of, to string, at time.Time) importer.Record {
	return row(line, "stageEntry", id, map[string]any{"opportunity": theirs("opportunity", of), "to": to, "at": at})
}

func volume(line int, id, title string, bodies ...string) importer.Record {
	r := row(line, "proposal", id, map[string]any{"title": title})
	for i, body := range bodies {
		r.Sections = append(r.Sections, importer.Section{Title: fmt.Sprint("Section ", i), Depth: 1, Body: body})
	}
	return r
}

// Each case imports its batches one after the other and tells what each did; "lines" are those of refused rows, with the
// field where it matters.
func TestWhatBecomesOfRows(t *testing.T) {
	type batch struct {
		rows  []importer.Record
		want  string // created, updated, unchanged, skipped
		lines string
	}
	tooLong := strings.Repeat("长", 301)
	cases := map[string][]batch{
		"the same file twice": {
			{firms(1, 700), "700 0 0 0", ""}, {firms(1, 700), "0 0 700 0", ""},
		},
		"a few changed rows among many": {
			{firms(1, 600), "600 0 0 0", ""},
			{with(firms(1, 600), firm(1, "level", "A"), firm(300, "level", "B"), firm(600, "level", "C")), "0 3 597 0", ""},
			{with(firms(1, 600), firm(1, "level", "A"), firm(300, "level", "B"), firm(600, "level", "C")), "0 0 600 0", ""},
		},
		"every row changed": {
			{firms(1, 520), "520 0 0 0", ""},
			{renames(firms(1, 520)), "0 520 0 0", ""},
		},
		"one error a row, however many it has": {
			{[]importer.Record{firm(1), row(2, "customer", "C-2", map[string]any{"name": tooLong, "owner": theirs("user", "nobody"), "notes": "a\x00b"}), firm(3)}, "2 0 0 0", "2"},
		},
		"a reference to a row further down is found by the next run": {
			{[]importer.Record{bid(1, "O-1", "C-2"), firm(2), bid(3, "O-3", "C-2")}, "2 0 0 0", "1 customer"},
			{[]importer.Record{bid(1, "O-1", "C-2"), firm(2), bid(3, "O-3", "C-2")}, "1 0 2 0", ""},
		},
		"an id twice in a batch, the same": {
			{[]importer.Record{firm(1, "id", "X"), firm(1, "id", "X")}, "1 0 1 0", ""},
		},
		"an id twice in a batch, changed": {
			{[]importer.Record{firm(1, "id", "X"), firm(2, "id", "X"), firm(3, "id", "X")}, "1 0 0 0", ""},
			{[]importer.Record{firm(3, "id", "X")}, "0 0 1 0", ""},
		},
		"an id twice in two batches": {
			{[]importer.Record{firm(1, "id", "X")}, "1 0 0 0", ""}, {[]importer.Record{firm(2, "id", "X")}, "0 1 0 0", ""},
		},
		"an opportunity twice in a batch, further on the second time": {
			{[]importer.Record{firm(1), bid(2, "O", "C-1", "INTAKE"), bid(3, "O", "C-1", "INTAKE", "BID")}, "2 0 0 0", ""},
		},
		"a proposal twice in a batch, with other sections": {
			{[]importer.Record{volume(1, "P", "Offer", "one"), volume(2, "P", "Offer", "one", "two")}, "1 0 0 0", ""},
		},
		"a value that is too long in the middle": {
			{with(firms(1, 400), firm(200, "name", tooLong)), "399 0 0 0", "200 name"},
		},
		"a value that is taken, by a record of before": {
			{[]importer.Record{firm(1, "code", "K")}, "1 0 0 0", ""},
			{with(firms(1, 400), firm(1, "code", "K"), firm(200, "code", "K")), "398 0 1 0", "200 code"},
		},
		"values that are taken, by rows of the same batch": {
			{with(firms(1, 300), firm(10, "code", "K"), firm(20, "code", "K"), firm(299, "code", "L"), firm(300, "code", "L")), "298 0 0 0", "20 code,300 code"},
		},
		"a change to a value that is taken": {
			{with(firms(1, 300), firm(10, "code", "K")), "300 0 0 0", ""},
			{with(firms(1, 300), firm(10, "code", "K"), firm(20, "code", "K"), firm(21, "level", "A")), "0 1 298 0", "20 code"},
		},
		"a value that a row further down gives up": {
			{[]importer.Record{firm(1, "code", "K")}, "1 0 0 0", ""},
			{[]importer.Record{firm(2, "code", "K"), firm(3, "id", "C-1", "code", "L"), firm(4)}, "1 1 0 0", "2 code"},
		},
		"refused rows of every kind": {
			{with(firms(1, 64), firm(1, "name", ""), bid(2, "O", "nobody"), firm(33, "code", "K"), firm(34, "code", "K"), firm(64, "level", "Z")), "60 0 0 0", "1 name,2 customer,34 code,64 level"},
		},
		"nothing but refused rows": {
			{[]importer.Record{firm(1, "name", ""), firm(2, "name", ""), firm(3, "name", "")}, "0 0 0 0", "1 name,2 name,3 name"},
		},
		"what refers to a refused row is refused": {
			{[]importer.Record{firm(1, "name", ""), bid(2, "O", "C-1"), firm(3)}, "1 0 0 0", "1 name,2 customer"},
		},
		"stages of their own before anything is written": {
			{[]importer.Record{firm(1), bid(2, "O", "C-1", "INTAKE"), moved(3, "S-1", "O", "BID", day(time.March, 1)), moved(4, "S-2", "O", "BID", day(time.March, 2)), moved(5, "S-3", "O", "PLANNING", day(time.March, 3))}, "4 0 0 1", ""},
			{[]importer.Record{moved(3, "S-1", "O", "BID", day(time.March, 1)), moved(4, "S-2", "O", "BID", day(time.March, 2)), moved(6, "S-4", "O", "CONTRACT", day(time.April, 1))}, "1 0 2 0", ""},
		},
		"a stage of nothing": {
			{[]importer.Record{moved(1, "S-1", "O", "BID", day(time.March, 1)), moved(2, "S-2", "O", "NOWHERE", day(time.March, 2))}, "0 0 0 0", "1 opportunity,2 opportunity"},
		},
		"a stage there is not": {
			{[]importer.Record{firm(1), bid(2, "O", "C-1", "INTAKE"), moved(3, "S-1", "O", "NOWHERE", day(time.March, 1)), firm(4)}, "3 0 0 0", "3 stage"},
		},
		"an empty batch": {{nil, "0 0 0 0", ""}},
	}
	doors(t, func(d *door) {
		number := 0
		for name, batches := range cases {
			d.Run(name, func(t *testing.T) {
				number++
				for i, b := range batches {
					rows := renamed(deepened(b.rows, number), fmt.Sprint("ledger ", number))
					result, err := d.Import(d.system, rows)
					if err != nil {
						t.Fatal(err)
					}
					if got := fmt.Sprint(result.Created, result.Updated, result.Unchanged, result.Skipped); got != b.want {
						t.Errorf("batch %d: created, updated, unchanged, skipped %s, want %s", i+1, got, b.want)
					}
					if got := linesOf(result.Errors, b.lines); got != b.lines {
						t.Errorf("batch %d: refused %s, want %s: %v", i+1, got, b.lines, result.Errors)
					}
				}
			})
		}
	})
}

func renames(rows []importer.Record) []importer.Record {
	for i := range rows {
		rows[i].Fields["name"] = fmt.Sprint("Renamed ", i)
	}
	return rows
}

// deepened are rows of their own, with codes that no other case has.
func deepened(rows []importer.Record, number int) (out []importer.Record) {
	for _, r := range rows {
		fields := map[string]any{}
		for name, value := range r.Fields {
			if name == "code" {
				value = fmt.Sprintf("%v-%d", value, number)
			}
			fields[name] = value
		}
		r.Fields = fields
		out = append(out, r)
	}
	return out
}

// linesOf lists refused rows; the field stands with those that like names with one.
func linesOf(refused []desk.ImportError, like string) string {
	var all []string
	for i, e := range refused {
		s := fmt.Sprint(e.Line)
		if want := strings.Split(like, ","); i < len(want) && strings.Contains(want[i], " ") {
			s += " " + fieldOf(e.Err)
		}
		if process.CodeOf(e.Err) == process.CodeInternal {
			s += " INTERNAL"
		}
		all = append(all, s)
	}
	return strings.Join(all, ",")
}

func TestChangedRecordsRiseByOneVersionAndOneChange(t *testing.T) {
	doors(t, func(d *door) {
		d.imports(firms(1, 600))
		began, number := d.now(), d.text(`SELECT max(id) FROM change_log`)
		d.pass(time.Hour)
		d.imports(with(firms(1, 600), firm(7, "level", "A"), firm(555, "level", "B", "name", "Firm of another name")))
		for _, c := range d.Read(d.system).Customer.Query().Order(customer.ByName()).AllX(d.system) {
			changed := c.Level != nil
			if want := map[bool]int{true: 2, false: 1}[changed]; c.Version != want || !c.CreatedAt.Equal(began) || c.UpdatedAt.Equal(began) == changed {
				d.Errorf("%s: version %d, created %v, updated %v", c.Name, c.Version, c.CreatedAt, c.UpdatedAt)
			}
		}
		var got []string
		rows, err := d.Store().DB().Query(`SELECT c.operation, c.fields, x.external_id FROM change_log c JOIN external_refs x ON x.entity_id = c.entity_id WHERE c.id > ` + number + ` ORDER BY c.id`)
		if err != nil {
			d.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var operation, id string
			var fields []byte
			if err := rows.Scan(&operation, &fields, &id); err != nil {
				d.Fatal(err)
			}
			got = append(got, fmt.Sprint(id, " ", operation, " ", strings.ReplaceAll(string(fields), " ", "")))
		}
		want := []string{
			`C-7 UPDATE {"level":{"from":null,"to":"A"}}`,
			`C-555 UPDATE {"level":{"from":null,"to":"B"},"name":{"from":"Firm555","to":"Firmofanothername"}}`,
		}
		if len(got) != 2 || !sameChange(got[0], want[0]) || !sameChange(got[1], want[1]) {
			d.Errorf("the change log says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if n := d.text(`SELECT count(*) FROM external_refs`); n != "600" {
			d.Errorf("%s external ids of 600 records", n)
		}
	})
}

// sameChange compares change log rows whose fields may come in any order.
func sameChange(x, y string) bool {
	letters := func(s string) string { b := []byte(s); slices.Sort(b); return string(b) }
	return letters(x) == letters(y)
}

func TestEveryNewRecordIsInTheChangeLogOnceInOrder(t *testing.T) {
	doors(t, func(d *door) {
		rows := []importer.Record{firm(1)}
		for line := 2; line <= 300; line++ {
			rows = append(rows, bid(line, fmt.Sprint("O-", line), "C-1", "INTAKE", "BID"))
		}
		rows = append(rows, bid(301, "O-301", "C-nobody")) // refused: nothing of it or of the first try may stay
		d.imports(rows)
		for query, want := range map[string]string{
			`SELECT count(*) FROM change_log`:                                                                                              "898",
			`SELECT count(DISTINCT entity_id) FROM change_log`:                                                                             "898",
			`SELECT count(*) FROM change_log WHERE operation <> 'CREATE'`:                                                                  "0",
			`SELECT count(*) FROM external_refs`:                                                                                           "300",
			`SELECT count(*) FROM change_log c JOIN stage_entries s ON s.id = c.entity_id AND s.opportunity_id = c.root_id`:                "598",
			`SELECT count(*) FROM change_log c JOIN change_log p ON p.entity_id = c.root_id AND p.id < c.id`:                               "598",
			`SELECT count(*) FROM change_log c JOIN change_log n ON n.id = c.id + 1 AND n.entity = c.entity AND n.entity_id < c.entity_id`: "0",
		} {
			if got := d.text(query); got != want {
				d.Errorf("%s: %s, want %s", query, got, want)
			}
		}
	})
}

func TestRefusalsNameTheRecordOfTheRow(t *testing.T) {
	doors(t, func(d *door) {
		contact := func(id, customer string) importer.Record {
			return row(7, "contact", id, map[string]any{"name": "Mei", "customer": theirs("customer", customer)})
		}
		taken := row(7, "opportunity", "O-7", map[string]any{"name": "x", "code": "TAKEN"})
		d.imports([]importer.Record{row(1, "opportunity", "O-1", map[string]any{"name": "x", "code": "TAKEN"})})
		for name, c := range map[string]struct {
			row  []importer.Record
			want string
		}{
			"the first":                 {[]importer.Record{firm(7, "name", ""), contact("N", "C-7")}, "customer C-7 name"},
			"the last":                  {[]importer.Record{firm(7), contact("N", "C-nobody")}, "contact N customer"},
			"by the database":           {[]importer.Record{firm(7), taken, contact("N", "C-7")}, "opportunity O-7 code"},
			"by the database, the last": {[]importer.Record{firm(7), contact("N", "C-7"), taken}, "opportunity O-7 code"},
		} {
			result := d.imports(append(append(firms(2, 6), c.row...), firms(8, 20)...))
			if len(result.Errors) != 1 || result.Errors[0].Line != 7 {
				d.Fatalf("%s: refused %v", name, result.Errors)
			}
			e := result.Errors[0]
			if got := fmt.Sprint(e.Entity, " ", e.ExternalID, " ", fieldOf(e.Err)); got != c.want {
				d.Errorf("%s: refused %s, want %s", name, got, c.want)
			}
			if n := d.Read(d.system).Customer.Query().CountX(d.system); n != 18 {
				d.Errorf("%s: %d customers, want the 18 of the good rows", name, n)
			}
		}
	})
}

func TestRecordsOfABatchMayNameEachOther(t *testing.T) {
	doors(t, func(d *door) {
		person := func(line int, id string, fields map[string]any) importer.Record {
			fields["name"], fields["role"] = id, "SALES"
			return row(line, "user", id, fields)
		}
		result := d.imports([]importer.Record{
			person(1, "U-1", map[string]any{}),
			row(2, "team", "T-1", map[string]any{"name": "North", "lead": theirs("user", "U-1")}),
			person(3, "U-2", map[string]any{"team": theirs("team", "T-1"), "manager": theirs("user", "U-1")}),
			row(4, "team", "T-2", map[string]any{"name": "Far north", "parent": theirs("team", "T-1"), "lead": theirs("user", "U-2")}),
			firm(5, "id", "C-1"), row(6, "customer", "C-2", map[string]any{"name": "Child", "parent": theirs("customer", "C-1"), "owner": theirs("user", "U-2")}),
			bid(7, "O-1", "C-2", "INTAKE"),
			row(8, "proposal", "P-1", map[string]any{"title": "Offer", "opportunity": theirs("opportunity", "O-1")}),
			row(9, "contentItem", "K-1", map[string]any{"title": "Case", "proposal": theirs("proposal", "P-1"), "customer": theirs("customer", "C-2")}),
		})
		d.counted("created 9 updated 0 unchanged 0 refused 0", result)
		p := d.Read(d.system).Proposal.Query().Where(proposal.Title("Offer")).WithOpportunity().OnlyX(d.system)
		c := d.Read(d.system).Customer.Query().Where(customer.Name("Child")).WithParent().WithOwner().OnlyX(d.system)
		if p.Edges.Opportunity.Name != "Deal O-1" || c.Edges.Parent.Name != "Firm 5" || c.Edges.Owner.Name != "U-2" {
			d.Errorf("%v of %v; %v under %v of %v", p, p.Edges.Opportunity, c, c.Edges.Parent, c.Edges.Owner)
		}
	})
}

func TestNamesFindTheOldestAlsoInTheBatch(t *testing.T) {
	named := func(line int, id, customer string, create bool) importer.Record {
		return row(line, "opportunity", id, map[string]any{"name": id, "customer": importer.Ref{Entity: "customer", By: "name", Value: customer, Create: create}})
	}
	of := func(d *door, id string) string {
		o := d.Read(d.system).Opportunity.Query().Where(opportunity.Name(id)).WithCustomer().OnlyX(d.system)
		return o.Edges.Customer.ExternalRefs[0].ID
	}
	doors(t, func(d *door) {
		d.imports([]importer.Record{firm(1, "id", "A", "name", "Quay"), firm(2, "id", "B", "name", "Quay"), firm(3, "id", "C", "name", "Pier")})
		d.counted("created 8 updated 1 unchanged 0 refused 1", d.imports([]importer.Record{
			firm(1, "id", "D", "name", "Quay"), named(2, "of the oldest", "Quay", true),
			firm(3, "id", "E", "name", "Dock"), named(4, "of the batch", "Dock", false),
			named(5, "made", "Mole", true), named(6, "made before", "Mole", true),
			named(7, "nobody's", "Wharf", false),
			firm(8, "id", "C", "name", "Wharf"), named(9, "renamed", "Wharf", false),
		}))
		for id, want := range map[string]string{"of the oldest": "A", "of the batch": "E", "made": "Mole", "made before": "Mole", "renamed": "C"} {
			if got := of(d, id); got != want {
				d.Errorf("%s: customer %s, want %s", id, got, want)
			}
		}
		if result := d.imports([]importer.Record{named(1, "late", "Pier", false)}); len(result.Errors) != 1 {
			d.Errorf("the old name of a renamed customer: %v", result)
		}
	})
}

func TestStagesOfOneBatchFollowEachOther(t *testing.T) {
	doors(t, func(d *door) {
		d.imports([]importer.Record{firm(1), bid(2, "Old", "C-1", "INTAKE")})
		late := bid(9, "New", "C-1", "INTAKE", "BID")
		late.Fields["name"] = "Deal New"
		d.imports([]importer.Record{
			moved(3, "S-1", "Old", "BID", day(time.February, 1)), moved(4, "S-2", "Old", "PLANNING", day(time.March, 1)),
			bid(5, "New", "C-1", "INTAKE"), moved(6, "S-3", "New", "QUALIFICATION", day(time.January, 15)),
			moved(7, "S-4", "Old", "CONTRACT", day(time.April, 1)), moved(8, "S-5", "Old", "BID", day(time.January, 1)), late,
		})
		for name, want := range map[string]string{
			"Deal Old": "0 INTAKE 10.01. 01.02., 1 BID 01.02. 01.03., 2 PLANNING 01.03. 01.04., 3 CONTRACT 01.04. still; CONTRACT v4",
			"Deal New": "0 INTAKE 10.01. 15.01., 1 QUALIFICATION 15.01. 20.01., 2 BID 20.01. still; BID v3",
		} {
			o := d.Read(d.system).Opportunity.Query().Where(opportunity.Name(name)).OnlyX(d.system)
			var got []string
			for _, e := range d.Read(d.system).StageEntry.Query().Where(stageentry.OpportunityID(o.ID)).Order(stageentry.ByPosition()).AllX(d.system) {
				left := "still"
				if e.LeftAt != nil {
					left = e.LeftAt.UTC().Format("02.01.")
				}
				got = append(got, fmt.Sprint(e.Position, " ", e.Stage, " ", e.EnteredAt.UTC().Format("02.01."), " ", left))
			}
			if s := fmt.Sprintf("%s; %s v%d", strings.Join(got, ", "), o.Stage, o.Version); s != want {
				d.Errorf("%s went\n%s\nwant\n%s", name, s, want)
			}
		}
	})
}
