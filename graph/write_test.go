package graph

import (
	"strconv"
	"strings"
	"testing"

	"bidwell/desk"
	"bidwell/process"
)

// A record is made, read back through every path, changed, archived and restored.
func TestLifeOfARecord(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		made := at(t, o.do(`mutation { createCustomer(input: {name: "海纳医疗集团", nameEn: "Haina Medical Group", level: A, tags: ["hospital", "医院"]}) {
			change customer { id version name level tags createdAt archivedAt parent { id } children { totalCount } } } }`, nil), "createCustomer")
		if at(t, made, "change").(float64) < 1 || at(t, made, "customer", "version") != 1.0 || at(t, made, "customer", "parent") != nil {
			t.Fatalf("made %v", made)
		}
		id := at(t, made, "customer", "id").(string)
		if !strings.HasPrefix(id, "cus_") {
			t.Errorf("the id %s does not tell its type", id)
		}
		changed := at(t, o.do(`mutation($id: ID!) { updateCustomer(input: {id: $id, version: 1, city: "杭州", clearLevel: true}) { customer { version city level name } } }`,
			map[string]any{"id": id}), "updateCustomer", "customer")
		if at(t, changed, "version") != 2.0 || at(t, changed, "city") != "杭州" || at(t, changed, "level") != nil || at(t, changed, "name") != "海纳医疗集团" {
			t.Errorf("changed %v", changed)
		}
		if code, _ := o.refused(`mutation($id: ID!) { updateCustomer(input: {id: $id, version: 1, city: "x"}) { change } }`, map[string]any{"id": id}); code != "CONFLICT" {
			t.Errorf("a stale version answers %s", code)
		}
		o.do(`mutation($id: ID!) { archiveRecord(input: {id: $id, version: 2}) { record { id } } }`, map[string]any{"id": id})
		if got := at(t, o.do(`{ customers { totalCount } }`, nil), "customers", "totalCount"); got != 0.0 {
			t.Errorf("an archived record is listed: %v", got)
		}
		if got := at(t, o.do(`{ customers(archived: true) { totalCount } }`, nil), "customers", "totalCount"); got != 1.0 {
			t.Errorf("with archived: true: %v", got)
		}
		if code, _ := o.refused(`mutation($id: ID!) { updateCustomer(input: {id: $id, version: 3, city: "x"}) { change } }`, map[string]any{"id": id}); code != "CONFLICT" {
			t.Errorf("changing an archived record answers %s", code)
		}
		restored := at(t, o.do(`mutation($id: ID!) { restoreRecord(input: {id: $id, version: 3}) { record { ... on Customer { version archivedAt } } } }`, map[string]any{"id": id}), "restoreRecord", "record")
		if at(t, restored, "version") != 4.0 || at(t, restored, "archivedAt") != nil {
			t.Errorf("restored %v", restored)
		}
	})
}

