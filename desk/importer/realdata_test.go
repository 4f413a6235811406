package importer

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// sharedFile finds a file of the real records that are kept beside the project and never inside it.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("BIDWELL_SHARED_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, NOT TESTED: no real records at %s; set BIDWELL_SHARED_DATA to their folder", path)
	}
	return path
}

// readReal reads a real file through a shipped mapping.
func readReal(t *testing.T, mapping, file string) ([]Record, Stats) {
	t.Helper()
	path := sharedFile(t, file)
	m, err := Shipped(mapping)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(path, m)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var records []Record
	for {
		row, err := r.Next()
		if err == io.EOF {
			return records, r.Stats()
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range row.Errors {
			t.Error(e)
		}
		records = append(records, row.Records...)
	}
}

func TestRealFilesAreReadWithoutAnError(t *testing.T) {
	cases := []struct {
		mapping, file          string
		rows, records, skipped int
	}{
		{"crm_maven/accounts", "crm_maven/accounts.csv", 85, 85, 0},
		{"crm_maven/products", "crm_maven/products.csv", 7, 7, 0},
		{"crm_maven/sales_teams", "crm_maven/sales_teams.csv", 20, 26, 34},
		{"crm_maven/sales_pipeline", "crm_maven/sales_pipeline.csv", 5803, 11606, 0},
		{"cn_tenders/customers", "cn_tenders/customers.jsonl", 428, 428, 0},
		{"cn_tenders/opportunities", "cn_tenders/opportunities.csv", 767, 1195, 339},
		{"cn_tenders/opportunities", "cn_tenders/opportunities.jsonl", 767, 1195, 339},
		{"cn_tenders/stage_events", "cn_tenders/stage_events.jsonl", 1016, 951, 0},
		{"cn_cases/customers", "cn_cases/customers.jsonl", 37, 37, 0},
		{"cn_cases/documents", "cn_cases/documents.jsonl", 276, 276, 0},
		{"nasa_llis/lessons", "nasa_llis/lessons.jsonl", 1475, 1475, 0},
		{"peps/proposals", "peps/proposals.jsonl", 736, 736, 0},
		{"ocds/uk_contracts_finder", "ocds/uk-contracts-finder.opportunities.jsonl", 21, 17, 25},
		{"ocds/canada_montreal", "ocds/canada_montreal.opportunities.jsonl", 20, 31, 9},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			_, got := readReal(t, c.mapping, c.file)
			if want := (Stats{Rows: c.rows, Records: c.records, Skipped: c.skipped}); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
}

func TestTheThreeEncodingsOfTheTendersGiveTheSameRecords(t *testing.T) {
	want, _ := readReal(t, "cn_tenders/opportunities", "cn_tenders/opportunities.csv")
	for _, file := range []string{"cn_tenders/opportunities.utf8bom.crlf.csv", "cn_tenders/opportunities.gb18030.crlf.csv"} {
		got, _ := readReal(t, "cn_tenders/opportunities", file)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(file, diff)
		}
	}
	withText, _ := readReal(t, "cn_tenders/opportunities", "cn_tenders/opportunities.jsonl")
	for i := range withText {
		delete(withText[i].Fields, "description")
		withText[i].Line++ // JSON Lines have no header
	}
	if diff := cmp.Diff(want, withText); diff != "" {
		t.Error("JSON Lines", diff)
	}
}

// figuresOf reads figures that were computed elsewhere.
func figuresOf(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(sharedFile(t, filepath.Join("reference", name)))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(err)
	}
}

func TestTheSalesRecordsHaveTheReferenceFigures(t *testing.T) {
	var want struct {
		Overall struct {
			Won, Lost int
			WonValue  int64   `json:"won_value"`
			Days      float64 `json:"avg_cycle_days_closed"`
		}
		Products map[string]struct{ Won int } `json:"by_product"`
		Sectors  map[string]any               `json:"by_sector"`
		Regions  map[string]any               `json:"by_region"`
	}
	figuresOf(t, "crm_kpi_public.json", &want)
	won, lost, value, days, open := 0, 0, int64(0), 0.0, map[string]int{}
	wonBy, winners := map[string]int{}, map[string]bool{}
	records, _ := readReal(t, "crm_maven/sales_pipeline", "crm_maven/sales_pipeline.csv")
	for _, r := range records {
		if r.Entity == "lineItem" {
			if winners[r.Fields["opportunity"].(Ref).Value] {
				wonBy[r.Fields["product"].(Ref).Value]++
			}
			continue
		}
		switch r.Outcome.Status {
		case "WON":
			won, winners[r.ExternalID] = won+1, true
			value += r.Fields["amount"].(Money).Minor
		case "LOST":
			lost++
		default:
			open[r.Stages[len(r.Stages)-1].Stage]++
			continue
		}
		days += r.Outcome.DecidedAt.Sub(r.Stages[0].At).Hours() / 24
	}
	if won != want.Overall.Won || lost != want.Overall.Lost || value != 100*want.Overall.WonValue || open["INTAKE"] != 500 || open["QUALIFICATION"] != 841 {
		t.Error(won, lost, value, open)
	}
	if mean := days / float64(won+lost); mean-want.Overall.Days > 1e-4 || want.Overall.Days-mean > 1e-4 {
		t.Errorf("%f days, want %f", mean, want.Overall.Days)
	}
	for product, w := range want.Products {
		if wonBy[product] != w.Won {
			t.Errorf("%s won %d, want %d", product, wonBy[product], w.Won)
		}
	}
	accounts, _ := readReal(t, "crm_maven/accounts", "crm_maven/accounts.csv")
	checkGroups(t, accounts, "industry", want.Sectors)
	teams, _ := readReal(t, "crm_maven/sales_teams", "crm_maven/sales_teams.csv")
	checkGroups(t, teams, "region", want.Regions)
}

