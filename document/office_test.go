package document

import (
	"os"
	"path/filepath"
	"testing"
)

// TestFilesOfAnOfficeProgram: the files in testdata were written by LibreOffice 7.4 from texts of our own. They have a
// table of contents, notes, lists, merged cells, a text box, formats of numbers, speaker notes.
func TestFilesOfAnOfficeProgram(t *testing.T) {
	for name, want := range map[string]string{
		"office.docx": "DOCX «轨道交通信号系统技术方案»\n" +
			"== 1 0 第一章 总体说明\n本方案依据招标文件编制[^1]，工期为十八个月。[^2]\n\n[^1]: 招标编号 ZB-2026-01\n\n[^2]: 尾注内容\n" +
			"== 2 0 编制依据\n- GB/T 28181\n- 招标文件\n    - 第三章 技术要求\n1. 踏勘现场\n1. 编制初稿\n" +
			"== 1 0 第二章 商务条款\n| 序号 | 名称 | 数量 |\n| --- | --- | --- |\n| 1 | 信号机\\|双向 | 12 |\n| 1 | 道岔 | 3 |\n| 合计 15 | | |\n\n见条款 a b\nc d\n" +
			"== 3 0 付款\n验收后三十日内付款。\n\n框后\n\n文本框内容",
		"office.xlsx": "XLSX «office»\n" +
			"== 1 1 报价 Prices\n| 设备报价表 | | | |\n| --- | --- | --- | --- |\n| 名称 | 日期 | 比例 | 金额 |\n| 信号机 & \\<b> | 2026-03-01 | 12.5% | 1234567.8 |\n| 合计 | | | 1234567.8 |\n" +
			"== 1 2 Notes\n| A note | TRUE |\n| --- | --- |",
		"office.pptx": "PPTX «office»\n" +
			"== 1 1 项目总览\nA subtitle\n" +
			"== 1 2 进度计划\n- 第一点\n    - Sub point\n\n| 阶段 | 日期 |\n| --- | --- |\n| 签约 | 2026-03 |\n\n> 演讲备注 speaker note",
	} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, name, data, name, want)
	}
}

func TestPDFWithoutRunningLines(t *testing.T) {
	for name, test := range map[string]struct{ pages, want []string }{
		"no page":               {nil, []string{}},
		"two pages are too few": {[]string{"页眉\n甲\n1", "页眉\n乙\n2"}, []string{"页眉\n甲\n1", "页眉\n乙\n2"}},
		"the first stays, numbers do not": {
			[]string{"投标文件\n甲\n第 1 页 共 3 页", "投标文件\n乙\n第 2 页 共 3 页", "投标文件\n丙\n第 3 页 共 3 页"},
			[]string{"投标文件\n甲", "乙", "丙"},
		},
		"a title page without any": {
			[]string{"封面", "Offer 7\na\n- 2 -", "Offer 7\nb\n- 3 -", "Offer 7\nc\nPage 4 of 4"},
			[]string{"封面", "Offer 7\na\n- 2 -", "b\n- 3 -", "c\nPage 4 of 4"}, // of which two are alike only
		},
		"other words are other lines": {[]string{"第1章\n甲", "第2节\n甲乙", "第3条\n丙"}, []string{"第1章\n甲", "第2节\n甲乙", "第3条\n丙"}},
		"in the middle it is text": {
			[]string{"a\nb\nc\n同\nd\ne\nf", "g\nh\ni\n同\nj\nk\nl", "m\nn\no\n同\np\nq\nr"},
			[]string{"a\nb\nc\n同\nd\ne\nf", "g\nh\ni\n同\nj\nk\nl", "m\nn\no\n同\np\nq\nr"},
		},
		"on a few of many pages": {
			[]string{"x\na", "x\nb", "x\nc", "d", "e", "f", "g", "h", "i", "j"},
			[]string{"x\na", "x\nb", "x\nc", "d", "e", "f", "g", "h", "i", "j"},
		},
	} {
		got := withoutRunning(test.pages)
		if len(got) != len(test.want) {
			t.Fatalf("%s: %q", name, got)
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("%s: page %d is %q, want %q", name, i+1, got[i], test.want[i])
			}
		}
	}
}