// The stage of an opportunity is that of its last entry, and entries follow each other without gaps.
func TestStageOfAnOpportunity(t *testing.T) {
	const history = `query($id: ID!) { node(id: $id) { ... on Opportunity { stage status version
		stageEntries(orderBy: {field: POSITION}) { edges { node { position stage direction enteredAt leftAt reason } } } } } }`
	each(t, func(t *testing.T, o *office) {
		made := at(t, o.do(`mutation { createOpportunity(input: {name: "智慧病房", type: TENDER}) { opportunity { id version template { code } } } }`, nil), "createOpportunity", "opportunity")
		id := at(t, made, "id").(string)
		if at(t, made, "template", "code") != "TENDER_BID" {
			t.Errorf("made %v", made)
		}
		move := func(version int, rest string) string {
			return strings.NewReplacer("id: ID", `id: "`+id+`"`, "version: V", "version: "+strconv.Itoa(version)).Replace(`mutation { ` + rest + ` { opportunity { version stage status decidedAt } } }`)
		}
		if code, _ := o.refused(move(1, `changeOpportunityStage(input: {id: ID, version: V, stage: QUALIFICATION})`), nil); code != "GATE_BLOCKED" {
			t.Errorf("past a gate: %s", code)
		}
		if _, err := o.desk.TellStage(o.ctx, desk.TellStageInput{ID: id, Version: 1, Stage: process.OpportunityStageReview}); err != nil {
			t.Fatal(err)
		}
		o.do(move(2, `changeOpportunityStage(input: {id: ID, version: V, stage: BID})`), nil)
		if code, field := o.refused(move(3, `changeOpportunityStage(input: {id: ID, version: V, stage: PLANNING})`), nil); code != "VALIDATION_FAILED" || field != "reason" {
			t.Errorf("going back without a reason: %s %s", code, field)
		}
		o.do(move(3, `changeOpportunityStage(input: {id: ID, version: V, stage: PLANNING, reason: "addendum changed the scope"})`), nil)
		o.do(move(4, `closeOpportunity(input: {id: ID, version: V, status: LOST, lossReason: PRICE, decidedAt: "2026-04-01T00:00:00Z"})`), nil)
		for name, refusal := range map[string]string{
			"moving a closed one": `changeOpportunityStage(input: {id: ID, version: V, stage: BID})`,
			"closing it again":    `closeOpportunity(input: {id: ID, version: V, status: WON})`,
			"closing it the same": `closeOpportunity(input: {id: ID, version: V, status: LOST})`,
			"reopening ahead":     `reopenOpportunity(input: {id: ID, version: V, reason: "the first award was withdrawn", stage: NEGOTIATION})`,
		} {
			if code, _ := o.refused(move(5, refusal), nil); code != "ILLEGAL_TRANSITION" {
				t.Errorf("%s answers %s", name, code)
			}
		}
		o.do(move(5, `reopenOpportunity(input: {id: ID, version: V, reason: "the first award was withdrawn"})`), nil)
		node := at(t, o.do(history, map[string]any{"id": id}), "node")
		if at(t, node, "stage") != "PLANNING" || at(t, node, "status") != "OPEN" || at(t, node, "version") != 6.0 {
			t.Errorf("in the end %v", node)
		}
		entries := at(t, node, "stageEntries", "edges").([]any)
		want := []string{"INTAKE FORWARD", "REVIEW FORWARD", "BID FORWARD", "PLANNING BACK", "PLANNING REOPEN"}
		for i, e := range entries {
			n := at(t, e, "node")
			if got := at(t, n, "stage").(string) + " " + at(t, n, "direction").(string); i >= len(want) || got != want[i] {
				t.Errorf("entry %d is %s", i, got)
			}
			if i+1 < len(entries) && at(t, n, "leftAt") != at(t, entries[i+1], "node", "enteredAt") {
				t.Errorf("entry %d is left at %v, the next entered at %v", i, at(t, n, "leftAt"), at(t, entries[i+1], "node", "enteredAt"))
			}
		}
		if len(entries) != 5 || at(t, entries[4], "node", "leftAt") != nil {
			t.Errorf("entries %v", entries)
		}
	})
}

// A frozen version never changes; the next starts with copies of its sections.
func TestProposalVersions(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := at(t, o.do(`mutation { createProposal(input: {title: "技术方案"}) { proposal { id } } }`, nil), "createProposal", "proposal", "id")
		version := func(number float64) map[string]any {
			list := at(t, o.do(`query($id: ID!) { node(id: $id) { ... on Proposal { versions(orderBy: {field: NUMBER}) { edges { node {
				id number frozenAt contentHash sections(orderBy: {field: POSITION}) { edges { node { id version title body } } } } } } } } }`, map[string]any{"id": id}), "node", "versions", "edges").([]any)
			return at(t, list[int(number)-1], "node").(map[string]any)
		}
		one := version(1)
		section := at(t, o.do(`mutation($v: ID!) { createProposalSection(input: {proposalVersionID: $v, position: 0, title: "总体架构", body: "双活数据中心"}) { proposalSection { id } } }`,
			map[string]any{"v": one["id"]}), "createProposalSection", "proposalSection", "id")
		o.do(`mutation($p: ID!) { createProposalVersion(input: {proposalID: $p, note: "after pink review"}) { proposalVersion { number } } }`, map[string]any{"p": id})
		one, two := version(1), version(2)
		if one["frozenAt"] == nil || len(one["contentHash"].(string)) != 64 || two["frozenAt"] != nil {
			t.Errorf("versions %v %v", one, two)
		}
		if at(t, two, "sections", "edges", 0, "node", "body") != "双活数据中心" {
			t.Errorf("the sections are not copied: %v", two)
		}
		if code, _ := o.refused(`mutation($s: ID!) { updateProposalSection(input: {id: $s, version: 1, body: "changed"}) { change } }`, map[string]any{"s": section}); code != "ILLEGAL_TRANSITION" {
			t.Errorf("changing a frozen section answers %s", code)
		}
		if code, _ := o.refused(`mutation($v: ID!) { createProposalSection(input: {proposalVersionID: $v, position: 1, title: "x"}) { change } }`, map[string]any{"v": one["id"]}); code != "ILLEGAL_TRANSITION" {
			t.Errorf("adding to a frozen version answers %s", code)
		}
		if code, _ := o.refused(`mutation($p: ID!) { changeProposalStatus(input: {id: $p, version: 1, status: SUBMITTED}) { change } }`, map[string]any{"p": id}); code != "ILLEGAL_TRANSITION" {
			t.Errorf("submitting a draft answers %s", code)
		}
	})
}

