package document

import "testing"

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct{ page, want string }{
		"headings, paragraphs, lists": {
			`<!DOCTYPE html><html><head><title>投标 须知</title><style>p{}</style></head><body><p>前言<h1>一、总则</h1><p>第一段
 换行<p>第二段<br>又一行<h2>范围</h2><ul><li>甲<li>乙<ol><li>子</ol></ul><div>尾 &lt;b&gt; &amp; </div><script>alert("坏")</script></body></html>`,
			"HTML «投标 须知»\n== 0 0 \n前言\n== 1 0 一、总则\n第一段 换行\n\n第二段\n又一行\n== 2 0 范围\n- 甲\n- 乙\n    1. 子\n\n尾 \\<b> &",
		},
		"tables with spans and tables in them": {
			`<html><table><caption>表一</caption><tr><th>项|目<th colspan=2>数<tr><td rowspan=2>硬件<td>1<td><table><tr><td>内<td>嵌</table><tr><td>2<td>3</table>后`,
			"HTML «页»\n== 0 0 \n表一\n\n| 项\\|目 | 数 | |\n| --- | --- | --- |\n| 硬件 | 1 | 内 嵌 |\n| 硬件 | 2 | 3 |\n\n后",
		},
		"hidden, quoted, preformatted": {
			`<html><p style="display: none">藏<p hidden>也藏</p><blockquote>引用</blockquote><pre>一
二</pre><svg><text>图</text></svg><ruby>拼<rt>pin</rt></ruby>`,
			"HTML «页»\n== 0 0 \n> 引用\n\n一\n二\n\n拼",
		},
		"nothing closed, closed twice": {
			`<html></table></td></ul><h3>标题<table><tr><td>甲</div></h3><td>乙`,
			"HTML «页»\n== 3 0 标题\n| 甲 | 乙 |\n| --- | --- |",
		},
	} {
		expect(t, name, []byte(c.page), "页.html", c.want)
	}
}

func TestHTMLSavedUnderAnOldName(t *testing.T) {
	expect(t, "doc", []byte("\ufeff<!-- x -->\n<html><body><h1>导出</h1>"), "导出.doc", "HTML «导出»\n== 1 0 导出")
}
