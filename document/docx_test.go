package document

import (
	"testing"
)

const stylesXML = xmlHead + `<w:styles xmlns:w="w">
<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题 2"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公司三级标题"/><w:basedOn w:val="lvl3"/></w:style>
<w:style w:type="paragraph" w:styleId="lvl3"><w:name w:val="base three"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="loop1"><w:name w:val="x"/><w:basedOn w:val="loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="loop2"><w:name w:val="y"/><w:basedOn w:val="loop1"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="toc1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="lb"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
</w:styles>`

const numberingXML = xmlHead + `<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="8"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>`

const footnotesXML = xmlHead + `<w:footnotes xmlns:w="w"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>———</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/><w:t>见国标 GB/T 1</w:t></w:r></w:p></w:footnote></w:footnotes>`

func item(id, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func tc(properties, content string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + content + `</w:tc>`
}

func tr(cells ...string) string {
	row := `<w:tr>`
	for _, c := range cells {
		row += c
	}
	return row + `</w:tr>`
}

func TestDOCX(t *testing.T) {
	parts := []string{"word/styles.xml", stylesXML, "word/numbering.xml", numberingXML, "word/footnotes.xml", footnotesXML}
	for name, c := range map[string]struct{ body, want string }{
		"headings by style, in either language, inherited, and by outline level": {
			para("T", "智慧园区投标方案") + para("", "前言") + para("1", "总则") + para("", "范围。") + para("2", "依据") +
				para("own", "细则") + `<w:p><w:pPr><w:outlineLvl w:val="3"/></w:pPr><w:r><w:t>附则</w:t></w:r></w:p>` + para("loop1", "循环"),
			"DOCX «智慧园区投标方案»\n== 0 0 \n前言\n== 1 0 总则\n范围。\n== 2 0 依据\n== 3 0 细则\n== 4 0 附则\n循环",
		},
		"body text by outline level 9": {
			`<w:p><w:pPr><w:pStyle w:val="1"/><w:outlineLvl w:val="9"/></w:pPr><w:r><w:t>不是标题</w:t></w:r></w:p>`,
			"DOCX «文件»\n== 0 0 \n不是标题",
		},
		"deleted revisions go, inserted ones stay": {
			`<w:p><w:r><w:t>工期</w:t></w:r><w:del><w:r><w:delText>六十</w:delText></w:r></w:del><w:ins><w:r><w:t>九十</w:t></w:r></w:ins><w:r><w:t>天</w:t></w:r><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>` +
				`<w:del>` + para("", "整段删除") + `</w:del><w:ins>` + para("", "整段插入") + `</w:ins>` +
				`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>` + para("", "后半"),
			"DOCX «文件»\n== 0 0 \n工期九十天新\n\n整段插入\n\n前半后半",
		},
		"lists": {
			item("7", "0", "一级") + item("7", "1", "二级") + item("8", "0", "甲") + item("0", "0", "无") + para("lb", "样式里的"),
			"DOCX «文件»\n== 0 0 \n- 一级\n    - 二级\n1. 甲\n\n无\n\n- 样式里的",
		},
		"a text box once, after its paragraph": {
			`<w:p><w:r><w:t>图示</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + para("", "框内文字") +
				`</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + para("", "框内文字") +
				`</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>如上</w:t></w:r></w:p>`,
			"DOCX «文件»\n== 0 0 \n图示如上\n\n框内文字",
		},
		"notes at the end of their section": {
			para("1", "一") + `<w:p><w:r><w:t>依据</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>执行</w:t></w:r></w:p>` + para("1", "二"),
			"DOCX «文件»\n== 1 0 一\n依据[^1]执行\n\n[^1]: 见国标 GB/T 1\n== 1 0 二",
		},
		"a table with merged cells, pipes and a table in it": {
			`<w:tbl>` + tr(tc("", para("", "项|目")), tc("", para("", "金额")), tc("", para("", "备注"))) +
				tr(tc(`<w:vMerge w:val="restart"/>`, para("", "硬件")), tc("", para("", "10")), tc("", para("", "a")+para("", "b"))) +
				tr(tc(`<w:vMerge/>`, `<w:p/>`), tc(`<w:gridSpan w:val="2"/>`, `<w:tbl>`+tr(tc("", para("", "内")), tc("", para("", "嵌")))+`</w:tbl><w:p/>`)) +
				`<w:tr><w:trPr><w:del/></w:trPr>` + tc("", para("", "删")) + `</w:tr></w:tbl>` + para("", "后"),
			"DOCX «文件»\n== 0 0 \n| 项\\|目 | 金额 | 备注 |\n| --- | --- | --- |\n| 硬件 | 10 | a b |\n| 硬件 | 内 嵌 | |\n\n后",
		},
		"a frame is no table": {
			`<w:tbl>` + tr(tc("", para("", "# 第一行")+para("", "第二行"))) + `</w:tbl>`,
			"DOCX «文件»\n== 0 0 \n\\# 第一行\n\n第二行",
		},
		"a table of contents in any style": {
			`<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + para("", "一、总则 3") +
				`</w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj></w:sdtPr><w:sdtContent>` + para("", "封面") +
				`</w:sdtContent></w:sdt><w:sdt><w:sdtContent>` + para("", "控件") + `</w:sdtContent></w:sdt><w:sdt/>`,
			"DOCX «文件»\n== 0 0 \n封面\n\n控件",
		},
		"hidden text, contents, links, fields, controls, phonetic guides": {
			para("toc1", "一、总则 3") + `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>` +
				`<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>域</w:t></w:r></w:fldSimple><w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>` +
				`<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`,
			"DOCX «文件»\n== 0 0 \n链接域控件拼",
		},
		"nothing becomes Markdown or HTML by chance": {
			para("", "&gt; 引用") + para("", "&lt;script&gt; 1 &lt; 2") + para("", "---") + para("", "- 条目") +
				para("", `甲\\&lt;b>`) + `<w:tbl>` + tr(tc("", para("", `a\|b\\|c`)), tc("", para("", "&lt;i>"))) + `</w:tbl>`,
			"DOCX «文件»\n== 0 0 \n\\> 引用\n\n\\<script> 1 < 2\n\n\\---\n\n- 条目\n\n" + `甲\\\\\<b>` + "\n\n" + `| a\\\|b\\\\\|c | \<i> |` + "\n| --- | --- |",
		},
	} {
		expect(t, name, docxFile(c.body, parts...), "文件.docx", c.want)
	}
}

func TestDOCXWithoutItsOtherParts(t *testing.T) {
	expect(t, "no styles", docxFile(para("Heading1", "一")+para("", "正文"), "docProps/core.xml", core("方案 &amp; 报价")), "x.docx",
		"DOCX «方案 & 报价»\n== 1 0 一\n正文")
	expect(t, "no relations", pack("word/document.xml", `<document><body>`+`<p><r><t>正文</t></r></p></body></document>`), `C:\文\甲.docx`,
		"DOCX «甲»\n== 0 0 \n正文")
}
