package document

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestMarkdown(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"headings of both kinds": {
			"前言\n\n# 方案 **重点** [链接](http://x)\n\n- 甲\n\n项目\n====\n\n| a | b |\n|---|---|\n| 一 \\| 二 | 2 |\n\n### `代码` \\# 三 ###\n末尾",
			"MARKDOWN «方案 重点 链接»\n== 0 0 \n前言\n== 1 0 方案 重点 链接\n- 甲\n== 1 0 项目\n| a | b |\n|---|---|\n| 一 \\| 二 | 2 |\n== 3 0 代码 # 三\n末尾",
		},
		"no headings: code, quotations, lists": {
			"```\n# 注释\n```\n\n> # 引用\n\n- # 项\n\n    # 缩进",
			"MARKDOWN «文»\n== 0 0 \n```\n# 注释\n```\n\n> # 引用\n\n- # 项\n\n    # 缩进",
		},
		"front matter and line ends": {
			"---\r\ntitle: \"标 题\"\r\ntags: [a]\r\n---\r\n## 二级\r\n正文\r\n",
			"MARKDOWN «标 题»\n== 2 0 二级\n正文",
		},
		"a first heading of the first level is the title": {"# 总体方案\n## 一\n", "MARKDOWN «总体方案»\n== 1 0 总体方案\n== 2 0 一"},
		"a heading of two lines":                          {"甲\n乙\n---\n丙", "MARKDOWN «文»\n== 2 0 甲 乙\n丙"},
		"an empty heading":                                {"#\n文字", "MARKDOWN «文»\n== 0 0 \n#\n文字"},
	} {
		expect(t, name, []byte(c.source), "文.md", c.want)
	}
}

func TestText(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"chapters, sections, numbers": {
			"关于投标\n第一章 总则\n第一节 范围\n一、目的\n为了规范。\n（一）细目\n1.1 概述\n内容\n1.1.1 更细\n1 单号也算\n2 不算的条目\n",
			"TEXT «文»\n== 0 0 \n关于投标\n== 1 0 第一章 总则\n== 2 0 第一节 范围\n== 3 0 一、目的\n为了规范。\n== 4 0 （一）细目\n== 6 0 1.1 概述\n内容\n== 7 0 1.1.1 更细\n== 5 0 1 单号也算\n2 不算的条目",
		},
		"sentences are none": {
			"一、投标人应当提交下列文件，并加盖公章；\n第三条规定如下，请遵守。\n2024.05 年会\n1. 买牛奶\n2. 买面包\n",
			"TEXT «文»\n== 0 0 \n一、投标人应当提交下列文件，并加盖公章；\n\n第三条规定如下，请遵守。\n\n2024.05 年会\n\n1. 买牛奶\n\n2. 买面包",
		},
		"a table of contents is none": {
			"第一章 总则........3\n第一章 总则\n文\n",
			"TEXT «文»\n== 0 0 \n第一章 总则........3\n== 1 0 第一章 总则\n文",
		},
		"paragraphs parted by blank lines": {
			"The first line\nof a paragraph.\n\nChapter 2 Scope\n\n　　缩进的段落\n# x\n\n",
			"TEXT «文»\n== 0 0 \nThe first line\nof a paragraph.\n== 1 0 Chapter 2 Scope\n缩进的段落\n\\# x",
		},
	} {
		expect(t, name, []byte(c.source), "文.txt", c.want)
	}
}

func TestEncodings(t *testing.T) {
	const text = "第一章 总则\n正文，镕基。\n"
	const want = "TEXT «文»\n== 1 0 第一章 总则\n正文，镕基。"
	encode := func(e encoding.Encoding, s string) []byte {
		b, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, data := range map[string][]byte{
		"UTF-8":                 []byte(text),
		"UTF-8 with mark":       []byte("\ufeff" + text),
		"UTF-16LE":              encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text),
		"UTF-16BE":              encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM), text),
		"UTF-16LE without mark": encode(utf16LE, text),
		"UTF-16BE without mark": encode(utf16BE, text),
		"GB18030":               encode(simplifiedchinese.GB18030, text),
	} {
		expect(t, name, data, "文.txt", want)
	}
	expect(t, "declared Big5", encode(traditionalchinese.Big5, `<html><meta charset="big5"><h1>標題</h1>內容`), "頁.html", "HTML «頁»\n== 1 0 標題\n內容")
	expect(t, "a few damaged bytes", []byte(strings.Repeat("正文", 50)+"\xff"), "文.txt", "TEXT «文»\n== 0 0 \n"+strings.Repeat("正文", 50)+"\uFFFD")
}
