package document

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestMarkdownBecomesHTML(t *testing.T) {
	for name, c := range map[string]struct{ markdown, want string }{
		"headings and emphasis": {"## 总体架构\n\n**双回路** *supply*", "<h2>总体架构</h2>\n<p><strong>双回路</strong> <em>supply</em></p>\n"},
		"lists":                 {"1. a\n2. b\n\n* c", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<ul>\n<li>c</li>\n</ul>\n"},
		"a table":               {"| a | b |\n|---|--:|\n| 1 | 2 |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th style=\"text-align:right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td style=\"text-align:right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		"a link":                {"[law](https://example.com/?a=1&b=2 \"51\")", "<p><a href=\"https://example.com/?a=1&amp;b=2\" title=\"51\">law</a></p>\n"},
		"signs":                 {"a < b & c > \"d\"", "<p>a &lt; b &amp; c &gt; &quot;d&quot;</p>\n"},
		"code":                  {"```go\nif a < b {}\n```", "<pre><code class=\"language-go\">if a &lt; b {}\n</code></pre>\n"},
		"a broken line of Han":  {"第一行\n第二行", "<p>第一行第二行</p>\n"},
		"HTML is text":          {"a <b>c</b>\n\n<div>\n*x*\n</div>\n\n<!-- d -->\ne", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n<p>&lt;div&gt;\n*x*\n&lt;/div&gt;</p>\n<p>&lt;!-- d --&gt;</p>\n<p>e</p>\n"},
		"nothing":               {"", ""},
	} {
		if got := Page(c.markdown); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// hostile are texts that want to be more than text in a page.
var hostile = []string{
	"<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<svg/onload=alert(1)>", "<!-- --!> <script>x</script> -->",
	"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\nscript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](&#x6A;avascript&colon;alert(1))",
	"[x](<javascript:alert(1)>)", "[x](\x01javascript:alert(1))", "[x](java\tscript:alert(1))", "[x](vbscript:x)", "[x](data:text/html,<script>x</script>)",
	"<javascript:alert(1)>", "<data:text/html,x>", "![x](javascript:alert(1))", "![](https://spy.example/p.gif)", "[![x](https://spy.example/p.gif)](javascript:x)",
	"[![x](https://spy.example/p.gif)](https://example.com)", "[x]: javascript:alert(1)\n\n[x]", "[x](https://a.example \"\\\" onmouseover=\\\"alert(1)\")",
	"```\" onmouseover=\"alert(1)\nx\n```", "```x\"><script>alert(1)</script>\n```", "| <script>x</script> |\n|---|\n| <img src=x onerror=y> |", "[a](//evil.example)", "[a](/auth/sign-out)",
	"[a](\\\\evil.example)", "# <b onclick=x>y</b>", "&lt;script&gt;", "~~<script>~~", "<a href=\"javascript:x\">y</a>", "<https://a.example/\"onmouseover=\"x>",
}

func TestHostileMarkdownIsTextInAPage(t *testing.T) {
	for _, source := range hostile {
		wantHarmless(t, source)
	}
	if got := Page("![plan](https://a.example/plan.png) ![](https://a.example/b.png)"); got != "<p><a href=\"https://a.example/plan.png\">plan</a> <a href=\"https://a.example/b.png\">https://a.example/b.png</a></p>\n" {
		t.Errorf("pictures: %s", got)
	}
}

// A reader of HTML that knows nothing of Markdown finds no more in a page than what may be there.
var elements = map[string][]string{
	"h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil, "p": nil, "br": nil, "hr": nil, "em": nil, "strong": nil, "del": nil,
	"blockquote": nil, "pre": nil, "code": {"class"}, "ul": nil, "ol": {"start"}, "li": nil, "a": {"href", "title"},
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"style"}, "td": {"style"},
}

func wantHarmless(t *testing.T, source string) {
	t.Helper()
	got := Page(source)
	for z := html.NewTokenizer(strings.NewReader(got)); ; {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return
		case html.DoctypeToken:
			t.Errorf("%q holds a document type: %s", source, got)
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			token := z.Token()
			attributes, known := elements[token.Data]
			if !known {
				t.Errorf("%q holds <%s>: %s", source, token.Data, got)
			}
			for _, a := range token.Attr {
				scheme, _, _ := strings.Cut(a.Val, ":") // what comes before it is no more for a browser
				switch {
				case !slices.Contains(attributes, a.Key):
					t.Errorf("%q has %s on <%s>: %s", source, a.Key, token.Data, got)
				case a.Key == "href" && !slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(scheme)):
					t.Errorf("%q leads to %q: %s", source, a.Val, got)
				case a.Key == "style" && !slices.Contains([]string{"text-align:left", "text-align:right", "text-align:center"}, a.Val):
					t.Errorf("%q has the style %q: %s", source, a.Val, got)
				}
			}
		}
	}
}

func FuzzPagesAreHarmless(f *testing.F) {
	for _, source := range hostile {
		f.Add(source)
	}
	f.Add("a | b\n-|-:\n[x](mailto:a@example.com) | `c`\n\n> * d\n\n***e***~~f~~\n\n---\n<https://example.com>")
	f.Add("\xb2\n0")
	f.Fuzz(func(t *testing.T, source string) { wantHarmless(t, source) })
}

// Marks that never close, or lie in each other, are not set when they are many: that would take the square of their number.
func TestTooManyMarksAreShownAsTheyWereWritten(t *testing.T) {
	for _, mark := range []string{"[", "*a_", "[a](", "[](", "> ", ">", "1. ", "+ ", "`a``b", "~~a", "<a", "[a]: b\n"} {
		few, many := strings.Repeat(mark, 20), strings.Repeat(mark, 3000)
		if got := Page(many); got != "<pre>"+html.EscapeString(many)+"</pre>\n" {
			t.Errorf("3,000 times %q are set: %.80q", mark, got)
		}
		if got := Page(few); strings.HasPrefix(got, "<pre>") {
			t.Errorf("20 times %q are not set: %.80q", mark, got)
		}
	}
	rows := "| a | **b** |\n|---|---|\n" + strings.Repeat("| 一 | **2** |\n", 450)
	for name, long := range map[string]string{"a long table": rows, "a long text": strings.Repeat("A *few* words on [the law](https://a.example).\n\n", 2000)} {
		if strings.HasPrefix(Page(long), "<pre>") {
			t.Errorf("%s is not set", name)
		}
	}
	if got := Page(strings.Repeat("字", maxPage)); !strings.HasPrefix(got, "<pre>") {
		t.Error("there is no bound")
	}
}