// Bad input is refused with a code and the field, and nothing of it is written.
func TestBadInput(t *testing.T) {
	cases := map[string]struct{ query, code, field string }{
		"empty name":               {`mutation { createCustomer(input: {name: ""}) { change } }`, "VALIDATION_FAILED", "name"},
		"name of 301 characters":   {`mutation { createCustomer(input: {name: "` + strings.Repeat("x", 301) + `"}) { change } }`, "VALIDATION_FAILED", "name"},
		"U+0000":                   {`mutation { createCustomer(input: {name: "a\u0000b"}) { change } }`, "VALIDATION_FAILED", ""},
		"U+0007":                   {`mutation { createCustomer(input: {name: "a\u0007b"}) { change } }`, "VALIDATION_FAILED", ""},
		"second with one code":     {`mutation { a: createCustomer(input: {name: "a", code: "K1"}) { change } b: createCustomer(input: {name: "b", code: "K1"}) { change } }`, "VALIDATION_FAILED", "code"},
		"unknown customer":         {`mutation { createOpportunity(input: {name: "x", customerID: "cus_01J0000000000000000000000Z"}) { change } }`, "NOT_FOUND", ""},
		"customer of another type": {`mutation { createOpportunity(input: {name: "x", customerID: "opp_01J0000000000000000000000Z"}) { change } }`, "VALIDATION_FAILED", "customerID"},
		"money with 3 decimals":    {`mutation { createOpportunity(input: {name: "x", amount: "1.234"}) { change } }`, "VALIDATION_FAILED", ""},
		"money beyond 63 bits":     {`mutation { createOpportunity(input: {name: "x", amount: "99999999999999999999"}) { change } }`, "VALIDATION_FAILED", ""},
		"attitude of 3":            {`mutation { createStakeholder(input: {part: USER, attitude: 3, opportunityID: "opp_01J0000000000000000000000Z", contactID: "con_01J0000000000000000000000Z"}) { change } }`, "VALIDATION_FAILED", "attitude"},
		"update of nothing":        {`mutation { updateCustomer(input: {id: "cus_01J0000000000000000000000Z", version: 1}) { change } }`, "NOT_FOUND", ""},
		"update of another type":   {`mutation { updateCustomer(input: {id: "opp_01J0000000000000000000000Z", version: 1}) { change } }`, "VALIDATION_FAILED", "id"},
		"archive of no kind":       {`mutation { archiveRecord(input: {id: "x", version: 1}) { change } }`, "VALIDATION_FAILED", "id"},
	}
	each(t, func(t *testing.T, o *office) {
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				code, field := o.refused(c.query, nil)
				if code != c.code || c.field != "" && field != c.field {
					t.Errorf("%s in %q, want %s in %q", code, field, c.code, c.field)
				}
			})
		}
		if got := at(t, o.do(`{ opportunities(archived: true) { totalCount } }`, nil), "opportunities", "totalCount"); got != 0.0 {
			t.Errorf("something was written: %v", got)
		}
	})
}

// A tree has no cycles.
func TestTreeWithoutCycles(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		var ids []any
		for _, name := range []string{"group", "branch", "ward"} {
			ids = append(ids, at(t, o.do(`mutation($n: String!) { createCustomer(input: {name: $n}) { customer { id } } }`, map[string]any{"n": name}), "createCustomer", "customer", "id"))
		}
		below := `mutation($c: ID!, $p: ID!, $v: Int!) { updateCustomer(input: {id: $c, version: $v, parentID: $p}) { change } }`
		o.do(below, map[string]any{"c": ids[1], "p": ids[0], "v": 1})
		o.do(below, map[string]any{"c": ids[2], "p": ids[1], "v": 1})
		for name, parent := range map[string]any{"itself": ids[0], "its child": ids[1], "its grandchild": ids[2]} {
			if code, field := o.refused(below, map[string]any{"c": ids[0], "p": parent, "v": 1}); code != "VALIDATION_FAILED" || field != "parentID" {
				t.Errorf("below %s: %s %s", name, code, field)
			}
		}
	})
}

