package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// asked finds with text alone and returns the ids in alphabetical order.
func asked(t testing.TB, l *Library, text string, scopes ...string) string {
	t.Helper()
	if scopes == nil {
		scopes = []string{"all"}
	}
	result := find(t, l, Query{Text: text, Limit: 100, Scopes: scopes})
	got := slices.Sorted(slices.Values(ids(result)))
	if result.Total != len(got) {
		t.Errorf("%s: %d hits, total %d", text, len(got), result.Total)
	}
	return strings.Join(got, " ")
}

func TestFieldsNarrowAQuery(t *testing.T) {
	l := bids(t)
	for _, test := range []struct{ name, text, want string }{
		{"kind", "kind:PROPOSAL", "p1 p2"},
		{"case and width do not matter", "Kind：ｐｒｏｐｏｓａｌ", "p1 p2"},
		{"with words", "组网 outcome:won", "s1"},
		{"words rank beside it", "专网 报价 outcome:WON", "p1 s1 s2"},
		{"values are alternatives", "kind:PROPOSAL kind:SECTION region:oslo", "p2"},
		{"listed values", "kind:SECTION,PROPOSAL", "p1 p2 s1 s2"},
		{"fields are not", "kind:PROPOSAL outcome:LOST", "p2"},
		{"excluded", "港口 -kind:SECTION", "p1 p2"},
		{"only excluded", "-kind:SECTION -outcome:LOST", "p1"},
		{"part of a customer's name", "客户:青澜", "p1"},
		{"part in the other script", "客戶:青瀾港務", "p1"},
		{"part of an English name", "customer:hydro", "p2"},
		{"not a part of a word", "customer:north", ""},
		{"words of a name in marks", `customer:"northwind hydro"`, "p2"},
		{"industry", "行业:港口", "p1 p2"},
		{"a tag is whole", "tag:5", ""},
		{"tag", "标签:5g", "p1 p2"},
		{"two tags", "tag:专网，机密", "p1"},
		{"status", "status:submitted", "p1"},
		{"language", "语言:EN", "p2"},
		{"organization", "组织:华东", "p1"},
		{"year", "year:2024", "p1"},
		{"years", "年份：2024..2025", "p1 p2"},
		{"since a year", "year:>=2025", "p2"},
		{"year and bound", "year:2024 year:>2024", "p1 p2"},
		{"bounds hold together", "year:>2023 year:<2025", "p1"},
		{"bounds that exclude each other", "year:>2025 year:<2024", ""},
		{"a day", "date:2024-05-01", "p1"},
		{"a month", "date:2024-05", "p1"},
		{"the day before", "date:2024-04-30", ""},
		{"up to the day", "date:<2024-05-01", ""},
		{"with the day", "date:<=2024-05-01", "p1"},
		{"after the day", "date:>2024-05-01", "p2"},
		{"not in a year", "kind:PROPOSAL -date:2025", "p1"},
		{"without a date outside every range", "-date:2024..2025", "s1 s2"},
		{"amount in major units", "amount:5", "p1"},
		{"amount above", "amount:>4.99", "p1"},
		{"amount not above itself", "amount:>5", ""},
		{"negative amount", "amount:<0", "p2"},
		{"amount in a range", "amount:-1..1", "p2"},
		{"nothing has it", "kind:NONE", ""},
		{"title", "标题:组网", "s1"},
		{"title in marks", "title:《专网方案》", "p1"},
		{"title is a phrase", "title:港口方案", ""},
		{"single character of a title", "title:组", "s1"},
		{"title word in all its forms", "title:networks", "p2"},
		{"quoted title word as it is", `title:"networks"`, ""},
		{"quoted title", `title:"harbour network"`, "p2"},
		{"not in the title", "港口 -title:港口", "p2 s2"},
		{"the body is no title", "title:细节", ""},
		{"alternative of field and phrase", `region:oslo OR "组网 细节"`, "p2 s1"},
		{"alternative fields", "region:oslo OR title:报价", "p2 s2"},
		{"alternative words are required", "组网 OR 报价", "s1 s2"},
		{"alternative beside words", "港口 组网 OR private", "p2 s1"},
		{"alternatives beside a field", "组网 OR 报价 title:报价", "s2"},
		{"two groups", "组网 OR 报价 OR private 细节 OR private", "p2 s1"},
		{"alternative title", "title:组网 OR title:报价", "s1 s2"},
		{"a hidden document stays hidden", "tag:机密", ""},
		{"prefix", "harb*", "p2"},
		{"prefix of an inflected word", "netw*", "p2"},
		{"prefix of a customer's name", "northw*", "p2"},
		{"excluded prefix", "港口 -harb*", "p1 s1 s2"},
		{"alternative prefix", "harb* OR 报价", "p2 s2"},
		{"unknown field is text", "http://harbour", "p2"},
		{"only marks", `"!" OR ?`, ""},
		{"marks beside a word", `"!" harbour`, "p2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := asked(t, l, test.text); got != test.want {
				t.Errorf("%s finds %s, want %s", test.text, got, test.want)
			}
		})
	}
	if got := asked(t, l, "kind:CASE OR 港口", "team:a"); got != "l1 p2" {
		t.Errorf("an alternative shows %s", got)
	}
}

