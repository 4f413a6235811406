package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func completions(t testing.TB, l *Library, prefix string, scopes ...string) []string {
	t.Helper()
	if scopes == nil {
		scopes = []string{"all"}
	}
	found, err := l.Suggest(context.Background(), Query{Text: prefix, Scopes: scopes, Limit: 10})
	if err != nil {
		t.Fatalf("suggest %q: %v", prefix, err)
	}
	var all []string
	for _, s := range found {
		all = append(all, fmt.Sprintf("%s %s %d", s.Kind, s.Text, s.Count))
	}
	return all
}

func TestSuggestionsCompleteWhatIsTyped(t *testing.T) {
	l := newLibrary(t)
	all := []string{"all"}
	apply(t, l, 1,
		&Doc{ID: "1", Title: "等保三级 建设方案", Customer: "青澜港务", Tags: []string{"等保", "Harbour"}, Scopes: all},
		&Doc{ID: "2", Title: "等保三级 建设方案", Customer: "青澜港务", Tags: []string{"等保"}, Scopes: all},
		&Doc{ID: "3", Title: "Harbour network", Customer: "Northwind Hydro", Scopes: all},
		&Doc{ID: "4", Title: "重庆 專網 建设\n二期", Customer: "Hydro Harbours", Scopes: all},
		&Doc{ID: "5", Title: "等保 机密", Customer: "机密客户", Tags: []string{"等级"}, Scopes: []string{"none"}},
		&Doc{ID: "6", Body: "no title", Scopes: all},
	)
	for _, test := range []struct{ name, typed, want string }{
		{"a tag and a title", "等", "TAG 等保 2; TITLE 等保三级 建设方案 2"},
		{"inside a Chinese title", "建设", "TITLE 等保三级 建设方案 2; TITLE 重庆 專網 建设\n二期 1"},
		{"in the other script", "专网", "TITLE 重庆 專網 建设\n二期 1"},
		{"the beginning of a word", "harb", "TAG Harbour 1; TITLE Harbour network 1; CUSTOMER Hydro Harbours 1"},
		{"two words", "Harbour  net", "TITLE Harbour network 1"},
		{"not inside a word", "arbour", ""},
		{"a later word of a name", "hyd", "CUSTOMER Hydro Harbours 1; CUSTOMER Northwind Hydro 1"},
		{"full pinyin", "dengbao", "TAG 等保 2; TITLE 等保三级 建设方案 2"},
		{"initials", "db", "TAG 等保 2; TITLE 等保三级 建设方案 2"},
		{"pinyin on its way", "dengb", "TAG 等保 2; TITLE 等保三级 建设方案 2"},
		{"pinyin with spaces", "deng bao", "TAG 等保 2; TITLE 等保三级 建设方案 2"},
		{"pinyin inside", "jians", "TITLE 等保三级 建设方案 2; TITLE 重庆 專網 建设\n二期 1"},
		{"pinyin of another reading", "chongqing", "TITLE 重庆 專網 建设\n二期 1"},
		{"initials of a customer", "qlgw", "CUSTOMER 青澜港务 2"},
		{"mixed pinyin", "qlgangwu", "CUSTOMER 青澜港务 2"},
		{"pinyin of nothing", "xyz", ""},
		{"pinyin does not cross a space", "zhongqingzhuan", ""},
		{"one letter is no pinyin", "q", ""},
		{"hidden", "机密", ""},
		{"hidden pinyin", "jimi", ""},
		{"only white space", " \n", ""},
		{"invalid bytes", "\xff等保", "TAG 等保 2; TITLE 等保三级 建设方案 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := strings.Join(completions(t, l, test.typed), "; "); got != test.want {
				t.Errorf("%q gives %s\nwant %s", test.typed, got, test.want)
			}
		})
	}
	if got := completions(t, l, "等", "none"); strings.Join(got, "; ") != "TITLE 等保 机密 1; TAG 等级 1" && strings.Join(got, "; ") != "TAG 等级 1; TITLE 等保 机密 1" {
		t.Errorf("another scope sees %v", got)
	}
	if got, err := l.Suggest(context.Background(), Query{Text: "等", Limit: 10}); err != nil || got != nil {
		t.Errorf("without scopes: %v, %v", got, err)
	}
	if _, err := l.Suggest(context.Background(), Query{Text: "等", Scopes: all, Limit: MaxSuggestions + 1}); !errors.Is(err, ErrInvalid) {
		t.Errorf("too many: %v", err)
	}
}

