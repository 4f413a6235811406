package desk_test

import (
	"testing"
	"time"

	"bidwell/desk"
	"bidwell/process"
)

func TestFiguresRefuseWhatMakesNoSense(t *testing.T) {
	day := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	cases := []struct {
		name     string
		code     process.KpiCode
		by       process.KpiGroup
		filter   *desk.KpiFilter
		currency *string
		field    string
	}{
		{"a figure nobody knows", "GUT_FEELING", "", nil, nil, "code"},
		{"a grouping nobody knows", "WIN_RATE", "WEATHER", nil, nil, "groupBy"},
		{"opportunities by kind of proposal", "WIN_RATE", "PROPOSAL_KIND", nil, nil, "groupBy"},
		{"proposals by stage", "PROPOSAL_PASS_RATE", "STAGE", nil, nil, "groupBy"},
		{"proposals by status of opportunities", "PROPOSAL_PASS_RATE", "", &desk.KpiFilter{Statuses: []process.OpportunityStatus{"WON"}}, nil, "filter.statuses"},
		{"proposals in a stage", "PROPOSAL_PASS_RATE", "", &desk.KpiFilter{Stages: []process.OpportunityStage{"BID"}}, nil, "filter.stages"},
		{"proposals from a stage", "PROPOSAL_PASS_RATE", "", &desk.KpiFilter{FromStage: to(process.OpportunityStageBid)}, nil, "filter.fromStage"},
		{"a window that ends before it begins", "WIN_RATE", "", &desk.KpiFilter{DecidedFrom: &day, DecidedTo: to(day.AddDate(0, 0, -1))}, nil, "filter.decidedTo"},
		{"a currency that is none", "WON_VALUE", "", nil, to("yuan"), "currency"},
		{"an empty currency", "WON_VALUE", "", nil, to(""), "currency"},
	}
	books(t, func(b *book) {
		for _, c := range cases {
			_, err := b.desk.Kpi(desk.AsSystem(b.Context()), c.code, orNil(c.by), c.filter, c.currency)
			if process.CodeOf(err) != process.CodeValidationFailed || fieldOf(err) != c.field {
				b.Errorf("%s: %v", c.name, err)
			}
		}
	})
}

func TestFiguresShowOnlyWhatTheViewerMayRead(t *testing.T) {
	books(t, func(b *book) {
		boss := b.user("Lin Ye", "North", "")
		b.deal(deal{amount: 5_00, owner: b.user("Mo Qiu", "South", boss), stage: "BID"})
		b.deal(deal{amount: 7_00, owner: boss, stage: "BID"})
		b.proposal("AWARDED", "TECHNICAL", nil)
		b.write()
		as := func(role process.UserRole, code process.KpiCode, by process.KpiGroup) *process.Kpi {
			v := &process.Viewer{UserID: boss, Role: role, Scope: process.TokenScopeRead, Rows: process.RowScopeAll}
			kpi, err := b.desk.Kpi(desk.WithViewer(b.Context(), v), code, orNil(by), nil, nil)
			if err != nil {
				b.Fatal(err)
			}
			return kpi
		}
		if _, err := b.desk.Kpi(b.Context(), "WIN_RATE", nil, nil, nil); process.CodeOf(err) != process.CodeUnauthenticated {
			b.Errorf("nobody: %v", err)
		}
		for by, names := range map[process.KpiGroup][2]string{"AGENT": {"Lin Ye", "Mo Qiu"}, "AGENT_REGION": {"North", "South"}, "MANAGER": {"Lin Ye", ""}} {
			auditor := as(process.UserRoleAuditor, "PIPELINE_VALUE", by)
			if len(auditor.Groups) != 2 || deref(auditor.Groups[0].Key) != names[0] || deref(auditor.Groups[1].Key) != names[1] {
				b.Errorf("auditor by %s: %+v", by, auditor.Groups)
			}
			partner := as(process.UserRolePartner, "PIPELINE_VALUE", by)
			if len(partner.Groups) != 1 || partner.Groups[0].Key != nil || partner.Groups[0].ID != nil || *partner.Groups[0].Value != 12 {
				b.Errorf("partners learn who works here by %s: %+v", by, partner.Groups)
			}
		}
		for role, want := range map[process.UserRole]process.Code{"FINANCE": "", "PRESALES_MANAGER": "", "SALES": "FORBIDDEN", "MARKETING": "FORBIDDEN", "JANITOR": "FORBIDDEN"} {
			for code, by := range map[process.KpiCode]process.KpiGroup{"LIST_VALUE": "", "WON_VALUE": "PRODUCT"} {
				v := &process.Viewer{UserID: boss, Role: role, Scope: process.TokenScopeRead}
				if _, err := b.desk.Kpi(desk.WithViewer(b.Context(), v), code, orNil(by), nil, nil); err == nil != (want == "") || err != nil && process.CodeOf(err) != want {
					b.Errorf("%s asks for %s by %q, which the prices of lines are in: %v", role, code, by, err)
				}
			}
		}
		for code, by := range map[process.KpiCode]process.KpiGroup{"PIPELINE_VALUE": "STAGE", "PROPOSAL_PASS_RATE": "PROPOSAL_KIND", "CYCLE_DAYS": "START_QUARTER"} {
			if row := as("JANITOR", code, by); row.Overall.N != 0 || len(row.Groups) != 0 || len(row.Overall.Excluded) != 0 {
				b.Errorf("a role without rights sees %s: %+v", code, row)
			}
		}
	})
}