func TestValuesHaveOtherNames(t *testing.T) {
	l := bids(t)
	if got := asked(t, l, "结果:中标"); got != "" {
		t.Errorf("before: %s", got)
	}
	l.SetValueNames(map[FacetName]map[string][]string{
		FacetNameOutcome: {"中標": {"WON"}, "Decided": {"WON", "LOST"}}, FacetNameKind: {"方案": {"PROPOSAL"}},
	})
	for text, want := range map[string]string{
		"结果:中标": "p1 s1 s2", "outcome:decided": "p1 p2 s1 s2", "类型:方案 结果:中标": "p1", "outcome:LOST": "p2",
		"港口 -类型:方案": "s1 s2",
	} {
		if got := asked(t, l, text); got != want {
			t.Errorf("%s finds %s, want %s", text, got, want)
		}
	}
	l.SetValueNames(nil)
	if got := asked(t, l, "结果:中标"); got != "" {
		t.Errorf("afterwards: %s", got)
	}
}

func TestAlternativesAreRankedAsOne(t *testing.T) {
	l := newLibrary(t)
	filler := strings.Repeat("无关文字，", 20)
	for i, doc := range []string{"both 等保三级 等级保护 ", "one 等保三级 无关文字 ", "other 等级保护 无关文字 ", "neither 等 级 保 护 "} {
		id, body, _ := strings.Cut(doc, " ")
		apply(t, l, int64(i+1), &Doc{ID: id, Body: body + filler, Scopes: []string{"all"}})
	}
	result := find(t, l, Query{Text: `"等保三级" OR "等级保护"`, Limit: 9, Highlight: true})
	if got := ids(result); len(got) != 3 || got[0] != "both" || result.Hits[1].Score != result.Hits[2].Score {
		t.Errorf("found %v with %v", got, result.Hits)
	}
	for _, hit := range result.Hits {
		if marked := markedTexts(&Result{Hits: []Hit{hit}}); !slices.Contains(marked, "等保三级") && !slices.Contains(marked, "等级保护") {
			t.Errorf("%s marks %v", hit.ID, marked)
		}
	}
}

func TestHighlightsOfTheLanguage(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, &Doc{ID: "a", Title: "Integration 验收", Body: "integrating the 验收 report", Scopes: []string{"all"}})
	for text, want := range map[string]string{
		"integr*": "Integration integrating", "title:验收": "验收", "title:integrations": "Integration",
		"reports OR integra*": "Integration integrating report", "kind:none OR 验收": "验收 验收",
	} {
		result := find(t, l, Query{Text: text, Limit: 1, Highlight: true})
		if got := strings.Join(markedTexts(result), " "); got != want {
			t.Errorf("%s marks %q, want %q", text, got, want)
		}
	}
}

func TestPrefixesFindWhatBeginsSo(t *testing.T) {
	l := newLibrary(t)
	words := []string{"integration", "integrate", "integer", "interim", "intention", "printing", "the", "5gcore", "5g", "15g"}
	for i, word := range words {
		apply(t, l, int64(i+1), &Doc{ID: fmt.Sprint(i), Body: "x " + word, Scopes: []string{"all"}})
	}
	for text, prefix := range map[string]string{"integr*": "integr", "int*": "int", "INTE*": "inte", "5G*": "5g", "th*": "th", "in*": "in"} {
		var want []string
		for i, word := range words {
			if strings.HasPrefix(word, prefix) {
				want = append(want, fmt.Sprint(i))
			}
		}
		if got := asked(t, l, text); got != strings.Join(want, " ") {
			t.Errorf("%s finds %s, want %s", text, got, want)
		}
	}
}

func TestUnderstandTellsHowAQueryIsRead(t *testing.T) {
	l := newLibrary(t)
	text := `港口 专网 -"旧 堆场" 类型：方案 date:>=2024-03 integr* a OR "b c"`
	want := []string{
		"WORDS 港口 专网", `PHRASE excluded -"旧 堆场"`, "FIELD 类型：方案 kind [方案]",
		"FIELD date:>=2024-03 date [>=2024-03] [{2024-03-01 }]", "PREFIX integr*", "WORDS 1 a", `PHRASE 1 "b c"`,
	}
	var got []string
	for _, c := range l.Understand(text) {
		line := string(c.Kind)
		if c.Excluded {
			line += " excluded"
		}
		if c.Alternative > 0 {
			line += " " + fmt.Sprint(c.Alternative)
		}
		line += " " + text[c.Start:c.End]
		if c.Field != "" {
			line += " " + string(c.Field) + " " + fmt.Sprint(c.Values)
		}
		if c.Ranges != nil {
			line += " " + fmt.Sprint(c.Ranges)
		}
		got = append(got, line)
	}
	if !slices.Equal(got, want) {
		t.Errorf("understood\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// FuzzAsk: no text is an error, and no text shows what the scopes hide.
func FuzzAsk(f *testing.F) {
	for _, text := range []string{
		"kind:CASE OR 港口", `-title:"港口" OR tag:机密`, "year:>=0001 amount:>-5 机密", "ha* -x* 或 title:《", "date:9999..", "title:* \xff",
	} {
		f.Add(text)
	}
	l, err := Open(f.TempDir(), Options{Now: time.Now})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.Close() })
	apply(f, l, 1, &Doc{ID: "seen", Title: "港口 harbour", Body: "港口 细节 SM4", Kind: "CASE", Year: 2024, Date: day("2024-05-01"), Amount: 5, Tags: []string{"5G"}, Scopes: []string{"all"}},
		&Doc{ID: "secret", Title: "港口 机密", Body: "港口 机密 harbour", Kind: "CASE", Year: 2024, Amount: 5, Tags: []string{"机密"}, Scopes: []string{"none"}})
	f.Fuzz(func(t *testing.T, text string) {
		result, err := l.Search(context.Background(), Query{Text: text, Limit: 9, Scopes: []string{"all"}, Highlight: true})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := ids(result); result.Total > 1 || len(got) == 1 && got[0] != "seen" {
			t.Errorf("%q shows %v", text, got)
		}
		l.Understand(text)
	})
}