func TestSuggestionsFollowTheIndex(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, &Doc{ID: "1", Title: "Harbour one", Scopes: []string{"all"}}, &Doc{ID: "2", Title: "Harbour two", Scopes: []string{"all"}})
	check := func(when, want string) {
		t.Helper()
		if got := strings.Join(completions(t, l, "harb"), "; "); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	check("first", "TITLE Harbour one 1; TITLE Harbour two 1")
	apply(t, l, 2, &Doc{ID: "1", Title: "Quay one", Scopes: []string{"all"}}, &Doc{ID: "3", Title: "Harbour two", Scopes: []string{"all"}})
	check("changed", "TITLE Harbour two 2")
	err := l.Rebuild(context.Background(), func(add func([]Change) error) (int64, error) {
		return 3, add([]Change{{Doc: &Doc{ID: "9", Title: "Harbour nine", Scopes: []string{"all"}}}})
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	check("rebuilt", "TITLE Harbour nine 1")
}

// TestSuggestionsAreTitlesThatBeginSo compares with a search through the list.
func TestSuggestionsAreTitlesThatBeginSo(t *testing.T) {
	title := rapid.StringOfN(rapid.SampledFrom([]rune("等保级護ab1 ")), 1, 8, -1)
	l := newLibrary(t)
	rapid.Check(t, func(r *rapid.T) {
		want := map[string]int{}
		var docs []*Doc
		typed := Fold(strings.TrimSpace(title.Draw(r, "typed")))
		typed = strings.Join(strings.Fields(typed), " ")
		for i := range 10 {
			doc := &Doc{ID: fmt.Sprint(i), Title: title.Draw(r, "title"), Scopes: []string{rapid.SampledFrom([]string{"all", "none"}).Draw(r, "scope")}}
			docs = append(docs, doc)
			folded := strings.TrimSpace(Fold(doc.Title))
			for at := range folded {
				if strings.HasPrefix(folded[at:], typed) && !continues(folded[:at], typed) && typed != "" && doc.Scopes[0] == "all" {
					want[folded]++
					break
				}
			}
		}
		apply(t, l, 1, docs...)
		found, err := l.Suggest(context.Background(), Query{Text: typed, Scopes: []string{"all"}, Limit: MaxSuggestions})
		if err != nil {
			r.Fatal(err)
		}
		got := map[string]int{}
		for _, s := range found {
			if letters := strings.ReplaceAll(typed, " ", ""); len(letters) >= 2 && allLetters([]byte(letters)) && !strings.Contains(Fold(s.Text), typed) {
				continue // by its sound
			}
			got[Fold(s.Text)] += s.Count
		}
		for text, n := range want {
			if got[text] != n {
				r.Fatalf("%q: %q is suggested %d times, want %d; %v", typed, text, got[text], n, found)
			}
			delete(got, text)
		}
		if len(got) > 0 {
			r.Fatalf("%q: suggested besides: %v", typed, got)
		}
	})
}

func TestSpellingByOneLetterOrBySound(t *testing.T) {
	l := newLibrary(t)
	apply(t, l, 1, note("a", "acceptance criteria and integration, 等级保护测评 验收标准 acceptance"),
		&Doc{ID: "secret", Title: "harbour 机密", Scopes: []string{"none"}},
		note("b", "acceptances 等级"))
	for _, test := range []struct{ name, text, want string }{
		{"a letter too few", "acceptnce", "acceptance"},
		{"a letter too many", "criteriaa", "criteria"},
		{"another letter", "criterea", "criteria"},
		{"changed places", "cirteria", "criteria"},
		{"the first letter", "eriteria", "criteria"},
		{"no first letter", "riteria", "criteria"},
		{"a first letter too many", "ccriteria", "criteria"},
		{"first letters changed", "rciteria", "criteria"},
		{"the frequent word", "acceptanc", "acceptance"},
		{"inside a query, in capitals", `Integratoin "of acceptnce" 验收`, `integration "of acceptnce" 验收`},
		{"a known word", "acceptance", ""},
		{"another form of a known word", "integrations", ""},
		{"too short", "abd", ""},
		{"two letters off", "acptnce", ""},
		{"same sound", "等级宝护", "等级保护"},
		{"same sound beside words", "项目 验收表准 integration", "项目 验收标准 integration"},
		{"same sound in traditional", "驗收標準", ""},
		{"known", "验收", ""},
		{"other sound", "等级吃护", ""},
		{"hidden English", "harbuor", ""},
		{"hidden Chinese", "机蜜", ""},
		{"excluded", "-acceptnce", ""},
		{"field", "title:acceptnce", ""},
		{"codes", "GB/T28181 1234567", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := l.DidYouMean(context.Background(), Query{Text: test.text, Scopes: []string{"all"}})
			if err != nil || got != test.want {
				t.Errorf("%s: did you mean %q, %v; want %q", test.text, got, err, test.want)
			}
		})
	}
	if got, err := l.DidYouMean(context.Background(), Query{Text: "harbuor", Scopes: []string{"none"}}); got != "harbour" || err != nil {
		t.Errorf("who may see it: %q, %v", got, err)
	}
	if got, err := l.DidYouMean(context.Background(), Query{Text: "acceptnce"}); got != "" || err != nil {
		t.Errorf("without scopes: %q, %v", got, err)
	}
}

func TestSpellingByManyLettersIsQuick(t *testing.T) {
	table := soundTable()
	var numbers []uint16
	for range 100 {
		numbers = append(numbers, table.numbers['啊'])
	}
	if table.spell(numbers, strings.Repeat("a", maxSpelled-1)+"z") || !table.spell(numbers, strings.Repeat("a", maxSpelled)) {
		t.Error("letters are counted wrong")
	}
}

// TestOneOffIsADistanceOfOne, against every word made by one change.
func TestOneOffIsADistanceOfOne(t *testing.T) {
	word := rapid.StringMatching("[abc]{4,6}")
	rapid.Check(t, func(r *rapid.T) {
		x, y := word.Draw(r, "x"), word.Draw(r, "y")
		want := false
		for i := range len(x) + 1 {
			for c := 'a'; c <= 'c'; c++ {
				want = want || x[:i]+string(c)+x[i:] == y || i < len(x) && x[:i]+string(c)+x[i+1:] == y
			}
			want = want || i < len(x) && x[:i]+x[i+1:] == y
			want = want || i+1 < len(x) && x[:i]+x[i+1:i+2]+x[i:i+1]+x[i+2:] == y
		}
		if got := oneOff(x, y); got != (want && x != y) {
			r.Fatalf("%s and %s: %v", x, y, got)
		}
		if oneOff(x, y) && x[:sameBegin] != y[:sameBegin] && !slices.Contains(otherBegin(x), y) {
			r.Fatalf("%s is not tried for %s", y, x)
		}
	})
}

func FuzzSuggest(f *testing.F) {
	for _, text := range []string{"等保", "dengbao", "db", "harb net", "\xff", "'", "ｄｂ", "ddddddddddddddddddddddddd", "机蜜 harbuor"} {
		f.Add(text)
	}
	l, err := Open(f.TempDir(), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.Close() })
	apply(f, l, 1, &Doc{ID: "1", Title: "等保三级 方案 等等等等等等等等等等等等等等", Customer: "Harbour 青澜", Tags: []string{"tag"}, Scopes: []string{"all"}},
		&Doc{ID: "2", Title: "机密 secret", Customer: "机密", Tags: []string{"机密"}, Scopes: []string{"none"}})
	f.Fuzz(func(t *testing.T, text string) {
		found, err := l.Suggest(context.Background(), Query{Text: text, Scopes: []string{"all"}, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(found, func(s Suggestion) bool { return s.ID == "2" || strings.Contains(s.Text, "机密") || s.Count != 1 }) {
			t.Errorf("%q suggests %v", text, found)
		}
		meant, err := l.DidYouMean(context.Background(), Query{Text: text, Scopes: []string{"all"}})
		if err != nil || strings.Contains(meant, "secret") && !strings.Contains(text, "secret") {
			t.Errorf("%q: did you mean %q, %v", text, meant, err)
		}
	})
}
