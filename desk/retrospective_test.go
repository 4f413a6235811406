package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/ent"
	"bidwell/process"
)

func (b *bargain) retrospective(opportunity string) *ent.Retrospective {
	b.Helper()
	return agreed(b, ent.Retrospective{})(b.CreateRetrospective(b.delivery(), ent.CreateRetrospectiveInput{Title: "复盘", OpportunityID: &opportunity}))
}

func TestARetrospectiveIsOfAnOpportunityAlsoWhenItIsOfAProject(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		r := agreed(b, ent.Retrospective{})(b.CreateRetrospective(b.delivery(), ent.CreateRetrospectiveInput{Title: "复盘", ProjectID: &p.ID}))
		if r.OpportunityID == nil || *r.OpportunityID != b.deal.ID || len(r.DepartmentsRequired) == 0 || r.Status != process.RetrospectiveStatusPlanned {
			b.Errorf("planned %+v", r)
		}
		other := b.opportunity("CNY")
		for name, c := range map[string]struct {
			in      ent.CreateRetrospectiveInput
			refusal string
		}{
			"a project elsewhere":   {ent.CreateRetrospectiveInput{Title: "x", OpportunityID: &other.ID, ProjectID: &p.ID}, "VALIDATION_FAILED projectID"},
			"no such project":       {ent.CreateRetrospectiveInput{Title: "x", ProjectID: pointer("prj_" + strings.Repeat("0", 26))}, "NOT_FOUND projectID"},
			"an opportunity as one": {ent.CreateRetrospectiveInput{Title: "x", ProjectID: &other.ID}, "VALIDATION_FAILED projectID"},
			"no title":              {ent.CreateRetrospectiveInput{OpportunityID: &other.ID}, "VALIDATION_FAILED title"},
			"U+0000":                {ent.CreateRetrospectiveInput{Title: "x", WentWrong: pointer("a\x00")}, "VALIDATION_FAILED wentWrong"},
			"causes beyond 1 MB":    {ent.CreateRetrospectiveInput{Title: "x", RootCauses: pointer(strings.Repeat("x", 1<<20+1))}, "VALIDATION_FAILED rootCauses"},
			"held in the future":    {ent.CreateRetrospectiveInput{Title: "x", HeldAt: pointer(b.now().Add(time.Second))}, "VALIDATION_FAILED heldAt"},
		} {
			err := second(b.CreateRetrospective(b.delivery(), c.in))
			b.Run(name, func(*testing.T) { b.want(err, c.refusal) })
		}
		b.want(second(b.CreateRetrospective(b.by(process.UserRoleLegal), ent.CreateRetrospectiveInput{Title: "x"})), "FORBIDDEN")
	})
}

func TestARetrospectiveIsHeldAndFiled(t *testing.T) {
	bargains(t, func(b *bargain) {
		r := b.retrospective(b.deal.ID)
		hold := func(in desk.HoldRetrospectiveInput) error {
			in.ID = r.ID
			return second(b.HoldRetrospective(b.delivery(), in))
		}
		there := []process.Department{process.DepartmentSales, process.DepartmentDelivery, process.DepartmentSales}
		b.want(hold(desk.HoldRetrospectiveInput{Version: r.Version}), "VALIDATION_FAILED departments")
		b.want(hold(desk.HoldRetrospectiveInput{Version: r.Version + 1, Departments: there}), "CONFLICT")
		b.want(hold(desk.HoldRetrospectiveInput{Version: r.Version, Departments: there, HeldAt: pointer(b.now().Add(time.Second))}), "VALIDATION_FAILED heldAt")
		b.want(second(b.CloseRetrospective(b.delivery(), desk.RecordInput{ID: r.ID, Version: r.Version})), "ILLEGAL_TRANSITION")
		r = agreed(b, ent.Retrospective{})(b.HoldRetrospective(b.delivery(), desk.HoldRetrospectiveInput{ID: r.ID, Version: r.Version, Departments: there}))
		if len(r.DepartmentsPresent) != 2 || !slices.Contains(r.DepartmentsPresent, process.DepartmentSales) || !r.HeldAt.Equal(b.now()) {
			b.Errorf("held %+v", r)
		}
		b.want(hold(desk.HoldRetrospectiveInput{Version: r.Version, Departments: there}), "ILLEGAL_TRANSITION")
		b.want(second(b.WaiveRetrospective(b.by(process.UserRolePresalesManager), desk.WaiveRetrospectiveInput{ID: r.ID, Version: r.Version, Reason: "x"})), "ILLEGAL_TRANSITION")
		r = agreed(b, ent.Retrospective{})(b.UpdateRetrospective(b.delivery(), ent.UpdateRetrospectiveInput{ID: r.ID, Version: r.Version, WentWell: pointer("响应快")}))
		other := b.opportunity("CNY")
		for _, moved := range []ent.UpdateRetrospectiveInput{{OpportunityID: &other.ID}, {ClearOpportunity: true}} {
			moved.ID, moved.Version = r.ID, r.Version
			b.want(second(b.UpdateRetrospective(b.delivery(), moved)), "ILLEGAL_TRANSITION")
		}
		b.want(second(b.UpdateRetrospective(b.delivery(), ent.UpdateRetrospectiveInput{ID: r.ID, Version: r.Version, HeldAt: pointer(b.now().Add(time.Hour))})), "VALIDATION_FAILED heldAt")
		b.want(second(b.ArchiveRecord(b.delivery(), desk.RecordInput{ID: r.ID, Version: r.Version})), "ILLEGAL_TRANSITION")
		r = agreed(b, ent.Retrospective{})(b.CloseRetrospective(b.delivery(), desk.RecordInput{ID: r.ID, Version: r.Version}))
		b.want(second(b.UpdateRetrospective(b.delivery(), ent.UpdateRetrospectiveInput{ID: r.ID, Version: r.Version, WentWell: pointer("x")})), "ILLEGAL_TRANSITION")
		b.want(second(b.CloseRetrospective(b.delivery(), desk.RecordInput{ID: r.ID, Version: r.Version})), "ILLEGAL_TRANSITION")
	})
}

