package desk_test

import (
	"strings"
	"sync"
	"testing"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/ent/requirement"
	"bidwell/process"
)

func TestRequirementsAreNumberedWithoutGapsHoweverManyWriteThem(t *testing.T) {
	doors(t, func(d *door) {
		o, err := d.CreateOpportunity(d.system, ent.CreateOpportunityInput{Name: "仓储改造"})
		d.want(err, "")
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				_, err := d.CreateRequirement(d.system, ent.CreateRequirementInput{OpportunityID: o.Record.ID, Text: "支持国密算法"})
				d.want(err, "")
			})
		}
		all.Wait()
		found, err := d.Read(d.system).Requirement.Query().Order(requirement.ByNumber()).All(d.system)
		d.want(err, "")
		for i, r := range found {
			if *r.Number != i+1 {
				t.Errorf("requirement %d has number %d", i+1, *r.Number)
			}
		}
		other, err := d.CreateOpportunity(d.system, ent.CreateOpportunityInput{Name: "别的商机"})
		d.want(err, "")
		_, err = d.UpdateRequirement(d.system, ent.UpdateRequirementInput{ID: found[0].ID, Version: 1, OpportunityID: &other.Record.ID})
		d.want(err, "VALIDATION_FAILED opportunityID")
	})
}

func TestTheRequirementSummarySaysWhatIsRecorded(t *testing.T) {
	doors(t, func(d *door) {
		o, err := d.CreateOpportunity(d.system, ent.CreateOpportunityInput{Name: "智慧医院", Description: pointer("三个院区,系统陈旧。"), BudgetAmount: pointer(int64(120000000))})
		d.want(err, "")
		for _, r := range []ent.CreateRequirementInput{
			{Text: "等保三级", Mandatory: pointer(true), Category: pointer(process.RequirementCategorySecurity), SuccessCriterion: pointer("测评报告"), TextEn: pointer("MLPS level 3")},
			{Text: "移动端", Priority: pointer(process.RequirementPriorityCould)},
			{Text: "不再需要的"},
		} {
			r.OpportunityID = o.Record.ID
			_, err := d.CreateRequirement(d.system, r)
			d.want(err, "")
		}
		found, err := d.Read(d.system).Requirement.Query().Order(requirement.ByNumber()).All(d.system)
		d.want(err, "")
		_, err = d.ChangeRequirementStatus(d.system, desk.ChangeRequirementStatusInput{ID: found[0].ID, Version: 1, Status: process.RequirementStatusConfirmed})
		d.want(err, "")
		_, err = d.ChangeRequirementStatus(d.system, desk.ChangeRequirementStatusInput{ID: found[2].ID, Version: 1, Status: process.RequirementStatusWithdrawn})
		d.want(err, "")
		_, err = d.ChangeRequirementStatus(d.system, desk.ChangeRequirementStatusInput{ID: found[2].ID, Version: 2, Status: process.RequirementStatusConfirmed})
		d.want(err, "ILLEGAL_TRANSITION")
		s, err := d.RequirementSummary(d.system, o.Record.ID, process.LanguageZH)
		d.want(err, "")
		if s.Total != 2 || s.Mandatory != 1 || s.Confirmed != 1 || len(s.ByCategory) != 2 {
			t.Errorf("counted %+v", s)
		}
		for _, said := range []string{"三个院区", "CNY 1200000.00", "1. ★ 等保三级 (安全)", "成功标准: 测评报告", "## 可以"} {
			if !strings.Contains(s.Markdown, said) {
				t.Errorf("the summary lacks %q:\n%s", said, s.Markdown)
			}
		}
		if s, err := d.RequirementSummary(d.system, o.Record.ID, process.LanguageEN); err != nil || !strings.Contains(s.Markdown, "MLPS level 3") || strings.Contains(s.Markdown, "不再需要的") {
			t.Errorf("in English (%v):\n%s", err, s.Markdown)
		}
		_, err = d.RequirementSummary(d.system, "opp_00000000000000000000000000", process.LanguageEN)
		d.want(err, "NOT_FOUND")
		_, err = d.RequirementSummary(d.system, found[0].ID, process.LanguageEN)
		d.want(err, "VALIDATION_FAILED opportunityID")
	})
}
