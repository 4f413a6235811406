package document

import (
	"fmt"
	"testing"
)

// slideXML makes a slide of shapes.
func slideXML(shapes string) string {
	return xmlHead + `<p:sld xmlns:p="p" xmlns:a="a" xmlns:r="r" xmlns:mc="mc"><p:cSld><p:spTree><p:nvGrpSpPr/>` + shapes + `</p:spTree></p:cSld></p:sld>`
}

func shape(holds, paragraphs string) string {
	if holds != "" {
		holds = `<p:ph ` + holds + `/>`
	}
	return `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr>` + holds + `</p:nvPr></p:nvSpPr><p:txBody><a:bodyPr/>` + paragraphs + `</p:txBody></p:sp>`
}

func line(properties, text string) string {
	return `<a:p>` + properties + `<a:r><a:rPr/><a:t>` + text + `</a:t></a:r></a:p>`
}

// pptxFile makes a PPTX of slides, shown in the order of the list from the last to the first; more are further members.
func pptxFile(slides []string, more ...string) []byte {
	list, relations := "", []string{}
	members := []string{"_rels/.rels", relationsXML("r1", "officeDocument", "ppt/presentation.xml")}
	for i := len(slides) - 1; i >= 0; i-- {
		n := len(slides) - i
		relations = append(relations, fmt.Sprintf("rId%d", n), "slide", fmt.Sprintf("slides/slide%d.xml", n))
		members = append(members, fmt.Sprintf("ppt/slides/slide%d.xml", n), slides[i])
		list = fmt.Sprintf(`<p:sldId id="%d" r:id="rId%d"/>`, 255+n, n) + list
	}
	members = append(members, "ppt/_rels/presentation.xml.rels", relationsXML(relations...),
		"ppt/presentation.xml", xmlHead+`<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>`+list+`</p:sldIdLst></p:presentation>`)
	return pack(append(members, more...)...)
}

func TestPPTX(t *testing.T) {
	table := `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tr><a:tc><a:txBody>` + line("", "名称") + `</a:txBody></a:tc><a:tc gridSpan="1"><a:txBody>` + line("", "数|量") +
		`</a:txBody></a:tc></a:tr><a:tr><a:tc rowSpan="2"><a:txBody>` + line("", "服务器") + `</a:txBody></a:tc><a:tc><a:txBody>` + line("", "2") +
		`</a:txBody></a:tc></a:tr><a:tr><a:tc vMerge="1"><a:txBody><a:p/></a:txBody></a:tc><a:tc><a:txBody>` + line("", "3") + `</a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
	first := slideXML(shape(`type="ctrTitle"`, line("", "智慧城市")+line("", "汇报")) + shape(`type="subTitle"`, line("", "二〇二六年")) + shape(`type="sldNum"`, line("", "1")))
	second := slideXML(shape(`type="title"`, line("", "目标")) + shape(`idx="1"`, line("", "降本")+line(`<a:pPr lvl="1"/>`, "三成")+line(`<a:pPr><a:buNone/></a:pPr>`, "说明")) +
		`<p:grpSp>` + shape("", line(`<a:pPr><a:buAutoNum type="x"/></a:pPr>`, "编号")+`<a:p><a:r><a:t>一行</a:t></a:r><a:br/><a:r><a:t>两行</a:t></a:r><a:fld type="slidenum"><a:t>2</a:t></a:fld></a:p>`) + `</p:grpSp>` +
		`<mc:AlternateContent><mc:Choice>` + shape("", line("", "只一次")) + `</mc:Choice><mc:Fallback>` + shape("", line("", "只一次")) + `</mc:Fallback></mc:AlternateContent>` + table)
	third := slideXML(shape("", line("", "无标题页")))
	notes := slideXML(shape(`type="sldImg"`, "") + shape(`type="body"`, line("", "先讲价值")+line("", "再讲&lt;b&gt;价格")) + shape(`type="sldNum"`, line("", "2")))
	diagram := xmlHead + `<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst><dgm:pt><dgm:t>` + line("", "立项") + `</dgm:t></dgm:pt><dgm:pt><dgm:t><a:p/></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`
	data := pptxFile([]string{first, second, third},
		"ppt/slides/_rels/slide2.xml.rels", relationsXML("r1", "notesSlide", "../notesSlides/notesSlide1.xml", "r2", "diagramData", "../diagrams/data1.xml"),
		"ppt/notesSlides/notesSlide1.xml", notes, "ppt/diagrams/data1.xml", diagram, "docProps/core.xml", core("PowerPoint 演示文稿"))
	expect(t, "slides", data, "a.pptx", `PPTX «智慧城市 汇报»
== 1 1 智慧城市 汇报
二〇二六年
== 1 2 目标
- 降本
    - 三成

说明

1. 编号

一行
两行

只一次

| 名称 | 数\|量 |
| --- | --- |
| 服务器 | 2 |
| 服务器 | 3 |

- 立项

> 先讲价值
> 再讲\<b>价格
== 1 3 
无标题页`)
	d, err := read(pptxFile([]string{third}), "汇报稿.pptx")
	if err != nil || d.Title != "汇报稿" {
		t.Errorf("title: %v %v", d, err)
	}
}

func TestPPTXSlideThatIsMissing(t *testing.T) {
	_, err := read(pack("ppt/presentation.xml", `<presentation xmlns:r="r"><sldIdLst><sldId r:id="a"/></sldIdLst></presentation>`,
		"ppt/_rels/presentation.xml.rels", relationsXML("a", "slide", "slides/slide1.xml")), "a.pptx")
	expectRefusal(t, "missing", err, ReasonBroken, "")
}