func TestAPlannedRetrospectiveMayStillMove(t *testing.T) {
	bargains(t, func(b *bargain) {
		p, _ := b.running()
		other := b.opportunity("CNY")
		r := b.retrospective(other.ID)
		r = agreed(b, ent.Retrospective{})(b.UpdateRetrospective(b.delivery(), ent.UpdateRetrospectiveInput{ID: r.ID, Version: r.Version, OpportunityID: &b.deal.ID, ProjectID: &p.ID}))
		if *r.OpportunityID != b.deal.ID || *r.ProjectID != p.ID {
			b.Errorf("moved to %+v", r)
		}
		b.want(second(b.UpdateRetrospective(b.delivery(), ent.UpdateRetrospectiveInput{ID: r.ID, Version: r.Version, OpportunityID: &other.ID})), "VALIDATION_FAILED projectID")
		_, err := b.ArchiveRecord(b.delivery(), desk.RecordInput{ID: r.ID, Version: r.Version})
		b.want(err, "")
		b.want(second(b.UpdateRetrospective(b.delivery(), ent.UpdateRetrospectiveInput{ID: r.ID, Version: r.Version + 1, Title: pointer("x")})), "CONFLICT")
	})
}

func TestASmallOpportunityNeedsNoRetrospectiveABigOneAManagersWord(t *testing.T) {
	bargains(t, func(b *bargain) {
		r := b.retrospective(b.deal.ID)
		waive := func(role process.UserRole, reason string) (desk.Written[ent.Retrospective], error) {
			return b.WaiveRetrospective(b.by(role), desk.WaiveRetrospectiveInput{ID: r.ID, Version: r.Version, Reason: reason})
		}
		b.set(`UPDATE opportunities SET amount = 500000000 WHERE id = $1`, b.deal.ID)
		b.want(second(waive(process.UserRoleDelivery, "too busy")), "FORBIDDEN")
		b.want(second(waive(process.UserRolePresalesManager, " ")), "VALIDATION_FAILED reason")
		b.want(second(waive(process.UserRoleFinance, "x")), "FORBIDDEN")
		b.set(`UPDATE opportunities SET amount = 1 WHERE id = $1`, b.deal.ID)
		r = agreed(b, ent.Retrospective{})(waive(process.UserRoleDelivery, "小额项目"))
		if r.Status != process.RetrospectiveStatusWaived || r.WaivedReason != "小额项目" {
			b.Errorf("waived %+v", r)
		}
		agreed(b, ent.Retrospective{})(b.HoldRetrospective(b.delivery(), desk.HoldRetrospectiveInput{ID: r.ID, Version: r.Version, Departments: []process.Department{process.DepartmentSales}}))
	})
}