// checkGroups holds that a field takes exactly the values by which the reference groups.
func checkGroups(t *testing.T, records []Record, field string, want map[string]any) {
	t.Helper()
	got := map[string]any{}
	for _, r := range records {
		if v, ok := r.Fields[field].(string); ok {
			got[v] = nil
		}
	}
	if diff := cmp.Diff(sortedKeys(want), sortedKeys(got)); diff != "" {
		t.Error(field, diff)
	}
}

func TestTheTendersHaveTheReferenceFigures(t *testing.T) {
	type figures struct {
		Opportunities, Awarded, Failed int
		Sum                            int64 `json:"award_amount_sum"`
		Known                          int   `json:"award_amount_known"`
	}
	var want struct {
		Overall   figures
		Provinces map[string]figures `json:"by_province"`
		Classes   map[string]figures `json:"by_buyer_class"`
	}
	figuresOf(t, "cn_tenders_kpi_public.json", &want)
	class, provinces, classes, all := map[string]string{}, map[string]figures{}, map[string]figures{}, map[string]figures{}
	add := func(m map[string]figures, key string, r Record) {
		f := m[key]
		f.Opportunities++
		switch r.Outcome.Status {
		case "WON":
			f.Awarded++
		case "CANCELLED_BY_CUSTOMER":
			f.Failed++
		}
		if amount, ok := r.Fields["awardAmount"].(Money); ok {
			f.Sum, f.Known = f.Sum+amount.Minor/100, f.Known+1
		}
		m[key] = f
	}
	records, _ := readReal(t, "cn_tenders/opportunities", "cn_tenders/opportunities.gb18030.crlf.csv")
	for _, r := range records {
		if r.Entity == "customer" {
			class[r.ExternalID] = r.Fields["industry"].(string)
			continue
		}
		add(all, "", r)
		add(provinces, r.Fields["region"].(string), r)
		add(classes, class[r.Fields["customer"].(Ref).Value], r)
	}
	if diff := cmp.Diff(want.Overall, all[""]) + cmp.Diff(want.Provinces, provinces) + cmp.Diff(want.Classes, classes); diff != "" {
		t.Error(diff)
	}
}

func TestTheArchiveOfProposalsHasTheReferenceFigures(t *testing.T) {
	var want struct {
		All struct {
			Passed    int
			NotPassed int `json:"not_passed"`
		}
		Types map[string]int `json:"by_type"`
	}
	figuresOf(t, "peps_pass_rate_public.json", &want)
	status, kinds := map[string]int{}, map[string]int{}
	records, _ := readReal(t, "peps/proposals", "peps/proposals.jsonl")
	for _, r := range records {
		status[r.Fields["status"].(string)]++
		kinds[r.Fields["kind"].(string)]++
		if len(r.Sections) == 0 {
			t.Error(r.ExternalID, "has no section")
		}
	}
	if status["AWARDED"] != want.All.Passed || status["NOT_AWARDED"]+status["WITHDRAWN"] != want.All.NotPassed || kinds["TECHNICAL"] != want.Types["Standards Track"] {
		t.Error(status, kinds)
	}
}

func TestTheLessonsKeepEveryWordOfTheirText(t *testing.T) {
	records, _ := readReal(t, "nasa_llis/lessons", "nasa_llis/lessons.jsonl")
	texts := realTexts(t, "nasa_llis/lessons.jsonl")
	heading := regexp.MustCompile(`(?m)^## (Abstract|Driving event|Lesson learned|Recommendation|Evidence)$`)
	organizations := map[string]int{}
	for _, r := range records {
		got := letters(r, "drivingEvent") + letters(r, "lesson") + letters(r, "recommendation")
		want := squeezed(heading.ReplaceAllString(texts[r.ExternalID], ""))
		if len(got) != len(want) {
			t.Errorf("%s: %d of %d letters kept", r.ExternalID, len(got), len(want))
		}
		organizations[r.Fields["organization"].(string)]++
	}
	var want struct {
		Organizations map[string]int `json:"llis_by_organization"`
	}
	figuresOf(t, "facets_public.json", &want)
	if diff := cmp.Diff(want.Organizations, organizations); diff != "" {
		t.Error(diff)
	}
}

func TestTheSectionsOfRealTextsAreTheWholeTexts(t *testing.T) {
	for file, format := range map[string]string{"peps/proposals.jsonl": formatRST, "cn_cases/documents.jsonl": formatMarkdown, "nasa_llis/lessons.jsonl": formatMarkdown} {
		for _, text := range realTexts(t, file) {
			checkSplit(t, text, format)
		}
	}
}

func realTexts(t *testing.T, file string) map[string]string {
	t.Helper()
	s, err := OpenSource(sharedFile(t, file), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	texts := map[string]string{}
	for {
		row, err := s.Next()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		texts[row.Cells["id"].Text] = row.Cells["text"].Text
	}
}

func letters(r Record, field string) string {
	s, _ := r.Fields[field].(string)
	return squeezed(s)
}

func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}