// Roles decide what may be written; nobody anonymous reads anything.
func TestFirstCutOfAccess(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.fill(1, 1, 0)
		if code, _ := o.as(nil).refused(`{ customers { totalCount } }`, nil); code != "UNAUTHENTICATED" {
			t.Errorf("anonymous reading answers %s", code)
		}
		if code, _ := o.as(nil).refused(`mutation { createCustomer(input: {name: "x"}) { change } }`, nil); code != "UNAUTHENTICATED" {
			t.Errorf("anonymous writing answers %s", code)
		}
		for role, v := range map[process.UserRole]struct{ read, write bool }{
			process.UserRoleSales: {true, true}, process.UserRoleAuditor: {true, false}, process.UserRoleFinance: {true, false}, process.UserRoleAdmin: {true, true},
		} {
			viewer := &process.Viewer{UserID: "usr_01J0000000000000000000000Z", Role: role, Scope: process.TokenScopeAdmin, Rows: process.RowScopeAll}
			if total := at(t, o.as(viewer).do(`{ customers { totalCount } }`, nil), "customers", "totalCount"); (total.(float64) > 0) != v.read {
				t.Errorf("%s reads %v customers", role, total)
			}
			_, errs := o.as(viewer).ask(o.as(viewer).ctx, `mutation { createCustomer(input: {name: "x"}) { customer { id } } }`, nil)
			if (len(errs) == 0) != v.write {
				t.Errorf("%s writes: %v", role, errs)
			}
		}
		reader := &process.Viewer{UserID: "usr_01J0000000000000000000000Z", Role: process.UserRoleAdmin, Scope: process.TokenScopeRead}
		if code, _ := o.as(reader).refused(`mutation { createCustomer(input: {name: "x"}) { change } }`, nil); code != "FORBIDDEN" {
			t.Errorf("a token for reading writes: %s", code)
		}
		partner := &process.Viewer{Role: process.UserRolePartner, Scope: process.TokenScopeRead, Rows: process.RowScopeAll}
		if got := at(t, o.as(partner).do(`{ users { totalCount } nodes(ids: []) { id } }`, nil), "users", "totalCount"); got != 0.0 {
			t.Errorf("a partner counts %v users", got)
		}
	})
}

// Messages come in the caller's language.
func TestLanguageOfErrors(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		for lang, want := range map[process.Language]string{process.LanguageZH: "此字段不能为空。", process.LanguageEN: "This field must not be empty."} {
			_, errs := o.ask(WithLanguage(o.ctx, lang), `mutation { createCustomer(input: {name: ""}) { change } }`, nil)
			if len(errs) != 1 || errs[0].Message != want {
				t.Errorf("%s: %v", lang, errs)
			}
		}
	})
}

// The timeline of an opportunity has every change of it and of its parts, also of parts changed later.
func TestTimelineMissesNothing(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		id := at(t, o.do(`mutation { createOpportunity(input: {name: "智慧病房"}) { opportunity { id } } }`, nil), "createOpportunity", "opportunity", "id")
		customer := at(t, o.do(`mutation { createCustomer(input: {name: "c"}) { customer { id } } }`, nil), "createCustomer", "customer", "id")
		contact := at(t, o.do(`mutation($c: ID!) { createContact(input: {customerID: $c, name: "n"}) { contact { id } } }`, map[string]any{"c": customer}), "createContact", "contact", "id")
		part := at(t, o.do(`mutation($o: ID!, $c: ID!) { createStakeholder(input: {opportunityID: $o, contactID: $c, part: COACH}) { stakeholder { id } } }`,
			map[string]any{"o": id, "c": contact}), "createStakeholder", "stakeholder", "id")
		o.do(`mutation($s: ID!) { updateStakeholder(input: {id: $s, version: 1, attitude: 2}) { change } }`, map[string]any{"s": part})
		o.do(`mutation($s: ID!) { archiveRecord(input: {id: $s, version: 2}) { change } }`, map[string]any{"s": part})
		var got []string
		for _, c := range at(t, o.do(`query($o: ID!) { changes(recordID: $o) { changes { type operation } } }`, map[string]any{"o": id}), "changes", "changes").([]any) {
			got = append(got, at(t, c, "type").(string)+" "+at(t, c, "operation").(string))
		}
		want := "Opportunity CREATE, StageEntry CREATE, Stakeholder CREATE, Stakeholder UPDATE, Stakeholder ARCHIVE"
		if strings.Join(got, ", ") != want {
			t.Errorf("timeline %v, want %s", got, want)
		}
	})
}

// Lengths count characters: a Chinese name may be as long as an English one.
func TestLengthsCountCharacters(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		name := strings.Repeat("院", 300)
		if got := at(t, o.do(`mutation($n: String!) { createCustomer(input: {name: $n}) { customer { name } } }`, map[string]any{"n": name}), "createCustomer", "customer", "name"); got != name {
			t.Errorf("kept %d bytes", len(got.(string)))
		}
	})
}

// Records of every kind can be archived, users and tokens too.
func TestArchivingUsersAndTokens(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		user := at(t, o.do(`mutation { createUser(input: {name: "n", role: SALES}) { user { id } } }`, nil), "createUser", "user", "id")
		o.do(`mutation($u: ID!) { archiveRecord(input: {id: $u, version: 1}) { change record { id } } }`, map[string]any{"u": user})
	})
}
