package desk_test

import (
	"slices"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/search"
)

// TestWhatPeopleReportAgainstOtherProductsIsFoundHere is a table of what users of wikis, CRMs and knowledge bases complain of:
// Chinese words inside sentences, single characters, mixed scripts, codes, width, exclusions.
func TestWhatPeopleReportAgainstOtherProductsIsFoundHere(t *testing.T) {
	texts := map[string]string{
		"order":     "采购订单自动审批流程由系统发起,部门负责人确认后归档。",
		"tools":     "现场常用工具清单,含测试工具与量具。",
		"cover":     "如何製作標書封面:封面須蓋公章。",
		"ime":       "雾凇拼音输入法的词库每周更新。",
		"wild":      "野外作业须两人同行,携带对讲机。",
		"coupon":    "云工开物优惠券的发放规则与有效期。",
		"port":      "港区5G专网覆盖测试,时延低于20毫秒。",
		"video":     "视频平台符合GB/T 28181-2016标准,密码算法为SM4。",
		"plc":       "设备型号PLC-S7-1500,配HMI面板两块。",
		"number":    "合同编号２０２６年第１５号,金额ＡＢＣ存疑。",
		"taiwan":    "臺灣資訊系統驗收報告,附測試紀錄。",
		"accepted":  "系统验收报告已签字,测试记录齐全。",
		"late":      "The acceptance tests were running late and were repeated twice.",
		"cluster":   "采用Kubernetes集群部署容器平台,由Node.js服务网关接入。",
		"price":     "总价1,200万元,不含税价格为准,折扣8.5折。",
		"failover":  "数据库主备切换演练每季度一次。",
		"law":       "数据安全法合规评估由法务牵头。",
		"seal":      "投标文件(正本)密封、盖章后递交。",
		"metro":     "上海市轨道交通十号线信号系统改造。",
		"rare":      "彧彣工程由犇哥负责,地点在㙟塘。",
		"api":       "字段user_name与API-Key鉴权,版本v2.3.1升级到v2.4。",
		"languages": "客户端以C++与C#编写,.NET环境。",
		"english":   "Bidders' questions, the buyer's answers: state-of-the-art e-procurement in the U.S.",
		"notes":     "会议纪要\n\n## 结论\n\n一、同意立项;二、预算另议。",
		"names":     "李四、王五和阿依古丽·买买提参加了答辩。",
		"hospital":  "附属第一医院门诊分诊叫号系统,医院信息科验收。",
		"doctor":    "院医务处提出的意见已答复。",
		"south":     "南京市长江大桥照明工程。",
		"clean":     "清洁能源与储能电站并网方案。",
	}
	cases := []struct {
		query string
		hits  string // must be found, the first of them first
		not   string // must not be found
	}{
		// two characters in the middle of a sentence
		{"工具", "tools", "order"},
		{"审批", "order", ""},
		{"流程", "order", ""},
		{"拼音", "ime", ""},
		{"词库", "ime", ""},
		{"切换", "failover", ""},
		{"分诊", "hospital", ""},
		// longer words and runs of words
		{"审批流程", "order", ""},
		{"采购订单自动审批流程", "order", ""},
		{"雾凇拼音", "ime", ""},
		{"轨道交通十号线", "metro", ""},
		{"主备切换演练", "failover", "ime"},
		// a single character, at the beginning, inside, rare ones too
		{"野", "wild", "tools"},
		{"凇", "ime", ""},
		{"犇", "rare", ""},
		{"㙟", "rare", ""},
		{"彧", "rare", "wild"},
		{"桥", "south", ""},
		// one word of several is missing from the text
		{"云工开物 优惠券", "coupon", ""},
		{"云工开物 代金券", "coupon", "ime"},
		{"优惠券 雾凇", "coupon ime", ""},
		// the other script
		{"如何制作标书", "cover", ""},
		{"何製作", "cover", ""},
		{"台湾资讯", "taiwan", ""},
		{"驗收報告", "taiwan accepted", ""},
		{"验收报告", "accepted taiwan", ""},
		{"測試", "tools taiwan accepted port", ""},
		{"盖公章", "cover", ""},
		{`"驗收報告"`, "accepted taiwan", "hospital"},
		// mixed with Latin letters, without spaces
		{"5G专网", "port", ""},
		{"5g", "port", ""},
		{"专网", "port", ""},
		{"Kubernetes集群", "cluster", ""},
		{"kubernetes", "cluster", ""},
		{"集群部署", "cluster", ""},
		// codes, whole and in parts
		{"GB/T 28181", "video", ""},
		{"gb/t28181", "video", ""},
		{"28181", "video", ""},
		{"GB/T 28181-2016", "video", ""},
		{"SM4", "video", ""},
		{"sm4算法", "video", ""},
		{"PLC-S7-1500", "plc", ""},
		{"S7-1500", "plc", ""},
		{"plc", "plc", ""},
		{"HMI", "plc", ""},
		{"user_name", "api", ""},
		{"API-Key", "api", ""},
		{"v2.3.1", "api", ""},
		{"Node.js", "cluster", ""},
		// width and case
		{"2026年第15号", "number", ""},
		{"２０２６", "number", "video"},
		{"ＡＢＣ", "number", ""},
		{"abc", "number", ""},
		{"５Ｇ专网", "port", ""},
		{"ＫＵＢＥＲＮＥＴＥＳ", "cluster", ""},
		// numbers in texts
		{"1,200万元", "price", ""},
		{"8.5折", "price", ""},
		{"20毫秒", "port", ""},
		// words within others are not words
		{"市长", "south", "metro"},
		{"医院", "hospital", "doctor"},
		{`"医院信息科"`, "hospital", "doctor"},
		{`"南京市长江"`, "south", ""},
		// exclusions, with Chinese too
		{"数据 -法务", "failover", "law"},
		{"验收 -医院", "accepted taiwan", "hospital"},
		{"测试 -5G", "tools accepted taiwan", "port"},
		{`验收 -"测试记录"`, "hospital taiwan", "accepted"},
		{"数据 -安全", "failover", "law"},
		// phrases are exact, words are not
		{`"审批流程由系统"`, "order", ""},
		{`"流程审批"`, "", "order"},
		{"流程审批", "order", ""},
		{`"不含税价格"`, "price", ""},
		{`"税不含"`, "", "price"},
		{"“密封、盖章”", "seal", ""},
		// punctuation between and around
		{"正本密封", "seal", ""},
		{"投标文件(正本)", "seal", ""},
		{"密封 盖章!", "seal", ""},
		{"《数据安全法》", "law", ""},
		{"立项;预算", "notes", ""},
		// English by stem, with apostrophes, hyphens, dots
		{"accept", "late", ""},
		{"acceptance test", "late", ""},
		{"repeat", "late", ""},
		{"bidders question", "english", ""},
		{"eprocurement e-procurement", "english", ""},
		{"state of the art", "english", ""},
		{"U.S.", "english", ""},
		// alternatives, either word
		{"雾凇 OR 储能", "ime clean", "order"},
		{"雾凇 或 储能", "ime clean", "order"},
		// the beginning of a word
		{"kubern*", "cluster", ""},
		{"procure*", "english", "order"},
		// names
		{"阿依古丽", "names", ""},
		{"买买提", "names", ""},
		{"王五", "names", ""},
		// nothing at all
		{"区块链", "", "order ime port"},
		{"blockchain", "", "late english"},
	}
	if len(cases) < 60 {
		t.Fatalf("%d cases", len(cases))
	}
	shelves(t, func(s *shelf) {
		names := map[string]string{}
		for name, text := range texts {
			names[s.lesson("记录", text).ID] = name
		}
		s.catchUp()
		for _, c := range cases {
			found, err := s.Search(s.ctx, desk.SearchRequest{Query: c.query, First: new(30)})
			s.must(err)
			var got []string
			for i, h := range found.Hits {
				got = append(got, names[h.ID])
				lit := slices.ContainsFunc(h.Highlights, func(p search.Highlight) bool { return len(p.Ranges) > 0 })
				if i == 0 && !lit {
					t.Errorf("%s: the first hit, %s, lights nothing up", c.query, names[h.ID])
				}
			}
			want := strings.Fields(c.hits)
			if len(want) > 0 && (len(got) == 0 || !slices.Contains(want, got[0])) {
				t.Errorf("%s: %v comes first, not one of %v", c.query, got, want)
			}
			for _, name := range want {
				if !slices.Contains(got, name) {
					t.Errorf("%s finds %v, not %s", c.query, got, name)
				}
			}
			for _, name := range strings.Fields(c.not) {
				if slices.Contains(got, name) {
					t.Errorf("%s finds %s, too: %v", c.query, name, got)
				}
			}
			if len(want) == 0 && len(got) > 0 {
				t.Errorf("%s finds %v", c.query, got)
			}
		}
	})
}
