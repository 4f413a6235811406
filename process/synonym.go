package process

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of the sets of words of one meaning.
const (
	MaxSynonymGroups = 5000
	minSynonyms      = 2
	maxSynonyms      = 16
	maxSynonym       = 60 // characters
)

// CheckSynonyms checks the words of one meaning and gives them without space around them.
func CheckSynonyms(forms []string) ([]string, error) {
	var all []string
	for _, f := range forms {
		f = strings.Join(strings.Fields(f), " ")
		switch {
		case f == "":
			return nil, Invalid("forms", MsgRequired)
		case utf8.RuneCountInString(f) < 2:
			return nil, Invalid("forms", MsgSynonymShort)
		case utf8.RuneCountInString(f) > maxSynonym:
			return nil, Invalid("forms", MsgTooLong, "max", strconv.Itoa(maxSynonym))
		case slices.ContainsFunc(all, func(other string) bool { return strings.EqualFold(other, f) }):
			return nil, Invalid("forms", MsgListedTwice, "value", f)
		}
		all = append(all, f)
	}
	if len(all) < minSynonyms || len(all) > maxSynonyms {
		return nil, Invalid("forms", MsgOutOfRange, "min", strconv.Itoa(minSynonyms), "max", strconv.Itoa(maxSynonyms))
	}
	return all, nil
}

// TradeSynonyms are the terms of bidding and projects in Chinese and English that a new database knows, a set a line.
var TradeSynonyms = []string{
	"中标|award|winning bid",
	"验收|acceptance",
	"招标|tender|invitation to bid",
	"投标|bid|bidding",
	"标书|投标文件|bid document|tender document",
	"报价|quotation|price offer",
	"合同|contract",
	"交接|handover",
	"交付|delivery",
	"里程碑|milestone",
	"需求|requirement",
	"偏离|deviation",
	"澄清|clarification",
	"补遗|addendum",
	"保证金|bid bond|bid security",
	"资质|qualification certificate",
	"评标|bid evaluation",
	"废标|voided procedure",
	"流标|too few bidders",
	"复盘|retrospective|post-mortem",
	"经验教训|lessons learned|lesson learned",
	"风险|risk",
	"承诺|commitment",
	"变更|change request",
	"进度|schedule",
	"质保|保修|warranty",
	"违约金|liquidated damages|penalty",
	"培训|training",
	"运维|operation and maintenance",
	"等保|等级保护|classified protection",
	"信创|domestic IT",
	"割接|cutover",
	"容灾|灾备|disaster recovery",
	"高可用|high availability",
	"医院信息系统|HIS|hospital information system",
	"智慧城市|smart city",
	"物联网|internet of things|IoT",
	"人工智能|artificial intelligence|AI",
	"云计算|cloud computing",
	"数据治理|data governance",
}
