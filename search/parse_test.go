package search

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// read writes clauses as short text: words bare, phrases in marks, prefixes
// with their star, fields as name=values, excluded ones behind a minus,
// alternatives behind their number.
func read(text string) string {
	var all []string
	for _, c := range parse(text).clauses {
		part := ""
		if c.negated {
			part = "-"
		}
		if c.group > 0 {
			part += strconv.Itoa(c.group) + "|"
		}
		switch c.kind {
		case ClausePhrase:
			part += `"` + c.text + `"`
		case ClausePrefix:
			part += c.text + "*"
		case ClauseField:
			part += string(c.field) + "=" + strings.Join(c.values, "/")
			for _, w := range c.within {
				r := w.written(c.field)
				part += "[" + r.From + "," + r.To + "]"
			}
		default:
			part += c.text
		}
		all = append(all, part)
	}
	return strings.Join(all, " ; ")
}

func TestParseTakesAQueryApart(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "  ", ""},
		{"words", "审批 流程", "审批 流程"},
		{"phrase", `"审批 流程"`, `"审批 流程"`},
		{"phrase between words", `a "b c" d`, `a ; "b c" ; d`},
		{"phrase without a space", `a"b c"d`, `a ; "b c" ; d`},
		{"full-width marks", `＂b c＂`, `"b c"`},
		{"curly marks around a whole query", "“b c”", `"b c"`},
		{"curly marks inside a sentence do not quote", "什么是“善意”取得", "什么是“善意”取得"},
		{"mark without partner", `"b c`, `"b c`},
		{"mark at the end", `b c"`, `b c"`},
		{"empty phrase", `"" a`, "a"},
		{"excluded word", "a -b", "a ; -b"},
		{"excluded phrase", `a -"b c"`, `a ; -"b c"`},
		{"words around an exclusion stay apart", "a -b c", "a ; -b ; c"},
		{"full-width minus", "a －采购", "a ; -采购"},
		{"hyphen inside a word", "PEP-0450", "PEP-0450"},
		{"minus before a space", "a - b", "a - b"},
		{"minus alone", "-", "-"},
		{"list in pasted text", "- one\n- two", "- one\n- two"},
		{"invalid bytes", "a\xff\xfeb", "a  b"},

		{"field", "kind:PROPOSAL", "kind=PROPOSAL"},
		{"field in Chinese with a full-width colon", "港口 类型：方案", "港口 ; kind=方案"},
		{"field in traditional characters", "類型:方案", "kind=方案"},
		{"field in capitals", "Outcome:won", "outcome=won"},
		{"quoted value", `customer:"Northwind Hydro" x`, "customer=Northwind Hydro ; x"},
		{"value in curly marks", "客户：“青澜 港务”", "customer=青澜 港务"},
		{"value in title marks", "标题:《采购 订单》", "title=采购 订单"},
		{"title marks alone are text", "《采购 订单》", "《采购 订单》"},
		{"listed values", "标签:5G，专网、港口", "tag=5G/专网/港口"},
		{"a comma in a title is text", "title:a,b", "title=a,b"},
		{"excluded field", "港口 -outcome:LOST", "港口 ; -outcome=LOST"},
		{"unknown field", "http://example.org GB/T:2016 10:30", "http://example.org GB/T:2016 10:30"},
		{"no value", "kind: PROPOSAL", "kind: PROPOSAL"},
		{"empty quotes", `kind:"" a`, `kind:"" a`},
		{"field inside a word", "x类型:方案", "x类型:方案"},
		{"colon alone", ":x", ":x"},

		{"year", "year:2024", "year=2024[2024,2024]"},
		{"year in Chinese", "年份：2024年", "year=2024年[2024,2024]"},
		{"years", "year:2023..2025", "year=2023..2025[2023,2025]"},
		{"years the other way round", "year:2025..2023", "year=2025..2023[2023,2025]"},
		{"years with the ellipsis", "year:２０２３…２０２５", "year=２０２３…２０２５[2023,2025]"},
		{"years in Chinese", "年份:2023至2025", "year=2023至2025[2023,2025]"},
		{"open range", "year:2023..", "year=2023..[2023,]"},
		{"range of nothing", "year:..", "year:.."},
		{"no year", "year:soon year:20245", "year:soon year:20245"},
		{"months", "date:2024-01..2024-06", "date=2024-01..2024-06[2024-01-01,2024-06-30]"},
		{"since a day", "date:>=2024-03-01", "date=>=2024-03-01[2024-03-01,]"},
		{"after a month", "date:>2024-02", "date=>2024-02[2024-03-01,]"},
		{"before a month", "日期：＜2024/3", "date=＜2024/3[,2024-02-29]"},
		{"until a year", "date:≤2023", "date=≤2023[,2023-12-31]"},
		{"date in Chinese", "日期:2024年3月5日", "date=2024年3月5日[2024-03-05,2024-03-05]"},
		{"date without marks", "date:20240305", "date=20240305[2024-03-05,2024-03-05]"},
		{"no such day", "date:2024-02-30 date:2024-13 date:2024-1-1-1", "date:2024-02-30 date:2024-13 date:2024-1-1-1"},
		{"amount above", "amount:>100万", "amount=>100万[1000000.01,]"},
		{"amounts", "amount:1000000..2亿", "amount=1000000..2亿[1000000,200000000]"},
		{"amounts with letters", "amount:250k..1.5M", "amount=250k..1.5M[250000,1500000]"},
		{"amount with commas", "金额：≥¥1,000,000.5元", "amount=≥¥1,000,000.5元[1000000.50,]"},
		{"negative amount", "amount:<-5", "amount=<-5[,-5.01]"},
		{"huge amount", "amount:>999999999999亿", "amount=>999999999999亿[5764607523034234.01,]"},
		{"no amount", "amount:1e9 amount:. amount:1.2.3 amount:万", "amount:1e9 amount:. amount:1.2.3 amount:万"},

		{"alternative phrases", `"等保三级" OR "等级保护"`, `1|"等保三级" ; 1|"等级保护"`},
		{"alternatives in Chinese", `"等保三级" 或 "等级保护"`, `1|"等保三级" ; 1|"等级保护"`},
		{"three alternatives", "a OR b OR c", "1|a ; 1|b ; 1|c"},
		{"the word next to OR counts", "x a OR b y", "x ; 1|a ; 1|b ; y"},
		{"two groups", "a OR b c OR d", "1|a ; 1|b ; 2|c ; 2|d"},
		{"alternative fields", `"a b" OR tag:5G`, `1|"a b" ; 1|tag=5G`},
		{"or in small letters", "to be or not to be", "to be or not to be"},
		{"OR at an end", "OR a", "OR a"},
		{"OR at the other end", "a OR", "a OR"},
		{"OR twice", "a OR OR b", "a OR OR b"},
		{"OR before an exclusion", "a OR -b", "a OR ; -b"},
		{"或 inside text", "是或不是", "是或不是"},

		{"prefix", "integr* x", "integr* ; x"},
		{"prefix of one character", "i* x", "i* x"},
		{"prefix of a character", "电力*", "电力*"},
		{"star inside", "a*b **", "a*b **"},
		{"prefix of a code", "GB/T*", "GB/T*"},
		{"excluded prefix", "a -inte*", "a ; -inte*"},
		{"prefix and alternative", "inte* OR b", "1|inte* ; 1|b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := read(test.text); got != test.want {
				t.Errorf("%q is read as %s\nwant %s", test.text, got, test.want)
			}
		})
	}
}

