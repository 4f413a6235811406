package seed

import (
	"encoding"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"bidwell/process"
)

func TestContentHoldsNothingAStoreRefuses(t *testing.T) {
	err := fs.WalkDir(content, "content", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text := must(content.ReadFile(name))(t)
		if err := process.CheckText(name, string(text)); err != nil {
			t.Error(err)
		}
		if strings.ContainsRune(string(text), '\r') || strings.ContainsRune(string(text), '\ufeff') {
			t.Errorf("%s: carriage return or byte order mark", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestProposalsHaveSectionsWorthReusing(t *testing.T) {
	b := must(readBook())(t)
	languages := map[string]int{}
	for _, p := range b.Proposals {
		languages[p.Language]++
		if n := len(p.Sections); n < 4 || n > 8 {
			t.Errorf("%s has %d sections", p.Title, n)
		}
		sections := p.Sections
		if p.Revision != nil {
			sections = append(slices.Clone(sections), p.Revision.Sections...)
		}
		for _, s := range sections {
			if n := utf8.RuneCountInString(s.Body); s.Title == "" || n < 150 || n > 600 {
				t.Errorf("%s, %q has %d characters", p.Title, s.Title, n)
			}
		}
	}
	if len(b.Proposals) < 10 || languages[""] < 5 || languages["en"] < 3 || languages["zh-Hant"] < 1 {
		t.Errorf("%d proposals in %v", len(b.Proposals), languages)
	}
}

func TestBookSpeaksBothLanguagesInEveryKind(t *testing.T) {
	b := must(readBook())(t)
	spoken := map[string]map[string]int{"lesson": {}, "retrospective": {}, "item": {}, "user": {}, "contact": {}}
	for _, l := range b.Lessons {
		spoken["lesson"][l.Language]++
	}
	for _, r := range b.Retrospectives {
		spoken["retrospective"][r.Language]++
	}
	for _, i := range b.Library {
		spoken["item"][strings.TrimPrefix(i.Language, "zh")]++
	}
	for _, u := range b.Users {
		spoken["user"][u.Language]++
	}
	for _, c := range b.Contacts {
		spoken["contact"][c.Language]++
	}
	for kind, languages := range spoken {
		if languages[""] == 0 || languages["en"] == 0 {
			t.Errorf("%s: %v", kind, languages)
		}
	}
}

func TestOpenDealsStandInEveryStageBeforeTheContract(t *testing.T) {
	b := must(readBook())(t)
	open, ended := map[string]int{}, map[process.OpportunityStatus]int{}
	for _, d := range b.Deals {
		if d.Outcome != nil {
			ended[d.Outcome.Status]++
			continue
		}
		stage := "INTAKE"
		if n := len(d.Moves); n > 0 {
			stage = d.Moves[n-1].To
		}
		open[stage]++
	}
	stages := process.OpportunityStageIntake.Values()
	for _, stage := range stages[:process.StageIndex(process.OpportunityStageContract)] {
		if open[stage] == 0 {
			t.Errorf("no open deal in %s", stage)
		}
	}
	for _, status := range process.OpportunityStatusOpen.Values()[1:] {
		if ended[process.OpportunityStatus(status)] == 0 {
			t.Errorf("no deal ended %s", status)
		}
	}
}

func TestBookShowsWhatSearchCanDo(t *testing.T) {
	var all strings.Builder
	_ = fs.WalkDir(content, "content", func(name string, e fs.DirEntry, err error) error {
		if !e.IsDir() && path.Ext(name) != ".csv" {
			all.Write(must(content.ReadFile(name))(t))
		}
		return err
	})
	for _, term := range []string{"5G专网", "等保三级", "GB/T 28181", "\uff27\uff22\uff0f\uff34", "SM4", "双活数据中心", "high availability", "change management", "電子病歷"} {
		if !strings.Contains(all.String(), term) {
			t.Errorf("nothing about %q", term)
		}
	}
	if at := regexp.MustCompile(`\p{Han}[,;?!]\p{Han}`).FindString(all.String()); at != "" {
		t.Errorf("narrow punctuation between Chinese characters: %q", at)
	}
}

func TestStoryHasNoDayInTheFutureAndItsLastEventIsTheMark(t *testing.T) {
	b := must(readBook())(t)
	last := b.Deals[len(b.Deals)-1]
	mark := last.Activities[len(last.Activities)-1]
	s := &story{book: b, ids: map[string]string{}, roles: map[string]process.UserRole{}}
	s.tell()
	at := 0
	for _, e := range s.events {
		if e.day < 1 || e.day > founded {
			t.Errorf("something happens on day %d", e.day)
		}
		if e.day <= mark.Day {
			at++
		}
	}
	if at != 1 {
		t.Errorf("%d events on the day of the event by which a finished sample is known, or after it", at)
	}
}

func TestWrittenFormsAreRead(t *testing.T) {
	var m move
	if err := m.UnmarshalText([]byte("REQUIREMENTS 460 scope grew")); err != nil || m != (move{"REQUIREMENTS", 460, "scope grew"}) {
		t.Errorf("%+v, %v", m, err)
	}
	var l line
	if err := l.UnmarshalText([]byte("P6 x 40 @ 9000.50 USD")); err != nil || l != (line{"P6", 40, 900050, "USD"}) {
		t.Errorf("%+v, %v", l, err)
	}
	for _, bad := range []string{"", "REVIEW", "REVIEW soon"} {
		if m.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("move %q was read", bad)
		}
	}
	var d deed
	if err := d.UnmarshalText([]byte("MERGE 12 su.he the other one")); err != nil || d != (deed{What: "MERGE", Day: 12, By: "su.he", Words: "the other one"}) {
		t.Errorf("%+v, %v", d, err)
	}
	if err := d.UnmarshalText([]byte("TAKEN_IN 3 -")); err != nil || d.By != "" {
		t.Errorf("%+v, %v", d, err)
	}
	for _, bad := range []string{"", "PAY", "PAY 3", "PAY soon su.he"} {
		if d.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("deed %q was read", bad)
		}
	}
	for bad, into := range map[string]encoding.TextUnmarshaler{
		"RESPONSIBLE": new(part), "USD 7.1": new(rate), "USD then 7.1": new(rate), "USD 3 dear": new(rate),
		"3 su.he 60 DEMO-O01": new(hours), "3 su.he long DEMO-O01 talk": new(hours), "then su.he 60 DEMO-O01 talk": new(hours),
	} {
		if into.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%T %q was read", into, bad)
		}
	}
	for _, bad := range []string{"", "P6 x", "P6 x many", "P6 x 4 @ dear USD", "P6 x 4 @ 12"} {
		if l.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("line %q was read", bad)
		}
	}
}

func TestNamesOfTheBookAreUnique(t *testing.T) {
	b := must(readBook())(t)
	seen := map[string]int{}
	for _, d := range b.Deals {
		seen[d.Code]++
		for _, a := range d.Activities {
			seen[d.Code+a.Subject]++
		}
	}
	for _, c := range b.Customers {
		seen[c.Code]++
	}
	for _, p := range b.Users {
		seen[p.Key]++
	}
	for _, c := range b.Contacts {
		seen[c.Key]++
	}
	for _, i := range b.Library {
		seen[i.Title]++
	}
	for _, l := range b.Lessons {
		seen[l.Title]++
	}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		if seen[name] != 1 || name == "" || !utf8.ValidString(name) {
			t.Errorf("%q is there %d times", name, seen[name])
		}
	}
}
