package importer

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const historyMapping = `
system: s
entity: opportunity
key: id
fields: {name: id}
stages:
  - {stage: INTAKE, undated: true}
  - {stage: CONTRACT, at: signed, when: {column: state, in: [won]}}
  - {stage: BID, at: bid}
outcome: {column: state, translate: {won: WON, open: OPEN, gone: ""}, at: end, reason: why}
`

func TestHistoryOfAnOpportunity(t *testing.T) {
	mapping := strings.Replace(historyMapping, `, gone: ""`, "", 1)
	day := func(d int) time.Time { return time.Date(2024, 1, d, 0, 0, 0, 0, time.UTC) }
	cases := []struct {
		name, row string // state,bid,signed,end,why
		stages    []StageMark
		outcome   *Outcome
		errs      []string
	}{
		{"nothing known", ",,,,", []StageMark{{Stage: "INTAKE"}}, nil, nil},
		{"in bidding", "open,2024-01-02,,,", []StageMark{{"BID", day(2), true}}, &Outcome{Status: "OPEN"}, nil},
		{"in the order of time", "won,2024-01-05,2024-01-03,2024-01-04,price", []StageMark{{"CONTRACT", day(3), true}, {"BID", day(5), true}}, &Outcome{"WON", day(4), true, "price"}, nil},
		{"with a clock", "won,2024-01-05 10:00,,,", []StageMark{{"BID", day(5).Add(10 * time.Hour), false}}, &Outcome{Status: "WON"}, nil},
		{"condition not met", "open,,2024-01-03,,", []StageMark{{Stage: "INTAKE"}}, &Outcome{Status: "OPEN"}, nil},
		{"an open one has no end", "open,,,2024-01-09,", []StageMark{{Stage: "INTAKE"}}, &Outcome{Status: "OPEN"}, nil},
		{"value of the enumeration", "LOST,,,2024-01-09,", []StageMark{{Stage: "INTAKE"}}, &Outcome{"LOST", day(9), true, ""}, nil},
		{"bad everywhere", "draw,soon,x,,", nil, nil, []string{"2:bid:DATE", "2:state:UNKNOWN_VALUE"}},
		{"bad end", "won,,,later,", nil, nil, []string{"2:end:DATE"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			records, errs, end := readAll(t, "a.csv", []byte("id,state,bid,signed,end,why\n1,"+c.row+"\n"), mapping)
			good := "1"
			if c.errs != nil {
				good = ""
			}
			checkOutcome(t, records, errs, end, good, c.errs, "")
			if c.errs == nil {
				if diff := cmp.Diff(c.stages, records[0].Stages) + cmp.Diff(c.outcome, records[0].Outcome); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestAnOutcomeCanBePassedOver(t *testing.T) {
	mapping := strings.Replace(strings.Replace(historyMapping, `, gone: ""`, ", onUnknown: skip", 1), "won: WON, open: OPEN, onUnknown: skip}", "won: WON}, onUnknown: skip", 1)
	records, errs, _ := readAll(t, "a.csv", []byte("id,state,bid,signed,end,why\n1,draw,,,,\n"), mapping)
	if len(errs) > 0 || records[0].Outcome != nil {
		t.Error(records, errs)
	}
}

// teamMapping makes three records of a row.
const teamMapping = `
system: s
records:
  - {entity: user, key: boss, onlyIfMissing: true, when: {column: boss}, fields: {name: boss}}
  - {entity: user, key: agent, fields: {name: agent, manager: boss, region: office}}
  - {entity: team, key: office, duplicates: last, fields: {name: office, department: dept}}
`

func TestOneRowMakesSeveralRecords(t *testing.T) {
	data := "agent,boss,office,dept\nann,eve,east,1\nbob,eve,west,2\ncat,,east,3\n,eve,west,4\ncat,eve,west,5\n"
	records, errs, end := readAll(t, "a.csv", []byte(data), teamMapping)
	checkOutcome(t, records, errs, end, "eve ann bob west cat east", []string{"5:agent:KEY_MISSING", "5:agent:REQUIRED", "6::DUPLICATE"}, "")
	if !records[0].OnlyIfMissing || records[1].OnlyIfMissing {
		t.Error("the manager is only made when missing, the agent always:", records[:2])
	}
	if diff := cmp.Diff(Ref{"user", "externalId", "s", "eve", false}, records[1].Fields["manager"]); diff != "" {
		t.Error(diff)
	}
}

func TestRepeatsOfAnExternalID(t *testing.T) {
	data := "id,name\n1,a\n2,b\n1,c\n1,\n3,d\n"
	cases := []struct {
		rule, want string
		errs       []string
		skipped    int
	}{
		{"error", "1=a 2=b 3=d", []string{"4::DUPLICATE", "5:name:REQUIRED"}, 0},
		{"first", "1=a 2=b 3=d", []string{"5:name:REQUIRED"}, 1},
		{"last", "2=b 1=c 3=d", []string{"5:name:REQUIRED"}, 1},
	}
	for _, c := range cases {
		t.Run(c.rule, func(t *testing.T) {
			m, err := LoadMapping("m", strings.NewReader("duplicates: "+c.rule+itemMapping))
			if err != nil {
				t.Fatal(err)
			}
			r, err := Read("a.csv", strings.NewReader(data), int64(len(data)), m)
			if err != nil {
				t.Fatal(err)
			}
			var got, errs []string
			for row, err := r.Next(); err == nil; row, err = r.Next() {
				for _, rec := range row.Records {
					got = append(got, rec.ExternalID+"="+rec.Fields["name"].(string))
				}
				for _, e := range row.Errors {
					errs = append(errs, strings.Join([]string{strconv.Itoa(e.Line), e.Column, string(e.Code)}, ":"))
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")) + cmp.Diff(c.errs, errs); diff != "" {
				t.Error(diff)
			}
			want := Stats{Rows: 5, BadRows: len(c.errs), Errors: len(c.errs), Records: 3, Skipped: c.skipped}
			if diff := cmp.Diff(want, r.Stats()); diff != "" {
				t.Error(diff)
			}
			if done, total := r.Progress(); done != total || total != int64(len(data)) {
				t.Errorf("progress %d of %d at the end", done, total)
			}
		})
	}
}

func TestOnlyALoadedMappingCanBeOpened(t *testing.T) {
	for _, m := range []*Mapping{nil, {}} {
		if _, err := Open("nowhere.csv", m); asFileError(t, err).Code != CodeMapping {
			t.Error(err)
		}
	}
	m, err := Shipped("crm_maven/accounts")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open("nowhere.csv", m); asFileError(t, err).Code != CodeUnreadable {
		t.Error(err)
	}
}

func TestColumnsThatMayBeMissing(t *testing.T) {
	mapping := "system: s\nheadings: {text: markdown}\nentity: lesson\nkey: id\nfields: {title: id, lesson: {column: extra, optional: true}, drivingEvent: text/What happened}\n"
	data := `{"id":1,"text":"# What happened\nIt broke.\n## Again\nand again\n# Else\nno"}` + "\n" + `{"id":2,"text":null,"extra":"e"}`
	records, errs, end := readAll(t, "a.jsonl", []byte(data), mapping)
	checkOutcome(t, records, errs, end, "1 2", nil, "")
	if got := records[0].Fields["drivingEvent"]; got != "It broke.\n## Again\nand again" {
		t.Errorf("%q", got)
	}
	if records[0].Fields["lesson"] != nil || records[1].Fields["lesson"] != "e" {
		t.Error(records)
	}
	_, _, end = readAll(t, "a.csv", []byte("id,body\n1,b\n"), mapping)
	if end == nil || end.Code != CodeColumnMissing || !strings.HasSuffix(end.Message.EN, ": text") {
		t.Error("the column that is split must be there:", end)
	}
}

func TestControlCharactersCanBeDropped(t *testing.T) {
	records, errs, end := readAll(t, "a.csv", []byte("id,name\n1,a\x08\x00b\u0085c\n"), "controls: drop"+itemMapping)
	checkOutcome(t, records, errs, end, "1", nil, "")
	if got := records[0].Fields["name"]; got != "abc" {
		t.Errorf("%q", got)
	}
}

func TestKnownWrongValuesAreRewrittenForEveryUse(t *testing.T) {
	mapping := "rewrite: {name: {GTXPro: GTX Pro}}\nsystem: s\nentity: product\nkey: \"{id}/{name}\"\nfields: {name: name, series: {template: \"{name}!\"}}\n"
	records, _, _ := readAll(t, "a.csv", []byte("id,name\n1,GTXPro\n"), mapping)
	if r := records[0]; r.ExternalID != "1/GTX Pro" || r.Fields["name"] != "GTX Pro" || r.Fields["series"] != "GTX Pro!" {
		t.Error(r)
	}
}