func TestPrefixesAreTold(t *testing.T) {
	for text, want := range map[string]ClauseKind{
		"integr*": ClausePrefix, "5G*": ClausePrefix, "ＩＮＴＥＧＲ＊": ClausePrefix,
		"i*": ClauseWords, "电力*": ClauseWords, "GB/T*": ClauseWords, "**": ClauseWords,
	} {
		if c := parse(text).clauses; len(c) != 1 || c[0].kind != want {
			t.Errorf("%s is %+v, want %s", text, c, want)
		}
	}
}

func TestParseIsBounded(t *testing.T) {
	for _, text := range []string{
		strings.Repeat(`"ab cd" -ef `, 2000), strings.Repeat("tag:a -kind:b ", 2000), strings.Repeat("a OR b c ", 2000),
	} {
		n := 0
		for _, c := range parse(text).clauses {
			if c.kind != ClauseWords || c.negated || c.group > 0 {
				n++
			}
			if c.kind == ClauseWords && !c.negated && strings.Contains(c.text, "-ef") {
				t.Errorf("an exclusion too many became words")
			}
		}
		if n > maxClauses {
			t.Errorf("%d clauses, want at most %d", n, maxClauses)
		}
	}
	if c := parse("tag:" + strings.Repeat("a,", 3000)).clauses[0]; len(c.values) != maxValues {
		t.Errorf("%d values", len(c.values))
	}
	long := parse(strings.Repeat("字", maxText))
	for _, c := range long.clauses {
		if len(c.text) > maxText || !utf8.ValidString(c.text) {
			t.Errorf("words of %d bytes, valid %v", len(c.text), utf8.ValidString(c.text))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`a "b c" -d -"e f"`, "“专网” －采购", `"`, "-", "\xff\"", "＂a", `-"`, `""""`, `kind:a,b -类型：《c》`,
		`"a" OR b 或 tag:"x" OR`, "year:2023..2025 date:>=2024-03 amount:>1.5亿", "inte* -ab* i*", "title:\"",
	} {
		f.Add(text)
	}
	language := newLanguage()
	f.Fuzz(func(t *testing.T, text string) {
		typed, end := parse(text), 0
		for _, c := range typed.clauses {
			if c.text == "" || !utf8.ValidString(c.text) || c.start < end || c.end <= c.start || c.end > len(text) {
				t.Errorf("clause %+v of %q", c, text)
			}
			if utf8.ValidString(text) && c.kind != ClauseField && !strings.Contains(text[c.start:c.end], c.text) {
				t.Errorf("clause %+v does not stand in its range of %q", c, text)
			}
			end = c.end
			for _, w := range c.within {
				if c.bound == false && w.low > w.high {
					t.Errorf("interval %+v of %q", w, text)
				}
			}
		}
		a := language.analyzer()
		defer language.done(a)
		p := typed.plan(a, nil)
		for _, phrase := range append(p.required(), p.exclusions...) {
			if len(phrase) == 0 || phrase[0].offset != 0 {
				t.Errorf("phrase %v of %q", phrase, text)
			}
		}
		if p.impossible != (p.empty() && strings.TrimSpace(text) != "") {
			t.Errorf("impossible %v with %v of %q", p.impossible, p, text)
		}
	})
}
